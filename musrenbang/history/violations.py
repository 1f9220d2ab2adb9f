"""What was against the rules in one landing, by the keys and records of its parent."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from musrenbang.files.paths import Kind
from musrenbang.git.differences import ChangedFile, changed_files
from musrenbang.git.objects import CommitObject, Objects
from musrenbang.git.repository import Repository
from musrenbang.history import approvals
from musrenbang.history.approvals import Worth
from musrenbang.history.commit_rules import ODD_TREE, commit_faults
from musrenbang.history.history_model import LATER, NOTED, RULES, Breach, Violation
from musrenbang.history.people import PULL_REQUEST, Officials, trailers
from musrenbang.history.walk import Landing, Link
from musrenbang.review.guards import GUARDS, refusals
from musrenbang.review.review_model import RECORDS
from musrenbang.text.indonesian import WIB, tanggal
from schemas import HasilSurvei, Kelurahan, Keputusan, Kirim, Usulan


@dataclass(frozen=True)
class Extra:
    """Files of a merge that are not what merging gives; `conflict` where somebody had to choose."""

    paths: tuple[str, ...]
    conflict: bool = False


def extras(repository: Repository, objects: Objects, links: Sequence[Link]) -> dict[str, Extra]:
    """By commit, what merges of two parents hold beyond their parents, on the branches too.

    Most merges are settled by comparing names of files' contents, path by path. Where that does
    not clear a merge, Git merges the parents again, and its result decides.
    """
    position = {link.commit.id: index for index, link in enumerate(links)}
    found: dict[str, Extra] = {}
    unsettled: list[tuple[CommitObject, str]] = []
    for link in links:
        for commit in link.branch:
            if commit.is_merge and (extra := _merge_again(repository, commit)):
                found[commit.id] = extra
        if len(link.commit.parents) == _TWO and not _is_plain(link):
            base = _base(link, position)
            if base:
                unsettled.append((link.commit, base))
            elif extra := _merge_again(repository, link.commit):
                found[link.commit.id] = extra
    pairs: list[tuple[str, str]] = []
    for commit, base in unsettled:
        main, tip = commit.parents
        pairs += (tip, base), (commit.id, main), (commit.id, tip)
    differences = iter(objects.differences(pairs))
    for commit, _ in unsettled:
        clear = _is_clear(next(differences), next(differences), next(differences))
        if not clear and (extra := _merge_again(repository, commit)):
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


def _is_clear(
    branch: Iterable[ChangedFile], merge: Iterable[ChangedFile], rest: Iterable[ChangedFile]
) -> bool:
    """Whether a merge holds what its branch changed, as the branch left it, and nothing else.

    `branch` is what the branch changed since it left main, `merge` what the merge changed on
    main, and `rest` how the merge differs from the branch's tip. Where main had changed a path
    too, contents must be merged.
    """
    wanted = {file.path: (file.old_mode, file.old_blob) for file in branch}
    made = {file.path: (file.old_mode, file.old_blob) for file in merge}
    return made.items() <= wanted.items() and wanted.keys().isdisjoint(file.path for file in rest)


def _merge_again(repository: Repository, commit: CommitObject) -> Extra | None:
    if len(commit.parents) > _TWO:
        return Extra((".",))
    tree = repository.merged(*commit.parents)
    if tree is None:
        return Extra((".",), conflict=True)
    if tree == commit.tree:
        return None
    return Extra(tuple(file.path for file in changed_files(repository.root, tree, commit.id)))


_TWO = 2
_SQUASHED = re.compile(r"\(#[0-9]+\)$")


class Judgement(NamedTuple):
    """What a landing broke, and what should be known of it besides."""

    violations: tuple[Violation, ...]
    notes: tuple[Violation, ...]


def judgement(
    landing: Landing,
    named: Officials,
    worth: Mapping[str, Worth],
    extra: Mapping[str, Extra],
) -> Judgement:
    """Everything about a landing that was not allowed, by those in office before it.

    `worth` tells of the signatures of its commits, `extra` of all merges there are. What a rule
    later than the landing forbids is only noted.
    """
    name = landing.commit.id
    cited = landing.facts.guide.cited
    bound, free = dict[Violation, None](), dict[Violation, None]()
    for finding in refusals(landing.facts):
        guard = GUARDS[finding.rule]
        found = bound if guard.binds(landing.facts) else free
        basis = cited(guard.basis)
        found[Violation(name, guard.id, finding.file, finding.message, basis)] = None
    later = landing.facts.pengesahan is None
    for rule, file, message in (
        *_shape(landing, extra.get(name)),
        *approvals.signature(landing, worth[name]),
        *approvals.appointment(landing, named),
        *approvals.approval(landing, named, worth, extra),
        *_ahead(landing),
        *_single(landing),
    ):
        found = free if rule in NOTED or (later and rule in LATER) else bound
        found[Violation(name, rule, file, message, cited(RULES[rule]))] = None
    return Judgement(tuple(bound), tuple(free))


def _shape(landing: Landing, extra: Extra | None) -> Iterator[Breach]:
    commit = landing.commit
    if len(commit.parents) > _TWO:
        yield "riwayat.banyak-induk", ".", _OCTOPUS.format(count=len(commit.parents) - 1)
    elif not commit.is_merge and (path := _pushed(landing)):
        if _SQUASHED.search(commit.subject) or trailers(commit.message).get(PULL_REQUEST):
            yield "riwayat.squash", path, _SQUASH
        else:
            yield "riwayat.langsung", path, _INITIAL if landing.facts.initial else _DIRECT
    for path in extra.paths if extra else ():
        yield "riwayat.isi-penggabungan", path, _CONFLICT if extra and extra.conflict else _EXTRA


def _pushed(landing: Landing) -> str:
    """A file that may only change by a merge; empty where a push changed none.

    Settings and code may be pushed until keys are registered: somebody has to make a beginning.
    """
    facts = landing.facts
    beginning = facts.of(Kind.KELURAHAN) if facts.initial else ()
    return next(
        (
            item.path
            for item in facts.touched
            if (item.area in RECORDS and item not in beginning)
            or (landing.must_be_signed and not facts.initial)
        ),
        "",
    )


_OCTOPUS = (
    "Commit ini menggabungkan {count} cabang sekaligus, sehingga tidak terlihat siapa menyetujui "
    "apa. Gabungkan satu pull request setiap kali."
)
_SQUASH = (
    "Pull request digabung dengan squash atau rebase: commit dan tanda tangan cabangnya hilang. "
    "Pakai merge commit."
)
_DIRECT = "Dimasukkan langsung, tanpa pemeriksaan orang kedua (pull request)."
_INITIAL = "Data awal dimasukkan sekaligus, tanpa pemeriksaan orang kedua."
_EXTRA = (
    "Penggabungan ini sendiri mengubah berkas: isinya bukan hasil menggabungkan cabangnya, jadi "
    "tidak pernah ditinjau."
)
_CONFLICT = (
    "Cabang ini bertentangan dengan main dan diselesaikan di dalam penggabungannya; "
    "penyelesaiannya tidak pernah ditinjau."
)


def _single(landing: Landing) -> Iterator[Breach]:
    """What is wrong with the commit itself, or with those of its branch."""
    commits = (landing.commit, *landing.link.branch)
    for fault in commit_faults(commits, landing.link.origins):
        which = "" if fault.commit is landing.commit else f"Commit cabang {fault.commit.id[:12]}: "
        yield fault.rule, ".", f"{which}{fault.message}"
    for path, what in landing.odd_trees:
        yield "riwayat.folder-janggal", path or ".", ODD_TREE.format(what=what)


def _ahead(landing: Landing) -> Iterator[Breach]:
    """No record tells of days to come."""
    day = landing.commit.time.astimezone(WIB).date()
    for item in landing.facts.records:
        known = {*_dates(item.before)}
        later = [when for when in _dates(item.after) if when > day and when not in known]
        if later:
            yield (
                "riwayat.tanggal-mendahului",
                item.path,
                f"Mencatat {tanggal(max(later))}, padahal commit ini bertanggal {tanggal(day)}.",
            )


def _dates(record: object) -> Iterator[date]:
    """The days on which something happened, according to a record."""
    match record:
        case Keputusan():
            yield record.tanggal
            if record.survei:
                yield record.survei.tanggal
        case HasilSurvei():
            yield record.survei.tanggal
        case Kirim():
            yield record.tanggal
            yield from (row.tanggal for row in record.koreksi)
        case Kelurahan():
            if record.dikirim:
                yield record.dikirim
        case Usulan():
            if record.validasi_lurah and record.validasi_lurah.tanggal:
                yield record.validasi_lurah.tanggal
        case _:
            return
