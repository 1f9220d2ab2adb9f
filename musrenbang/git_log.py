"""What Git's log tells: commits, and the record files each changed."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from musrenbang.git_run import resolve, run_git
from musrenbang.tree import TOP_FOLDERS


class Commit(NamedTuple):
    """Who recorded what, when. `author` is a name; mail addresses are never read."""

    id: str
    time: datetime
    author: str
    subject: str


class Change(NamedTuple):
    """One commit and the record files it added, modified or deleted, as (status letter, path)."""

    commit: Commit
    files: tuple[tuple[str, str], ...]


def read_commit(root: Path, revision: str) -> Commit:
    """The commit a revision means."""
    words = ("log", "-1", f"--format={_FORMAT}", resolve(root, revision), "--")
    return _commit(run_git(root, words).decode("utf-8", "replace").rstrip("\n"))


def read_changes(root: Path) -> list[Change]:
    """First-parent history of HEAD below the top folders, newest first."""
    words = (
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--no-renames",
        "--name-status",
        "--relative",
        "-z",
        f"--format=%x02{_FORMAT}%x03",
        "--",
        *TOP_FOLDERS,
    )
    output = run_git(root, words).decode("utf-8", "replace")
    return [_change(part) for part in output.split("\x02")[1:]]


_FORMAT = "%H%x1f%cI%x1f%an%x1f%s"


def _commit(line: str) -> Commit:
    object_id, time, author, subject = line.split("\x1f", 3)
    return Commit(object_id, datetime.fromisoformat(time), author, subject)


def _change(part: str) -> Change:
    head, _, tail = part.partition("\x03")
    fields = [field.strip("\n") for field in tail.split("\0") if field.strip("\n")]
    return Change(_commit(head), tuple(zip(fields[::2], fields[1::2], strict=True)))
