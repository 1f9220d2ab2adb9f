"""Fairness (juknis C.1.f): proposals whose volume, price or place is far from their peers'.

Peers are the year's proposals of the same activity and unit, as proposed: what the camat corrects
never moves the range for others. Judged is what holds now, so a correction can take a flag away.
Where peers are too few the checks are silent. Thresholds: docs/rules-measured.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from statistics import median
from typing import NamedTuple

from musrenbang.records.findings import Keys
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case
from musrenbang.year.figures import group
from musrenbang.year.twins import Point, metres, point
from musrenbang.year.vocabulary import COUNTED, activity, unit

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


TOLERANCE = 0.10
AGREEMENT = 0.05
"""How near prices lie to count as the same."""
PRICE_SIGMAS = 3.5
PRICE_FACTOR = 2.0
_ROUNDING = 1e-9
_SLIPS = (10, 100, 1000)
"""A zero, two or three too many or too few."""
MIN_PEERS = 8
VOLUME_SIGMAS = 3.5
VOLUME_FACTOR = 6.0
UNIT_FACTOR = 100
FIT_FACTOR = 10
FAR_METRES = 1500.0
FAR_FACTOR = 5.0
LONGEST_KM = 100
"""No work of one kelurahan is longer, so more is metres, whatever its peers say."""
_SMALLER = {"km": (1000, "m"), "ha": (10_000, "m2"), "ton": (1000, "kg")}
_LARGER = {"m": (1000, "km"), "m2": (10_000, "ha"), "kg": (1000, "ton")}


def flags(cases: Iterable[Case]) -> dict[str, tuple[Flag, ...]]:
    """The flags of every flagged case, by case id, in the order of `Aspect`.

    Volume, unit and price are judged among proposals of one activity and unit, the place among
    those of one kelurahan.
    """
    cases = tuple(cases)
    found: dict[str, list[Flag]] = defaultdict(list)
    for (_, satuan), alike in group(
        cases, lambda one: (activity(one), unit(one.satuan or ""))
    ).items():
        for case, flag in (*_volume_flags(alike, satuan), *_price_flags(alike)):
            found[case.id].append(flag)
    for case, message in _far_off(cases):
        found[case.id].append(Flag(Aspect.LOKASI, ("lokasi", "koordinat"), message))
    return {name: tuple(flags) for name, flags in found.items()}


def _volume_flags(peers: list[Case], satuan: str) -> Iterator[tuple[Case, Flag]]:
    usual = None
    if len(peers) > MIN_PEERS:
        volumes = [float(case.usulan.volume) for case in peers]
        usual = usual_range(volumes, VOLUME_SIGMAS, VOLUME_FACTOR)
    for case in peers:
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


def _price_flags(peers: list[Case]) -> Iterator[tuple[Case, Flag]]:
    """The template's price is the measure; without one, the price most peers agree on.

    Without that, it is the usual range of at least `MIN_PEERS` others.
    """
    proposed = [
        case.usulan.perkiraan_anggaran / float(case.usulan.volume)
        for case in peers
        if case.usulan.perkiraan_anggaran and not (case.template and case.template.harga_satuan)
    ]
    standard, usual = standard_value(proposed, AGREEMENT), None
    if standard is None and len(proposed) > MIN_PEERS:
        usual = usual_range(proposed, PRICE_SIGMAS, PRICE_FACTOR)
    for case in peers:
        flag = _price_flag(case, standard, usual, others=len(proposed) - 1)
        if flag:
            yield case, flag


def _price_flag(
    case: Case, standard: float | None, usual: Usual | None, others: int
) -> Flag | None:
    if not case.anggaran:
        return None
    price = case.anggaran / float(case.volume)
    template = case.template.harga_satuan if case.template else None
    if case.template and template:
        reference, expected = float(template), round(template * case.volume)
        source = f"harga template {rupiah(template)}"
        if case.template.tahun_harga:
            source += f" (dari {case.template.tahun_harga}, belum dipastikan)"
    elif standard is not None:
        reference, expected = standard, round(standard * float(case.volume))
        source = f"harga {_rp(standard)} pada kebanyakan dari {angka(others)} usulan sejenis lain"
    elif usual and not usual.holds(price):
        message = (
            f"Harga satuan {_rp(price)}; median {_rp(usual.median)} pada {angka(others)} usulan "
            f"sejenis lain, rentang wajar {_rp(usual.low)}–{_rp(usual.high)}."
        )
        return Flag(Aspect.HARGA, ("perkiraan_anggaran",), message)
    else:
        return None
    difference = abs(price / reference - 1)
    if difference <= TOLERANCE + _ROUNDING:
        return None
    if _is_slip(case, reference):
        message = (
            f"Perkiraan anggaran {rupiah(case.anggaran)} bukan {_with_unit(case)} kali {source}, "
            f"yaitu {rupiah(expected)}."
        )
        return Flag(Aspect.ANGGARAN, ("perkiraan_anggaran",), message)
    message = f"Harga satuan {_rp(price)} berbeda {angka(round(difference * 100))} % dari {source}"
    if template:
        message += f"; {_with_unit(case)} menjadi {rupiah(expected)}"
    return Flag(Aspect.HARGA, ("perkiraan_anggaran",), f"{message}.")


def _is_slip(case: Case, price: float) -> bool:
    """Whether the amount is off by whole zeros, or is the price of one instead of all."""
    amount, expected = float(case.anggaran or 0), price * float(case.volume)
    guesses = [expected * slip for slip in _SLIPS] + [expected / slip for slip in _SLIPS]
    if case.volume != 1:
        guesses.append(price)
    return any(abs(amount / guess - 1) <= AGREEMENT for guess in guesses)


def _rp(value: float) -> str:
    return rupiah(round(value))


def _far_off(cases: Iterable[Case]) -> Iterator[tuple[Case, str]]:
    """Cases whose point lies far from the middle of their kelurahan's others, with the message."""
    located: dict[str, list[tuple[Case, Point]]] = defaultdict(list)
    for case in cases:
        where = point(case)
        if where is not None:
            located[case.kelurahan].append((case, where))
    for there in located.values():
        if len(there) <= MIN_PEERS:
            continue
        middle = (median(p[0] for _, p in there), median(p[1] for _, p in there))
        distances = [metres(p, middle) for _, p in there]
        usual = median(distances)
        limit = max(FAR_METRES, FAR_FACTOR * usual)
        for (case, _), distance in zip(there, distances, strict=True):
            if distance > limit:
                message = (
                    f"Titik lokasi {_distance(distance)} dari tengah usulan lain di kelurahan "
                    f"{case.nama_kelurahan}; jarak median {_distance(usual)} pada "
                    f"{angka(len(there) - 1)} usulan lain."
                )
                yield case, message


def _distance(value: float) -> str:
    return f"{angka(round(value / 10) * 10)} m"
