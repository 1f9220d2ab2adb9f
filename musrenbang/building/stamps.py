"""What the file system says of files without opening them, as Git's index keeps it.

A stamp is a file's size, time of change and inode. Equal stamps mean equal content, except for a
file changed again within the clock's grain after it was looked at: such a file is `racy` and its
stamp is not believed the next time.
"""

import hashlib
import os
import struct
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

GRAIN_NS = 50_000_000
COARSE_GRAIN_NS = 2_000_000_000
"""For file systems that keep no more than seconds or milliseconds."""
_MILLISECOND_NS = 1_000_000


Stamp = tuple[int, int, int]
"""What identifies the content of a file without reading it: size, time of change, inode."""


def stamp_of(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ino


def is_racy(mtime_ns: int, looked_ns: int) -> bool:
    """Whether a file could have changed after it was looked at without showing it."""
    if mtime_ns < looked_ns - COARSE_GRAIN_NS:
        return False
    grain = GRAIN_NS if mtime_ns % _MILLISECOND_NS else COARSE_GRAIN_NS
    return mtime_ns >= looked_ns - grain


class Files:
    """The files below some folders with their stamps, looked at once."""

    def __init__(self, folders: Iterable[tuple[str, Path]]) -> None:
        self.looked_ns = time.time_ns()
        self.folders: dict[str, dict[str, Stamp | None]] = {}
        """By folder and name; `None` for links and devices, which are followed nowhere."""
        self._fingerprints: dict[str, str] = {}
        for name, folder in folders:
            if folder.is_symlink() or folder.is_file():
                status = None if folder.is_symlink() else stamp_of(folder.stat())
                self.folders.setdefault("", {})[name] = status
            elif folder.is_dir():
                self._scan(folder, name)

    def _scan(self, folder: str | Path, prefix: str) -> None:
        found: dict[str, Stamp | None] = {}
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    found[entry.name] = status.st_size, status.st_mtime_ns, status.st_ino
                elif entry.is_dir(follow_symlinks=False):
                    self._scan(entry.path, f"{prefix}/{entry.name}")
                else:
                    found[entry.name] = None
        if found:
            self.folders[prefix] = found

    def fingerprint(self, folders: Iterable[str]) -> str:
        """One text for the stamps of all files in some folders; empty where one is racy."""
        found = [self._folder_fingerprint(folder) for folder in sorted(folders)]
        return digest_of(found) if all(found) else ""

    def _folder_fingerprint(self, folder: str) -> str:
        known = self._fingerprints.get(folder)
        if known is None:
            known = self._fingerprints[folder] = self._stamps_of(folder)
        return known

    def _stamps_of(self, folder: str) -> str:
        found = sorted(self.folders[folder].items())
        stamps = [stamp for _, stamp in found if stamp]
        recent = self.looked_ns - COARSE_GRAIN_NS
        if any(time >= recent and is_racy(time, self.looked_ns) for _, time, _ in stamps):
            return ""
        names = [name if stamp else f"{name}/" for name, stamp in found]
        packed = b"".join([_STAMP.pack(*stamp) for stamp in stamps])
        return digest_of((folder, *names, packed.hex()))


_STAMP = struct.Struct("qqQ")


def program_fingerprint(folders: Iterable[Path]) -> str:
    """What identifies the program without reading it; empty where some of it is racy.

    Besides its own folders: the interpreter, and the folders that libraries are installed into,
    whose time changes with every installation.
    """
    files = Files((str(folder), folder) for folder in folders)
    code = [folder for folder in files.folders if not folder.endswith("/__pycache__")]
    libraries = [
        f"{path}\0{os.stat(path).st_mtime_ns}"  # noqa: PTH116 - runs at every start
        for path in sys.path
        if path.endswith("-packages") and os.path.isdir(path)  # noqa: PTH112 - as above
    ]
    stamps = files.fingerprint(code)
    return stamps and digest_of((sys.version, *libraries, stamps))


class Stamps(NamedTuple):
    """What the file system says of published files and of the folders they stand in.

    A file that is changed, gone or put beside them changes it.
    """

    names: list[str]
    stamps: bytes
    """One of the same length for each name; none at all where a file is missing."""

    @property
    def fingerprint(self) -> str:
        """One text for all; empty where a file is missing."""
        return digest_of((*self.names, self.stamps.hex())) if self.stamps else ""

    def by_name(self) -> dict[str, bytes]:
        places = range(0, len(self.stamps), _OUTPUT.size)
        stamps = (self.stamps[place : place + _OUTPUT.size] for place in places)
        return dict(zip(self.names, stamps, strict=False))


NO_STAMPS = Stamps([], b"")


def names_to_stamp(paths: Collection[str]) -> list[str]:
    """Published files, and all folders they stand in."""
    return [*paths, *sorted({"", *[path.rpartition("/")[0] for path in paths]})]


def stamp_outputs(folder: Path, names: Iterable[str]) -> bytes:
    """The stamps of files and folders; empty where one is missing."""
    place = os.fspath(folder)
    try:
        return b"".join([_stamp_output(f"{place}/{name}") for name in names])
    except OSError:
        return b""


def stamp_again(folder: Path, before: Stamps, paths: Collection[str], fresh: set[str]) -> Stamps:
    """The stamps of published files, of which only the fresh ones have been written or removed.

    What stays keeps the stamp that it was seen to have: were it changed meanwhile, it would show.
    """
    touched = {above for path in fresh for above in _up_from(path)}
    place = os.fspath(folder)
    try:
        if before.stamps and before.names[: len(paths)] == [*paths]:
            stamps = bytearray(before.stamps)
            for number, name in enumerate(before.names):
                if name in touched:
                    at = number * _OUTPUT.size
                    stamps[at : at + _OUTPUT.size] = _stamp_output(f"{place}/{name}")
            return Stamps(before.names, bytes(stamps))
        names, known = names_to_stamp(paths), before.by_name()
        kept = ((name, None if name in touched else known.get(name)) for name in names)
        every = [stamp or _stamp_output(f"{place}/{name}") for name, stamp in kept]
    except OSError:
        return NO_STAMPS
    return Stamps(names, b"".join(every))


def _up_from(path: str) -> Iterator[str]:
    """A path and the folders it stands in."""
    yield path
    while path:
        path = path.rpartition("/")[0]
        yield path


_OUTPUT = struct.Struct("qqQQ")


def _stamp_output(path: str) -> bytes:
    status = os.lstat(path)
    return _OUTPUT.pack(status.st_size, status.st_mtime_ns, status.st_ino, status.st_mode)


def digest_of(lines: Iterable[str]) -> str:
    """A short text that stands for many."""
    digest = hashlib.blake2b(digest_size=20)
    digest.update("\n".join(lines).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
