"""A branch before it is merged: its own commits, by the rules that an audit judges them by."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from musrenbang.files.paths import Kind, place_of
from musrenbang.files.tree import Tree
from musrenbang.git.differences import changed_files
from musrenbang.git.objects import CommitObject, Objects
from musrenbang.git.repository import Repository
from musrenbang.history.accepted import accepted_faults
from musrenbang.history.commit_rules import AHEAD, ODD_TREE, commit_faults, is_ahead
from musrenbang.history.first_keys import HOW_TO_REGISTER, UNKEYED, registers_first_keys
from musrenbang.history.people import is_among, officials, writers
from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.review.facts import pengesahan_of
from musrenbang.review.review_model import (
    ALLOWED_SIGNERS,
    HOST_KEYS,
    RIWAYAT_DITERIMA,
    Area,
    Review,
    area_of,
)
from musrenbang.review.revisions import read_review
from musrenbang.review.signers import signers
from musrenbang.text.indonesian import WIB, angka, waktu_wib

_SETTINGS = {Kind.MUSRENBANG, Kind.KELURAHAN}
_DECIDED = {Kind.KEPUTUSAN, Kind.KIRIM, Kind.BERITA_ACARA}


def whole_review(root: Path, base: str, head: str | None) -> Review:
    """What merging a branch would do, and whether it may be: its content and its own commits.

    Raises `GitError` where a revision does not exist.
    """
    found = read_review(root, base, head)
    return replace(found, refusals=(*branch_refusals(root, base, head), *found.refusals))


def branch_refusals(root: Path, base: str, head: str | None) -> list[Finding]:
    """What would make an honest merge of a branch a violation, or could not be told to be none.

    `head` is `None` for the branch that is checked out. Raises `GitError` where a revision does not
    exist.
    """
    repository = Repository(root)
    start, end = repository.resolve(base), repository.resolve(head or "HEAD")
    objects = Objects(root)
    commits = objects.commits(end, start)
    if len(commits) > _MOST:
        message = f"Cabang ini membawa {angka(len(commits))} commit; paling banyak {angka(_MOST)}."
        return [_finding("penjaga.terlalu-banyak", message, _FEWER)]
    before = sorted({name for one in commits.values() for name in one.parents} - {*commits})
    if not all(repository.contains(name, start) for name in before):
        return [_finding("penjaga.dangkal", _SHALLOW, "Ambil dulu: git fetch --unshallow")]
    origins = objects.named(before)
    (trees,) = objects.odd_trees([(end, start)])
    found = [
        *(
            _finding("riwayat.folder-janggal", ODD_TREE.format(what=what), _AGAIN, path or ".")
            for path, what in trees
        ),
        *_faulty(list(commits.values()), origins),
        *_written_by_office(repository, start, head and end, list(commits.values())),
    ]
    if repository.file(start, RIWAYAT_DITERIMA) != repository.file(end, RIWAYAT_DITERIMA):
        found += accepted_faults(repository, end, repository.line(start))
    return list(dict.fromkeys(found))


_MOST = 1_000
"""More commits than anybody writes for one change, and each costs every later audit its time."""
_FEWER = "Ajukan lagi isinya sebagai satu atau beberapa commit baru dari main."
_SHALLOW = "Klon ini tidak memuat seluruh commit cabangnya, jadi tidak dapat diperiksa."


def _finding(rule: str, message: str, hint: str, path: str = ".") -> Finding:
    return Finding(path, 1, 1, rule, "error", message, hint)


def _faulty(commits: list[CommitObject], origins: list[CommitObject]) -> Iterator[Finding]:
    for fault in commit_faults(commits, origins):
        yield _finding(fault.rule, f"Commit {fault.commit.id[:12]}: {fault.message}", _AGAIN)
    now = datetime.now(WIB)
    for commit in commits:
        if is_ahead(commit.time, now):
            message = f"Commit {commit.id[:12]}: {AHEAD.format(time=waktu_wib(commit.time))}"
            yield _finding("riwayat.waktu-mendatang", message, _AGAIN)


_AGAIN = "Buat ulang perubahannya sebagai commit baru dengan Git biasa dan jam yang benar."


def _written_by_office(
    repository: Repository, base: str, head: str | None, commits: list[CommitObject]
) -> Iterator[Finding]:
    """Whether nobody is left who may approve: everybody who could stands as an author."""
    keys = repository.file(base, ALLOWED_SIGNERS) or b""
    by_host = repository.file(base, HOST_KEYS) is not None
    if not by_host and not any(signers(keys.decode("utf-8", "replace"))):
        yield from _unkeyed(repository, base, head)
        return
    tree = repository.tree(base)
    named = officials(load(tree, only=_wanted(tree, _SETTINGS)))
    authors = writers((one for one in commits if not _joins_only(repository, one)), named)
    for file in changed_files(repository.root, base, head):
        place = place_of(file.path)
        offices = [named.camat]
        if area_of(file.path, place, appoints=False) is Area.USULAN and place:
            offices.append(named.lurah.get((place.tahun, place.kelurahan), frozenset()))
        able = [named.holders(office) for office in offices if office]
        if able and all(any(is_among(one, authors) for one in people) for people in able):
            names = ", ".join(people[0].name for people in able)
            yield _finding("riwayat.setuju-sendiri", _OWN.format(names=names), _NAMED)
            return


def _wanted(tree: Tree, kinds: Collection[Kind]) -> set[str]:
    """The paths of some kinds of records."""
    places = ((entry.path, place_of(entry.path)) for entry in tree.entries())
    return {path for path, place in places if place and place.kind in kinds}


def _unkeyed(repository: Repository, base: str, head: str | None) -> Iterator[Finding]:
    """Whether a merge takes the camat's key, and no key is there yet: the first has to come first.

    Before the first records of all nobody is in office.
    """
    tree = repository.tree(base)
    snapshot = load(tree, only=_wanted(tree, _SETTINGS | _DECIDED))
    named = officials(snapshot)
    if pengesahan_of(snapshot) != "kunci" or not named.camat:
        return
    changed = [file.path for file in changed_files(repository.root, base, head)]
    file = repository.root / ALLOWED_SIGNERS
    after = repository.file(head, ALLOWED_SIGNERS) if head else None
    if head is None and file.is_file():
        after = file.read_bytes()
    ever = (
        repository.file(commit, ALLOWED_SIGNERS) or b""
        for commit in repository.commits_of(base, ALLOWED_SIGNERS)
    )
    had_keys = any(any(signers(text.decode("utf-8", "replace"))) for text in ever)
    if changed and (had_keys or not registers_first_keys(changed, after, snapshot, named)):
        who = max(named.camat, key=lambda name: "@" in name)
        yield _finding("riwayat.bukan-wewenang", UNKEYED, HOW_TO_REGISTER.format(who=who))


def _joins_only(repository: Repository, commit: CommitObject) -> bool:
    """Whether a commit only takes another line in, and so has no author of its own."""
    pair = commit.parents
    return len(pair) == len({*pair}) == _TWO and repository.merged(*pair) == commit.tree


_TWO = 2
_OWN = (
    "Commit cabang ini menyebut {names} sebagai penulis, padahal hanya dia yang berwenang "
    "menyetujuinya; tidak ada yang boleh menyetujui perubahannya sendiri."
)
_NAMED = "Buat ulang commit itu atas nama yang menulisnya (git config user.name dan user.email)."
