"""The one module that writes published output: a whole folder at once, or nothing."""

import ctypes
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Copy:
    """Output that is a file of the source tree, copied as it is (photos)."""

    source: str


Output = tuple[str, "bytes | Copy"]


class PublishError(Exception):
    """The target cannot be replaced; the message is Indonesian."""


def publish(outputs: Iterable[Output], source_root: Path, target: Path) -> int:
    """Write all outputs into `target`, replacing what is there; returns the number of files.

    Everything is written beside the target first, so that a failure at any point leaves the last
    good folder untouched. Only a folder whose every file stands in its own checksums, as an
    earlier run left it, is ever replaced.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(f"{target} bukan folder biasa.")
    if target.is_dir() and not _is_published(target):
        raise PublishError(
            f"{target} berisi berkas lain dan bukan hasil penerbitan. Pilih folder lain dengan -o."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        count = _write(outputs, source_root, fresh)
        fresh.chmod(0o755)
        if target.exists():
            _exchange(fresh, target)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def _is_published(folder: Path) -> bool:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if CHECKSUMS not in files:
        return not any(folder.iterdir())
    lines = (folder / CHECKSUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    return files <= {CHECKSUMS, *(line.partition("  ")[2] for line in lines)}


def _write(outputs: Iterable[Output], source_root: Path, folder: Path) -> int:
    sums: dict[str, str] = {}
    for path, content in outputs:
        data = (source_root / content.source).read_bytes() if isinstance(content, Copy) else content
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as stream:
            stream.write(data)
        sums[path] = hashlib.sha256(data).hexdigest()
    listing = "".join(f"{sums[path]}  {path}\n" for path in sorted(sums))
    (folder / CHECKSUMS).write_text(listing, encoding="utf-8")
    return len(sums)


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
        aside = first.with_name(first.name + "-lama")
        second.rename(aside)
        first.rename(second)
        aside.rename(first)


def replace_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all."""
    replace_files(path.parent, {path.name: data})


def replace_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write (or, for `None`, remove) files below `root`, each whole or not at all.

    All content is on the disk before the first file is replaced, so that a full disk or a missing
    permission changes nothing.
    """
    staged: dict[Path, Path] = {}
    try:
        for name, data in files.items():
            if data is not None:
                staged[root / name] = _stage(root / name, data)
        for path, fresh in staged.items():
            fresh.replace(path)
    except BaseException:
        for fresh in staged.values():
            fresh.unlink(missing_ok=True)
        raise
    for name, data in files.items():
        if data is None:
            (root / name).unlink(missing_ok=True)


def _stage(path: Path, data: bytes) -> Path:
    """Content on the disk beside the file that it will replace."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
