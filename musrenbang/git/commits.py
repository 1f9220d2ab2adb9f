"""What Git's log tells: commits, and the record files each changed."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.tree import TOP_FOLDERS
from musrenbang.git.objects import CommitObject, Objects, commit_object
from musrenbang.git.runner import resolve, run_git


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
    name = resolve(root, revision)
    return brief(commit_object(name, run_git(root, ("cat-file", "commit", name))))


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
        "--format=%x02%H%x03",
        "--",
        *TOP_FOLDERS,
    )
    output = run_git(root, words).decode("utf-8", "replace")
    parts = [part.partition("\x03") for part in output.split("\x02")[1:]]
    names = [name for name, _, _ in parts]
    with Objects(root) as objects:
        commits = map(commit_object, names, objects.read(names))
        return [
            Change(brief(commit), _files(listed))
            for commit, (_, _, listed) in zip(commits, parts, strict=True)
        ]


def brief(commit: CommitObject) -> Commit:
    """A commit as pages tell it."""
    return Commit(commit.id, commit.time, commit.author.name, commit.subject)


def _files(listed: str) -> tuple[tuple[str, str], ...]:
    fields = [field.strip("\n") for field in listed.split("\0") if field.strip("\n")]
    return tuple(zip(fields[::2], fields[1::2], strict=True))
