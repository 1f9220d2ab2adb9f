"""Whether a merge holds what its parents give, and nothing that hides in the merge itself.

Most merges are settled by comparing names of files' contents, path by path. Where that does not
clear a merge, Git merges the parents again, and its result decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from musrenbang.git.differences import ChangedFile, changed_files
from musrenbang.git.objects import CommitObject, Objects
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.history.walk import Link

_TWO = 2
_State = tuple[str, str]


@dataclass(frozen=True)
class Extra:
    """Files of a merge that are not what merging gives; `conflict` where somebody had to choose."""

    paths: tuple[str, ...]
    conflict: bool = False


def extras(repository: Repository, objects: Objects, links: Sequence[Link]) -> dict[str, Extra]:
    """By commit, what merges of two parents hold beyond their parents, on the branches too."""
    position = {link.commit.id: index for index, link in enumerate(links)}
    found: dict[str, Extra] = {}
    bases: dict[str, str] = {}
    for link in links:
        for commit in link.branch:
            if commit.is_merge and (extra := _merge_again(repository, commit)):
                found[commit.id] = extra
        if len(link.commit.parents) == _TWO and not _is_plain(link):
            base = _base(link, position)
            if base:
                bases[link.commit.id] = base
            elif extra := _merge_again(repository, link.commit):
                found[link.commit.id] = extra
    commits = [link.commit for link in links if link.commit.id in bases]
    pairs = [
        pair
        for commit in commits
        for pair in (
            (commit.parents[1], bases[commit.id]),
            (commit.id, commit.parents[0]),
            (commit.id, commit.parents[1]),
        )
    ]
    differences = iter(objects.differences(pairs))
    for commit in commits:
        paths = unexpected(next(differences), next(differences), next(differences))
        if paths != () and (extra := _merge_again(repository, commit)):
            found[commit.id] = extra
    return found


def _is_plain(link: Link) -> bool:
    """Whether main had not moved on, and the merge is the branch as it was."""
    tip = link.branch[:1]
    return (
        link.joints == {link.parent}
        and bool(tip)
        and tip[0].id == link.commit.parents[1]
        and tip[0].tree == link.commit.tree
    )


def _base(link: Link, position: Mapping[str, int]) -> str:
    """The only best common ancestor of both parents; empty where that takes Git to find out."""
    if not link.joints or not link.joints <= position.keys():
        return ""
    return max(link.joints, key=lambda name: position[name])


def unexpected(
    branch: Iterable[ChangedFile], merge: Iterable[ChangedFile], rest: Iterable[ChangedFile]
) -> tuple[str, ...] | None:
    """Paths of a merge that are not what merging gives; `None` where contents must be merged.

    `branch` is what the branch changed since it left main, `merge` what the merge changed on
    main, and `rest` how the merge differs from the branch's tip.
    """
    wanted = {file.path: file for file in branch}
    made = {file.path: file for file in merge}
    other = {file.path: file for file in rest}
    found = []
    for path in sorted(wanted.keys() | made.keys()):
        if path not in wanted:
            found.append(path)
            continue
        base, tip = _old(wanted[path]), _new(wanted[path])
        result = _new(other[path]) if path in other else tip
        main = _old(made[path]) if path in made else result
        if main not in {base, tip}:
            return None
        if result != tip:
            found.append(path)
    return tuple(found)


def _old(file: ChangedFile) -> _State:
    return file.old_mode, file.old_blob


def _new(file: ChangedFile) -> _State:
    return file.new_mode, file.new_blob


def _merge_again(repository: Repository, commit: CommitObject) -> Extra | None:
    if len(commit.parents) > _TWO:
        return Extra((".",))
    try:
        tree = repository.merged(*commit.parents)
    except GitError:
        return Extra((".",), conflict=True)
    if tree == commit.tree:
        return None
    return Extra(tuple(file.path for file in changed_files(repository.root, tree, commit.id)))
