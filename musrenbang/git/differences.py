"""The files of a commit, and what differs between two revisions, or a revision and the folder."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from musrenbang.files.paths import is_junk
from musrenbang.files.tree import TOP_FOLDERS, FolderTree, blob_id
from musrenbang.git.apart import apart
from musrenbang.git.runner import resolve, run_git


def files_at(root: Path, commit: str, *folders: str) -> dict[str, tuple[str, str]]:
    """The (mode, blob) of every file of a commit, by path; only below some folders, if asked so.

    Bytes of a path that are not UTF-8 are kept as surrogates.
    """
    output = run_git(root, ("ls-tree", "-r", "-z", commit, "--", *folders))
    found = {}
    for line in output.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        meta, path = line.split("\t", 1)
        mode, _, blob = meta.split(" ")
        found[path] = mode, blob
    return found


ABSENT = "000000"
FOLDER = "040000"
RAW_DIFF = ("--raw", "--no-renames", "--no-abbrev", "--relative", "--ignore-submodules=none", "-z")


class ChangedFile(NamedTuple):
    """One path that differs between two trees; a path that one of them lacks has mode 000000 there.

    Bytes of a path that are not UTF-8 are kept as surrogates, so that two paths never look alike.
    The blobs are the names of the old and the new content, where they were asked for.
    """

    path: str
    old_mode: str
    new_mode: str
    old_blob: str = ""
    new_blob: str = ""

    @property
    def letter(self) -> str:
        """The status letter that Git gives to the change: A, M, D, or T for another type."""
        if self.is_new:
            return "A"
        if self.is_gone:
            return "D"
        return "M" if self.old_mode[:3] == self.new_mode[:3] else "T"

    @property
    def is_new(self) -> bool:
        """Whether the path did not exist before."""
        return self.old_mode == ABSENT

    @property
    def is_gone(self) -> bool:
        """Whether the path does not exist any more."""
        return self.new_mode == ABSENT


def changed_paths(root: Path, base: str) -> set[str]:
    """Paths that differ between a commit and the folder as it is now, new files included."""
    return {file.path for file in changed_files(root, base)}


def changed_files(
    root: Path, base: str, head: str | None = None, known: Mapping[str, str] = MappingProxyType({})
) -> list[ChangedFile]:
    """Every path that differs between two revisions, or a revision and the folder as it is.

    Submodules count whatever their settings say; renames are a removal and an addition. `known`
    has what Git calls the content of files of the folder that have been read already.
    """
    if head is None:
        return sorted(_changed_in_folder(root, resolve(root, base), known))
    fields = _run(root, "diff", *RAW_DIFF, base, head, "--", ".").split("\0")
    found = [
        ChangedFile(path, *meta.lstrip(":").split(" ")[:2])
        for meta, path in zip(fields[:-1:2], fields[1::2], strict=True)
    ]
    return sorted(found, key=lambda file: file.path)


_THEME = "site_templates"
_READ_WHOLE = (*TOP_FOLDERS, _THEME, "musrenbang", "schemas")
"""What a build reads to the last file, whatever Git is told to ignore."""


def _changed_in_folder(root: Path, base: str, known: Mapping[str, str]) -> Iterator[ChangedFile]:
    """What the folder holds is compared, file by file, with what the commit holds.

    Git's index is not asked: it can be told that a file is unchanged, to be left out, or not to be
    seen. Where a text differs in nothing but its ends of lines, a checkout has put them there; what
    is published as it stands may not differ at all.
    """
    then = files_at(root, base)
    listed = _run(root, "ls-files", "--cached", *_UNTRACKED).split("\0")[:-1]
    entries = FolderTree(root, _READ_WHOLE).entries()
    read = (entry.path for entry in entries if not _is_left_behind(entry.path))
    for path in {*then, *listed, *read}:
        old_mode, blob = then.get(path, (ABSENT, ""))
        if blob and blob == known.get(path) and old_mode.startswith("100"):
            continue
        mode = _mode(root / path, old_mode)
        if mode != old_mode or not _holds(root, path, mode, blob):
            yield ChangedFile(path, old_mode, mode)


def _is_left_behind(path: str) -> bool:
    """Whether file managers, editors or Python left a file, which no build reads."""
    return is_junk(path) or "/__pycache__/" in path


def _holds(root: Path, path: str, mode: str, blob: str) -> bool:
    """Whether what stands at a path is what Git calls by this name."""
    if mode in {ABSENT, _SUBMODULE}:
        return True
    data = _stored(root / path)
    if data is None:
        return False
    algorithm = "sha1" if len(blob) == _SHA1_LENGTH else "sha256"
    if blob_id(data, algorithm) == blob:
        return True
    is_text = b"\0" not in data and not path.startswith(f"{_THEME}/")
    return is_text and blob_id(data.replace(b"\r\n", b"\n"), algorithm) == blob


def changed_lines(root: Path, base: str, head: str | None = None) -> dict[str, tuple[int, int]]:
    """Lines added and removed by path, as in `changed_files`; nothing for files not text."""
    revisions = [base] if head is None else [base, head]
    words = (
        *("diff", "--numstat", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv"),
        *("--diff-algorithm=myers", "--ignore-submodules=all", "-z", *revisions, "--", "."),
    )
    with apart(root) as repository:
        if head is None:
            run_git(root, ("read-tree", base), repository=repository)
        output = run_git(root, words, repository=repository).decode("utf-8", "surrogateescape")
    rows = (row.split("\t", 2) for row in output.split("\0") if row)
    found = {path: (int(new), int(old)) for new, old, path in rows if new != "-"}
    if head is None:
        for path in _run(root, "ls-files", *_UNTRACKED).split("\0")[:-1]:
            data = _stored(root / path)
            if data is not None and b"\0" not in data:
                unended = data[-1:] not in {b"", b"\n"}
                found[path] = data.count(b"\n") + unended, 0
    return found


_UNTRACKED = ("--others", "--exclude-standard", "-z", "--", ".")


def _stored(path: Path) -> bytes | None:
    """The content of a file or the target of a link; `None` for whatever else, or unreadable."""
    try:
        if path.is_symlink():
            return os.fsencode(path.readlink())
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


_LINK, _SUBMODULE = "120000", "160000"
_SHA1_LENGTH = 40


def _mode(path: Path, old: str) -> str:
    """How Git would store what stands at a path; `old` where only the file system says otherwise.

    Not every file system knows which files are programs, so that alone is no difference.
    """
    try:
        kind = path.lstat().st_mode
    except OSError:
        return ABSENT
    if stat.S_ISLNK(kind):
        return _LINK
    if stat.S_ISDIR(kind):
        return _SUBMODULE if old in {ABSENT, _SUBMODULE} else ABSENT
    if not stat.S_ISREG(kind):
        return ABSENT
    if old.startswith("100"):
        return old
    return "100755" if kind & stat.S_IXUSR else "100644"


def _run(root: Path, *arguments: str) -> str:
    return run_git(root, arguments).decode("utf-8", "surrogateescape")
