"""A filled workbook of records read back: what it changes, or everything that stands in its way.

Three things are held against each other for every file: what the sheets say, what they said when
the workbook was made (its marks), and what the records say now. Where the sheets say nothing new,
or what is recorded already, there is nothing to do; where the records changed meanwhile, the file
is outdated; otherwise the cells that changed are put into the record as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from musrenbang.records.findings import Finding, Keys, Problem
from musrenbang.records.snapshot import Snapshot
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import Cell, CellError, as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import column_key, slug_of, untaken
from musrenbang.worksheets.book_writer import FORMAT, TRACE, keys_of
from musrenbang.worksheets.cell_kinds import (
    READERS,
    CellKind,
    is_blank,
    mark,
    read_word,
    sentence,
    told_apart,
)
from musrenbang.worksheets.complaints import Complaint, called, with_titles
from musrenbang.worksheets.record_book import (
    CODE,
    NEW,
    Book,
    BookColumn,
    BookFile,
    BookRow,
    Holds,
    Plain,
    Table,
    cell_of,
    complete,
    get,
    put,
    rows_of,
)
from musrenbang.worksheets.seen_rows import OWNER, REMAKE, SeenRow, SheetReader
from musrenbang.worksheets.year_books import BOOKS

KODE = "kecamatan.kode"
"""The field that tells one kecamatan from all others."""
Place = tuple[tuple[int, ...], str, str]
"""Order, cell and title."""


@dataclass
class BookPlan:
    """What a filled workbook comes to."""

    file: str
    book: Book
    changes: dict[str, BaseModel] = field(default_factory=dict)
    """The records that differ from those there are, by path."""
    complaints: list[Complaint] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    """The files that changed after the workbook was made, as people call them."""
    notes: list[str] = field(default_factory=list)
    removed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The lines of lists that are gone by sheet, each as it was called."""
    touched: Counter[str] = field(default_factory=Counter)
    """How many lines of each sheet say something new."""
    places: dict[str, dict[Keys, Place]] = field(default_factory=lambda: defaultdict(dict))
    """The cells of values, by file and keys."""

    def complaint(self, problem: Problem | Finding) -> Complaint | None:
        """A problem or refusal at its cell, or the nearest one; `None`: its file has none here."""
        here = self.places.get(problem.file, {})
        keys = problem.field
        table = next((one for one in self.book.tables if one.keys and keys == one.keys), None)
        if here and table:
            names = self._names()
            message, hint = (with_titles(text, names) for text in (problem.message, problem.hint))
            return Complaint((0,), f"{self.file}, {table.name}", message, hint)
        for length in range(len(keys), -1, -1):
            near = [key for key in here if key[:length] == keys[:length]]
            if near:
                break
        else:
            return None
        order, place, title = here[keys[:length] if keys[:length] in here else near[0]]
        where = f"{place} ({title})"
        if isinstance(problem, Problem) and problem.rule == "skema.wajib":
            return Complaint(order, where, f"“{title}” belum diisi.", f"Isi “{title}”.")
        names = self._names()
        message, hint = (with_titles(text, names) for text in (problem.message, problem.hint))
        return Complaint(order, where, message, hint)

    def elsewhere(self, problem: Problem | Finding, hint: str = "") -> Complaint:
        """A problem of a file that has no cell in this workbook; `hint` instead of its own."""
        names = self._names()
        message, hint = (
            with_titles(text, names) for text in (problem.message, hint or problem.hint)
        )
        return Complaint((0,), f"{self.file}, {called(problem.file)}", message, hint)

    def _names(self) -> dict[str, str]:
        """What fields are called on the sheets."""
        names = {one.name: f"“{one.title}”" for table in self.book.tables for one in table.columns}
        lists = (table for table in self.book.tables if table.keys)
        return names | {".".join(map(str, one.keys)): f"lembar {one.name}" for one in lists}


def _trace_of(tables: Sequence[Grid]) -> Grid | None:
    hidden = (one for one in tables if one.name == TRACE and one.rows and one.rows[0])
    return next((one for one in hidden if as_text(one.rows[0][0]).startswith("buku-")), None)


def is_book(tables: Sequence[Grid]) -> bool:
    """Whether some sheets are a workbook of records."""
    return _trace_of(tables) is not None


def read_book(file: str, tables: Sequence[Grid], snapshot: Snapshot) -> BookPlan:
    """Read a workbook back; `CommandError` where it is of another program or no year there is."""
    hidden = _trace_of(tables)
    if hidden is None:
        raise CommandError(f"{file} bukan buku isian: lembar tersembunyi “{TRACE}” tidak ada.")
    form, jenis, tahun, kode = (*map(as_text, hidden.rows[0]), "", "", "", "")[:4]
    if form != FORMAT or jenis not in BOOKS:
        raise CommandError(f"{file} dibuat oleh versi lain dari program ini. {REMAKE}")
    if not tahun.isdecimal() or int(tahun) not in snapshot.years:
        raise CommandError(f"{file} adalah buku tahun {tahun}, yang tidak ada di sini.")
    book = BOOKS[jenis](snapshot, int(tahun))
    reader = _reader(file, tables, book)
    if book.kode and kode and book.kode not in {kode, reader.typed(KODE)}:
        raise CommandError(
            f"{file} adalah buku kecamatan lain (kode {visible(kode)}); di sini kecamatan "
            f"{book.kode}. Serahkan kepada kecamatannya."
        )
    return reader.plan()


def read_against(file: str, tables: Sequence[Grid], book: Book) -> BookPlan:
    """Read the sheets of a workbook of which it is known what it is."""
    return _reader(file, tables, book).plan()


def _reader(file: str, tables: Sequence[Grid], book: Book) -> "_Reader":
    hidden = _trace_of(tables) or next(one for one in tables if one.name == TRACE)
    trace = [(*map(as_text, row), "", "", "")[:3] for row in hidden.rows]
    return _Reader(file, tables, trace, book)


class _Reader:
    def __init__(
        self, file: str, grids: Sequence[Grid], trace: Sequence[Sequence[str]], book: Book
    ) -> None:
        told: dict[str, dict[str, str]] = defaultdict(dict)
        for kind, name, text in trace[1:]:
            told[kind][name] = text
        self.book, self.files = book, dict(book.files)
        self.versions = told["berkas"]
        self.paths = list(self.versions)
        self.origins = {name: text.split() for name, text in told["asal"].items()}
        columns = {name: text.split() for name, text in told["tabel"].items()}
        reader = SheetReader(file, grids, self.paths, columns)
        reader.strangers(book.tables)
        self.seen = {table.name: reader.rows(table) for table in book.tables}
        self.emptied = reader.emptied
        self.result = BookPlan(file, book, complaints=reader.complaints, notes=reader.notes)
        self.lists = {name: dict(words) for name, words in book.lists.items()}

    def typed(self, name: str) -> str:
        """What stands now in the cell of a field on an upright sheet; empty where none has it."""
        upright = (self.seen[one.name] or () for one in self.book.tables if one.upright)
        cells = (row.cells[name] for rows in upright for row in rows if name in row.cells)
        return as_text(next(cells, ""))

    def plan(self) -> BookPlan:
        """All of it."""
        self._refuse_removed()
        for table in self.book.tables:
            if table.holds is Holds.ENTRY:
                self._learn(table)
        rows: dict[str, dict[str, list[SeenRow]]] = defaultdict(dict)
        for table in self.book.tables:
            for row in self._placed(table, self.seen[table.name] or ()):
                rows[row.path].setdefault(table.name, []).append(row)
        for path in dict.fromkeys([*self.files, *rows]):
            self._file(self.files[path], rows.get(path, {}))
        self.result.complaints.sort()
        return self.result

    def _refuse_removed(self) -> None:
        """A file does not go with its row: say so where a row is gone."""
        hint = f"Kembalikan isinya seperti semula. {REMAKE}"
        for table in self.book.tables:
            rows = self.seen[table.name]
            if table.holds is not Holds.FILE or table.upright or rows is None:
                continue
            emptied = [row for row in self.emptied if row.table is table and row.path]
            for row in emptied:
                told = f"Baris ini dikosongkan, padahal {table.name} tidak dihapus lewat buku."
                self._complain(row, table.columns[0].name, told, hint)
            held = {row.path for row in (*rows, *emptied)}
            made = {origin.partition("/")[0] for origin in self.origins.get(table.name, ())}
            for index, path in enumerate(self.paths):
                file = table.file_of(path)
                if file and str(index) in made and path not in held:
                    what = file.nama or path.rsplit("/", 1)[-1].removesuffix(".md")
                    told = f"Baris {what} hilang, padahal {table.name} tidak dihapus lewat buku."
                    place = f"{self.result.file}, {table.name}"
                    self.result.complaints.append(Complaint((0,), place, told, hint))

    def _learn(self, table: Table) -> None:
        """The entries of a list as this workbook has them, for whoever refers to it."""
        words: dict[str, str] = {}
        for row in self.seen[table.name] or ():
            label = as_text(row.cells.get(_label(table), ""))
            words[self._name(row, words, self.book.lists.get(table.daftar, {}))] = label
        known = self.lists.setdefault(table.daftar, {}) | words
        self.lists[table.daftar] = dict(told_apart(known))

    def _placed(self, table: Table, rows: Iterable[SeenRow]) -> Iterator[SeenRow]:
        """Each row with its file, which the column of its owner may name."""
        owners = {column_key(one.nama): one.path for one in self.files.values() if one.nama}
        for row in rows:
            path, owner = row.path, row.cells.get(OWNER, "")
            if table.owner and not (path and is_blank(owner)):
                path = owners.get(column_key(as_text(owner)), "")
                if not path:
                    text = as_text(owner)
                    told = f"“{text}” tidak dikenal." if text else f"“{table.owner}” belum diisi."
                    hint = f"Pilih: {', '.join(one.nama for one in table.files)}."
                    self._complain(row, OWNER, told, hint)
                    continue
            elif not path:
                made = self._new_file(row) if table.holds is Holds.FILE else table.files[0]
                if made is None:
                    continue
                path = made.path
            yield row if path == row.path else row.of(path)

    def _new_file(self, row: SeenRow) -> BookFile | None:
        values, sound = self._values(row, {}, row.table.columns)
        made = self.book.new_file(values) if sound else None
        if isinstance(made, str):
            hint = "Perbaiki barisnya, atau kosongkan."
            self._complain(row, row.table.columns[0].name, made, hint)
        if not isinstance(made, BookFile):
            return None
        self.files[made.path] = made
        return made

    def _file(self, file: BookFile, seen: Mapping[str, list[SeenRow]]) -> None:
        tables = [
            one
            for one in self.book.tables
            if self.seen[one.name] is not None and (one.name in seen or one.file_of(file.path))
        ]
        rows = {one.name: [*filter(_counts, seen.get(one.name, []))] for one in tables}
        if not any(self._is_touched(file, table, rows[table.name]) for table in tables):
            return
        if all(self._is_recorded(file, table, rows[table.name]) for table in tables):
            return
        if self.versions.get(file.path, "") != file.version:
            self.result.outdated.append(file.nama or self.book.judul)
            return
        values, sound = file.values, True
        if file.record is None:
            shown = {str(one.keys[0]) for one in tables if one.keys}
            flat = (column for one in tables if not one.keys for column in one.columns)
            shown |= {str(column.keys[0]) for column in flat}
            values |= {name: one for name, one in file.start.items() if name not in shown}
        for table in tables:
            sound &= self._put_in(file, table, rows[table.name], values)
        complete(file.model, values)
        record, problems = validate(file.model, values, file.path)
        if not sound:
            return  # what could not be read is missing from the record: once told is enough
        self.result.complaints += [one for one in map(self.result.complaint, problems) if one]
        if record is not None and record != file.record:
            self.result.changes[file.path] = record

    def _is_touched(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether the sheet says of a file what it did not say when it was made."""
        if any(row.is_touched for row in rows):
            return True
        if table.holds is Holds.FILE or file.path not in self.paths:
            return False  # where the row of a file is gone, the file stays
        if table.holds is Holds.ENTRY and file.record is None:
            return bool(_removed(file, table, rows))
        prefix = f"{self.paths.index(file.path)}/"
        were = [one for one in self.origins.get(table.name, ()) if one.startswith(prefix)]
        return were != [f"{prefix}{row.at}" for row in rows if not row.at.startswith(NEW)]

    def _is_recorded(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether the records say by now what the sheet says."""
        now = [
            one
            for one in rows_of(table)
            if one.file.path == file.path and not one.at.startswith(NEW)
        ]
        if table.holds is Holds.FILE and not rows:
            return True
        return len(now) == len(rows) and all(
            mark(row.cells[column.name], column.kind)
            == mark(cell_of(column, get(one.values, column.keys), self.lists), column.kind)
            for one, row in zip(now, rows, strict=True)
            for column in table.columns
            if column.name in row.cells
        )

    def _put_in(self, file: BookFile, table: Table, rows: Sequence[SeenRow], values: Plain) -> bool:
        """Put what a sheet says into the record; whether all of it could be read."""
        sound = True
        if table.holds is Holds.FILE:
            for row in rows:
                sound &= self._merge(file, row, values, row.at)
            return sound
        is_list = table.holds is Holds.ITEM
        old: Any = get(values, table.keys) or (() if is_list else {})
        items: dict[str, Plain] = {}
        for row in rows:
            was = _original(old, row)
            name = str(len(items)) if is_list else self._name(row, items, old)
            sound &= self._is_called(row, name, items)
            items[name] = dict(was or {})
            sound &= self._merge(file, row, items[name], name)
            items[name].pop(CODE, None)
        self._tell_removed(file, table, rows)
        if table.keys:
            put(values, table.keys, tuple(items.values()) if is_list else items)
        else:
            values.clear()
            values.update(items)
        return sound

    def _is_called(self, row: SeenRow, name: str, taken: Container[str]) -> bool:
        """Whether an entry that is known by its code has one, and one of its own."""
        column = next((one for one in row.table.columns if one.name == CODE), None)
        if column is None or (name and name not in taken):
            return True
        told = f"“{name}” sudah ada di baris lain." if name else f"“{column.title}” belum diisi."
        self._complain(row, CODE, told, column.help)
        return False

    def _tell_removed(self, file: BookFile, table: Table, rows: Iterable[SeenRow]) -> None:
        for one in _removed(file, table, rows):
            cells = (get(one.values, column.keys) for column in table.columns)
            name = get(one.values, table.label) or next((one for one in cells if one), one.at)
            owner = f" ({file.nama})" if table.owner else ""
            self.result.removed[f"{table.name}{owner}"].append(f"“{name}”")

    def _name(self, row: SeenRow, taken: Iterable[str], old: Iterable[str]) -> str:
        """The code of an entry: its own, or a new one after what it is called."""
        if CODE in row.cells:
            return as_text(row.cells[CODE]).strip()
        if row.at.lstrip(NEW):
            return row.at.lstrip(NEW)
        label = as_text(row.cells.get(_label(row.table), ""))
        return untaken(slug_of(label) or "tanpa-nama", {*taken, *old}.__contains__)

    def _merge(self, file: BookFile, row: SeenRow, values: Plain, at: str) -> bool:
        """Put the cells of a row that changed into its part of the record."""
        changed = [one for one in row.table.columns if row.is_new or row.differs(one)]
        count = len(changed) if row.table.upright else int(row.is_new or row.is_touched)
        self.result.touched[row.table.name] += count
        for column in row.table.columns:
            if column.name in row.places:
                keys = keys_of(row.table, at, column)
                place = row.order, row.places[column.name], column.title
                self.result.places[file.path][keys] = place
        read, sound = self._values(row, values, changed)
        for column in filter(row.differs, changed):
            why = self.book.locked(file.path, keys_of(row.table, at, column))
            if why:
                hint = "Kembalikan isinya seperti semula."
                self._complain(row, column.name, f"{why}.", hint)
                sound = False
        values.clear()
        values.update(read)
        return sound

    def _values(
        self, row: SeenRow, values: Plain, columns: Iterable[BookColumn]
    ) -> tuple[Plain, bool]:
        """The values with those of some cells put in, and whether all of them could be read."""
        found, sound = dict(values), True
        for column in columns:
            cell = row.cells.get(column.name)
            if cell is None:
                continue
            try:
                put(found, column.keys, self._read(column, cell))
            except CellError as error:
                self._complain(row, column.name, sentence(str(error)), column.help)
                sound = False
        return found, sound

    def _read(self, column: BookColumn, cell: Cell) -> Any:
        if is_blank(cell):
            return None
        if column.kind is not CellKind.PILIHAN:
            return READERS[column.kind](cell)
        words = self.lists.get(column.daftar, {}) if column.daftar else column.words
        begun = f"{column_key(as_text(cell))} ("
        alike = [word for word in words.values() if column_key(word).startswith(begun)]
        if len(alike) > 1:
            told = f"“{as_text(cell)}” dapat berarti {' atau '.join(f'“{one}”' for one in alike)}"
            raise CellError(f"{told}. Tulis salah satunya seperti itu")
        known = {column_key(code): code for code in words}
        known |= {column_key(word): code for code, word in words.items()}
        return read_word(known, list(words.values()))(cell)

    def _complain(self, row: SeenRow, name: str, message: str, hint: str) -> None:
        title = next((one.title for one in row.table.columns if one.name == name), row.table.owner)
        place = f"{row.places.get(name, row.table.name)} ({title})"
        one = Complaint(row.order, place, message, hint)
        if one not in self.result.complaints:
            self.result.complaints.append(one)


def _removed(file: BookFile, table: Table, rows: Iterable[SeenRow]) -> list[BookRow]:
    """The rows of a list that were there, as records or as suggestions by name, and are gone."""
    kept = {NEW, *(row.at for row in rows)}
    return [one for one in rows_of(table) if one.file.path == file.path and one.at not in kept]


def _label(table: Table) -> str:
    return ".".join(map(str, table.label))


def _original(old: Any, row: SeenRow) -> Plain | None:
    """What the record holds of a row that was there when the book was made."""
    if row.table.holds is Holds.ENTRY:
        found: Plain | None = old.get(row.at) or old.get(row.at.replace("_", " "))
        return found
    return old[int(row.at)] if row.at.isdecimal() and int(row.at) < len(old) else None


def _counts(row: SeenRow) -> bool:
    """Whether a row is more than a suggestion that nobody took up."""
    return not (row.marks and row.at.startswith(NEW)) or row.is_touched or row.is_complete
