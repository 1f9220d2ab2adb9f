"""History: who changed which record when, and whether it was allowed, as pages tell it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from musrenbang.files.paths import place_of
from musrenbang.files.program import PIN, Version, has_own_program, version
from musrenbang.files.tree import is_below_top
from musrenbang.git.objects import Commit, CommittedFiles, brief, read_changes
from musrenbang.git.repository import Repository
from musrenbang.git.runner import SshKeygenMissingError
from musrenbang.history.accepted import accepted_at
from musrenbang.history.history_model import Babak, Merge, Violation
from musrenbang.history.merges import judged_merges
from musrenbang.history.walk import Landing
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.errors import UsageError


@dataclass(frozen=True)
class History:
    """What is known of the past of the tree being published; all empty without Git."""

    head: Commit | None = None
    program: Version | None = None
    """What publishes it, where the repository does not hold that itself."""
    dirty: bool = False
    """Whether the tree holds changes that no commit has."""
    shallow: bool = False
    """Whether older history is missing from this clone, so that nothing is judged."""
    without_papers: bool = False
    """Whether the papers are left out of what is published."""
    changes: Sequence[CommittedFiles] = ()
    """The first-parent history as far as it touched records, newest first."""
    merges: Sequence[Merge] = ()
    """The first-parent history retold and judged, oldest first."""
    accepted: Mapping[Violation, str] = field(default_factory=dict)
    """Violations of these merges that a reviewed file accepts, each with the reason."""

    @cached_property
    def by_path(self) -> Mapping[str, tuple[tuple[str, Commit], ...]]:
        """For each record file its (status letter, commit) pairs, oldest first."""
        found: dict[str, list[tuple[str, Commit]]] = defaultdict(list)
        for change in reversed(self.changes):
            for letter, path in change.files:
                found[path].append((letter, change.commit))
        return {path: tuple(events) for path, events in found.items()}

    @cached_property
    def folders(self) -> Mapping[str, frozenset[tuple[int, str]]]:
        """The years and folders whose records each commit touched, by its name.

        The folder is empty for what belongs to the year itself.
        """
        return {
            change.commit.id: frozenset(
                (place.tahun, place.kelurahan)
                for _, path in change.files
                if (place := place_of(path))
            )
            for change in self.changes
        }

    @cached_property
    def stories(self) -> Mapping[str, tuple[Babak, ...]]:
        """What happened to each proposal, oldest first, by its id (``2016/rawasari/0007``)."""
        found: dict[str, list[Babak]] = defaultdict(list)
        for merge in self.merges:
            for event in merge.events:
                found[event.usulan].append(Babak(event, merge))
        return {usulan: tuple(story) for usulan, story in found.items()}

    @property
    def version(self) -> str:
        """What pages and papers print as their origin."""
        data = self.head.id[:12] if self.head else "tanpa riwayat Git"
        more = " + perubahan belum dicatat" if self.dirty else ""
        return f"{data}{more}, program {self.program}" if self.program else f"{data}{more}"


def read_head(root: Path, blobs: Mapping[str, str] = MappingProxyType({})) -> History:
    """What papers say of their origin: the newest commit alone, and whether there is more.

    Without a Git repository there is none. `blobs` names the content of files that were read.
    """
    repository = Repository(root)
    has_own = has_own_program(repository.top)
    if not repository.exists():
        return History(program=None if has_own else version())
    founded = has_own and Repository(repository.top).had("HEAD", PIN)
    program = None if has_own and not founded else version()
    return History(
        head=repository.commit(),
        program=program,
        dirty=repository.is_dirty(known=blobs),
        shallow=repository.is_shallow(),
    )


def read_history(root: Path, ready: Snapshot | None = None, head: History | None = None) -> History:
    """The whole history of a folder, of which `ready` is the snapshot and `head` what is known.

    Raises `UsageError` where signatures cannot be checked: a site must not depend on the machine.
    """
    history = head or read_head(root, ready.blobs if ready else {})
    if history.head is None:
        return history
    if history.shallow:
        return replace(history, changes=read_changes(root))
    changes: list[CommittedFiles] = []
    merges: list[Merge] = []
    try:
        for landing, merge in judged_merges(root, history.head.id, ready):
            changes += _change(landing)
            merges.append(merge)
    except SshKeygenMissingError:
        raise UsageError("Program ssh-keygen tidak ditemukan; pasang OpenSSH.") from None
    line = [merge.commit for merge in merges]
    found = (violation for merge in merges for violation in merge.violations)
    _, accepted = accepted_at(Repository(root), history.head.id, line, found)
    return replace(
        history,
        changes=changes[::-1],
        merges=merges,
        accepted={item.violation: item.alasan for item in accepted},
    )


def _change(landing: Landing) -> Iterable[CommittedFiles]:
    """The landing as Git's log tells it, if it changed record files."""
    files = tuple(
        (file.letter, file.path) for file in landing.facts.changed if is_below_top(file.path)
    )
    if files:
        yield CommittedFiles(brief(landing.commit), files)


DOCUMENT_ORIGIN = "asal.json"
"""The attachment of every printed document that names its commit and its place on the site."""

SITE_ORIGIN = "api/v1/versi.json"
"""The same for a whole site."""


def origin_of(history: History) -> dict[str, Any]:
    """The commit and its time; `belum_dicatat` where the tree held more than that commit.

    The program, where the repository has none of its own.
    """
    head, program = history.head, history.program
    origin: dict[str, Any] = {
        "commit": head.id if head else None,
        "waktu": head.time.isoformat() if head else None,
        "belum_dicatat": history.dirty,
    }
    if program:
        origin["program"] = {"versi": program.number, "sha256": program.sha256}
    return origin


def document_origin(history: History, path: str) -> bytes:
    """The attachment of a document that is published at a path of the site."""
    value = {"versi": 1, "berkas": path, "asal": origin_of(history)}
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
