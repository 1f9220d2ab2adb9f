"""A memo of pure functions by the content of their arguments, kept below the data folder.

What a function reads are `Named` values: it gets their values, its key is made of their names, so
that there is no list of what it reads that somebody could forget to keep. What is kept may be
deleted at any time; whatever is wrong with it (no room, no permission, a truncated file) only means
that something is worked out again. What came with the files, by Git or in an archive, or was put
there by somebody else could say anything: an entry is read only where its seal shows that it was
written with the secret of this user on this computer.
"""

import contextlib
import copyreg
import hashlib
import os
import pickle
import secrets
import sys
import tempfile
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from musrenbang.files.program import PROGRAM

FOLDER = ".cache"
_CODE = [PROGRAM / top for top in ("musrenbang", "schemas")]
_SECRET_FILE, _SECRET = "musrenbang/kunci-tembolok", 32
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
    """Changes with any line of the code or of its own data, and with all that is installed."""
    installed = sorted(one.name for place in sys.path for one in Path(place).glob("*.dist-info"))
    ours = (file for top in _CODE for name in ("*.py", "*.yaml") for file in top.rglob(name))
    files = sorted(ours)
    code = (part for file in files for part in (str(file), file.read_bytes()))
    return key_of(sys.version, *installed, *code)


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
        self._secret: bytes | None = None
        with contextlib.suppress(OSError):
            if prepared(root / FOLDER) and not self.folder.is_symlink():
                self.folder.mkdir(exist_ok=True)
                self._secret = _secret()
            kept = sorted(self.folder.glob("*"), key=lambda one: one.lstat().st_mtime_ns)
            for oldest in kept[: max(0, len(kept) - room)] if self._secret else ():
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
        return self._secret is not None and (self.folder / one.name).exists()

    def get(self, name: str) -> Any:
        """What is kept under a name; `None` where nothing is, or not whole."""
        file = self.folder / name
        if self._secret is None or not file.is_file() or file.is_symlink():
            return None
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        content = data[_DIGEST:]
        if not secrets.compare_digest(data, _sealed(self._secret, name, content)):
            return None
        return pickle.loads(content)  # noqa: S301 - our own, see above

    def put(self, name: str, value: Value) -> Value:
        """Keep a value, where that is possible; the value."""
        staged = self.folder / f".{name}-{os.getpid()}"
        try:
            if self._secret:
                content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
                staged.write_bytes(_sealed(self._secret, name, content))
                staged.replace(self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                staged.unlink()
        return value


def _sealed(secret: bytes, name: str, content: bytes) -> bytes:
    """An entry: a seal by which it is known to be ours, whole and of this name; the content."""
    seal = hashlib.blake2b(name.encode() + content, digest_size=_DIGEST, key=secret)
    return seal.digest() + content


@cache
def _secret() -> bytes | None:
    """What only this user of this computer knows, made at the first use; `None` without a home."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(OSError, RuntimeError):
        file = Path(home).expanduser() / _SECRET_FILE
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, fresh = tempfile.mkstemp(dir=file.parent)  # for this user's eyes alone
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(secrets.token_bytes(_SECRET))
            Path(fresh).replace(file)
        found = file.read_bytes()
        return found if len(found) == _SECRET else None
    return None


def prepared(folder: Path) -> bool:
    """Make the cache folder, which Git is told to overlook; whether it can be used."""
    with contextlib.suppress(OSError):
        if not folder.is_symlink():
            folder.mkdir(exist_ok=True)
            with contextlib.suppress(FileExistsError), (folder / ".gitignore").open("x") as stream:
                stream.write("*\n")
            return True
    return False
