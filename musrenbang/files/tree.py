"""A tree of files: a folder, a commit, or either as it would be with some files written."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from musrenbang.files.paths import DECISIONS, PROPOSALS

TOP_FOLDERS = (PROPOSALS, DECISIONS)


def is_below_top(path: str) -> bool:
    """Whether a path is one of the record files'."""
    return path.split("/", 1)[0] in TOP_FOLDERS


class Entry(NamedTuple):
    """One file: its path below the root with forward slashes, and whether it is a plain file.

    Links, submodules and devices are not plain files and are never followed. `blob` is the name
    Git gives the content, where it is known without reading it.
    """

    path: str
    is_plain: bool
    blob: str = ""


class Tree(Protocol):
    """Read access to the record files below one root."""

    def entries(self) -> list[Entry]:
        """Every file below the top folders, sorted by path."""

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of the named files, in the order asked; `None` for one that cannot be read."""


class FolderTree:
    """The files of a folder on disk, of all that is in it those below `tops`."""

    def __init__(self, root: Path, tops: Iterable[str] = TOP_FOLDERS) -> None:
        self.root = root
        self.tops = tuple(tops)

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        for top in self.tops:
            path = self.root / top
            if path.is_symlink():
                found.append(Entry(top, is_plain=False))
            elif path.is_dir():
                _scan(path, top, found)
            elif path.exists():
                found.append(Entry(top, is_plain=True))
        return sorted(found)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path in paths:
            try:
                yield path, _content(f"{self.root}/{path}")
            except OSError:
                yield path, None


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - of every record of an archive
        return stream.read()


def _scan(folder: str | Path, prefix: str, found: list[Entry]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{prefix}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _scan(entry.path, path, found)
            else:
                found.append(Entry(path, is_plain=entry.is_file(follow_symlinks=False)))


def blob_id(data: bytes, algorithm: str = "sha1") -> str:
    """The name Git gives to these bytes in a repository that names objects like this."""
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


Files = Mapping[str, bytes | None]
"""Content by path; `None` for a file that is to go."""


class Overlay:
    """A tree with some files put over it."""

    def __init__(self, base: Tree, files: Files) -> None:
        self.base = base
        self.files = files

    def entries(self) -> list[Entry]:
        """The base's files and the planned ones, sorted."""
        kept = [entry for entry in self.base.entries() if entry.path not in self.files]
        planned = (path for path, data in self.files.items() if data is not None)
        return sorted([*kept, *(Entry(path, is_plain=True) for path in planned)])

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The planned bytes where there are some, the base's elsewhere."""
        for path in paths:
            if path in self.files:
                yield path, self.files[path]
            else:
                yield from self.base.read([path])


Stamps = dict[str, tuple[int, int]]


def stamps(folders: Iterable[Path]) -> Stamps:
    """Size and time of every file below some folders, by path."""
    return dict(_walk(folders))


def stamp(path: str | Path) -> tuple[int, int] | None:
    """Size and time of one file; `None` where there is none, or a link that leads nowhere."""
    try:
        status = os.stat(path)  # noqa: PTH116 - thousands of paths, every second
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _walk(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int]]]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = f"{parent}{os.sep}{name}"
                yield path, stamp(path) or (0, 0)
