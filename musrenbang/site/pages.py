"""Everything the site consists of: a flat list of functions of the facts.

A page of one year is a function of that year's facts alone. What names the commit of the site, or
speaks of all years, stands in lists of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from musrenbang.files.memo import Named, given, made
from musrenbang.files.published_folder import Copy, Output
from musrenbang.history.timeline import History
from musrenbang.site import addresses
from musrenbang.site.api import api_index, api_schemas, api_year
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import calendar, kelurahan_feeds, main_feed
from musrenbang.site.find_index import find_index
from musrenbang.site.general_pages import check_page, data_page, general_pages, home_page, rule_book
from musrenbang.site.history_pages import history_front, history_pages
from musrenbang.site.lists import kelurahan_pages, skpd_pages, status_pages
from musrenbang.site.open_data import data_package, open_data
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.site.proposal_pages import proposal_pages
from musrenbang.site.receipts import receipt_pages
from musrenbang.site.year_pages import year_pages


def assets(engine: Engine, _: Sequence[YearFacts]) -> Iterator[Output]:
    """Styles, scripts and fonts."""
    for folder in ("aset", "fonts/web"):
        for name, data in engine.site.theme.below(folder).items():
            if not name.endswith(".md"):
                yield f"aset/{name}", data


def photos(_: Engine, years: Sequence[YearFacts]) -> Iterator[Output]:
    """The photos of all years, without their hidden data."""
    for year in years:
        for source, blob in year.year.foto.items():
            yield addresses.photo(year.tahun, source), Copy(source, blob)


SITE_PAGES = (general_pages, rule_book, home_page, main_feed, api_schemas, assets, photos)
"""Of all years, newest first."""

YEAR_PAGES = (
    *(open_data, find_index, year_pages, history_pages),
    *(skpd_pages, status_pages, calendar),
)
FOLDER_PAGES = (proposal_pages, receipt_pages)
"""Of the proposals whose files stand in one folder."""

KELURAHAN_PAGES = (kelurahan_pages, kelurahan_feeds)
"""Of one kelurahan of a year."""

VERSIONED_SITE_PAGES = (data_page, api_index)
VERSIONED_YEAR_PAGES = (api_year, data_package, history_front)
"""Those that name the commit they come from, or what no commit holds yet."""


def portions(
    site: Named[Site],
    years: Sequence[Named[YearFacts]],
    history: History,
    digests: Mapping[str, str],
) -> Iterator[Named[Iterable[Output]]]:
    """All pages, in portions that workers can share.

    Those of one year are named by what they may know; the others are to be made every time. The
    papers' SHA-256 stand in `digests`, by path.
    """
    engine = made(Engine, site)
    for year in years:
        for folder in year.value.year.folders:
            for of_folder in FOLDER_PAGES:
                yield made(of_folder, engine, year, given(folder.slug))
        for slug in year.value.by_kelurahan:
            for of_kelurahan in KELURAHAN_PAGES:
                yield made(of_kelurahan, engine, year, given(slug))
        for of_year in YEAR_PAGES:
            yield made(of_year, engine, year)
        for versioned in VERSIONED_YEAR_PAGES:
            yield Named("", partial(versioned, engine.value, year.value, history))
    every = [year.value for year in years]
    for page in SITE_PAGES:
        yield Named("", partial(page, engine.value, every))
    for versioned_page in VERSIONED_SITE_PAGES:
        yield Named("", partial(versioned_page, engine.value, every, history))
    yield Named("", partial(check_page, engine.value, every, history, digests))
