"""A filled worksheet as rows of cells: columns found by their titles, wherever they stand.

Every other sheet of the workbook is left unread, save one that looks like a worksheet that lost
what tells which proposals it is about. A cell that was not touched says what the decision file
says, to the letter: a spreadsheet program may have changed its form.
"""

import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from musrenbang.deciding.decision import Said
from musrenbang.files.program import COMMAND
from musrenbang.records.validation import meant
from musrenbang.sheets.cells import (
    Cell,
    CellError,
    as_text,
    clean_line,
    clean_passage,
    read_date,
    read_quantity,
    read_rupiah,
    written,
)
from musrenbang.sheets.spreadsheet import read_file
from musrenbang.sheets.xlsx import read_xlsx
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.sheet_table import (
    BY_KEY,
    COLUMNS,
    DAY_LABEL,
    INPUTS,
    KEPUTUSAN_WORDS,
    NEEDED,
    SERIALS,
    TIDAK,
    YA,
    CellKind,
    SheetColumn,
    reason_words,
    said_in,
)
from musrenbang.year.guide import Guide
from schemas.keputusan import POSTPONED_HINT, is_postponed
from schemas.scalars import shown

MAX_BYTES = 32 * 1024 * 1024
_SEARCHED_FOR_TITLES = 40
_KEYS = {column_key(column.title): column.key for column in COLUMNS}


@dataclass(frozen=True)
class FilledSheet:
    """One worksheet as found: its name, and where each column of ours is, by key, from 0."""

    file: str
    name: str
    columns: Mapping[str, int]
    day: Cell
    """What stands below the label of the meeting's day; empty where there is none."""


@dataclass(frozen=True)
class FilledRow:
    """One row that says something; `number` as the spreadsheet counts."""

    sheet: FilledSheet
    order: int
    """How many rows stand before it in the whole file."""
    number: int
    cells: Mapping[str, Cell]

    def place(self, key: str) -> str:
        """A cell of this row as messages name it."""
        sheet = self.sheet
        return f"{sheet.file}, {sheet.name}!{_letters(sheet.columns[key])}{self.number}"


def read_rows(path: Path) -> list[FilledRow]:
    """The rows of every worksheet in a file.

    Raises `UsageError` where the file cannot be opened, `CommandError` where it is no worksheet.
    """
    tables = read_xlsx(str(path), _read(path))
    found = [(one.name, one.rows, at) for one in tables if (at := _header(one.rows)) is not None]
    if not found:
        raise CommandError(
            f"{path} bukan lembar keputusan: tidak ada kolom “{BY_KEY['id'].title}”. Buat "
            f"lembarnya dengan `{COMMAND} worksheet`."
        )
    rows: list[FilledRow] = []
    for name, table, at in found:
        sheet = _sheet(path.name, name, table, at)
        for number, cells in _rows(sheet, table, at):
            rows.append(FilledRow(sheet, len(rows), number, cells))
    return rows


def _read(path: Path) -> bytes:
    data = read_file(path, MAX_BYTES)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{path} bukan XLSX. Simpan ulang sebagai XLSX, lalu coba lagi.")
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
    for index, row in enumerate(table[:_SEARCHED_FOR_TITLES]):
        found = {_KEYS[title] for title in _titles(row) if title in _KEYS}
        if found & {"id", "keputusan"} and len(found) > len(INPUTS) // 2:
            return index
    return None


def _titles(row: Sequence[Cell]) -> list[str]:
    return [column_key(cell) if isinstance(cell, str) else "" for cell in row]


def _sheet(file: str, name: str, table: Sequence[Sequence[Cell]], header: int) -> FilledSheet:
    columns: dict[str, int] = {}
    for index, title in enumerate(_titles(table[header])):
        key = _KEYS.get(title)
        if key in columns:
            raise CommandError(
                f"{file}, {name}: ada dua kolom berjudul “{BY_KEY[key].title}”, pada "
                f"{_letters(columns[key])} dan {_letters(index)}. Ubah judul kolom yang bukan dari "
                "lembar asalnya."
            )
        if key:
            columns[key] = index
    missing = [column.title for column in NEEDED if column.key not in columns]
    if missing:
        raise CommandError(
            f"{file}, {name}: kolom ini tidak ada pada baris judul (baris {header + 1}): "
            f"{', '.join(missing)}. Kembalikan judulnya, atau buat lembar baru."
        )
    return FilledSheet(file, visible(name), columns, _day(table[:header]))


def _day(head: Sequence[Sequence[Cell]]) -> Cell:
    for row, below in pairwise(head):
        for index, title in enumerate(_titles(row)):
            if title == column_key(DAY_LABEL) and index < len(below):
                return below[index]
    return ""


def _letters(column: int) -> str:
    return get_column_letter(column + 1)


def _rows(
    sheet: FilledSheet, table: Sequence[Sequence[Cell]], header: int
) -> Iterator[tuple[int, Mapping[str, Cell]]]:
    """The rows that say something, each with the number the spreadsheet gives it."""
    for number, row in enumerate(table[header + 1 :], header + 2):
        cells = {key: row[at] if at < len(row) else "" for key, at in sheet.columns.items()}
        if any(str(cells[column.key]).strip() for column in NEEDED):
            yield number, cells


CellFault = tuple[str, str, str]
"""The key of a column, what is wrong, what to do."""

_DAY_ZERO = date(1899, 12, 30)
_DECIMAL_COMMA = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|0|[1-9][0-9]*),[0-9]+")
_AMBIGUOUS_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_YA_TIDAK: Mapping[str, bool] = {
    **dict.fromkeys((YA.casefold(), "y", "true", "benar", "1"), True),
    **dict.fromkeys((TIDAK.casefold(), "t", "false", "salah", "0"), False),
}
_KEPUTUSAN: Mapping[str, str] = {
    **{word.casefold(): kode for kode, word in KEPUTUSAN_WORDS.items()},
    "setuju": "disetujui",
    "tolak": "ditolak",
}


def read_answers(
    cells: Mapping[str, Cell], day: Cell, current: Said, untouched: Collection[str], guide: Guide
) -> tuple[Said, list[CellFault]]:
    """What a row says; `day` stands in for the date of a decision that has none."""
    values: dict[str, Any] = {}
    complaints: list[CellFault] = []
    for column in INPUTS:
        if column.key in untouched:
            values[column.key] = said_in(current, column)
            continue
        try:
            values[column.key] = _read_cell(column, cells[column.key], guide)
        except CellError as error:
            complaints.append((column.key, _sentence(str(error)), column.prompt))
    if values.get("keputusan") and values.get("tanggal") == "":
        try:
            values["tanggal"] = _date(day)
        except CellError as error:
            hint = f"Perbaiki sel di bawah “{DAY_LABEL}”, di atas tabel, misalnya 9 Maret 2016."
            complaints.append(("tanggal", f"{DAY_LABEL}: {_sentence(str(error))}", hint))
    complaints += _contradictions(values, untouched)
    answered = [column for column in INPUTS if column.key in values]
    survei = {
        column.name: values[column.key]
        for column in answered
        if column.of_survey and values[column.key] != ""
    }
    said = {column.name: values[column.key] for column in answered if not column.of_survey}
    return Said(survei=survei or None, **said), complaints


def _contradictions(values: Mapping[str, Any], untouched: Collection[str]) -> list[CellFault]:
    """What would be lost without a word, because the decision has no place for it."""
    decision = values.get("keputusan")
    filled = {key for key, value in values.items() if value != ""}
    if decision == "":
        # what is left of a decision that was emptied goes with it
        found = filled & _OF_A_DECISION - frozenset(untouched)
        reason = "Keputusannya belum dipilih."
        hint = "Pilih keputusannya, atau kosongkan sel ini."
    elif decision == "ditolak":
        found = filled & {"volume", "anggaran", "alasan_perubahan", "prioritas"}
        reason = "Usulan ditolak, jadi tidak diubah dan tidak diurutkan."
        hint = "Kosongkan sel ini; hasil ukur ulang ditulis pada “Volume terukur”."
    else:
        return []
    return [(column.key, reason, hint) for column in INPUTS if column.key in found]


_OF_A_DECISION = {column.key for column in INPUTS if not column.of_survey} - {"keputusan"}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")


def _read_cell(column: SheetColumn, cell: Cell, guide: Guide) -> Any:
    if isinstance(cell, str) and not clean_line(cell):
        return ""
    if column.kind is CellKind.ALASAN:
        return _reason(guide)(cell)
    return _READERS[column.kind](cell)


def _date(cell: Cell) -> date | str:
    if isinstance(cell, Decimal):
        if cell % 1 or not SERIALS[0] <= cell <= SERIALS[1]:
            raise CellError(f"“{as_text(cell)}” bukan tanggal")
        return _DAY_ZERO + timedelta(days=int(cell))
    if isinstance(cell, str) and not clean_line(cell):
        raise CellError("tanggal keputusan belum ada")
    return read_date(cell, "hari-bulan-tahun")


def _volume(cell: Cell) -> Decimal | str:
    """A quantity; text the record's own reader must judge is handed on as it is."""
    text = read_quantity(cell, comma=False)
    if isinstance(text, Decimal):
        return text
    if _AMBIGUOUS_COMMA.fullmatch(text):
        whole = text.replace(",", "")
        decimal = text.rstrip("0").rstrip(",")
        raise CellError(
            f"{shown(text)} dapat dibaca dua cara. Tulis {whole} bila itu ribuan, atau {decimal} "
            "sebagai angka bila itu desimal"
        )
    return read_quantity(text, comma=True) if _DECIMAL_COMMA.fullmatch(text) else text


def _year(cell: Cell) -> int | str:
    if isinstance(cell, date):
        raise CellError(f"“{cell}” adalah tanggal; tulis tahunnya saja")
    if isinstance(cell, Decimal):
        return int(cell) if cell % 1 == 0 else as_text(cell)
    return clean_line(cell)


def _word(words: Mapping[str, Any], offered: Collection[str]) -> Callable[[Cell], Any]:
    def read(cell: Cell) -> Any:
        text = clean_line(as_text(cell))
        value = words.get(column_key(text))
        if value is None and is_postponed(text):
            raise CellError(f"{shown(text)} bukan keputusan menurut juknis. {POSTPONED_HINT}")
        if value is None:
            close = meant(text, offered)
            hint = f"Maksud Anda “{close}”?" if close else f"Pilih: {', '.join(offered)}"
            raise CellError(f"{shown(text)} bukan pilihan. {hint}")
        return value

    return read


def _reason(guide: Guide) -> Callable[[Cell], Any]:
    """Reads a reason by its words in the list, with its clause or without, or by its code."""
    words = reason_words(guide)
    names = {
        name: kode
        for kode, word in words.items()
        for name in (column_key(word), column_key(guide.reason(kode).nama), kode)
    }
    return _word(names, tuple(words.values()))


_READERS: Mapping[CellKind, Callable[[Cell], Any]] = {
    CellKind.TEKS: lambda cell: clean_passage(written(cell)),
    CellKind.VOLUME: _volume,
    CellKind.RUPIAH: read_rupiah,
    CellKind.TANGGAL: _date,
    CellKind.TAHUN: _year,
    CellKind.URUTAN: _year,
    CellKind.YA_TIDAK: _word(_YA_TIDAK, (YA, TIDAK)),
    CellKind.KEPUTUSAN: _word(_KEPUTUSAN, tuple(KEPUTUSAN_WORDS.values())),
}
