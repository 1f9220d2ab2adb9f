"""Writes files: each whole or not at all, together all or none."""

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

from musrenbang.text.errors import CommandError, reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def write_records(root: Path, files: Mapping[str, bytes | None]) -> None:
    """As `replace_files`, for who holds the folder; `CommandError` where the disk refuses.

    Clears away what writers that were killed left beside these files.
    """
    try:
        for folder in {(root / name).parent for name in files}:
            _sweep(folder)
        replace_files(root, files)
    except OSError as error:
        what = error.filename or root
        raise CommandError(f"{what} tidak dapat ditulis: {reason(error)}.") from None


def replace_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all."""
    replace_files(path.parent, {path.name: data})


def replace_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write (or, for `None`, remove) files below `root`, each whole or not at all.

    All content is on the disk before the first file is replaced, so that a full disk or a missing
    permission changes nothing.
    """
    staged: dict[Path, Path] = {}
    missing = set(_missing((root / name).parent for name in files))
    try:
        for name, data in files.items():
            if data is not None:
                with _naming(root / name):
                    staged[root / name] = _stage(root / name, data)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(_sync, staged, staged.values()))
        for path, fresh in staged.items():
            with _naming(path):
                fresh.replace(path)
    except BaseException:
        for fresh in staged.values():
            fresh.unlink(missing_ok=True)
        for folder in sorted(missing, reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    for name, data in files.items():
        if data is None:
            (root / name).unlink(missing_ok=True)
    for folder in {(root / name).parent for name in files}:
        _settle(folder)


def _settle(folder: Path) -> None:
    """Have the disk remember what a folder holds, so that a power cut brings no old file back.

    By now all is written: a folder that cannot be opened, as none can on Windows, is no failure.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except (FileNotFoundError, PermissionError):
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_STAGED = ".*-????????.tmp"


def is_staged(name: str) -> bool:
    """Whether a file of this name is what a writer that was killed left behind."""
    return fnmatchcase(name, _STAGED)


def _sweep(folder: Path) -> None:
    """Remove what a writer that was killed left in a folder."""
    for path in folder.glob(_STAGED):
        path.unlink(missing_ok=True)


def _missing(folders: Iterable[Path]) -> Iterator[Path]:
    """Those folders, and those around them, that are not there yet."""
    for folder in set(folders):
        for place in (folder, *folder.parents):
            if place.exists():
                break
            yield place


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Have an error name the file that was meant, not the one staged for it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


_AT_ONCE = 8
"""Files that wait for the disk together: one after the other, a thousand take seconds."""


def _sync(path: Path, staged: Path) -> None:
    """Have a staged file's content on the disk."""
    with _naming(path), staged.open("r+b") as stream:
        os.fsync(stream.fileno())


def _stage(path: Path, data: bytes) -> Path:
    """Content beside the file that it will replace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


class BusyError(Exception):
    """Another process is at work on a folder."""


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a folder for this process; a kill lets go of it."""
    descriptor = _opened(folder)
    try:
        while not _is_held(descriptor, wait=wait):
            if not wait:
                raise BusyError
        yield
    finally:
        os.close(descriptor)


def _opened(folder: Path) -> int:
    """What is locked for a folder: itself, or where folders are not opened, a file of its name."""
    try:
        return os.open(folder, os.O_RDONLY)
    except PermissionError:  # as Windows answers for every folder
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()
        file = Path(tempfile.gettempdir()) / f"musrenbang-{name}.kunci"
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)


def _is_held(descriptor: int, *, wait: bool) -> bool:
    """Try to get the lock; to wait may end without it after some seconds."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True
