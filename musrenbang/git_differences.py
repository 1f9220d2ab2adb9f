"""What differs between two revisions, or a revision and the folder as it is."""

import os
from pathlib import Path
from typing import NamedTuple

from musrenbang.git_run import resolve, run_git

ABSENT = "000000"
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
    start = resolve(root, base)
    words = ("diff", "--name-only", "--no-renames", "--relative", "-z", start, "--", ".")
    output = run_git(root, words) + run_git(root, _UNTRACKED)
    return {path for path in output.decode("utf-8", "replace").split("\0") if path}


def changed_files(root: Path, base: str, head: str | None = None) -> list[ChangedFile]:
    """Every path that differs between two revisions, or a revision and the folder as it is.

    Submodules count whatever their settings say; renames are a removal and an addition.
    """
    revisions = [resolve(root, base)] if head is None else [base, head]
    output = _run(root, "diff", *RAW_DIFF, *revisions, "--", ".")
    fields = output.split("\0")
    found = [
        ChangedFile(path, *meta.lstrip(":").split(" ")[:2])
        for meta, path in zip(fields[:-1:2], fields[1::2], strict=True)
    ]
    if head is None:
        found += [ChangedFile(path, ABSENT, _mode(root / path)) for path in _untracked(root)]
    return sorted(found, key=lambda file: file.path)


def changed_lines(root: Path, base: str, head: str | None = None) -> dict[str, tuple[int, int]]:
    """Lines added and removed by path, as in `changed_files`; nothing for files not text."""
    revisions = [base] if head is None else [base, head]
    output = _run(
        root,
        *("diff", "--numstat", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv"),
        *("--diff-algorithm=myers", "--ignore-submodules=none", "-z", *revisions, "--", "."),
    )
    rows = (row.split("\t", 2) for row in output.split("\0") if row)
    found = {path: (int(new), int(old)) for new, old, path in rows if new != "-"}
    if head is None:
        for path in _untracked(root):
            count = _line_count(root / path)
            if count is not None:
                found[path] = count, 0
    return found


_UNTRACKED = ("ls-files", "--others", "--exclude-standard", "-z", "--", ".")


def _untracked(root: Path) -> list[str]:
    output = _run(root, *_UNTRACKED)
    return [path for path in output.split("\0") if path]


def _line_count(path: Path) -> int | None:
    """The lines of a text file or of a link's target; `None` for whatever else, or unreadable."""
    try:
        if path.is_symlink():
            data = os.fsencode(path.readlink())
        elif path.is_file():
            data = path.read_bytes()
        else:
            return None
    except OSError:
        return None
    if b"\0" in data:
        return None
    return data.count(b"\n") + (not data.endswith(b"\n")) if data else 0


def _mode(path: Path) -> str:
    if path.is_symlink():
        return "120000"
    return "100755" if os.access(path, os.X_OK) else "100644"


def _run(root: Path, *arguments: str) -> str:
    return run_git(root, arguments).decode("utf-8", "surrogateescape")
