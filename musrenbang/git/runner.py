"""Runs Git, and ssh-keygen, the reference for SSH signatures: every signer has it."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from musrenbang.git.refusals import NOT_FOUND, UNBORN, UNBORN_HERE, told
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import WIB


class GitError(Exception):
    """Git is missing, or the folder, revision or object asked for does not exist.

    Its message is Indonesian and says what to do; `status` is how Git ended, where it ran.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


def git_command(arguments: Iterable[str]) -> tuple[str, ...]:
    """Git without pager, optional locks, a user's quoting settings or objects put over others.

    What a folder's own `.git` says of the parents of a commit, or of which files have changed, is
    not believed.
    """
    return (
        "git",
        "--no-pager",
        "--no-optional-locks",
        "--no-replace-objects",
        *("-c", "advice.graftFileDeprecated=false"),
        *("-c", "core.commitGraph=false"),
        *("-c", "core.fsmonitor=false"),
        *("-c", "core.quotePath=false"),
        *("-c", "log.showSignature=false"),
        *arguments,
    )


def git_environment(environment: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """An environment (default: this process's) for working on the folder that Git is run in.

    A hook or alias of Git that started this program says which repository it was started for; it
    need not be this one. No grafts give commits other parents. What Git says is recognised, so it
    says it in one language.
    """
    given = os.environ if environment is None else environment
    kept = {name: value for name, value in given.items() if name not in _OF_A_REPOSITORY}
    return {**kept, **_CLOSED}


_CLOSED = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
"""Nothing is fetched, which could run what the folder's own settings name."""


_OF_A_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)


def run_git(
    root: Path,
    arguments: Iterable[str],
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    repository: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Run Git in a folder; what it printed. Raises `GitError` where it fails.

    `repository` says that another one is meant than that of the folder (`apart`).
    """
    words = tuple(arguments)
    try:
        done = subprocess.run(
            git_command(words),
            cwd=root,
            input=stdin,
            env={**git_environment(environment), **repository},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError(
            "Program git tidak ditemukan. Pasang Git (https://git-scm.com), lalu ulangi."
        ) from error
    if done.returncode != 0:
        printed = (text.decode("utf-8", "replace").strip() for text in (done.stdout, done.stderr))
        raise GitError(told(words, done.returncode, *printed), done.returncode)
    return done.stdout


def no_commit(root: Path) -> str:
    """Why a folder has no commit, as a sentence: it is no repository, or nothing is in it yet."""
    try:
        run_git(root, ("rev-parse", "--git-dir"))
    except GitError as error:
        return str(error)
    names = [name.removeprefix(f"{_ORIGIN}/") for name in refs(root, _ORIGIN)]
    if names:
        return UNBORN_HERE.format("main" if "main" in names else names[0])
    return UNBORN


_ORIGIN = "refs/remotes/origin"


_FULL_NAME = re.compile(r"HEAD|[0-9a-f]{40}|[0-9a-f]{64}")
_NAME = re.compile(r"((?:(?!@\{)[^~^:])+)(.*)", re.DOTALL)
_WHOLE = re.compile(r"(refs|heads|remotes|tags)/.+")
_BRANCHES = ("refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")


def resolve(root: Path, revision: str) -> str:
    """The full name of the commit a revision means.

    A branch comes before a tag of its name: whoever may push tags must not say what `main` is.
    Raises `GitError` where there is no such commit, or where a name means more than one.
    """
    match = _NAME.fullmatch(revision)
    if match and not _FULL_NAME.fullmatch(match[1]) and not _WHOLE.fullmatch(match[1]):
        revision = _full_name(root, match[1]) + match[2]
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    try:
        return run_git(root, words).decode("ascii").strip()
    except GitError as error:
        raise GitError(str(error) or NOT_FOUND.format(f"“{visible(revision)}”")) from None


def _full_name(root: Path, name: str) -> str:
    """The branch of this name, here or else at the origin; where there is none, the name as is."""
    tag, origin = f"refs/tags/{name}", f"refs/remotes/origin/{name}"
    wanted = [pattern.format(name) for pattern in _BRANCHES]
    found = refs(root, tag, origin, *wanted)
    branches = [ref for ref in wanted if ref in found] or [ref for ref in (origin,) if ref in found]
    if len({found[ref] for ref in branches}) > 1:
        raise GitError(f"“{name}” berarti lebih dari satu: {', '.join(branches)}.")
    if found and _is_short_name(root, name):
        raise GitError(f"“{name}” nama cabang atau tag, tetapi juga awal nama sebuah commit.")
    return branches[0] if branches else name


def _is_short_name(root: Path, name: str) -> bool:
    """Whether the names of objects begin like this."""
    return re.fullmatch("[0-9a-f]{4,}", name) is not None and bool(
        run_git(root, ("rev-parse", f"--disambiguate={name}"))
    )


def refs(root: Path, *patterns: str) -> dict[str, str]:
    """The commits that some refs point to, by full name; only refs that exist."""
    words = ("for-each-ref", "--format=%(objectname) %(refname)", *patterns)
    lines = run_git(root, words).decode("utf-8", "replace").splitlines()
    return {ref: commit for commit, ref in (line.split(" ", 1) for line in lines)}


_ENVIRONMENT = {**os.environ, "LC_ALL": "C", "TZ": "WIB-7"}
"""Validity dates without a time zone mean Jakarta's, wherever this runs."""


class SshKeygenMissingError(Exception):
    """The program that verifies signatures is not installed."""


def ssh_keygen(
    action: str, arguments: Sequence[str], data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run `ssh-keygen -Y ACTION` on some signed bytes."""
    try:
        return subprocess.run(
            ("ssh-keygen", "-Y", action, *arguments),
            input=data,
            capture_output=True,
            check=False,
            env=_ENVIRONMENT,
        )
    except FileNotFoundError:
        raise SshKeygenMissingError from None


def verify_time(moment: datetime) -> str:
    """The option that has keys judged as of a moment."""
    return f"-Overify-time={moment.astimezone(WIB):%Y%m%d%H%M%S}"
