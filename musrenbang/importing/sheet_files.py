"""Reading a spreadsheet: one CSV or XLSX file as rows of cells, without knowing what they mean.

The rejected rows of an earlier import are such a file, too: whatever `disarmed` puts before a cell,
`rearmed` takes away when it is read again.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from musrenbang.importing.mapping import FILE_NAME, SHEET_NAME, LembarKerja
from musrenbang.records.validation import meant
from musrenbang.sheets.cells import Cell, as_text
from musrenbang.sheets.xlsx import read_file, read_workbook
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.name_keys import column_key
from musrenbang.year.personal_data import numbers

BOM = b"\xef\xbb\xbf"
HEAD = ("berkas", "baris", "alasan")
_FILE_START = re.compile(rb"(?:\xef\xbb\xbf)?" + rb"[,;\t]".join(map(str.encode, HEAD)))
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DISARMED = re.compile(r"''*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_PERSONAL = re.compile(r"\+?[0-9](?:[\s.()‐-―−-]{0,2}[0-9]){8,}|[^\s@]+@[^\s@]+")  # noqa: RUF001 - dashes
_LEGIBLE = 4


def is_rejects_file(path: Path) -> bool:
    """Whether an earlier import wrote this file."""
    with path.open("rb") as stream:
        return _FILE_START.match(stream.read(64)) is not None


def has_rejects_titles(titles: tuple[str, ...]) -> bool:
    """Whether a table is the rejected rows of an earlier import."""
    return tuple(map(column_key, titles[: len(HEAD)])) == HEAD


def disarmed(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def rearmed(cell: Cell) -> Cell:
    """A cell before its text was disarmed."""
    return cell[1:] if isinstance(cell, str) and _DISARMED.match(cell) else cell


def masked(text: str) -> str:
    """Text in which numbers and addresses that name a person end in dots."""

    def mask(match: re.Match[str]) -> str:
        found = match[0]
        if not any(numbers(found)):
            return found
        hidden = r"[^\W_]" if "@" in found else r"[0-9]"
        return found[:_LEGIBLE] + re.sub(hidden, "•", found[_LEGIBLE:])

    return _PERSONAL.sub(mask, text)


MAX_BYTES = 64 * 1024 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_SEARCHED_FOR_TITLES = 20
_NAMES = {FILE_NAME, SHEET_NAME}
_LABEL = re.compile(r"(.+?)(?: \[(.*)\])?")


class RejectedError(Exception):
    """Why a row cannot become a proposal, every reason a sentence."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row; `number` counts as the spreadsheet does, from 1 with the titles included."""

    sheet: "SourceSheet"
    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not _says_something(self.cells)

    @property
    def overflows(self) -> bool:
        """Whether there is something to the right of the last title."""
        return _says_something(self.cells[len(self.sheet.titles) :])

    def cell(self, column: str) -> Cell:
        """The cell below a title; empty where the row is shorter."""
        key = column_key(column)
        index = self.sheet.index.get(key)
        if index is None:
            return self._name(key)
        return self.cells[index] if index < len(self.cells) else ""

    def text(self, column: str) -> str:
        """The cell below a title as text."""
        return as_text(self.cell(column))

    def key(self, column: str) -> str:
        """The cell below a title as cells are compared."""
        return column_key(self.text(column))

    @property
    def origin(self) -> tuple[str, str]:
        """Sheet and number it comes from; a rejected row read again keeps the first ones."""
        if self.sheet.is_rejects and len(self.cells) > 1:
            return str(self.cells[0]), str(self.cells[1])
        return self.sheet.label, str(self.number)

    def _name(self, key: str) -> str:
        """The file's or worksheet's name; a rejected row keeps those it came from."""
        came_from = _LABEL.fullmatch(self.origin[0]) if self.sheet.is_rejects else None
        file, name = came_from.groups("") if came_from else (self.sheet.file, self.sheet.name)
        return {FILE_NAME: Path(file).stem, SHEET_NAME: name}[key]


def _says_something(cells: Sequence[Cell]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


@dataclass(frozen=True)
class SourceSheet:
    """One table: its titles and the rows below them."""

    file: str
    name: str
    titles: tuple[str, ...]
    rows: list[SourceRow] = field(default_factory=list)

    def has(self, column: str) -> bool:
        """Whether there is a column of this title."""
        key = column_key(column)
        return key in self.index or key in _NAMES

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.file} [{self.name}]" if self.name else self.file

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each column is; of several with one title, the first."""
        return dict(reversed([(column_key(title), at) for at, title in enumerate(self.titles)]))

    @cached_property
    def is_rejects(self) -> bool:
        """Whether these are the rejected rows of an earlier import."""
        return has_rejects_titles(self.titles)


def read_sheets(
    path: Path, settings: LembarKerja, columns: Sequence[str], chosen: Sequence[str] = ()
) -> list[SourceSheet]:
    """The tables of one file that hold the mapping's columns and those of `--pilih`."""
    sheets = _read(path, settings, columns)
    for sheet in sheets:
        unknown = [column for column in chosen if not sheet.has(column)]
        if unknown:
            raise UsageError(_unknown_choice(sheet, unknown[0]))
        _refuse_doubles(sheet, chosen)
    return sheets


def _read(path: Path, settings: LembarKerja, columns: Sequence[str]) -> list[SourceSheet]:
    data = read_file(path, MAX_BYTES)
    if path.suffix.lower() == ".csv":
        return [_csv_sheet(path, data, settings, columns)]
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        tables = read_workbook(path, data, lambda visible, _: _chosen(path, settings, visible))
        return [_sheet(path.name, name, table, settings, columns) for name, table in tables]
    raise UsageError(f"{path} bukan CSV atau XLSX. Simpan ulang sebagai XLSX, lalu coba lagi.")


def _chosen(path: Path, settings: LembarKerja, present: list[str]) -> list[str]:
    if not settings.lembar:
        if len(present) == 1:
            return present
        raise CommandError(
            f"{path} memuat {len(present)} lembar: {', '.join(present)}. "
            f"Pilih dengan `lembar: [{present[0]}]` pada `lembar_kerja`."
        )
    for name in settings.lembar:
        if name not in present:
            raise CommandError(
                f"{path} tidak memuat lembar “{name}”. Lembar yang ada: {', '.join(present)}."
            )
    return list(settings.lembar)


def _csv_sheet(
    path: Path, data: bytes, settings: LembarKerja, columns: Sequence[str]
) -> SourceSheet:
    text = _decode(path, data, settings)
    wanted = {column_key(name) for name in columns}

    def titles_found(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            table = [row for row, _ in zip(lines, range(settings.baris_judul), strict=False)]
        except csv.Error:
            return (0, 0)
        titles = table[-1] if table else []
        return len(wanted & {column_key(title) for title in titles}), len(titles)

    delimiter = max(_DELIMITERS, key=titles_found)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    table: list[tuple[Cell, ...]] = []
    try:
        table.extend(tuple(row) for row in reader)
    except csv.Error:
        raise CommandError(
            f"{path}: tanda kutip pada baris {len(table) + 1} tidak berpasangan. "
            "Periksa tanda kutip dan pemisah kolomnya."
        ) from None
    return _sheet(path.name, "", table, settings, columns)


def _decode(path: Path, data: bytes, settings: LembarKerja) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CommandError(f"{path} tersimpan sebagai UTF-16. Simpan ulang sebagai CSV UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if settings.pengodean == "utf-8":
            raise CommandError(
                f"{path}: huruf pada baris {line} bukan UTF-8. Simpan ulang sebagai CSV UTF-8, "
                "atau tulis `pengodean: cp1252` pada pemetaan bila berkas ini dari Excel lama."
            ) from None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CommandError(f"{path}: huruf pada baris {line} bukan cp1252.") from None


def _sheet(
    file: str,
    name: str,
    table: list[tuple[Cell, ...]],
    settings: LembarKerja,
    columns: Sequence[str],
) -> SourceSheet:
    if table and has_rejects_titles(_texts(table[0])):
        settings = settings.model_copy(update={"baris_judul": 1, "nama_kolom": {}})
        table = [tuple(map(rearmed, row)) for row in table]
    titles = _titles(table, settings)
    if name:
        # beside the table a worksheet may hold notes; in CSV, cells there mean a shifted row
        titles += ("",) * (max(map(len, table), default=0) - len(titles))
    sheet = SourceSheet(file, name, titles)
    missing = [column for column in columns if not sheet.has(column)]
    if missing:
        raise CommandError(_missing_columns(sheet, missing, table, settings, columns))
    _refuse_doubles(sheet, columns)
    for number, cells in enumerate(table[settings.baris_judul :], settings.baris_judul + 1):
        sheet.rows.append(SourceRow(sheet, number, cells))
    while sheet.rows and sheet.rows[-1].is_empty:
        sheet.rows.pop()
    return sheet


def _refuse_doubles(sheet: SourceSheet, columns: Sequence[str]) -> None:
    keys = [column_key(title) for title in sheet.titles]
    for column in columns:
        if keys.count(column_key(column)) > 1:
            raise CommandError(
                f"{sheet.label}: ada dua kolom berjudul “{column}”. Ubah salah satu."
            )


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(" ".join(str(cell).split()) for cell in row)


def _titles(table: list[tuple[Cell, ...]], settings: LembarKerja) -> tuple[str, ...]:
    row = table[settings.baris_judul - 1] if len(table) >= settings.baris_judul else ()
    titles = list(_texts(row))
    for letters, title in settings.nama_kolom.items():
        index = _column_index(letters)
        titles += [""] * (index + 1 - len(titles))
        titles[index] = title
    return tuple(titles)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _missing_columns(
    sheet: SourceSheet,
    missing: list[str],
    table: list[tuple[Cell, ...]],
    settings: LembarKerja,
    columns: Sequence[str],
) -> str:
    present = [title for title in sheet.titles if title]
    lines = [
        f"{sheet.label}: kolom tidak ditemukan pada baris judul (baris {settings.baris_judul})."
    ]
    for name in missing:
        guess = meant(name, present)
        lines.append(f"  “{name}”" + (f": maksud Anda “{guess}”?" if guess else ""))
    wanted = {column_key(name) for name in columns} - _NAMES
    for number, row in enumerate(table[:_SEARCHED_FOR_TITLES], 1):
        if wanted and wanted <= {column_key(str(cell)) for cell in row}:
            lines.append(f"  Judul kolom ada pada baris {number}: tulis `baris_judul: {number}`.")
            break
    else:
        lines.append(f"  Kolom yang ada: {', '.join(present) or 'tidak ada'}.")
    return "\n".join(lines)


def _unknown_choice(sheet: SourceSheet, column: str) -> str:
    present = [title for title in sheet.titles if title]
    guess = meant(column, present)
    hint = f"Maksud Anda “{guess}”?" if guess else f"Kolom yang ada: {', '.join(present)}."
    return f"--pilih: {sheet.label} tidak memuat kolom “{column}”. {hint}"
