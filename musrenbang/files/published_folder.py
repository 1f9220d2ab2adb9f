"""The one module that writes published output: all that changes, or nothing."""

import contextlib
import ctypes
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.file_writer import BusyError, locked
from musrenbang.files.tree import FolderTree, blob_id

CHECKSUMS = "SHA256SUMS"


class Copy(NamedTuple):
    """Output that is a photo of the source tree, without its hidden data."""

    source: str
    blob: str
    """The name Git gives the content that was read with the records."""


Output = tuple[str, "bytes | Copy"]


class PublishError(Exception):
    """The target cannot be replaced; the message is Indonesian."""


def content_of(content: "bytes | Copy", source_root: Path) -> bytes:
    """The bytes of an output; raises `PublishError` for a photo that cannot be shown."""
    if not isinstance(content, Copy):
        return content
    from musrenbang.files.photos import bare  # noqa: PLC0415 - loads Pillow, and photos seldom change

    data = bare(as_read(source_root, *content))
    if data is None:
        raise PublishError(f"Foto {content.source} tidak dapat dibuka; jalankan check.")
    return data


def as_read(root: Path, path: str, blob: str) -> bytes:
    """A file once more; raises `PublishError` where it is no longer what the records were."""
    ((_, data),) = FolderTree(root).read([path])
    if data is None or blob_id(data) != blob:
        raise PublishError(f"Berkas {path} berubah selama penerbitan; terbitkan sekali lagi.")
    return data


@contextmanager
def staging(target: Path, mark: str) -> Iterator["Staging"]:
    """A place beside `target` for the files that are to be published there.

    A failure at any point leaves the last good folder untouched. Only a folder that has a file
    `mark`, which nobody else's would, is taken for published. Clears away what killed builds left
    behind.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} bukan folder biasa.")
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_away(target)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=_STAGING, dir=target.parent))
    try:
        with locked(folder):
            yield Staging(target, folder, mark)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Staging:
    """New files on their way to the published folder; forks of this process may write as well."""

    def __init__(self, target: Path, folder: Path, mark: str) -> None:
        self.target = target
        self.folder = folder
        self.mark = mark
        self.files = f"{folder}/{_FILES}"
        self._made: set[str] = set()

    def write(self, path: str, data: bytes) -> None:
        """Put one file; an output of the same path must not be there yet."""
        self._make(path.rpartition("/")[0])
        with open(f"{self.files}/{path}", "xb") as stream:  # noqa: PTH123 - 50,000 times
            stream.write(data)

    def published(self, path: str, digest: str) -> bytes | None:
        """What stands in the published folder, if it has this digest."""
        try:
            with open(f"{self.target}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 - as above
                data = stream.read()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == digest else None

    def _make(self, folder: str) -> None:
        """Make a folder that is not yet known to be there."""
        if folder not in self._made:
            if folder:
                self._make(folder.rpartition("/")[0])
            with contextlib.suppress(FileExistsError):
                os.mkdir(f"{self.files}/{folder}")  # noqa: PTH102 - 50,000 times
            self._made.add(folder)

    def replace(self, sums: Mapping[str, str]) -> bytes:
        """Put the staged files in the place of everything published before, at once.

        Only a folder with our mark, whose every file stands in its own checksums, as an earlier
        run left it, is ever replaced. Returns the checksums of what is there now.
        """
        if self.target.is_dir() and not _is_ours(self.target, self.mark):
            raise PublishError(
                f"{self.target} berisi berkas lain dan bukan hasil penerbitan. "
                "Pilih folder lain dengan -o."
            )
        fresh = Path(self.files)
        fresh.mkdir(exist_ok=True)
        listing = _listing(sums)
        (fresh / CHECKSUMS).write_bytes(listing)
        if self.target.exists():
            _exchange(fresh, self.target)
        else:
            fresh.rename(self.target)
        return listing


_FILES, _ASIDE, _STAGING = "isi", "isi-lama", ".terbit"


def _clear_away(target: Path) -> None:
    """Remove what killed builds have left beside the target; not what one is at work on.

    One that was killed between two renames had put the last good folder aside.
    """
    for folder in target.parent.glob(f".{glob.escape(target.name)}-????????{_STAGING}"):
        if folder.is_dir() and not folder.is_symlink():
            with contextlib.suppress(BusyError), locked(folder, wait=False):
                if (folder / _ASIDE).is_dir() and not target.exists():
                    (folder / _ASIDE).rename(target)
                shutil.rmtree(folder, ignore_errors=True)


def is_published(folder: Path, listing: bytes | None) -> bool:
    """Whether a folder holds what these checksums list, to the byte, and nothing else."""
    if listing is None or not folder.is_dir():
        return False
    sums = checksums(listing)
    try:
        return (
            (folder / CHECKSUMS).read_bytes() == listing
            and _files_in(folder) == {CHECKSUMS, *sums}
            and all(_digest(f"{folder}/{path}") == digest for path, digest in sums.items())
        )
    except OSError:
        return False


def _is_ours(folder: Path, mark: str) -> bool:
    """Whether there is nothing, or our mark, and every file stands in the folder's checksums."""
    files = _files_in(folder)
    if not {CHECKSUMS, mark} <= files:
        return not any(folder.iterdir())
    return files <= {CHECKSUMS, *checksums((folder / CHECKSUMS).read_bytes())}


def _digest(path: str) -> str:
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - of every page of an archive
        return hashlib.sha256(stream.read()).hexdigest()


def _files_in(folder: Path) -> set[str]:
    """All that is no folder; raises `OSError` for a folder that cannot be looked into."""

    def fail(error: OSError) -> None:
        raise error

    prefix = len(os.fspath(folder)) + 1
    found = {
        f"{place}/{name}"[prefix:]
        for place, folders, names in os.walk(folder, onerror=fail)
        for name in chain(names, (one for one in folders if os.path.islink(f"{place}/{one}")))  # noqa: PTH114 - as above
    }
    return {path.replace(os.sep, "/") for path in found}


def checksums(listing: bytes) -> dict[str, str]:
    """The digests that a listing gives, by path."""
    lines = listing.decode("utf-8", "replace").splitlines()
    return {line[_BEFORE_PATH:]: line[:_DIGITS] for line in lines}


_DIGITS = 64
_BEFORE_PATH = _DIGITS + len("  ")


def _listing(sums: Mapping[str, str]) -> bytes:
    return "".join([f"{sums[path]}  {path}\n" for path in sorted(sums)]).encode()


def _exchange(first: Path, second: Path) -> None:
    """Let two folders change places; at once on Linux, in three renames elsewhere."""
    at_current_folder, exchange_flag = -100, 2
    try:
        failed = ctypes.CDLL(None).renameat2(
            at_current_folder, bytes(first), at_current_folder, bytes(second), exchange_flag
        )
    except (AttributeError, OSError, TypeError):
        failed = True
    if failed:
        aside = first.with_name(_ASIDE)
        second.rename(aside)
        try:
            first.rename(second)
        except OSError:
            aside.rename(second)
            raise
        aside.rename(first)
