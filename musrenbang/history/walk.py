"""The one pass over the first-parent history: every commit with the records before and after it.

The records are kept by path and renewed by what each commit changed, so a commit costs what it
changes, not what the archive holds.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from musrenbang.files.paths import Kind, is_upload, place_of
from musrenbang.files.program import PIN
from musrenbang.files.tree import Entry, is_below_top
from musrenbang.git.differences import ChangedFile
from musrenbang.git.objects import CommitObject, Objects
from musrenbang.git.openpgp import OpenPgpError, PublicKey, public_keys
from musrenbang.records.changed_snapshot import with_part
from musrenbang.records.loader import load
from musrenbang.records.snapshot import HELD, Snapshot
from musrenbang.review.attributes import is_attributes
from musrenbang.review.facts import Contents, Facts
from musrenbang.review.review_model import ALLOWED_SIGNERS, HOST_KEYS
from musrenbang.review.signers import signers

_AT_ONCE = 200
"""Commits whose files are read together: enough that asking Git costs little, and few to hold."""
_EMPTY = Snapshot(MappingProxyType({}))


@dataclass(frozen=True)
class Link:
    """One commit of the first-parent history and those that it alone brought in, newest first."""

    commit: CommitObject
    branch: tuple[CommitObject, ...] = ()
    joints: frozenset[str] = frozenset()
    """The older commits that the branch grew from."""
    origins: tuple[CommitObject, ...] = ()
    """The same as objects, and its first parent among them."""

    @property
    def parent(self) -> str:
        """The commit before it; empty for the first of all."""
        return self.commit.parents[0] if self.commit.parents else ""


@dataclass(frozen=True)
class Landing:
    """One commit of the first-parent history with what it changed."""

    link: Link
    facts: Facts
    before: Snapshot
    """The records before it, as they are: without those that could not be read."""
    odd_trees: tuple[tuple[str, str], ...]
    """Changed folders that Git never wrote so, each with what is odd about it."""
    keys: bytes | None
    """The allowed_signers file before it; `None` as long as no key was ever registered."""
    own_keys: bytes | None
    """The same file as the commit itself leaves it."""
    host: tuple[PublicKey, ...] | None
    """The host's keys before it; `None` as long as none was ever registered."""
    own_host: tuple[PublicKey, ...] | None
    """The same as the commit itself leaves them."""

    @property
    def commit(self) -> CommitObject:
        """The commit itself."""
        return self.link.commit

    @property
    def tip(self) -> CommitObject | None:
        """The last commit of the branch it brought in; `None` where it brought in none."""
        first = self.link.branch[:1]
        return first[0] if first and first[0].id in self.commit.parents[1:2] else None

    @property
    def must_be_signed(self) -> bool:
        """Whether keys have been registered, so that everything has to be signed."""
        return self.keys is not None or self.by_host

    @property
    def by_host(self) -> bool:
        """Whether the host's signature counts: the records before it say so, and its key is there.

        Without its key nothing it signs can be judged, as before there was a way to.
        """
        return self.facts.pengesahan == "peladen" and self.host is not None

    @property
    def authors(self) -> tuple[CommitObject, ...]:
        """The commits whose authors wrote the change: those brought in, without merges of main."""
        branch = self.link.branch
        return tuple(commit for commit in branch if not commit.is_merge) or branch or (self.commit,)


def read_chain(objects: Objects, head: str) -> list[Link]:
    """The first-parent history up to `head`, oldest first."""
    commits = objects.commits(head)
    line = []
    name = head
    while name in commits:
        line.append(commits[name])
        name = line[-1].parents[0] if line[-1].parents else ""
    seen = {commit.id for commit in line}
    return [_link(commit, commits, seen) for commit in reversed(line)]


def _link(commit: CommitObject, commits: Mapping[str, CommitObject], seen: set[str]) -> Link:
    """A commit with what it brought in; `seen` has what came before, and gets what it brought."""
    branch: list[CommitObject] = []
    joints: set[str] = set()
    waiting = deque(commit.parents[1:])
    own: set[str] = set()
    while waiting:
        name = waiting.popleft()
        if name in seen or name not in commits:
            joints.add(name)
        elif name not in own:
            own.add(name)
            branch.append(commits[name])
            waiting += commits[name].parents
    seen |= own
    before = sorted(joints | {*commit.parents[:1]})
    origins = (commits[name] for name in before if name in commits)
    return Link(commit, tuple(branch), frozenset(joints), tuple(origins))


def _known_to(link: Link) -> list[str]:
    """The commits that a branch grew from, where main had moved on from them."""
    return sorted(link.joints) if link.parent not in link.joints else []


class Walker:
    """Keeps the records as they are after each commit; what `ready` holds is not parsed again."""

    def __init__(self, objects: Objects, ready: Snapshot | None = None) -> None:
        self.objects = objects
        self.ready = ready or _EMPTY
        self.snapshot = _EMPTY
        self.known = _EMPTY
        """The same, with the last readable version of every file that no longer is."""
        self.keys: bytes | None = None
        self.host: tuple[PublicKey, ...] | None = None
        self.pin: str | None = None
        self._folders: dict[int, Counter[str]] = defaultdict(Counter)
        self._contents: Mapping[str, bytes] = {}

    def walk(self, links: Sequence[Link]) -> Iterator[Landing]:
        """Every commit in turn."""
        pairs = [(link.commit.id, link.parent) for link in links]
        older = [(link.parent, name) for link in links for name in _known_to(link)]
        found = iter(self.objects.differences([*pairs, *older]))
        own = [next(found) for _ in links]
        odd = self.objects.odd_trees(pairs)
        contents = self._ahead(own)
        held = frozenset(self.objects.holding(is_upload, links[-1].commit.id) if links else ())
        for link, changed, trees in zip(links, own, odd, strict=True):
            self._contents = next(contents)
            keys, host, before = self.keys, self.host, self.snapshot
            unseen = [{file.path for file in next(found)} for _ in _known_to(link)]
            # What any of the commits that the branch grew from already had, its authors knew.
            meanwhile = set.intersection(*unseen) if unseen else set()
            facts = self._advance(changed)
            uploads = [one.id for one in link.branch if one.id in held and link.parent not in held]
            facts = replace(facts, meanwhile=meanwhile, uploads=uploads)
            yield Landing(link, facts, before, trees, keys, self.keys, host, self.host)

    def _ahead(self, own: Sequence[Collection[ChangedFile]]) -> Iterator[Mapping[str, bytes]]:
        """What the files say that each commit leaves, read for many commits at once."""
        for start in range(0, len(own), _AT_ONCE):
            part = own[start : start + _AT_ONCE]
            names = sorted({file.new_blob for files in part for file in files if self._asks(file)})
            found = dict(zip(names, self.objects.read(names), strict=True))
            yield from (found for _ in part)

    def _asks(self, file: ChangedFile) -> bool:
        """Whether a file is read: a record that is not known yet, keys, attributes."""
        place = place_of(file.path)
        is_record = place is not None and place.kind not in HELD
        known = self.ready.holds(file.path, file.new_blob) is not None
        others = file.path in {ALLOWED_SIGNERS, HOST_KEYS, PIN} or is_attributes(file.path)
        return _is_plain(file.new_mode) and (others or (is_record and not known))

    def _advance(self, changed: tuple[ChangedFile, ...]) -> Facts:
        before, known, pin = self.snapshot, self.known, self.pin
        records = {file.path: file for file in changed if is_below_top(file.path)}
        if records:
            self._count(records.values())
            left = {
                path: (file.new_mode, file.new_blob)
                for path, file in records.items()
                if not file.is_gone
            }
            part = load(_ChangedTree(self._contents, left), self.ready)
            self.snapshot = with_part(before, part, records, self._folders)
            readable = [path for path in records if path not in part.broken]
            self.known = with_part(known, part, readable, self._folders)
        for file in changed:
            if file.path == ALLOWED_SIGNERS:
                self.keys = self._registered(file)
            elif file.path == HOST_KEYS:
                self.host = self._host(file)
            elif file.path == PIN:
                self.pin = self._content(file).decode("utf-8", "replace")
        attributes = {
            file.path: self._content(file).decode("utf-8", "replace")
            for file in changed
            if is_attributes(file.path)
        }
        pins, founded = (pin or "", self.pin or ""), self.pin is not None
        contents = Contents(
            attributes=attributes, pins=pins, founded=founded, grown=frozenset(self._grown(changed))
        )
        return Facts(known, self.snapshot, changed, contents)

    def _grown(self, changed: Iterable[ChangedFile]) -> Iterator[str]:
        """The signed papers to which something was only appended."""
        for file in changed:
            place = place_of(file.path)
            signed = place is not None and place.kind is Kind.BERTANDA_TANGAN
            if signed and _is_plain(file.old_mode) and _is_plain(file.new_mode):
                old, new = self.objects.read([file.old_blob, file.new_blob])
                if new.startswith(old):
                    yield file.path

    def _registered(self, file: ChangedFile) -> bytes | None:
        """Once there have been keys, a file without any means that nobody may sign."""
        content = self._content(file)
        known = self.keys is not None or any(signers(content.decode("utf-8", "replace")))
        return content if known else None

    def _host(self, file: ChangedFile) -> tuple[PublicKey, ...] | None:
        """Likewise: once there has been one, a file without any means that none counts."""
        try:
            return public_keys(self._content(file))
        except OpenPgpError:
            return None if self.host is None else ()

    def _content(self, file: ChangedFile) -> bytes:
        """What a commit leaves of a file."""
        return self._contents[file.new_blob] if _is_plain(file.new_mode) else b""

    def _count(self, files: Iterable[ChangedFile]) -> None:
        for file in files:
            place = place_of(file.path)
            if place is None:
                continue
            folders = self._folders[place.tahun]
            folders[place.kelurahan] += _is_plain(file.new_mode) - _is_plain(file.old_mode)
            if folders[place.kelurahan] <= 0:
                del folders[place.kelurahan]
            if not folders:
                del self._folders[place.tahun]


def _is_plain(mode: str) -> bool:
    return mode.startswith("100")


@dataclass(frozen=True)
class _ChangedTree:
    """The files that a commit left changed, by path with mode and blob, as a tree."""

    contents: Mapping[str, bytes]
    files: Mapping[str, tuple[str, str]]

    def entries(self) -> list[Entry]:
        files = sorted(self.files.items())
        return [Entry(path, _is_plain(mode), blob) for path, (mode, blob) in files]

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, self.contents[self.files[path][1]]) for path in paths)
