"""The history of a year for people: what each merge did, who answers for it, what was not allowed.

Every filter is a page of its own, so that all of it works without a script.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import History
from musrenbang.review.review_model import Jenis
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.feeds import Item, feed, urn
from musrenbang.site.history_records import Record, records_of
from musrenbang.site.page_facts import Site, YearFacts

PAGE_SIZE = 100
NOT_ALLOWED = "Tidak menurut aturan"

_KINDS: Mapping[Jenis, str] = {
    Jenis.USULAN: "Usulan",
    Jenis.KEPUTUSAN: "Keputusan",
    Jenis.KIRIM: "Kirim",
    Jenis.KOREKSI: "Koreksi",
    Jenis.NASKAH: "Pengumuman dan naskah",
    Jenis.PENGATURAN: "Pengaturan",
    Jenis.DATA_AWAL: "Data awal",
    Jenis.CAMPURAN: "Beberapa jenis sekaligus",
    Jenis.PERANGKAT_LUNAK: "Perangkat lunak",
}


class Filter(NamedTuple):
    """One way to narrow the history down."""

    nama: str
    judul: str
    """What the page of this part is called."""
    path: str
    records: tuple[Record, ...]


class Overview(NamedTuple):
    """The whole history of a year, and the ways to narrow it down."""

    semua: Filter
    saringan: Mapping[str, Sequence[Filter]]
    belum_dicatat: bool = False
    """Whether to say that the tree holds changes that no commit has."""


def history_front(engine: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """The first page of a year's history, which says what is not recorded yet."""
    overview = _overview(engine.site, year)._replace(belum_dicatat=history.dirty)
    yield next(_pages(engine, year, overview, overview.semua))


def history_pages(engine: Engine, year: YearFacts) -> Iterator[Output]:
    """All further pages of a year's history, whole and by every filter, and its feed."""
    overview = _overview(engine.site, year)
    whole = overview.semua
    yield from islice(_pages(engine, year, overview, whole), 1, None)
    for part in chain.from_iterable(overview.saringan.values()):
        yield from _pages(engine, year, overview, part)
    yield feed(
        engine,
        addresses.history_feed(year.tahun),
        f"Riwayat perubahan {year.nama} {year.tahun}",
        whole.path,
        [_item(engine.site, whole.path, record) for record in whole.records],
    )


def _overview(site: Site, year: YearFacts) -> Overview:
    records = tuple(records_of(site, year))
    path = addresses.history_page(year.tahun)
    whole = Filter("Semua", f"Riwayat perubahan {year.tahun}", path, records)
    return Overview(whole, _filters(year, records) if year.history.merges else {})


def _filters(year: YearFacts, records: Sequence[Record]) -> Mapping[str, Sequence[Filter]]:
    def part(name: str, nama: str, judul: str, kept: Sequence[Record]) -> Filter:
        return Filter(nama, judul, addresses.history_part(year.tahun, name), tuple(kept))

    faulty = [record for record in records if record.pelanggaran or record.diterima]
    kinds = [
        part(
            f"jenis-{jenis.value}",
            nama,
            f"Riwayat {year.tahun}: {nama.lower()}",
            [record for record in records if record.jenis is jenis],
        )
        for jenis, nama in _KINDS.items()
    ]
    kelurahan = [
        part(
            f"kelurahan-{slug}",
            year.kelurahan_name(slug),
            f"Riwayat {year.tahun}: Kelurahan {year.kelurahan_name(slug)}",
            [record for record in records if slug in record.kelurahan],
        )
        for slug in year.by_kelurahan
    ]
    return {
        "Penilaian": [
            part("pelanggaran", NOT_ALLOWED, f"{NOT_ALLOWED}, {year.tahun}", faulty),
        ],
        "Jenis": [item for item in kinds if item.records],
        "Kelurahan": [item for item in kelurahan if item.records],
    }


def _pages(engine: Engine, year: YearFacts, overview: Overview, part: Filter) -> Iterator[Output]:
    whole = overview.semua
    crumbs = [Crumb(str(year.tahun), year.path)]
    if part is not whole:
        crumbs.append(Crumb("Riwayat", whole.path))
    count = max(1, -(-len(part.records) // PAGE_SIZE))
    for number in range(1, count + 1):
        yield engine.page(
            "riwayat",
            Page(
                addresses.numbered(part.path, number),
                part.judul + (f" (halaman {number} dari {count})" if count > 1 else ""),
                f"Siapa mencatat apa dan kapan pada Musrenbang {year.nama} {year.tahun}.",
                tuple(crumbs),
                "beranda",
                feed=addresses.history_feed(year.tahun),
                indexed=part is whole,
            ),
            year,
            bagian=part,
            **overview._asdict(),
            catatan=part.records[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            nomor=number,
            halaman=[(page, addresses.numbered(part.path, page)) for page in range(1, count + 1)],
            melanggar=sum(1 for record in whole.records if record.pelanggaran),
            diterima=sum(1 for record in whole.records if record.diterima),
        )


def _item(site: Site, path: str, record: Record) -> Item:
    summary = [*record.ringkasan, f"{record.siapa}."]
    summary += [f"Pelanggaran: {fault.pesan}" for fault in record.pelanggaran]
    return Item(
        urn(site, f"riwayat/{record.commit}"),
        record.judul,
        f"{path}#{record.anchor}",
        record.waktu,
        " ".join(summary),
    )
