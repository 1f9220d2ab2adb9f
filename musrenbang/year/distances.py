"""Places: how far apart two proposals are, and which stand far from their kelurahan's others."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Case

FAR_METRES = 1500.0
FAR_FACTOR = 5.0
_METRES_PER_DEGREE = 111_195.0

Point = tuple[float, float]


def point(case: Case) -> Point | None:
    """Where a proposal is, if it says so."""
    return case.usulan.lokasi.koordinat if case.usulan.lokasi else None


def metres(one: Point, other: Point) -> float:
    """The distance between two points not far apart."""
    north = one[0] - other[0]
    east = (one[1] - other[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return _METRES_PER_DEGREE * math.hypot(north, east)


def far_off(cases: Iterable[Case], min_peers: int) -> Iterator[tuple[Case, str]]:
    """Cases whose point lies far from the middle of their kelurahan's others, with the message."""
    located: dict[str, list[tuple[Case, Point]]] = defaultdict(list)
    for case in cases:
        where = point(case)
        if where is not None:
            located[case.kelurahan].append((case, where))
    for group in located.values():
        if len(group) <= min_peers:
            continue
        middle = (median(p[0] for _, p in group), median(p[1] for _, p in group))
        distances = [metres(p, middle) for _, p in group]
        usual = median(distances)
        limit = max(FAR_METRES, FAR_FACTOR * usual)
        for (case, _), distance in zip(group, distances, strict=True):
            if distance > limit:
                message = (
                    f"Titik lokasi {_distance(distance)} dari tengah usulan lain di kelurahan "
                    f"{case.nama_kelurahan}; jarak median {_distance(usual)} pada "
                    f"{angka(len(group) - 1)} usulan lain."
                )
                yield case, message


def _distance(value: float) -> str:
    return f"{angka(round(value / 10) * 10)} m"
