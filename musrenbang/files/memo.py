"""A memo of pure functions by the content of their arguments, kept below the data folder.

What a function reads are `Named` values: it gets their values, its key is made of their names, so
that there is no list of what it reads that somebody could forget to keep. What is kept may be
deleted at any time; whatever is wrong with it (no room, no permission, a truncated file) only means
that something is worked out again. A cache that came with the files, by Git or in an archive, could
say anything and is not believed.
"""

import contextlib
import copyreg
import hashlib
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

FOLDER = ".cache"
_PROGRAM = Path(__file__).resolve().parents[2]
_MARK, _BIRTH = "tanda", "tanda-lahir"
_DIGEST = 20

Value = TypeVar("Value")


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


copyreg.pickle(MappingProxyType, lambda one: (_read_only, (dict(one),)))


def key_of(*parts: bytes | str) -> str:
    """A name for what follows from these parts and from nothing else."""
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


@cache
def code_key() -> str:
    """Changes with any line of the code or of the record types."""
    files = sorted(
        path for top in ("musrenbang", "schemas") for path in (_PROGRAM / top).rglob("*.py")
    )
    return key_of(*(part for file in files for part in (str(file), file.read_bytes())))


class Named(Generic[Value]):
    """A value that is worked out when it is asked for, and the name of its content."""

    def __init__(self, name: str, make: Callable[[], Value]) -> None:
        self.name = name
        self._make = make

    @cached_property
    def value(self) -> Value:
        """The value itself."""
        return self._make()


def given(value: Value) -> Named[Value]:
    """A small value by what it says of itself (`repr`)."""
    return Named(key_of(repr(value)), lambda: value)


def made(function: Callable[..., Value], *read: Named[Any]) -> Named[Value]:
    """What a pure function makes of the values it reads."""
    name = key_of(
        code_key(), function.__module__, function.__qualname__, *(one.name for one in read)
    )
    return Named(name, lambda: function(*(one.value for one in read)))


class Memo:
    """One drawer of the cache, for example `Memo(root, "dokumen")`; keeps the newest `room`."""

    def __init__(self, root: Path, drawer: str, room: int) -> None:
        self.folder = root / FOLDER / drawer
        self._room = room
        self._usable = prepared(root / FOLDER) and _is_ours(self.folder)

    def kept(self, function: Callable[..., Value], *read: Named[Any]) -> Named[Value]:
        """As `made`, but worked out only where no earlier run has kept it."""
        fresh = made(function, *read)
        return Named(fresh.name, lambda: self._found(fresh))

    def __contains__(self, one: Named[Any]) -> bool:
        """Whether an earlier run has kept it; for planning only, since it may not be whole."""
        return self._usable and (self.folder / one.name).exists()

    def _found(self, fresh: Named[Value]) -> Value:
        kept: Value | None = self.get(fresh.name)
        if kept is None:
            self.put(fresh.name, fresh.value)
        return fresh.value if kept is None else kept

    def get(self, name: str) -> Any:
        """What is kept under a name; `None` where nothing is, or not whole."""
        if not self._usable:
            return None
        file = self.folder / name
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        check, content = data[:_DIGEST], data[_DIGEST:]
        return pickle.loads(content) if check == _check(name, content) else None  # noqa: S301 - see above

    def put(self, name: str, value: object) -> None:
        """Keep a value; silently not, where that is impossible."""
        if not self._usable:
            return
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        staged = ""
        try:
            descriptor, staged = tempfile.mkstemp(prefix=".", dir=self.folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_check(name, content) + content)
            Path(staged).replace(self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                Path(staged).unlink()

    def forget_oldest(self) -> None:
        """Keep no more than there is room for: what was used last."""
        if self._usable:
            with contextlib.suppress(OSError):
                kept = [
                    item for item in os.scandir(self.folder) if item.name not in {_MARK, _BIRTH}
                ]
                kept.sort(key=lambda item: item.stat().st_mtime_ns, reverse=True)
                for item in kept[self._room :]:
                    Path(item.path).unlink()


def _check(name: str, content: bytes) -> bytes:
    """Tells an entry that is whole, and the one that its name means."""
    return hashlib.blake2b(name.encode() + content, digest_size=_DIGEST).digest()


def prepared(folder: Path) -> bool:
    """Make the cache folder, which Git is told to overlook."""
    try:
        if folder.is_symlink():
            return False
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n")
    except OSError:
        return False
    return True


def _is_ours(folder: Path) -> bool:
    """Whether this computer made the drawer where it stands; one that it did not is emptied.

    The drawer names the place and time of birth of its own mark, which no checkout, copy or
    archive can know before it is unpacked.
    """
    mark = folder / _MARK
    try:
        if folder.is_symlink():
            return False
        if mark.is_file() and (folder / _BIRTH).readlink() == Path(_identity(mark)):
            return True
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        mark.touch()
        (folder / _BIRTH).symlink_to(_identity(mark))
    except OSError:
        return False
    return True


def _identity(mark: Path) -> str:
    status = mark.lstat()
    return f"{status.st_dev}-{status.st_ino}-{status.st_ctime_ns}"
