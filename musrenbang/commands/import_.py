"""`import`: proposals from a spreadsheet into YAML; plans everything first, then writes."""

import argparse
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from musrenbang.commands.arguments import add_year, data_folder_of
from musrenbang.files.file_writer import locked, replace_file, write_records
from musrenbang.files.paths import PROPOSALS
from musrenbang.files.tree import FolderTree
from musrenbang.importing.catalogue import missing_year
from musrenbang.importing.mapping import MAPPINGS_FOLDER, Pemetaan, load_mapping
from musrenbang.importing.report import PreviewTable, rejects_csv, sections, summary
from musrenbang.importing.scope import parse_choice
from musrenbang.importing.sheet_files import SourceSheet, is_rejects_file, read_sheets
from musrenbang.importing.soundness import make_sound_plan
from musrenbang.importing.target_year import Target, ever_recorded
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka

DEFAULT_MAPPING = "usulan"
_PLAIN_WIDTH = 120
_NUMBERS = frozenset({"Baris", "Baru", "Berubah", "Anggaran usulan baru"})
DEFAULT_REJECTS = "impor-ditolak.csv"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Jadikan lembar kerja (CSV, XLSX) berkas usulan dalam proposals/<tahun>/. Diulang, impor "
        "hanya menulis usulan yang baru atau berubah. Baris yang tidak dapat menjadi usulan "
        "dikumpulkan dalam satu berkas beserta alasannya; nomor telepon dan NIK di dalamnya "
        "disamarkan. Berkas usulan yang berubah ditulis ulang tanpa komentarnya."
    )
    parser.epilog = (
        "Hasil: 0 bila semua baris menjadi berkas; 1 bila ada baris yang ditolak (baris lain tetap "
        "ditulis) atau impor dibatalkan (tidak ada yang ditulis); 2 bila perintahnya keliru, "
        "misalnya lembar, pemetaan atau kolom --pilih tidak ada."
    )
    shipped = ", ".join(sorted(path.stem for path in MAPPINGS_FOLDER.glob("*.yaml")))
    files = parser.add_argument("files", nargs="+", metavar="BERKAS", help="lembar CSV atau XLSX")
    files.required = False  # `--pilih a=b BERKAS` hands the file to --pilih; `_split` takes it back
    parser.add_argument(
        "--mapping",
        default=DEFAULT_MAPPING,
        metavar="PEMETAAN",
        help=f"berkas pemetaan, atau nama salah satu yang tersedia: {shipped} "
        f"(bawaan: {DEFAULT_MAPPING})",
    )
    parser.add_argument(
        "--pilih",
        nargs="+",
        action="extend",
        default=[],
        metavar="KOLOM=NILAI",
        help="hanya baris yang kolomnya berisi nilai ini, misalnya kecamatan=Cisaat",
    )
    add_year(parser, "dari pemetaan")
    parser.add_argument(
        "--dry-run", action="store_true", help="tunjukkan saja apa yang akan ditulis"
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
    sources, chosen = _split(arguments)
    mapping = load_mapping(arguments.mapping)
    tahun = _year(arguments, mapping)
    _check_rejects_path(arguments, sources)
    sheets: list[SourceSheet] = []
    for path in sources:
        sheets += read_sheets(path, mapping.lembar_kerja, mapping.columns(), list(chosen))
    if not any(sheet.rows for sheet in sheets):
        raise CommandError("Tidak ada baris di bawah judul kolom.")
    target = Target(FolderTree(arguments.root), tahun, ever_recorded(arguments.root, tahun))
    plan = make_sound_plan(sheets, mapping, chosen, target)
    if plan.rows_read == plan.outside.total():
        reasons = "; ".join(f"{count} × {reason}" for reason, count in plan.outside.items())
        raise CommandError(f"Tidak ada baris yang termasuk cakupan ({reasons}).")
    rejects_file: Path | None = None
    if not arguments.dry_run:
        with locked(arguments.root):
            write_records(arguments.root, plan.files)
        if plan.rejected:
            rejects_file = arguments.ditolak
            data = rejects_csv(plan.rejected, mapping)
            _write_rejects(arguments.ditolak, data)
    if arguments.dry_run:
        _show(sections(plan))
    print("\n".join(summary(plan, rejects_file)))
    if arguments.dry_run:
        print("Percobaan saja (--dry-run): tidak ada yang ditulis.")
    elif rejects_file is None and arguments.ditolak.exists():
        print(
            f"{arguments.ditolak} adalah sisa impor sebelumnya; hapus bila sudah selesai dipakai."
        )
    return 1 if plan.rejected else 0


def _split(arguments: argparse.Namespace) -> tuple[list[Path], dict[str, list[str]]]:
    names = [*(arguments.files or ()), *(word for word in arguments.pilih if "=" not in word)]
    if not names:
        raise UsageError("Argumen ini wajib: BERKAS")
    return list(map(Path, names)), parse_choice([word for word in arguments.pilih if "=" in word])


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


def _show(tables: Iterable[PreviewTable]) -> None:
    from rich import box  # noqa: PLC0415 - only a preview needs tables
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    for section in tables:
        table = Table(
            box=box.SIMPLE_HEAD, title=section.judul, title_justify="left", pad_edge=False
        )
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
    if not is_rejects_file(path):
        raise UsageError(f"--ditolak {path}: sudah ada dan bukan dari impor. Pilih nama lain.")


def _write_rejects(path: Path, data: bytes) -> None:
    try:
        if not path.exists() or path.read_bytes() != data:
            replace_file(path, data)
    except OSError as error:
        raise CommandError(
            f"{path} tidak dapat ditulis: {reason(error)}. Atau pilih tempat lain dengan --ditolak."
        ) from None
