"""A cache of bytes below the data folder: what a pure step made, by the content of what it read.

It may be deleted at any time and holds nothing that the files do not say. Whatever is wrong with it
(no room, no permission, a truncated file) only means that a step is done again. A cache that came
with the files, by Git or in an archive, is not believed: it could say anything.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path

FOLDER = ".cache"
_CODE = Path(__file__).resolve().parent
_MARK, _BIRTH = "tanda", "tanda-lahir"
_CHECK_BYTES = 16
_SUM_BYTES = 4


def key_of(*parts: bytes | str) -> str:
    """A name for what follows from these parts and from nothing else."""
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


_code_keys: list[str] = []
"""At most one."""


def code_key() -> str:
    """Changes with any line of the code or of the record types; part of every step's key."""
    if not _code_keys:
        files = sorted([*_CODE.rglob("*.py"), *(_CODE.parent / "schemas").rglob("*.py")])
        parts = (part for file in files for part in (str(file), file.read_bytes()))
        _code_keys.append(key_of(*parts))
    return _code_keys[0]


def take_code_key(key: str) -> None:
    """Take this for the key of the code, from who knows that no file of it has changed since."""
    _code_keys[:] = [key]


class Cache:
    """One named drawer of the cache, for example `Cache(root, "dokumen")`."""

    def __init__(self, root: Path, name: str) -> None:
        self.folder = root / FOLDER / name
        self._usable = is_usable(root, name)

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; `None` where nothing was, or not whole."""
        if not self._usable:
            return None
        try:
            data = self._file(key).read_bytes()
        except OSError:
            return None
        content = data[_CHECK_BYTES:]
        return content if data[:_CHECK_BYTES] == _check(key, content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something; silently not, where the cache cannot be written."""
        if not self._usable:
            return
        name = ""
        try:
            descriptor, name = tempfile.mkstemp(prefix=".", dir=self.folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_check(key, content))
                stream.write(content)
            Path(name).replace(self._file(key))
        except OSError:
            if name:
                with contextlib.suppress(OSError):
                    Path(name).unlink()

    def prune(self, used: Iterable[str]) -> None:
        """Forget everything but what these keys name."""
        if not self._usable:
            return
        keep = {_MARK, _BIRTH, *(self._file(key).name for key in used)}
        with contextlib.suppress(OSError):
            for file in list(os.scandir(self.folder)):
                if file.name not in keep:
                    Path(file.path).unlink()

    def keep_newest(self, count: int) -> None:
        """Forget what was made longest ago, so that no more than so many are kept."""
        if not self._usable:
            return
        with contextlib.suppress(OSError):
            entries = [item for item in os.scandir(self.folder) if item.name not in {_MARK, _BIRTH}]
            entries.sort(key=lambda item: item.stat().st_mtime_ns, reverse=True)
            for item in entries[count:]:
                Path(item.path).unlink()

    def _file(self, key: str) -> Path:
        return self.folder / hashlib.blake2b(key.encode(), digest_size=20).hexdigest()


def _check(key: str, content: bytes) -> bytes:
    """Tells a file that is whole, and the one that the key means."""
    name = hashlib.blake2b(key.encode(), digest_size=_CHECK_BYTES - _SUM_BYTES).digest()
    return name + zlib.crc32(content).to_bytes(_SUM_BYTES, "big")


def is_usable(root: Path, name: str) -> bool:
    """Whether a drawer is this computer's own, after making it if need be."""
    return _prepare(root / FOLDER) and _is_ours(root / FOLDER / name)


def _prepare(folder: Path) -> bool:
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
        if mark.is_file() and (folder / _BIRTH).readlink() == Path(identity(mark)):
            return True
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        mark.touch()
        (folder / _BIRTH).symlink_to(identity(mark))
    except OSError:
        return False
    return True


def identity(mark: Path) -> str:
    """The place and time of birth of a file, which nobody can arrange for beforehand."""
    status = mark.lstat()
    return f"{status.st_dev}-{status.st_ino}-{status.st_ctime_ns}"
