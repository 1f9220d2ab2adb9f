"""Outcomes: what can become of an action at the desk."""

from dataclasses import dataclass

from musrenbang.desk.refusals import Refusal
from musrenbang.text.errors import CommandError
from musrenbang.year.cases import Case


class ConflictError(CommandError):
    """The proposal is not what the window showed when the clerk decided."""


class NotDecidedError(CommandError):
    """Nothing was written, for reasons the form can show."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(refusal.pesan for refusal in refusals))


@dataclass(frozen=True, slots=True)
class Step:
    """One change, to be taken back: what the file held before and what it holds since."""

    case: str
    path: str
    before: bytes | None
    after: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did."""

    case: Case
    pesan: str
