"""What GitHub says of a run of a workflow, in its environment: who started it, and where it is."""

import os
import re

from musrenbang.history.people import BOT, Account
from musrenbang.text.errors import UsageError
from musrenbang.text.escaping import visible

COMMIT = r"[0-9a-f]{40}|[0-9a-f]{64}"
COMMITTER = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "github-actions[bot]"), ("EMAIL", BOT))
}
"""Who records what a run records, as Git's environment says it."""


def given(name: str, pattern: str) -> str:
    """What GitHub says in an environment variable; `UsageError` if it is not what it should be."""
    value = os.environ.get(name, "")
    if not re.fullmatch(pattern, value):
        raise UsageError(f"{name} tidak seperti yang diisi GitHub: {visible(value)}")
    return value


def run_address() -> str:
    """The page of the run."""
    server = given("GITHUB_SERVER_URL", r"https://[a-z0-9.-]+")
    repository = given("GITHUB_REPOSITORY", r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
    return f"{server}/{repository}/actions/runs/{given('GITHUB_RUN_ID', '[0-9]+')}"


def starter() -> Account:
    """The account that started the run, or pushed what started it."""
    name = given("GITHUB_ACTOR", "[A-Za-z0-9_-]{1,50}").lower()
    return Account(name, given("GITHUB_ACTOR_ID", "[0-9]+"))
