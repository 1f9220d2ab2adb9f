"""What a clause of the juknis is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: what it demands, and what answers it besides the rules that cite it.

    A clause that no rule cites has a `feature` that serves it, or says in `beyond` why no program
    can see whether it was kept.
    """

    id: str
    text: str
    """In our own words, in Indonesian."""
    feature: str = ""
    beyond: str = ""
