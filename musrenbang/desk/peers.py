"""Peers: what a proposal is compared with (juknis C.1.f), and what became of its like before."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from musrenbang.year.cases import Case, cases_of
from musrenbang.year.views import View
from musrenbang.year.vocabulary import activity, unit

MOST_SHOWN = 8
MOST_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Peers:
    """The other proposals of the year with the same activity and unit, as proposed."""

    cases: tuple[Case, ...]
    """Those nearest in volume, smallest first."""
    jumlah: int
    volumes: tuple[Decimal, ...]
    """All of them, ascending."""
    median_volume: Decimal
    median_harga: int | None
    """The median unit price in rupiah; `None` where nobody named an amount."""


def unit_price(case: Case) -> int | None:
    """Whole rupiah for one unit, as it stands now."""
    return None if case.anggaran is None else round(case.anggaran / case.volume)


def peers_of(view: View, case: Case) -> Peers | None:
    """What a proposal is compared with; `None` where it has no like."""
    key = _likeness(case)
    others = [other for other in view.cases if other.id != case.id and _likeness(other) == key]
    if not others:
        return None
    own = case.usulan.volume
    near = sorted(others, key=lambda other: (abs(other.usulan.volume - own), other.id))
    volumes = sorted(other.usulan.volume for other in others)
    prices = [
        other.usulan.perkiraan_anggaran / other.usulan.volume
        for other in others
        if other.usulan.perkiraan_anggaran is not None
    ]
    return Peers(
        cases=tuple(sorted(near[:MOST_SHOWN], key=lambda other: (other.usulan.volume, other.id))),
        jumlah=len(others),
        volumes=tuple(volumes),
        median_volume=median(volumes),
        median_harga=round(median(prices)) if prices else None,
    )


def before(view: View, case: Case) -> tuple[Case, ...]:
    """Proposals of the year before with the same activity in the same RW or kelurahan."""
    earlier = [tahun for tahun in view.snapshot.years if tahun < view.year.tahun]
    if not earlier:
        return ()
    key = _likeness(case)
    found = [
        other
        for other in cases_of(view.snapshot.years[max(earlier)])
        if other.kelurahan == case.kelurahan and _likeness(other) == key
    ]
    found.sort(key=lambda other: (other.usulan.rw != case.usulan.rw, other.id))
    return tuple(found[:MOST_BEFORE])


def _likeness(case: Case) -> tuple[str, str]:
    return activity(case), unit(case.satuan or "")
