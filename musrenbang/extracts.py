"""Extracts: what has to be known of a folder before anything shows its proposals one by one.

Figures, lists, neighbours and comparisons are arranged from extracts. A build keeps them, so that
it brings back only the proposals that a changed page shows.
"""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple

from musrenbang.analysis.places import Point, point
from musrenbang.analysis.words import activity
from musrenbang.cases import VERDICTS, Case, Status
from musrenbang.figures import Counts, count
from musrenbang.paths import USULAN_LANGSUNG, keputusan_path, usulan_path
from musrenbang.snapshot import KelurahanFolder
from musrenbang.standing.counting import KelurahanStanding, standing_of
from schemas.keputusan import KodeAlasan


class Sketch(NamedTuple):
    """What decides which lists, groups and figures a proposal stands in."""

    id: str
    tahun: int
    folder: str
    nomor: str
    kelurahan: str
    rw: str | None
    skpd: str
    """The agency's code; empty where it names none."""
    template: str | None
    kegiatan: str
    """The activity it is compared by."""
    status: Status
    dikirim: bool
    alasan: KodeAlasan | None
    """Why it was rejected."""
    dimaksud: str | None
    """The proposal that the reason points to."""
    kode_tracking: str | None
    titik: Point | None
    mark: str
    """A name for the content of its files, where that is asked for."""

    @property
    def file(self) -> str:
        """The proposal's file."""
        return usulan_path(self.tahun, self.folder, self.nomor)

    @property
    def decision_file(self) -> str:
        """The decision's file, whether or not it exists."""
        return keputusan_path(self.tahun, self.folder, self.nomor)

    @property
    def langsung(self) -> bool:
        """Whether a resident sent it in directly."""
        return self.folder == USULAN_LANGSUNG

    @property
    def sementara(self) -> bool:
        """Whether its verdict may still change."""
        return self.status in VERDICTS and not self.dikirim


class Extract(NamedTuple):
    """One folder."""

    sketches: tuple[Sketch, ...]
    """Its proposals by number."""
    counts: Counts
    standing: KelurahanStanding
    decided: int
    keywords: tuple[str, ...]
    """What its proposals are also called, each once."""


def extract_of(
    folder: KelurahanFolder,
    cases: Collection[Case],
    mark: Callable[[Case], str] = lambda _: "",
) -> Extract:
    """The extract of a folder with these cases; `mark` names the content of a case's files."""
    return Extract(
        tuple([_sketch(case, mark(case)) for case in cases]),
        count(cases),
        standing_of(folder, cases),
        sum(case.keputusan is not None for case in cases),
        tuple(dict.fromkeys(map(keywords, cases))),
    )


def _sketch(case: Case, mark: str) -> Sketch:
    usulan = case.usulan
    alasan = case.keputusan.alasan if case.keputusan else None
    return Sketch(
        case.id,
        case.tahun,
        case.folder,
        case.nomor,
        case.kelurahan,
        usulan.rw,
        case.kode_skpd or "",
        usulan.template,
        activity(case),
        case.status,
        case.dikirim,
        alasan.kode if alasan else None,
        alasan.usulan if alasan else None,
        usulan.kode_tracking,
        point(case),
        mark,
    )


def keywords(case: Case) -> str:
    """What a proposal is also called: its template's code and name, its issue and program."""
    kegiatan = case.template.kegiatan if case.template else ""
    return _joined((case.usulan.template or "").replace("-", " "), kegiatan, case.isu, case.program)


@lru_cache(maxsize=1024)
def _joined(*words: str | None) -> str:
    return " ".join(word for word in words if word)
