"""The audit: the judged history up to a commit, with what it has lost and what is accepted."""

import contextlib
import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.files.memo import FOLDER, prepared
from musrenbang.git.repository import MAIN_NAMES, Repository
from musrenbang.git.runner import GitError
from musrenbang.history.history_model import RULES, Merge, Violation
from musrenbang.history.merges import judged_merges
from musrenbang.history.walk import Landing
from musrenbang.records.findings import Finding, Position, Problem
from musrenbang.records.strict_yaml import Fault, NotYamlError, parse
from musrenbang.records.validation import validate
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


class ShallowError(Exception):
    """Older history was left out when the repository was cloned, so nothing can be judged."""


@dataclass(frozen=True)
class Audit:
    """Everything an audit found, oldest first."""

    head: str
    merges: tuple[Merge, ...]
    violations: tuple[Violation, ...]
    """Those that nobody has accepted."""
    accepted: tuple[Accepted, ...]
    keys_since: str
    """The commit after which signatures could be judged; empty where no key is registered."""


def read_audit(
    root: Path,
    revision: str = "HEAD",
    *,
    once: Sequence[str] = (),
    remember: bool = False,
    progress: Callable[[Iterator[tuple[Landing, Merge]]], Iterable[tuple[Landing, Merge]]] = iter,
) -> Audit:
    """The history up to a revision, walked once and judged.

    `once` names commits that were its newest at some time, for example those printed on paper;
    with `remember`, so are those that such audits of main have seen as its newest.
    Raises `GitError` where a revision does not exist, `ShallowError` for an incomplete clone and
    `SshKeygenMissingError` where signatures cannot be verified.
    """
    repository = Repository(root)
    head = repository.resolve(revision)
    if repository.is_shallow():
        raise ShallowError
    line = repository.line(head)
    merges: list[Merge] = []
    since = ""
    for landing, merge in progress(judged_merges(root, head)):
        merges.append(merge)
        if not since and landing.own_keys is not None:
            since = merge.commit
    found = [violation for merge in merges for violation in merge.violations]
    found += [
        _lost(name, "disebut dengan --pernah")
        for name in once
        if not _is_on(line, repository, name)
    ]
    if remember and repository.resolve("HEAD") == head:
        found += _moved(repository, line, head)
    standing, taken = accepted_at(repository, head, line, found)
    return Audit(head, tuple(merges), tuple(standing), tuple(taken), since)


def _is_on(line: Collection[str], repository: Repository, revision: str) -> bool:
    """Whether a revision is one of the history itself, not of what its merges brought in."""
    if _HEX.fullmatch(revision):  # as papers print it; a tag could bear the same name
        return any(name.startswith(revision.lower()) for name in line)
    try:
        return repository.resolve(revision) in line
    except GitError:
        return False


_HEX = re.compile(r"[0-9A-Fa-f]{7,64}")


def _moved(repository: Repository, line: Sequence[str], head: str) -> list[Violation]:
    """What earlier audits saw as the newest commit of main and is gone from it.

    Other branches are there to be rewritten until they are merged.
    """
    branch = repository.branch()
    if branch not in MAIN_NAMES:
        return []
    gone = lost_tips(repository.root, branch, set(line), head)
    return [_lost(name, "ujung riwayat pada audit yang lalu") for name in gone]


def _lost(name: str, known_from: str) -> Violation:
    """A commit that is said to have been the history's newest and is not part of it."""
    return Violation(
        name,
        "riwayat.hilang",
        ".",
        f"Commit ini ({known_from}) tidak ada dalam urutan commit main: riwayatnya ditulis ulang, "
        "atau commit itu tidak pernah terbit.",
        RULES["riwayat.hilang"],
    )


FILE = "ujung.json"
_KEPT = 50


def lost_tips(root: Path, branch: str, line: Collection[str], head: str) -> list[str]:
    """The newest commits that earlier audits saw and that the line of a branch has lost.

    They are remembered, and the newest commit of now with them, in `<folder>/.cache/ujung.json`.
    That is believed wherever it comes from: it can only make an audit ask for more. Nothing breaks
    where it cannot be read or written.
    """
    file = root / FOLDER / FILE
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        known = {}
    known = known if isinstance(known, dict) else {}
    tips = known.get(branch)
    lost = [name for name in tips if isinstance(name, str)] if isinstance(tips, list) else []
    lost = [name for name in lost if name not in line]
    known[branch] = [*lost, head][-_KEPT:]
    if prepared(file.parent):
        fresh = file.with_name(f".{FILE}.{os.getpid()}")
        with contextlib.suppress(OSError):
            fresh.write_text(json.dumps(known, indent=1), encoding="utf-8")
            fresh.replace(file)
    return lost
