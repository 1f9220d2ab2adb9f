"""The rows of a filled workbook of records, as they stand on its sheets.

Columns are found by their titles, wherever they stand; hidden cells say what a row was made from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from musrenbang.sheets.cells import Cell, as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.book_writer import HELP_ROW, TRACE
from musrenbang.worksheets.cell_kinds import is_blank, mark, marks_in
from musrenbang.worksheets.complaints import Complaint
from musrenbang.worksheets.record_book import NEW, BookColumn, Table

OWNER = "@"
"""What the column that names the file of a row is called among the cells."""
_SEARCHED = 30
"""In so many rows the titles of a sheet are looked for."""
REMAKE = "Buat buku baru, lalu salin isiannya."


@dataclass(frozen=True)
class SeenRow:
    """One row as filled in; `marks` are empty where it was not there when the book was made."""

    table: Table
    order: tuple[int, int]
    path: str
    """The file it is of; empty where that is not known yet."""
    at: str
    cells: Mapping[str, Cell]
    places: Mapping[str, str]
    marks: Mapping[str, str] = field(default_factory=dict)

    def differs(self, column: BookColumn) -> bool:
        """Whether a cell is not as it was made; of a new row, whether it holds anything."""
        cell = self.cells.get(column.name)
        if cell is None:
            return False
        if column.name not in self.marks:
            return not is_blank(cell)
        return mark(cell, column.kind) != self.marks[column.name]

    @property
    def is_touched(self) -> bool:
        """Whether any of its cells differs."""
        return any(map(self.differs, self.table.columns))

    @property
    def is_new(self) -> bool:
        """Whether no record holds it, so that all its cells count."""
        return not self.marks or self.at.startswith(NEW)

    @property
    def is_complete(self) -> bool:
        """Whether all cells that a row cannot be without are filled in."""
        return not any(
            one.required and not one.group and is_blank(self.cells.get(one.name, ""))
            for one in self.table.columns
        )

    def of(self, path: str) -> "SeenRow":
        """The same as a new row of another file."""
        return replace(self, path=path, at="", marks={})


@dataclass
class SheetReader:
    """Reads the sheets of one workbook; says what it leaves out."""

    file: str
    grids: Mapping[str, Grid]
    paths: Sequence[str]
    """The files of the workbook, as its rows count them."""
    columns: Mapping[str, Sequence[str]]
    """The columns of each sheet when it was made, in the order of its marks."""
    notes: list[str] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    order: int = 0

    def rows(self, table: Table) -> list[SeenRow] | None:
        """The rows of a sheet that say something; `None` where the sheet is gone."""
        grid = self.grids.get(table.name)
        if grid is None:
            return None
        header = next(
            (at for at, row in enumerate(grid.rows[:_SEARCHED]) if TRACE in map(as_text, row)), None
        )
        if header is None:
            self._complain(f"{self.file}, {table.name}", "Kolom jejaknya hilang.", REMAKE)
            return None
        titles = [column_key(as_text(cell)) for cell in grid.rows[header]]
        trace = titles.index(column_key(TRACE))
        lines = [
            (number, row, as_text(row[trace]) if trace < len(row) else "")
            for number, row in enumerate(grid.rows[header + 1 :], header + 2)
        ]
        return [self._upright(table, lines)] if table.upright else self._below(table, titles, lines)

    def _upright(self, table: Table, lines: Iterable[tuple[int, Sequence[Cell], str]]) -> SeenRow:
        cells: dict[str, Cell] = {}
        places: dict[str, str] = {}
        marks: dict[str, str] = {}
        at = "-"
        for number, row, trace in lines:
            value: Cell = row[1] if len(row) > 1 else ""
            if not trace:
                if not is_blank(value):
                    place = f"{self.file}, {table.name}!B{number}"
                    self._complain(place, "Baris ini bukan isian buku.", "Kosongkan barisnya.")
                continue
            _, at, name, made = (*trace.split(" "), "", "", "", "")[:4]
            cells[name], marks[name] = value, made
            places[name] = f"{self.file}, {table.name}!B{number}"
        return SeenRow(table, self._next(), table.files[0].path, at, cells, places, marks)

    def _below(
        self,
        table: Table,
        titles: Sequence[str],
        lines: Iterable[tuple[int, Sequence[Cell], str]],
    ) -> list[SeenRow]:
        known = {column_key(one.title): one.name for one in table.columns}
        known |= {column_key(table.owner): OWNER} if table.owner else {}
        where = {known[title]: at for at, title in enumerate(titles) if title in known}
        for title in [title for title in titles if title and title not in {*known, "jejak"}]:
            self.notes.append(f"Lembar {table.name}: kolom “{title}” tidak dibaca.")
        for one in table.columns:
            if one.name not in where:
                note = f"Lembar {table.name}: kolom “{one.title}” tidak ada; isinya tetap."
                self.notes.append(note)
        taken: set[str] = set()
        found: list[SeenRow] = []
        for number, row, trace in lines:
            cells = {name: row[at] if at < len(row) else "" for name, at in where.items()}
            if trace == HELP_ROW or (not trace and all(map(is_blank, cells.values()))):
                continue
            places = {
                name: f"{self.file}, {visible(table.name)}!{get_column_letter(at + 1)}{number}"
                for name, at in where.items()
            }
            path, at, marks = self._origin(table, trace)
            if f"{path}/{at}" in taken:
                path, at, marks = "", "", {}
            if not at.startswith(NEW):
                taken.add(f"{path}/{at}")
            seen = SeenRow(table, self._next(), path, at, cells, places, marks)
            if not (seen.is_touched and all(map(is_blank, cells.values()))):
                found.append(seen)  # one that was emptied is taken out
        return found

    def _origin(self, table: Table, trace: str) -> tuple[str, str, dict[str, str]]:
        """The file, place in it and marks that the hidden cell of a row tells."""
        names = self.columns.get(table.name, [])
        index, at, seal = (*trace.split(" "), "", "", "")[:3]
        marks = marks_in(seal, len(names))
        if not trace or marks is None or not index.isdecimal() or int(index) >= len(self.paths):
            return "", "", {}
        path = self.paths[int(index)]
        if table.file_of(path) is None:
            return "", "", {}
        return path, at, dict(zip(names, marks, strict=True))

    def _next(self) -> tuple[int, int]:
        self.order += 1
        return (self.order, 0)

    def _complain(self, place: str, message: str, hint: str) -> None:
        self.complaints.append(Complaint(self._next(), place, message, hint))
