"""The violations that are accepted, as `.github/riwayat-diterima.yaml` of the audited commit says.

Whoever accepts something does so in a reviewed change of a protected file: nothing is hidden,
every accepted violation is still listed, with the reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from musrenbang.auditing.judging import RULES
from musrenbang.auditing.model import Violation
from musrenbang.reviewing.areas import RIWAYAT_DITERIMA
from schemas import RiwayatDiterima


@dataclass(frozen=True, slots=True)
class Accepted:
    """A violation that somebody has accepted, and why."""

    violation: Violation
    alasan: str


def sort_out(
    found: Iterable[Violation], accepted: RiwayatDiterima, line: Sequence[str], head: str
) -> tuple[list[Violation], list[Accepted]]:
    """Violations that stand, and those accepted; `line` is the history, oldest commit first."""
    position = {name: index for index, name in enumerate(line)}
    reasons = {entry.commit: entry.alasan for entry in accepted.diterima if entry.commit}
    until = [
        (position[entry.sampai], entry.alasan)
        for entry in accepted.diterima
        if entry.sampai in position
    ]
    standing: list[Violation] = []
    taken: list[Accepted] = []
    for violation in found:
        where = position.get(violation.commit, len(line))
        reason = reasons.get(violation.commit) or next(
            (text for last, text in until if where <= last), None
        )
        # A history that was made anew says nothing about what it lost.
        if reason is None or violation.rule == "riwayat.hilang":
            standing.append(violation)
        else:
            taken.append(Accepted(violation, reason))
    standing += _unknown(accepted, position, head)
    return standing, taken


def _unknown(accepted: RiwayatDiterima, known: Iterable[str], head: str) -> Iterator[Violation]:
    for entry in accepted.diterima:
        name = entry.commit or entry.sampai or ""
        if name not in known:
            yield Violation(
                head,
                "riwayat.terima",
                RIWAYAT_DITERIMA,
                f"Yang diterima menyebut commit {name}, yang tidak ada dalam riwayat main.",
                RULES["riwayat.terima"],
            )
