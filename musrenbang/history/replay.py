"""The audit: the judged history up to a commit, with what it has lost and what is accepted."""

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from musrenbang.files.file_writer import replace_file
from musrenbang.files.memo import FOLDER, prepared
from musrenbang.git.repository import MAIN_NAMES, Repository
from musrenbang.git.runner import GitError
from musrenbang.history.accepted import Accepted, accepted_at
from musrenbang.history.commit_rules import AHEAD, is_ahead
from musrenbang.history.history_model import RULES, Merge, Violation
from musrenbang.history.merges import judged_merges
from musrenbang.history.walk import Landing
from musrenbang.text.indonesian import WIB, waktu_wib


class ShallowError(Exception):
    """Older history was left out when the repository was cloned, so nothing can be judged."""


@dataclass(frozen=True)
class Audit:
    """Everything an audit found, oldest first."""

    head: str
    merges: tuple[Merge, ...]
    violations: tuple[Violation, ...]
    """Those that nobody has accepted."""
    notes: tuple[Violation, ...]
    """What was allowed when it was done, and is said all the same."""
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
    with `remember`, so are those that such audits of main have seen as its newest. What is dated
    after this moment cannot be; pages, which do not depend on a clock, do not say so.
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
    now = datetime.now(WIB)
    found = [one for merge in merges for one in (*merge.violations, *_ahead(merge, now))]
    found += [
        _lost(name, "disebut dengan --pernah")
        for name in once
        if not _is_on(line, repository, name)
    ]
    if remember and repository.resolve("HEAD") == head:
        gone = _lost_tips(repository, set(line), head)
        found += [_lost(name, "ujung riwayat pada audit yang lalu") for name in gone]
    standing, taken = accepted_at(repository, head, line, found)
    notes = tuple(note for merge in merges for note in merge.notes)
    return Audit(head, tuple(merges), tuple(standing), notes, tuple(taken), since)


def _ahead(merge: Merge, now: datetime) -> Iterator[Violation]:
    if is_ahead(merge.waktu, now):
        rule, message = "riwayat.waktu-mendatang", AHEAD.format(time=waktu_wib(merge.waktu))
        yield Violation(merge.commit, rule, ".", message, RULES[rule])


def _is_on(line: Collection[str], repository: Repository, revision: str) -> bool:
    """Whether a revision is one of the history itself, not of what its merges brought in."""
    if _HEX.fullmatch(revision):  # as papers print it; a tag could bear the same name
        return any(name.startswith(revision.lower()) for name in line)
    try:
        return repository.resolve(revision) in line
    except GitError:
        return False


_HEX = re.compile(r"[0-9A-Fa-f]{7,64}")


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


_FILE = "ujung.json"
_TIPS = TypeAdapter(dict[str, list[str]])
_KEPT = 50


def _lost_tips(repository: Repository, line: Collection[str], head: str) -> list[str]:
    """What earlier audits saw as the newest commit of main and is gone from it.

    Other branches are there to be rewritten until they are merged. The tips are remembered, and
    that of now with them, in `<folder>/.cache/ujung.json`, which is believed wherever it comes
    from: it can only make an audit ask for more. Nothing breaks where it cannot be read or written.
    """
    branch = repository.branch()
    if branch not in MAIN_NAMES:
        return []
    file = repository.root / FOLDER / _FILE
    if repository.file(head, f"{FOLDER}/{_FILE}") is not None:
        return []  # Not what audits here have seen, but what somebody has committed.
    try:
        known = _TIPS.validate_json(file.read_bytes() if file.is_file() else b"{}")
    except (OSError, ValueError):
        known = {}
    seen = (name for name in known.get(branch, ()) if _HEX.fullmatch(name))
    lost = [name for name in seen if name not in line]
    known[branch] = [*lost, head][-_KEPT:]
    if prepared(file.parent):
        with contextlib.suppress(OSError):
            replace_file(file, _TIPS.dump_json(known, indent=1))
    return lost
