"""The pages of one year that are about the whole: report, search, documents."""

from collections.abc import Iterator

from musrenbang.files.published_folder import Output
from musrenbang.site import addresses, metadata
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.find_index import shards
from musrenbang.site.page_facts import YearFacts
from musrenbang.site.pictures import compared, funnel_steps, shift_rows
from musrenbang.year.labels import GOLONGAN


def year_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """Report, search, kelurahan overview and documents of a year."""
    crumbs = (Crumb(str(year.tahun), year.path),)
    judul = f"Musrenbang {year.nama} {year.tahun}"
    before, figures = year.before or (None, None)
    found = year.view.ringkasan
    yield engine.page(
        "tahun",
        Page(
            year.path,
            judul,
            f"Hasil dan perkembangan {judul}.",
            bagian="beranda",
            data=metadata.of_year(engine.site, year),
        ),
        year,
        sebelumnya=before,
        banding=tuple(compared(figures, found)) if figures else (),
        corong=tuple(funnel_steps(year)),
        perubahan=shift_rows(found),
        golongan=GOLONGAN,
    )
    yield engine.page(
        "cari",
        Page(
            addresses.find_page(year.tahun),
            f"Cari usulan {year.tahun}",
            f"Cari dan saring semua usulan {judul}.",
            crumbs,
            "usulan",
            ("aset/cari.js",),
        ),
        year,
        bagian_indeks=len(shards(year)),
    )
    yield engine.page(
        "kelurahan-semua",
        Page(
            addresses.kelurahan_list(year.tahun),
            f"Kelurahan dan RW {year.tahun}",
            f"Usulan {judul} menurut kelurahan.",
            crumbs,
            "kelurahan",
        ),
        year,
    )
    yield engine.page(
        "dokumen",
        Page(
            addresses.documents_page(year.tahun),
            f"Dokumen {year.tahun}",
            f"Berita Acara, lampiran dan data {judul}.",
            crumbs,
            "dokumen",
        ),
        year,
    )
    if year.map:
        picture = engine.text("bagian/peta.xml", peta=year.map)
        yield addresses.map_image(year.tahun), picture.encode()
