"""What a guard is: a function that says what a change may not do, with its metadata."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from musrenbang.review.facts import Facts

Refusal = tuple[str, str, str]
"""The file, what is wrong with its change, what to do instead."""
Judge = Callable[[Facts], Iterator[Refusal]]


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: `basis` names the clause of the juknis, the principle, or both.

    The first records of all, when nobody had any authority yet, are judged if `initial` says so.
    A guard that is `later` than the first binds from the commit on whose base says `pengesahan`:
    what was merged before was not against any rule of its time.
    """

    id: str
    basis: str
    judge: Judge
    initial: bool
    later: bool

    def binds(self, facts: Facts) -> bool:
        """Whether a change could have known of it."""
        return not self.later or facts.pengesahan is not None


def guard(
    name: str, basis: str, *, initial: bool = False, later: bool = False
) -> Callable[[Judge], Guard]:
    """Turn a function that yields refusals into a `Guard`."""

    def wrap(judge: Judge) -> Guard:
        return Guard(f"penjaga.{name}", basis, judge, initial, later)

    return wrap
