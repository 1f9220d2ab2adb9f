"""The edge of an audit: from a folder to its retold and judged history."""

import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from musrenbang.auditing.accepted_file import read_accepted
from musrenbang.auditing.accepting import Accepted, sort_out
from musrenbang.auditing.approving import Signed
from musrenbang.auditing.cache import Cache, Kept
from musrenbang.auditing.judging import lost, violations
from musrenbang.auditing.merging import Extra, extras
from musrenbang.auditing.model import Merge, TandaTangan, Violation
from musrenbang.auditing.resuming import resume
from musrenbang.auditing.retelling import Reteller
from musrenbang.auditing.signatures import Verdict, Verifier, claim
from musrenbang.auditing.walking import Step, Walker, read_chain
from musrenbang.git import MAIN_NAMES, Repository
from musrenbang.git_objects import Objects
from musrenbang.git_run import GitError
from musrenbang.loading import Known, nothing_known
from musrenbang.reviewing.areas import RIWAYAT_DITERIMA


class ShallowError(Exception):
    """Older history was left out when the repository was cloned, so nothing can be judged."""


@dataclass(frozen=True)
class Audit:
    """Everything an audit found, oldest first."""

    head: str
    merges: tuple[Merge, ...]
    violations: tuple[Violation, ...]
    """Those that nobody has accepted."""
    accepted: tuple[Accepted, ...]
    keys_since: str
    """The commit after which signatures could be judged; empty where no key is registered."""


def read_audit(  # noqa: PLR0913 - each is one question an auditor asks
    root: Path,
    revision: str = "HEAD",
    *,
    once: Sequence[str] = (),
    use_cache: bool = True,
    remember: bool = False,
    progress: Callable[[Iterator[Kept]], Iterable[Kept]] = iter,
) -> Audit:
    """The history up to a revision, walked once and judged.

    `once` names commits that were its newest at some time, for example those printed on paper;
    with `remember`, so are those that such audits of main have seen as its newest.
    Raises `GitError` where a revision does not exist, `ShallowError` for an incomplete clone and
    `SshKeygenMissingError` where signatures cannot be verified.
    """
    repository = Repository(root)
    head = repository.resolve(revision)
    if repository.is_shallow():
        raise ShallowError
    line = repository.line(head)
    cache = Cache(root) if use_cache else None
    stored, intact = cache.read() if cache else ([], False)
    kept = stored[: _common(stored, line)]
    known = len(kept) if intact and len(kept) == len(stored) else 0
    with Objects(root) as objects:
        steps = judged(repository, objects, head, Earlier().followed_by(kept))
        kept += progress(found for _, found in steps)
    if cache and known < len(kept):
        cache.write(kept, known)
    merges = tuple(item.merge for item in kept)
    found = [violation for merge in merges for violation in merge.violations]
    found += [
        lost(name, "disebut dengan --pernah") for name in once if not _is_on(line, repository, name)
    ]
    if cache and remember and repository.resolve("HEAD") == head:
        found += _moved(repository, cache, set(line), head)
    standing, taken = accepted_at(repository, head, line, found)
    since = next((item.merge.commit for item in kept if item.registered), "")
    return Audit(head, merges, tuple(standing), tuple(taken), since)


def accepted_at(
    repository: Repository, head: str, line: Sequence[str], found: Iterable[Violation]
) -> tuple[list[Violation], list[Accepted]]:
    """Violations that stand, and those that the file of a commit accepts."""
    accepted, faults = read_accepted(repository.file(head, RIWAYAT_DITERIMA))
    standing, taken = sort_out(found, accepted, line, head)
    standing += [
        Violation(head, "riwayat.terima", fault.file, f"{fault.message} {fault.hint}", fault.rule)
        for fault in faults
    ]
    return standing, taken


def _is_on(line: Collection[str], repository: Repository, revision: str) -> bool:
    """Whether a revision is one of the history itself, not of what its merges brought in."""
    if _HEX.fullmatch(revision):  # as papers print it; a tag could bear the same name
        return any(name.startswith(revision.lower()) for name in line)
    try:
        return repository.resolve(revision) in line
    except GitError:
        return False


_HEX = re.compile(r"[0-9A-Fa-f]{7,64}")


def _moved(
    repository: Repository, cache: Cache, line: Collection[str], head: str
) -> list[Violation]:
    """What earlier audits saw as the newest commit of main and is gone from it.

    Other branches are there to be rewritten until they are merged.
    """
    branch = repository.branch()
    if branch not in MAIN_NAMES:
        return []
    gone = [name for name in cache.tips(branch) if name not in line]
    cache.keep_tips(branch, [*gone, head])
    return [lost(name, "ujung riwayat pada audit yang lalu") for name in gone]


def _common(stored: Sequence[Kept], line: Sequence[str]) -> int:
    """How many kept results are still about the beginning of the history."""
    for index, (item, name) in enumerate(zip(stored, line, strict=False)):
        if item.merge.commit != name:
            return index
    return min(len(stored), len(line))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a walk has to know of the history before it."""

    line: tuple[str, ...] = ()
    """Its commits, oldest first."""
    registered: bool = False
    broken: tuple[str, ...] = ()

    def followed_by(self, kept: Sequence[Kept]) -> "Earlier":
        """What is known after the commits that follow, oldest first."""
        if not kept:
            return self
        line = (*self.line, *(item.merge.commit for item in kept))
        return Earlier(line, kept[-1].registered, kept[-1].broken)


def judged(
    repository: Repository,
    objects: Objects,
    head: str,
    earlier: Earlier,
    known: Known = nothing_known,
) -> Iterator[tuple[Step, Kept]]:
    """The commits after the earlier ones, in turn; those are the beginning of the history."""
    last = earlier.line[-1] if earlier.line else ""
    links = read_chain(objects, head, last)
    if not links:
        return
    walker = Walker(objects, known=known)
    if last:
        walker = resume(objects, last, earlier.broken, keys=earlier.registered, known=known)
    judge = _Judge(extras(repository, objects, links, earlier.line))
    with (
        tempfile.TemporaryDirectory(prefix="audit-") as folder,
        ThreadPoolExecutor(max_workers=os.cpu_count()) as pool,
    ):
        verifier = Verifier(Path(folder))
        waiting: deque[tuple[Step, Future[Mapping[str, Verdict]]]] = deque()
        for step in walker.walk(links):
            waiting.append((step, pool.submit(_verdicts, verifier, step)))
            if len(waiting) > _AHEAD:
                yield judge.kept(*waiting.popleft())
        for step, asked in waiting:
            yield judge.kept(step, asked)


def _verdicts(verifier: Verifier, step: Step) -> Mapping[str, Verdict]:
    """The verdicts on a step's commits.

    The signature of a merge covers its branch, whose commits it names by their hashes. Their own
    signatures only tell who wrote them, and count where that is whoever signed the merge.
    """
    own = verifier.verdict(step.commit, step.keys)
    found = {step.commit.id: own}
    for commit in step.link.branch:
        claimed = claim(commit, step.keys)
        alike = set(claimed.principals) & set(own.principals)
        found[commit.id] = verifier.verdict(commit, step.keys) if alike else claimed
    return found


_AHEAD = 100
"""How many commits are read before the signatures of the first are waited for."""


class _Judge:
    """Puts together what is known of a step; remembers the officials from one to the next."""

    def __init__(self, extra: Mapping[str, Extra]) -> None:
        self.extra = extra
        self.retell = Reteller()

    def kept(self, step: Step, asked: Future[Mapping[str, Verdict]]) -> tuple[Step, Kept]:
        """The step, told and judged."""
        verdicts = asked.result()
        signed = Signed(
            verdicts,
            step.keys,
            step.own_keys or b"",
            frozenset(self.extra.keys() & verdicts.keys()),
        )
        named = self.retell.officials(step.facts.base)
        own = verdicts[step.commit.id]
        merge = self.retell.merge(step)
        merge = merge._replace(
            tanda_tangan=TandaTangan(
                own.state,
                named.signer(own.principals[0]) if own.principals else None,
                own.fingerprint,
            ),
            cabang=tuple(
                commit._replace(tanda=verdicts[commit.commit].state) for commit in merge.cabang
            ),
        )
        found = violations(step, merge, named, signed, self.extra.get(merge.commit))
        return step, Kept(
            merge._replace(violations=found),
            step.own_keys is not None,
            tuple(sorted(step.facts.head.broken)),
        )
