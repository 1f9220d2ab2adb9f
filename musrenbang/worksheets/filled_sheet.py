"""A filled worksheet as rows of cells: columns found by their titles, wherever they stand.

Every other sheet of the workbook is left unread, save one that looks like a worksheet that lost
what tells which proposals it is about. A cell that was not touched says what the decision file
says, to the letter: a spreadsheet program may have changed its form.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from musrenbang.deciding.decision import Said
from musrenbang.sheets.cells import Cell, CellError
from musrenbang.sheets.table import Table
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.cell_kinds import (
    READERS,
    CellKind,
    is_blank,
    read_choice,
    read_day,
    sentence,
)
from musrenbang.worksheets.complaints import title_faults
from musrenbang.worksheets.sheet_table import (
    COLUMNS,
    DAY_LABEL,
    INPUTS,
    NEEDED,
    SheetColumn,
    reason_words,
    said_in,
)
from musrenbang.year.guide import Guide

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
    day_at: str
    """The cell it stands in."""


@dataclass(frozen=True)
class FilledRow:
    """One row that says something; `number` as the spreadsheet counts."""

    sheet: FilledSheet
    order: int
    """How many rows stand before it in the whole file."""
    number: int
    cells: Mapping[str, Cell]

    @property
    def id(self) -> str:
        """The proposal it is about, as the row names it."""
        return str(self.cells["id"]).strip().rpartition(" ")[2]

    @property
    def kecamatan(self) -> str:
        """The code of the kecamatan whose proposal it is; empty where it was not known."""
        return str(self.cells["id"]).strip().rpartition(" ")[0]

    def place(self, key: str) -> str:
        """A cell of this row, or that of the meeting's day, as messages name it."""
        sheet = self.sheet
        if key == DAY:
            return f"{sheet.file}, {sheet.name}!{sheet.day_at} ({DAY_LABEL})"
        return f"{sheet.file}, {sheet.name}!{_letters(sheet.columns[key])}{self.number}"


def is_decision_sheet(tables: Iterable[Table]) -> bool:
    """Whether one of some sheets is a decision worksheet."""
    return any(_header(one.rows) is not None for one in tables)


def read_rows(path: Path, tables: Iterable[Table]) -> list[FilledRow]:
    """The rows of every worksheet among some sheets; `CommandError` where one cannot be told."""
    rows: list[FilledRow] = []
    for one in tables:
        at = _header(one.rows)
        if at is not None:
            sheet = _sheet(path.name, one.name, one.rows, at)
            for number, cells in _rows(sheet, one.rows, at):
                rows.append(FilledRow(sheet, len(rows), number, cells))
    return rows


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
    titles, place = _titles(table[header]), f"{file}, {visible(name)}"
    every = [column.title for column in COLUMNS]
    needless = {column.title for column in COLUMNS if column not in NEEDED}
    faults = title_faults(titles, every, place, header + 1, needless)
    lines = [f"{where}: {message}\n    {hint}" for where, message, hint in faults]
    if lines:
        raise CommandError("\n".join(lines))
    columns = {_KEYS[title]: index for index, title in enumerate(titles) if title in _KEYS}
    return FilledSheet(file, visible(name), columns, *_day(table[:header]))


def _day(head: Sequence[Sequence[Cell]]) -> tuple[Cell, str]:
    for number, (row, below) in enumerate(pairwise(head), 2):
        for index, title in enumerate(_titles(row)):
            if title == column_key(DAY_LABEL) and index < len(below):
                return below[index], f"{_letters(index)}{number}"
    return "", ""


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


DAY = "hari"
"""The key of the cell that stands above the table."""
_DAY_HINT = f"Tulis “{DAY_LABEL}” di atas tabel, atau “Tanggal keputusan”."
CellFault = tuple[str, str, str]
"""The key of a column, what is wrong, what to do."""

_SHORT = {"setuju": "disetujui", "tolak": "ditolak"}


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
            complaints.append((column.key, sentence(str(error)), column.help))
    if values.get("keputusan") and values.get("tanggal") == "":
        try:
            values["tanggal"] = read_day(day)
        except CellError as error:
            told = sentence(str(error))
            if is_blank(day):
                complaints.append(("tanggal", f"{DAY_LABEL}: {told}", _DAY_HINT))
            else:
                complaints.append((DAY, told, _DAY_HINT))
    complaints += _contradictions(values, untouched)
    answered = [column for column in INPUTS if column.key in values]
    survei = {
        column.answer: values[column.key]
        for column in answered
        if column.of_survey and values[column.key] != ""
    }
    said = {column.answer: values[column.key] for column in answered if not column.of_survey}
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


def _read_cell(column: SheetColumn, cell: Cell, guide: Guide) -> Any:
    if is_blank(cell):
        return ""
    if column.kind is not CellKind.PILIHAN:
        return READERS[column.kind](cell)
    if column.words:
        return read_choice(cell, column.words, _SHORT)
    names = {guide.reason(kode).nama: kode for kode in guide.alasan}
    return read_choice(cell, reason_words(guide), names)
