"""The history as pages ask for it: kept from an earlier build, or told anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from musrenbang.building import slices
from musrenbang.building.kept_history import Kept, Outline, Parts, keep, read_outline
from musrenbang.building.memo import Memo
from musrenbang.building.slices import folder_of_case, folder_of_file
from musrenbang.git import Repository
from musrenbang.git_log import Commit
from musrenbang.history import History, read_history
from musrenbang.later import LaterMapping, LaterSequence
from musrenbang.parallel import meanwhile

if TYPE_CHECKING:  # what tells a history is loaded where there is something to tell
    from musrenbang.building.sources import Sources
    from musrenbang.loading import Known

Value = TypeVar("Value")


class Told(NamedTuple):
    """A history, and the names of what it tells (`building.slices`)."""

    history: History = History()
    names: Mapping[str, str] = {}
    pending: bool = False
    """Whether it is still being told, so that whoever asks more than its head has to wait."""


@contextmanager
def retold(
    root: Path, memo: Memo, state: str, sources: "Sources", workers: int | None
) -> Iterator[Told]:
    """The judged history, told by another process if it has to be.

    No fork of this one may ask anything of a pending history. `state` is what Git says of the
    folder (`Repository.ask_state`); empty without Git.
    """
    shallow, head, _ = state.split() if state else ("", "", "")
    if not head:
        yield Told()
        return
    dirty = shallow != "true" and Repository(root).is_dirty(head, sources.blobs)
    if shallow == "true":
        history = read_history(root)
        yield Told(history, slices.of_unjudged(history))
    elif (outline := read_outline(memo)) and outline.head.id == head:
        yield _named(root, memo, outline.head, lambda: (outline, {}), dirty=dirty)
    else:
        commit = Repository(root).commit(head)
        with meanwhile(
            partial(_tell, root, memo, commit, outline, sources.record), workers
        ) as told:
            found = _named(root, memo, commit, told, dirty=dirty)
            yield found._replace(pending=True)


def _tell(
    root: Path, memo: Memo, head: Commit, outline: Outline | None, known: "Known"
) -> tuple[Outline, Parts]:
    """Tell the history and keep it; the parts are those that the cache cannot keep."""
    from musrenbang.building.retelling import retell  # noqa: PLC0415 - see above

    before = Kept(memo, outline, {}, partial(_again, root)) if outline else None
    if before and not before.is_whole():
        before = None
    told, parts = retell(root, head, before, known)
    return told, keep(memo, told, parts)


def _again(root: Path, head: Commit) -> Parts:
    from musrenbang.building.retelling import retell  # noqa: PLC0415 - see above

    return retell(root, head)[1]


def _named(
    root: Path,
    memo: Memo,
    head: Commit,
    told: Callable[[], tuple[Outline, Parts]],
    *,
    dirty: bool,
) -> Told:
    @cache
    def kept() -> Kept:
        found = Kept(memo, *told(), partial(_again, root))
        memo.used.update(found.in_cache())
        return found

    def folders() -> Iterable[str]:
        return kept().outline.folders

    history = History(
        head=head,
        dirty=dirty,
        by_path=_ByFolder(folders, folder_of_file, lambda name: kept().folder(name).files),
        merges=LaterSequence(lambda: kept().merges().merges),
        accepted=LaterMapping(lambda: kept().merges().accepted),
        touched=LaterMapping(lambda: kept().merges().folders),
        told=_ByFolder(folders, folder_of_case, lambda name: kept().stories(name)),
    )
    names = LaterMapping(lambda: slices.with_years(kept().outline.folders))
    of_case: Callable[[str], Mapping[str, str]] = lambda name: kept().folder(name).cases  # noqa: E731
    return Told(history, _ByFolder(folders, folder_of_case, of_case, names))


class _ByFolder(Mapping[str, Value]):
    """What is kept by folder; of which only the folders asked for are read."""

    def __init__(
        self,
        folders: Callable[[], Iterable[str]],
        folder_of: Callable[[str], str],
        part: Callable[[str], Mapping[str, Value]],
        own: Mapping[str, Value] | None = None,
    ) -> None:
        self._folders = folders
        self._folder_of = folder_of
        self._part = part
        self._own = {} if own is None else own
        """What is known without reading any."""

    def __getitem__(self, name: str) -> Value:
        return self._own[name] if name in self._own else self._part(self._folder_of(name))[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for folder in self._folders():
            yield from self._part(folder)

    def __len__(self) -> int:
        return sum(1 for _ in self)
