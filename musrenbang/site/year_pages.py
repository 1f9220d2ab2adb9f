"""The pages of one year that are about the whole: report, search, documents."""

from collections.abc import Iterator

from musrenbang.labels import GOLONGAN
from musrenbang.publishing import Output
from musrenbang.site import addresses, metadata
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.pictures import compared, funnel_steps, shift_rows
from musrenbang.site.world import World, YearWorld


def previous(world: World, year: YearWorld) -> YearWorld | None:
    """The year before, where the records have one."""
    return next((other for other in world.years if other.tahun < year.tahun), None)


def year_pages(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """Report, search, kelurahan overview and documents of a year."""
    crumbs = (Crumb(str(year.tahun), year.path),)
    judul = f"Musrenbang {year.nama} {year.tahun}"
    before, found = previous(engine.world, year), year.view.ringkasan
    yield engine.page(
        "tahun",
        Page(
            year.path,
            judul,
            f"Hasil dan perkembangan {judul}.",
            bagian="beranda",
            data=metadata.of_year(engine.world, year),
        ),
        year,
        sebelumnya=before,
        banding=tuple(compared(before.view.ringkasan, found)) if before else (),
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
