"""Kinds of argument that several commands take."""

import argparse
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from musrenbang.files.paths import Kind, place_of
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import TOP_FOLDERS
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import Snapshot, Year


def add_root(parser: argparse.ArgumentParser, default: object) -> None:
    """Declare `--root`."""
    parser.add_argument(
        "--root",
        type=_folder,
        default=default,
        metavar="FOLDER",
        help="folder yang memuat proposals/ dan decisions/ (bawaan: folder ini)",
    )


def add_year(parser: argparse.ArgumentParser, default: str = "yang terbaru") -> None:
    """Declare `--tahun`; `default` says in words which year it is otherwise."""
    parser.add_argument(
        "--tahun",
        type=year_number,
        metavar="TAHUN",
        help=f"tahun Musrenbang, misalnya 2016 (bawaan: {default})",
    )


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("nama folder kosong")
    return Path(text)


def data_folder_of(path: Path, root: Path) -> str | None:
    """The folder of records that a path lies in; `None` for one that may be written to."""
    inside = (top for top in TOP_FOLDERS if path.resolve().is_relative_to((root / top).resolve()))
    return next(inside, None)


def is_below(file: str, names: Iterable[str]) -> bool:
    """Whether a file of the tree is one of those named, or stands in a folder named."""
    return any(name in (file, ".") or file.startswith(f"{name}/") for name in names)


def this_day() -> date:
    """The day by the clock and calendar of whoever calls the command."""
    return date.today()  # noqa: DTZ011 - not the day in Greenwich


def day(text: str) -> date:
    """A date as the record files write it, or as the cells of a workbook may."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - every command loads this module

    from musrenbang.sheets import cells  # noqa: PLC0415 - as above
    from schemas.scalars import read_date  # noqa: PLC0415 - as above

    try:
        written = cells.read_date(text, "hari-bulan-tahun").isoformat()
    except cells.CellError:
        written = text
    try:
        read_date(written)
    except PydanticCustomError as error:
        hint = (error.context or {})["hint"]
        raise argparse.ArgumentTypeError(f"{error.message()} {hint}") from None
    return date.fromisoformat(written)


def year_number(text: str) -> int:
    """A year as the folders are named."""
    if not re.fullmatch(r"20[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"“{text}” bukan tahun, misalnya 2016")
    return int(text)


def origin_of(root: Path) -> str:
    """Which state of the records a worksheet or a desk is made from, in words."""
    repository = Repository(root)
    if not repository.exists():
        return "Dibuat dari berkas tanpa riwayat Git"
    unrecorded = " dan perubahan yang belum dicatat" if repository.is_dirty() else ""
    return f"Dibuat dari catatan {repository.commit().id[:12]}{unrecorded}"


def left_out(snapshot: Snapshot, year: Year, slug: str) -> list[str]:
    """The proposals of a kelurahan that a sheet or desk lacks because their files are broken."""
    nama = year.kelurahan[slug].nama
    return [
        f"{nama}: usulan {place.name} TIDAK ada di sini, karena berkasnya rusak; perbaiki menurut "
        f"`{COMMAND} check`, lalu buat lagi."
        for path in sorted(snapshot.broken)
        if (place := place_of(path))
        and (place.tahun, place.kelurahan, place.kind) == (year.tahun, slug, Kind.USULAN)
    ]
