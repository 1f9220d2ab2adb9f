"""The violations that are accepted, as `.github/riwayat-diterima.yaml` of the audited commit says.

Whoever accepts something does so in a reviewed change of a protected file: nothing is hidden,
every accepted violation is still listed, with the reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from musrenbang.auditing.judging import RULES
from musrenbang.auditing.model import Violation
from musrenbang.findings import Finding, Position, Problem
from musrenbang.reviewing.areas import RIWAYAT_DITERIMA
from musrenbang.strict_yaml import Fault, NotYamlError, parse
from musrenbang.validation import validate
from schemas import RiwayatDiterima


@dataclass(frozen=True, slots=True)
class Accepted:
    """A violation that somebody has accepted, and why."""

    violation: Violation
    alasan: str


def read_accepted(data: bytes | None) -> tuple[RiwayatDiterima, list[Finding]]:
    """What a file accepts, and what is wrong with it; nothing where there is none."""
    nothing = RiwayatDiterima(diterima=())
    if data is None:
        return nothing, []
    try:
        document = parse(data)
    except NotYamlError as error:
        return nothing, [_finding(error.fault.position, error.fault)]
    record, problems = validate(RiwayatDiterima, document.value, RIWAYAT_DITERIMA)
    found = [_finding(fault.position, fault) for fault in document.faults]
    for problem in problems:
        keys = problem.where if isinstance(problem.where, tuple) else ()
        found.append(_finding(document.position(keys, at_key=problem.at_key), problem))
    return (nothing if found or record is None else record), found


def _finding(place: Position, fault: Fault | Problem) -> Finding:
    return Finding(
        RIWAYAT_DITERIMA,
        place.line,
        place.column,
        fault.rule,
        "error",
        fault.message,
        fault.hint,
    )


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
        if reason is None:
            standing.append(violation)
        else:
            taken.append(Accepted(violation, reason))
    used = {item.violation.commit for item in taken} | position.keys()
    standing += _unknown(accepted, used, head)
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
