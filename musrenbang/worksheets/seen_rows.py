"""The rows of a filled workbook of records, as they stand on its sheets.

Columns are found by their titles, wherever they stand; hidden cells say what a row was made from.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.utils import get_column_letter

from musrenbang.sheets.cells import Cell, as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.book_writer import HELP_ROW, TRACE, VALUE
from musrenbang.worksheets.cell_kinds import is_blank, mark, marks_in
from musrenbang.worksheets.complaints import Complaint
from musrenbang.worksheets.record_book import NEW, Column, Table

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
        """Whether each column of ours can be told from its title alone."""
        ours = [VALUE] if table.upright else [one.title for one in table.columns]
        made = self.columns.get(table.name, ())
        unknown = {one.title for one in table.columns if one.name not in made}
        known = {*map(column_key, (*ours, table.owner, TRACE)), ""}
        is_clear = True
        for title in (*ours, *filter(None, [table.owner]), TRACE):
            found = [at for at, one in enumerate(titles, 1) if one == column_key(title)]
            place = f"{self.file}, {table.name}"
            if len(found) > 1:
                is_clear = False
                first, *_, last = map(get_column_letter, found)
                told = f"Ada dua kolom berjudul “{title}”, pada {first} dan {last}."
                hint = "Ubah judul kolom yang bukan dari buku asalnya."
                self._complain(f"{place}!{last}{number}", told, hint)
            elif not found and title not in unknown:
                is_clear = False
                told = f"Kolom “{title}” tidak ada: terhapus, atau judulnya diganti."
                hint = f"Kembalikan judul itu pada baris {number}. {REMAKE}"
                self._complain(f"{place}!{_stranger(titles, known)}{number}", told, hint)
        return is_clear

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


def _stranger(titles: Sequence[str], known: Collection[str]) -> str:
    """The column of the first title that is none of ours: likely the one that was changed."""
    found = (at for at, one in enumerate(titles, 1) if one not in known)
    return get_column_letter(next(found, 1))


def _header(grid: Grid) -> int | None:
    """Which row holds the titles; `None` where no row names the hidden column."""
    rows = enumerate(grid.rows[:_SEARCHED])
    return next((at for at, row in rows if TRACE in map(as_text, row)), None)
