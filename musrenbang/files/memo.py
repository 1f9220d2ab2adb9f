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
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

FOLDER = ".cache"
_CODE = [Path(__file__).resolve().parents[2] / top for top in ("musrenbang", "schemas")]
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
        digest.update(b"%d:%b" % (len(data), data))
    return digest.hexdigest()


@cache
def code_key() -> str:
    """Changes with any line of the code or of the record types."""
    files = (file for top in _CODE for file in sorted(top.rglob("*.py")))
    return key_of(*(part for file in files for part in (str(file), file.read_bytes())))


class Named(Generic[Value]):
    """A value that is worked out when it is asked for, and the name of its content."""

    def __init__(self, name: str, make: Callable[[], Value]) -> None:
        self.name = name
        self._make = make

    @cached_property
    def value(self) -> Value:
        found = self._make()
        del self._make  # and what it holds
        return found


def given(value: Value) -> Named[Value]:
    """A small value by what it says of itself (`repr`)."""
    return Named(key_of(repr(value)), lambda: value)


def made(function: Callable[..., Value], *read: Named[Any]) -> Named[Value]:
    """What a pure function makes of the values it reads."""
    names = (one.name for one in read)
    name = key_of(code_key(), function.__module__, function.__qualname__, *names)
    return Named(name, lambda: function(*(one.value for one in read)))


class Memo:
    """One drawer of the cache; of what earlier runs kept, the `room` things used last stay."""

    def __init__(self, root: Path, drawer: str, room: int) -> None:
        self.folder = root / FOLDER / drawer
        self._usable = prepared(root / FOLDER) and _is_ours(self.folder)
        with contextlib.suppress(OSError):
            kept = [one for one in self.folder.glob("*") if one.name not in {_MARK, _BIRTH}]
            kept.sort(key=lambda one: one.stat().st_mtime_ns)
            for oldest in kept[: max(0, len(kept) - room)] if self._usable else ():
                oldest.unlink()

    def kept(self, function: Callable[..., Value], *read: Named[Any]) -> Named[Value]:
        """As `made`, but worked out only where no earlier run has kept it."""
        fresh = made(function, *read)

        def found() -> Value:
            kept: Value | None = self.get(fresh.name)
            return self.put(fresh.name, fresh.value) if kept is None else kept

        return Named(fresh.name, found)

    def __contains__(self, one: Named[Any]) -> bool:
        """Whether an earlier run has kept it; for planning only, since it may not be whole."""
        return self._usable and (self.folder / one.name).exists()

    def get(self, name: str) -> Any:
        """What is kept under a name; `None` where nothing is, or not whole."""
        if not self._usable:
            return None
        try:
            data = (self.folder / name).read_bytes()
            os.utime(self.folder / name)
        except OSError:
            return None
        content = data[_DIGEST:]
        return pickle.loads(content) if data == _sealed(name, content) else None  # noqa: S301 - see above

    def put(self, name: str, value: Value) -> Value:
        """Keep a value, where that is possible; the value."""
        staged = self.folder / f".{name}-{os.getpid()}"
        try:
            if self._usable:
                staged.write_bytes(_sealed(name, pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))
                staged.replace(self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                staged.unlink()
        return value


def _sealed(name: str, content: bytes) -> bytes:
    """An entry: a digest by which it is known to be whole and of this name, then the content."""
    return hashlib.blake2b(name.encode() + content, digest_size=_DIGEST).digest() + content


def prepared(folder: Path) -> bool:
    """Make the cache folder, which Git is told to overlook; whether it can be used."""
    with contextlib.suppress(OSError):
        if not folder.is_symlink():
            folder.mkdir(exist_ok=True)
            if not (folder / ".gitignore").exists():
                (folder / ".gitignore").write_text("*\n")
            return True
    return False


def _is_ours(folder: Path) -> bool:
    """Whether this computer made the drawer where it stands; one that it did not is emptied.

    The drawer names the place and time of birth of its own mark, which no checkout, copy or
    archive can know before it is unpacked.
    """
    mark, birth = folder / _MARK, folder / _BIRTH
    if folder.is_symlink():
        return False
    with contextlib.suppress(OSError):
        if not mark.is_file() or birth.readlink() != _identity(mark):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            mark.touch()
            birth.symlink_to(_identity(mark))
        return True
    return False


def _identity(mark: Path) -> Path:
    status = mark.lstat()
    return Path(f"{status.st_dev}-{status.st_ino}-{status.st_ctime_ns}")
