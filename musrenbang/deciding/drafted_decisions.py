"""Drafted decisions: those that Git has not recorded yet, and how they are handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from musrenbang.deciding.submission import HandedIn, branch_name, hand_in
from musrenbang.files.paths import Kind, place_of
from musrenbang.git.differences import changed_paths
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import UsageError
from musrenbang.year.cases import Case, cases_of

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
    situs = year.musrenbang.situs if year.musrenbang else None
    return hand_in(
        root,
        paths,
        branch=branch_name("keputusan", year.tahun, *of),
        message=f"Keputusan Musrenbang {year.tahun}: {told}\n\n{_counted(paths, cases)}",
        trailers=[("Kelurahan", slug) for slug in slugs],
        repository_url=(situs.repositori or "") if situs else "",
    )


def _is_decision(path: str, tahun: int) -> bool:
    place = place_of(path)
    return place is not None and place.kind is Kind.KEPUTUSAN and place.tahun == tahun


def _counted(paths: Sequence[str], cases: dict[str, Case]) -> str:
    known = [cases[path] for path in paths if path in cases]
    counts = {
        "disetujui": sum(case.keputusan is not None and _approved(case) for case in known),
        "ditolak": sum(case.keputusan is not None and not _approved(case) for case in known),
        "hanya hasil survei": sum(case.keputusan is None and bool(case.survei) for case in known),
        "dibatalkan": sum(case.keputusan is None and not case.survei for case in known),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) + "."


def _approved(case: Case) -> bool:
    return case.keputusan is not None and case.keputusan.keputusan == "disetujui"
