"""Fairness (juknis C.1.f): proposals whose volume, price or place is far from their peers'.

Peers are the year's proposals of the same activity and unit, as proposed: what the camat corrects
never moves the range for others. Judged is what holds now, so a correction can take a flag away.
Where peers are too few the checks are silent. Thresholds: docs/rules-measured.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from musrenbang.records.findings import Keys
from musrenbang.text.indonesian import angka
from musrenbang.year import distances, unit_prices
from musrenbang.year.cases import Case
from musrenbang.year.robust_statistics import Usual, usual_range
from musrenbang.year.vocabulary import COUNTED, activity, unit

MIN_PEERS = 8
VOLUME_SIGMAS = 3.5
VOLUME_FACTOR = 6.0
UNIT_FACTOR = 100
FIT_FACTOR = 10
LONGEST_KM = 100
"""No work of one kelurahan is longer, so more is metres, whatever its peers say."""
_SMALLER = {"km": (1000, "m"), "ha": (10_000, "m2"), "ton": (1000, "kg")}
_LARGER = {"m": (1000, "km"), "m2": (10_000, "ha"), "kg": (1000, "ton")}


class Aspect(Enum):
    """What about a proposal is unusual."""

    VOLUME = "volume"
    SATUAN = "satuan"
    HARGA = "harga"
    ANGGARAN = "anggaran"
    LOKASI = "lokasi"


class Flag(NamedTuple):
    """One reason to look at a proposal again, in one Indonesian sentence with its figures."""

    aspect: Aspect
    where: Keys
    """The field of the proposal it is about."""
    message: str


def flags(cases: Iterable[Case]) -> dict[str, tuple[Flag, ...]]:
    """The flags of every flagged case, by case id, in the order of `Aspect`."""
    cases = tuple(cases)
    found = peer_flags(cases)
    for case, flag in far_flags(cases):
        found[case.id] = (*found.get(case.id, ()), flag)
    return found


def peer_flags(cases: Iterable[Case]) -> dict[str, tuple[Flag, ...]]:
    """Flags of volume, unit and price: each activity by itself, so some may be judged alone."""
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[activity(case), unit(case.satuan or "")].append(case)
    found: dict[str, list[Flag]] = defaultdict(list)
    for (_, satuan), group in groups.items():
        for case, flag in _volume_flags(group, satuan):
            found[case.id].append(flag)
        for case, is_arithmetic, message in unit_prices.unusual(group, MIN_PEERS):
            aspect = Aspect.ANGGARAN if is_arithmetic else Aspect.HARGA
            found[case.id].append(Flag(aspect, ("perkiraan_anggaran",), message))
    return {name: tuple(flags) for name, flags in found.items()}


def far_flags(cases: Iterable[Case]) -> Iterator[tuple[Case, Flag]]:
    """Flags of the place: each kelurahan by itself."""
    for case, message in distances.far_off(cases, MIN_PEERS):
        yield case, Flag(Aspect.LOKASI, ("lokasi", "koordinat"), message)


def _volume_flags(group: list[Case], satuan: str) -> Iterator[tuple[Case, Flag]]:
    usual = None
    if len(group) > MIN_PEERS:
        volumes = [float(case.usulan.volume) for case in group]
        usual = usual_range(volumes, VOLUME_SIGMAS, VOLUME_FACTOR)
    for case in group:
        message = _unit_mistake(case, satuan, usual)
        if message:
            yield case, Flag(Aspect.SATUAN, ("volume",), message)
        elif usual and not usual.holds(float(case.volume)):
            yield case, Flag(Aspect.VOLUME, ("volume",), _off_range(case, satuan, usual))


def _unit_mistake(case: Case, satuan: str, usual: Usual | None) -> str:
    """What makes a volume look as if it were in another unit; empty where nothing does."""
    if satuan in COUNTED and case.volume % 1:
        return f"Volume {_with_unit(case)} bukan bilangan bulat, padahal satuannya hitungan."
    if satuan == "km" and case.volume > LONGEST_KM:
        return f"Volume {_with_unit(case)} melebihi {LONGEST_KM} km; mungkin satuannya m."
    value = float(case.volume)
    if usual and satuan in _SMALLER and value >= UNIT_FACTOR * usual.median:
        scale, other = _SMALLER[satuan]
        converted = value / scale
    elif usual and satuan in _LARGER and value * UNIT_FACTOR <= usual.median:
        scale, other = _LARGER[satuan]
        converted = value * scale
    else:
        return ""
    if not 1 / FIT_FACTOR <= converted / usual.median <= FIT_FACTOR:
        return ""
    return (
        f"Volume {_with_unit(case)} mungkin maksudnya {_rounded(converted)} {satuan}, atau "
        f"satuannya {other}; {_figures(usual)}."
    )


def _off_range(case: Case, satuan: str, usual: Usual) -> str:
    low = max(usual.low, 1) if satuan in COUNTED else usual.low
    return (
        f"Volume {_with_unit(case)}; {_figures(usual)}, rentang wajar "
        f"{_rounded(low)}–{_rounded(usual.high)}."
    )


def _figures(usual: Usual) -> str:
    return f"median {_rounded(usual.median)} pada {angka(usual.jumlah - 1)} usulan sejenis lain"


def _with_unit(case: Case) -> str:
    return f"{angka(case.volume)} {case.satuan or ''}".rstrip()


def _rounded(value: float) -> str:
    """A figure of two digits, as exact as a range needs it: 1234 → 1.200, 0.0123 → 0,012."""
    return angka(Decimal(f"{value:.2g}"))
