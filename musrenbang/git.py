"""The one module that talks to Git."""

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class ChangedFile:
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


class Repository:
    """A Git work tree, or a folder inside one; paths are relative to that folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def exists(self) -> bool:
        """Whether the folder belongs to a Git work tree with at least one commit.

        Raises `GitError` where it does but Git is missing or refuses to open it.
        """
        if not any((folder / ".git").exists() for folder in (self.root, *self._parents())):
            return False
        try:
            self._run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except GitError as error:
            if str(error):
                raise
            return False
        return True

    def _parents(self) -> Iterable[Path]:
        return self.root.resolve().parents

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

    def ask_state(self) -> Callable[[], str]:
        """Begin to find out the state of the folder; the function waits and tells it.

        Three words: whether history is shallow, the commit, whether there are changes.
        """
        status = subprocess.Popen(
            git_command(("status", "--porcelain", "--", ".")),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

        def answer() -> str:
            output, error = status.communicate()
            if status.returncode != 0:
                raise GitError(error.decode("utf-8", "replace").strip().partition("\n")[0])
            head = self._run("rev-parse", "--is-shallow-repository", "HEAD")
            return f"{head}{bool(output)}"

        return answer

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

    def changed_files(self, base: str, head: str | None = None) -> list[ChangedFile]:
        """Every path that differs between two revisions, or a revision and the folder as it is.

        Submodules count whatever their settings say; renames are a removal and an addition.
        """
        revisions = [self.resolve(base)] if head is None else [base, head]
        output = self._run_raw("diff", *RAW_DIFF, *revisions, "--", ".")
        fields = output.split("\0")
        found = [
            ChangedFile(path, *meta.lstrip(":").split(" ")[:2])
            for meta, path in zip(fields[:-1:2], fields[1::2], strict=True)
        ]
        if head is None:
            found += [
                ChangedFile(path, ABSENT, _mode(self.root / path)) for path in self._untracked()
            ]
        return sorted(found, key=lambda file: file.path)

    def changed_lines(self, base: str, head: str | None = None) -> dict[str, tuple[int, int]]:
        """Lines added and removed by path, as in `changed_files`; nothing for files not text."""
        revisions = [base] if head is None else [base, head]
        output = self._run_raw(
            *("diff", "--numstat", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv"),
            *("--diff-algorithm=myers", "--ignore-submodules=none", "-z", *revisions, "--", "."),
        )
        rows = (row.split("\t", 2) for row in output.split("\0") if row)
        found = {path: (int(new), int(old)) for new, old, path in rows if new != "-"}
        if head is None:
            for path in self._untracked():
                count = _line_count(self.root / path)
                if count is not None:
                    found[path] = count, 0
        return found

    def _untracked(self) -> list[str]:
        output = self._run_raw("ls-files", "--others", "--exclude-standard", "-z", "--", ".")
        return [path for path in output.split("\0") if path]

    def line(self, revision: str) -> list[str]:
        """The names of the first-parent history up to a revision, oldest first."""
        names = self._run("rev-list", "--first-parent", "--reverse", self.resolve(revision))
        return names.split()

    def contains(self, revision: str, head: str = "HEAD") -> bool:
        """Whether a commit is part of the history of another."""
        try:
            self._run("merge-base", "--is-ancestor", self.resolve(revision), self.resolve(head))
        except GitError:
            return False
        return True

    def is_in_a_branch(self, commit: str) -> bool:
        """Whether a commit is part of HEAD, of a branch, or of a branch fetched from elsewhere."""
        return self.contains(commit) or bool(
            self._run(
                *("for-each-ref", "--count=1", f"--contains={self.resolve(commit)}"),
                *("--format=%(refname)", "refs/heads", "refs/remotes"),
            )
        )

    def clone(self, commit: str, target: Path) -> Path:
        """Check a commit out, with its history, into a new folder, without running any hook.

        Returns the folder in it that corresponds to this one.
        """
        top, prefix = self._run("rev-parse", "--show-toplevel", "--show-prefix").splitlines()
        words = ("clone", "--quiet", "--shared", "--no-checkout", "--template=")
        run_git(self.root, (*words, "--", top, str(target)))
        run_git(
            target,
            (
                *("-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false"),
                *("checkout", "--quiet", "--detach", commit),
            ),
        )
        return target / prefix

    def merge_base(self, one: str, other: str) -> str:
        """The commit at which two lines of history parted."""
        return self._run("merge-base", self.resolve(one), self.resolve(other)).strip()

    def merged(self, one: str, other: str) -> str:
        """The tree that merging two commits gives; `GitError` where they conflict."""
        return self._run(
            "merge-tree", "--write-tree", self.resolve(one), self.resolve(other)
        ).strip()

    def file(self, revision: str, path: str) -> bytes | None:
        """The content of one file of a commit or tree; `None` where there is none."""
        name = f"{revision}:./{path}"
        try:
            return run_git(self.root, ("cat-file", "blob", name))
        except GitError:
            return None

    def tree(self, revision: str) -> "GitTree":
        """The record files as one commit has them."""
        return GitTree(self, self.resolve(revision))

    def ever_added(self, *folders: str) -> set[str]:
        """Paths below some folders that any commit of any branch added, whatever became of them."""
        output = self._run(
            "log",
            *("--all", "-c", "--diff-filter=A", "--no-renames", "--name-only", "--relative"),
            *("-z", "--format=", "--", *folders),
        )
        return {path for path in output.split("\0") if path}

    def branch(self) -> str:
        """The branch that is checked out; empty where none is."""
        return self._run("branch", "--show-current").strip()

    def has_branch(self, name: str) -> bool:
        """Whether a local branch of this name exists."""
        try:
            self._run("show-ref", "--verify", "--quiet", f"refs/heads/{name}")
        except GitError:
            return False
        return True

    def start_branch(self, name: str) -> None:
        """Begin a branch at the commit that is checked out and go to it; files stay as they are."""
        self._run("switch", "--quiet", "--create", name, "--")

    def commit_files(
        self, paths: Sequence[str], message: str, trailers: Sequence[tuple[str, str]]
    ) -> str:
        """Record these files alone, as they are, as one commit; its name.

        Raises `GitError` where there is nothing to record, or Git does not know by whom.
        """
        marked = [f"--trailer={name}: {value}" for name, value in trailers]
        self._run("add", "--all", "--", *paths)
        self._run("commit", "--quiet", f"--message={message}", *marked, "--only", "--", *paths)
        return self.resolve("HEAD")

    def _run(self, *arguments: str) -> str:
        return run_git(self.root, arguments).decode("utf-8", "replace")

    def _run_raw(self, *arguments: str) -> str:
        return run_git(self.root, arguments).decode("utf-8", "surrogateescape")


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
                found.append(Entry(path, mode.startswith("100"), object_id))
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


MAIN = "main"
"""The branch that holds what has been reviewed."""
ABSENT = "000000"
RAW_DIFF = ("--raw", "--no-renames", "--no-abbrev", "--relative", "--ignore-submodules=none", "-z")


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


_FORMAT = "%H%x1f%cI%x1f%an%x1f%s"


def _commit(line: str) -> Commit:
    object_id, time, author, subject = line.split("\x1f", 3)
    return Commit(object_id, datetime.fromisoformat(time), author, subject)


def _change(part: str) -> Change:
    head, _, tail = part.partition("\x03")
    fields = [field.strip("\n") for field in tail.split("\0") if field.strip("\n")]
    return Change(_commit(head), tuple(zip(fields[::2], fields[1::2], strict=True)))


def git_command(arguments: Iterable[str]) -> tuple[str, ...]:
    """Git without pager, optional locks, a user's quoting settings or objects put over others."""
    return (
        "git",
        "--no-pager",
        "--no-optional-locks",
        "--no-replace-objects",
        "-c",
        "core.quotePath=false",
        "-c",
        "log.showSignature=false",
        *arguments,
    )


def run_git(
    root: Path,
    arguments: Iterable[str],
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run Git in a folder; what it printed. Raises `GitError` where it fails."""
    command = git_command(arguments)
    try:
        done = subprocess.run(
            command, cwd=root, input=stdin, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise GitError("Program git tidak ditemukan.") from error
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    return done.stdout
