"""Handing in: drafted records become a branch with one commit, ready for a pull request."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.deciding.recorder import main_of
from musrenbang.files.paths import Kind, place_of
from musrenbang.git.differences import changed_paths
from musrenbang.git.refusals import (
    LOCKED,
    NO_KEY,
    NO_OPENPGP,
    NO_OPENPGP_KEY,
    NOBODY,
    UNFINISHED,
    UNREADABLE_KEY,
)
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError, no_commit, run_git
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import untaken
from musrenbang.year.cases import Case, cases_of

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
    year: Year,
    paths: Sequence[str],
    *,
    branch: str,
    message: str,
    trailers: Sequence[tuple[str, str]] = (),
) -> HandedIn:
    """Commit these files and nothing else, on the branch that is theirs.

    From the main branch a new one is begun; on any other branch the commit is added to it.
    Raises `CommandError` where nothing changed or Git cannot record it, `UsageError` outside Git.
    """
    refuse_unready(root)
    repository = Repository(root)
    current, main = repository.branch(), main_of(repository)
    try:
        if current == main:
            branch = untaken(branch, repository.has_branch)
            repository.start_branch(branch)
        else:
            branch = current
        commit = repository.commit_files(sorted(paths), message, trailers)
    except GitError as error:
        raise CommandError(
            f"Git tidak mencatat perubahan ini di cabang {branch}; berkasnya tetap ada. {error}"
        ) from None
    return HandedIn(branch, commit, _next_steps(main, branch, year))


def begin_own_branch(root: Path, branch: str) -> None:
    """Begin the branch of a change where the folder stands, unless it stands on it already.

    What came before it is then reviewed first.
    """
    repository = Repository(root)
    if repository.branch() != branch:
        repository.start_branch(untaken(branch, repository.has_branch))


def refuse_unready(root: Path) -> None:
    """Raise where Git could not record anything now: before anything is written, or a branch made.

    A `UsageError` outside Git, and a `CommandError` where Git does not know by whom or with which
    key, is at work already, or has no branch checked out.
    """
    repository = Repository(root)
    if not repository.exists():
        raise UsageError(f"Tidak ada yang dapat dicatat dalam Git. {no_commit(root)}")
    told = _unready(repository)
    if told:
        raise CommandError(f"Belum dapat dicatat dalam Git. {told}")


def _unready(repository: Repository) -> str:
    """What keeps Git from recording anything, and how to mend it; empty where nothing does."""
    for name, sentence in _STANDING_IN_THE_WAY.items():
        path = Path(_asked(repository, "rev-parse", "--git-path", name))
        if (repository.root / path).exists():
            return sentence.format(visible(str(path)))
    if not repository.branch():
        return _NO_BRANCH.format(main_of(repository))
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        try:
            named = _asked(repository, "var", who)
        except GitError as error:
            return str(error)
        if "<>" in named:
            return NOBODY
    return _lacks_key(repository)


def _lacks_key(repository: Repository) -> str:
    """Why Git could not sign a commit; empty where it could, or need not."""
    if _setting(repository, "commit.gpgSign", "--type=bool") != "true":
        return ""
    form = _setting(repository, "gpg.format") or "openpgp"
    if form != "ssh":
        return _lacks_openpgp(repository) if form == "openpgp" else ""
    key = _setting(repository, "user.signingKey", "--type=path")
    if not key:
        return "" if _setting(repository, "gpg.ssh.defaultKeyCommand") else NO_KEY
    top = Path(_asked(repository, "rev-parse", "--show-toplevel"))
    if key.startswith(("key::", "ssh-")) or any(map(_is_readable, (top / key, top / f"{key}.pub"))):
        return ""
    return UNREADABLE_KEY.format(visible(key))


def _lacks_openpgp(repository: Repository) -> str:
    """Why GnuPG could not sign; a program that the settings name in its place is not asked."""
    names = (_setting(repository, name) for name in ("gpg.openpgp.program", "gpg.program"))
    named = next((name for name in names if name), "")
    program = shutil.which(named or "gpg")
    if program is None:
        return NO_OPENPGP.format(visible(named or "gpg"))
    key = _setting(repository, "user.signingKey")
    who = key or _asked(repository, "var", "GIT_COMMITTER_IDENT").rpartition("> ")[0] + ">"
    if named:
        return ""
    words = (program, "--batch", "--no-tty", "--list-secret-keys", "--with-colons", "--", who)
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return "" if done.returncode == 0 else NO_OPENPGP_KEY.format(visible(who))


_STANDING_IN_THE_WAY = {
    "index.lock": LOCKED,
    "HEAD.lock": LOCKED,
    "rebase-merge": UNFINISHED.replace("{0}", "rebase"),
    "rebase-apply": UNFINISHED.replace("{0}", "rebase"),
    "MERGE_HEAD": UNFINISHED.replace("{0}", "merge"),
    "CHERRY_PICK_HEAD": UNFINISHED.replace("{0}", "cherry-pick"),
    "REVERT_HEAD": UNFINISHED.replace("{0}", "revert"),
}
_NO_BRANCH = (
    "Folder ini tidak berada di cabang mana pun (HEAD terlepas). Kembali dulu ke sebuah cabang, "
    "misalnya git switch {0}, lalu ulangi."
)


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _setting(repository: Repository, name: str, *kind: str) -> str:
    """What Git's settings say; empty where they say nothing."""
    return _asked(repository, "config", *kind, "--default=", "--get", name)


def _asked(repository: Repository, *words: str) -> str:
    return run_git(repository.root, words).decode("utf-8", "surrogateescape").strip()


def _next_steps(main: str, branch: str, year: Year) -> tuple[str, ...]:
    push = f"git push -u origin {branch}"
    situs = year.musrenbang.situs if year.musrenbang else None
    if situs is None or not situs.repositori:
        return (push, "Lalu buka pull request dari cabang itu.")
    return (push, f"{situs.repositori.rstrip('/')}/compare/{main}...{branch}?expand=1")


MOST_NAMES = 3


@dataclass(frozen=True)
class Drafted:
    """What differs from the last commit: decision files of one year, and anything else."""

    decisions: tuple[str, ...]
    others: tuple[str, ...]


def drafted(root: Path, tahun: int) -> Drafted:
    """Look at a folder as it is. Raises `UsageError` outside Git."""
    repository = Repository(root)
    if not repository.exists():
        raise UsageError(
            "Keputusannya sudah tersimpan dalam berkas, hanya belum dapat diajukan sebagai pull "
            f"request. {no_commit(root)}"
        )
    changed = sorted(changed_paths(root, "HEAD"))
    decisions = [path for path in changed if _is_decision(path, tahun)]
    return Drafted(tuple(decisions), tuple(path for path in changed if path not in set(decisions)))


def hand_in_decisions(
    root: Path, year: Year, paths: Sequence[str], *, apart: bool = False
) -> HandedIn:
    """One commit of drafted decisions on their branch, named after their kelurahan.

    `apart` begins that branch also where the folder stands on another one.
    """
    slugs = sorted({place.kelurahan for path in paths if (place := place_of(path))})
    names = [year.kelurahan[slug].nama if slug in year.kelurahan else slug for slug in slugs]
    told = ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} kelurahan"
    of = slugs if len(slugs) <= MOST_NAMES else ["kecamatan"]
    cases = {case.decision_file: case for case in cases_of(year)}
    outcomes = Counter(_outcome(cases[path]) for path in paths if path in cases)
    kind = "survei" if set(outcomes) == {ONLY_SURVEY} else "keputusan"
    branch = branch_name(kind, year.tahun, *of)
    if apart:
        begin_own_branch(root, branch)
    return hand_in(
        root,
        year,
        paths,
        branch=branch,
        message=f"{kind.capitalize()} Musrenbang {year.tahun}: {told}\n\n{_counted(outcomes)}",
        trailers=[("Kelurahan", slug) for slug in slugs],
    )


def _is_decision(path: str, tahun: int) -> bool:
    place = place_of(path)
    return place is not None and place.kind is Kind.KEPUTUSAN and place.tahun == tahun


ONLY_SURVEY = "hanya hasil survei"


def _counted(counts: Counter[str]) -> str:
    told = ("disetujui", "ditolak", ONLY_SURVEY, "dibatalkan")
    return ", ".join(f"{counts[name]} {name}" for name in told if counts[name]) + "."


def _outcome(case: Case) -> str:
    if case.keputusan:
        return case.keputusan.keputusan
    return ONLY_SURVEY if case.survei else "dibatalkan"
