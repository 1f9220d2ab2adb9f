"""A schematic map of a year's proposals: dots by state, drawn from their coordinates alone.

It needs no map of another host. Pages show it as an image and mark one dot of their own on it.
"""

from collections.abc import Collection, Iterable, Mapping
from math import cos, radians
from typing import NamedTuple

from musrenbang.year.cases import Case, Status
from musrenbang.year.twins import Point, point

SIZE = 100
"""The longer side; its unit means nothing."""
MARGIN = 4
MANY = 2000
"""From so many dots on, those that fall together are drawn as one."""

MIN_SPAN = 1e-4
"""Degrees, about ten metres: below it there is nothing to see."""


class Dot(NamedTuple):
    """A place on the map."""

    x: float
    y: float


class PlaceMap(NamedTuple):
    """How coordinates become places on the map, and what stands on it."""

    south: float
    west: float
    scale: float
    stretch: float
    """How much shorter a degree of longitude is than one of latitude."""
    width: float
    height: float
    dots: Mapping[Status, tuple[Dot, ...]]

    def place(self, coordinates: Point, digits: int = 1) -> Dot:
        """Where a latitude and longitude lie, north up."""
        latitude, longitude = coordinates
        x = MARGIN + (longitude - self.west) * self.stretch * self.scale
        y = self.height - MARGIN - (latitude - self.south) * self.scale
        return Dot(round(x, digits), round(y, digits))


def place_map(cases: Iterable[Case]) -> PlaceMap | None:
    """The map of all proposals that have coordinates; `None` where they show no area."""
    placed = [(case.status, found) for case in cases if (found := point(case))]
    if not placed:
        return None
    latitudes = [coordinates[0] for _, coordinates in placed]
    longitudes = [coordinates[1] for _, coordinates in placed]
    south, west = min(latitudes), min(longitudes)
    stretch = cos(radians(south))
    across, up = (max(longitudes) - west) * stretch, max(latitudes) - south
    if min(across, up) < MIN_SPAN:
        return None
    scale = (SIZE - 2 * MARGIN) / max(across, up)
    width, height = (round(side * scale + 2 * MARGIN, 1) for side in (across, up))
    empty = PlaceMap(south, west, scale, stretch, width, height, {})
    return empty._replace(dots=_dots(empty, placed))


def _dots(
    empty: PlaceMap, placed: Collection[tuple[Status, Point]]
) -> dict[Status, tuple[Dot, ...]]:
    digits = 1 if len(placed) < MANY else 0
    dots: dict[Status, dict[Dot, None]] = {status: {} for status in Status}
    for status, coordinates in placed:
        dots[status][empty.place(coordinates, digits)] = None
    return {status: tuple(found) for status, found in dots.items()}
