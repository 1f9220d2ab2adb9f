"""The one module that talks to Git."""

import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from musrenbang.tree import TOP_FOLDERS, Entry


class GitError(Exception):
    """Git is missing, or the folder, revision or object asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Who recorded what, when. `author` is a name; mail addresses are never read."""

    id: str
    time: datetime
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class Change:
    """One commit and the record files it added, modified or deleted, as (status letter, path)."""

    commit: Commit
    files: tuple[tuple[str, str], ...]


class Repository:
    """A Git work tree, or a folder inside one; paths are relative to that folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def exists(self) -> bool:
        """Whether the folder belongs to a Git work tree with at least one commit."""
        try:
            self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError:
            return False
        return True

    def resolve(self, revision: str) -> str:
        """The full name of the commit a revision means."""
        return self._run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
        ).strip()

    def commit(self, revision: str = "HEAD") -> Commit:
        """The commit a revision means."""
        output = self._run("log", "-1", f"--format={_FORMAT}", self.resolve(revision))
        return _commit(output.rstrip("\n"))

    def is_dirty(self) -> bool:
        """Whether the folder holds changes, new files included, that no commit has."""
        return bool(self._run("status", "--porcelain", "--", "."))

    def is_shallow(self) -> bool:
        """Whether older history was left out when the repository was cloned."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == "true"

    def changes(self) -> list[Change]:
        """First-parent history of HEAD below the top folders, newest first."""
        output = self._run(
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
        return [_change(part) for part in output.split("\x02")[1:]]

    def changed_paths(self, base: str) -> set[str]:
        """Paths that differ between a commit and the folder as it is now, new files included."""
        tracked = self._run(
            "diff", "--name-only", "--no-renames", "--relative", "-z", self.resolve(base), "--", "."
        )
        untracked = self._run("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        return {path for path in (tracked + untracked).split("\0") if path}

    def tree(self, revision: str) -> "GitTree":
        """The record files as one commit has them."""
        return GitTree(self, self.resolve(revision))

    def _run(self, *arguments: str) -> str:
        return run_git(self.root, arguments).decode("utf-8", "replace")


class GitTree:
    """The files of one commit, read from Git's object store."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        self._objects: dict[str, str] | None = None

    def entries(self) -> list[Entry]:
        output = run_git(
            self.repository.root, ("ls-tree", "-r", "-z", self.commit, "--", *TOP_FOLDERS)
        )
        found: list[Entry] = []
        objects: dict[str, str] = {}
        for line in output.decode("utf-8", "surrogateescape").split("\0"):
            if line:
                meta, path = line.split("\t", 1)
                mode, _, object_id = meta.split(" ")
                objects[path] = object_id
                found.append(Entry(path, is_plain=mode.startswith("100")))
        self._objects = objects
        return sorted(found)

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        if self._objects is None:
            self.entries()
        objects = self._objects or {}
        wanted = list(paths)
        output = run_git(
            self.repository.root,
            ("cat-file", "--batch"),
            "".join(objects[path] + "\n" for path in wanted).encode(),
        )
        offset = 0
        for path in wanted:
            end_of_header = output.index(b"\n", offset)
            size = int(output[offset:end_of_header].split(b" ")[2])
            start = end_of_header + 1
            yield path, output[start : start + size]
            offset = start + size + 1


_FORMAT = "%H%x1f%cI%x1f%an%x1f%s"


def _commit(line: str) -> Commit:
    object_id, time, author, subject = line.split("\x1f", 3)
    return Commit(object_id, datetime.fromisoformat(time), author, subject)


def _change(part: str) -> Change:
    head, _, tail = part.partition("\x03")
    fields = [field.strip("\n") for field in tail.split("\0") if field.strip("\n")]
    return Change(_commit(head), tuple(zip(fields[::2], fields[1::2], strict=True)))


def run_git(root: Path, arguments: Iterable[str], stdin: bytes = b"") -> bytes:
    """Run Git in a folder, without pager, prompts, optional locks or a user's quoting settings."""
    command = (
        "git",
        "--no-pager",
        "--no-optional-locks",
        "-c",
        "core.quotePath=false",
        "-c",
        "log.showSignature=false",
        *arguments,
    )
    try:
        done = subprocess.run(command, cwd=root, input=stdin, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise GitError("git tidak ditemukan") from error
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or " ".join(arguments))
    return done.stdout
