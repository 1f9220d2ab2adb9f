"""What a rule is: one function with its metadata, and what it looks at."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from musrenbang.files.paths import Kind, settings_path
from musrenbang.records.findings import Keys, Position, Problem
from musrenbang.year.views import View

SINCE_2016 = 2016
"""The year of the juknis whose procedure a rule demands; years before it had another."""


class Sort(Enum):
    """Integrity always blocks; policy blocks only the change that touches the file.

    A rule is policy where a person may have a good reason to differ; what contradicts itself, or
    lacks what the juknis demands outright, is integrity.
    """

    INTEGRITY = "integritas"
    POLICY = "kebijakan"


class Hit(NamedTuple):
    """One violation: the file, the keys of the value at fault, what is wrong, what to do.

    A file that is not YAML has no keys: there `where` is the position itself. A hit says only what
    its rule does not: a rule that always finds the same fault has it as its example.
    """

    file: str
    where: Keys | Position
    message: str = ""
    hint: str = ""
    at_key: bool = False
    advice: bool = False
    """A remark for whoever decides next; it never blocks, whoever touches the file."""
    mend: Keys = ()
    """The field to fill in, where that is another than the one at fault."""


Judge = Callable[[View], Iterator[Hit]]


class Rule(NamedTuple):
    """One rule of the rule book."""

    id: str
    sort: Sort
    clauses: tuple[str, ...]
    """The clauses of the juknis it enforces, as the guide of 2016 numbers them."""
    since: int
    """The first year it applies to: 0 for what holds in any record, `SINCE_2016` for procedure."""
    summary: str
    """What it demands, in one Indonesian sentence."""
    example: str
    """A message it produces; the tests hold it against the rule's own cases."""
    hint: str
    """What to do about it; empty where every hit tells its own."""
    judge: Judge

    @property
    def explanation(self) -> str:
        """What it catches and how to satisfy it, in Indonesian: the docstring of the function."""
        return " ".join((self.judge.__doc__ or "").split())

    def problems(self, view: View) -> Iterator[Problem]:
        """Every violation in one year."""
        if view.year.tahun < self.since:
            return
        for hit in self.judge(view):
            yield Problem(
                hit.file,
                hit.where,
                self.id,
                hit.message or self.example,
                hit.hint or self.hint,
                at_key=hit.at_key,
                policy=self.sort is Sort.POLICY,
                advice=hit.advice,
                mend=hit.mend,
            )


def rule(  # noqa: PLR0913, PLR0917 - a rule's metadata, each part of it shown to people
    id_: str,
    sort: Sort,
    clauses: tuple[str, ...],
    summary: str,
    example: str,
    hint: str = "",
    since: int = 0,
) -> Callable[[Judge], Rule]:
    """Turn a function that yields hits into a `Rule`; its docstring explains the rule to users."""
    return lambda judge: Rule(id_, sort, clauses, since, summary, example, hint, judge)


def guide_is_broken(view: View) -> bool:
    """Whether nobody knows what the guide of the year says."""
    return view.is_broken(settings_path(view.year.tahun, Kind.JUKNIS))


def one_of_the_guide(view: View, known: Iterable[str]) -> str:
    """A hint to pick a code of the guide, and the way back to a guide that the year lost."""
    told = f"Pilih salah satu: {', '.join(known)}."
    if view.year.juknis is not None or view.year.tahun == SINCE_2016:
        return told
    path = settings_path(view.year.tahun, Kind.JUKNIS)
    return (
        f"{told} Itu menurut juknis bawaan, karena {path} tidak ada; bila terhapus, kembalikan "
        f"dengan git checkout HEAD -- {path}."
    )


def musrenbang_file(view: View) -> str:
    """The settings of the year."""
    return settings_path(view.year.tahun, Kind.MUSRENBANG)


def minutes_file(view: View) -> str:
    """The Berita Acara of the year."""
    return settings_path(view.year.tahun, Kind.BERITA_ACARA)
