"""The history as pages ask for it: kept from an earlier build, or told anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

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
    from musrenbang.loading import Known

Value = TypeVar("Value")


@contextmanager
def retold(
    root: Path, memo: Memo, state: str, known: "Known", workers: int | None
) -> Iterator[Callable[[], tuple[History, Mapping[str, str]]]]:
    """The judged history and the names of its parts, told by another process if it has to be.

    `state` is what Git says of the folder (`Repository.ask_state`); empty without Git.
    """
    shallow, head, dirty = state.split() if state else ("", "", "")
    as_history = partial(_as_history, root, memo, dirty=dirty == "True")
    if not head:
        yield lambda: (History(), {})
    elif shallow == "true":
        history = read_history(root)
        yield lambda: (history, slices.of_unjudged(history))
    elif (outline := read_outline(memo)) and outline.head.id == head:
        yield lambda: as_history(outline, {})
    else:
        with meanwhile(partial(_tell, root, memo, head, outline, known), workers) as told:
            yield lambda: as_history(*told())


def _tell(
    root: Path, memo: Memo, head: str, outline: Outline | None, known: "Known"
) -> tuple[Outline, Parts]:
    """Tell the history and keep it; the parts are those that the cache cannot keep."""
    from musrenbang.building.retelling import retell  # noqa: PLC0415 - see above

    before = Kept(memo, outline, {}, partial(_again, root)) if outline else None
    if before and not before.is_whole():
        before = None
    told, parts = retell(root, Repository(root).commit(head), before, known)
    return told, keep(memo, told, parts)


def _again(root: Path, head: Commit) -> Parts:
    from musrenbang.building.retelling import retell  # noqa: PLC0415 - see above

    return retell(root, head)[1]


def _as_history(
    root: Path, memo: Memo, outline: Outline, unkept: Parts, *, dirty: bool
) -> tuple[History, Mapping[str, str]]:
    kept = Kept(memo, outline, unkept, partial(_again, root))
    memo.used.update(kept.in_cache())
    folders = outline.folders
    history = History(
        head=outline.head,
        dirty=dirty,
        by_path=_ByFolder(folders, folder_of_file, lambda name: kept.folder(name).files),
        merges=LaterSequence(lambda: kept.merges().merges),
        accepted=LaterMapping(lambda: kept.merges().accepted),
        touched=LaterMapping(lambda: kept.merges().folders),
        told=_ByFolder(folders, folder_of_case, kept.stories),
    )
    names = slices.with_years(folders)
    return history, _ByFolder(folders, folder_of_case, lambda name: kept.folder(name).cases, names)


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
