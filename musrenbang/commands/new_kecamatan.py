"""`new kecamatan`: a repository of one's own, by questions, options or a table of answers."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from musrenbang.commands.arguments import this_day
from musrenbang.commands.founding_asked import DIGEST, WHEEL, Asked
from musrenbang.commands.questions import HOW, confirmed, is_interactive
from musrenbang.files.paths import Kind, settings_path
from musrenbang.files.program import (
    COMMAND,
    Pin,
    Version,
    installed_from,
    number,
    quoted,
    version,
)
from musrenbang.founding.answer_tables import read_answers, read_many
from musrenbang.founding.answers import FIELDS, MARK, OF_KELURAHAN, Answers, place
from musrenbang.founding.founder import (
    Founding,
    files_of,
    findings_of,
    refuse_nobody,
    refuse_taken,
    write,
)
from musrenbang.founding.holders import principal
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, run_git
from musrenbang.records.fields import Field
from musrenbang.records.loader import load
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import slug_of

HELP = "repositori untuk kecamatan sendiri, siap dikirim ke peladen Git"
DESCRIPTION = (
    "Dirikan repositori kecamatan: pengaturan tahun pertama, kelurahan, pejabat, .github/ dan "
    "README, dicatat sebagai commit pertama. Di terminal, yang belum disebut ditanyakan. Bila ada "
    "yang kurang atau foldernya sudah berisi, tidak ada yang ditulis."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments: every question is an option."""
    parser.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="folder baru atau kosong; dengan --daftar: tempat folder setiap kecamatan",
    )
    parser.add_argument(
        "--daftar",
        type=Path,
        metavar="TABEL",
        help="dirikan banyak kecamatan sekaligus dari satu lembar kerja (XLSX, ODS, CSV): satu "
        "baris satu kelurahan atau kecamatan, judul kolomnya nama pilihan tanpa --; yang sama bagi "
        "semua lewat pilihan atau --jawaban",
    )
    parser.add_argument(
        "--jawaban",
        type=Path,
        metavar="BERKAS",
        help="jawaban dalam tabel: YAML (nama pilihan tanpa --: isi), atau lembar kerja dengan "
        "kolom isian, kelurahan, isi; pilihan pada baris perintah mengalahkannya",
    )
    for name, field in FIELDS.items():
        parser.add_argument(field.option, dest=f"isi_{name}", metavar="ISI", help=_help(field))
    for name, field in OF_KELURAHAN.items():
        parser.add_argument(
            field.option,
            dest=f"isi_{name}",
            action="append",
            metavar="KELURAHAN=ISI",
            help=f"{_help(field)} Boleh diulang.",
        )
    parser.add_argument(
        f"--{MARK}",
        dest=f"isi_{MARK}",
        action="append",
        metavar="NAMA=ISI",
        help="isi satu tanda dalam alur kerja yang disertakan, misalnya alamat perangkat lunak. "
        "Boleh diulang.",
    )
    parser.add_argument(
        "--tanpa-git", action="store_true", help="tulis berkasnya saja, tanpa repositori Git"
    )


def _help(field: Field) -> str:
    choices = f" Pilihan: {', '.join(field.choices)}." if field.choices else ""
    return f"{field.title}. {field.description}{choices}".replace("%", "%%")


def run(arguments: argparse.Namespace) -> int:
    """Found the repository, or many, or say what is missing."""
    target: Path = arguments.folder
    if not arguments.daftar:
        refuse_taken(target)
    with_git = not arguments.tanpa_git and _has_git()
    if with_git:
        around = (one for one in (target, *target.absolute().parents) if one.is_dir())
        refuse_nobody(Repository(next(around)))
    if arguments.daftar:
        return _found_many(arguments, with_git=with_git)
    asked = Asked({**_table(arguments), **_options(arguments)})
    _complete(asked)
    founding = asked.founding()
    files = files_of(founding)
    errors = [asked.complaint(one) for one in findings_of(files) if one.level == "error"]
    if errors:
        raise CommandError("Tidak ada yang ditulis.\n" + "\n".join(f"  {one}" for one in errors))
    for remark in (*asked.remarks(), *_doubts(target, founding)):
        print(remark)
    _confirm(f"Tulis {len(files)} berkas ke {target}?")
    commit = write(target, files, _message(founding), with_git=with_git)
    print("\n".join(_report(target, founding, len(files), commit)))
    return 0


def _complete(asked: Asked) -> None:
    """Ask for what is missing, where somebody can be asked; raise where anything is wrong."""
    asks = is_interactive() and asked.is_due()
    if asks:
        print(HOW)
        asked.values.setdefault(("tahun",), str(_coming_year()))
    while True:
        if asks:
            asked.ask()
        told = asked.complaints()
        if not told:
            return
        text = "Tidak ada yang ditulis.\n" + "\n".join(f"  {one}" for one in told)
        if not asks:
            raise CommandError(text)
        print(f"\n{text}")
        if not confirmed("Perbaiki jawabannya?"):
            raise CommandError(_STOPPED)
        asked.fixed = []


_STOPPED = "Dihentikan; tidak ada yang ditulis."


def _confirm(question: str) -> None:
    if is_interactive() and not confirmed(question):
        raise CommandError(_STOPPED)


def _doubts(target: Path, founding: Founding) -> Iterator[str]:
    """What should be known of a place and a pin before anything is written there."""
    top = Repository(target).top
    if (top / ".git").exists() and top != target.resolve():
        yield (
            f"⚠ {visible(str(target))} berada di dalam repositori Git lain, {visible(str(top))}. "
            "Pilih folder di luarnya, agar tidak ikut tercatat di sana."
        )
    address, digest = (founding.marks.get(mark, "") for mark in (WHEEL, DIGEST))
    if address and (address, digest) != (installed_from(), version().sha256):
        yield (
            f"⚠ Program ini tidak dipasang dari {address}, jadi belum terbukti bahwa roda itu ada "
            "dan persis program ini. Kalau tidak, tidak satu pun alur kerja repositori berjalan. "
            "Sebelum git push, periksa dengan baris ini; pip menolaknya bila lain:\n"
            f"  {Pin(address, Version(number(), digest)).line}\n"
            "Bila ditolak, pasang roda dari halaman rilis dan dirikan dengan itu, di folder lain."
        )


def _message(founding: Founding) -> str:
    about = founding.kecamatan
    return f"Musrenbang Kecamatan {about.kecamatan} {about.tahun}: pengaturan awal"


class _Prepared(NamedTuple):
    """A kecamatan of a list that can be founded."""

    target: Path
    founding: Founding
    files: Mapping[str, bytes]
    remarks: list[str]


def _found_many(arguments: argparse.Namespace, *, with_git: bool) -> int:
    """Found every kecamatan of a list, or none: whatever is wrong is said of all of them at once.

    Those that an earlier run founded are left as they are, so that it can be repeated.
    """
    prepared, founded = _prepared(arguments)
    count = sum(len(one.files) for one in prepared)
    if founded:
        print(f"Sudah didirikan, jadi dilewati: {', '.join(map(str, founded))}.")
    what = f"{len(prepared)} kecamatan, {angka(count)} berkas"
    for one in prepared:
        for remark in one.remarks:
            print(f"{visible(one.founding.kecamatan.kecamatan)}: {remark}")
    if prepared:
        for doubt in _doubts(prepared[0].target, prepared[0].founding):
            print(doubt)
        _confirm(f"Dirikan di {arguments.folder}: {what}?")
    for one in prepared:
        commit = write(one.target, one.files, _message(one.founding), with_git=with_git)
        recorded = f", {commit[:12]}" if commit else ""
        names = ", ".join(map(visible, one.founding.kelurahan))
        print(f"✔ {one.target}: {len(one.founding.kelurahan)} kelurahan ({names}){recorded}")
    print(f"Didirikan di {arguments.folder}: {what}.")
    if prepared and with_git:
        print("Langkah berikutnya, untuk setiap folder:")
        for one in prepared:
            origin = one.founding.kecamatan.situs.repositori or "ALAMAT-REPOSITORI"
            folder = quoted(str(one.target))
            print(f"  git -C {folder} remote add origin {quoted(origin)}")
            print(f"  git -C {folder} push -u origin main")
    return 0


def _prepared(arguments: argparse.Namespace) -> tuple[list[_Prepared], list[Path]]:
    """What there is to found, and the folders of what is founded; raise where anything is wrong."""
    base, options = _table(arguments), _options(arguments)
    for name, about in {**base, **options}:
        if (about and name != MARK) or name in {"kecamatan", "kelurahan"}:
            raise UsageError(f"--{name} berlaku bagi satu kecamatan; tulis dalam --daftar.")
    prepared: list[_Prepared] = []
    founded: list[Path] = []
    told: list[str] = []
    for answers in read_many(arguments.daftar):
        asked = Asked({**base, **answers, **options})
        name = asked.values[("kecamatan",)]
        complaints = asked.complaints()
        if complaints:
            at = asked.answers[("kecamatan", "")].origin
            told += [f"  {at}, {visible(name)}: {one}" for one in complaints]
            continue
        founding = asked.founding()
        places = [
            arguments.folder / slug_of(one) for one in (name, f"{founding.kecamatan.kota} {name}")
        ]
        here = next((one for one in places if _founded_in(one, founding) == _own(founding)), None)
        if here:
            founded.append(here)
            continue
        taken = {one.target for one in prepared}
        target = next(
            (one for one in places if one not in taken and not _founded_in(one, founding)),
            places[-1],
        )
        files = files_of(founding)
        told += [
            f"  {visible(name)}: {asked.complaint(one)}"
            for one in findings_of(files)
            if one.level == "error"
        ]
        refuse_taken(target)
        prepared.append(_Prepared(target, founding, files, asked.remarks()))
    if told:
        raise CommandError("Tidak ada yang ditulis.\n" + "\n".join(told))
    return prepared, founded


_Identity = tuple[str | None, str | None]


def _own(founding: Founding) -> _Identity:
    """What tells a kecamatan from others of its name: its code and that of its city."""
    return founding.kecamatan.kecamatan_kode, founding.kecamatan.kota_kode


def _founded_in(target: Path, founding: Founding) -> _Identity | None:
    """The kecamatan whose repository a folder is already; `None` where it is none."""
    path = settings_path(founding.kecamatan.tahun, Kind.MUSRENBANG)
    repository = Repository(target)
    if not (target / ".git").exists() or not repository.exists():
        return None
    settings = load(repository.tree("HEAD"), only={path}).record(path)
    return (settings.kecamatan.kode, settings.kota.kode) if settings else None


def _coming_year() -> int:
    """The year whose meeting is next: it is held in March."""
    today = this_day()
    return today.year + (today.month > _MEETING_MONTH)


_MEETING_MONTH = 3


def _table(arguments: argparse.Namespace) -> Answers:
    """The answers of `--jawaban`, over which options win."""
    return read_answers(arguments.jawaban) if arguments.jawaban else {}


def _options(arguments: argparse.Namespace) -> Answers:
    """The answers that options give."""
    given: Answers = {}
    for name, text in vars(arguments).items():
        if not name.startswith("isi_") or text is None:
            continue
        key = name.removeprefix("isi_")
        for one in text if isinstance(text, list) else [text]:
            about, equals, value = one.partition("=") if isinstance(text, list) else ("", "", one)
            if isinstance(text, list) and not equals:
                raise UsageError(f"--{key} {one}: tulis NAMA=ISI, misalnya --{key} Rawasari={one}")
            origin = f"--{key} {about.strip()}=…" if about else f"--{key}"
            place(given, key, about.strip(), value, origin)
    return given


def _has_git() -> bool:
    try:
        run_git(Path(), ("--version",))
    except GitError:
        return False
    return True


def _report(target: Path, founding: Founding, count: int, commit: str) -> list[str]:
    about = founding.kecamatan
    folder = quoted(str(target))
    lines = [f"{count} berkas Kecamatan {visible(about.kecamatan)} ditulis di {target}."]
    if commit:
        lines.append(f"Tercatat sebagai {commit[:12]} di cabang main.")
    else:
        why = "seperti diminta" if _has_git() else "karena program Git tidak ada di komputer ini"
        lines.append(
            f"Tidak ada yang dicatat dalam Git, {why}. Untuk mencatatnya, jalankan lagi perintah "
            "yang sama dengan Git (https://git-scm.com/downloads) dan tanpa --tanpa-git."
        )
    lines.append(
        f"Tahun {about.tahun}, pengesahan {about.pengesahan}, kelurahan "
        f"{', '.join(map(visible, founding.kelurahan))}."
    )
    unnamed = [nama for nama, one in founding.kelurahan.items() if not one.lurah]
    if unnamed:
        lines.append(f"Lurah belum disebut: {', '.join(map(visible, unnamed))}.")
    if about.pengesahan == "kunci" and not about.camat.kunci:
        lines.append(
            "Kunci camat belum terdaftar. Penggabungan yang pertama mendaftarkannya, tanpa "
            "perubahan lain: tulis dalam .github/allowed_signers satu baris "
            f'{principal(about.camat)} namespaces="git,berita-acara" ssh-ed25519 AAAA…'
        )
    lines.append("Langkah berikutnya:")
    if commit:
        origin = about.situs.repositori or "ALAMAT-REPOSITORI"
        lines += [
            f"  git -C {folder} remote add origin {quoted(origin)}",
            f"  git -C {folder} push -u origin main",
        ]
    return [*lines, f"  {COMMAND} --root {folder} status"]
