"""Everything an import would do, decided before anything is written."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from musrenbang.importing.drafts import Draft
from musrenbang.importing.sheet_files import Row


@dataclass(frozen=True)
class Rejected:
    """A row in scope that does not become a file."""

    row: Row
    reasons: tuple[str, ...]


class Difference(NamedTuple):
    """One field of a proposal before and after, as text; empty where it has no value."""

    bidang: str
    semula: str
    kini: str


@dataclass
class Plan:
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
    rejected: list[Rejected] = field(default_factory=list)
    outside: Counter[str] = field(default_factory=Counter)
    gone: list[str] = field(default_factory=list)
    """Proposals of the kelurahan at hand whose row the sheet no longer has."""
    twins: list[tuple[Row, Row]] = field(default_factory=list)
    """Rows that say the same under different keys."""
    doubtful_rt_rw: list[tuple[Row, str]] = field(default_factory=list)
    """Rows whose text names RT or RW that did not get into the fields, and why."""
    without_template: int = 0
    shouted: int = 0
    hidden: int = 0
    unlisted_units: Counter[str] = field(default_factory=Counter)
    added: dict[str, list[str]] = field(default_factory=dict)
    """Names of agencies, templates and kelurahan that the year did not have."""
    uncommented: list[str] = field(default_factory=list)
    """Changed files that lose comments, since a file is written anew from its record."""
    rows_of: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """The rows a planned file is made of, where it is made of rows alone."""
    rows_of_template: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """The rows that use a template made from rows."""

    @property
    def rows_read(self) -> int:
        """The sum of the five places."""
        return (
            len(self.new)
            + len(self.changed)
            + self.unchanged
            + len(self.rejected)
            + self.outside.total()
        )
