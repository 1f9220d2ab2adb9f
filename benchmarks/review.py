"""How long `build.py review` takes: 200 decisions in a year of 1,000 proposals, and of 50,000.

Run as `python -m benchmarks.review`. All other proposals of the year are decided already. Each
round starts `build.py` anew, as a user does; the median and the slowest of the rounds are reported
in seconds.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from itertools import islice
from pathlib import Path

from benchmarks import made_up

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1_000, 5), (50_000, 3))
DECISIONS = 200


def history(size: int) -> list[made_up.Step]:
    """The base, and then the change to review, which touches every kelurahan it can."""
    files, decisions = made_up.before_kirim(size)
    chosen = list(islice(decisions, 0, None, len(decisions) // DECISIONS))[:DECISIONS]
    change = {path: decisions.pop(path) for path in chosen}
    at = datetime(2016, 3, 9, 15, tzinfo=made_up.WIB)
    return [
        made_up.Step("Operator Ukuran", at, "Data", {**files, **decisions}),
        made_up.Step("Camat Ukuran", at, "Keputusan", change),
    ]


def main() -> None:
    """Print the table."""
    print(
        f"review of {DECISIONS} decisions\n\n| proposals | median s | slowest s |\n|---:|---:|---:|"
    )
    for size, rounds in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            made_up.store(root, history(size))
            seconds = []
            for _ in range(rounds):
                start = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, ROOT / "build.py", "--root", root, "review", "main~1", "main"],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                seconds.append(time.perf_counter() - start)
                if done.returncode not in {0, 1} or "200 usulan diputuskan" not in done.stdout:
                    sys.exit(done.stdout[:2000] + done.stderr)
            print(f"| {size:,} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")


if __name__ == "__main__":
    main()
