"""Git's objects in bulk: thousands of commits, differences and files through one process each.

Commits are read raw and taken apart here, because `git log` would let a crafted message pass for
more output, and because a signature is over the raw bytes.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from musrenbang.git_differences import RAW_DIFF, ChangedFile
from musrenbang.git_run import GitError, git_command, run_git

_CHUNK = 200
"""Objects asked for at once: the names of so many fit into a pipe, so that neither side waits."""


class Person(NamedTuple):
    """Who a commit names; nobody has verified it. The mail address serves to compare persons."""

    name: str
    email: str


class CommitObject(NamedTuple):
    """A commit as it is stored. `payload` is what `signature` signs; both empty if unsigned."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Person
    committer: Person
    time: datetime
    """When it was committed, as the committer's clock had it."""
    message: str
    signature: bytes = b""
    payload: bytes = b""

    @property
    def is_merge(self) -> bool:
        """Whether it joins other lines of history to its own."""
        return len(self.parents) > 1

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


class Objects:
    """Reads objects of one repository; a context that ends with the process behind it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def read(self, names: Iterable[str]) -> Iterator[bytes]:
        """The content of objects, in the order asked. Raises `GitError` where one is missing."""
        wanted = iter(names)
        while chunk := list(islice(wanted, _CHUNK)):
            yield from self._chunk(chunk)

    def _chunk(self, names: Sequence[str]) -> list[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                git_command(("cat-file", "--batch")),
                cwd=self.root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise GitError("cat-file")
        stdin.write("".join(f"{name}\n" for name in names).encode())
        stdin.flush()
        found = []
        for name in names:
            header = stdout.readline().split()
            if len(header) != _HEADER_WORDS:
                raise GitError(f"Objek {name} tidak ada.")
            found.append(stdout.read(int(header[2])))
            stdout.read(1)
        return found

    def commits(self, *revisions: str) -> dict[str, CommitObject]:
        """Every commit that the revisions reach (`^revision`: except what that one reaches)."""
        output = run_git(self.root, ("rev-list", "--end-of-options", *revisions))
        names = output.decode().split()
        return {
            name: commit_object(name, raw)
            for name, raw in zip(names, self.read(names), strict=True)
        }

    def files(self, commit: str, *folders: str) -> dict[str, tuple[str, str]]:
        """The (mode, blob) of every file of a commit below some folders, by path."""
        output = run_git(self.root, ("ls-tree", "-r", "-z", commit, "--", *folders))
        found = {}
        for line in output.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            meta, path = line.split("\t", 1)
            mode, _, blob = meta.split(" ")
            found[path] = mode, blob
        return found

    def differences(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[ChangedFile, ...]]:
        """What changed from the second to the first commit of each pair.

        An empty second one stands for nothing at all: the first commit of a history.
        """
        if not pairs:
            return []
        output = run_git(
            self.root,
            ("diff-tree", "--stdin", "-r", "--root", "--always", *RAW_DIFF),
            "".join(f"{new} {old}".rstrip() + "\n" for new, old in pairs).encode(),
        )
        found: list[list[ChangedFile]] = []
        fields = iter(output.decode("utf-8", "surrogateescape").split("\0")[:-1])
        for item in fields:
            if item.startswith(":"):
                *meta, _ = item[1:].split(" ")
                found[-1].append(ChangedFile(next(fields), *meta))
            else:
                found.append([])
        return [tuple(files) for files in found]


_HEADER_WORDS = 3
_IDENTITY = re.compile(rb"(.*?) ?<([^>]*)> (-?[0-9]+) ([-+])([0-9]{2})([0-9]{2})")
_NOBODY = Person("", "")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def commit_object(name: str, raw: bytes) -> CommitObject:
    """Take a raw commit apart. Headers that are no proper ones leave empty values."""
    head, _, message = raw.partition(b"\n\n")
    tree = ""
    parents: list[str] = []
    people = {b"author": (_NOBODY, _EPOCH), b"committer": (_NOBODY, _EPOCH)}
    signature: list[bytes] = []
    signed: list[bytes] = []
    key = b""
    for line in head.split(b"\n"):
        continued = line.startswith(b" ")
        value = line[1:]
        if not continued:
            key, _, value = line.partition(b" ")
        if key.startswith(b"gpgsig"):
            signature.append(value)
            continue
        signed.append(line)
        if continued:
            continue
        if key == b"tree":
            tree = value.decode("ascii", "replace")
        elif key == b"parent":
            parents.append(value.decode("ascii", "replace"))
        elif key in people:
            people[key] = _identity(value)
    return CommitObject(
        id=name,
        tree=tree,
        parents=tuple(parents),
        author=people[b"author"][0],
        committer=people[b"committer"][0],
        time=people[b"committer"][1],
        message=message.decode("utf-8", "replace"),
        signature=b"\n".join(signature),
        payload=b"\n".join(signed) + b"\n\n" + message if signature else b"",
    )


def _identity(value: bytes) -> tuple[Person, datetime]:
    match = _IDENTITY.fullmatch(value)
    if match is None:
        return _NOBODY, _EPOCH
    name, email = (match[group].decode("utf-8", "replace") for group in (1, 2))
    offset = timedelta(hours=int(match[5]), minutes=int(match[6]))
    try:
        zone = timezone(-offset if match[4] == b"-" else offset)
        time = datetime.fromtimestamp(int(match[3]), zone)
    except (ValueError, OverflowError, OSError):
        time = _EPOCH
    return Person(name, email), time
