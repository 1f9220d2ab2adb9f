"""One step of the history as the `Merge` that pages and reports tell."""

import re
from collections.abc import Iterable
from operator import is_

from musrenbang.auditing.events import events_of
from musrenbang.auditing.model import CabangCommit, Merge, Pelaku
from musrenbang.auditing.people import (
    PULL_REQUEST,
    REVIEWED_BY,
    Officials,
    appointing_records,
    officials,
    person_of,
    trailers,
)
from musrenbang.auditing.walking import Step
from musrenbang.git_objects import CommitObject
from musrenbang.reviewing.areas import jenis_of
from musrenbang.reviewing.headline import headline
from musrenbang.snapshot import Snapshot

_HOSTED_MERGE = re.compile(r"Merge pull request #([0-9]+) from \S+")


class Reteller:
    """Retells steps; remembers the officials until the records name others."""

    def __init__(self) -> None:
        self._records: tuple[object, ...] = ()
        self._officials = Officials()

    def merge(self, step: Step) -> Merge:
        """The step in words, without any judgement."""
        commit, facts = step.commit, step.facts
        named = self.officials(facts.base)
        wrote = authors(step)
        found = trailers(commit.message)
        return Merge(
            commit=commit.id,
            waktu=commit.time,
            judul=commit.subject,
            jenis=jenis_of(facts.areas, correction=facts.has_correction, initial=facts.initial),
            gabungan=commit.is_merge,
            ringkasan=headline(facts, ()),
            penggabung=named.role(commit.committer),
            penulis=_distinct(named.role(author.author) for author in wrote),
            peninjau=_distinct(named.role(person_of(text)) for text in found.get(REVIEWED_BY, ())),
            pull_request=pull_request(commit),
            cabang=tuple(CabangCommit(own.id, own.author.name) for own in step.link.branch),
            events=events_of(facts),
        )

    def officials(self, snapshot: Snapshot) -> Officials:
        """Those whom the records appoint."""
        records = appointing_records(snapshot)
        if len(records) != len(self._records) or not all(map(is_, records, self._records)):
            self._records, self._officials = records, officials(snapshot)
        return self._officials


def authors(step: Step) -> tuple[CommitObject, ...]:
    """The commits whose authors wrote the change: those brought in, without merges of main."""
    own = tuple(commit for commit in step.link.branch if not commit.is_merge)
    return own or step.link.branch or (step.commit,)


def pull_request(commit: CommitObject) -> str:
    """The pull request a commit says it merges; a number or an address, empty where it does not."""
    named = trailers(commit.message).get(PULL_REQUEST)
    if named:
        return named[-1].removeprefix("#")
    hosted = _HOSTED_MERGE.fullmatch(commit.subject)
    return hosted[1] if hosted and commit.is_merge else ""


def _distinct(people: Iterable[Pelaku]) -> tuple[Pelaku, ...]:
    return tuple(dict.fromkeys(people))
