"""Seals: what a row's cells held when they were written, so that a change to any of them is seen.

A seal is no signature. It tells a cell that was changed, by hand or by sorting a few columns apart
from the others, from one that was not; what may be recorded is judged by the rules alone.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from musrenbang.sheets.cells import Cell, CellError, as_text, clean_passage
from musrenbang.worksheets.sheet_columns import INPUTS, SHOWN

_SEALED = tuple(column.key for column in (*SHOWN, *INPUTS))
_LENGTH = 6


def seal(cells: Mapping[str, Cell]) -> str:
    """One mark for each cell, in the order of the columns."""
    return "".join(_mark(cells.get(key, "")) for key in _SEALED)


def changed(cells: Mapping[str, Cell], sealed: str) -> frozenset[str] | None:
    """The columns whose cells are no longer what was sealed; `None` where that is no seal."""
    if len(sealed) != _LENGTH * len(_SEALED):
        return None
    marks = {
        key: sealed[index * _LENGTH : (index + 1) * _LENGTH] for index, key in enumerate(_SEALED)
    }
    return frozenset(
        key for key, cell in cells.items() if key in marks and _mark(cell) != marks[key]
    )


def _mark(cell: Cell) -> str:
    """Equal for what a spreadsheet program may turn a value into without anybody's doing."""
    if isinstance(cell, Decimal):
        cell = f"{cell.normalize():f}"
    try:
        text = clean_passage(as_text(cell))
    except CellError:
        text = as_text(cell)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
