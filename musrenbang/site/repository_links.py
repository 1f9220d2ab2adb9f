"""Where a commit or a pull request can be seen on the host of the repository.

The three hosts differ: GitHub and Forgejo lead from `/issues/N` to a pull request, GitLab does not.
"""

import re
from urllib.parse import quote, urlsplit

from musrenbang.site import addresses

_NUMBER = re.compile(r"[0-9]{1,9}")


def commit_link(repository: str | None, commit: str) -> str:
    """The page of a commit; empty where the repository has no public address."""
    return _below(repository, "commit", commit)


def pull_request_link(repository: str | None, name: str) -> str:
    """The page of a pull request, from its number or address; empty where that is unknown."""
    if not _NUMBER.fullmatch(name):
        known = repository is not None and name.startswith(repository.rstrip("/") + "/")
        return name if known and not addresses.is_example(name) else ""
    is_gitlab = "gitlab" in (urlsplit(repository or "").hostname or "")
    return _below(repository, "merge_requests" if is_gitlab else "issues", name)


def _below(repository: str | None, kind: str, name: str) -> str:
    if repository is None or addresses.is_example(repository):
        return ""
    dash = "/-" if "gitlab" in (urlsplit(repository).hostname or "") else ""
    return f"{repository.rstrip('/')}{dash}/{kind}/{quote(name)}"
