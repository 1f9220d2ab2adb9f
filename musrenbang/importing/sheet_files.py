"""A table of a spreadsheet as rows below titles, whichever file it comes from.

The rejected rows of an earlier import are such a table, too: whatever `disarmed` puts before a
cell, `rearmed` takes away when it is read again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from musrenbang.importing.mapping import FILE_NAME, SHEET_NAME, Pemetaan
from musrenbang.sheets.cells import Cell, as_text, decimal_sign
from musrenbang.text.name_keys import column_key
from musrenbang.year.personal_data import numbers

HEAD = ("berkas", "baris", "alasan")
YEAR_TITLE = "Tahun Musrenbang"
"""The last column of rejected rows: a sheet that names its year no more is still of that year."""
MARK_TITLE = "Tanda impor"
"""Beside each rejected row: what it said, so that a corrected one is known from an untouched."""
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DISARMED = re.compile(r"''*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_PERSONAL = re.compile(r"\+?[0-9](?:[\s.()‐-―−-]{0,2}[0-9]){8,}|[^\s@]+@[^\s@]+")  # noqa: RUF001 - dashes
_LEGIBLE = 4


def has_rejects_titles(titles: Sequence[Cell]) -> bool:
    """Whether a table is the rejected rows of an earlier import."""
    return tuple(column_key(as_text(title)) for title in titles[: len(HEAD)]) == HEAD


def next_rejects(rows: Sequence[Sequence[Cell]], start: int) -> int:
    """Where the next table of rejected rows begins: each layout has titles of its own."""
    later = (at for at in range(start, len(rows)) if has_rejects_titles(rows[at]))
    return next(later, len(rows))


def mark_of(cells: Sequence[Cell]) -> str:
    """A short mark of what a rejected row says."""
    said = "|".join(" ".join(as_text(cell).split()) for cell in cells)
    return sha256(said.encode()).hexdigest()[:8]


def is_untouched(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rejected rows, with their titles, still say what import wrote there."""
    at: int | None = None
    for row in rows:
        cells = [as_text(cell) for cell in row]
        if has_rejects_titles(cells):
            at = cells.index(MARK_TITLE) if MARK_TITLE in cells else None
        elif any(cells):
            whole = [*cells, *[""] * (at + 1 - len(cells))] if at is not None else []
            if at is None or whole[at] != mark_of(whole[:at]):
                return False
    return at is not None


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
    def is_unseen(self) -> bool:
        """Whether the row is hidden in the spreadsheet."""
        return self.number in self.sheet.hidden

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
            return as_text(self.cells[0]), as_text(self.cells[1])
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
    mapping: Pemetaan
    """How it is read."""
    rows: list[SourceRow] = field(default_factory=list)
    aside: list[tuple[SourceRow, str]] = field(default_factory=list)
    """Rows that are no proposals, and what they are instead."""
    hidden: frozenset[int] = frozenset()
    """Numbers of the rows that nobody sees in the spreadsheet."""

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

    def says(self, column: str) -> bool:
        """Whether any row has something below a title."""
        if column not in self._said:
            self._said[column] = any(row.text(column).strip() for row in self.rows)
        return self._said[column]

    @cached_property
    def _said(self) -> dict[str, bool]:
        return {}

    @cached_property
    def is_rejects(self) -> bool:
        """Whether these are the rejected rows of an earlier import."""
        return has_rejects_titles(self.titles)

    @cached_property
    def comma(self) -> bool | None:
        """Whether the decimal sign is a comma: as the mapping says, else as the sheet shows.

        `None`: nothing shows it, or it is now this one and now that.
        """
        stated = self.mapping.lembar_kerja.desimal
        if stated is not None:
            return stated == "koma"
        bidang = self.mapping.bidang
        sources = (bidang.volume, bidang.perkiraan_anggaran, bidang.harga_satuan)
        columns = [name for source in sources if source for name in source.columns]
        signs = {
            decimal_sign(re.sub(r"(?i)[^0-9.,]|rp\.?|[.,]00?$|[.,]-*$", "", cell))
            for row in self.rows
            for column in columns
            if isinstance(cell := row.cell(column), str)
        } - {None}
        return None if len(signs) != 1 else signs == {","}
