"""`new tahun`: the next year from the last one, as one change on a branch of its own."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from musrenbang.commands.questions import add_catat, is_interactive, line, offer_commit
from musrenbang.deciding.recorder import Recorder, main_of
from musrenbang.deciding.submission import branch_name, refuse_unready
from musrenbang.files.file_writer import replace_file
from musrenbang.files.paths import Kind, kelurahan_path, place_of, settings_path
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import FolderTree
from musrenbang.founding.next_year import (
    UNCONFIRMED,
    files_of,
    rejected,
    why_and_when_again,
    windows_of,
    with_windows,
)
from musrenbang.founding.rejected_sheet import rejected_sheet
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import local
from musrenbang.records.snapshot import Snapshot, Year, chosen_year
from musrenbang.records.validation import validate
from musrenbang.review.owners import codeowners
from musrenbang.review.review_model import CODEOWNERS
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import beberapa
from musrenbang.year.guide import WINDOWS, Guide, guide_of
from musrenbang.year.views import View
from schemas import Juknis
from schemas.juknis import JadwalJuknis

HELP = "tahun berikutnya, dari pengaturan tahun terakhir"
DESCRIPTION = (
    "Mulai tahun baru dari tahun terakhir: pejabat, kelurahan, perangkat daerah, template kegiatan "
    "dengan harga untuk dipastikan, undangan dan juknis diteruskan; jadwal dan tim kosong. Jangka "
    "waktu juknis ditanyakan. Usulan yang ditolak disebut per kelurahan, dengan langkah "
    "berikutnya."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "tahun", type=int, nargs="?", metavar="TAHUN", help="bawaan: sesudah tahun terakhir"
    )
    for name, info in JadwalJuknis.model_fields.items():
        if name in WINDOWS:
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                metavar="JANGKA",
                help=f"{info.title} menurut juknis: {info.description} Misalnya “3 sampai 14 "
                "Februari” atau “minggu ke-2 Maret”. Bawaan: seperti tahun terakhir",
            )
    add_catat(parser)


def _guide(arguments: argparse.Namespace, last: Year, tahun: int) -> Juknis:
    """The guide of the new year: that of the last one, with the windows that are told or asked."""
    before = guide_of(last).juknis
    if last.musrenbang:
        before = local(before, last.musrenbang.kota.kode)
    told = {name: getattr(arguments, name) for name in WINDOWS}
    if is_interactive() and not any(told.values()):
        print(f"Jangka waktu menurut juknis {last.tahun}. Enter: tetap.")
        for name in WINDOWS:
            title = JadwalJuknis.model_fields[name].title
            told[name] = line(f"{title} [{getattr(before.jadwal, name)}]: ").strip()
    said = {name: text for name, text in told.items() if text}
    schedule, problems = validate(JadwalJuknis, before.jadwal.model_dump() | said, "")
    if schedule is None:
        faults = ((str(one.field[-1]), f"{one.message} {one.hint}") for one in problems)
        raise UsageError(_by_option(faults))
    juknis = with_windows(before, schedule.model_dump(), tahun)
    if wrong := Guide(tahun, juknis).faults():
        raise CommandError(_by_option(wrong.items()))
    return juknis


def _by_option(faults: Iterable[tuple[str, str]]) -> str:
    lines = (f"  --{name.replace('_', '-')}: {fault}" for name, fault in faults)
    return "\n".join(["Tidak ada yang ditulis.", *lines])


def run(arguments: argparse.Namespace) -> int:
    """Write the year, or say why not."""
    root: Path = arguments.root
    repository = Repository(root)
    if arguments.catat:
        refuse_unready(root)
    if repository.exists():
        _refuse_elsewhere(repository)
    recorder = Recorder(root)
    last = chosen_year(recorder.snapshot, None)
    _refuse_incomplete(recorder.snapshot, last)
    tahun: int = arguments.tahun or last.tahun + 1
    if tahun in recorder.snapshot.years:
        raise CommandError(f"Tahun {tahun} sudah ada; tidak ada yang ditimpa.")
    if tahun != last.tahun + 1:
        raise UsageError(
            f"Tahun terakhir di folder ini {last.tahun}, jadi yang berikutnya {last.tahun + 1}, "
            f"bukan {tahun}."
        )
    _refuse_unrecorded(repository, last.tahun)
    if repository.exists():
        _refuse_begun(repository, tahun)
        _refuse_unreviewed(root, last.tahun)
    juknis = _guide(arguments, last, tahun)
    files = files_of(last, tahun, juknis)
    recorder.write(files)
    paths = [*files, *_renewed_owners(root)]
    for path in paths:
        print(f"Ditulis: {path}")
    print(f"Jangka waktu juknis: {visible(windows_of(juknis))}.")
    if juknis.judul.endswith(UNCONFIRMED):
        print(
            f"Judul juknis {tahun} belum diketahui; isi judul resminya, dan yang berbeda lagi, "
            f"pada lembar Juknis: {COMMAND} worksheet --pengaturan {tahun}"
        )
    _tell_rejected(View(recorder.snapshot, last))
    offer_commit(
        root,
        recorder.snapshot.years[tahun],
        paths,
        branch=branch_name("tahun", tahun),
        message=f"Tahun {tahun}: pengaturan dari tahun {last.tahun}",
        catat=arguments.catat,
    )
    print(f"Apa yang berikutnya: {COMMAND} status")
    return 0


def _refuse_elsewhere(repository: Repository) -> None:
    """A new year is a change of its own: it begins where everything reviewed is."""
    branch, main = repository.branch(), main_of(repository)
    if repository.has_branch(main) and branch != main:
        where = f"cabang {branch}" if branch else "tidak ada cabang"
        raise CommandError(
            f"Tahun baru diajukan tersendiri dari {main}, sedangkan yang terbuka {where}. "
            f"Jalankan dulu: git switch {main}"
        )


def _refuse_unrecorded(repository: Repository, tahun: int) -> None:
    """A year follows one that Git has: raise where the last one only lies in the folder."""
    path = settings_path(tahun, Kind.MUSRENBANG)
    if repository.exists() and repository.file("HEAD", path) is None:
        raise CommandError(
            f"Tahun {tahun} sudah ditulis, tetapi belum tercatat dalam Git. Catat dulu: "
            f"git switch {branch_name('tahun', tahun)}, git add --all proposals/{tahun} .github, "
            "lalu git commit. Tidak ada yang ditulis."
        )


def _refuse_begun(repository: Repository, tahun: int) -> None:
    branch = branch_name("tahun", tahun)
    if repository.has_branch(branch):
        raise CommandError(
            f"Cabang {branch} sudah ada, jadi tahun {tahun} sudah disiapkan di sana. Lanjutkan "
            f"dengan git switch {branch}. Untuk mulai dari awal, hapus dulu cabang itu "
            f"(git branch -D {branch}). Tidak ada yang ditulis."
        )


_CARRIED = {Kind.MUSRENBANG, Kind.SKPD, Kind.TEMPLATE, Kind.JUKNIS, Kind.KELURAHAN}


def _refuse_unreviewed(root: Path, tahun: int) -> None:
    """Nothing that nobody reviewed comes into the new year by way of the old one."""
    places = {path: place_of(path) for path in sorted(changed_paths(root, "HEAD"))}
    found = [
        path
        for path, place in places.items()
        if place and place.tahun == tahun and place.kind in _CARRIED
    ]
    if found:
        raise CommandError(
            f"Perubahan tahun {tahun} ini belum dicatat, sehingga akan terbawa ke tahun "
            f"berikutnya tanpa ditinjau: {beberapa(found)}. Ajukan dan gabungkan dulu, atau "
            f"kembalikan: git restore proposals/{tahun}. Tidak ada yang ditulis."
        )


def _refuse_incomplete(snapshot: Snapshot, last: Year) -> None:
    """Nothing is carried over in part: raise where a file of the last year cannot be read."""
    wanted = [
        *(settings_path(last.tahun, kind) for kind in (Kind.MUSRENBANG, Kind.SKPD, Kind.TEMPLATE)),
        *(kelurahan_path(last.tahun, slug) for slug in last.kelurahan),
    ]
    lacking = [path for path in wanted if snapshot.record(path) is None or path in snapshot.broken]
    if lacking:
        raise CommandError(
            f"Berkas ini belum ada atau rusak: {beberapa(lacking)}. Perbaiki dahulu ({COMMAND} "
            "check), lalu ulangi. Tidak ada yang ditulis."
        )


def _renewed_owners(root: Path) -> list[str]:
    """Write CODEOWNERS anew where there is one, so that the review finds it current."""
    path = root / CODEOWNERS
    if not path.is_file():
        return []
    text = codeowners(load(FolderTree(root)))
    if path.read_text(encoding="utf-8").replace("\r\n", "\n") == text:
        return []
    replace_file(path, text.encode())
    return [CODEOWNERS]


def _tell_rejected(view: View) -> None:
    """Say who was rejected and when to propose it again, and keep that in a workbook to hand on."""
    found = list(rejected(view))
    for nama, cases in found:
        print(f"\n{visible(nama)}: {len(cases)} usulan {view.year.tahun} ditolak.")
        for case in cases:
            print(f"  {case.nomor} {visible(case.usulan.usulan_kegiatan)}:")
            print(f"    {visible(why_and_when_again(case))}")
    if not found:
        return
    path = Path(f"lembar-ditolak-{view.year.tahun}.xlsx")
    if path.exists():
        print(f"\n{path} sudah ada dan tidak ditimpa; pindahkan untuk mendapat yang baru.")
        return
    try:
        replace_file(path, rejected_sheet(view.year.tahun, found))
        print(f"\nDaftar yang ditolak untuk para lurah, satu lembar per kelurahan: {path}")
    except OSError as error:
        print(f"\n{path} tidak dapat ditulis: {reason(error)}. Daftarnya ada di atas.")
