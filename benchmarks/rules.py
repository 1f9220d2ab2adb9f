"""How long all rules take over one year of 1,000, 10,000 and 50,000 proposals.

Run as `python -m benchmarks.rules`. Loading is not measured.
"""

import os
import time
from pathlib import Path

from benchmarks import made_up
from musrenbang.files.tree import FolderTree, Overlay
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.rules import RULES
from musrenbang.year.views import View

SIZES = (1_000, 10_000, 50_000)


def main() -> None:
    """Measure and print one line for each size."""
    for size in SIZES:
        snapshot = made_up_year(size)
        best, found = min(_run(snapshot) for _ in range(3))
        print(f"{size:>7,} usulan: {best:6.3f} s, {best / size * 1e6:5.1f} µs each, {found} hits")


def slowest(size: int = 50_000) -> list[tuple[float, str]]:
    """What each rule takes, slowest first; shared facts count for the rule that asks first."""
    view = _view(made_up_year(size))
    times = []
    for rule in RULES:
        start = time.perf_counter()
        list(rule.problems(view))
        times.append((time.perf_counter() - start, rule.id))
    return sorted(times, reverse=True)


def _run(snapshot: Snapshot) -> tuple[float, int]:
    start = time.perf_counter()
    view = _view(snapshot)
    found = sum(1 for rule in RULES for _ in rule.problems(view))
    return time.perf_counter() - start, found


def _view(snapshot: Snapshot) -> View:
    return View(snapshot, snapshot.years[made_up.TAHUN])


def made_up_year(size: int) -> Snapshot:
    """A made-up year with this many proposals, read from no disk."""
    files = {path: text.encode() for path, text in made_up.files(size).items()}
    return load(Overlay(FolderTree(Path(os.devnull)), files))


if __name__ == "__main__":
    main()
