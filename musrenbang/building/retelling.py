"""Telling the history in the parts that are kept of it.

Where it has only gone on since, what was told before stays, and only the folders that the new
commits touched are told again.
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from musrenbang.auditing.model import Babak, Merge
from musrenbang.auditing.reading import Earlier
from musrenbang.building import slices
from musrenbang.building.kept_history import (
    MERGES,
    Folder,
    Kept,
    Merges,
    Outline,
    Parts,
    stories_of,
)
from musrenbang.building.slices import folder_of_case, folder_of_file
from musrenbang.git import Repository
from musrenbang.git_log import Change, Commit
from musrenbang.history import folders_of
from musrenbang.judged_history import accepted_reasons, tell
from musrenbang.loading import Known, nothing_known

Value = TypeVar("Value")
Grouped = dict[str, dict[str, list[Value]]]
"""By folder and by what is in it."""


def retell(
    root: Path, head: Commit, before: Kept | None = None, known: Known = nothing_known
) -> tuple[Outline, Parts]:
    """The history up to a commit, from what was told before as far as it is its beginning."""
    old = before.merges() if before else Merges()
    earlier = Earlier(tuple(merge.commit for merge in old.merges))
    if before:
        if not _is_beginning(root, head, earlier.line):
            return retell(root, head, None, known)
        earlier = replace(
            earlier, registered=before.outline.registered, broken=before.outline.broken
        )
    told = tell(root, head.id, earlier, known)
    bare = tuple(merge._replace(events=()) for merge in told.merges)
    merges = (*old.merges, *bare)
    accepted = accepted_reasons(root, head.id, merges)
    marks = {merge.commit: slices.mark(merge, accepted) for merge in merges}
    if any(marks[merge.commit] != slices.mark(merge, old.accepted) for merge in old.merges):
        return retell(root, head, None, known)
    touched = {change.commit.id: folders_of(change) for change in told.changes}
    parts: dict[str, object] = {MERGES: Merges(merges, accepted, {**old.folders, **touched})}
    names: dict[str, str] = {}
    files, stories = _files(told.changes), _stories(told.merges, bare)
    for name in sorted(files.keys() | stories.keys()):
        all_files = _continued(before.folder(name).files if before else {}, files.get(name, {}))
        tales = _continued(before.stories(name) if before else {}, stories.get(name, {}))
        cases = {case: slices.of_case(story, marks) for case, story in tales.items()}
        names[name] = slices.of_folder(all_files, cases)
        parts[name], parts[stories_of(name)] = Folder(all_files, cases), tales
    written = dict.fromkeys(parts, head.id)
    if before:
        names = {**before.outline.folders, **names}
        written = {**before.outline.written, **written}
    outline = Outline(head, told.then.registered, told.then.broken, names, written)
    return outline, {
        name: pickle.dumps(part, pickle.HIGHEST_PROTOCOL) for name, part in parts.items()
    }


def _is_beginning(root: Path, head: Commit, line: tuple[str, ...]) -> bool:
    return tuple(Repository(root).line(head.id)[: len(line)]) == line


def _files(changes: Iterable[Change]) -> Grouped[tuple[str, Commit]]:
    found: Grouped[tuple[str, Commit]] = {}
    for change in changes:
        for letter, path in change.files:
            folder = found.setdefault(folder_of_file(path), {})
            folder.setdefault(path, []).append((letter, change.commit))
    return found


def _stories(merges: Iterable[Merge], bare: Iterable[Merge]) -> Grouped[Babak]:
    stories: dict[str, list[Babak]] = defaultdict(list)
    for merge, of_all in zip(merges, bare, strict=True):
        for event in merge.events:
            stories[event.usulan].append(Babak(event, of_all))
    found: Grouped[Babak] = {}
    for case, story in stories.items():
        found.setdefault(folder_of_case(case), {})[case] = story
    return found


def _continued(
    before: Mapping[str, tuple[Value, ...]], more: Mapping[str, list[Value]]
) -> dict[str, tuple[Value, ...]]:
    return {**before, **{name: (*before.get(name, ()), *new) for name, new in more.items()}}
