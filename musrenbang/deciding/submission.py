"""Handing in: drafted records become a branch with one commit, ready for a pull request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.git.repository import MAIN, Repository
from musrenbang.git.runner import GitError
from musrenbang.text.errors import CommandError, UsageError

_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class HandedIn:
    """What was recorded, and what the operator does next."""

    branch: str
    commit: str
    next_steps: tuple[str, ...]


def branch_name(*parts: object) -> str:
    """A branch name of plain letters: `keputusan/2016-rawasari`."""
    kind, *rest = (_SLUG.sub("-", str(part).lower()).strip("-") for part in parts)
    return f"{kind}/{'-'.join(rest)}"


def hand_in(  # noqa: PLR0913 - what a commit consists of
    root: Path,
    paths: Sequence[str],
    *,
    branch: str,
    message: str,
    trailers: Sequence[tuple[str, str]] = (),
    repository_url: str = "",
) -> HandedIn:
    """Commit these files and nothing else, on the branch that is theirs.

    From the main branch a new one is begun; on any other branch the commit is added to it.
    `repository_url` is the address on the Git host, as the settings give it. Raises
    `CommandError` where nothing changed or Git does not know the operator's name, `UsageError`
    outside Git.
    """
    repository = Repository(root)
    if not repository.exists():
        raise UsageError("Folder data ini bukan repositori Git, jadi tidak ada yang dapat dicatat.")
    current = repository.branch()
    if current in {"", MAIN}:
        branch = _free(repository, branch)
        repository.start_branch(branch)
    else:
        branch = current
    try:
        commit = repository.commit_files(sorted(paths), message, trailers)
    except GitError as error:
        raise CommandError(
            f"Git tidak mencatat perubahan ini di cabang {branch}: {error} Berkasnya tetap ada."
        ) from None
    return HandedIn(branch, commit, _next_steps(branch, repository_url))


def _free(repository: Repository, wanted: str) -> str:
    name, number = wanted, 1
    while repository.has_branch(name):
        number += 1
        name = f"{wanted}-{number}"
    return name


def _next_steps(branch: str, repository_url: str) -> tuple[str, ...]:
    push = f"git push -u origin {branch}"
    if not repository_url:
        return (push, "Lalu buka pull request dari cabang itu.")
    return (push, f"{repository_url.rstrip('/')}/compare/{MAIN}...{branch}?expand=1")
