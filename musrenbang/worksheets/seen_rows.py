"""The rows of a filled workbook of records, as they stand on its sheets, and what they say.

Columns are found by their titles, wherever they stand; hidden cells say what a row was made from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.utils import get_column_letter

from musrenbang.sheets.cells import Cell, CellError, as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key, slug_of, untaken
from musrenbang.worksheets.book_writer import HELP_ROW, TRACE, VALUE
from musrenbang.worksheets.cell_kinds import (
    READERS,
    CellKind,
    is_blank,
    mark,
    marks_in,
    read_choice,
    sentence,
    told_apart,
)
from musrenbang.worksheets.complaints import REMAKE, Complaint, title_faults
from musrenbang.worksheets.record_book import CODE, NEW, Column, Plain, Table, Words, put

OWNER = "@"
"""What the column that names the file of a row is called among the cells."""
_SEARCHED = 30
"""In so many rows the titles of a sheet are looked for."""


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

    def differs(self, column: Column) -> bool:
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
    grids: Sequence[Grid]
    paths: Sequence[str]
    """The files of the workbook, as its rows count them."""
    columns: Mapping[str, Sequence[str]]
    """The columns of each sheet when it was made, in the order of its marks."""
    notes: list[str] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    emptied: list[SeenRow] = field(default_factory=list)
    """The rows in which everything was deleted."""
    order: int = 0

    def strangers(self, tables: Iterable[Table]) -> None:
        """Say which sheets that could hold records are none of the book's."""
        known = {column_key(name) for name in (*(one.name for one in tables), TRACE)}
        for grid in self.grids:
            if column_key(grid.name) not in known and _header(grid) is not None:
                place = f"{self.file}, {visible(grid.name)}"
                told = "Lembar ini bukan dari buku ini, jadi isinya tidak akan dibaca."
                self._complain(place, told, "Kembalikan nama asalnya, atau hapus salinannya.")

    def rows(self, table: Table) -> list[SeenRow] | None:
        """The rows of a sheet that say something; `None` where it cannot be read, which is said.

        A sheet that the program did not know yet when the book was made is missed by nobody.
        """
        grids = [one for one in self.grids if column_key(one.name) == column_key(table.name)]
        place = f"{self.file}, {table.name}"
        if not grids:
            if table.name in self.columns:
                told = f"Lembar “{table.name}” tidak ada: terhapus, atau namanya diganti."
                self._complain(place, told, f"Kembalikan lembarnya dengan nama itu. {REMAKE}")
            return None
        if len(grids) > 1:
            told = f"Ada {len(grids)} lembar bernama “{table.name}”."
            self._complain(place, told, "Hapus salinannya, atau beri nama lain.")
            return None
        grid = grids[0]
        header = _header(grid)
        if header is None:
            self._complain(place, "Kolom jejaknya hilang.", REMAKE)
            return None
        titles = [column_key(as_text(cell)) for cell in grid.rows[header]]
        if not self._is_clear(table, titles, header + 1):
            return None
        trace = titles.index(column_key(TRACE))
        lines = [
            (number, row, as_text(row[trace]) if trace < len(row) else "")
            for number, row in enumerate(grid.rows[header + 1 :], header + 2)
        ]
        if table.upright:
            return [self._upright(table, titles.index(column_key(VALUE)), lines)]
        return self._below(table, titles, lines)

    def _is_clear(self, table: Table, titles: Sequence[str], number: int) -> bool:
        """Whether each column that was there can be told from its title alone."""
        ours = [VALUE] if table.upright else [one.title for one in table.columns]
        made = self.columns.get(table.name, ())
        later = {one.title for one in table.columns if one.name not in made}
        wanted = [*filter(None, [table.owner]), *ours, TRACE]
        faults = [*title_faults(titles, wanted, f"{self.file}, {table.name}", number, later)]
        for place, message, hint in faults:
            self._complain(place, message, hint)
        return not faults

    def _upright(
        self, table: Table, column: int, lines: Iterable[tuple[int, Sequence[Cell], str]]
    ) -> SeenRow:
        letter = get_column_letter(column + 1)
        cells: dict[str, Cell] = {}
        places: dict[str, str] = {}
        marks: dict[str, str] = {}
        at = "-"
        for number, row, trace in lines:
            value: Cell = row[column] if len(row) > column else ""
            place = f"{self.file}, {table.name}!{letter}{number}"
            if not trace:
                if not is_blank(value):
                    self._complain(place, "Baris ini bukan isian buku.", "Kosongkan barisnya.")
                continue
            _, at, name, made = (*trace.split(" "), "", "", "", "")[:4]
            if name in places:
                self._complain(place, "Baris ini ada dua kali.", "Hapus salinannya.")
            cells[name], marks[name], places[name] = value, made, place
        for one in table.columns:
            if one.name not in cells and one.name in self.columns.get(table.name, ()):
                told = f"Baris “{one.title}” tidak ada: terhapus."
                hint = f"Kembalikan barisnya; untuk menghapus isi, kosongkan selnya saja. {REMAKE}"
                self._complain(f"{self.file}, {table.name}", told, hint)
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
            is_emptied = seen.is_touched and all(map(is_blank, cells.values()))
            (self.emptied if is_emptied else found).append(seen)
        return found

    def _origin(self, table: Table, trace: str) -> tuple[str, str, dict[str, str]]:
        """The file, place in it and marks that the hidden cell of a row tells."""
        names = self.columns.get(table.name, [])
        index, _, rest = trace.partition(" ")
        at, _, seal = rest.rpartition(" ")
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


class CellReader:
    """Reads the cells of rows as values; what cannot be read is complained of at its cell."""

    def __init__(self, known: Mapping[str, Words], complaints: list[Complaint]) -> None:
        self.known, self.complaints = known, complaints
        self.lists = {name: dict(words) for name, words in known.items()}
        """The lists of the year, with what the workbook itself adds to them."""

    def learn(self, table: Table, rows: Iterable[SeenRow]) -> None:
        """The entries of a list as this workbook has them, for whoever refers to it."""
        words: dict[str, str] = {}
        for row in rows:
            label = as_text(row.cells.get(label_name(table), ""))
            words[self.name(row, words, self.known.get(table.daftar, {}))] = label
        every = self.lists.setdefault(table.daftar, {}) | words
        self.lists[table.daftar] = dict(told_apart(every))

    def name(self, row: SeenRow, taken: Iterable[str], old: Iterable[str]) -> str:
        """The code of an entry: what its sheet says, its own, or one after what it is called."""
        label = as_text(row.cells.get(label_name(row.table), "")).strip()
        if row.table.label == (CODE,):
            title = row.table.columns[0].title
            if not label:
                self.complain(row, CODE, f"“{title}” belum diisi.", f"Isi “{title}”.")
            elif label in taken:
                told = f"“{label}” sudah ada di baris lain."
                self.complain(row, CODE, told, "Hapus salah satunya.")
            return label
        if row.at.lstrip(NEW):
            return row.at.lstrip(NEW)
        return untaken(slug_of(label) or "tanpa-nama", {*taken, *old}.__contains__)

    def values(self, row: SeenRow, values: Plain, columns: Iterable[Column]) -> tuple[Plain, bool]:
        """The values with those of some cells put in, and whether all of them could be read."""
        found, sound = dict(values), True
        for column in columns:
            cell = row.cells.get(column.name)
            if cell is None:
                continue
            try:
                put(found, column.keys, self._read(column, cell))
            except CellError as error:
                self.complain(row, column.name, sentence(str(error)), column.help)
                sound = False
        return found, sound

    def _read(self, column: Column, cell: Cell) -> Any:
        if is_blank(cell):
            return None
        if column.kind is not CellKind.PILIHAN:
            return READERS[column.kind](cell)
        words = self.lists.get(column.daftar, {}) if column.daftar else column.words
        return read_choice(cell, words)

    def complain(self, row: SeenRow, name: str, message: str, hint: str) -> None:
        """Say what is wrong with a cell, once."""
        title = next((one.title for one in row.table.columns if one.name == name), row.table.owner)
        place = f"{row.places.get(name, row.table.name)} ({title})"
        one = Complaint(row.order, place, message, hint)
        if one not in self.complaints:
            self.complaints.append(one)


def label_name(table: Table) -> str:
    return ".".join(map(str, table.label))


def _header(grid: Grid) -> int | None:
    """Which row holds the titles; `None` where no row names the hidden column."""
    rows = enumerate(grid.rows[:_SEARCHED])
    return next((at for at, row in rows if TRACE in map(as_text, row)), None)
