"""Git's objects in bulk: thousands of commits, differences and files through few processes.

Commits are read raw and taken apart here, because `git log` would let a crafted message pass for
more output, and because a signature is over the raw bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from musrenbang.files.tree import TOP_FOLDERS, Entry
from musrenbang.git.differences import FOLDER, RAW_DIFF, ChangedFile, files_at
from musrenbang.git.runner import GitError, resolve, run_git
from musrenbang.git.trees import entry_names, tree_oddity

_CHUNK = 2000
"""Objects asked for at once: the content of so many is held in memory."""


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
    oddity: str = ""
    """What Git would not have written so, in words: others may read the commit otherwise."""

    @property
    def is_merge(self) -> bool:
        """Whether it joins other lines of history to its own."""
        return len(self.parents) > 1

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]


class Objects:
    """Reads objects of one repository.

    Each question is put to Git in one go: a conversation could wait for ever where a system or a
    wrapper hands over nothing before all is said.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, names: Iterable[str]) -> Iterator[bytes]:
        """The content of objects, in the order asked. Raises `GitError` where one is missing."""
        wanted = iter(names)
        while chunk := list(islice(wanted, _CHUNK)):
            question = "".join(f"{name}\n" for name in chunk).encode()
            answer = BytesIO(run_git(self.root, ("cat-file", "--batch"), question))
            for _ in chunk:
                header = answer.readline().split()
                if len(header) != _HEADER_WORDS:
                    raise GitError(_UNREADABLE)
                content = answer.read(int(header[2]))
                answer.read(1)
                if object_id(header[1], content, header[0]) != header[0]:
                    raise GitError(_FORGED)
                yield content

    def commits(self, revision: str, *without: str) -> dict[str, CommitObject]:
        """Every commit that a revision reaches and the others do not."""
        excluded = (f"^{other}" for other in without)
        output = run_git(self.root, ("rev-list", "--end-of-options", revision, *excluded))
        return {commit.id: commit for commit in self.named(output.decode().split())}

    def holding(self, is_wanted: Callable[[str], bool], revision: str, *without: str) -> list[str]:
        """The commits, as in `commits` and newest first, with something so named at the top."""
        excluded = (f"^{other}" for other in without)
        output = run_git(self.root, ("rev-list", "--end-of-options", revision, *excluded))
        names = output.decode().split()
        tops = {name: f"{name}:./" for name in names}
        there = [name for name, size in zip(names, self.sizes(tops.values()), strict=True) if size]
        trees = self.read(tops[name] for name in there)
        return [
            name
            for name, tree in zip(there, trees, strict=True)
            if any(map(is_wanted, entry_names(name, tree)))
        ]

    def sizes(self, names: Iterable[str]) -> list[int | None]:
        """How many bytes objects hold, in the order asked; `None` for one that there is not."""
        asked = "".join(f"{name}\n" for name in names).encode()
        answers = run_git(self.root, ("cat-file", "--batch-check"), asked).splitlines()
        return [
            None if one.endswith(b" missing") else int(one.rpartition(b" ")[2]) for one in answers
        ]

    def odd_trees(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[tuple[str, str], ...]]:
        """For each pair as in `differences`, the folders of the first that Git never wrote so.

        Each is a path (empty for the top) with what is odd about it.
        """
        tops = [commit.tree for commit in self.named([new for new, _ in pairs])]
        changed = [
            [("", top), *((one.path, one.new_blob) for one in files if one.new_mode == FOLDER)]
            for top, files in zip(tops, self.differences(pairs, folders=True), strict=True)
        ]
        names = sorted({tree for trees in changed for _, tree in trees})
        odd = {
            name: tree_oddity(name, raw) for name, raw in zip(names, self.read(names), strict=True)
        }
        return [tuple((path, odd[tree]) for path, tree in trees if odd[tree]) for trees in changed]

    def named(self, names: Sequence[str]) -> list[CommitObject]:
        """Commits by their full names. Raises `GitError` where one is missing."""
        return list(map(commit_object, names, self.read(names)))

    def differences(
        self, pairs: Sequence[tuple[str, str]], *, folders: bool = False
    ) -> list[tuple[ChangedFile, ...]]:
        """What changed from the second to the first commit of each pair; `folders`, if asked, too.

        An empty second one stands for nothing at all: the first commit of a history.
        """
        if not pairs:
            return []
        output = run_git(
            self.root,
            ("diff-tree", "--stdin", "-t" if folders else "-r", "--root", "--always", *RAW_DIFF),
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


class GitTree:
    """The record files of one commit, read from Git's object store."""

    def __init__(self, root: Path, commit: str) -> None:
        self.root = root
        self.commit = commit

    @cached_property
    def _files(self) -> dict[str, tuple[str, str]]:
        return files_at(self.root, self.commit, *TOP_FOLDERS)

    def entries(self) -> list[Entry]:
        return sorted(
            Entry(path, mode.startswith("100"), blob) for path, (mode, blob) in self._files.items()
        )

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(paths)
        found = Objects(self.root).read(self._files[path][1] for path in wanted)
        return zip(wanted, found, strict=True)


_UNREADABLE = (
    "Ada objek Git yang hilang atau rusak, jadi riwayatnya tidak dapat dibaca. Periksa dengan "
    "git fsck, lalu klon ulang repositorinya."
)
_FORGED = (
    "Ada objek Git yang isinya lain daripada namanya: repositori ini rusak atau dipalsukan. "
    "Periksa dengan git fsck, lalu klon ulang dari asalnya."
)
_HEADER_WORDS = 3
_SHA1_DIGITS = 40
_PEOPLE = (b"author", b"committer")
_NAME = re.compile(rb"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")
_STRUCTURE = (b"tree", b"parent", *_PEOPLE)
_OPTIONAL = (b"encoding", b"gpgsig", b"gpgsig-sha256")


def object_id(kind: bytes, content: bytes, like: bytes) -> bytes:
    """What Git calls an object of a kind (`blob`, `tree`, `commit`), in names as long as another.

    Git itself does not look whether an object that lies in its store is what its name says.
    """
    algorithm = hashlib.sha1 if len(like) == _SHA1_DIGITS else hashlib.sha256
    head = b"%s %d\0" % (kind, len(content))
    return algorithm(head + content, usedforsecurity=False).hexdigest().encode()


def commit_object(name: str, raw: bytes) -> CommitObject:
    """Take a raw commit apart as Git's commit.c does, whatever it may hold.

    Only parents right after the tree count, and of every other header the first. A signature
    covers no header whose name begins like its own.
    """
    head = raw[: raw.find(b"\n\n") + 1 or len(raw)]
    seal = b"gpgsig" if len(name) == _SHA1_DIGITS else b"gpgsig-sha256"
    headers: list[tuple[bytes, bytes]] = []
    signature: list[bytes] = []
    signed: list[bytes] = []
    key = b""
    for line in BytesIO(head):
        continued = line.startswith(b" ")
        value = line[1:]
        if not continued:
            key, _, value = line.partition(b" ")
        if not continued or key in _STRUCTURE:
            # Continued structure is none: with a key of its own it ends what came before.
            headers.append((key + b" " if continued else key, value.removesuffix(b"\n")))
        if key == seal:
            signature.append(value)
        elif not key.startswith(b"gpgsig"):
            signed.append(line)
    keys = [key for key, _ in headers]
    first = dict(reversed(headers))
    is_parent = [key == b"parent" and bool(_NAME.fullmatch(value)) for key, value in headers]
    after = next((at for at, found in enumerate(is_parent) if at and not found), len(keys))
    codec = _codec(first.get(b"encoding", b"utf-8"))
    author = _identity(first.get(b"author", b""), codec)
    committer = _identity(first.get(b"committer", b""), codec)
    return CommitObject(
        id=name,
        tree=_object_name(first.get(b"tree", b"")),
        parents=tuple(_object_name(value) for _, value in headers[1:after]),
        author=author.person,
        committer=committer.person,
        time=committer.time,
        message=_text(raw[len(head) + 1 :].partition(b"\0")[0], codec),
        signature=b"".join(signature),
        payload=b"".join(signed) + raw[len(head) :] if signature else b"",
        oddity="; ".join(
            (
                *(_MISPLACED.format(name=name) for name in _misplaced(keys[after:])),
                *(() if author.is_proper else (_IMPROPER.format(who="penulis"),)),
                *(() if committer.is_proper else (_IMPROPER.format(who="pencatat"),)),
                *(("ada byte NUL",) if b"\0" in raw else ()),
                *(() if b"\n\n" in raw else ("tidak ada baris kosong sesudah kepalanya",)),
            )
        ),
    )


_MISPLACED = "baris {name} hilang, berulang, atau salah tempat"
_IMPROPER = "{who} tidak disebut dengan nama atau surel, waktu dan zona waktu yang wajar"


def _misplaced(keys: Sequence[bytes]) -> list[str]:
    """The headers after the parents that Git would not have written so, by what they look like."""
    rest = list(keys)
    found = []
    for name in _PEOPLE:
        if rest[:1] == [name]:
            del rest[0]
        else:
            found.append(name)
    for at, key in enumerate(rest):
        if key not in _OPTIONAL or key in rest[:at]:
            alike = (*_STRUCTURE, *_OPTIONAL)
            found += [name for name in alike if key.strip().lower().startswith(name)][:1]
    return list(dict.fromkeys(name.decode() for name in found))


def _object_name(value: bytes) -> str:
    return value.decode("ascii", "replace").lower()


class _Identity(NamedTuple):
    """Who and when, as far as a line tells; `is_proper` where it tells all of it."""

    person: Person
    time: datetime
    is_proper: bool


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PERSON = re.compile(rb"([^<\0]*)<([^>\0]*)>")
_WHEN = re.compile(rb"[ \t\r\n]*([0-9]+)[ \t\r\n]+([-+])([0-9]+)")
_LAST = 253_370_764_800
"""The year 9999; what is later has no date in every time zone."""
_LONGEST = 12
_DAY = timedelta(days=1)
_ZONE_DIGITS = 4


def _identity(value: bytes, codec: str) -> _Identity:
    """Who and when, as Git reads it: up to the first `<` and `>`, and after the last `>`."""
    match, when = _PERSON.match(value), _WHEN.match(value.rpartition(b">")[2])
    person = Person("", "")
    if match:
        person = Person(_text(match[1].rstrip(), codec), _text(match[2], codec))
    if not when or len(when[1]) > _LONGEST or int(when[1]) >= _LAST:
        return _Identity(person, _EPOCH, is_proper=False)
    offset = _DAY
    if len(when[3]) == _ZONE_DIGITS:
        offset = timedelta(hours=int(when[3][:2]), minutes=int(when[3][2:]))
    zone = timezone(-offset if when[2] == b"-" else offset) if offset < _DAY else UTC
    time = datetime.fromtimestamp(int(when[1]), zone)
    is_plain = value.count(b"<") == value.count(b">") == 1
    return _Identity(person, time, is_proper=any(person) and offset < _DAY and is_plain)


_PROBE = bytes(range(32, 92)) + bytes(range(93, 127)) + rb"\n\u0041 +AEE-"
"""ASCII, and what would be escapes in encodings that nobody writes headers in."""


@lru_cache(maxsize=64)
def _codec(name: bytes) -> str:
    """The codec of a name where it leaves ASCII as it is, as every header is written; or UTF-8."""
    codec = name.strip().decode("ascii", "replace")
    try:
        return codec if _PROBE.decode(codec) == _PROBE.decode("ascii") else "utf-8"
    except (LookupError, ValueError):
        return "utf-8"


def _text(value: bytes, codec: str) -> str:
    try:
        return value.decode(codec)
    except UnicodeError:
        return value.decode("utf-8", "replace")


class Commit(NamedTuple):
    """Who recorded what, when. `author` is a name; mail addresses are never read."""

    id: str
    time: datetime
    author: str
    subject: str


class CommittedFiles(NamedTuple):
    """One commit and the record files it added, modified or deleted, as (status letter, path)."""

    commit: Commit
    files: tuple[tuple[str, str], ...]


def read_commit(root: Path, revision: str) -> Commit:
    """The commit a revision means."""
    name = resolve(root, revision)
    return brief(commit_object(name, run_git(root, ("cat-file", "commit", name))))


def read_changes(root: Path) -> list[CommittedFiles]:
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
    return [
        CommittedFiles(brief(commit), _files(listed))
        for commit, (_, _, listed) in zip(Objects(root).named(names), parts, strict=True)
    ]


def brief(commit: CommitObject) -> Commit:
    """A commit as pages tell it."""
    return Commit(commit.id, commit.time, commit.author.name, commit.subject)


def _files(listed: str) -> tuple[tuple[str, str], ...]:
    fields = [field.strip("\n") for field in listed.split("\0") if field.strip("\n")]
    return tuple(zip(fields[::2], fields[1::2], strict=True))
