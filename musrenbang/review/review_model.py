"""What a review says: values that the renderers turn into text, Markdown and JSON.

All texts are as they stand in the records, unescaped; every renderer escapes them its own way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from musrenbang.records.findings import Finding
from musrenbang.year.cases import Status
from musrenbang.year.figures import Tally


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
    PENGATURAN = "pengaturan"
    PERANGKAT_LUNAK = "perangkat-lunak"
    CAMPURAN = "campuran"


class FieldChange(NamedTuple):
    """One value that differs; `None` where one side has none."""

    label: str
    before: str | None
    after: str | None


class Change(NamedTuple):
    """One file that differs, in words.

    `parts` are the short phrases of the line about it, `fields` whatever those do not say.
    """

    file: str
    action: Action
    group: str
    title: str
    place: str = ""
    parts: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    symbol: str = "•"


class Totals(NamedTuple):
    """The figures of one year that a change can move."""

    usulan: int
    status: Mapping[Status, Tally]
    skpd: Mapping[str, Tally]
    """Approved proposals by agency code; those without one under the empty string."""


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
    changes: tuple[Change, ...]
    totals: tuple[YearTotals, ...]
    notes: tuple[str, ...] = ()
    """What it does to the forms."""
    effects: tuple[Effect, ...] = ()
    """What it does to rights, keys, prices and code."""
    sensitive: tuple[str, ...] = ()
    """What it touches that everything else is judged by, in words."""

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
