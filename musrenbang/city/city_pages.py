"""The pages, data, feeds and figures of a city: one function for each kind, as of a kecamatan."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from heapq import nlargest
from typing import Any

from musrenbang.city.city_figures import city_origin
from musrenbang.city.city_year import CityYear
from musrenbang.city.published_data import Row
from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import SITE_ORIGIN
from musrenbang.site import addresses
from musrenbang.site.api import schemas
from musrenbang.site.api_types import ApiType, Ringkasan, Versi
from musrenbang.site.data_columns import COLUMNS
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.entries import RekapRow
from musrenbang.site.feeds import FEED_SIZE, Item, feed
from musrenbang.site.lists import ListSection, slices
from musrenbang.site.open_data import csv_file, json_file, workbook
from musrenbang.site.year_pages import funnel_steps, shift_rows
from musrenbang.text.indonesian import WIB, tanggal
from musrenbang.year.cases import VERDICTS
from musrenbang.year.follow_up import NAMES, Standing

_COLUMNS = ("kode_kecamatan", "kecamatan", *(column.nama for column in COLUMNS))
_DATES = frozenset(column.nama for column in COLUMNS if column.kind is date)


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
                    feed=addresses.FEED if year.rows else None,
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
            ("aset/cari.js",),
        ),
        year,
    )
    yield engine.page(
        "skpd",
        Page(
            addresses.skpd_list(year.tahun),
            f"Usulan menurut SKPD/UKPD {year.tahun}",
            f"Yang diterima setiap SKPD/UKPD dari Musrenbang {year.nama} {year.tahun}.",
            crumbs,
            "skpd",
        ),
        year,
    )


def skpd_data(year: CityYear, kode: str) -> list[tuple[str, Sequence[Row]]]:
    """What an agency receives from each part of a city, by the code of that part."""
    found = (
        (part, [row for row in rows if (row["skpd"] or "") == kode])
        for part, rows in year.rows.items()
    )
    return [(part, rows) for part, rows in found if rows]


def skpd_pages(engine: Engine, year: CityYear, kode: str) -> Iterator[Output]:
    """All that one agency receives: as a list, as CSV and XLSX, and as a feed."""
    nama, received = year.skpd_name(kode), skpd_data(year, kode)
    path = addresses.skpd_page(year.tahun, kode)
    folder = path.removesuffix("index.html")
    page = Page(
        path,
        nama,
        f"Usulan {year.tahun} dari seluruh {year.nama} yang ditujukan kepada {nama}."
        if kode
        else f"Usulan {year.tahun} yang belum menyebut SKPD/UKPD tujuan.",
        (
            Crumb(str(year.tahun), year.path),
            Crumb("SKPD/UKPD", addresses.skpd_list(year.tahun)),
        ),
        "skpd",
        feed=f"{folder}feed.xml",
    )
    sections = [
        ListSection(f"Kecamatan {year.names[part]}", year.proposals(part, rows))
        for part, rows in received
    ]
    figures = year.view.ringkasan.skpd[kode]
    yield from engine.pages(
        "kota-skpd",
        page,
        year,
        slices(sections),
        rekap=figures,
        jumlah=figures.total,
        folder=folder,
        nama_lain=year.other_names(kode),
    )
    table = [values for part, rows in received for values in _values(year, part, rows)]
    yield f"{folder}usulan.csv", csv_file(_COLUMNS, table)
    yield f"{folder}usulan.xlsx", workbook(f"Usulan {year.tahun}", _COLUMNS, table)
    yield feed(engine, f"{folder}feed.xml", nama, path, _items(year, received))


def _values(year: CityYear, part: str, rows: Iterable[Row]) -> Iterator[list[Any]]:
    """Rows of the open data: pages by their whole address, days as days."""
    base = year.address(part)
    for row in rows:
        told = {**row, "halaman": f"{base}{row['halaman']}"}
        yield [
            part,
            year.names[part],
            *(
                date.fromisoformat(value) if name in _DATES and value else value
                for name, value in told.items()
            ),
        ]


def main_feed(engine: Engine, year: CityYear) -> Iterator[Output]:
    """The newest of everything."""
    title = f"Musrenbang {year.nama}"
    yield feed(engine, addresses.FEED, title, addresses.HOME, _items(year, year.rows.items()))


def _items(year: CityYear, received: Iterable[tuple[str, Sequence[Row]]]) -> list[Item]:
    """The newest decisions of some proposals, and where they stand after them."""
    rows = [(part, row) for part, some in received for row in some]
    dated = {
        "tanggal_keputusan": [one for one in rows if one[1]["status"] in VERDICTS],
        "kabar_terakhir": rows,
    }
    items = []
    for name, some in dated.items():
        known = [(row[name], row["id"], part, row) for part, row in some if row[name]]
        for day, _, part, row in nlargest(FEED_SIZE, known, key=lambda one: one[:3]):
            items.append(_item(year, part, row, day, news=name == "kabar_terakhir"))
    return items


def _item(year: CityYear, part: str, row: Row, day: str, *, news: bool) -> Item:
    (proposal,) = year.proposals(part, [row])
    moment = date.fromisoformat(day)
    standing = row["tindak_lanjut"]
    told = NAMES[Standing(standing)] if news and standing in set(Standing) else proposal.hasil
    suffix = "" if news or not proposal.sementara else " (sementara)"
    why = f" Alasan: {proposal.alasan}." if proposal.alasan and not news else ""
    return Item(
        f"urn:musrenbang:{part}:{row['id']}" + (f"/kabar/{day}" if news else ""),
        f"{told}{suffix}: {proposal.judul}",
        proposal.path,
        datetime.combine(moment, time(), WIB),
        f"Kecamatan {year.names[part]}, Kelurahan {proposal.wilayah}, {tanggal(moment)}.{why}",
    )


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
