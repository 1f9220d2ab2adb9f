"""What a review says: values that the renderers turn into text, Markdown and JSON.

All texts are as they stand in the records, unescaped; every renderer escapes them its own way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from musrenbang.files.paths import DECISIONS, PROPOSALS, Kind, Place
from musrenbang.records.findings import Finding
from musrenbang.records.shipped_guide import shipped
from musrenbang.year.cases import Status
from musrenbang.year.figures import Tally
from musrenbang.year.guide import Guide


class Action(Enum):
    """What happened to a file."""

    BARU = "baru"
    DIUBAH = "diubah"
    DITARIK = "ditarik"
    RUPA = "rupa"
    """Other bytes or another mode, the same record: comments, order, formatting."""


class Jenis(Enum):
    """The kinds of change."""

    TANPA_PERUBAHAN = "tanpa-perubahan"
    DATA_AWAL = "data-awal"
    USULAN = "usulan"
    KEPUTUSAN = "keputusan"
    KIRIM = "kirim"
    KOREKSI = "koreksi"
    NASKAH = "naskah"
    TINDAK_LANJUT = "tindak-lanjut"
    PENGATURAN = "pengaturan"
    PERANGKAT_LUNAK = "perangkat-lunak"
    CAMPURAN = "campuran"


class PerubahanKolom(NamedTuple):
    """One field before and after, in words; `None` where one side has none.

    `kolom` is its path, for example ``lokasi.alamat``.
    """

    kolom: str
    label: str
    semula: str | None
    menjadi: str | None


class FileChange(NamedTuple):
    """One file that differs, in words.

    `parts` are the short phrases of the line about it, `fields` whatever those do not say.
    """

    file: str
    action: Action
    group: str
    title: str
    place: str = ""
    parts: tuple[str, ...] = ()
    fields: tuple[PerubahanKolom, ...] = ()
    symbol: str = "•"
    bobot: tuple[int, int] = (0, 0)
    """How much it matters where not all can be told: `TURNED`, `CHANGED` or 0, then its rupiah."""


TURNED, CHANGED, FLAGGED = 3, 2, 1
"""A decision turned or withdrawn; what was changed, by the camat or afterwards; what is flagged."""


class Totals(NamedTuple):
    """The figures of one year that a change can move."""

    usulan: int
    status: Mapping[Status, Tally]
    skpd: Mapping[str, Tally]
    """Approved proposals by agency code; those without one under the empty string."""
    kelurahan: Mapping[str, Tally]
    """Approved proposals by the name of their kelurahan."""


class YearTotals(NamedTuple):
    """The totals of one touched year, before and after."""

    tahun: int
    before: Totals
    after: Totals
    nama_skpd: Mapping[str, str]


class Effect(NamedTuple):
    """What a change does beyond its own files, as lines under one heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What a change does, and whether it may be merged."""

    jenis: Jenis
    headline: tuple[str, ...]
    """Whole sentences: the outcome first."""
    refusals: tuple[Finding, ...]
    new_findings: tuple[Finding, ...]
    old_findings: tuple[Finding, ...]
    changes: tuple[FileChange, ...]
    totals: tuple[YearTotals, ...]
    notes: tuple[str, ...] = ()
    """What it does to the forms."""
    effects: tuple[Effect, ...] = ()
    """What it does to rights, keys, prices and code."""
    sensitive: tuple[str, ...] = ()
    """What it touches that everything else is judged by, in words."""
    guide: Guide = field(default_factory=lambda: Guide(0, shipped()))
    """The guide by which clauses are named."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the tree after the change."""
        return self.new_findings + self.old_findings

    @property
    def errors(self) -> int:
        """How many findings forbid merging."""
        return sum(finding.level == "error" for finding in self.findings)

    @property
    def allowed(self) -> bool:
        """Whether it may be merged: nothing refused, no error left."""
        return not self.refusals and not self.errors


class Area(Enum):
    """The parts of the repository that different people answer for."""

    USULAN = "usulan"
    """The lurah's side: proposals, photos, what the kelurahan says of itself."""
    KEPUTUSAN = "keputusan"
    KIRIM = "kirim"
    NASKAH = "naskah"
    """The Berita Acara, the notices, and papers that were signed electronically."""
    TINDAK_LANJUT = "tindak-lanjut"
    """What came after the kecamatan: news, which only grows."""
    PENGATURAN = "pengaturan"
    """What everything else is judged by: officials, keys, agencies, standard activities."""
    PERANGKAT_LUNAK = "perangkat-lunak"
    """Code, schemas, workflows, templates, and whatever else is no record."""


CODEOWNERS = ".github/CODEOWNERS"
ALLOWED_SIGNERS = ".github/allowed_signers"
HOST_KEYS = ".github/kunci-peladen.asc"
"""The Git host's own signing keys (OpenPGP), which say themselves how long they count."""
RIWAYAT_DITERIMA = ".github/riwayat-diterima.yaml"
"""The violations that an audit accepts, each with a reason."""

CAMAT_SIDE = frozenset({Area.KEPUTUSAN, Area.KIRIM, Area.NASKAH, Area.TINDAK_LANJUT})
RECORDS = CAMAT_SIDE | {Area.USULAN}

_AREAS = {
    Kind.USULAN: Area.USULAN,
    Kind.USULAN_LANGSUNG: Area.USULAN,
    Kind.KELURAHAN: Area.USULAN,
    Kind.KEPUTUSAN: Area.KEPUTUSAN,
    Kind.KIRIM: Area.KIRIM,
    Kind.BERITA_ACARA: Area.NASKAH,
    Kind.PENGUMUMAN: Area.NASKAH,
    Kind.TINDAK_LANJUT: Area.TINDAK_LANJUT,
    Kind.BERTANDA_TANGAN: Area.NASKAH,
}
"""Every other kind of record is settings."""


def area_of(path: str, place: Place | None, *, appoints: bool) -> Area:
    """The area of a path; `appoints` where a kelurahan's file names another lurah than before."""
    if path in {CODEOWNERS, ALLOWED_SIGNERS, HOST_KEYS, RIWAYAT_DITERIMA} or appoints:
        return Area.PENGATURAN
    if place is None:
        if path.startswith(f"{PROPOSALS}/"):
            return Area.USULAN
        return Area.KEPUTUSAN if path.startswith(f"{DECISIONS}/") else Area.PERANGKAT_LUNAK
    if place.kind is Kind.FOTO:
        return Area.USULAN if path.startswith(f"{PROPOSALS}/") else Area.NASKAH
    return _AREAS.get(place.kind, Area.PENGATURAN)
