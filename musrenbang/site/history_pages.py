"""The history of a year for people: what each merge did, who answers for it, what was not allowed.

Every filter is a page of its own, so that all of it works without a script.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from musrenbang.publishing import Output
from musrenbang.reviewing.model import Jenis
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.feeds import Item, feed, urn
from musrenbang.site.history_records import Record, records_of
from musrenbang.site.world import World, YearWorld

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


Filters = Mapping[str, Sequence[Filter]]


def history_front(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """The first page of a year's history, which says what is not recorded yet."""
    yield next(_pages(engine, year, *_history(engine.world, year)))


def history_pages(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """All further pages of a year's history, whole and by every filter, and its feed."""
    whole, filters = _history(engine.world, year)
    yield from islice(_pages(engine, year, whole, filters), 1, None)
    for part in chain.from_iterable(filters.values()):
        yield from _pages(engine, year, whole, filters, part)
    yield feed(
        engine,
        addresses.history_feed(year.tahun),
        f"Riwayat perubahan {year.nama} {year.tahun}",
        whole.path,
        [_item(engine.world, whole.path, record) for record in whole.records],
    )


def _history(world: World, year: YearWorld) -> tuple[Filter, Filters]:
    """The whole history of a year, and the ways to narrow it down."""
    records = tuple(records_of(world, year))
    path = addresses.history_page(year.tahun)
    whole = Filter("Semua", f"Riwayat perubahan {year.tahun}", path, records)
    return whole, _filters(year, records) if world.history.merges else {}


def _filters(year: YearWorld, records: Sequence[Record]) -> Filters:
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


def _pages(
    engine: Engine,
    year: YearWorld,
    whole: Filter,
    filters: Filters,
    narrowed: Filter | None = None,
) -> Iterator[Output]:
    part = narrowed or whole
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
            semua=whole,
            saringan=filters,
            catatan=part.records[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            nomor=number,
            halaman=[(page, addresses.numbered(part.path, page)) for page in range(1, count + 1)],
            melanggar=sum(1 for record in whole.records if record.pelanggaran),
            diterima=sum(1 for record in whole.records if record.diterima),
        )


def _item(world: World, path: str, record: Record) -> Item:
    summary = [*record.ringkasan, f"{record.siapa}."]
    summary += [f"Pelanggaran: {fault.pesan}" for fault in record.pelanggaran]
    return Item(
        urn(world, f"riwayat/{record.commit}"),
        record.judul,
        f"{path}#{record.anchor}",
        record.waktu,
        " ".join(summary),
    )
