"""The edge of a review: from revisions of a repository to the two snapshots it compares."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from musrenbang.files.paths import Kind, is_upload, place_of
from musrenbang.files.program import PIN, is_program
from musrenbang.files.tree import FolderTree, Tree
from musrenbang.git.differences import ChangedFile, changed_files, changed_lines
from musrenbang.git.objects import GitTree, Objects
from musrenbang.git.repository import Repository
from musrenbang.records.changed_snapshot import load_changed, with_part
from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.attributes import is_attributes
from musrenbang.review.comparison import review
from musrenbang.review.facts import Contents, Facts
from musrenbang.review.host_keys import host_key_findings
from musrenbang.review.owners import codeowners_findings
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, HOST_KEYS, Review
from musrenbang.review.signers import signers_findings
from musrenbang.rules import rule_check
from musrenbang.text.indonesian import WIB


@dataclass(frozen=True)
class _Comparison:
    """What is compared with what; `blocked` where it is not yet what merging would give."""

    base: GitTree
    head: Tree
    changed: Sequence[ChangedFile]
    blocked: tuple[Finding, ...] = ()
    meanwhile: Collection[str] = ()
    """The paths that the base changed since the head grew from it."""


def read_review(root: Path, base: str, head: str | None) -> Review:
    """What merging `head`, or else the folder as it is, into `base` would do.

    Raises `GitError` where a revision does not exist.
    """
    repository = Repository(root)
    compared = _compare(repository, base, head)
    paths = {file.path for file in compared.changed}
    before = load(compared.base)
    after = load_changed(before, compared.head, paths)
    found = rule_check.check(compared.head, after, paths)
    stale = _codeowners(repository, compared.base, before)
    found += [
        # As a policy: who did not touch the file is not stopped by what was there before.
        finding._replace(level="warning") if stale and CODEOWNERS not in paths else finding
        for finding in _codeowners(repository, compared.head, after)
    ]
    known = [*stale, *_known(before, {finding.rule for finding in found})]
    if ALLOWED_SIGNERS in paths:
        found += signers_findings(_file(repository, compared.head, ALLOWED_SIGNERS) or b"")
    if HOST_KEYS in paths:
        found += host_key_findings(_file(repository, compared.head, HOST_KEYS) or b"")
    facts = Facts(
        _with_last_readable(repository, compared.base, before),
        after,
        compared.changed,
        _contents(repository, compared),
        compared.meanwhile,
        _uploads(repository, base, head),
        _day(repository, head),
    )
    result = review(facts, known, found)
    return replace(result, refusals=(*compared.blocked, *result.refusals))


def _with_last_readable(repository: Repository, base: GitTree, snapshot: Snapshot) -> Snapshot:
    """The records of the base, and of its broken files the last version that could be read."""
    folders = {
        tahun: ["", *(folder.slug for folder in year.folders)]
        for tahun, year in snapshot.years.items()
    }
    for path in snapshot.broken:
        for commit in repository.commits_of(base.commit, path):
            part = load(repository.tree(commit), only={path})
            if part.record(path) is not None:
                snapshot = with_part(
                    snapshot, replace(part, broken=frozenset({path})), {path}, folders
                )
                break
    return snapshot


def _uploads(repository: Repository, base: str, head: str | None) -> list[str]:
    """The branch's own commits in which something handed in stood, unless the base has it, too."""
    start, objects = repository.resolve(base), Objects(repository.root)
    if objects.holding(is_upload, start, f"{start}^@"):
        return []
    return objects.holding(is_upload, repository.resolve(head or "HEAD"), start)


def _day(repository: Repository, head: str | None) -> date:
    """The day of the review, or of the commit where that is older: a clock may be set forward."""
    now = datetime.now(WIB)
    return (min(now, repository.commit(head).time) if head else now).astimezone(WIB).date()


def _known(snapshot: Snapshot, rules: Collection[str]) -> Iterator[Finding]:
    """What was wrong before, by the rules that still find something: the others tell nothing.

    Only file, rule and message count here, so no position is looked up.
    """
    for item in rule_check.problems_of(snapshot, rules):
        yield Finding(item.file, 1, 1, item.rule, "error", item.message, item.hint)


def _compare(repository: Repository, base: str, head: str | None) -> _Comparison:
    start = repository.resolve(base)
    if head is None:
        blocked: tuple[Finding, ...] = ()
        if not repository.contains(start):
            start, blocked = repository.merge_base(start, "HEAD"), _behind(base)
        tree = FolderTree(repository.root)
        changed = changed_files(repository.root, start)
        return _Comparison(repository.tree(start), tree, changed, blocked)
    end = repository.resolve(head)
    blocked = ()
    meanwhile: set[str] = set()
    if not repository.contains(start, end):
        known = repository.merge_base(start, end)
        meanwhile = {file.path for file in changed_files(repository.root, known, start)}
        merged = repository.merged(start, end)
        if merged:
            end = merged
        else:
            start, blocked = known, _conflict(base)
    changed = changed_files(repository.root, start, end)
    after = GitTree(repository.root, end)
    return _Comparison(repository.tree(start), after, changed, blocked, meanwhile)


def _behind(base: str) -> tuple[Finding, ...]:
    message = f"Folder ini belum memuat perubahan terbaru dari {base}."
    hint = f"Jalankan git merge {base}, lalu ulangi."
    return (Finding(".", 1, 1, "penjaga.tertinggal", "error", message, hint),)


def _conflict(base: str) -> tuple[Finding, ...]:
    message = f"Perubahan ini bertentangan dengan perubahan lain di {base}."
    hint = f"Gabungkan {base} ke cabang ini dan selesaikan pertentangannya."
    return (Finding(".", 1, 1, "penjaga.konflik", "error", message, hint),)


def _codeowners(repository: Repository, tree: Tree, snapshot: Snapshot) -> list[Finding]:
    """Whether CODEOWNERS, where there is one, names those whom the records name."""
    data = _file(repository, tree, CODEOWNERS)
    return codeowners_findings(snapshot, None if data is None else data.decode("utf-8", "replace"))


def _file(repository: Repository, tree: Tree, path: str) -> bytes | None:
    """A file outside the records; `None` where there is none, or only a link."""
    if isinstance(tree, GitTree):
        return repository.file(tree.commit, path)
    file = repository.root / path
    return file.read_bytes() if file.is_file() and not file.is_symlink() else None


def _contents(repository: Repository, compared: _Comparison) -> Contents:
    """What the bytes of the changed files tell that is no record."""
    places = {file.path: place_of(file.path) for file in compared.changed}
    photos = [
        file.path
        for file in compared.changed
        if not file.is_gone and (place := places[file.path]) and place.kind is Kind.FOTO
    ]

    grown = {
        file.path
        for file in compared.changed
        if (place := places[file.path])
        and place.kind is Kind.BERTANDA_TANGAN
        and (old := _file(repository, compared.base, file.path))
        and (_file(repository, compared.head, file.path) or b"").startswith(old)
    }

    def sides(path: str) -> tuple[str, str]:
        """A file outside the records before and after, where it changed."""
        if path not in places:
            return "", ""
        before, after = (
            (_file(repository, tree, path) or b"").decode("utf-8", "surrogateescape")
            for tree in (compared.base, compared.head)
        )
        return before, after

    lines = {}
    if None in places.values():
        head = compared.head.commit if isinstance(compared.head, GitTree) else None
        found = changed_lines(repository.root, compared.base.commit, head)
        lines = {path: found[path] for path, place in places.items() if not place and path in found}
    head_only = (file.path for file in compared.changed if is_attributes(file.path))
    founded = PIN in places or (
        any(map(is_program, places)) and repository.had(compared.base.commit, PIN)
    )
    return Contents(
        attributes={
            path: (_file(repository, compared.head, path) or b"").decode("utf-8", "replace")
            for path in head_only
        },
        grown=grown,
        lines=lines,
        sizes={path: len(data) for path, data in compared.head.read(photos) if data is not None},
        signers=sides(ALLOWED_SIGNERS),
        host_keys=sides(HOST_KEYS),
        pins=sides(PIN),
        founded=founded,
    )
