"""The history of a folder as the site tells it: what each merge did, and whether it was allowed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.auditing.cache import Kept
from musrenbang.auditing.model import Merge, Violation
from musrenbang.auditing.reading import Earlier, accepted_at, judged
from musrenbang.auditing.walking import Step
from musrenbang.errors import UsageError
from musrenbang.git import Repository
from musrenbang.git_log import Change, brief
from musrenbang.git_objects import Objects
from musrenbang.loading import Known, nothing_known
from musrenbang.ssh_keygen import SshKeygenMissingError
from musrenbang.tree import is_below_top


@dataclass(frozen=True, slots=True)
class Told:
    """Some commits, oldest first, and what there is to know for telling those after them."""

    merges: tuple[Merge, ...]
    changes: tuple[Change, ...]
    """The record files of those that touched any."""
    then: Earlier


def tell(
    root: Path, head: str, before: Earlier | None = None, known: Known = nothing_known
) -> Told:
    """The commits that came after `before`, which is the beginning of the history.

    Raises `UsageError` where signatures cannot be checked: a site must not depend on the machine.
    """
    then = before or Earlier()
    found: list[Kept] = []
    changes: list[Change] = []
    try:
        with Objects(root) as objects:
            for step, kept in judged(Repository(root), objects, head, then, known):
                found.append(kept)
                changes += _change(step)
    except SshKeygenMissingError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    return Told(tuple(kept.merge for kept in found), tuple(changes), then.followed_by(found))


def _change(step: Step) -> Iterable[Change]:
    """The step as Git's log tells it, if it changed record files."""
    files = tuple(
        (file.letter, file.path) for file in step.facts.changed if is_below_top(file.path)
    )
    if files:
        yield Change(brief(step.commit), files)


def accepted_reasons(root: Path, head: str, merges: Sequence[Merge]) -> Mapping[Violation, str]:
    """The violations that a reviewed file accepts, each with the reason."""
    line = [merge.commit for merge in merges]
    found = (violation for merge in merges for violation in merge.violations)
    _, accepted = accepted_at(Repository(root), head, line, found)
    return {item.violation: item.alasan for item in accepted}
