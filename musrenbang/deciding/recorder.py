"""Recording: how the desk, the worksheets and the clerk's commands write record files.

A change is judged as a pull request would judge it, against what the main branch holds, then
written: every file whole or not at all, none of them where anything is refused or has changed
meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from musrenbang.files.file_writer import locked, write_records
from musrenbang.files.tree import Files, FolderTree, Overlay, blob_id
from musrenbang.git.differences import ABSENT, ChangedFile
from musrenbang.git.objects import GitTree
from musrenbang.git.repository import MAIN, MAIN_NAMES, Repository
from musrenbang.records import canonical
from musrenbang.records.changed_snapshot import load_changed
from musrenbang.records.findings import Finding, Problem
from musrenbang.records.loader import NOTHING, load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.facts import Facts
from musrenbang.review.guards import refusals
from musrenbang.rules import rule_check
from musrenbang.text.errors import CommandError

_PLAIN = "100644"
NO_FILES: Files = {}


class RefusedError(CommandError):
    """A change that may not be written; nothing was."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"Tidak ada yang ditulis.\n{rule_check.as_text(self.findings)}")


class OutdatedError(CommandError):
    """Files that somebody else changed since they were read; nothing was written."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(
            f"Berkas ini baru saja diubah di tempat lain: {', '.join(self.paths)}. Tidak ada yang "
            "ditulis; muat ulang, lalu ulangi."
        )


@dataclass(frozen=True)
class Weighed:
    """What a change would come to, and what stands in its way."""

    after: Snapshot
    changed: tuple[ChangedFile, ...]
    refusals: tuple[Finding, ...]
    """What the guards refuse, whatever the files say."""
    problems: tuple[Problem, ...]
    """What is wrong in the files, by the keys of the records."""
    remarks: tuple[Problem, ...]
    """What is new in the files and forbids nothing."""
    known: Counter[tuple[str, str, str]]
    """All that is wrong then anywhere, to be held against the next change."""


def main_of(repository: Repository) -> str:
    """What this clone calls the branch of what has been reviewed; `main` where it has none."""
    return next((name for name in MAIN_NAMES if repository.has_branch(name)), MAIN)


def reviewed_tree(root: Path) -> GitTree | None:
    """The main branch where the one at hand left it; `None` without Git."""
    repository = Repository(root)
    if not repository.exists():
        return None
    main = main_of(repository)
    start = repository.merge_base(main, "HEAD") if repository.has_branch(main) else "HEAD"
    return repository.tree(start)


def content_version(snapshot: Snapshot, path: str) -> str:
    """What the record of a file says, however the file is written; empty where there is none.

    Git on Windows may write other line ends into a folder than into the history.
    """
    record = snapshot.record(path)
    return "" if record is None else blob_id(canonical.dump(record).encode())


class Recorder:
    """The records of a folder, open for changes; `snapshot` is what the folder holds."""

    def __init__(self, root: Path, ready: Snapshot = NOTHING) -> None:
        """`ready` is what the folder held a moment ago: what stayed is not read again."""
        self.root = root
        self._tree = FolderTree(root)
        self.snapshot = load(self._tree, ready)

    @cached_property
    def _known(self) -> Counter[tuple[str, str, str]]:
        return Counter(map(_told, rule_check.problems_of(self.snapshot)))

    @cached_property
    def _base(self) -> tuple[Snapshot, frozenset[str]]:
        """What has been reviewed, and its files: the main branch where this one left it."""
        tree = reviewed_tree(self.root)
        if tree is None:
            # Without Git nothing was ever reviewed; what Kirim locked is locked all the same.
            return self.snapshot, frozenset()
        reviewed = load(tree, self.snapshot)
        return reviewed, frozenset(entry.path for entry in tree.entries())

    def version(self, path: str) -> str:
        """What a file held when it was read, as Git names it; empty where there was none."""
        return self.snapshot.blobs.get(path, "")

    def content_version(self, path: str) -> str:
        """What the record of a file said when it was read; see the function of this name."""
        return content_version(self.snapshot, path)

    def _held(self, path: str, data: bytes | None) -> bool:
        """Whether a file held these bytes when it was read."""
        return self.version(path) == ("" if data is None else blob_id(data))

    def judge(self, files: Files) -> list[Finding]:
        """The errors that stand in the way of writing these files, sorted.

        Whatever is wrong in the files themselves counts, elsewhere only what was not wrong before.
        """
        return self._findings(self.weigh(files), files)

    def write(self, files: Files) -> None:
        """Write or remove files; afterwards `snapshot` is the new state.

        Files that hold these bytes already are left alone. Raises `RefusedError`,
        `OutdatedError`, or `CommandError` where the disk refuses.
        """
        with locked(self.root):
            self._refuse_outdated(files)
            changes = {path: data for path, data in files.items() if not self._held(path, data)}
            weighed = self.weigh(changes)
            findings = self._findings(weighed, changes)
            if findings:
                raise RefusedError(findings)
            write_records(self.root, changes)
        self.snapshot = weighed.after
        self._known = weighed.known

    def weigh(self, files: Files, earlier: Files = NO_FILES) -> Weighed:
        """As `judge`, for who names places in another way than by file and line.

        `earlier` are files of changes that are to be reviewed before this one.
        """
        every = {**earlier, **files}
        after = load_changed(self.snapshot, Overlay(self._tree, every), every)
        base, reviewed = self._base
        if earlier:
            base = load_changed(base, Overlay(self._tree, earlier), earlier)
            reviewed |= earlier.keys()
        changed = tuple(
            ChangedFile(
                path,
                _PLAIN if path in reviewed else ABSENT,
                ABSENT if data is None else _PLAIN,
            )
            for path, data in sorted(files.items())
            if path in reviewed or data is not None
        )
        problems = list(rule_check.problems_of(after))
        return Weighed(
            after,
            changed,
            tuple(refusals(Facts(base, after, changed))),
            tuple(self._new(problems, every)),
            tuple(
                one
                for one in problems
                if one.advice and one.file in every and not self._known[_told(one)]
            ),
            Counter(map(_told, problems)),
        )

    def _findings(self, weighed: Weighed, files: Files) -> list[Finding]:
        found = rule_check.located(Overlay(self._tree, files), weighed.problems, touched=files)
        return sorted([*weighed.refusals, *found])

    def _new(self, problems: Iterable[Problem], files: Files) -> Iterator[Problem]:
        known = Counter(self._known)
        for problem in problems:
            if problem.advice:
                continue
            if problem.file in files:
                yield problem
            elif known[_told(problem)]:
                known[_told(problem)] -= 1
            elif not problem.policy:
                yield problem

    def was_so(self, problem: Problem) -> bool:
        """Whether a policy was broken like this before, so that a review lets it be."""
        return problem.policy and self._known[_told(problem)] > 0

    def write_weighed(self, files: Files) -> None:
        """Write files that have been weighed in their parts; see `write`."""
        with locked(self.root):
            self._refuse_outdated(files)
            write_records(self.root, files)

    def _refuse_outdated(self, files: Files) -> None:
        now = self._tree.read(sorted(files))
        outdated = [path for path, data in now if not self._held(path, data)]
        if outdated:
            raise OutdatedError(outdated)


def _told(problem: Problem) -> tuple[str, str, str]:
    """A problem without its place, which shifts when something is added before it."""
    return problem.file, problem.rule, problem.message
