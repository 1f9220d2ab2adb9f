"""What a guard is: a function that says what no change may do (DESIGN section 8).

Each judges a change by the records of its base and knows nothing of working trees, branches or
pull requests, so that the same guards can be replayed on every merge of the past. Adding one is
adding one function to `work_guards` (who changes what together) or `record_guards`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from musrenbang.review.facts import Facts

Refusal = tuple[str, str, str]
"""The file, what is wrong with its change, what to do instead."""
Judge = Callable[[Facts], Iterator[Refusal]]


@dataclass(frozen=True, slots=True)
class Guard:
    """One guard: `basis` names the clause of the juknis or the section of the design."""

    id: str
    basis: str
    summary: str
    judge: Judge


def guard(name: str, basis: str, summary: str) -> Callable[[Judge], Guard]:
    """Turn a function that yields refusals into a `Guard`."""

    def wrap(judge: Judge) -> Guard:
        return Guard(f"penjaga.{name}", basis, summary, judge)

    return wrap
