"""The pages of one year that are about the whole: report, search, documents, history."""

from collections.abc import Iterator
from dataclasses import dataclass

from musrenbang.git import Commit
from musrenbang.history import History
from musrenbang.labels import GOLONGAN
from musrenbang.paths import Kind, place_of
from musrenbang.publishing import Output
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.world import World, YearWorld

HISTORY_SIZE = 200
"""Changes on the history page; Git has them all."""

_NAMES: dict[Kind, str] = {
    Kind.USULAN: "usulan",
    Kind.USULAN_LANGSUNG: "usulan",
    Kind.KEPUTUSAN: "keputusan",
    Kind.PENGUMUMAN: "pengumuman",
    Kind.FOTO: "foto",
    Kind.KIRIM: "Kirim",
    Kind.BERITA_ACARA: "Berita Acara",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One change of the history, in words."""

    commit: Commit
    isi: str


def previous(world: World, year: YearWorld) -> YearWorld | None:
    """The year before, where the records have one."""
    return next((other for other in world.years if other.tahun < year.tahun), None)


def year_pages(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """Report, search, kelurahan overview, documents and history of a year."""
    crumbs = (Crumb(str(year.tahun), year.path),)
    judul = f"Musrenbang {year.nama} {year.tahun}"
    yield engine.page(
        "tahun",
        Page(year.path, judul, f"Hasil dan perkembangan {judul}.", bagian="beranda"),
        year,
        sebelumnya=previous(engine.world, year),
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
    changes = tuple(recorded(engine.world.history, year.tahun))
    yield engine.page(
        "riwayat",
        Page(
            addresses.history_page(year.tahun),
            f"Riwayat perubahan {year.tahun}",
            f"Siapa mencatat apa dan kapan pada {judul}.",
            crumbs,
            "beranda",
        ),
        year,
        perubahan=changes[:HISTORY_SIZE],
        banyak=len(changes),
    )


def recorded(history: History, tahun: int) -> Iterator[Recorded]:
    """The changes that touched a year, newest first, each with how much of what it touched."""
    for change in history.changes:
        counts: dict[str, int] = {}
        for _, path in change.files:
            place = place_of(path)
            if place and place.tahun == tahun:
                name = _NAMES.get(place.kind, "pengaturan")
                counts[name] = counts.get(name, 0) + 1
        if counts:
            yield Recorded(
                change.commit, ", ".join(f"{count} {name}" for name, count in counts.items())
            )
