"""A filled worksheet as rows of cells: columns found by their titles, wherever they stand.

Every other sheet of the workbook is left unread, save one that looks like a worksheet that lost
what tells which proposals it is about.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from openpyxl.utils import get_column_letter

from musrenbang.sheets.cells import Cell
from musrenbang.sheets.xlsx import read_workbook
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.sheet_columns import BY_KEY, COLUMNS, DAY_LABEL, INPUTS, NEEDED

MAX_BYTES = 32 * 1024 * 1024
_SEARCHED_FOR_TITLES = 40
_KEYS = {column_key(column.title): column.key for column in COLUMNS}


@dataclass(frozen=True)
class Sheet:
    """One worksheet as found: its name, and the letter of each column of ours by key."""

    file: str
    name: str
    letters: Mapping[str, str]
    day: Cell
    """What stands below the label of the meeting's day; empty where there is none."""

    def place(self, row: int, key: str) -> str:
        """A cell as messages name it."""
        return f"{self.file}, {self.name}!{self.letters[key]}{row}"


@dataclass(frozen=True)
class Row:
    """One row that says something; `number` as the spreadsheet counts."""

    sheet: Sheet
    order: int
    """How many rows stand before it in the whole file."""
    number: int
    cells: Mapping[str, Cell]

    def place(self, key: str) -> str:
        """A cell of this row as messages name it."""
        return self.sheet.place(self.number, key)


def read_rows(path: Path) -> list[Row]:
    """The rows of every worksheet in a file.

    Raises `UsageError` where the file cannot be opened, `CommandError` where it is no worksheet.
    """
    data = _read(path)
    rows: list[Row] = []
    found = False
    for name, table in read_workbook(path, data, lambda _, names: names):
        index = _header(table)
        if index is None:
            continue
        found = True
        sheet = _sheet(path.name, name, table, index)
        rows += [
            Row(sheet, order, number, cells)
            for order, (number, cells) in enumerate(_rows(table, index), len(rows))
        ]
    if not found:
        raise CommandError(
            f"{path} bukan lembar keputusan: tidak ada kolom “{BY_KEY['id'].title}”. Buat "
            "lembarnya dengan `build.py worksheet`."
        )
    return rows


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        raise UsageError(f"{path} tidak ada atau tidak dapat dibaca.") from None
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} bukan XLSX. Simpan ulang sebagai XLSX, lalu coba lagi.")
    if len(data) > MAX_BYTES:
        raise CommandError(f"{path} lebih besar dari {MAX_BYTES // 1024**2} MB.")
    if _has_macros(data):
        raise CommandError(f"{path} memuat makro. Simpan ulang sebagai XLSX tanpa makro.")
    return data


def _has_macros(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False  # what it is instead, the reader says


def _header(table: Sequence[Sequence[Cell]]) -> int | None:
    """Which row holds the titles; `None` where there is none."""
    wanted = {column_key(BY_KEY[key].title) for key in ("id", "keputusan")}
    for index, row in enumerate(table[:_SEARCHED_FOR_TITLES]):
        if wanted & set(_titles(row)) and len(_KEYS.keys() & set(_titles(row))) > len(INPUTS) // 2:
            return index
    return None


def _titles(row: Sequence[Cell]) -> list[str]:
    return [column_key(cell) if isinstance(cell, str) else "" for cell in row]


def _sheet(file: str, name: str, table: Sequence[Sequence[Cell]], header: int) -> Sheet:
    letters: dict[str, str] = {}
    for index, title in enumerate(_titles(table[header]), 1):
        key = _KEYS.get(title)
        if key in letters:
            raise CommandError(
                f"{file}, {name}: ada dua kolom berjudul “{BY_KEY[key].title}”, pada "
                f"{letters[key]} dan {get_column_letter(index)}. Ubah judul kolom yang bukan dari "
                "lembar asalnya."
            )
        if key:
            letters[key] = get_column_letter(index)
    missing = [column.title for column in NEEDED if column.key not in letters]
    if missing:
        raise CommandError(
            f"{file}, {name}: kolom ini tidak ada pada baris judul (baris {header + 1}): "
            f"{', '.join(missing)}. Kembalikan judulnya, atau buat lembar baru."
        )
    return Sheet(file, visible(name), letters, _day(table[:header]))


def _day(head: Sequence[Sequence[Cell]]) -> Cell:
    for row, below in pairwise(head):
        for index, title in enumerate(_titles(row)):
            if title == column_key(DAY_LABEL) and index < len(below):
                return below[index]
    return ""


def _rows(table: Sequence[Sequence[Cell]], header: int) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows that say something, each with the number the spreadsheet gives it."""
    index_of = {
        key: index
        for index, title in enumerate(_titles(table[header]))
        if (key := _KEYS.get(title)) is not None
    }
    for number, row in enumerate(table[header + 1 :], header + 2):
        cells = {key: row[index] if index < len(row) else "" for key, index in index_of.items()}
        if any(str(cells[column.key]).strip() for column in NEEDED):
            yield number, cells
