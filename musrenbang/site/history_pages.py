"""The history of a year for people: what each merge did, who answers for it, what was not allowed.

Every filter is a page of its own, so that all of it works without a script.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from musrenbang.files.paths import Kind, place_of
from musrenbang.files.published_folder import Output
from musrenbang.git.objects import CommittedFiles
from musrenbang.history import history_model
from musrenbang.history.history_model import Merge, Peristiwa, Violation
from musrenbang.history.timeline import History
from musrenbang.review.review_model import Jenis
from musrenbang.site import addresses
from musrenbang.site.engine import Crumb, Engine, Page
from musrenbang.site.feeds import Item, feed, urn
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import WIB
from musrenbang.year.figures import group

_NUMBER = re.compile(r"[0-9]{1,9}")


def commit_link(repository: str | None, commit: str) -> str:
    """The page of a commit; empty where the repository has no public address."""
    return _below(repository, "commit", commit)


def pull_request_link(repository: str | None, name: str) -> str:
    """The page of a pull request, from its number or address; empty where that is unknown.

    GitHub and Forgejo lead from `/issues/N` to a pull request, GitLab does not.
    """
    if not _NUMBER.fullmatch(name):
        known = repository is not None and name.startswith(repository.rstrip("/") + "/")
        return name if known and not addresses.is_example(name) else ""
    is_gitlab = "gitlab" in (urlsplit(repository or "").hostname or "")
    return _below(repository, "merge_requests" if is_gitlab else "issues", name)


def _below(repository: str | None, kind: str, name: str) -> str:
    if repository is None or addresses.is_example(repository):
        return ""
    dash = "/-" if "gitlab" in (urlsplit(repository).hostname or "") else ""
    return f"{repository.rstrip('/')}{dash}/{kind}/{quote(name)}"


SHORT = 12

_FILES: Mapping[Kind, str] = {
    Kind.USULAN: "usulan",
    Kind.USULAN_LANGSUNG: "usulan",
    Kind.KEPUTUSAN: "keputusan",
    Kind.PENGUMUMAN: "pengumuman",
    Kind.FOTO: "foto",
    Kind.BERTANDA_TANGAN: "dokumen bertanda tangan",
    Kind.KIRIM: "Kirim",
    Kind.TINDAK_LANJUT: "tindak lanjut",
    Kind.BERITA_ACARA: "Berita Acara",
}


class ShownViolation(NamedTuple):
    """Something that was not allowed; `alasan` where a reviewed file accepts it."""

    pesan: str
    dasar: str
    berkas: str
    alasan: str


class HistoryRecord(NamedTuple):
    """One entry of the history."""

    commit: str
    waktu: datetime
    judul: str
    ringkasan: tuple[str, ...]
    siapa: str
    """Who answers for it, as a sentence without its full stop."""
    tautan: str
    pull_request: str = ""
    tautan_pull_request: str = ""
    pelanggaran: tuple[ShownViolation, ...] = ()
    diterima: tuple[ShownViolation, ...] = ()
    kelurahan: frozenset[str] = frozenset()
    jenis: Jenis | None = None
    nama: str = "Catatan"
    """What it is about, in a resident's words: a commit's subject is its author's."""

    @property
    def pendek(self) -> str:
        """The commit as pages and papers print it."""
        return self.commit[:SHORT]

    @property
    def anchor(self) -> str:
        return f"c-{self.pendek}"


def record_of(
    site: Site, history: History, merge: Merge, kelurahan: frozenset[str] = frozenset()
) -> HistoryRecord:
    """A merge as pages show it; what Git lets anybody write is made harmless for HTML and XML."""
    accepted = history.accepted
    faults = [_fault(violation, accepted.get(violation, "")) for violation in merge.violations]
    repository, nama = site.situs.repositori, _named(merge)
    return HistoryRecord(
        merge.commit,
        merge.waktu.astimezone(WIB),
        nama if site.holds_program or merge.jenis in _OF_MAKERS else _subject(merge, nama),
        tuple(map(visible, merge.ringkasan)),
        _sentence(history_model.tanggung_jawab(merge)),
        commit_link(repository, merge.commit),
        visible(merge.pull_request),
        pull_request_link(repository, merge.pull_request) if merge.pull_request else "",
        tuple(fault for fault in faults if not fault.alasan),
        tuple(fault for fault in faults if fault.alasan),
        kelurahan,
        merge.jenis,
        nama,
    )


def _named(merge: Merge) -> str:
    """What a record is about, in a resident's words."""
    told = {event.jenis for event in merge.events}
    apart = (nama for kinds, nama in _BY_EVENTS if told and told <= kinds)
    return next(apart, _KINDS.get(merge.jenis, _RECORD))


_MERGED = re.compile(r"(?:Gabungkan|Merge) pull request [#!]?[0-9]+(?:: (?P<title>.+)| from .*)?")


def _subject(merge: Merge, nama: str) -> str:
    """A commit's subject without what the Git host or `merge` writes before it."""
    match = _MERGED.fullmatch(merge.judul)
    return visible((match["title"] if match else merge.judul) or nama)


def _sentence(text: str) -> str:
    return visible(text[:1].upper() + text[1:])


def _fault(violation: Violation, alasan: str) -> ShownViolation:
    return ShownViolation(
        visible(violation.message), violation.dasar, visible(violation.file), alasan
    )


def records_of(site: Site, year: YearFacts) -> Iterator[HistoryRecord]:
    """Everything that touched a year, newest first."""
    history = year.history
    if not history.merges:
        for change in history.changes:
            yield _unjudged(site, change, year.tahun)
        return
    for merge in reversed(history.merges):
        folders = history.folders.get(merge.commit, frozenset())
        own = {slug for tahun, slug in folders if tahun == year.tahun}
        yield record_of(site, history, merge, frozenset(own & year.by_kelurahan.keys()))


def _unjudged(site: Site, change: CommittedFiles, tahun: int) -> HistoryRecord:
    """A change of which no more is known than its files: the older history is missing."""
    places = (place_of(path) for _, path in change.files)
    counts = Counter(
        _FILES.get(place.kind, "pengaturan") for place in places if place and place.tahun == tahun
    )
    commit = change.commit
    return HistoryRecord(
        commit.id,
        commit.time.astimezone(WIB),
        _RECORD if site.holds_program else visible(commit.subject),
        (", ".join(f"{count} {name}" for name, count in counts.items()) + ".",),
        _sentence(f"dicatat {commit.author}"),
        commit_link(site.situs.repositori, commit.id),
    )


PAGE_SIZE = 100
NOT_ALLOWED = "Tidak menurut aturan"

_KINDS: Mapping[Jenis, str] = {
    Jenis.USULAN: "Usulan",
    Jenis.KEPUTUSAN: "Keputusan",
    Jenis.KIRIM: "Kirim",
    Jenis.KOREKSI: "Koreksi",
    Jenis.NASKAH: "Pengumuman dan naskah",
    Jenis.TINDAK_LANJUT: "Tindak lanjut",
    Jenis.PENGATURAN: "Pengaturan",
    Jenis.DATA_AWAL: "Data awal",
    Jenis.CAMPURAN: "Beberapa jenis sekaligus",
    Jenis.PERANGKAT_LUNAK: "Perangkat lunak",
}


_BY_EVENTS = (
    ({Peristiwa.DISURVEI, Peristiwa.SURVEI_DIUBAH}, "Hasil survei"),
    ({Peristiwa.DIVALIDASI}, "Validasi lurah"),
    ({Peristiwa.DIKIRIM_LURAH}, "Kiriman lurah"),
)
"""Records that do one thing, which their kind alone would not tell."""
_RECORD = "Catatan"
"""What is said of a record whose kind nobody knows."""
_OF_MAKERS = frozenset({Jenis.DATA_AWAL, Jenis.PERANGKAT_LUNAK})
"""The kinds whose subjects speak of the program, in the words of those who make it.

Where the repository holds the program, all subjects do.
"""


class Filter(NamedTuple):
    """One way to narrow the history down."""

    nama: str
    judul: str
    """What the page of this part is called."""
    path: str
    records: tuple[HistoryRecord, ...]


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


def _filters(year: YearFacts, records: Sequence[HistoryRecord]) -> Mapping[str, Sequence[Filter]]:
    def part(name: str, nama: str, judul: str, kept: Sequence[HistoryRecord]) -> Filter:
        return Filter(nama, judul, addresses.history_part(year.tahun, name), tuple(kept))

    faulty = [record for record in records if record.pelanggaran or record.diterima]
    by_kind = group(records, lambda record: record.jenis)
    kinds = (
        part(f"jenis-{jenis.value}", nama, f"Riwayat {year.tahun}: {nama.lower()}", kept)
        for jenis, nama in _KINDS.items()
        if (kept := by_kind.get(jenis))
    )
    kelurahan = (
        part(f"kelurahan-{slug}", nama, f"Riwayat {year.tahun}: Kelurahan {nama}", kept)
        for slug, nama in ((slug, year.kelurahan_name(slug)) for slug in year.by_kelurahan)
        if (kept := [record for record in records if slug in record.kelurahan])
    )
    return {
        "Penilaian": [part("pelanggaran", NOT_ALLOWED, f"{NOT_ALLOWED}, {year.tahun}", faulty)],
        "Jenis": list(kinds),
        "Kelurahan": list(kelurahan),
    }


def _pages(engine: Engine, year: YearFacts, overview: Overview, part: Filter) -> Iterator[Output]:
    whole = overview.semua
    crumbs = (Crumb(str(year.tahun), year.path), Crumb("Riwayat", whole.path))
    page = Page(
        part.path,
        part.judul,
        f"Siapa mencatat apa dan kapan pada Musrenbang {year.nama} {year.tahun}.",
        crumbs[:1] if part is whole else crumbs,
        "beranda",
        feed=addresses.history_feed(year.tahun),
        indexed=part is whole,
    )
    starts = range(0, len(part.records) or 1, PAGE_SIZE)
    yield from engine.pages(
        "riwayat",
        page,
        year,
        [part.records[start : start + PAGE_SIZE] for start in starts],
        bagian=part,
        **overview._asdict(),
        melanggar=sum(1 for record in whole.records if record.pelanggaran),
        diterima=sum(1 for record in whole.records if record.diterima),
        cara_sah=any(merge.tanda_tangan.oleh for merge in year.history.merges),
    )


def _item(site: Site, path: str, record: HistoryRecord) -> Item:
    summary = [*record.ringkasan, f"{record.siapa}."]
    summary += [f"Pelanggaran: {fault.pesan}" for fault in record.pelanggaran]
    return Item(
        urn(site, f"riwayat/{record.commit}"),
        record.judul,
        f"{path}#{record.anchor}",
        record.waktu,
        " ".join(summary),
    )
