"""The pages, data, feeds and figures of a city: one function for each kind, as of a kecamatan."""

from collections.abc import Iterator, Sequence

from musrenbang.city.city_figures import city_origin
from musrenbang.city.city_year import CityYear
from musrenbang.city.received import COLUMN_NAMES, Received
from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import SITE_ORIGIN
from musrenbang.site import addresses
from musrenbang.site.api import schemas
from musrenbang.site.api_types import ApiType, Ringkasan, Versi
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import RekapRow
from musrenbang.site.feeds import feed
from musrenbang.site.lists import ListSection, slices
from musrenbang.site.open_data import csv_file, json_file, workbook
from musrenbang.site.year_pages import funnel_steps, shift_rows
from musrenbang.year.figures import Rekap


def front_pages(engine: Engine, years: Sequence[CityYear]) -> Iterator[Output]:
    """The home page, that of every year, where all comes from, and what is shown for nothing."""
    for year in years:
        for path in (year.path, addresses.HOME) if year is years[0] else (year.path,):
            yield engine.page(
                "kota",
                Page(
                    path,
                    f"Musrenbang {year.nama} {year.tahun}",
                    f"Hasil Musrenbang {year.nama} {year.tahun}, dijumlahkan dari situs setiap "
                    f"{year.bagian}.",
                    bagian="beranda",
                    feed=addresses.FEED if year.has_proposals else None,
                ),
                year,
                baris=[RekapRow(one.nama, one.path, one.rekap) for one in year.parts if one.rekap],
                corong=tuple(funnel_steps(year.view.ringkasan, year.langsung())),
                perubahan=shift_rows(year.view.ringkasan),
            )
    page = Page(
        addresses.DATA,
        "Sumber dan data",
        "Dari mana setiap angka, sampai kapan, dan apa yang sedang tidak dapat dibaca.",
        bagian="data",
    )
    yield engine.page("kota-data", page, years[0], tahun=years)
    yield engine.page("404", Page(addresses.NOT_FOUND, "Halaman tidak ditemukan", indexed=False))


def find_pages(engine: Engine, year: CityYear) -> Iterator[Output]:
    """The search over all proposals, and the list of all agencies."""
    crumbs = (Crumb(str(year.tahun), year.path),)
    yield engine.page(
        "kota-cari",
        Page(
            addresses.find_page(year.tahun),
            f"Cari usulan {year.tahun}",
            f"Cari dan saring semua usulan Musrenbang {year.nama} {year.tahun}.",
            crumbs,
            "usulan",
            ("aset/kata.js", "aset/cari.js"),
        ),
        year,
    )
    yield engine.page(
        "skpd",
        Page(
            addresses.skpd_list(year.tahun),
            f"Usulan menurut perangkat daerah {year.tahun}",
            f"Yang diterima setiap perangkat daerah dari Musrenbang {year.nama} {year.tahun}.",
            crumbs,
            "skpd",
        ),
        year,
    )


def skpd_pages(
    engine: Engine, received: Received, kode: str, names: Sequence[str], figures: Rekap
) -> Iterator[Output]:
    """All that one agency receives: as a list, as CSV and XLSX, and as a feed.

    `names` are what the city calls it, then what else parts of it do.
    """
    nama, tahun = names[0], received.tahun
    path = addresses.skpd_page(tahun, kode)
    folder = path.removesuffix("index.html")
    page = Page(
        path,
        nama,
        f"Usulan {tahun} dari seluruh {received.nama} yang ditujukan kepada {nama}."
        if kode
        else f"Usulan {tahun} yang belum menyebut perangkat daerah tujuan.",
        (Crumb(str(tahun), received.path), Crumb("Perangkat daerah", addresses.skpd_list(tahun))),
        "skpd",
        feed=f"{folder}feed.xml",
    )
    sections = [
        ListSection(f"Kecamatan {one.nama}", received.listed(one)) for one in received.sources
    ]
    yield from engine.pages(
        "kota-skpd",
        page,
        received,
        slices(sections),
        rekap=figures,
        jumlah=figures.total,
        folder=folder,
        nama_lain=names[1:],
    )
    table = list(received.table())
    yield f"{folder}usulan.csv", csv_file(COLUMN_NAMES, table)
    yield f"{folder}usulan.xlsx", workbook(f"Usulan {tahun}", COLUMN_NAMES, table)
    yield feed(engine, f"{folder}feed.xml", nama, path, received.news())


def main_feed(engine: Engine, year: CityYear) -> Iterator[Output]:
    """The newest of everything."""
    title = f"Musrenbang {year.nama}"
    yield feed(engine, addresses.FEED, title, addresses.HOME, year.received().news())


class TahunGabungan(ApiType):
    """Satu tahun dan berkasnya."""

    tahun: int
    contoh: bool
    ringkasan: str


class DaftarGabungan(ApiType):
    """Apa yang tersedia; alamat berkas relatif terhadap berkas ini."""

    versi: int
    tahun: tuple[TahunGabungan, ...]


CITY_SCHEMAS: dict[str, type[ApiType]] = {
    "daftar": DaftarGabungan,
    "ringkasan": Ringkasan,
    "versi": Versi,
}
"""What each file below a city's `api/v1/` keeps to: the same summary that it reads."""


def city_api(years: Sequence[CityYear]) -> Iterator[Output]:
    """The figures as other programs read them, provinces among them."""
    listed = [
        {"tahun": one.tahun, "contoh": one.contoh, "ringkasan": f"{one.tahun}/ringkasan.json"}
        for one in years
    ]
    yield "api/v1/index.json", json_file({"versi": 1, "tahun": listed})
    origin = {"versi": 1, "asal": city_origin(years[0].taken), "riwayat": "tidak-ada"}
    yield SITE_ORIGIN, json_file({**origin, "dokumen": False})
    for year in years:
        yield addresses.api(year.tahun, "ringkasan.json"), json_file(year.summary)
    yield from schemas(CITY_SCHEMAS)
