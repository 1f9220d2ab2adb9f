"""The history as a build keeps it, in parts: what is told of one kelurahan comes without the rest.

Where the history has gone on since, what was told before stays, and only the folders that the new
commits touched are written again.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from musrenbang.auditing.model import Babak, Merge, Violation
from musrenbang.auditing.reading import Earlier
from musrenbang.auditing.walking import Known, nothing_known
from musrenbang.building import slices
from musrenbang.building.memo import Memo
from musrenbang.building.slices import Changes, folder_of_case, folder_of_file
from musrenbang.git import Change, Commit, Repository
from musrenbang.history import Folders, History, folders_of, read_history
from musrenbang.judged_history import accepted_reasons, tell
from musrenbang.later import LaterMapping, LaterSequence
from musrenbang.parallel import meanwhile

Value = TypeVar("Value")
Stories = Mapping[str, tuple[Babak, ...]]
Parts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Outline:
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


class Kept:
    """The history up to one commit, of which parts are read when they are asked for."""

    def __init__(self, root: Path, memo: Memo, outline: Outline, unkept: Parts) -> None:
        self.root = root
        self.outline = outline
        self._memo = memo
        self._unkept = unkept
        """Parts that the cache could not keep."""
        self._read: dict[str, Any] = {}
        memo.used |= {_key(memo), *(_key(memo, outline, name) for name in outline.written)}

    def merges(self) -> Merges:
        """What is told of all merges."""
        found: Merges = self._part(_MERGES, Merges())
        return found

    def folder(self, name: str) -> Folder:
        """What is told of one folder."""
        found: Folder = self._part(name, Folder())
        return found

    def stories(self, name: str) -> Stories:
        """The stories of one folder."""
        found: Stories = self._part(_STORIES + name, {})
        return found

    def _part(self, name: str, nothing: Any) -> Any:
        if name not in self.outline.written:
            return nothing
        if name not in self._read:
            self._read[name] = self._kept(name)
        return self._read[name]

    def _kept(self, name: str) -> Any:
        """One part; everything is retold where the cache has lost it."""
        if name not in self._unkept:
            found = self._memo.get(_key(self._memo, self.outline, name))
            if found is not None:
                return found
            _, self._unkept = retell(self.root, self.outline.head)
        return pickle.loads(self._unkept[name])  # noqa: S301 - pickled by this very program


_MERGES = "penuturan"
_STORIES = "cerita "


def _key(memo: Memo, outline: Outline | None = None, name: str = "") -> str:
    own = f" {name} {outline.written[name]}" if outline else ""
    return memo.key("riwayat") + own


@contextmanager
def retold(
    root: Path, memo: Memo, state: str, known: Known, workers: int | None
) -> Iterator[Callable[[], tuple[History, Mapping[str, str]]]]:
    """The judged history and the names of its parts, told by another process if it has to be.

    `state` is what Git says of the folder (`Repository.ask_state`); empty without Git.
    """
    shallow, head, dirty = state.split() if state else ("", "", "")
    kept = _read(root, memo, head) if shallow == "false" else None
    if shallow == "true":
        history = read_history(root)
        yield lambda: (history, slices.of_unjudged(history))
    elif not head:
        yield lambda: (History(), {})
    elif kept and kept.outline.head.id == head:
        yield partial(_as_history, kept, dirty=dirty == "True")
    else:
        with meanwhile(partial(_tell, root, memo, head, kept, known), workers) as told:
            yield lambda: _as_history(Kept(root, memo, *told()), dirty=dirty == "True")


def _read(root: Path, memo: Memo, head: str) -> Kept | None:
    """What an earlier build kept: of this commit, or whole."""
    outline: Outline | None = memo.get(_key(memo))
    if outline is None:
        return None
    is_whole = all(memo.has(_key(memo, outline, name)) for name in outline.written)
    return Kept(root, memo, outline, {}) if outline.head.id == head or is_whole else None


def _tell(
    root: Path, memo: Memo, head: str, before: Kept | None, known: Known
) -> tuple[Outline, Parts]:
    """Tell the history and keep it; the parts are those that the cache cannot keep."""
    outline, parts = retell(root, Repository(root).commit(head), before, known)
    for name, data in parts.items():
        memo.put_raw(_key(memo, outline, name), data)
    memo.put(_key(memo), outline)
    return outline, {
        name: data for name, data in parts.items() if not memo.has(_key(memo, outline, name))
    }


def retell(
    root: Path, head: Commit, before: Kept | None = None, known: Known = nothing_known
) -> tuple[Outline, Parts]:
    """The history up to a commit, from what was told before as far as it is its beginning."""
    old = before.merges() if before else Merges()
    earlier = Earlier(tuple(merge.commit for merge in old.merges))
    if before:
        if not _is_beginning(root, head, earlier.line):
            return retell(root, head, None, known)
        earlier = replace(
            earlier, registered=before.outline.registered, broken=before.outline.broken
        )
    told = tell(root, head.id, earlier, known)
    bare = tuple(replace(merge, events=()) for merge in told.merges)
    merges = (*old.merges, *bare)
    accepted = accepted_reasons(root, head.id, merges)
    marks = {merge.commit: slices.mark(merge, accepted) for merge in merges}
    if any(marks[merge.commit] != slices.mark(merge, old.accepted) for merge in old.merges):
        return retell(root, head, None, known)
    touched = {change.commit.id: folders_of(change) for change in told.changes}
    parts: dict[str, object] = {_MERGES: Merges(merges, accepted, {**old.folders, **touched})}
    names: dict[str, str] = {}
    files, stories = _files(told.changes), _stories(told.merges, bare)
    for name in sorted(files.keys() | stories.keys()):
        all_files = _continued(before.folder(name).files if before else {}, files.get(name, {}))
        tales = _continued(before.stories(name) if before else {}, stories.get(name, {}))
        cases = {case: slices.of_case(story, marks) for case, story in tales.items()}
        names[name] = slices.of_folder(all_files, cases)
        parts[name], parts[_STORIES + name] = Folder(all_files, cases), tales
    written = dict.fromkeys(parts, head.id)
    if before:
        names = {**before.outline.folders, **names}
        written = {**before.outline.written, **written}
    outline = Outline(head, told.then.registered, told.then.broken, names, written)
    return outline, {name: pickle.dumps(part, _PROTOCOL) for name, part in parts.items()}


_PROTOCOL = pickle.HIGHEST_PROTOCOL
Grouped = dict[str, dict[str, list[Value]]]
"""By folder and by what is in it."""


def _is_beginning(root: Path, head: Commit, line: tuple[str, ...]) -> bool:
    return tuple(Repository(root).line(head.id)[: len(line)]) == line


def _files(changes: Iterable[Change]) -> Grouped[tuple[str, Commit]]:
    found: Grouped[tuple[str, Commit]] = {}
    for change in changes:
        for letter, path in change.files:
            folder = found.setdefault(folder_of_file(path), {})
            folder.setdefault(path, []).append((letter, change.commit))
    return found


def _stories(merges: Iterable[Merge], bare: Iterable[Merge]) -> Grouped[Babak]:
    found: Grouped[Babak] = {}
    for merge, of_all in zip(merges, bare, strict=True):
        for event in merge.events:
            folder = found.setdefault(folder_of_case(event.usulan), {})
            folder.setdefault(event.usulan, []).append(Babak(event, of_all))
    return found


def _continued(
    before: Mapping[str, tuple[Value, ...]], more: Mapping[str, list[Value]]
) -> dict[str, tuple[Value, ...]]:
    return {**before, **{name: (*before.get(name, ()), *new) for name, new in more.items()}}


class _ByFolder(Mapping[str, Value]):
    """What is kept by folder; of which only the folders asked for are read."""

    def __init__(
        self,
        folders: Iterable[str],
        folder_of: Callable[[str], str],
        part: Callable[[str], Mapping[str, Value]],
        own: Mapping[str, Value] | None = None,
    ) -> None:
        self._folders = folders
        self._folder_of = folder_of
        self._part = part
        self._own = own or {}
        """What is known without reading any."""

    def __getitem__(self, name: str) -> Value:
        return self._own[name] if name in self._own else self._part(self._folder_of(name))[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for folder in self._folders:
            yield from self._part(folder)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _as_history(kept: Kept, *, dirty: bool) -> tuple[History, Mapping[str, str]]:
    folders = kept.outline.folders
    history = History(
        head=kept.outline.head,
        dirty=dirty,
        by_path=_ByFolder(folders, folder_of_file, lambda name: kept.folder(name).files),
        merges=LaterSequence(lambda: kept.merges().merges),
        accepted=LaterMapping(lambda: kept.merges().accepted),
        touched=LaterMapping(lambda: kept.merges().folders),
        told=_ByFolder(folders, folder_of_case, kept.stories),
    )
    names = slices.with_years(folders)
    return history, _ByFolder(folders, folder_of_case, lambda name: kept.folder(name).cases, names)
