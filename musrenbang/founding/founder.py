"""The files of a new repository, and writing them: all of them, or nothing."""

import os
import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from musrenbang.files.file_writer import is_staged, write_records
from musrenbang.files.paths import DECISIONS, PROPOSALS, Kind, kelurahan_path, settings_path
from musrenbang.files.program import WHEEL_ADDRESS, version
from musrenbang.files.tree import FolderTree, Overlay, is_below_top
from musrenbang.founding.answers import KepalaPerencanaan, Pendirian
from musrenbang.founding.answers import PendirianKelurahan as OfKelurahan
from musrenbang.founding.holders import Pemegang, principal, public_key
from musrenbang.founding.marks import CONTENT, filled
from musrenbang.founding.next_year import schedule_to_come, with_windows
from musrenbang.git.repository import MAIN, MAIN_NAMES, Repository
from musrenbang.git.runner import GitError
from musrenbang.records import canonical
from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import local
from musrenbang.records.shipped_guide import shipped as guide_of_2016
from musrenbang.records.strict_yaml import parse
from musrenbang.records.validation import read_record
from musrenbang.review.owners import codeowners
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, HOST_KEYS
from musrenbang.review.signers import signers_findings
from musrenbang.rules import rule_check
from musrenbang.text.errors import CommandError, reason
from musrenbang.text.escaping import markdown, visible
from musrenbang.text.name_keys import slug_of
from musrenbang.year.guide import Guide
from schemas import DaftarSkpd, DaftarTemplate, Kelurahan, Musrenbang
from schemas.musrenbang import DaftarPejabat, Kecamatan, Kota, Pejabat
from schemas.musrenbang import KepalaPerencanaan as Planner

HERE = Path(__file__).parent
SAMPLE = HERE / "contoh"
SAMPLE_YEAR, SAMPLE_KOTA = 2017, "Kota Administrasi Jakarta Pusat"
README = "README.md"
_MARK = re.compile(r"@@[A-Z][A-Z0-9_]*@@")
_PLAIN = r"[A-Za-z0-9._/:@=+~%-]+"
"""What may stand for a mark outside the README: nothing that a workflow would read as more."""
_SHAPES = {
    "@@PEMILIK_REPO@@": r"[A-Za-z0-9](?:-?[A-Za-z0-9])*/(?!\.{1,2}$)[A-Za-z0-9._-]+",
    "@@COMMIT@@": r"[0-9a-f]{40}",
    "@@VERSI@@": r"[0-9][A-Za-z0-9.+-]*",
    "@@ALAMAT_RODA@@": WHEEL_ADDRESS,
    "@@SHA256_RODA@@": r"[0-9a-f]{64}",
}


@dataclass(frozen=True)
class Founding:
    """Everything that was answered."""

    kecamatan: Pendirian
    kelurahan: Mapping[str, OfKelurahan]
    """By name, in the order of the answer."""
    marks: Mapping[str, str]


@cache
def shipped() -> dict[str, str]:
    """The files that every founded repository gets, by path."""
    return {
        path.relative_to(CONTENT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(CONTENT.rglob("*"))
        if path.is_file()
    }


def known_marks() -> dict[str, str]:
    """What the shipped files ask for and this program knows of itself: its version and bytes."""
    own = version()
    known = {"@@VERSI@@": own.number, "@@SHA256_RODA@@": own.sha256}
    return {mark: text for mark, text in known.items() if mark in marks_to_fill()}


def marks_to_fill() -> list[str]:
    """The marks of the shipped files that only an answer can fill."""
    texts = (text for path, text in shipped().items() if path != README)
    return sorted({mark for text in texts for mark in _MARK.findall(text)})


def fits(mark: str, text: str) -> bool:
    """Whether a text can stand for a mark."""
    return re.fullmatch(_SHAPES.get(mark, _PLAIN), text) is not None


def other_version(marks: Mapping[str, str]) -> str:
    """The version that the address of the wheel names, where it is not the one that is pinned."""
    match = re.fullmatch(WHEEL_ADDRESS, marks.get("@@ALAMAT_RODA@@", ""))
    named = match["versi"] if match else ""
    return "" if named == marks.get("@@VERSI@@", named) else named


def files_of(founding: Founding) -> dict[str, bytes]:
    """The whole content of the repository, by path."""
    records = {path: text.encode() for path, text in _records(founding).items()}
    signers = "".join(_signer_lines(founding))
    others = {
        path: filled(text, _about(founding) if path == README else founding.marks)
        for path, text in shipped().items()
    }
    if founding.kecamatan.pengesahan == "kunci":
        others[_RULESET] = _with_bypass(others[_RULESET])
    others[CODEOWNERS] = codeowners(load(_tree(records)))
    if signers:
        others[ALLOWED_SIGNERS] = signers
    return {**records, **{path: text.encode() for path, text in others.items()}}


_RULESET = ".github/ruleset-main.json"


def _with_bypass(text: str) -> str:
    """The rules of the branch where officials push what they have merged on their own computers.

    Admins and maintainers pass them, by the numbers that GitHub gives to these roles.
    """
    roles = ", ".join(
        f'{{"actor_id": {role}, "actor_type": "RepositoryRole", "bypass_mode": "always"}}'
        for role in _PASSING
    )
    return text.replace('"bypass_actors": []', f'"bypass_actors": [{roles}]')


_PASSING = (5, 2)


def findings_of(files: Mapping[str, bytes]) -> list[Finding]:
    """What is wrong with the records and keys among the files, as `check` says it."""
    tree = _tree({path: data for path, data in files.items() if is_below_top(path)})
    keys = signers_findings(files.get(ALLOWED_SIGNERS, b""))
    return [*rule_check.check(tree, load(tree), files), *keys]


def _tree(files: Mapping[str, bytes]) -> Overlay:
    # Nothing of the folder that this runs in has a part in it.
    return Overlay(FolderTree(CONTENT, ()), files)


def _records(founding: Founding) -> dict[str, str]:
    about, tahun = founding.kecamatan, founding.kecamatan.tahun
    skpd, template = _catalogue(about)
    juknis = guide_of(about).juknis
    found = {
        settings_path(tahun, Kind.MUSRENBANG): canonical.dump(_settings(about))
        + schedule_to_come(tahun, juknis),
        settings_path(tahun, Kind.SKPD): canonical.dump(skpd),
        settings_path(tahun, Kind.TEMPLATE): canonical.dump(template),
    }
    if juknis != local(guide_of_2016(), about.kota_kode or ""):
        found[settings_path(tahun, Kind.JUKNIS)] = canonical.dump(juknis)
    for nama, one in founding.kelurahan.items():
        record = Kelurahan(
            kode=one.kode,
            nama=nama,
            lurah=_official(one.lurah) if one.lurah else None,
            jumlah_rw=one.jumlah_rw,
        )
        found[kelurahan_path(tahun, slug_of(nama))] = canonical.dump(record)
    return found


def guide_of(about: Pendirian) -> Guide:
    """The guide of the first year: that of 2016, with the windows that were told."""
    told = about.juknis.model_dump(exclude_none=True)
    shipped_here = local(guide_of_2016(), about.kota_kode or "")
    return Guide(about.tahun, with_windows(shipped_here, told, about.tahun))


def _settings(about: Pendirian) -> Musrenbang:
    planner = about.kepala_perencanaan
    return Musrenbang(
        tahun=about.tahun,
        tahun_rencana=about.tahun + 1,
        kecamatan=Kecamatan(kode=about.kecamatan_kode or "", nama=about.kecamatan),
        kota=Kota(kode=about.kota_kode or "", nama=about.kota, jenis=about.kota_jenis or "Kota"),
        pejabat=DaftarPejabat(
            camat=_official(about.camat),
            kepala_perencanaan=Planner(jabatan=planner.jabatan, **_official(planner).model_dump()),
            operator=(_official(about.operator),) if about.operator else (),
        ),
        situs=about.situs,
        pengesahan=about.pengesahan,
    )


def _official(one: Pemegang) -> Pejabat:
    return Pejabat(nama=one.nama, nip=one.nip, akun=one.akun, email=one.email)


Model = TypeVar("Model", bound=BaseModel)


def _sample(name: str, model: type[Model]) -> Model:
    record, problems = read_record(parse((SAMPLE / name).read_bytes()), model, name)
    if record is None:
        raise ValueError(problems)
    return record


def _catalogue(about: Pendirian) -> tuple[DaftarSkpd, DaftarTemplate]:
    """Agencies under the names they have here, and standard activities with prices to confirm."""
    own = f"{about.kota_jenis} {about.kota}"
    in_dki = "Administrasi" in own

    def here(name: str) -> str:
        name = name.replace(SAMPLE_KOTA, own).replace(" Wilayah II ", " ").removesuffix(" II")
        if in_dki:
            return name
        # Only DKI's cities have branch offices of the province's agencies.
        name = name.replace("Suku Dinas", "Dinas").replace("Sudin", "Dinas")
        return name.replace("ber-KTP DKI", f"ber-KTP {own}")

    agencies = {
        code: one.model_copy(update={"nama": here(one.nama), "singkatan": here(one.singkatan)})
        for code, one in _sample("skpd.yaml", DaftarSkpd).root.items()
    }
    activities = {
        code: one.model_copy(
            update={
                **{name: here(text) for name, text in one if isinstance(text, str)},
                "tahun_harga": SAMPLE_YEAR,
            }
        )
        for code, one in _sample("template-kegiatan.yaml", DaftarTemplate).root.items()
    }
    return DaftarSkpd(agencies), DaftarTemplate(activities)


def _signer_lines(founding: Founding) -> list[str]:
    about = founding.kecamatan
    holders: list[tuple[str, Pemegang | KepalaPerencanaan | None]] = [
        ("git,berita-acara", about.camat),
        ("git", about.kepala_perencanaan),
        ("git", about.operator),
        *(("git", one.lurah) for one in founding.kelurahan.values()),
    ]
    return [
        f'{principal(one)} namespaces="{uses}" {public_key(one.kunci)}\n'
        for uses, one in holders
        if one and one.kunci
    ]


_BY_KEY = (
    "Pejabat mengesahkan dengan kuncinya sendiri (`pengesahan: kunci`): camat, atau lurah untuk "
    "usulan kelurahannya, menggabungkan di komputernya, di folder ini: `git switch main`, "
    "`git pull --ff-only origin main`, `musrenbang merge origin/CABANG --nomor NOMOR`, lalu "
    "`git push origin main`. Tombol hijau pada pull request tidak dipakai. Kuncinya dibuat sekali "
    "dengan `ssh-keygen -t ed25519 -f ~/.ssh/musrenbang`, lalu disebutkan kepada Git: "
    "`git config --global gpg.format ssh` dan "
    "`git config --global user.signingKey ~/.ssh/musrenbang`. Beri akun mereka peran *Maintain*; "
    "operator cukup *Write*."
)
_KEYS_THERE = " Kunci yang terdaftar ada dalam `.github/allowed_signers`."
_KEYS_MISSING = (
    " **Kunci camat belum terdaftar.** Penggabungan yang pertama mendaftarkannya, tanpa perubahan "
    'lain: satu baris dalam `.github/allowed_signers`, `{who} namespaces="git,berita-acara" '
    "ssh-ed25519 AAAA…`. Camat mencocokkan sidik jarinya."
)
_BY_HOST = (
    "Pejabat mengesahkan lewat akunnya pada peladen Git (`pengesahan: peladen`); setiap akun hanya "
    "dipakai pemegangnya. Camat, atau lurah untuk usulan kelurahannya, menggabungkan dengan tombol "
    "hijau pada pull request; atau ia menyetujui, lalu operator menjalankan alur *Gabungkan* "
    "dengan nomornya. Cara lain (*squash*, *rebase*, menyunting main di web) tercatat sebagai "
    "pelanggaran. Setiap pejabat memasang *Settings*, *Emails*, *Keep my email addresses private*. "
    f"**Sebelum usulan pertama digabung, simpan kunci peladen dalam `{HOST_KEYS}`**; untuk GitHub: "
    "<https://github.com/web-flow.gpg>."
)


def _about(founding: Founding) -> dict[str, str]:
    """What fills the marks of the README."""
    about = founding.kecamatan
    approval = _BY_HOST
    if about.pengesahan == "kunci":
        missing = _KEYS_MISSING.format(who=principal(about.camat))
        approval = _BY_KEY + (_KEYS_THERE if about.camat.kunci else missing)
    return {
        "@@KECAMATAN@@": markdown(about.kecamatan),
        "@@KOTA@@": markdown(f"{about.kota_jenis} {about.kota}"),
        "@@TAHUN@@": str(about.tahun),
        "@@SITUS@@": f"<{about.situs.alamat}>" if about.situs.alamat else "belum ada",
        "@@PENGESAHAN@@": approval,
    }


_TAKEN = (
    "{} sudah berisi. Pilih folder baru atau kosong, atau repositori Git yang belum berisi satu "
    "commit pun. Tidak ada yang ditulis."
)


_LONGEST = 200
"""Letters of a folder's name; what is made beside it on the way has some more."""


def refuse_taken(target: Path, files: Collection[str] = ()) -> None:
    """Raise `CommandError` where a folder holds anything that founding does not begin with.

    A Git repository without a commit may stand there, and what a founding that was ended half-way
    has left: `write` finds out whether it is that.
    """
    if any(len(part.encode()) > _LONGEST for part in target.parts):
        raise CommandError(f"Nama foldernya terlalu panjang; paling panjang {_LONGEST} huruf.")
    if visible(target.name) != target.name:
        raise CommandError(
            f"Nama folder {visible(target.name)} memuat karakter tersembunyi atau yang menyerupai "
            "huruf lain. Pilih nama lain."
        )
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise CommandError(f"{target} sudah ada dan bukan folder. Pilih nama lain.")
    if not target.exists():
        return
    try:
        held = {path.name for path in target.iterdir()}
    except OSError as error:
        raise CommandError(f"{target} tidak dapat dibaca: {reason(error)}.") from None
    repository = Repository(target)
    begun = {path.split("/")[0] for path in (*shipped(), *files)} | {PROPOSALS, DECISIONS, ".git"}
    others = {name for name in held if not is_staged(name)} - begun
    if others or (held and repository.exists()):
        raise CommandError(_TAKEN.format(target))
    if ".git" in held and repository.branch() not in MAIN_NAMES:
        raise CommandError(
            f"Cabang repositori di {target} bukan {MAIN}. Jalankan di sana: git branch -m {MAIN}"
        )


def _refuse_others(target: Path, files: Mapping[str, bytes]) -> None:
    """Raise where anything is not what this founding writes: nothing is ever overwritten."""
    for folder, names, found in os.walk(target):
        if Path(folder) == target and ".git" in names:
            names.remove(".git")
        for name in found:
            path = Path(folder, name)
            wanted = files.get(path.relative_to(target).as_posix())
            if not is_staged(name) and (path.is_symlink() or path.read_bytes() != wanted):
                raise CommandError(
                    f"{_TAKEN.format(target)} Yang lain dari jawaban ini: {path}. Kalau itu sisa "
                    "pendirian yang terhenti, hapus foldernya dahulu."
                )


def write(
    target: Path,
    files: Mapping[str, bytes],
    message: str,
    *,
    with_git: bool,
    folders: Collection[str] = (PROPOSALS, DECISIONS),
) -> str:
    """Write all of the files into a folder that may be new, or none; the commit's name.

    What a founding with the same answers left there when it was ended half-way is finished. Without
    Git nothing is committed, and the name is empty. Raises `CommandError` where the disk or Git
    refuses.
    """
    refuse_taken(target, files)
    _refuse_others(target, files)
    new_folders = [one for one in (target, *target.parents) if not one.exists()]
    had_git = (target / ".git").exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        if with_git:
            _prepare(Repository(target))
        write_records(target, files)
        for top in folders:
            (target / top).mkdir(exist_ok=True)
        return Repository(target).commit_files(sorted(files), message, ()) if with_git else ""
    except BaseException as error:
        _undo(target, new_folders, had_git=had_git)
        if isinstance(error, OSError):
            what = error.filename or target
            raise CommandError(f"{what} tidak dapat ditulis: {reason(error)}.") from None
        if isinstance(error, GitError):
            raise CommandError(
                f"Git tidak dapat mencatat, jadi tidak ada yang ditulis. {error} (Tanpa Git: "
                "--tanpa-git.)"
            ) from None
        raise


def _prepare(repository: Repository) -> None:
    if not (repository.root / ".git").exists():
        repository.begin()
    refuse_nobody(repository)


NOBODY = (
    "Git belum tahu siapa Anda, jadi tidak ada yang ditulis. Jalankan dulu: "
    'git config --global user.name "Nama Anda" dan '
    "git config --global user.email surel@anda.example"
)


def refuse_nobody(repository: Repository) -> None:
    """Raise `CommandError` where Git has not been told by whom a commit would be."""
    if not repository.knows_author():
        raise CommandError(NOBODY)


def _undo(target: Path, new_folders: Collection[Path], *, had_git: bool) -> None:
    """Take away whatever was made; what was there before stays."""
    for path in target.iterdir() if target.is_dir() else ():
        if path.name == ".git" and had_git:
            (path / "index").unlink(missing_ok=True)
        elif path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    for folder in new_folders:
        if folder.is_dir():
            folder.rmdir()
