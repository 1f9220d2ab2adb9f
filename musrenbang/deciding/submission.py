"""Handing in: drafted records become a branch with one commit, ready for a pull request."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.files.paths import Kind, place_of
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import MAIN, Repository
from musrenbang.git.runner import GitError
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError, UsageError
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
    Raises `CommandError` where nothing changed or Git does not know the operator's name,
    `UsageError` outside Git.
    """
    repository = Repository(root)
    if not repository.exists():
        raise UsageError("Folder data ini bukan repositori Git, jadi tidak ada yang dapat dicatat.")
    current = repository.branch()
    if current in {"", MAIN}:
        branch = untaken(branch, repository.has_branch)
        repository.start_branch(branch)
    else:
        branch = current
    try:
        commit = repository.commit_files(sorted(paths), message, trailers)
    except GitError as error:
        raise CommandError(
            f"Git tidak mencatat perubahan ini di cabang {branch}: {error} Berkasnya tetap ada."
        ) from None
    return HandedIn(branch, commit, _next_steps(branch, year))


def _next_steps(branch: str, year: Year) -> tuple[str, ...]:
    push = f"git push -u origin {branch}"
    situs = year.musrenbang.situs if year.musrenbang else None
    if situs is None or not situs.repositori:
        return (push, "Lalu buka pull request dari cabang itu.")
    return (push, f"{situs.repositori.rstrip('/')}/compare/{MAIN}...{branch}?expand=1")


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
            "Folder data ini bukan repositori Git. Keputusannya sudah tersimpan dalam berkas; "
            "hanya belum dapat diajukan sebagai pull request."
        )
    changed = sorted(changed_paths(root, "HEAD"))
    decisions = [path for path in changed if _is_decision(path, tahun)]
    return Drafted(tuple(decisions), tuple(path for path in changed if path not in set(decisions)))


def hand_in_decisions(root: Path, year: Year, paths: Sequence[str]) -> HandedIn:
    """One commit of drafted decisions on their branch, named after their kelurahan."""
    slugs = sorted({place.kelurahan for path in paths if (place := place_of(path))})
    names = [year.kelurahan[slug].nama if slug in year.kelurahan else slug for slug in slugs]
    told = ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} kelurahan"
    of = slugs if len(slugs) <= MOST_NAMES else ["kecamatan"]
    cases = {case.decision_file: case for case in cases_of(year)}
    return hand_in(
        root,
        year,
        paths,
        branch=branch_name("keputusan", year.tahun, *of),
        message=f"Keputusan Musrenbang {year.tahun}: {told}\n\n{_counted(paths, cases)}",
        trailers=[("Kelurahan", slug) for slug in slugs],
    )


def _is_decision(path: str, tahun: int) -> bool:
    place = place_of(path)
    return place is not None and place.kind is Kind.KEPUTUSAN and place.tahun == tahun


def _counted(paths: Sequence[str], cases: Mapping[str, Case]) -> str:
    counts = Counter(_outcome(cases[path]) for path in paths if path in cases)
    told = ("disetujui", "ditolak", "hanya hasil survei", "dibatalkan")
    return ", ".join(f"{counts[name]} {name}" for name in told if counts[name]) + "."


def _outcome(case: Case) -> str:
    if case.keputusan:
        return case.keputusan.keputusan
    return "hanya hasil survei" if case.survei else "dibatalkan"
