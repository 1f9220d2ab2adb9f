"""The same proposal and the same money in two years, as pages tell it, with links both ways."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from musrenbang.site.entries import ListedProposal, entry_of
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Case
from musrenbang.year.figures import Tally
from musrenbang.year.two_years import Again, Money, Rejected, again, money, rejected
from musrenbang.year.views import YearView

Group = tuple[str, str]
"""A kelurahan and an RW; a kelurahan and `EVERY`; or `EVERY` twice, for the whole year."""
EVERY = "*"


class Sibling(NamedTuple):
    """The same proposal in another year."""

    id: str
    path: str
    judul: str
    hasil: str
    alasan: str
    """Why it was rejected, if it was."""
    sebab: str
    """What the two share; empty where they carry one tracking code."""


class Siblings(NamedTuple):
    """What the pages of a year know of the years before and after."""

    lalu: int | None = None
    """The year before."""
    depan: int | None = None
    sebelum: Mapping[str, Sibling] = {}
    """What each proposal of this year repeats, by its id."""
    sesudah: Mapping[str, Sibling] = {}
    """What repeats each proposal of this year, by its id."""
    uang: Mapping[Group, Money] = {}
    """The money of the year before."""
    nasib_lalu: Mapping[Group, Rejected] = {}
    """What became this year of what was rejected in the year before."""
    nasib: Mapping[Group, Rejected] = {}
    """What became in the next year of what was rejected this year."""
    dimaksud: Mapping[str, ListedProposal] = {}
    """The proposals of whatever year that reasons point to, by identity."""


class MoneyRow(NamedTuple):
    """One measure in two years; `lalu` is `None` where nothing tells it."""

    nama: str
    lalu: Tally | None
    kini: Tally


class TwoYears(NamedTuple):
    """What the page of an RW or kelurahan tells of the same money in two years."""

    baris: tuple[MoneyRow, ...]
    kalimat: tuple[str, ...]
    pasangan: tuple[tuple[str, str, Sibling], ...]
    """Title and page of a proposal of this year, and its sibling."""


def siblings_of(views: Mapping[int, YearView]) -> dict[int, Siblings]:
    """The siblings of every year, by year."""
    years = sorted(views)
    repeats: dict[int, dict[str, Again]] = {years[0]: {}} if years else {}
    for before, tahun in pairwise(years):
        repeats[tahun] = again(views[tahun].cases, views[before].cases)
    return {tahun: _siblings(views, repeats, years, index) for index, tahun in enumerate(years)}


def _siblings(
    views: Mapping[int, YearView],
    repeats: Mapping[int, Mapping[str, Again]],
    years: list[int],
    index: int,
) -> Siblings:
    tahun = years[index]
    lalu = years[index - 1] if index else None
    depan = years[index + 1] if index + 1 < len(years) else None
    own = {case.id: case for case in views[tahun].cases}
    sesudah: dict[str, Sibling] = {}
    nasib: Mapping[Group, Rejected] = {}
    if depan:
        later = {case.id: case for case in views[depan].cases}
        found = {one.case.id: (later[name], one.reason) for name, one in repeats[depan].items()}
        sesudah = {name: _sibling(*pair) for name, pair in found.items()}
        nasib = _fates(views[tahun], {name: case for name, (case, _) in found.items()})
    if lalu is None:
        return Siblings(None, depan, {}, sesudah, {}, {}, nasib)
    now = {one.case.id: own[name] for name, one in repeats[tahun].items()}
    return Siblings(
        lalu,
        depan,
        {name: _sibling(one.case, one.reason) for name, one in repeats[tahun].items()},
        sesudah,
        {key: money(cases, repeats[lalu]) for key, cases in _groups(views[lalu].cases).items()},
        _fates(views[lalu], now),
        nasib,
    )


def _sibling(case: Case, reason: str) -> Sibling:
    entry = entry_of(case)
    return Sibling(
        case.id, entry.path, entry.judul, entry.hasil_lengkap, entry.alasan or "", reason
    )


def _groups(cases: Iterable[Case]) -> dict[Group, list[Case]]:
    found: dict[Group, list[Case]] = {(EVERY, EVERY): []}
    for case in cases:
        for key in (
            (EVERY, EVERY),
            (case.kelurahan, EVERY),
            (case.kelurahan, case.usulan.rw or ""),
        ):
            found.setdefault(key, []).append(case)
    return found


def _fates(view: YearView, after: Mapping[str, Case]) -> dict[Group, Rejected]:
    found = {key: rejected(cases, after) for key, cases in _groups(view.cases).items()}
    return {key: fate for key, fate in found.items() if fate.ditolak}


def two_years(tahun: int, known: Siblings, key: Group, cases: Iterable[Case]) -> TwoYears | None:
    """What two years tell of one group; `None` where there is only one year of it."""
    cases = list(cases)
    pairs = [
        (case.usulan.usulan_kegiatan, entry_of(case).path, sibling)
        for case in cases
        for side in (known.sebelum, known.sesudah)
        if (sibling := side.get(case.id))
    ]
    sentences = tuple(_fate_sentences(tahun, known, key))
    before = known.uang.get(key)
    if before is None and not sentences and not pairs:
        return None
    rows = tuple(_rows(before, money(cases, known.sebelum))) if before else ()
    return TwoYears(rows, sentences, tuple(pairs))


def _rows(before: Money, now: Money) -> Iterator[MoneyRow]:
    yield MoneyRow("Diusulkan", before.diusulkan, now.diusulkan)
    yield MoneyRow("Disetujui", before.disetujui, now.disetujui)
    yield MoneyRow("Ditolak: sudah dianggarkan atau dikerjakan", before.sudah, now.sudah)
    yield MoneyRow("Juga diusulkan tahun sebelumnya", None, now.lagi)


def _fate_sentences(tahun: int, known: Siblings, key: Group) -> Iterator[str]:
    if known.lalu and (fate := known.nasib_lalu.get(key)):
        yield _fate(fate, known.lalu, tahun)
    if known.depan and (fate := known.nasib.get(key)):
        yield _fate(fate, tahun, known.depan)


def _fate(fate: Rejected, tahun: int, depan: int) -> str:
    """What became of rejected proposals, in one sentence."""
    start = f"Dari {angka(fate.ditolak)} usulan yang ditolak pada {tahun}"
    if not fate.lagi:
        return f"{start}, tidak ada yang tampak diusulkan lagi pada {depan}."
    now = (
        f"{angka(fate.disetujui)} di antaranya disetujui"
        if fate.disetujui
        else "belum ada yang disetujui"
    )
    return f"{start}, {angka(fate.lagi)} diusulkan lagi pada {depan}; {now}."
