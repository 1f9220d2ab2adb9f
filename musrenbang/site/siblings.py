"""The same proposal and the same money in two years, as pages tell it, with links both ways."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from musrenbang.site.entries import ListedProposal, entry_of
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, group
from musrenbang.year.two_years import Again, Money, Rejected, again, money, rejected
from musrenbang.year.views import YearView

Group = tuple[str, str]
"""A kelurahan and an RW; a kelurahan and `EVERY`; or `EVERY` twice, for the whole year."""
EVERY = "*"


class Sibling(NamedTuple):
    """The same proposal in another year."""

    id: str
    nama: str
    """What it is called beside its sibling: ``usulan 0032 tahun 2016``."""
    path: str
    judul: str
    hasil: str
    alasan: str
    """Why it was rejected, if it was."""
    pengganti: bool
    """Whether the later of the two takes the place of an earlier one that was rejected."""
    sebab: str
    """What the two share; empty where the records themselves say that they are the same."""


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
    """The proposals of whatever year that reasons of this year point to, by identity."""
    disebut: Mapping[str, tuple[ListedProposal, ...]] = {}
    """The rejected ones of whatever year whose reasons point to one of this year, by its id."""


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
    every = {case.id: case for view in views.values() for case in view.cases}
    pointing = [case for case in every.values() if case.meant in every]
    meant = {case.meant: entry_of(every[case.meant]) for case in pointing}
    named = {
        name: tuple(map(entry_of, cases))
        for name, cases in group(pointing, lambda case: case.meant).items()
    }
    return {
        tahun: _siblings(views, repeats, years, index)._replace(
            dimaksud={case.meant: meant[case.meant] for case in pointing if case.tahun == tahun},
            disebut={name: found for name, found in named.items() if every[name].tahun == tahun},
        )
        for index, tahun in enumerate(years)
    }


def _siblings(
    views: Mapping[int, YearView],
    repeats: Mapping[int, Mapping[str, Again]],
    years: list[int],
    index: int,
) -> Siblings:
    tahun = years[index]
    lalu = years[index - 1] if index else None
    depan = years[index + 1] if index + 1 < len(years) and views[years[index + 1]].cases else None
    own = {case.id: case for case in views[tahun].cases}
    sesudah: dict[str, Sibling] = {}
    nasib: Mapping[Group, Rejected] = {}
    if depan:
        later = {case.id: case for case in views[depan].cases}
        found = {one.case.id: (later[name], one.reason) for name, one in repeats[depan].items()}
        sesudah = {name: _sibling(own[name], *pair) for name, pair in found.items()}
        nasib = _fates(views[tahun], {name: case for name, (case, _) in found.items()})
    if lalu is None:
        return Siblings(None, depan, {}, sesudah, {}, {}, nasib)
    now = {one.case.id: own[name] for name, one in repeats[tahun].items()}
    return Siblings(
        lalu,
        depan,
        {name: _sibling(own[name], *one) for name, one in repeats[tahun].items()},
        sesudah,
        {key: money(cases, repeats[lalu]) for key, cases in _groups(views[lalu].cases).items()},
        _fates(views[lalu], now) if own else {},
        nasib,
    )


def _sibling(beside: Case, case: Case, reason: str) -> Sibling:
    entry = entry_of(case)
    number = case.nomor if case.folder == beside.folder else entry.nomor
    earlier = min(beside, case, key=lambda one: one.tahun)
    return Sibling(
        case.id,
        f"usulan {number} tahun {case.tahun}",
        entry.path,
        entry.judul,
        entry.hasil_lengkap,
        entry.alasan or "",
        earlier.status is Status.DITOLAK,
        reason,
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
