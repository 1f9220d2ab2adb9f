"""Everything the site consists of: a flat list of functions of the facts.

A page of one year is a function of that year's facts alone. What names the commit of the site, or
speaks of all years, stands in lists of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from musrenbang.history import History
from musrenbang.publishing import Copy, Output
from musrenbang.site import addresses
from musrenbang.site.api import api_index, api_schemas, api_year
from musrenbang.site.engine import Engine
from musrenbang.site.facts import YearFacts
from musrenbang.site.feeds import calendar, kelurahan_feeds, main_feed
from musrenbang.site.find_index import find_index
from musrenbang.site.general_pages import data_page, general_pages, home_page
from musrenbang.site.history_pages import history_front, history_pages
from musrenbang.site.lists import kelurahan_pages, skpd_pages, status_pages
from musrenbang.site.open_data import data_package, open_data
from musrenbang.site.proposal_pages import proposal_pages
from musrenbang.site.rule_book import rule_book
from musrenbang.site.year_pages import year_pages

Portion = Callable[[], Iterable[Output]]
"""Some of the pages."""


def assets(engine: Engine, _: Sequence[YearFacts]) -> Iterator[Output]:
    """Styles, scripts and fonts."""
    for folder in ("aset", "fonts/web"):
        for name, data in engine.site.theme.below(folder).items():
            if not name.endswith(".md"):
                yield f"aset/{name}", data


def photos(_: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """The photos of all years, without their hidden data."""
    for year in years:
        for source in year.year.foto:
            yield addresses.photo(year.tahun, source), Copy(source)


SITE_PAGES = (general_pages, rule_book, home_page, main_feed, api_schemas, assets, photos)
"""Of all years, newest first."""

YEAR_PAGES = (
    *(open_data, find_index, year_pages, history_pages),
    *(skpd_pages, status_pages, calendar),
)
FOLDER_PAGES = (proposal_pages,)
"""Of one folder of a year."""
KELURAHAN_PAGES = (kelurahan_pages, kelurahan_feeds)
"""Of one kelurahan of a year."""

VERSIONED_SITE_PAGES = (data_page, api_index)
VERSIONED_YEAR_PAGES = (api_year, data_package, history_front)
"""Those that name the commit they come from, or what no commit holds yet."""


def portions(engine: Engine, years: Sequence[YearFacts], history: History) -> Iterator[Portion]:
    """All pages, in portions that workers can share; those of a kelurahan know half of another."""
    for year in years:
        for folder in year.year.folders:
            for page in FOLDER_PAGES:
                yield partial(page, engine, year, folder.slug)
        for slug in year.by_kelurahan:
            for page in KELURAHAN_PAGES:
                yield partial(page, engine, year, slug)
        for page in YEAR_PAGES:
            yield partial(page, engine, year)
        for page in VERSIONED_YEAR_PAGES:
            yield partial(page, engine, year, history)
    for page in SITE_PAGES:
        yield partial(page, engine, years)
    for page in VERSIONED_SITE_PAGES:
        yield partial(page, engine, years, history)
