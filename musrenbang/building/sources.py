"""The records to build from: every part read again only if one of its files may have changed."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from musrenbang.building.memo import Memo
from musrenbang.building.stamps import Files
from musrenbang.cache import key_of
from musrenbang.loading import MANY_FILES, Part, assemble, group_of, read_part
from musrenbang.parallel import shared
from musrenbang.reviewing.loading import record_at
from musrenbang.snapshot import Snapshot
from musrenbang.tree import Entry, FolderTree


class Known(NamedTuple):
    """What an earlier build knew of one part: its files' stamps, and their content."""

    stamps: str
    content: str


@dataclass(frozen=True)
class Sources:
    """A snapshot with the names of the content it was read from."""

    snapshot: Snapshot
    known: Mapping[str, Known]
    """By part, for the next build."""
    digests: Mapping[str, str]
    """The content of every file, by path."""

    def record(self, path: str, blob: str) -> Any:
        """The record of a file, if its content has that name and could be read."""
        return record_at(self.snapshot, path) if self.digests.get(path) == blob else None

    def content(self, *groups: str) -> str:
        """One text for the content of some parts."""
        return key_of(*(self.known[group].content for group in groups if group in self.known))


def read_sources(
    root: Path,
    files: Files,
    memo: Memo,
    before: Mapping[str, Known],
    workers: int | None = None,
) -> Sources:
    """Read the parts of a folder whose stamps are not those of an earlier build."""
    groups: dict[str, list[str]] = {}
    for folder in files.folders:
        groups.setdefault(group_of(folder), []).append(folder)
    stamps = {group: files.fingerprint(folders) for group, folders in groups.items()}
    parts: dict[str, Part] = {}
    known: dict[str, Known] = {}
    for group, seen in before.items():
        if seen.stamps and stamps.get(group) == seen.stamps:
            part = memo.get(_key(memo, seen.content))
            if part is not None:
                parts[group], known[group] = part, seen
    missing = [group for group in sorted(groups) if group not in parts]
    entries = [_entries(files, groups[group]) for group in missing]
    few = sum(map(len, entries)) < MANY_FILES
    jobs = [(part, before.get(group)) for group, part in zip(missing, entries, strict=True)]
    results = shared(jobs, partial(_read, FolderTree(root), memo), 1 if few else workers)
    for group, (content, data) in zip(missing, results, strict=True):
        parts[group] = pickle.loads(data)  # noqa: S301 - written by a fork of this very process
        known[group] = Known(stamps[group], content)
        memo.used.add(_key(memo, content))
    digests: dict[str, str] = {}
    for group in sorted(parts):
        digests |= parts[group].digests
    snapshot = assemble(parts[group] for group in sorted(parts))
    return Sources(snapshot, known, digests)


def _entries(files: Files, folders: list[str]) -> list[Entry]:
    return sorted(
        Entry(f"{folder}/{name}" if folder else name, is_plain=stamp is not None)
        for folder in folders
        for name, stamp in files.folders[folder].items()
    )


def _read(tree: FolderTree, memo: Memo, job: tuple[list[Entry], Known | None]) -> tuple[str, bytes]:
    """Read one part; its content's name, and the part for the parent and for later builds."""
    entries, before = job
    part = read_part(tree, entries, memo.get(_key(memo, before.content)) if before else None)
    data = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
    unread = [entry.path for entry in entries if entry.path not in part.digests]
    content = key_of(*(text for item in sorted(part.digests.items()) for text in item), *unread)
    if not unread:
        memo.put_raw(_key(memo, content), data)
    return content, data


def _key(memo: Memo, content: str) -> str:
    return memo.key("bagian", content)
