"""One entry of the history, as pages and feeds show it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from musrenbang.files.paths import Kind, place_of
from musrenbang.git.commits import Change
from musrenbang.history import history_words
from musrenbang.history.history_model import Merge, Violation
from musrenbang.history.timeline import History
from musrenbang.review.review_model import Jenis
from musrenbang.site.page_facts import Site, YearFacts
from musrenbang.site.repository_links import commit_link, pull_request_link
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import WIB

SHORT = 12

_FILES: Mapping[Kind, str] = {
    Kind.USULAN: "usulan",
    Kind.USULAN_LANGSUNG: "usulan",
    Kind.KEPUTUSAN: "keputusan",
    Kind.PENGUMUMAN: "pengumuman",
    Kind.FOTO: "foto",
    Kind.KIRIM: "Kirim",
    Kind.BERITA_ACARA: "Berita Acara",
}


class Fault(NamedTuple):
    """Something that was not allowed; `alasan` where a reviewed file accepts it."""

    pesan: str
    dasar: str
    berkas: str
    alasan: str


class Record(NamedTuple):
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


def record_of(
    site: Site, history: History, merge: Merge, kelurahan: frozenset[str] = frozenset()
) -> Record:
    """A merge as pages show it; what Git lets anybody write is made harmless for HTML and XML."""
    accepted = history.accepted
    faults = [_fault(violation, accepted.get(violation, "")) for violation in merge.violations]
    repository = site.situs.repositori
    return Record(
        merge.commit,
        merge.waktu.astimezone(WIB),
        visible(merge.judul),
        tuple(map(visible, merge.ringkasan)),
        _sentence(history_words.tanggung_jawab(merge)),
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


def records_of(site: Site, year: YearFacts) -> Iterator[Record]:
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


def _unjudged(site: Site, change: Change, tahun: int) -> Record:
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
        commit_link(site.situs.repositori, commit.id),
        "",
        "",
        (),
        (),
        frozenset(),
        None,
    )
