"""Names for what history tells: equal names mean equal history of a year, a folder, a proposal."""

from collections.abc import Iterable, Mapping

from musrenbang.auditing.model import Babak, Merge, Violation
from musrenbang.cache import key_of
from musrenbang.git_log import Commit
from musrenbang.history import History
from musrenbang.loading import group_of

Changes = tuple[tuple[str, Commit], ...]
"""Status letters and commits of one file, as `History.by_path` has them."""


def folder_of_file(path: str) -> str:
    """The folder that a record file belongs to, with both its sides: ``2016/rawasari``."""
    return group_of(path.rpartition("/")[0])


def folder_of_case(case: str) -> str:
    """The folder of a proposal: ``2016/rawasari`` for ``2016/rawasari/0007``."""
    return case.rpartition("/")[0]


def mark(merge: Merge, accepted: Mapping[Violation, str]) -> str:
    """What a merge says of whatever it recorded: itself, and what is held against it."""
    if not merge.violations:
        return merge.commit
    faults = [(fault, accepted.get(fault)) for fault in merge.violations]
    return f"{merge.commit} {key_of(repr(faults))}"


def of_case(story: Iterable[Babak], marks: Mapping[str, str]) -> str:
    """The name of a proposal's story; `marks` are those of the merges in it."""
    return key_of("\n".join(marks[babak.merge.commit] for babak in story))


def of_folder(files: Mapping[str, Changes], cases: Mapping[str, str]) -> str:
    """The name of a folder's history; `cases` are those of its proposals."""
    lines = [
        f"{path} " + " ".join(f"{letter}{commit.id}" for letter, commit in changes)
        for path, changes in files.items()
    ]
    lines += (f"{case} {text}" for case, text in cases.items())
    return key_of("\n".join(sorted(lines)))


def with_years(folders: Mapping[str, str]) -> dict[str, str]:
    """The names of folders, and of the years that they make up."""
    years: dict[str, list[str]] = {}
    for name in sorted(folders):
        years.setdefault(name.partition("/")[0], []).append(f"{name} {folders[name]}")
    return {**folders, **{tahun: key_of(*lines) for tahun, lines in years.items()}}


def of_unjudged(history: History) -> dict[str, str]:
    """The names where only Git's log is known."""
    folders: dict[str, dict[str, Changes]] = {}
    for path, changes in history.by_path.items():
        folders.setdefault(folder_of_file(path), {})[path] = changes
    return with_years({name: of_folder(files, {}) for name, files in folders.items()})
