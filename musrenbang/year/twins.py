"""Twins: proposals that probably ask for the same thing at the same place.

No pair is compared unless the two share an activity and either the same whole address, a rare
word of it, or a cell of the map; blocks are capped, so the work grows with the number of proposals.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from musrenbang.text.lookalikes import skeleton
from musrenbang.year.cases import Case, Status
from musrenbang.year.places import rt_rw_in
from musrenbang.year.vocabulary import activity, likeness, unit, vocabulary, words

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


RARE = 20
"""A word of more addresses than this (within one activity) tells no place from another."""
BLOCK = 12
"""How many earlier proposals of one block a proposal is compared with."""
NEAR_METRES = 40.0
APART_METRES = 250.0
SAME_PLACE = 0.75
SAME_WORDING = 0.5
SAME_WORDS = 0.9
_CELL = 0.0005  # degrees, about 55 m
_AROUND = ((0, 0), (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))

_GENERIC = vocabulary(
    """
    area bagian belakang bp dan daerah dalam dari depan desa di dusun gang gg gedung hingga
    jalan jl jln kampung kec kecamatan kel kelurahan komplek kota kp ke lapangan lingkungan
    lokasi no nomor pinggir raya rt rukun rumah rw s sampai samping sd sebelah sekitar se
    sepanjang tepi warga wilayah
    """
)
_CROSSES_BORDERS = re.compile(
    r"\b(?:jl|jln|jalan|gg|gang|kali|sungai|saluran|irigasi|jembatan)\b", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]+")
"""RW 03, and the 03 of RT 05/03 and RT/RW 05/03."""


class Twin(NamedTuple):
    """An earlier proposal that a later one probably repeats."""

    case: Case
    reason: str
    """What the two share, in Indonesian, to follow "sama dengan"."""


class Trace(NamedTuple):
    """What is compared of a proposal: its activity and the parts of its place, each sorted."""

    case: Case
    activity: str
    names: tuple[str, ...]
    numbers: tuple[int, ...]
    rws: tuple[int, ...]
    point: Point | None
    place: int
    """Equal for proposals with the same whole address; those without one share their wording."""
    name_keys: tuple[int, ...]
    """Equal for proposals of one activity that share a name."""


def traces(cases: Iterable[Case]) -> tuple[Trace, ...]:
    """What is compared of the cases that still ask for something.

    Rejected and withheld cases are nobody's twin.
    """
    return tuple(
        _trace(case)
        for case in cases
        if case.status not in {Status.DITOLAK, Status.TIDAK_DITERUSKAN}
    )


def twins(asking: Collection[Trace], approved_before: Iterable[Trace] = ()) -> dict[str, Twin]:
    """For each case that has one, its first earlier twin, by case id.

    Earlier years count only where the work was approved, for asking again after a rejection is no
    fault.
    """
    earlier = tuple(approved_before)
    index = _Index((*earlier, *asking))
    for trace in earlier:
        index.meet(trace)
    found: dict[str, Twin] = {}
    for trace in asking:
        for other in index.meet(trace):
            reason = _same(trace, other)
            if reason:
                found[trace.case.id] = Twin(other.case, reason)
                break
    return found


def repeated(later: Iterable[Case], earlier: Iterable[Case]) -> dict[str, Twin]:
    """The earlier proposal that each later one asks for again, whatever became of either."""
    before, now = tuple(map(_trace, earlier)), tuple(map(_trace, later))
    index = _Index((*before, *now))
    known = {id(trace) for trace in before}
    for trace in before:
        index.meet(trace)
    found: dict[str, Twin] = {}
    for trace in now:
        met = (other for other in index.meet(trace) if id(other) in known)
        twin = next(((other, why) for other in met if (why := _same(trace, other))), None)
        if twin:
            found[trace.case.id] = Twin(twin[0].case, twin[1])
    return found


def _trace(case: Case) -> Trace:
    usulan = case.usulan
    address = skeleton(usulan.lokasi.alamat) if usulan.lokasi else ""
    names = sorted(set(_NAME.findall(address)) - _GENERIC - words(case.nama_kelurahan))
    told = rt_rw_in(address).rw if "rw" in address or "/" in address else ()
    rws = _sorted_numbers([usulan.rw] if usulan.rw else told)
    numbers = _sorted_numbers([*_others(_DIGITS.findall(address), told), *usulan.rt])
    key = activity(case)
    where = (*names, numbers) if names or numbers else (_wording(case), usulan.volume)
    return Trace(
        case=case,
        activity=key,
        names=tuple(names),
        numbers=numbers,
        rws=rws,
        point=point(case),
        place=hash((key, case.kelurahan, rws, *where)),
        name_keys=tuple([hash((key, name)) for name in names]),
    )


def _others(found: list[str], told: Iterable[str]) -> list[str]:
    """The numbers of an address without one that names each RW."""
    for rw in told:
        same = next((number for number in found if int(number) == int(rw)), None)
        if same is not None:
            found.remove(same)
    return found


def _sorted_numbers(texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(set(map(int, texts))))


def _wording(case: Case) -> frozenset[str]:
    return words(case.usulan.usulan_kegiatan) | words(case.usulan.permasalahan)


class _Index:
    """Earlier proposals by what a twin would share with them.

    Keys are hashes: plain numbers by the hundred thousand are cheap, and what two of them share by
    accident is told apart when the proposals are compared.
    """

    def __init__(self, traces: Iterable[Trace]) -> None:
        self.count = Counter(key for trace in traces for key in (trace.place, *trace.name_keys))
        self.blocks: dict[int, list[Trace]] = defaultdict(list)

    def keys(self, trace: Trace) -> list[int]:
        """What other proposals are known to share with this one, the surest first."""
        keys = [trace.place] if self.count[trace.place] > 1 else []
        keys += [key for key in trace.name_keys if 1 < self.count[key] <= RARE]
        return keys

    def meet(self, trace: Trace) -> list[Trace]:
        """The earlier proposals to compare with one, which is then one of them."""
        keys = self.keys(trace)
        cells = _cells(trace)
        seen = [other for key in (*keys, *cells) for other in self.blocks.get(key, ())]
        for key in (*keys, *cells[:1]):
            block = self.blocks[key]
            if len(block) < BLOCK:
                block.append(trace)
        return seen


def _cells(trace: Trace) -> list[int]:
    """The cell of the map a proposal lies in, then those around it; none without a point."""
    if trace.point is None:
        return []
    row, column = (round(degree / _CELL) for degree in trace.point)
    return [hash((trace.activity, row + down, column + right)) for down, right in _AROUND]


def _same(one: Trace, other: Trace) -> str:
    """What makes two proposals twins; empty where they are not."""
    place = _same_place(one, other) if one.activity == other.activity else ""
    if not place:
        return ""
    home = one.case.kelurahan == other.case.kelurahan
    same_volume = _volume(one.case) == _volume(other.case)
    if same_volume and home:
        return f"kegiatan, {place} dan volume"
    if likeness(_wording(one.case), _wording(other.case)) < SAME_WORDING:
        return ""
    if same_volume:
        return f"kegiatan, {place} dan volume"
    return f"kegiatan, {place} dan uraian" if home else ""


def _volume(case: Case) -> tuple[Decimal, str]:
    return case.usulan.volume, unit(case.satuan or "")


def _same_place(one: Trace, other: Trace) -> str:
    if one.point and other.point:
        distance = metres(one.point, other.point)
        if distance <= NEAR_METRES:
            return "titik lokasi"
        if distance > APART_METRES:
            return ""
    if one.numbers != other.numbers:
        return ""
    home = one.case.kelurahan == other.case.kelurahan
    if home and one.rws and other.rws and not set(one.rws) & set(other.rws):
        return ""
    if not one.names and not other.names:
        return _same_numbers(one, other) if home else ""
    alike = likeness(frozenset(one.names), frozenset(other.names)) >= SAME_PLACE
    names_it = home or (len(one.names) > 1 and _crosses_borders(one.case))
    return "alamat" if alike and names_it else ""


def _same_numbers(one: Trace, other: Trace) -> str:
    """Addresses of nothing but RT and RW; and of less than that, with all the rest the same."""
    if one.rws != other.rws:
        return ""
    if one.numbers:
        return "RT/RW"
    alike = likeness(_wording(one.case), _wording(other.case)) >= SAME_WORDS
    return "wilayah" if alike and _volume(one.case) == _volume(other.case) else ""


def _crosses_borders(case: Case) -> bool:
    lokasi = case.usulan.lokasi
    return lokasi is not None and _CROSSES_BORDERS.search(lokasi.alamat) is not None
