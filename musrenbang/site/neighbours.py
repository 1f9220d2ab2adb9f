"""Neighbours: the few others that a proposal's page shows of a group it belongs to."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from musrenbang.cases import Case
from musrenbang.extracts import Sketch
from musrenbang.site.entries import Entry

WIDTH = 4
"""Neighbours shown of one group."""


class Window(NamedTuple):
    """A few neighbours of one entry in a group, and how many the group has in all."""

    entries: tuple[Entry, ...]
    jumlah: int


class Neighbours:
    """Groups of cases in the order of their folders and numbers; windows are made when asked for.

    Cases whose key is `None` belong to no group.
    """

    def __init__(
        self,
        sketches: Iterable[Sketch],
        key: Callable[[Sketch], Hashable],
        entry: Callable[[Sketch], Entry],
        sketch: Callable[[Case], Sketch],
    ) -> None:
        self._key = key
        self._entry = entry
        self._sketch = sketch
        self._groups: dict[Hashable, list[Sketch]] = {}
        for one in sketches:
            name = key(one)
            if name is not None:
                self._groups.setdefault(name, []).append(one)
        self._places: dict[Hashable, dict[str, int]] = {}
        self._near: dict[str, tuple[Sequence[Sketch], int]] = {}

    def of(self, case: Case) -> Window:
        """The nearest others of a case's group, as lists show them."""
        near, size = self.near(self._sketch(case))
        return Window(tuple(map(self._entry, near)), size)

    def near(self, sketch: Sketch) -> tuple[Sequence[Sketch], int]:
        """The nearest others of a case's group, on both sides where there are some; its size."""
        found = self._near.get(sketch.id)
        if found is None:
            found = self._near[sketch.id] = self._find(sketch)
        return found

    def _find(self, sketch: Sketch) -> tuple[Sequence[Sketch], int]:
        name = self._key(sketch)
        if name is None:
            return (), 0
        row = self._groups[name]
        places = self._places.get(name)
        if places is None:
            places = self._places[name] = {one.id: place for place, one in enumerate(row)}
        index = places[sketch.id]
        start = max(0, min(index - WIDTH // 2, len(row) - WIDTH - 1))
        return (*row[start:index], *row[index + 1 : start + WIDTH + 1]), len(row)

    def beyond(self) -> Iterator[tuple[str, tuple[int, int, tuple[Sketch, ...]]]]:
        """For each folder, what its windows may show of other folders, once for each group.

        The place of the folder's first in the group, the size of the group, and the others.
        """
        for row in self._groups.values():
            if row[0].folder == row[-1].folder:
                continue
            place = 0
            for folder, members in groupby(row, attrgetter("folder")):
                end = place + sum(1 for _ in members)
                others = (*row[max(0, place - WIDTH) : place], *row[end : end + WIDTH])
                yield folder, (place, len(row), others)
                place = end
