"""*Gabungkan*: a pull request merged by GitHub for those whose accounts approved it there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from musrenbang.git.differences import changed_files
from musrenbang.git.objects import CommitObject, Objects, Person
from musrenbang.git.openpgp import OpenPgpError, public_keys
from musrenbang.git.repository import Repository
from musrenbang.github.gh import GitHub
from musrenbang.history import hosted
from musrenbang.history.approvals import unapproved
from musrenbang.history.hosted import Approval
from musrenbang.history.people import Account, Officials, is_among, officials, writers
from musrenbang.records.loader import load
from musrenbang.review.facts import Facts
from musrenbang.review.review_model import HOST_KEYS
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.verifying.recorded import reviewed

CHECK = "Periksa usulan dan keputusan"
"""The check that has to be green, whatever workflow calls it."""


@dataclass(frozen=True)
class Ready:
    """A pull request of which nothing stands in the way: what is merged, and what that will say."""

    number: int
    head: str
    message: str


def ready(root: Path, number: int, main: str, hub: GitHub) -> Ready:
    """A pull request that may be merged now; `root` has what merging it gives checked out.

    Judged are its base, its state at the host, the change itself, its checks, and whose accounts
    approved it. Raises `CommandError` with everything that is missing.
    """
    commit = _merge_result(root)
    base, head = commit.parents
    pull = hub.pull_request(number)
    moved = hub.tip(main) != base or pull["head"]["sha"] != head
    if pull["base"]["ref"] != main or pull["state"] != "open":
        raise CommandError(f"Pull request {number} tidak terbuka, atau bukan untuk cabang {main}.")
    if moved:
        raise CommandError(
            "Sejak alur ini dimulai, main atau cabangnya berubah. Jalankan sekali lagi."
        )
    named = officials(load(Repository(root).tree(base)))
    approved, objections = _reviews(hub.reviews(number), head, named)
    wrote = writers(_written(root, base, head), named)
    counted = [one for one in approved if not is_among(_person(one, named), wrote)]
    names = hosted.Numbers().principals(map(_address, counted), named)
    facts = _facts(root, base, commit.id)
    missing = [
        *_unaccepted(facts, Repository(root).file(base, HOST_KEYS)),
        *(["Pull request ini masih rancangan (draft)."] if pull.get("draft") else []),
        *_unfit(root, base, head),
        *_checks(hub.checks(head)),
        *objections,
        *unapproved(facts, named, names),
    ]
    if not counted and not missing:
        missing.append("Belum ada pejabat yang menyetujui isi terakhirnya dengan akunnya.")
    if missing:
        told = "".join(f"\n- {visible(one)}" for one in dict.fromkeys(missing))
        raise CommandError(f"Pull request {number} belum dapat digabung:{told}")
    return Ready(number, head, hosted.message(number, counted))


def _merge_result(root: Path) -> CommitObject:
    (commit,) = Objects(root).named([Repository(root).resolve("HEAD")])
    if len(commit.parents) != 2:  # noqa: PLR2004 - main, and the branch
        raise CommandError("Folder ini bukan hasil penggabungan sebuah pull request.")
    return commit


def _unaccepted(facts: Facts, keys: bytes | None) -> Iterator[str]:
    """Why the host's signature would count nothing here."""
    if facts.pengesahan != "peladen":
        yield "Tahun ini tidak disahkan lewat akun pada peladen Git (`pengesahan: peladen`)."
        return
    try:
        found = public_keys(keys or b"")
    except OpenPgpError:
        found = ()
    if not any(key.counts(datetime.now(UTC)) for key in found):
        yield f"Kunci peladen dalam {HOST_KEYS} tidak ada atau tidak berlaku hari ini."


def _unfit(root: Path, base: str, head: str) -> Iterator[str]:
    """Why the change itself may not be merged, by the program of the base."""
    review = reviewed(root, base, head)
    errors = (one for one in review.findings if one.level == "error")
    yield from (f"{one.file}: {one.message}" for one in (*review.refusals, *errors))


def _facts(root: Path, base: str, merge: str) -> Facts:
    repository = Repository(root)
    before, after = load(repository.tree(base)), load(repository.tree(merge))
    return Facts(before, after, changed_files(root, base, merge))


def _written(root: Path, base: str, head: str) -> list[CommitObject]:
    commits = list(Objects(root).commits(head, base).values())
    return [one for one in commits if not one.is_merge] or commits


def _person(approval: Approval, named: Officials) -> Person:
    return Person(named.signer(approval.account.name).nama, approval.account.name)


def _address(approval: Approval) -> Person:
    return Person(approval.account.name, hosted.address(approval.account))


def _reviews(
    reviews: Sequence[Mapping[str, Any]], head: str, named: Officials
) -> tuple[list[Approval], list[str]]:
    """Who of the officials approved the branch as it is now, and who still asks for something."""
    last = {}
    for review in reviews:
        if review["user"] and review["state"] in _SETTLED:
            last[review["user"]["id"]] = review
    approved, objections = [], []
    for number, review in last.items():
        name = str(review["user"]["login"]).lower()
        if name not in named.roles:
            continue
        if review["state"] == "CHANGES_REQUESTED":
            objections.append(f"{named.roles[name][1]} meminta perubahan.")
        elif review["state"] == "APPROVED" and review["commit_id"] == head:
            when = datetime.fromisoformat(review["submitted_at"]).astimezone(UTC)
            approved.append(Approval(Account(name, str(number)), when))
    return approved, objections


_SETTLED = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})


def _checks(checks: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What is not green; `checks` are names and outcomes."""
    if not any(name == CHECK or name.endswith(f"/ {CHECK}") for name, _ in checks):
        yield f"Pemeriksaan “{CHECK}” belum berjalan untuk isi terakhirnya."
    yield from (
        f"Pemeriksaan “{name}” belum hijau." for name, state in checks if state not in _GREEN
    )


_GREEN = frozenset({"success", "neutral", "skipped"})
