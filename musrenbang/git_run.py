"""Runs Git."""

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path


class GitError(Exception):
    """Git is missing, or the folder, revision or object asked for does not exist."""


def git_command(arguments: Iterable[str]) -> tuple[str, ...]:
    """Git without pager, optional locks, a user's quoting settings or objects put over others."""
    return (
        "git",
        "--no-pager",
        "--no-optional-locks",
        "--no-replace-objects",
        "-c",
        "core.quotePath=false",
        "-c",
        "log.showSignature=false",
        *arguments,
    )


def run_git(
    root: Path,
    arguments: Iterable[str],
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run Git in a folder; what it printed. Raises `GitError` where it fails."""
    command = git_command(arguments)
    try:
        done = subprocess.run(
            command, cwd=root, input=stdin, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError as error:
        raise GitError("Program git tidak ditemukan.") from error
    if done.returncode != 0:
        raise GitError(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
    return done.stdout


def resolve(root: Path, revision: str) -> str:
    """The full name of the commit a revision means."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    return run_git(root, words).decode("ascii").strip()
