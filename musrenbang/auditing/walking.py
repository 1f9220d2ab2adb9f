"""The one pass over the first-parent history: every commit with the records before and after it.

The records are kept by path and renewed by what each commit changed, so a commit costs what it
changes, not what the archive holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from musrenbang.git import ABSENT, ChangedFile
from musrenbang.git_objects import CommitObject, Objects
from musrenbang.paths import place_of
from musrenbang.reviewing.facts import Facts
from musrenbang.reviewing.loading import with_part
from musrenbang.snapshot import Snapshot, load
from musrenbang.tree import TOP_FOLDERS, Entry

EMPTY = Snapshot(MappingProxyType({}))


@dataclass(frozen=True)
class Link:
    """One commit of the first-parent history and those that it alone brought in, newest first."""

    commit: CommitObject
    branch: tuple[CommitObject, ...] = ()
    joints: frozenset[str] = frozenset()
    """The older commits that the branch grew from."""

    @property
    def parent(self) -> str:
        """The commit before it; empty for the first of all."""
        return self.commit.parents[0] if self.commit.parents else ""


@dataclass(frozen=True)
class Step:
    """One commit of the first-parent history with what it changed."""

    link: Link
    facts: Facts

    @property
    def commit(self) -> CommitObject:
        """The commit itself."""
        return self.link.commit


def chain(commits: Mapping[str, CommitObject], head: str) -> list[Link]:
    """The first-parent history up to `head`, oldest first, as far as `commits` reach back."""
    line: list[CommitObject] = []
    name = head
    while name in commits:
        line.append(commits[name])
        name = line[-1].parents[0] if line[-1].parents else ""
    seen = {commit.id for commit in line}
    return [_link(commit, commits, seen) for commit in reversed(line)]


def _link(commit: CommitObject, commits: Mapping[str, CommitObject], seen: set[str]) -> Link:
    branch: list[CommitObject] = []
    joints: set[str] = set()
    waiting = list(commit.parents[1:])
    own: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in own:
            continue
        if name in seen or name not in commits:
            joints.add(name)
            continue
        own.add(name)
        branch.append(commits[name])
        waiting += commits[name].parents
    seen |= own
    return Link(commit, tuple(branch), frozenset(joints))


class Walker:
    """Keeps the records as they are after each commit; `start` is what they are before the first.

    `folders` counts the record files of each year's folders in `start`.
    """

    def __init__(
        self,
        objects: Objects,
        start: Snapshot = EMPTY,
        folders: Mapping[int, Counter[str]] | None = None,
    ) -> None:
        self.objects = objects
        self.snapshot = start
        self._folders: dict[int, Counter[str]] = defaultdict(Counter, folders or {})

    def walk(self, links: Sequence[Link]) -> Iterator[Step]:
        """Every commit in turn."""
        pairs = [(link.commit.id, link.parent) for link in links]
        for link, changed in zip(links, self.objects.differences(pairs), strict=True):
            yield Step(link, self._advance(changed))

    def _advance(self, changed: tuple[ChangedFile, ...]) -> Facts:
        before = self.snapshot
        records = {file.path: file for file in changed if _is_below_top(file.path)}
        if records:
            self._count(records.values())
            part = load(_Changed(self.objects, records))
            self.snapshot = with_part(before, part, records, self._folders)
        return Facts(before, self.snapshot, changed)

    def _count(self, files: Iterable[ChangedFile]) -> None:
        for file in files:
            place = place_of(file.path)
            if place is None:
                continue
            folders = self._folders[place.tahun]
            folders[place.kelurahan] += _is_plain(file.new_mode) - _is_plain(file.old_mode)
            if folders[place.kelurahan] <= 0:
                del folders[place.kelurahan]
            if not folders:
                del self._folders[place.tahun]


def _is_below_top(path: str) -> bool:
    return path.split("/", 1)[0] in TOP_FOLDERS


def _is_plain(mode: str) -> bool:
    return mode.startswith("100")


@dataclass(frozen=True)
class _Changed:
    """What the changed paths hold after the change, as a tree."""

    objects: Objects
    files: Mapping[str, ChangedFile]

    def entries(self) -> list[Entry]:
        return sorted(
            Entry(path, _is_plain(file.new_mode), file.new_blob)
            for path, file in self.files.items()
            if file.new_mode != ABSENT
        )

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        wanted = list(paths)
        blobs = self.objects.read(self.files[path].new_blob for path in wanted)
        return zip(wanted, blobs, strict=True)
