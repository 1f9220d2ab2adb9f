"""History: who changed which record when, as first-parent Git history tells it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from musrenbang.auditing.model import Babak, Merge, Violation
from musrenbang.git import Repository
from musrenbang.git_log import Change, Commit, read_changes
from musrenbang.paths import place_of

Folders = frozenset[tuple[int, str]]
"""Years with a folder in them; the folder is empty for what belongs to the year itself."""


@dataclass(frozen=True)
class History:
    """What is known of the past of the tree being published; all empty without Git."""

    head: Commit | None = None
    dirty: bool = False
    """Whether the tree holds changes that no commit has."""
    shallow: bool = False
    """Whether older history is missing from this clone."""
    changes: tuple[Change, ...] = ()
    """Newest first."""
    by_path: Mapping[str, tuple[tuple[str, Commit], ...]] = field(default_factory=dict)
    """For each record file its (status letter, commit) pairs, oldest first."""
    merges: Sequence[Merge] = ()
    """The first-parent history retold, oldest first (`auditing.reading`)."""
    accepted: Mapping[Violation, str] = field(default_factory=dict)
    """Violations of these merges that a reviewed file accepts, each with the reason."""

    told: Mapping[str, tuple[Babak, ...]] | None = None
    """The stories, where they are known already."""
    touched: Mapping[str, Folders] | None = None
    """The folders, where they are known already."""

    @cached_property
    def folders(self) -> Mapping[str, Folders]:
        """The folders whose records each commit touched, by its name."""
        if self.touched is not None:
            return self.touched
        return {change.commit.id: folders_of(change) for change in self.changes}

    @cached_property
    def stories(self) -> Mapping[str, tuple[Babak, ...]]:
        """What happened to each proposal, oldest first, by its id (``2016/rawasari/0007``)."""
        if self.told is not None:
            return self.told
        found: dict[str, list[Babak]] = defaultdict(list)
        for merge in self.merges:
            for event in merge.events:
                found[event.usulan].append(Babak(event, merge))
        return {usulan: tuple(story) for usulan, story in found.items()}

    @property
    def version(self) -> str:
        """What pages and papers print as their origin."""
        if self.head is None:
            return "tanpa riwayat Git"
        return self.head.id[:12] + (" + perubahan belum dicatat" if self.dirty else "")


def folders_of(change: Change) -> Folders:
    """The folders whose records a commit touched."""
    places = (place_of(path) for _, path in change.files)
    return frozenset((place.tahun, place.kelurahan) for place in places if place)


def history_of(changes: Iterable[Change], head: Commit, *, dirty: bool, shallow: bool) -> History:
    """Arrange changes, newest first, by the files they touch."""
    changes = tuple(changes)
    by_path: dict[str, list[tuple[str, Commit]]] = defaultdict(list)
    for change in reversed(changes):
        for letter, path in change.files:
            by_path[path].append((letter, change.commit))
    return History(
        head=head,
        dirty=dirty,
        shallow=shallow,
        changes=changes,
        by_path={path: tuple(events) for path, events in by_path.items()},
    )


def read_history(root: Path) -> History:
    """The history of a folder; an empty one where the folder is not in a Git repository."""
    repository = Repository(root)
    if not repository.exists():
        return History()
    return history_of(
        read_changes(root),
        repository.commit(),
        dirty=repository.is_dirty(),
        shallow=repository.is_shallow(),
    )
