"""The units a site is made of: which outputs go together, and what they are made from.

A unit is rendered whole or not at all. `Unit.reads` names everything that its outputs depend on
beyond what all pages share (code, theme, the settings of every year); an incremental build renders
a unit again only when one of these changes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple, Protocol

from musrenbang.cases import Status
from musrenbang.extracts import Sketch
from musrenbang.publishing import Copy, Output
from musrenbang.site import addresses
from musrenbang.site.api import api_index, api_schemas, api_year
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import calendar, kelurahan_feeds, main_feed
from musrenbang.site.find_index import find_index
from musrenbang.site.general_pages import data_page, general_pages, home_page
from musrenbang.site.history_pages import history_front, history_pages
from musrenbang.site.history_records import Record
from musrenbang.site.lists import (
    Listing,
    Slice,
    kelurahan_pages,
    listing_page,
    skpd_listing,
    skpd_overview,
    status_listing,
    status_overview,
)
from musrenbang.site.open_data import open_data
from musrenbang.site.proposal_pages import proposal_page
from musrenbang.site.world import World, YearWorld
from musrenbang.site.year_pages import previous, year_pages
from musrenbang.snapshot import KelurahanFolder

PAGES = 50
"""Proposals in one unit: few enough for workers to share out a single kelurahan."""


class Reads(Protocol):
    """Names for the content that units are made from: equal names mean equal content."""

    def version(self) -> str:
        """The commit and whether the tree differs from it."""

    def year(self, tahun: int) -> str:
        """All records of a year."""

    def folder(self, tahun: int, slug: str) -> str:
        """The records of one folder."""

    def history(self, tahun: int | None, slug: str | None = None) -> str:
        """Who recorded what in a year or one of its folders, or at all."""

    def cases(self, sketches: Iterable[Sketch]) -> str:
        """All that the files of some proposals say, in their order."""

    def recorded(self, sketch: Sketch) -> str:
        """Who recorded the files of one proposal."""

    def file(self, path: str) -> str:
        """One file."""


class Part(NamedTuple):
    """One output of a unit of many, with what it is made from beyond what all pages share."""

    render: Callable[[Engine], Output]
    reads: tuple[str, ...]


class Unit(NamedTuple):
    """Outputs that are looked after together."""

    name: str
    render: Callable[[Engine], Iterable[Output]] | None
    """`None` for a unit of many outputs, of which one can be rendered again alone."""
    reads: Callable[[Reads], Iterable[str]]
    parts: Callable[[Reads], Iterable[Part]] = lambda _: ()
    told: bool = False
    """Whether it shows the history beyond the newest commit, which may have to be waited for."""
    folder: str = ""
    """The folder whose proposals most of it shows: who has made one knows half of the others."""


def units(world: World) -> Iterator[Unit]:
    """Every unit of the site, in the order in which an output of two would be the first's."""
    yield Unit("umum", general_pages, partial(_notices, world))
    yield Unit("aturan", _rule_book, lambda _: ())
    yield Unit("beranda", home_page, partial(_all_years, world), told=True)
    yield Unit("data", data_page, lambda reads: (reads.version(),))
    for year in world.years:
        yield from _year_units(world, year)
    yield Unit("api", lambda _: api_index(world), lambda reads: (reads.version(),))
    yield Unit("skema", lambda _: api_schemas(), lambda _: ())
    yield Unit("feed", main_feed, partial(_all_years, world), told=True)
    yield Unit("aset", _assets, lambda _: ())
    for tahun, source in world.photos:
        output = addresses.photo(tahun, source), Copy(source)
        yield Unit(f"foto {source}", partial(_same, output), partial(_file, source))


def _year_units(world: World, year: YearWorld) -> Iterator[Unit]:
    tahun = year.tahun
    yield Unit(
        f"{tahun}", partial(_with, year_pages, year), partial(_report, world, year), told=True
    )
    yield Unit(
        f"{tahun} riwayat",
        partial(_with, history_front, year),
        lambda reads: (reads.version(), reads.history(None)),
        told=True,
    )
    yield Unit(
        f"{tahun} riwayat selengkapnya",
        partial(_with, history_pages, year),
        lambda reads: (reads.history(None),),
        told=True,
    )
    # What takes longest comes first, so that workers end together.
    all_of_it = partial(_year, tahun)
    yield Unit(f"{tahun} indeks", lambda _: find_index(world, year), all_of_it)
    versioned = partial(_versioned_year, tahun)
    yield Unit(f"{tahun} data", lambda _: open_data(world, year), versioned)
    yield Unit(f"{tahun} api", lambda _: api_year(world, year), versioned)
    beyond = _beyond(year)
    for folder in year.year.folders:
        sketches = year.view.extracts[folder.slug].sketches
        around = cache(partial(_proposals, world, year, folder.slug, beyond.get(folder.slug, [])))
        for start in range(0, len(sketches), PAGES):
            some = sketches[start : start + PAGES]
            yield Unit(
                f"{tahun} usulan {folder.slug} {start}",
                None,
                around,  # type: ignore[arg-type]  # any `Reads` has a hash
                partial(_proposal_parts, world, year, folder, some),
                told=True,
                folder=f"{tahun}/{folder.slug}",
            )
        if folder.slug in year.by_kelurahan:
            yield _kelurahan_unit(year, folder.slug)
    for slug in year.by_kelurahan.keys() - {folder.slug for folder in year.year.folders}:
        yield _kelurahan_unit(year, slug)
    by_skpd: dict[str, list[Sketch]] = {kode: [] for kode in year.view.ringkasan.skpd}
    by_status: dict[Status, list[Sketch]] = {status: [] for status in Status}
    for sketch in year.view.sketches:
        by_skpd[sketch.skpd].append(sketch)
        by_status[sketch.status].append(sketch)
    yield Unit(f"{tahun} skpd", partial(_with, skpd_overview, year), all_of_it)
    for kode, members in by_skpd.items():
        listing = partial(skpd_listing, year, kode, members)
        yield Unit(
            f"{tahun} skpd {kode}",
            None,
            partial(_list, members),
            partial(_list_pages, year, listing),
        )
    yield Unit(f"{tahun} keputusan", partial(_with, status_overview, year), all_of_it)
    for status, members in by_status.items():
        listing = partial(status_listing, year, status, members)
        yield Unit(
            f"{tahun} keputusan {status.value}",
            None,
            partial(_list, members),
            partial(_list_pages, year, listing),
        )
    yield Unit(f"{tahun} kalender", lambda _: calendar(year), lambda _: ())


def _kelurahan_unit(year: YearWorld, slug: str) -> Unit:
    direct = [sketch for sketch in year.by_kelurahan[slug] if sketch.langsung]
    return Unit(
        f"{year.tahun} kelurahan {slug}",
        partial(_of_kelurahan, year, slug),
        partial(_kelurahan, year.tahun, slug, direct),
        told=True,
        folder=f"{year.tahun}/{slug}",
    )


def _with(
    pages: Callable[..., Iterator[Output]], year: YearWorld, *which: object
) -> Iterator[Output]:
    """Pages of one year; the engine comes last here and first there."""
    *subject, engine = which
    return pages(engine, year, *subject)


def _of_kelurahan(year: YearWorld, slug: str, engine: Engine) -> Iterator[Output]:
    yield from kelurahan_pages(engine, year, slug)
    yield from kelurahan_feeds(engine, year, slug)


def _rule_book(engine: Engine) -> Iterator[Output]:
    from musrenbang.site.rule_book import rule_book  # noqa: PLC0415 - changes with the code alone

    yield from rule_book(engine)


def _assets(engine: Engine) -> Iterator[Output]:
    theme = engine.world.theme
    for name, data in theme.below("aset").items():
        yield f"aset/{name}", data
    for name, data in theme.below("fonts/web").items():
        if not name.endswith(".md"):
            yield f"aset/{name}", data


def _same(output: Output, _: Engine) -> Iterator[Output]:
    yield output


Beyond = tuple[int, int, tuple[Sketch, ...]]


def _beyond(year: YearWorld) -> dict[str, list[Beyond]]:
    """What the pages of each folder show of other folders."""
    found: dict[str, list[Beyond]] = {}
    # Only those who sent theirs in directly have neighbours in the same RW beyond their folder.
    direct = {sketch.kelurahan for sketch in year.view.extracts[year.year.langsung.slug].sketches}
    for neighbours in (*map(year.same_rw, sorted(direct)), year.same_activity):
        for folder, others in neighbours.beyond():
            found.setdefault(folder, []).append(others)
    return found


def _notices(world: World, reads: Reads) -> Iterator[str]:
    for year in world.years:
        yield reads.folder(year.tahun, "pengumuman")


def _all_years(world: World, reads: Reads) -> Iterator[str]:
    for year in world.years:
        yield from (reads.year(year.tahun), reads.history(year.tahun), repr(year.documents))


def _report(world: World, year: YearWorld, reads: Reads) -> Iterator[str]:
    before = previous(world, year)
    yield from (reads.version(), reads.year(year.tahun), reads.history(year.tahun))
    yield repr(year.documents)
    yield reads.year(before.tahun) if before else ""


def _proposals(
    world: World,
    year: YearWorld,
    slug: str,
    beyond: list[Beyond],
    reads: Reads,
) -> list[str]:
    found = [reads.folder(year.tahun, slug), reads.history(year.tahun, slug)]
    found.append(repr(year.map.frame if year.map else None))
    for sketch in year.view.extracts[slug].sketches:
        meant = world.sketch(sketch.dimaksud) if sketch.dimaksud else None
        if meant:
            found.append(reads.cases((meant,)))
        if sketch.id in year.view.flags:
            found.append(repr(year.view.flags[sketch.id]))
    found += [f"{place} {size} {reads.cases(others)}" for place, size, others in beyond]
    return ["\n".join(found)]


def _proposal_parts(
    world: World,
    year: YearWorld,
    folder: KelurahanFolder,
    sketches: Sequence[Sketch],
    reads: Reads,
) -> Iterator[Part]:
    recorded: dict[str, Record] = {}
    frame = repr(year.map.frame if year.map else None)
    for sketch in sketches:
        meant = world.sketch(sketch.dimaksud) if sketch.dimaksud else None
        windows = (
            year.same_rw(sketch.kelurahan).near(sketch),
            year.same_activity.near(sketch),
        )
        near = (other for others, _ in windows for other in others)
        sizes = " ".join(f"{len(others)} of {size}" for others, size in windows)
        beside = [other for other in year.beside(sketch) if other]
        yield Part(
            partial(_proposal, year, folder, sketch, recorded),
            (
                reads.cases((sketch, *beside, *near, *((meant,) if meant else ()))),
                reads.recorded(sketch),
                f"{sizes} {frame} {[other.id for other in beside]} {meant is not None}",
                repr(year.view.flags.get(sketch.id)),
            ),
        )


def _proposal(
    year: YearWorld,
    folder: KelurahanFolder,
    sketch: Sketch,
    recorded: dict[str, Record],
    engine: Engine,
) -> Output:
    return proposal_page(engine, year, folder, year.entry(sketch).case, recorded)


def _kelurahan(tahun: int, slug: str, direct: list[Sketch], reads: Reads) -> Iterator[str]:
    yield from (reads.folder(tahun, slug), reads.history(tahun, slug), reads.cases(direct))


def _year(tahun: int, reads: Reads) -> Iterator[str]:
    yield reads.year(tahun)


def _versioned_year(tahun: int, reads: Reads) -> Iterator[str]:
    yield from (reads.version(), reads.year(tahun))


def _list(members: list[Sketch], reads: Reads) -> Iterator[str]:
    yield reads.cases(members)


def _list_pages(year: YearWorld, make: Callable[[], Listing], reads: Reads) -> Iterator[Part]:
    listing = make()
    for part in listing.slices():
        figures = repr(listing.rekap) if part.nomor == 1 else ""
        sections = [(section.judul, len(section.sketches)) for section in part.sections]
        yield Part(
            partial(_list_page, year, listing, part),
            (
                f"{part.nomor} of {part.banyak} {sections} {figures}",
                *(reads.cases(section.sketches) for section in part.sections),
            ),
        )


def _list_page(year: YearWorld, listing: Listing, part: Slice, engine: Engine) -> Output:
    return listing_page(engine, year, listing, part)


def _file(source: str, reads: Reads) -> Iterator[str]:
    yield reads.file(source)
