"""Cutting a long document into parts that are set apart, each on pages of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol, TypeVar

Baris_co = TypeVar("Baris_co", covariant=True)

ROWS = 120
"""About fifteen pages: long enough that a part's last page, which stays short, is rarely seen."""

END = 8
"""Rows set with the grand total and the signatures, which change with every amount: a page."""

SHEETS = 40
"""Rows of a part whose groups begin on pages of their own, so that no cut is ever seen."""


@dataclass(frozen=True)
class Potongan:
    """A part of a document that is set apart from the others and begins on a page of its own."""

    nilai: Any = None
    """What it shows of a document that was cut; its template knows how."""
    pertama: bool = True
    terakhir: bool = True


class RowGroup(Protocol[Baris_co]):
    """Rows under one heading."""

    @property
    def baris(self) -> tuple[Baris_co, ...]: ...


K = TypeVar("K", bound=RowGroup[object])


@dataclass(frozen=True)
class Penggal:
    """Some rows of one group; `awal` and `akhir`: whether its first and its last are among them."""

    kelompok: RowGroup[object]
    baris: tuple[object, ...]
    awal: bool
    akhir: bool


def cut(groups: Iterable[RowGroup[object]], rows: int = ROWS) -> tuple[tuple[Penggal, ...], ...]:
    """Groups packed into parts of about so many rows; a group is cut only where it is longer.

    The cuts follow from the groups alone, and a change in one group moves none of the cuts of
    groups as long as a part. Where there are several, the last is short.
    """
    parts = list(_cut(groups, rows))
    if len(parts) > 1:
        last = parts.pop()
        if sum(len(piece.baris) for piece in last) < END:
            last = (*parts.pop(), *last)
        parts += _with_short_end(last)
    return tuple(parts)


def _cut(groups: Iterable[RowGroup[object]], rows: int) -> Iterator[tuple[Penggal, ...]]:
    packed: list[Penggal] = []
    count = 0
    for group in groups:
        pieces = list(_pieces(group, rows))
        if packed and (count + len(pieces[0].baris) > rows):
            yield tuple(packed)
            packed, count = [], 0
        *whole, last = pieces
        for piece in whole:
            yield (*packed, piece)
            packed, count = [], 0
        packed.append(last)
        count += len(last.baris)
    if packed:
        yield tuple(packed)


def packed(groups: Iterable[K], rows: int = SHEETS) -> tuple[tuple[K, ...], ...]:
    """Groups that each begin on a page of their own, in parts of about so many rows."""
    parts: list[list[K]] = []
    count = rows
    for group in groups:
        if count + len(group.baris) > rows:
            parts.append([])
            count = 0
        parts[-1].append(group)
        count += len(group.baris)
    return tuple(map(tuple, parts))


def _with_short_end(part: tuple[Penggal, ...]) -> Iterator[tuple[Penggal, ...]]:
    """A part as two, the second of few rows; as one, where hardly any would be left."""
    rest, end = list(part), list[Penggal]()
    wanted = END
    while rest and wanted > 0:
        last = rest.pop()
        at = len(last.baris) - wanted
        if at >= END:
            rest.append(replace(last, baris=last.baris[:at], akhir=False))
            last = replace(last, baris=last.baris[at:], awal=False)
        end.insert(0, last)
        wanted -= len(last.baris)
    if rest:
        yield tuple(rest)
    yield tuple(end)


def _pieces(group: RowGroup[object], rows: int) -> Iterator[Penggal]:
    """A group in pieces of equal length, none of them much longer than a part."""
    number = max(1, round(len(group.baris) / rows))
    bounds = [len(group.baris) * index // number for index in range(number + 1)]
    for start, end in pairwise(bounds):
        yield Penggal(group, group.baris[start:end], start == 0, end == len(group.baris))
