"""Robust statistics: what is usual among peers, however wild a few of them are."""

import math
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

_MAD_TO_SIGMA = 1.4826
_DECILES_TO_SIGMA = 1 / 2.563
_LEAST_FOR_STANDARD = 3  # of two values neither is the standard


class Usual(NamedTuple):
    """What is usual among peers: how many they are, their median, the range around it."""

    jumlah: int
    median: float
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a value lies in the range; its ends belong to it."""
        return self.low <= value <= self.high


def usual_range(values: Sequence[float], sigmas: float, least_factor: float) -> Usual:
    """The range of positive values around their median on the log scale.

    The spread is the larger of two robust ones: the median deviation is blind where most peers
    agree and a fair share asks for more, the inner four fifths are not. The scale is logarithmic
    because volumes and prices differ by factors, not by amounts. `least_factor` is how far off a
    value may always be, however equal its peers are.
    """
    logs = sorted(math.log(value) for value in values)
    middle = median(logs)
    inner = (_quantile(logs, 0.9) - _quantile(logs, 0.1)) * _DECILES_TO_SIGMA
    spread = max(_MAD_TO_SIGMA * median(abs(value - middle) for value in logs), inner)
    reach = max(sigmas * spread, math.log(least_factor)) + 1e-9
    return Usual(len(values), math.exp(middle), math.exp(middle - reach), math.exp(middle + reach))


def _quantile(ordered: Sequence[float], share: float) -> float:
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def standard_value(values: Sequence[float], tolerance: float) -> float | None:
    """The value that at least half of three or more agree on; `None` where they do not."""
    if len(values) < _LEAST_FOR_STANDARD:
        return None
    middle = median(values)
    agreeing = sum(abs(value - middle) <= tolerance * middle for value in values)
    return middle if agreeing > 1 and 2 * agreeing >= len(values) else None
