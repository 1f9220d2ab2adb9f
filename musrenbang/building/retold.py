"""The history as a build keeps it: what is told of one kelurahan comes back without the rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import overload

from musrenbang.auditing.model import Babak, Merge
from musrenbang.building.memo import Memo
from musrenbang.building.reads import history_slices
from musrenbang.git import Repository
from musrenbang.history import History
from musrenbang.judged_history import read_judged_history

Stories = dict[str, tuple[Babak, ...]]


def read_retold(root: Path, memo: Memo) -> tuple[History, Mapping[str, str]]:
    """The judged history and the names of its parts; kept for as long as the commit is the same."""
    repository = Repository(root)
    if not repository.exists():
        return History(), {}
    head, shallow = repository.commit(), repository.is_shallow()
    key = memo.key("riwayat", head.id, repr(shallow))
    kept: tuple[History, Mapping[str, str], frozenset[str]] | None = memo.get(key)
    if kept is None or not memo.has(f"{key} penuturan"):
        found = replace(read_judged_history(root), dirty=False)
        folders: dict[str, Stories] = {}
        for case, story in found.stories.items():
            folders.setdefault(_folder(case), {})[case] = story
        for folder, stories in folders.items():
            memo.put(f"{key} {folder}", stories)
        memo.put(f"{key} penuturan", found.merges)
        kept = replace(found, merges=()), history_slices(found), frozenset(folders)
        memo.put(key, kept)
        return replace(found, dirty=repository.is_dirty()), kept[1]
    history, slices, names = kept
    memo.used |= {f"{key} {folder}" for folder in names}
    told = _Stories(root, key, names, memo)
    merges = _Merges(lambda: memo.get(f"{key} penuturan") or read_judged_history(root).merges)
    return replace(history, dirty=repository.is_dirty(), merges=merges, told=told), slices


def _folder(case: str) -> str:
    return case.rpartition("/")[0]


class _Stories(Mapping[str, tuple[Babak, ...]]):
    """The stories of all proposals, read by folder when one is asked for."""

    def __init__(self, root: Path, key: str, folders: frozenset[str], memo: Memo) -> None:
        self._root = root
        self._key = key
        self._folders = folders
        self._memo = memo
        self._read: dict[str, Stories] = {}

    def _of(self, folder: str) -> Stories:
        found = self._read.get(folder)
        if found is None:
            kept = self._memo.get(f"{self._key} {folder}") if folder in self._folders else {}
            found = self._read[folder] = self._again(folder) if kept is None else kept
        return found

    def _again(self, folder: str) -> Stories:
        """What the cache has lost."""
        stories = read_judged_history(self._root).stories
        return {case: story for case, story in stories.items() if _folder(case) == folder}

    def __getitem__(self, case: str) -> tuple[Babak, ...]:
        return self._of(_folder(case))[case]

    def __iter__(self) -> Iterator[str]:
        for folder in sorted(self._folders):
            yield from self._of(folder)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Merges(Sequence[Merge]):
    """All merges, read when one is asked for."""

    def __init__(self, read: Callable[[], Sequence[Merge]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> Sequence[Merge]:
        return self._read()

    @overload
    def __getitem__(self, place: int) -> Merge: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Merge]: ...

    def __getitem__(self, place: int | slice) -> Merge | Sequence[Merge]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)
