"""What an audit finds and a reviewed file accepts, each with its reason."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from musrenbang.git.repository import Repository
from musrenbang.history.history_model import RULES, Violation
from musrenbang.records.findings import Finding, Problem
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.records.validation import read_record
from musrenbang.review.review_model import RIWAYAT_DITERIMA
from schemas import RiwayatDiterima

_RULE = "riwayat.terima"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A violation that somebody has accepted, and why."""

    violation: Violation
    alasan: str


def accepted_at(
    repository: Repository, head: str, line: Sequence[str], found: Iterable[Violation]
) -> tuple[list[Violation], list[Accepted]]:
    """Violations that stand, and those that the file of a commit accepts.

    `line` is the history up to that commit, oldest first. Whoever accepts something does so in a
    reviewed change of a protected file: every accepted violation is still listed, with the reason.
    """
    accepted, faults = read_accepted(repository.file(head, RIWAYAT_DITERIMA))
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
    standing += [
        Violation(head, _RULE, fault.file, f"{fault.message} {fault.hint}", fault.rule)
        for fault in faults
    ]
    return standing, taken


def _unknown(accepted: RiwayatDiterima, known: Iterable[str], head: str) -> Iterator[Violation]:
    for entry in accepted.diterima:
        name = entry.commit or entry.sampai or ""
        if name not in known:
            message = f"Yang diterima menyebut commit {name}, yang tidak ada dalam riwayat main."
            yield Violation(head, _RULE, RIWAYAT_DITERIMA, message, RULES[_RULE])


def accepted_faults(repository: Repository, head: str, line: Collection[str]) -> list[Finding]:
    """What an audit would object to in what a branch accepts; `line` is that of its base."""
    accepted, faults = read_accepted(repository.file(head, RIWAYAT_DITERIMA))
    hint = "Tulis nama lengkap sebuah commit pada urutan main, seperti audit menyebutnya."
    return [
        *faults,
        *(
            Finding(RIWAYAT_DITERIMA, 1, 1, _RULE, "error", unknown.message, hint)
            for unknown in _unknown(accepted, line, head)
        ),
    ]


def read_accepted(data: bytes | None) -> tuple[RiwayatDiterima, list[Finding]]:
    """What a file accepts, and what is wrong with it; nothing where there is none."""
    nothing = RiwayatDiterima(diterima=())
    if data is None:
        return nothing, []
    try:
        document = parse(data)
    except NotYamlError as error:
        return nothing, [_finding(error.fault)]
    record, problems = read_record(document, RiwayatDiterima, RIWAYAT_DITERIMA)
    return record or nothing, [_finding(problem) for problem in problems]


def _finding(problem: Problem) -> Finding:
    at = RIWAYAT_DITERIMA, problem.position.line, problem.position.column
    return Finding(*at, problem.rule, "error", problem.message, problem.hint)
