"""A filled workbook of records read back: what it changes, or everything that stands in its way.

Three things are held against each other: what the sheets say, what they said when the workbook was
made (its marks), and what the records say now. Where a sheet says nothing new, or what is recorded
already, there is nothing to do. Otherwise what changed is put into the record as it is; where the
record changed meanwhile as well, in the same cell or the same list, the workbook is outdated.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from musrenbang.records.snapshot import Snapshot
from musrenbang.records.validation import validate
from musrenbang.sheets.cells import as_text
from musrenbang.sheets.table import Table as Grid
from musrenbang.text.errors import CommandError
from musrenbang.text.name_keys import column_key
from musrenbang.worksheets.book_plan import BookPlan, refuse_broken
from musrenbang.worksheets.book_writer import FORMAT, TRACE, keys_of, seal_of
from musrenbang.worksheets.cell_kinds import (
    is_blank,
    mark,
)
from musrenbang.worksheets.complaints import REMAKE, Complaint, foreign
from musrenbang.worksheets.follow_up_book import TINDAK_LANJUT, follow_up_book
from musrenbang.worksheets.record_book import (
    CODE,
    NEW,
    Book,
    BookFile,
    BookRow,
    Column,
    Holds,
    Plain,
    Table,
    Words,
    cell_of,
    complete,
    get,
    put,
    rows_of,
)
from musrenbang.worksheets.seen_rows import OWNER, CellReader, SeenRow, SheetReader, label_name
from musrenbang.worksheets.year_books import (
    BERITA_ACARA,
    PENGATURAN,
    minutes_book,
    settings_book,
)

KODE = "kecamatan.kode"
"""The field that tells one kecamatan from all others."""
BOOKS: Mapping[str, Callable[[Snapshot, int], Book]] = {
    PENGATURAN: settings_book,
    BERITA_ACARA: minutes_book,
    TINDAK_LANJUT: follow_up_book,
}
"""The workbooks there are, by what their hidden sheet calls them."""


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
    refuse_broken(book, snapshot)
    reader = _reader(file, tables, book)
    if book.kode and kode and book.kode not in {kode, reader.typed(KODE)}:
        raise foreign(file, kode, book.kode)
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
        self.paths = list(told["berkas"])
        self.seals = {name: text.split() for name, text in told["segel"].items()}
        self.origins = {name: text.split("|") for name, text in told["asal"].items()}
        columns = {name: text.split() for name, text in told["tabel"].items()}
        reader = SheetReader(file, grids, self.paths, columns)
        reader.strangers(book.tables)
        self.seen = {table.name: reader.rows(table) for table in book.tables}
        self.emptied = reader.emptied
        self.result = BookPlan(
            file, book, complaints=reader.complaints, notes=reader.notes, files=self.files
        )
        self.cells = CellReader(book.lists, self.result.complaints)

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
                self.cells.learn(table, self.seen[table.name] or ())
        self._refuse_referred()
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
            if table.holds is not Holds.FILE or table.upright or table.grows or rows is None:
                continue
            emptied = [row for row in self.emptied if row.table is table and row.path]
            for row in emptied:
                told = f"Baris ini dikosongkan, padahal {table.name} tidak dihapus lewat buku."
                self.cells.complain(row, table.columns[0].name, told, hint)
            held = {row.path for row in (*rows, *emptied)}
            made = {origin.partition("/")[0] for origin in self.origins.get(table.name, ())}
            for index, path in enumerate(self.paths):
                file = table.file_of(path)
                if file and str(index) in made and path not in held:
                    what = file.nama or path.rsplit("/", 1)[-1].removesuffix(".md")
                    told = f"Baris {what} hilang, padahal {table.name} tidak dihapus lewat buku."
                    place = f"{self.result.file}, {table.name}"
                    self.result.complaints.append(Complaint((0,), place, told, hint))

    def _refuse_referred(self) -> None:
        """Say where a sheet still refers to an entry whose row is gone."""
        gone: dict[str, dict[str, str]] = defaultdict(dict)
        for table in self.book.tables:
            seen = self.seen[table.name]
            if table.holds is not Holds.ENTRY or not table.daftar or seen is None:
                continue
            for file in table.files:
                for one in _removed(file, table, seen):
                    label = self.book.lists.get(table.daftar, {}).get(one.at.lstrip(NEW), "")
                    gone[table.daftar][column_key(label)] = table.name
            for row in seen:
                gone[table.daftar].pop(
                    column_key(as_text(row.cells.get(label_name(table), ""))), None
                )
        for table in self.book.tables:
            for column in filter(lambda one: gone.get(one.daftar), table.columns):
                for row in filter(_counts, self.seen[table.name] or ()):
                    label = as_text(row.cells.get(column.name, "")).strip()
                    sheet = gone[column.daftar].get(column_key(label))
                    if label and sheet:
                        told = f"“{label}” masih dipakai di sini, padahal dihapus dari {sheet}."
                        hint = f"Pilih yang lain, hapus barisnya, atau kembalikan pada {sheet}."
                        self.cells.complain(row, column.name, told, hint)

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
                    self.cells.complain(row, OWNER, told, hint)
                    continue
            elif not path:
                made = self._new_file(row) if table.holds is Holds.FILE else table.files[0]
                if made is None:
                    continue
                path = made.path
            yield row if path == row.path else row.of(path)

    def _new_file(self, row: SeenRow) -> BookFile | None:
        values, sound = self.cells.values(row, {}, row.table.columns)
        made = self.book.new_file(values) if sound else None
        if isinstance(made, BookFile) and made.record is not None:
            was_there = made.path in self.paths or any(self._news(made, row.table, row))
            made = f"{row.table.name} {made.nama} sudah ada." if was_there else made
        if isinstance(made, str):
            hint = "Perbaiki barisnya, atau kosongkan."
            self.cells.complain(row, row.table.columns[0].name, made, hint)
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
        saying = [one for one in tables if self._says_more(file, one, rows[one.name])]
        if not saying:
            return
        outdated = [one.name for one in saying if self._is_outdated(file, one, rows[one.name])]
        if outdated:
            of = f" ({file.nama})" if file.nama else ""
            self.result.outdated.append(f"Lembar {', '.join(outdated)}{of}: {_CHANGED}.")
            return
        values, sound = file.values, True
        if file.record is None:
            shown = {str(one.keys[0]) for one in tables if one.keys}
            flat = (column for one in tables if not one.keys for column in one.columns)
            shown |= {str(column.keys[0]) for column in flat}
            values |= {name: one for name, one in file.start.items() if name not in shown}
        for table in tables:
            self._place(file, table, rows[table.name])
            if file.record is None or table in saying:
                sound &= self._put_in(file, table, rows[table.name], values)
        complete(file.model, values)
        record, problems = validate(file.model, values, file.path)
        if not sound:
            return  # what could not be read is missing from the record: once told is enough
        self.result.complaints += [one for one in map(self.result.complaint, problems) if one]
        if record is not None and record != file.record:
            self.result.changes[file.path] = record

    def _says_more(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether a sheet says of a file what neither it said when made nor the records say now."""
        if table.holds is Holds.FILE:
            return any(any(self._news(file, table, row)) for row in rows)
        return self._is_touched(file, table, rows) and not self._is_recorded(file, table, rows)

    def _news(self, file: BookFile, table: Table, row: SeenRow) -> Iterator[Column]:
        """The cells of the row of a file that changed, and do not say what is recorded."""
        now = next(_rows_of(file, table), None)
        for column in filter(row.differs, table.columns):
            if now is None or mark(row.cells[column.name], column.kind) != self._mark(now, column):
                yield column

    def _mark(self, row: BookRow, column: Column, lists: Mapping[str, Words] | None = None) -> str:
        """That of a cell as it would be written now, or with these words for what it refers to."""
        value = cell_of(column, get(row.values, column.keys), lists or self.book.lists)
        return mark(value, column.kind)

    def _is_touched(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether a list says of a file what it did not say when it was made."""
        if any(row.is_touched for row in rows):
            return True
        if file.path not in self.paths:
            return False
        if table.holds is Holds.ENTRY and file.record is None:
            return bool(_removed(file, table, rows))
        prefix = f"{self.paths.index(file.path)}/"
        were = [one for one in self.origins.get(table.name, ()) if one.startswith(prefix)]
        return were != [f"{prefix}{row.at}" for row in rows if not row.at.startswith(NEW)]

    def _is_recorded(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether a list of the records says by now what the sheet says."""
        now = [one for one in _rows_of(file, table) if not one.at.startswith(NEW)]
        return len(now) == len(rows) and all(
            mark(row.cells[column.name], column.kind) == self._mark(one, column, self.cells.lists)
            for one, row in zip(now, rows, strict=True)
            for column in table.columns
            if column.name in row.cells
        )

    def _is_outdated(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> bool:
        """Whether the records changed meanwhile what the sheet changes: a cell, or a list."""
        if table.holds is not Holds.FILE:
            if file.path not in self.paths:
                return file.record is not None
            seal = seal_of(table, _rows_of(file, table), self.book.lists)
            return f"{self.paths.index(file.path)}/{seal}" not in self.seals.get(table.name, ())
        now = next(_rows_of(file, table), None)
        return now is not None and any(
            (file.record is None and not row.at.startswith(NEW))
            or any(self._mark(now, one) != row.marks.get(one.name) for one in found)
            for row in rows
            if (found := [*self._news(file, table, row)])
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
            name = str(len(items)) if is_list else self.cells.name(row, items, old)
            sound &= bool(name)
            items[name] = dict(was or {})
            sound &= self._merge(file, row, items[name], name)
            items[name].pop(CODE, None)
        self._tell_removed(file, table, rows)
        if table.keys:
            put(values, table.keys, (tuple(items.values()) if is_list else items) or None)
        else:
            values.clear()
            values.update(items)
        return sound

    def _tell_removed(self, file: BookFile, table: Table, rows: Iterable[SeenRow]) -> None:
        for one in _removed(file, table, rows):
            shown = [
                str(cell_of(column, value, self.book.lists))
                for column in table.columns
                if (value := get(one.values, column.keys)) not in (None, "")
            ]
            label = get(one.values, table.label) if table.label else ", ".join(shown[:2])
            name = label or one.at
            owner = f" ({file.nama})" if table.owner else ""
            self.result.removed[f"{table.name}{owner}"].append(f"“{name}”")

    def _merge(self, file: BookFile, row: SeenRow, values: Plain, at: str) -> bool:
        """Put the cells of a row that changed into its part of the record."""
        said = [one for one in row.table.columns if not one.shown]
        fresh = row.is_new and not (row.table.holds is Holds.FILE and file.record)
        changed = [one for one in said if fresh or row.differs(one)]
        count = len(changed) if row.table.upright else int(row.is_new or row.is_touched)
        self.result.touched[row.table.name] += count
        read, sound = self.cells.values(row, values, changed)
        for column in filter(row.differs, row.table.columns):
            why = self._locked(file, row, at, column)
            if why:
                hint = "Kembalikan isinya seperti semula."
                self.cells.complain(row, column.name, f"{why}.", hint)
                sound = False
        values.clear()
        values.update(read)
        return sound

    def _locked(self, file: BookFile, row: SeenRow, at: str, column: Column) -> str:
        """Why a cell may not say what it says; empty where it may."""
        if column.shown:
            return f"“{column.title}” hanya untuk dibaca"
        if row.table.grows and column.required and is_blank(row.cells[column.name]):
            return "Yang sudah tercatat tidak dihapus; yang keliru dibetulkan dengan isi lain"
        return self.book.locked(file.path, keys_of(row.table, at, column))

    def _place(self, file: BookFile, table: Table, rows: Sequence[SeenRow]) -> None:
        """Remember which cell holds which value of a file."""
        at_of: dict[str, None] = {}
        for row in rows:
            if table.holds is Holds.ENTRY:
                at = self.cells.name(row, at_of, get(file.values, table.keys) or {})
            else:
                at = str(len(at_of)) if table.holds is Holds.ITEM else row.at
            at_of[at] = None
            for column in table.columns:
                if column.name in row.places:
                    place = row.order, row.places[column.name], column.title
                    self.result.places[file.path][keys_of(table, at, column)] = place


_CHANGED = "yang Anda ubah juga diubah di tempat lain sesudah buku ini dibuat"


def _rows_of(file: BookFile, table: Table) -> Iterator[BookRow]:
    return (one for one in rows_of(table) if one.file.path == file.path)


def _removed(file: BookFile, table: Table, rows: Iterable[SeenRow]) -> list[BookRow]:
    """The rows of a list that were there, as records or as suggestions by name, and are gone."""
    kept = {NEW, *(row.at for row in rows)}
    return [one for one in _rows_of(file, table) if one.at not in kept]


def _original(old: Any, row: SeenRow) -> Plain | None:
    """What the record holds of a row that was there when the book was made."""
    if row.table.holds is Holds.ENTRY:
        found: Plain | None = old.get(row.at)
        return found
    return old[int(row.at)] if row.at.isdecimal() and int(row.at) < len(old) else None


def _counts(row: SeenRow) -> bool:
    """Whether a row is more than a suggestion that nobody took up."""
    return not (row.marks and row.at.startswith(NEW)) or row.is_touched or row.is_complete
