"""What a page is about in schema.org's words, for search engines and catalogues of data.

It stands in the page as a block of data, which no policy against scripts concerns: browsers run
only what is a script. Ways through the site are marked in the page itself (see `dasar.html`).
"""

from collections.abc import Iterable

from musrenbang.site import addresses
from musrenbang.site.entries import Notice
from musrenbang.site.open_data import CSV_NAME, XLSX_NAME
from musrenbang.site.page_facts import Site, YearFacts

Thing = dict[str, object]

CONTEXT = "https://schema.org"


def of_home(site: Site, year: YearFacts) -> Thing:
    """The site and its search."""
    base = site.situs.alamat
    thing: Thing = {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": f"Papan pengumuman Musrenbang {year.nama}",
        "inLanguage": "id",
        "publisher": _office(year),
    }
    if base:
        find = addresses.absolute(base, addresses.find_page(year.tahun))
        thing["url"] = addresses.absolute(base, addresses.HOME)
        thing["potentialAction"] = {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{find}?q={{q}}"},
            "query-input": "required name=q",
        }
    return thing


def of_year(site: Site, year: YearFacts) -> Thing:
    """The meeting, where its days are known, and the open data of its year."""
    graph = [_dataset(site, year)]
    meeting = year.musrenbang.jadwal.musrenbang if year.musrenbang else None
    if meeting:
        graph.insert(
            0,
            {
                "@type": "Event",
                "name": _title(year, "Musrenbang"),
                "startDate": meeting.mulai.isoformat(),
                "endDate": meeting.selesai.isoformat(),
                "location": {
                    "@type": "Place",
                    "name": meeting.tempat,
                    "address": meeting.alamat or year.nama,
                },
                "organizer": _office(year),
            },
        )
    return {"@context": CONTEXT, "@graph": graph}


def of_data(site: Site, years: Iterable[YearFacts]) -> Thing:
    """All data of all years."""
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "name": "Data terbuka Musrenbang Kecamatan",
        "dataset": [_dataset(site, year) for year in years],
    }


def of_notice(year: YearFacts, notice: Notice) -> Thing:
    """One notice."""
    return {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": notice.pengumuman.judul,
        "datePublished": notice.pengumuman.tanggal.isoformat(),
        "inLanguage": "id",
        "author": _office(year),
    }


def _office(year: YearFacts) -> Thing:
    return {"@type": "GovernmentOrganization", "name": year.nama}


def _title(year: YearFacts, what: str) -> str:
    return f"{what} {year.nama} {year.tahun}" + (" (data contoh)" if year.contoh else "")


def _dataset(site: Site, year: YearFacts) -> Thing:
    files = (
        (addresses.data_file(year.tahun, CSV_NAME), "text/csv"),
        (
            addresses.data_file(year.tahun, XLSX_NAME),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (addresses.api(year.tahun, "usulan.json"), "application/json"),
    )
    base = site.situs.alamat
    thing: Thing = {
        "@type": "Dataset",
        "name": _title(year, "Usulan dan keputusan Musrenbang"),
        "description": f"Semua usulan Musrenbang {year.nama} {year.tahun} dengan volume, "
        "perkiraan anggaran, keputusan camat dan alasannya.",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "temporalCoverage": str(year.tahun),
        "spatialCoverage": year.nama,
        "creator": _office(year),
    }
    if base:
        thing["url"] = addresses.absolute(base, year.path)
        thing["distribution"] = [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": addresses.absolute(base, path),
            }
            for path, kind in files
        ]
    return thing
