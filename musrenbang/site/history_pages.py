"""The history of a year for people: what each merge did, who answers for it, what was not allowed.

Every filter is a page of its own, so that all of it works without a script.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from musrenbang.auditing import wording
from musrenbang.auditing.model import Merge, Violation
from musrenbang.escaping import visible
from musrenbang.git import Change
from musrenbang.indonesian import WIB
from musrenbang.paths import Kind, place_of
from musrenbang.publishing import Output
from musrenbang.reviewing.model import Jenis
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.feeds import Item, feed, urn
from musrenbang.site.repository_links import commit_link, pull_request_link
from musrenbang.site.world import World, YearWorld

PAGE_SIZE = 100
SHORT = 12
NOT_ALLOWED = "Tidak menurut aturan"

_FILES: Mapping[Kind, str] = {
    Kind.USULAN: "usulan",
    Kind.USULAN_LANGSUNG: "usulan",
    Kind.KEPUTUSAN: "keputusan",
    Kind.PENGUMUMAN: "pengumuman",
    Kind.FOTO: "foto",
    Kind.KIRIM: "Kirim",
    Kind.BERITA_ACARA: "Berita Acara",
}
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


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was not allowed; `alasan` where a reviewed file accepts it."""

    pesan: str
    dasar: str
    berkas: str
    alasan: str


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of the history."""

    commit: str
    waktu: datetime
    judul: str
    ringkasan: tuple[str, ...]
    siapa: str
    """Who answers for it, as a sentence without its full stop."""
    tautan: str
    pull_request: str
    tautan_pull_request: str
    pelanggaran: tuple[Fault, ...]
    diterima: tuple[Fault, ...]
    kelurahan: frozenset[str]
    jenis: Jenis | None

    @property
    def pendek(self) -> str:
        """The commit as pages and papers print it."""
        return self.commit[:SHORT]

    @property
    def anchor(self) -> str:
        return f"c-{self.pendek}"


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the history down."""

    nama: str
    judul: str
    """What the page of this part is called."""
    path: str
    records: tuple[Record, ...]


def record_of(world: World, merge: Merge, kelurahan: frozenset[str] = frozenset()) -> Record:
    """A merge as pages show it; what Git lets anybody write is made harmless for HTML and XML."""
    accepted = world.history.accepted
    faults = [_fault(violation, accepted.get(violation, "")) for violation in merge.violations]
    repository = world.situs.repositori
    return Record(
        merge.commit,
        merge.waktu.astimezone(WIB),
        visible(merge.judul),
        tuple(map(visible, merge.ringkasan)),
        _sentence(wording.tanggung_jawab(merge)),
        commit_link(repository, merge.commit),
        visible(merge.pull_request),
        pull_request_link(repository, merge.pull_request) if merge.pull_request else "",
        tuple(fault for fault in faults if not fault.alasan),
        tuple(fault for fault in faults if fault.alasan),
        kelurahan,
        merge.jenis,
    )


def _sentence(text: str) -> str:
    return visible(text[:1].upper() + text[1:])


def _fault(violation: Violation, alasan: str) -> Fault:
    return Fault(visible(violation.message), violation.dasar, visible(violation.file), alasan)


def records_of(world: World, year: YearWorld) -> Iterator[Record]:
    """Everything that touched a year, newest first.

    What was not allowed and touched no year at all stands with the newest one.
    """
    changes = {change.commit.id: change for change in world.history.changes}
    if not world.history.merges:
        for change in changes.values():
            if _touches(change, year.tahun):
                yield _unjudged(world, change, year.tahun)
        return
    for merge in reversed(world.history.merges):
        found = changes.get(merge.commit)
        touched = found is not None and _touches(found, year.tahun)
        homeless = merge.violations and found is None and year is world.current
        if touched or homeless:
            yield record_of(world, merge, _kelurahan(found, year) if found else frozenset())


def _touches(change: Change, tahun: int) -> bool:
    return any((place := place_of(path)) and place.tahun == tahun for _, path in change.files)


def _kelurahan(change: Change, year: YearWorld) -> frozenset[str]:
    places = (place_of(path) for _, path in change.files)
    found = {place.kelurahan for place in places if place and place.tahun == year.tahun}
    return frozenset(found & year.by_kelurahan.keys())


def _unjudged(world: World, change: Change, tahun: int) -> Record:
    """A change of which no more is known than its files: the older history is missing."""
    counts: dict[str, int] = {}
    for _, path in change.files:
        place = place_of(path)
        if place and place.tahun == tahun:
            name = _FILES.get(place.kind, "pengaturan")
            counts[name] = counts.get(name, 0) + 1
    commit = change.commit
    return Record(
        commit.id,
        commit.time.astimezone(WIB),
        visible(commit.subject),
        (", ".join(f"{count} {name}" for name, count in counts.items()) + ".",),
        _sentence(f"dicatat {commit.author}"),
        commit_link(world.situs.repositori, commit.id),
        "",
        "",
        (),
        (),
        frozenset(),
        None,
    )


def history_pages(engine: Engine, year: YearWorld) -> Iterator[Output]:
    """The history of a year, whole and by every filter, and its feed."""
    records = tuple(records_of(engine.world, year))
    path = addresses.history_page(year.tahun)
    whole = Filter("Semua", f"Riwayat perubahan {year.tahun}", path, records)
    filters = _filters(year, records) if engine.world.history.merges else {}
    for part in (whole, *(item for group in filters.values() for item in group)):
        yield from _pages(engine, year, part, whole, filters)
    yield feed(
        engine,
        addresses.history_feed(year.tahun),
        f"Riwayat perubahan {year.nama} {year.tahun}",
        path,
        [_item(engine.world, path, record) for record in records],
    )


def _filters(year: YearWorld, records: Sequence[Record]) -> dict[str, list[Filter]]:
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
    part: Filter,
    whole: Filter,
    filters: Mapping[str, Sequence[Filter]],
) -> Iterator[Output]:
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
