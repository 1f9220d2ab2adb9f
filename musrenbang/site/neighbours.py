"""Neighbours: the few others that a proposal's page shows of a group it belongs to."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from musrenbang.site.entries import Entry
from musrenbang.year.cases import Case

WIDTH = 4
"""Neighbours shown of one group."""


class Window(NamedTuple):
    """A few neighbours of one entry in a group, and how many the group has in all."""

    entries: tuple[Entry, ...]
    jumlah: int


class Neighbours:
    """Groups of cases in the order of their folders and numbers.

    Cases whose key is `None` belong to no group.
    """

    def __init__(
        self,
        cases: Iterable[Case],
        key: Callable[[Case], Hashable],
        entry: Callable[[Case], Entry],
    ) -> None:
        self._entry = entry
        groups: dict[Hashable, list[Case]] = {}
        self._places: dict[str, tuple[list[Case], int]] = {}
        for case in cases:
            name = key(case)
            if name is not None:
                row = groups.setdefault(name, [])
                self._places[case.id] = row, len(row)
                row.append(case)

    def of(self, case: Case) -> Window:
        """The nearest others of a case's group, on both sides where there are some."""
        row, index = self._places.get(case.id, ([], 0))
        start = max(0, min(index - WIDTH // 2, len(row) - WIDTH - 1))
        near = (*row[start:index], *row[index + 1 : start + WIDTH + 1])
        return Window(tuple(map(self._entry, near)), len(row))
