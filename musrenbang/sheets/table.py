"""A worksheet as a table of cells, with what else its look says: merged cells and hidden rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from musrenbang.sheets.cells import Cell, Unsolved
from musrenbang.text.errors import CommandError


class Span(NamedTuple):
    """Merged cells: the first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Table:
    """One worksheet, or the whole of a text file, which has no name."""

    name: str
    rows: list[tuple[Cell, ...]]
    merged: tuple[Span, ...] = ()
    hidden: frozenset[int] = frozenset()
    """Rows that are filtered out or hidden, from 0."""
    is_visible: bool = True
    hidden_columns: frozenset[int] = frozenset()
    """Columns that nobody sees, from 0."""
    struck: frozenset[int] = frozenset()
    """Rows that are struck through, from 0."""


MAX_CELLS = 5_000_000
"""Counted with the empty ones: a few bytes can put a value into the last corner of a sheet."""
_COST_OF_A_ROW = 5
"""In cells, so that a million empty rows are too many."""


MAX_COLUMNS = 16_384


class Room:
    """How many cells are left of those that a file may hold, over all its sheets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._left = MAX_CELLS

    def take(self, cells: int) -> None:
        """Count these; refused where there are too many."""
        self._left -= cells
        if self._left < 0:
            raise too_large(self.file)


class Rows:
    """Rows as they are read, up to what a file may hold."""

    def __init__(self, room: Room) -> None:
        self.rows: list[tuple[Cell, ...]] = []
        self.hidden: set[int] = set()
        self.struck: set[int] = set()
        self._room = room

    def add(
        self,
        cells: list[Cell],
        *,
        at: int | None = None,
        hidden: bool = False,
        struck: Sequence[bool] = (),
    ) -> None:
        """A row, after as many empty ones as bring it to its place.

        `struck`: of each cell that says something, whether it is struck through.
        """
        while cells and cells[-1] == "" and not isinstance(cells[-1], Unsolved):
            cells.pop()
        gap = 0 if at is None else max(0, at - len(self.rows))
        self._room.take(len(cells) + _COST_OF_A_ROW * (gap + 1))
        self.rows.extend([()] * gap)
        if hidden:
            self.hidden.add(len(self.rows))
        if struck and sum(struck) * 2 > len(struck):
            self.struck.add(len(self.rows))
        self.rows.append(tuple(cells))

    def table(
        self,
        name: str,
        merged: tuple[Span, ...] = (),
        *,
        is_visible: bool = True,
        hidden_columns: Iterable[int] = (),
    ) -> Table:
        """All of them, without the empty ones at the end."""
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        hidden = frozenset(number for number in self.hidden if number < len(self.rows))
        return Table(
            name,
            self.rows,
            merged,
            hidden,
            is_visible,
            frozenset(hidden_columns),
            frozenset(self.struck),
        )


def too_large(file: str) -> CommandError:
    """The refusal of a file beyond all bounds."""
    return CommandError(
        f"{file} terlalu besar untuk dibaca. Hapus baris, kolom dan lembar yang kosong, lalu "
        "simpan ulang."
    )
