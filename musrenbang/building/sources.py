"""The records to build from: every part read again only if one of its files may have changed.

What comes from the cache is packed: a record is brought back when it is looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from musrenbang.building.memo import Memo
from musrenbang.building.packing import PackedMapping, PackedWhole, packed, unpacked
from musrenbang.building.stamps import Files
from musrenbang.cache import key_of
from musrenbang.loading import (
    IN_FOLDERS,
    Folders,
    Part,
    assemble,
    folders_of,
    group_of,
    nothing_known,
    read_part,
)
from musrenbang.parallel import shared
from musrenbang.paths import kelurahan_path, place_of
from musrenbang.reviewing.loading import record_at, record_in
from musrenbang.snapshot import KelurahanFolder, Snapshot
from musrenbang.tree import Entry, FolderTree

MANY_FILES = 1000
"""From so many files on, reading them is shared out over the cores."""


class Known(NamedTuple):
    """What an earlier build knew of one part: its files' stamps, and their content."""

    stamps: str
    content: str


class Packed(NamedTuple):
    """One part as it is kept."""

    part: Part
    """What is not in one of the folders."""
    folders: Folders
    profil: Mapping[str, str]
    """The content of every kelurahan.yaml, by path."""
    digests: Mapping[str, str]


@dataclass(frozen=True)
class Sources:
    """A snapshot with the names of the content it was read from."""

    snapshot: Snapshot
    known: Mapping[str, Known]
    """By part, for the next build."""
    profil: Mapping[str, str]
    """The content of every kelurahan.yaml, by path."""
    digests: Mapping[str, Mapping[str, str]]
    """The content of every file, by part and path."""

    def digest(self, path: str) -> str:
        """The content of a file; empty where there is none or it cannot be read."""
        group = group_of(path.rpartition("/")[0])
        return self.digests[group].get(path, "") if group in self.digests else ""

    @property
    def blobs(self) -> dict[str, str]:
        """The content of every file, by path."""
        return {path: blob for part in self.digests.values() for path, blob in part.items()}

    def record(self, path: str, blob: str) -> Any:
        """The record of a file, if its content has that name and could be read."""
        return record_at(self.snapshot, path) if self.digest(path) == blob else None

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
    parts: dict[str, Packed] = {}
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
        parts[group] = unpacked(data)
        known[group] = Known(stamps[group], content)
        memo.used.add(_key(memo, content))
        if not few:
            _bring_back(parts[group].folders.values())
    found = [parts[group] for group in sorted(parts)]
    folders = {name: folder for part in found for name, folder in part.folders.items()}
    snapshot = assemble((part.part for part in found), folders)
    profil = {path: digest for part in found for path, digest in part.profil.items()}
    digests = {group: part.digests for group, part in parts.items()}
    return Sources(snapshot, known, profil, digests)


def _bring_back(folders: Iterable[KelurahanFolder]) -> None:
    """Unpack what many pages will show, so that no fork does it for itself."""
    for folder in folders:
        for records in (folder.usulan, folder.keputusan, folder.survei):
            for _ in records.values():
                pass


def _entries(files: Files, folders: list[str]) -> list[Entry]:
    return sorted(
        Entry(f"{folder}/{name}" if folder else name, is_plain=stamp is not None)
        for folder in folders
        for name, stamp in files.folders[folder].items()
    )


def _read(tree: FolderTree, memo: Memo, job: tuple[list[Entry], Known | None]) -> tuple[str, bytes]:
    """Read one part; its content's name, and the part for the parent and for later builds."""
    entries, before = job
    old: Packed | None = memo.get(_key(memo, before.content)) if before else None
    part = read_part(tree, entries, partial(_known, old) if old else nothing_known)
    data = packed(_pack(part))
    unread = [entry.path for entry in entries if entry.path not in part.digests]
    content = key_of(*(text for item in sorted(part.digests.items()) for text in item), *unread)
    if not unread:
        memo.put_raw(_key(memo, content), data)
    return content, data


def _known(old: Packed, path: str, blob: str) -> Any:
    """The record that a file had before, if it had the same content."""
    place = place_of(path)
    if place is None or old.digests.get(path) != blob:
        return None
    if place.kind not in IN_FOLDERS:
        key = place.tahun, place.kind, place.kelurahan
        return old.part.records.get(key, {}).get(place.name)
    return record_in(old.folders[place.tahun, place.kelurahan], place)


def _pack(part: Part) -> Packed:
    folders = {
        name: replace(
            folder,
            usulan=PackedMapping.of(folder.usulan),
            keputusan=PackedMapping.of(folder.keputusan),
            survei=PackedMapping.of(folder.survei),
        )
        for name, folder in folders_of(part).items()
    }
    rest = {key: records for key, records in part.records.items() if key[1] not in IN_FOLDERS}
    paths = (kelurahan_path(tahun, slug) for tahun, slug in folders)
    profil = {path: part.digests[path] for path in paths if path in part.digests}
    bare = replace(part, records=rest, digests={})
    return Packed(bare, folders, profil, PackedWhole.of(part.digests))


def _key(memo: Memo, content: str) -> str:
    return memo.key("bagian", content)
