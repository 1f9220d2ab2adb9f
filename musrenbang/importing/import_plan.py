"""What becomes of the rows of an import, as one value; what whoever imports vouches for."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from musrenbang.importing.drafts import Draft
from musrenbang.importing.sheet_files import SourceRow
from musrenbang.text.errors import CommandError
from schemas import Kelurahan
from schemas.musrenbang import BeritaAcaraKelurahan

Remark = tuple[SourceRow, str]
"""A row and what is said of it."""


class Difference(NamedTuple):
    """One field of a proposal before and after, as text; empty where it has no value."""

    bidang: str
    semula: str
    kini: str


@dataclass
class ImportPlan:
    """What is written, what is not, and why. Every row read is in exactly one of five places."""

    tahun: int
    sheets: int = 1
    """How many sheets the rows come from."""
    files: dict[str, bytes] = field(default_factory=dict)
    """In the order of writing: what others refer to comes first."""
    new: dict[str, Draft] = field(default_factory=dict)
    changed: dict[str, tuple[Difference, ...]] = field(default_factory=dict)
    """Files with the fields that differ."""
    unchanged: int = 0
    rejected: list[Remark] = field(default_factory=list)
    """Rows in scope that do not become files, and why."""
    outside: dict[str, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    """Rows that are not meant, or are no proposals, by what they are."""
    gone: list[str] = field(default_factory=list)
    """Proposals of the kelurahan at hand whose row the sheet no longer has."""
    twins: list[tuple[SourceRow, SourceRow]] = field(default_factory=list)
    """Rows that say the same under different keys."""
    doubtful_rt_rw: list[Remark] = field(default_factory=list)
    """Rows whose text names RT or RW that did not get into the fields, and why."""
    without_template: int = 0
    shouted: int = 0
    calmed: str = "dibiarkan"
    """What became of texts in capitals."""
    hidden: int = 0
    unlisted_units: Counter[str] = field(default_factory=Counter)
    likened: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Names taken for known ones: the kind, as written, as known."""
    unknown_activities: Counter[str] = field(default_factory=Counter)
    suggested: dict[str, list[str]] = field(default_factory=dict)
    """Unknown activities that may be standard ones, and which."""
    without_rw: list[SourceRow] = field(default_factory=list)
    without_sum: list[SourceRow] = field(default_factory=list)
    wrong_sums: list[Remark] = field(default_factory=list)
    supplied: Counter[str] = field(default_factory=Counter)
    """Fields that a sheet says nothing of, and how many proposals lack them."""
    rounded: list[Remark] = field(default_factory=list)
    """Rows whose sum was calculated to a part of a rupiah."""
    sent: list[str] = field(default_factory=list)
    """Kelurahan whose lurah is now said to have sent its proposals."""
    blocking: dict[str, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    """What keeps the files from being merged, and the rows that it is in; none for settings."""
    unseen: list[SourceRow] = field(default_factory=list)
    """Rows that are hidden in the spreadsheet and read all the same."""
    added: dict[str, list[str]] = field(default_factory=dict)
    """Names of agencies, templates and kelurahan that the year did not have."""
    uncommented: list[str] = field(default_factory=list)
    """Changed files that lose comments, since a file is written anew from its record."""
    rows_of: dict[str, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    """The rows a planned file is made of, where it is made of rows alone."""
    rows_of_template: dict[str, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))
    """The rows that use a standard activity made from rows."""

    def reject(self, remarks: Iterable[Remark]) -> None:
        """Refuse further rows; all are in the order of their sheets then."""
        self.rejected.extend(remarks)
        self.rejected.sort(key=lambda remark: (remark[0].sheet.label, remark[0].number))

    def label(self, row: SourceRow) -> str:
        """The row's number, with its sheet where there are several."""
        return str(row.number) if self.sheets <= 1 else f"{row.sheet.label} {row.number}"

    @property
    def rows_read(self) -> int:
        """The sum of the five places."""
        kept = len(self.new) + len(self.changed) + self.unchanged
        return kept + len(self.rejected) + self.left_out

    @property
    def left_out(self) -> int:
        """How many rows are not meant or are no proposals."""
        return sum(map(len, self.outside.values()))


class Assurances(NamedTuple):
    """What whoever imports vouches for."""

    divalidasi: date | None = None
    dikirim: date | None = None
    berita_acara: str = ""
    """The number of the minutes that the lurah signed; they are of the day of validation."""
    kegiatan_baku: frozenset[str] = frozenset()
    """Keys of the names of activities that are standard ones; `EVERY_ACTIVITY`: all."""

    def profile(self, before: Kelurahan) -> Kelurahan:
        """A kelurahan's file with what is said of sending, where it does not say so already."""
        if self.dikirim is None or before.dikirim is not None:
            return before
        minutes = before.berita_acara
        if minutes is None and not self.berita_acara:
            raise CommandError(
                f"{before.nama}: pengiriman perlu Berita Acara yang ditandatangani lurah. "
                "Sebutkan nomornya dengan --berita-acara NOMOR."
            )
        if minutes is None:
            minutes = BeritaAcaraKelurahan(
                nomor=self.berita_acara,
                tanggal=self.divalidasi or self.dikirim,
                ditandatangani=True,
            )
        return before.model_copy(update={"dikirim": self.dikirim, "berita_acara": minutes})


NOTHING_ASSURED = Assurances()
