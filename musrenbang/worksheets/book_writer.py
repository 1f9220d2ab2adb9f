"""From a described workbook of records to the XLSX file: one sheet for each table of the book."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.text.indonesian import tanggal
from musrenbang.worksheets import look
from musrenbang.worksheets.cell_kinds import CellKind, CellValue, mark
from musrenbang.worksheets.record_book import (
    NEW,
    Book,
    BookRow,
    Column,
    Holds,
    Table,
    Words,
    cell_of,
    get,
    rows_of,
)
from musrenbang.worksheets.sheet_controls import CHOICES, check, legible, protect
from musrenbang.worksheets.workbook import begun, packed

TRACE = "Jejak"
"""The hidden sheet, and the hidden column of each other, that say what a row was made from."""
FORMAT = "buku-3"
HELP_ROW = "petunjuk"
FIELD, VALUE, HELP = "Isian", "Isi", "Petunjuk"
"""The columns of an upright sheet."""
LONGEST = 32_000
"""What a cell holds; a longer text is shown in part and changed in its file."""
_HEADER = 4
_UPRIGHT_WIDTHS = (27, 46, 48)
_LOCKED_NOTE = "Sel abu-abu terkunci."
COLOURS = (
    (look.REQUIRED, "Wajib diisi"),
    (look.MISSING, "Belum lengkap: sel inilah yang harus diisi"),
    (look.SHUT, "Terkunci: ditetapkan di tempat lain, atau sudah tidak boleh berubah"),
)
_WIDTHS = {
    CellKind.NASKAH: 70,
    CellKind.TANGGAL: 14,
    CellKind.TAHUN: 10,
    CellKind.BILANGAN: 11,
    CellKind.RUPIAH: 16,
    CellKind.VOLUME: 12,
    CellKind.RW: 7,
    CellKind.YA_TIDAK: 12,
}
_TEXT_WIDTH, _OWNER_WIDTH = 24, 22
_NARROWEST, _WIDEST = 12, 38
_BLANK_PRINTED = 5


def record_workbook(book: Book, instructions: str, origin: str, paper: str) -> bytes:
    """The workbook; `origin` names the state of the records.

    In the instructions `{hari}` and `{tanggal}` stand for a day, in figures and in words.
    """
    day = book.hari
    instructions = instructions.format(
        hari=f"{day.day}/{day.month}/{day.year}", tanggal=tanggal(day)
    )
    made = begun(instructions, f"{book.judul} · {origin}", paper, COLOURS)
    writer = _Writer(book, made, paper, f"{book.judul} · {origin}")
    for table in book.tables:
        writer.write(table)
    writer.trace()
    return packed(made)


@dataclass
class Choices:
    """The hidden sheet of what can be picked, one column for each list."""

    sheet: Worksheet
    count: int = 0

    def formula(self, words: Sequence[str]) -> str:
        """Write a list; the formula that names its cells."""
        self.count += 1
        for row, word in enumerate(words, 1):
            look.put(self.sheet.cell(row, self.count), word)
        letter = get_column_letter(self.count)
        return f"{quote_sheetname(CHOICES)}!${letter}$1:${letter}${len(words)}"


class _Writer:
    def __init__(self, book: Book, made: Workbook, paper: str, footer: str) -> None:
        self.book, self.made, self.paper, self.footer = book, made, paper, footer
        self.paths = {path: index for index, path in enumerate(book.files)}
        hidden = made.create_sheet(CHOICES)
        hidden.sheet_state = "hidden"
        self.choices = Choices(hidden)
        self.tables: list[tuple[str, str]] = []

    def write(self, table: Table) -> None:
        """One table as a sheet, before the hidden ones."""
        sheet = self.made.create_sheet(table.name, len(self.made.sheetnames) - 1)
        _head(sheet, table.name, f"{self.book.keterangan} {table.about}".strip())
        rows = list(rows_of(table))
        if table.upright:
            self._upright(sheet, table, rows[0])
        else:
            self._rows(sheet, table, rows)
        protect(sheet)
        sheet.protection.insertRows = False
        legible(sheet, self.paper, self.footer)
        names = " ".join(column.name for column in table.columns)
        self.tables.append((table.name, names))

    def _upright(self, sheet: Worksheet, table: Table, row: BookRow) -> None:
        for index, (title, width) in enumerate(
            zip((FIELD, VALUE, HELP, TRACE), (*_UPRIGHT_WIDTHS, 4), strict=True), 1
        ):
            sheet.column_dimensions[get_column_letter(index)].width = width
            look.heading(sheet.cell(_HEADER, index), title, look.GREEN)
        sheet.column_dimensions["D"].hidden = True
        at, section = _HEADER, ""
        lines: dict[str, int] = {}
        for column in table.columns:
            part, _, title = column.title.rpartition(": ")
            if part != section:
                section, at = part, at + 1
                look.heading(sheet.cell(at, 1), part or table.name, look.SECTION)
                sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=3)
            at += 1
            lines[column.name] = at
            value = self._value(column, row)
            label, cell, told = (sheet.cell(at, index) for index in (1, 2, 3))
            look.put(label, title)
            label.font, label.alignment = look.font(bold=column.required), look.PASSAGE
            self._dress(cell, column, value, self._shut(row, column, table))
            look.put(told, column.help)
            told.font, told.alignment = look.font(10, look.FADED), look.PASSAGE
            trace = f"{self.paths[row.file.path]} {row.at} {column.name} {mark(value, column.kind)}"
            look.put(sheet.cell(at, 4), trace)
            self._validate(sheet, column, f"B{at}")
            texts = [(str(value), _UPRIGHT_WIDTHS[1]), (column.help, _UPRIGHT_WIDTHS[2])]
            sheet.row_dimensions[at].height = look.height(texts)
        for column in table.columns:
            if column.required:
                inside = [lines[one.name] for one in _group(table, column)]
                empty = f'$B${lines[column.name]}=""'
                begun = f"COUNTA($B${min(inside)}:$B${max(inside)})>0"
                _missing(sheet, f"B{lines[column.name]}", empty, begun if column.group else "")
        sheet.freeze_panes = f"A{_HEADER + 1}"
        sheet.print_title_rows = f"{_HEADER}:{_HEADER}"

    def _rows(self, sheet: Worksheet, table: Table, rows: Sequence[BookRow]) -> None:
        lead = int(bool(table.owner))
        widths = [self._width(column, rows) for column in table.columns]
        self._titles(sheet, table, widths)
        first = _HEADER + 2
        for number, row in enumerate(rows, first):
            self._row(sheet, table, (row, number), widths)
        after = first + len(rows)
        last = after + (0 if self._list_shut(table) else table.blank) - 1
        blank: list[Column | None] = [*([None] * lead), *table.columns]
        for number in range(after, last + 1):
            for index, column in enumerate(blank, 1):
                self._dress(sheet.cell(number, index), column, "", shut=False)
        letters = {
            column.name: get_column_letter(index)
            for index, column in enumerate(table.columns, lead + 1)
        }
        if last >= first:
            for name, column in zip(letters, table.columns, strict=True):
                self._validate(sheet, column, f"{letters[name]}{first}:{letters[name]}{last}")
            _demand(sheet, table, letters, (first, last))
            if table.owner:
                owners = self.choices.formula([one.nama for one in table.files])
                owner = Column((), table.owner, "", CellKind.PILIHAN)
                check(sheet, owner, f"A{first}:A{last}", owners)
        sheet.freeze_panes = sheet.cell(first, 2).coordinate
        sheet.print_title_rows, sheet.print_title_cols = f"{_HEADER}:{_HEADER}", "A:A"
        end = get_column_letter(lead + len(table.columns))
        if table.grows:
            sheet.auto_filter.ref = f"A{_HEADER + 1}:{end}{max(first, last)}"
        sheet.print_area = f"A1:{end}{max(first, min(last, after + _BLANK_PRINTED))}"

    def _titles(self, sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
        """The head of a table: each column's title, and below it what to write there."""
        every = [(one.title, one.help, one.required) for one in table.columns]
        if table.owner:
            every, widths = [(table.owner, "Pilih.", True), *every], [_OWNER_WIDTH, *widths]
        for index, ((title, told, needed), width) in enumerate(
            zip([*every, (TRACE, HELP_ROW, False)], [*widths, 4], strict=True), 1
        ):
            look.heading(sheet.cell(_HEADER, index), title, look.NEEDED if needed else look.GREEN)
            cell = sheet.cell(_HEADER + 1, index)
            look.put(cell, told)
            cell.font, cell.alignment = look.font(10, look.FADED), look.PASSAGE
            cell.fill, cell.border = look.READ_ONLY, look.BORDER
            sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.column_dimensions[get_column_letter(len(every) + 1)].hidden = True
        titles = [(one[0], width) for one, width in zip(every, widths, strict=True)]
        helps = [(one[1], width) for one, width in zip(every, widths, strict=True)]
        sheet.row_dimensions[_HEADER].height = look.height(titles, 11)
        sheet.row_dimensions[_HEADER + 1].height = look.height(helps)

    def _row(
        self,
        sheet: Worksheet,
        table: Table,
        numbered: tuple[BookRow, int],
        widths: Sequence[float],
    ) -> None:
        row, number = numbered
        lead, marks, texts = int(bool(table.owner)), "", []
        if table.owner:
            self._dress(sheet.cell(number, 1), None, row.file.nama, shut=True)
        for index, (column, width) in enumerate(zip(table.columns, widths, strict=True), lead + 1):
            value = self._value(column, row)
            marks += mark(value, column.kind)
            self._dress(sheet.cell(number, index), column, value, self._shut(row, column, table))
            texts.append((str(value), width))
        look.put(
            sheet.cell(number, lead + len(table.columns) + 1),
            f"{self.paths[row.file.path]} {row.at} {marks}",
        )
        sheet.row_dimensions[number].height = look.height(texts)

    def _width(self, column: Column, rows: Sequence[BookRow]) -> float:
        """In characters: as a kind of value needs it, or about as long as the texts there are."""
        if column.kind in _WIDTHS:
            return _WIDTHS[column.kind]
        longest = max((len(str(self._value(column, row))) for row in rows), default=_TEXT_WIDTH)
        title = max(map(len, column.title.split()))
        return min(max(longest + 2, title + 3, _NARROWEST), _WIDEST)

    def _value(self, column: Column, row: BookRow) -> CellValue:
        value = cell_of(column, get(row.values, column.keys), self.book.lists)
        return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value

    def _shut(self, row: BookRow, column: Column, table: Table) -> bool:
        if column.shown:
            return True
        too_long = len(str(get(row.values, column.keys) or "")) > LONGEST
        return too_long or bool(self.book.locked(row.file.path, keys_of(table, row.at, column)))

    def _list_shut(self, table: Table) -> bool:
        """Whether nothing may be added to any file of a list."""
        keys = (*table.keys, NEW)
        return bool(table.files) and all(self.book.locked(one.path, keys) for one in table.files)

    def _dress(
        self,
        cell: Cell | MergedCell,
        column: Column | None,
        value: CellValue,
        shut: bool,  # noqa: FBT001 - what the cell is
    ) -> None:
        kind = column.kind if column else CellKind.TEKS
        look.put(cell, value)
        cell.font = look.font(colour=look.FADED if shut else look.INK)
        cell.alignment = look.alignment(kind)
        cell.number_format = look.format_of(kind, value)
        cell.border = look.BORDER
        cell.protection = look.LOCKED if shut else look.OPEN
        needed = column is not None and column.required and not column.group and value == ""
        cell.fill = (
            look.CLOSED if shut else look.fill(look.REQUIRED.background) if needed else look.INPUT
        )

    def _validate(self, sheet: Worksheet, column: Column, cells: str) -> None:
        choices = ""
        if column.daftar:
            choices = self._entries(column.daftar)
        elif column.words:
            choices = self.choices.formula(list(column.words.values()))
        check(sheet, column, cells, choices)

    def _entries(self, daftar: str) -> str:
        """The cells that hold the entries of a list, of this book where it has them."""
        table = next((one for one in self.book.tables if one.daftar == daftar), None)
        if table is None:
            return self.choices.formula(list(self.book.lists.get(daftar, {}).values()) or [""])
        index = next(at for at, one in enumerate(table.columns, 1) if one.keys == table.label)
        letter, first = get_column_letter(index), _HEADER + 2
        last = first + sum(1 for _ in rows_of(table)) + table.blank - 1
        return f"{quote_sheetname(table.name)}!${letter}${first}:${letter}${last}"

    def trace(self) -> None:
        """The hidden sheet: which book, which files and columns."""
        sheet = self.made.create_sheet(TRACE)
        sheet.sheet_state = "hidden"
        rows: list[tuple[str, ...]] = [
            (FORMAT, self.book.jenis, str(self.book.tahun), self.book.kode)
        ]
        rows += [("berkas", path) for path in self.book.files]
        rows += [("tabel", name, columns) for name, columns in self.tables]
        for table in self.book.tables:
            rows.append(("asal", table.name, "|".join(_origins(table, self.paths))))
            if table.holds is not Holds.FILE:
                rows.append(("segel", table.name, " ".join(self._seals(table))))
        for number, row in enumerate(rows, 1):
            for index, text in enumerate(row, 1):
                look.put(sheet.cell(number, index), text)

    def _seals(self, table: Table) -> Iterator[str]:
        """What each file has on a sheet of lists."""
        for file in table.files:
            own = (row for row in rows_of(table) if row.file is file)
            yield f"{self.paths[file.path]}/{seal_of(table, own, self.book.lists)}"


def seal_of(table: Table, rows: Iterable[BookRow], lists: Mapping[str, Words]) -> str:
    """One mark for all that some rows say, in their order."""
    said = (
        f"{row.at} {mark(cell_of(column, get(row.values, column.keys), lists), column.kind)}"
        for row in rows
        for column in table.columns
    )
    return mark(" ".join(said))


def keys_of(table: Table, at: str, column: Column) -> tuple[str | int, ...]:
    """Where the value of a column stands in the record of its file."""
    if table.holds is Holds.FILE:
        return column.keys
    row: str | int = int(at) if table.holds is Holds.ITEM and at.isdecimal() else at
    return (*table.keys, row, *column.keys)


def _origins(table: Table, paths: Mapping[str, int]) -> Iterator[str]:
    for row in rows_of(table):
        if not row.at.startswith(NEW):
            yield f"{paths[row.file.path]}/{row.at}"


def _group(table: Table, column: Column) -> list[Column]:
    """The columns of which one that is filled in demands this one."""
    if not column.group:
        return list(table.columns)
    return [one for one in table.columns if one.keys[: len(column.group)] == column.group]


def _head(sheet: Worksheet, title: str, about: str) -> None:
    look.put(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = look.font(15, look.GREEN, bold=True)
    look.put(sheet.cell(2, 1), about)
    sheet.cell(2, 1).font = look.font(10, look.FADED)
    sheet.row_dimensions[1].height = 22


def _missing(sheet: Worksheet, cells: str, empty: str, begun: str) -> None:
    condition = f"AND({begun},{empty})" if begun else empty
    rule = Rule("expression", formula=[condition], dxf=look.MISSING.style(), stopIfTrue=True)
    sheet.conditional_formatting.add(cells, rule)


def _demand(
    sheet: Worksheet, table: Table, letters: Mapping[str, str], span: tuple[int, int]
) -> None:
    """The colour of what is missing, once a row, or an optional part of it, is begun."""
    first, last = span
    for column in table.columns:
        if not column.required:
            continue
        inside = [letters[one.name] for one in _group(table, column)]
        start = letters[column.name]
        begun = f"COUNTA(${inside[0]}{first}:${inside[-1]}{first})>0"
        _missing(sheet, f"{start}{first}:{start}{last}", f'${start}{first}=""', begun)
