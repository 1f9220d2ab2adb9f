"""What a build keeps of the history, in parts: that of one kelurahan comes without the rest."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from musrenbang.auditing.model import Babak, Merge, Violation
from musrenbang.building.memo import Memo
from musrenbang.building.slices import Changes
from musrenbang.git_log import Commit
from musrenbang.history import Folders

Stories = Mapping[str, tuple[Babak, ...]]
Parts = Mapping[str, bytes]
"""Parts by name, as they are kept."""


class Outline(NamedTuple):
    """What a build has to know of the history before any page asks for more."""

    head: Commit
    registered: bool
    broken: tuple[str, ...]
    folders: Mapping[str, str]
    """The name of what is told of every folder (`building.slices`)."""
    written: Mapping[str, str]
    """The commit at which each part was written."""


class Merges(NamedTuple):
    """All merges, without what they did to single proposals."""

    merges: tuple[Merge, ...] = ()
    accepted: Mapping[Violation, str] = {}
    folders: Mapping[str, Folders] = {}


class Folder(NamedTuple):
    """Who recorded the files of one folder, and the names of its stories."""

    files: Mapping[str, Changes] = {}
    cases: Mapping[str, str] = {}


MERGES = "penuturan"
_STORIES = "cerita "
MOST_READ = 16
"""Parts held in memory at a time: pages are made kelurahan by kelurahan."""


def stories_of(folder: str) -> str:
    """The name of the part that holds the stories of a folder."""
    return _STORIES + folder


class Kept:
    """The history up to one commit, of which parts are read when they are asked for.

    `unkept` are parts that the cache could not keep; `again` tells all of them, should it have
    lost one.
    """

    def __init__(
        self, memo: Memo, outline: Outline, unkept: Parts, again: Callable[[Commit], Parts]
    ) -> None:
        self.outline = outline
        self._memo = memo
        self._unkept = unkept
        self._again = again
        self._read: dict[str, Any] = {}

    def merges(self) -> Merges:
        """What is told of all merges."""
        found: Merges = self._part(MERGES, Merges())
        return found

    def folder(self, name: str) -> Folder:
        """What is told of one folder."""
        found: Folder = self._part(name, Folder())
        return found

    def stories(self, folder: str) -> Stories:
        """The stories of one folder."""
        found: Stories = self._part(stories_of(folder), {})
        return found

    def _part(self, name: str, nothing: Any) -> Any:
        if name not in self.outline.written:
            return nothing
        if name not in self._read:
            if len(self._read) >= MOST_READ:
                self._read.pop(next(iter(self._read)))
            self._read[name] = self._find(name)
        return self._read[name]

    def _find(self, name: str) -> Any:
        if name not in self._unkept:
            found = self._memo.get(_key(self._memo, self.outline, name))
            if found is not None:
                return found
            self._unkept = self._again(self.outline.head)
        return pickle.loads(self._unkept[name])  # noqa: S301 - pickled by this very program

    def in_cache(self) -> Iterator[str]:
        """What the cache has to hold on to."""
        yield _key(self._memo)
        for name in self.outline.written:
            yield _key(self._memo, self.outline, name)

    def is_whole(self) -> bool:
        """Whether the cache has all of it."""
        return all(map(self._memo.has, self.in_cache()))


def _key(memo: Memo, outline: Outline | None = None, name: str = "") -> str:
    own = f" {name} {outline.written[name]}" if outline else ""
    return memo.key("riwayat") + own


def read_outline(memo: Memo) -> Outline | None:
    """What an earlier build kept, of whatever commit."""
    found: Outline | None = memo.get(_key(memo))
    return found


def keep(memo: Memo, outline: Outline, parts: Parts) -> Parts:
    """Keep what has been told; the parts for which that was not possible."""
    for name, data in parts.items():
        memo.put_raw(_key(memo, outline, name), data)
    memo.put(_key(memo), outline)
    return {name: data for name, data in parts.items() if not memo.has(_key(memo, outline, name))}
