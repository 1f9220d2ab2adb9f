"""Reading XLSX: worksheets as tables of cells, numbers as numbers and dates as dates.

The file may come from anywhere. It is unpacked and read only within bounds; macros are never run,
links to other files never followed.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from musrenbang.sheets.cells import UNCALCULATED, Cell
from musrenbang.text.errors import CommandError, UsageError, reason

MAX_UNPACKED = 256 * 1024 * 1024
MAX_CELLS = 5_000_000
"""Counted with the empty ones: a few bytes can put a value into the last corner of a sheet."""
_COST_OF_A_ROW = 5
"""In cells, so that a million empty rows are too many."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, SyntaxError),
    *(AttributeError, IndexError, KeyError, TypeError, ValueError),
    *(NotImplementedError, OverflowError, RecursionError, RuntimeError),
)
"""What openpyxl lets through where the parts of a workbook do not fit together."""

Table = tuple[str, list[tuple[Cell, ...]]]
"""The name of a worksheet, and its rows."""
Choose = Callable[[list[str], list[str]], list[str]]
"""The names to read, from those of the visible and of all worksheets."""


def read_file(path: Path, most: int) -> bytes:
    """What a file holds; refuses one that cannot be opened, or has more bytes than `most`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} tidak ada atau tidak dapat dibaca: {reason(error)}.") from None
    if len(data) > most:
        raise CommandError(f"{path} lebih besar dari {most // 1024**2} MB.")
    return data


def read_workbook(path: Path, data: bytes, choose: Choose) -> Iterator[Table]:
    """Some worksheets of an XLSX file.

    Raises `CommandError` for whatever is not an XLSX file that can be read within bounds.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - only XLSX needs it, and it is slow to load

    _refuse_other_formats(path, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            results = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            formulas = load_workbook(io.BytesIO(data), read_only=True)
            sheets = results.worksheets
            visible = [sheet.title for sheet in sheets if sheet.sheet_state == "visible"]
            for name in choose(visible, [sheet.title for sheet in sheets]):
                yield name, _table(path, results[name], formulas[name])
        except _BROKEN:
            raise CommandError(
                f"{path} tidak dapat dibaca sebagai XLSX. Mungkin rusak atau bersandi; buka dengan "
                "Excel atau LibreOffice dan simpan ulang sebagai XLSX."
            ) from None


def _refuse_other_formats(path: Path, data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise CommandError(
            f"{path} bersandi, atau masih berformat Excel lama (.xls). Simpan ulang sebagai XLSX "
            "tanpa sandi."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _BROKEN:
        return
    if any(member.filename == "mimetype" for member in members):
        raise CommandError(f"{path} berformat OpenDocument (.ods). Simpan ulang sebagai XLSX.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise _too_large(path)


def _too_large(path: Path) -> CommandError:
    return CommandError(
        f"{path} terlalu besar untuk dibaca. Hapus baris, kolom dan lembar yang kosong, lalu "
        "simpan ulang."
    )


def _table(path: Path, results: Any, formulas: Any) -> list[tuple[Cell, ...]]:
    """Values as stored; a formula without a stored result is marked, not taken for empty."""
    for worksheet in (results, formulas):
        if hasattr(worksheet, "reset_dimensions"):
            worksheet.reset_dimensions()
    rows = zip(
        results.iter_rows(values_only=True),
        formulas.iter_rows(values_only=True),
        strict=True,
    )
    table: list[tuple[Cell, ...]] = []
    room = MAX_CELLS
    for values, texts in rows:
        room -= len(values) + _COST_OF_A_ROW
        if room < 0:
            raise _too_large(path)
        cells = [_cell(value, text) for value, text in zip(values, texts, strict=True)]
        while cells and cells[-1] == "":
            cells.pop()
        table.append(tuple(cells))
    return table


def _cell(value: Any, formula: Any) -> Cell:
    if value is None:
        return UNCALCULATED if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        # what a spreadsheet shows: 15 significant digits, so that 0.1 + 0.2 is 0.3
        return Decimal(format(value, ".15g"))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
