"""From a list of sites to the published site of their city."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from musrenbang.city.city_index import city_index
from musrenbang.city.city_pages import city_api, find_pages, front_pages, main_feed, skpd_pages
from musrenbang.city.city_year import CityYear
from musrenbang.city.kept_copies import Taken, take_all
from musrenbang.city.site_list import read_list
from musrenbang.city.site_reader import Bounds
from musrenbang.files.memo import Memo, Named, given, made
from musrenbang.files.program import INSTALLED
from musrenbang.files.published_folder import Output, staging
from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.workers import spread
from musrenbang.history.timeline import SITE_ORIGIN, History
from musrenbang.publish.publication import Writer, Written
from musrenbang.site.engine import Engine
from musrenbang.site.feeds import sitemap
from musrenbang.site.links import broken, refuse_broken
from musrenbang.site.page_facts import Site, YearName
from musrenbang.site.pages import assets
from musrenbang.text.errors import CommandError
from musrenbang.text.progress import Progress
from schemas import DaftarWilayah
from schemas.juknis import Sebutan
from schemas.kota import PROVINSI

KEPT_PORTIONS = 2000
"""Several times the agencies of a city in ten years."""


class CityBuilt(NamedTuple):
    """What a build made of the sites it could read."""

    files: int
    taken: tuple[Taken, ...]


def publish_city(
    file: Path,
    target: Path,
    kept: Path,
    progress: Progress,
    bounds: Bounds | None = None,
) -> CityBuilt:
    """Publish what the sites listed in a file add up to; copies of them are kept in a folder.

    Raises `CommandError` where the list is wrong, no site at all can be read, or the target
    cannot be replaced.
    """
    listed = read_list(file)
    progress.step(f"Membaca {len(listed.wilayah)} situs")
    found = take_all(listed, file.parent, kept, bounds or Bounds())
    taken = tuple(progress.count(found))
    years = _years(taken)
    if not years:
        faults = "\n".join(f"  {one.wilayah.nama}: {one.fault}" for one in taken)
        raise CommandError(f"Tidak ada satu pun situs yang dapat dibaca.\n{faults}")
    progress.step("Menyusun halaman")
    every = [CityYear(tahun, listed, taken) for tahun in years]
    site = site_of_city(listed, every, read_theme())
    with staging(target, SITE_ORIGIN) as stage:
        write = Writer(file.parent, stage, Memo(file.parent, "kota", KEPT_PORTIONS), site.host_path)
        written: list[Written] = []
        for some in progress.count(spread(write, list(_portions(given(site), every)), turns=8)):
            written += some
        written += write.put(sitemap(site, [one.path for one in written], History()))
        refuse_broken(broken((one.path, one.anatomy) for one in written), {})
        stage.replace({one.path: one.digest for one in written})
    return CityBuilt(len(written), taken)


def _years(taken: Iterable[Taken]) -> list[int]:
    """The years there are, newest first; before them the one that the front page shows.

    That is the newest which at least half as many sites have as any other: a kecamatan that has
    prepared the next year does not put all others out of sight.
    """
    told = Counter(tahun for one in taken if one.published for tahun in one.published.years)
    most = max(told.values(), default=0)
    front = max((tahun for tahun in told if told[tahun] * 2 >= most), default=0)
    return sorted(told, key=lambda tahun: (tahun == front, tahun), reverse=True)


def site_of_city(listed: DaftarWilayah, years: Iterable[CityYear], theme: Theme) -> Site:
    """What all pages of a city share."""
    names = tuple(YearName(one.tahun, one.nama, None, one.kode, one.contoh) for one in years)
    is_province = listed.jenis == PROVINSI
    return Site(
        theme,
        listed.situs,
        names,
        recorded=False,
        shallow=False,
        command=INSTALLED,
        sebutan=Sebutan(),
        tingkat="provinsi" if is_province else "kota",
    )


def _portions(site: Named[Site], years: list[CityYear]) -> Iterator[Named[Iterable[Output]]]:
    """Everything the site consists of, in portions that workers can share."""

    def portion(make: Iterable[Output]) -> Named[Iterable[Output]]:
        return Named("", lambda: make)

    engine = made(Engine, site).value
    yield portion(front_pages(engine, years))
    yield portion(city_api(years))
    # Pictures and further scripts stand in folders of their own: they are of a kecamatan's pages.
    yield portion(one for one in assets(engine, ()) if one[0].count("/") == 1)
    for year in years:
        if year.has_proposals:
            yield portion(find_pages(engine, year))
            yield portion(city_index(engine, year))
            for kode in year.view.ringkasan.skpd:
                names = [year.skpd_name(kode), *year.other_names(kode)]
                figures = year.view.ringkasan.skpd[kode]
                known = map(given, (year.received(kode), kode, names, figures))
                yield made(skpd_pages, made(Engine, site), *known)
    if years[0].has_proposals:
        yield portion(main_feed(engine, years[0]))
