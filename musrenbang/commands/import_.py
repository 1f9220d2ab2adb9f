"""`import`: proposals from a spreadsheet into YAML; plans everything first, then writes."""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from musrenbang.commands.arguments import add_year, data_folder_of, day
from musrenbang.commands.import_record import record_import, recorded_lines, refuse_mixture
from musrenbang.commands.questions import confirmed, is_interactive, line
from musrenbang.deciding.recorder import reviewed_tree
from musrenbang.deciding.submission import refuse_unready
from musrenbang.files.file_writer import locked, replace_file, write_records
from musrenbang.files.paths import PROPOSALS, Kind, settings_path
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.importing.by_mapping import load_mapping, recognised_by
from musrenbang.importing.catalogue import missing_year
from musrenbang.importing.heading_words import ROLES, UNREAD
from musrenbang.importing.import_plan import Assurances, ImportPlan
from musrenbang.importing.learned import learned_files, mappings_of
from musrenbang.importing.mapping import Pemetaan, names_persons
from musrenbang.importing.preview import PreviewTable, recognition_tables, sections
from musrenbang.importing.recognition import Recognition, recognise
from musrenbang.importing.rejects import rejects_file
from musrenbang.importing.report import recognition_lines, summary
from musrenbang.importing.scope import parse_choice
from musrenbang.importing.sheet_answers import Answers, NeedAnswerError
from musrenbang.importing.sheet_files import has_rejects_titles, is_untouched
from musrenbang.importing.soundness import make_sound_plan
from musrenbang.importing.standard_activities import EVERY_ACTIVITY
from musrenbang.importing.target_year import Target, ever_recorded
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.cells import Cell
from musrenbang.sheets.spreadsheet import read_file, read_tables
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka
from musrenbang.text.name_keys import name_key, untaken

MAX_BYTES = 64 * 1024 * 1024
_PLAIN_WIDTH = 120
_NUMBERS = frozenset({"Baris", "Baru", "Berubah", "Anggaran", "Anggaran usulan baru"})
DEFAULT_REJECTS = "impor-ditolak.xlsx"
_FIELD_OF_OPTION = {"--kelurahan": "kelurahan", "--kecamatan": "kecamatan"}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Jadikan lembar kerja (XLSX, XLS, ODS, CSV, TSV) berkas usulan dalam proposals/<tahun>/. "
        "Tabel dan kolomnya dikenali sendiri, ditunjukkan, dan diingat dalam "
        "proposals/<tahun>/pemetaan/. Diulang, impor hanya menulis usulan yang baru atau berubah. "
        "Baris yang tidak dapat menjadi usulan dikumpulkan dalam satu berkas beserta alasannya; "
        "perbaiki di sana dan impor berkas itu. Nomor telepon dan NIK di dalamnya disamarkan. "
        "Berkas usulan yang berubah ditulis ulang tanpa komentarnya."
    )
    parser.epilog = (
        "Hasil: 0 bila semua usulan menjadi berkas; 1 bila ada baris yang ditolak (baris lain "
        "tetap ditulis) atau impor dibatalkan (tidak ada yang ditulis); 2 bila perintahnya keliru "
        "atau ada yang harus dijawab, misalnya kelurahan yang tidak disebut lembarnya."
    )
    files = parser.add_argument("files", nargs="+", metavar="BERKAS", help="lembar kerja")
    files.required = False  # `--pilih a=b BERKAS` hands the file to --pilih; `_split` takes it back
    parser.add_argument(
        "--kelurahan",
        action="append",
        default=[],
        metavar="NAMA",
        help="kelurahan lembar yang tidak menyebutnya; “TULISAN=NAMA” untuk nama pada kolomnya "
        "yang tidak dikenal",
    )
    parser.add_argument(
        "--kecamatan",
        default="",
        metavar="NAMA",
        help="kecamatan yang dipilih dari lembar beberapa kecamatan, atau yang tidak disebutnya",
    )
    parser.add_argument(
        "--kolom",
        action="append",
        default=[],
        metavar="BIDANG=JUDUL",
        help='kolom yang tidak dikenali sendiri, misalnya volume="Besaran"; '
        f'{UNREAD}="Judul" berarti tidak dibaca. Bidang: {", ".join(sorted(ROLES))}',
    )
    parser.add_argument(
        "--divalidasi",
        type=day,
        metavar="TANGGAL",
        help="lurah telah memvalidasi dan meneruskan semua usulan ini pada tanggal itu",
    )
    parser.add_argument(
        "--dikirim",
        type=day,
        metavar="TANGGAL",
        help="lurah telah mengirim usulan kelurahan ini pada tanggal itu",
    )
    parser.add_argument(
        "--berita-acara",
        default="",
        metavar="NOMOR",
        help="nomor Berita Acara Musrenbang Kelurahan yang ditandatangani lurah; perlu untuk "
        "--dikirim",
    )
    parser.add_argument(
        "--kegiatan-baku",
        action="append",
        default=[],
        metavar="NAMA",
        help="kegiatan yang baku walau belum ada dalam template-kegiatan.yaml; ditambahkan tanpa "
        f"harga satuan. “{EVERY_ACTIVITY}” berarti semua kegiatan pada lembar ini",
    )
    parser.add_argument(
        "--mapping",
        metavar="PEMETAAN",
        help="berkas pemetaan buatan sendiri, untuk lembar yang judul kolomnya tidak berarti",
    )
    parser.add_argument(
        "--pilih",
        nargs="+",
        action="extend",
        default=[],
        metavar="KOLOM=NILAI",
        help="hanya baris yang kolomnya berisi nilai ini, misalnya kecamatan=Cisaat",
    )
    add_year(parser, "menurut lembar, atau yang terbaru")
    parser.add_argument(
        "--dry-run", action="store_true", help="tunjukkan saja apa yang akan ditulis"
    )
    parser.add_argument(
        "--catat",
        action="store_true",
        help="catat juga dalam Git: pengaturan (yang dipelajari dan ditambahkan) dan usulan, "
        "masing-masing pada cabangnya",
    )
    parser.add_argument(
        "--ditolak",
        type=Path,
        default=Path(DEFAULT_REJECTS),
        metavar="BERKAS",
        help=f"tempat baris yang ditolak (bawaan: {DEFAULT_REJECTS} di folder ini)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Import; 1 if a row was rejected."""
    found, plan = planned_import(arguments)
    _show(recognition_tables(found))
    rejects = write_import(arguments, plan)
    if arguments.dry_run:
        _show(sections(plan))
    print("\n".join([*summary(plan, rejects), *map(visible, recognition_lines(found))]))
    if arguments.dry_run:
        print("Percobaan saja (--dry-run): tidak ada yang ditulis.")
    elif rejects is None and arguments.ditolak.exists():
        print(
            f"{arguments.ditolak} adalah sisa impor sebelumnya; hapus bila sudah selesai dipakai."
        )
    if settings_path(plan.tahun, Kind.MUSRENBANG) in plan.files:
        print(_NEW_YEAR.format(tahun=plan.tahun))
    if not arguments.dry_run and plan.files:
        _record(arguments, plan)
    return 1 if plan.rejected else 0


_NEW_YEAR = (
    "Tahun {tahun} dimulai oleh impor ini: camat, jadwal dan Tim Penyelenggaranya masih kosong. "
    f"Isi lewat {COMMAND} worksheet --pengaturan {{tahun}}."
)


def planned_import(arguments: argparse.Namespace) -> tuple[Recognition, ImportPlan]:
    """What an import comes to, and how its sheets were understood; nothing is written."""
    sources, chosen = _split(arguments)
    if arguments.catat and not arguments.dry_run:
        refuse_unready(arguments.root)
    _check_rejects_path(arguments, sources)
    files = [(path, read_tables(path, read_file(path, MAX_BYTES))) for path in sources]
    snapshot = load(FolderTree(arguments.root))
    found = _understood(arguments, files, snapshot)
    if not any(sheet.rows for sheet in found.sheets):
        raise CommandError("Tidak ada baris di bawah judul kolom.")
    tahun = found.tahun
    root: Path = arguments.root
    target = Target(FolderTree(root), tahun, ever_recorded(root, tahun), reviewed_tree(root))
    assured = Assurances(
        arguments.divalidasi,
        arguments.dikirim,
        arguments.berita_acara,
        frozenset(map(name_key, arguments.kegiatan_baku)),
    )
    plan = make_sound_plan(found.sheets, {**found.chosen, **chosen}, target, assured)
    if plan.rows_read == plan.left_out:
        reasons = "; ".join(f"{len(rows)} × {reason}" for reason, rows in plan.outside.items())
        raise CommandError(f"Tidak ada baris yang termasuk cakupan ({reasons}).")
    plan.reject(found.unread)
    if plan.new or plan.changed or plan.unchanged:
        plan.files.update(learned_files(found, target.year.pemetaan))
    if arguments.catat and not arguments.dry_run:
        refuse_mixture(arguments.root, plan)
    return found, plan


def _split(arguments: argparse.Namespace) -> tuple[list[Path], dict[str, list[str]]]:
    names = [*(arguments.files or ()), *(word for word in arguments.pilih if "=" not in word)]
    if not names:
        raise UsageError("Argumen ini wajib: BERKAS")
    return list(map(Path, names)), parse_choice([word for word in arguments.pilih if "=" in word])


def _understood(
    arguments: argparse.Namespace, files: list[tuple[Path, list[Table]]], snapshot: Snapshot
) -> Recognition:
    """The sheets and how they are read: by a mapping that is named, else by what they show."""
    if arguments.mapping:
        mapping = load_mapping(arguments.mapping)
        return recognised_by(mapping, _year(arguments, mapping), files)
    names = dict(map(_as_called, (one for one in arguments.kelurahan if "=" in one)))
    named = next((one for one in reversed(arguments.kelurahan) if "=" not in one), "")
    answers = Answers(arguments.tahun, arguments.kecamatan, named, names, _columns(arguments.kolom))
    known = mappings_of(snapshot)
    today = datetime.now().astimezone().year
    while True:
        try:
            return recognise(files, answers, snapshot, known, today)
        except NeedAnswerError as need:
            if not is_interactive():
                raise UsageError(_refusal(need)) from None
            _ask(need, answers)


def _as_called(word: str) -> tuple[str, str]:
    """`--kelurahan tulisan=nama` as what rows say and what is meant."""
    text, name = (part.strip() for part in word.rsplit("=", 1))
    if not text or not name:
        raise UsageError(f"--kelurahan {word}: tulis TULISAN=NAMA.")
    return text, name


def _columns(words: Sequence[str]) -> dict[str, str]:
    """`--kolom bidang=judul …` as roles by title."""
    said: dict[str, str] = {}
    for word in words:
        role, sign, title = word.partition("=")
        role = role.strip()
        if not sign or not title.strip() or role not in {*ROLES, UNREAD}:
            known = ", ".join(sorted((*ROLES, UNREAD)))
            raise UsageError(f"--kolom {word}: tulis BIDANG=JUDUL. Bidang yang dikenal: {known}.")
        if role != UNREAD and names_persons(title):
            raise UsageError(f"--kolom {word}: kolom itu memuat data pribadi, yang tidak dibaca.")
        said[title.strip()] = role
    return said


def _refusal(need: NeedAnswerError) -> str:
    shown = ", ".join(need.choices[:40])
    choices = f" Pilihan: {shown}." if shown else ""
    return f"{need.question} Sebutkan dengan {need.option}.{choices}"


def _ask(need: NeedAnswerError, answers: Answers) -> None:
    """Put the question to whoever sits at the terminal."""
    print(visible(need.question))
    for number, choice in enumerate(need.choices, 1):
        print(f"  {number} {visible(choice)}")
    answer = ""
    while not answer:
        answer = line("Jawaban: ")
    if answer.isdigit() and 0 < int(answer) <= len(need.choices):
        answer = need.choices[int(answer) - 1]
    option = need.option.split()[0]
    role, _, title = answer.partition("=")
    if option == "--kelurahan" and "=" in need.option:
        text, _ = _as_called(need.option.split('"')[1])
        answers.names[text] = answer
    elif option == "--tahun":
        answers.tahun = int(answer) if re.fullmatch("20[0-9]{2}", answer) else None
    elif option in _FIELD_OF_OPTION:
        setattr(answers, _FIELD_OF_OPTION[option], answer)
    elif role in ROLES and title:
        answers.columns[title.strip('"')] = role
    else:
        answers.columns[answer] = need.option.split()[1].partition("=")[0]


def _year(arguments: argparse.Namespace, mapping: Pemetaan) -> int:
    asked: int | None = arguments.tahun
    if asked is not None:
        return asked
    if mapping.tahun_baru:
        return mapping.tahun_baru.tahun
    years = sorted(path.name for path in (arguments.root / PROPOSALS).glob("20[0-9][0-9]"))
    if not years:
        raise missing_year(datetime.now().astimezone().year)
    raise UsageError(
        f"Pemetaan ini tidak memuat tahun; tulis --tahun, misalnya --tahun {years[-1]}."
    )


def write_import(arguments: argparse.Namespace, plan: ImportPlan) -> Path | None:
    """Write the files, and the rejected rows; the path of these, if there are any."""
    if arguments.dry_run:
        return None
    with locked(arguments.root):
        write_records(arguments.root, plan.files)
    if not plan.rejected:
        return None
    rejects: Path = arguments.ditolak
    data = rejects_file(rejects, plan.rejected, plan.tahun)
    free = rejects.with_stem(untaken(rejects.stem, lambda one: _is_changed(rejects.with_stem(one))))
    if free != rejects:
        print(f"{rejects} sudah diubah, jadi dibiarkan; hapus bila sudah selesai dipakai.")
        rejects = free
    _write_rejects(rejects, data)
    return rejects


def _record(arguments: argparse.Namespace, plan: ImportPlan) -> None:
    """Offer the commits: settings first and by themselves, then the proposals that need them."""
    root: Path = arguments.root
    if not Repository(root).exists():
        return
    if not arguments.catat and not (is_interactive() and confirmed("Catat dalam Git sekarang?")):
        print("Belum dicatat dalam Git. Ulangi perintah ini dengan --catat untuk mencatatnya.")
        return
    print("\n".join(recorded_lines(root, plan, list(record_import(root, plan)))))


def _show(tables: Iterable[PreviewTable]) -> None:
    from rich import box  # noqa: PLC0415 - only a preview needs tables
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table as Grid  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    console = Console(highlight=False, markup=False, force_terminal=False, width=width)
    for section in tables:
        table = Grid(box=box.SIMPLE_HEAD, title=section.judul, title_justify="left", pad_edge=False)
        for name in section.kepala:
            table.add_column(name, justify="right" if name in _NUMBERS else "left")
        for row in section.baris:
            table.add_row(*(Text(visible(cell)) for cell in row))
        console.print(table)
        if section.sisa:
            console.print(f"… dan {angka(section.sisa)} lagi\n")


def _check_rejects_path(arguments: argparse.Namespace, sources: list[Path]) -> None:
    path: Path = arguments.ditolak
    inside = data_folder_of(path, arguments.root)
    if inside:
        raise UsageError(
            f"--ditolak {path}: jangan di dalam {inside}/, yang ikut tercatat dan terbit. "
            "Pilih tempat lain."
        )
    if not path.exists():
        return
    if path.is_dir() or any(source.exists() and path.samefile(source) for source in sources):
        raise UsageError(f"--ditolak {path}: pilih nama lain.")
    if not _is_rejects_file(path):
        raise UsageError(f"--ditolak {path}: sudah ada dan bukan dari impor. Pilih nama lain.")


def _is_rejects_file(path: Path) -> bool:
    """Whether an earlier import wrote this file."""
    return has_rejects_titles(next(iter(_rows_of(path)), ()))


def _is_changed(path: Path) -> bool:
    """Whether there is a file that is not as an import left it."""
    return path.exists() and not is_untouched(_rows_of(path))


def _rows_of(path: Path) -> Sequence[Sequence[Cell]]:
    """The rows of a file's first worksheet; none where it cannot be read."""
    try:
        tables = read_tables(path, read_file(path, MAX_BYTES))
    except (CommandError, UsageError):
        return ()
    return tables[0].rows if tables else ()


def _write_rejects(path: Path, data: bytes) -> None:
    try:
        if not path.exists() or path.read_bytes() != data:
            replace_file(path, data)
    except OSError as error:
        raise CommandError(
            f"{path} tidak dapat ditulis: {reason(error)}. Atau pilih tempat lain dengan --ditolak."
        ) from None
