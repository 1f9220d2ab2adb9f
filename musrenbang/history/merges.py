"""Every landing as the `Merge` that pages and reports tell, judged by its own time."""

import os
import re
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from musrenbang.files.paths import Kind
from musrenbang.git.objects import CommitObject, Objects
from musrenbang.git.repository import Repository
from musrenbang.history import hosted
from musrenbang.history.approvals import Verifier, Worth, claim
from musrenbang.history.events import events_of
from musrenbang.history.history_model import CabangCommit, Merge, Pelaku, Tanda, TandaTangan
from musrenbang.history.people import (
    BOT,
    PULL_REQUEST,
    REVIEWED_BY,
    Officials,
    officials,
    person_of,
    trailers,
    uploaders,
)
from musrenbang.history.rules_replay import RulesReplay
from musrenbang.history.violations import Extra, extras, judgement
from musrenbang.history.walk import Landing, Walker, read_chain
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.headline import headline

_AHEAD = 100
"""How many commits are read before the signatures of the first are waited for."""

_HOSTED_MERGE = re.compile(r"Merge pull request #([0-9]+) from \S+")


def judged_merges(
    root: Path, head: str, ready: Snapshot | None = None
) -> Iterator[tuple[Landing, Merge]]:
    """The first-parent history up to a commit, oldest first; records in `ready` are not read again.

    Raises `SshKeygenMissingError` where signatures cannot be verified.
    """
    named, is_current = Officials(), True
    rules, numbers = RulesReplay(), hosted.Numbers()
    for landing, found, extra in _verified(root, head, ready):
        if not is_current:
            named = officials(landing.facts.base)
        own = found[landing.commit.id]
        if own.state is Tanda.PELADEN:
            people = hosted.accounts(landing.commit, landing.tip)
            own = replace(own, principals=numbers.principals(people, named))
        worth = {**found, landing.commit.id: own}
        merge = _merge(landing, named, worth)
        broken, notes = judgement(landing, named, worth, extra)
        refused = {violation.file for violation in broken}
        broken += tuple(one for one in rules.broken(landing) if one.file not in refused)
        yield landing, merge._replace(violations=broken, notes=notes)
        is_current = not landing.facts.of(Kind.MUSRENBANG, Kind.KELURAHAN)


def _verified(
    root: Path, head: str, ready: Snapshot | None
) -> Iterator[tuple[Landing, Mapping[str, Worth], Mapping[str, Extra]]]:
    """Every landing, what its signatures are worth, and what all merges hold beyond their parents.

    Signatures are verified by other processes while the next landings are read.
    """
    with (
        tempfile.TemporaryDirectory(prefix="audit-") as folder,
        ThreadPoolExecutor(max_workers=os.cpu_count()) as pool,
    ):
        objects = Objects(root)
        links = read_chain(objects, head)
        extra = extras(Repository(root), objects, links)
        verifier = Verifier(Path(folder))
        waiting: deque[tuple[Landing, Future[Mapping[str, Worth]]]] = deque()
        for landing in Walker(objects, ready).walk(links):
            waiting.append((landing, pool.submit(_worth, verifier, landing)))
            if len(waiting) > _AHEAD:
                first, asked = waiting.popleft()
                yield first, asked.result(), extra
        for landing, asked in waiting:
            yield landing, asked.result(), extra


def _worth(verifier: Verifier, landing: Landing) -> Mapping[str, Worth]:
    """What the signatures of a landing's commits are worth.

    The signature of a merge covers its branch, whose commits it names by their hashes. Their own
    signatures only tell who wrote them, and count where that is whoever signed the merge, or where
    a second office has to agree.
    """
    second = landing.tip if landing.facts.locked_usulan or landing.facts.only_appoints else None
    own = verifier.landed(landing)
    found = {landing.commit.id: own}
    for commit in landing.link.branch:
        claimed = claim(commit, landing.keys)
        alike = commit is second or set(claimed.principals) & set(own.principals)
        found[commit.id] = verifier.worth(commit, landing.keys) if alike else claimed
    return found


def _merge(landing: Landing, named: Officials, worth: Mapping[str, Worth]) -> Merge:
    """The landing as it is told, without any judgement."""
    commit, facts = landing.commit, landing.facts
    own = worth[commit.id]
    found = trailers(commit.message)
    signers = [named.signer(name) for name in own.principals]
    signers = [one for one in signers if one.peran] or signers[:1]
    penggabung = named.role(commit.committer)
    peninjau = [named.role(person_of(text)) for text in found.get(REVIEWED_BY, ())]
    if landing.by_host:
        peninjau = []
    if own.state is Tanda.PELADEN:
        by_bot = commit.author.email == BOT
        penggabung = _BOT if by_bot else next(iter(signers), Pelaku(commit.author.name))
        peninjau = [one for one in signers if by_bot]
    return Merge(
        commit=commit.id,
        waktu=commit.time,
        judul=commit.subject,
        jenis=facts.jenis,
        gabungan=commit.is_merge,
        ringkasan=headline(facts, ()),
        penggabung=penggabung,
        penulis=tuple(dict.fromkeys(_authors(landing, named))),
        peninjau=tuple(dict.fromkeys(peninjau)),
        pull_request=_pull_request(commit, found.get(PULL_REQUEST, ())),
        tanda_tangan=TandaTangan(
            own.state,
            next(iter(signers), None),
            own.fingerprint,
        ),
        cabang=tuple(
            CabangCommit(one.id, one.author.name, worth[one.id].state)
            for one in landing.link.branch
        ),
        events=events_of(facts),
    )


_BOT = Pelaku("alur Gabungkan")


def _authors(landing: Landing, named: Officials) -> Iterator[Pelaku]:
    """Who wrote what a landing brought in; a workflow only copies what somebody uploaded."""
    for commit in landing.authors:
        people = uploaders(commit, named)
        if not people or commit.author.email != BOT:
            people.insert(0, commit.author)
        yield from map(named.role, people)


def _pull_request(commit: CommitObject, named: Sequence[str]) -> str:
    """The pull request a commit says it merges; a number or an address, empty where it does not."""
    if named:
        return named[-1].removeprefix("#")
    made = _HOSTED_MERGE.fullmatch(commit.subject)
    return made[1] if made and commit.is_merge else ""
