"""The public notice site: every page and file below `_site/` except the printed documents.

Rendering is a pure function: no file, Git, clock, locale or chance is asked for anything.
"""

from collections.abc import Iterator, Mapping, Sequence

from musrenbang.history import History
from musrenbang.publishing import Copy, Output
from musrenbang.site import addresses
from musrenbang.site.api import api_index, api_year
from musrenbang.site.document_link import DocumentLink
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import calendar, feeds, sitemap
from musrenbang.site.find_index import find_index
from musrenbang.site.general_pages import general_pages
from musrenbang.site.history_pages import history_pages
from musrenbang.site.links import Anatomy, anatomy, broken, refuse_broken
from musrenbang.site.lists import kelurahan_pages, skpd_pages, status_pages
from musrenbang.site.open_data import open_data
from musrenbang.site.proposal_pages import proposal_pages
from musrenbang.site.rule_book import rule_book
from musrenbang.site.world import World, YearWorld
from musrenbang.site.year_pages import year_pages
from musrenbang.snapshot import Snapshot
from musrenbang.theme import Theme

__all__ = ["DocumentLink", "render_site"]


def render_site(
    snapshot: Snapshot,
    history: History,
    theme: Theme,
    documents: Mapping[int, Sequence[DocumentLink]],
) -> Iterator[Output]:
    """Everything the site consists of, as (path below `_site/`, content).

    `documents` names, by year, the printable documents published beside it. Raises
    `CommandError` at the end, so that nothing is published, where a link leads nowhere.
    """
    world = World(snapshot, history, theme, documents)
    engine = Engine(world)
    found: dict[str, Anatomy] = {}
    for path, content in _outputs(engine):
        found[path] = (
            Anatomy() if isinstance(content, Copy) else anatomy(path, content, world.host_path)
        )
        yield path, content
    yield from sitemap(world, found)
    printed = (link.path for links in documents.values() for link in links)
    refuse_broken(broken(found.items(), frozenset(printed)))


def _outputs(engine: Engine) -> Iterator[Output]:
    world = engine.world
    yield from general_pages(engine)
    yield from rule_book(engine)
    for year in world.years:
        yield from render_year(engine, year)
    yield from api_index(world)
    yield from feeds(engine)
    for name, data in world.theme.below("aset").items():
        yield f"aset/{name}", data
    for name, data in world.theme.below("fonts/web").items():
        if not name.endswith(".md"):
            yield f"aset/{name}", data
    for tahun, source in world.photos:
        yield addresses.photo(tahun, source), Copy(source)


def render_year(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """Everything of one year; years do not depend on each other's output."""
    yield from year_pages(engine, year)
    yield from history_pages(engine, year)
    for folder in year.year.folders:
        yield from proposal_pages(engine, year, folder)
    for slug in year.by_kelurahan:
        yield from kelurahan_pages(engine, year, slug)
    yield from skpd_pages(engine, year)
    yield from status_pages(engine, year)
    yield from find_index(year)
    yield from open_data(engine.world, year)
    yield from api_year(engine.world, year)
    yield from calendar(year)
