"""How fast record files are read, beside plain `yaml.CSafeLoader` in the same run.

Every sample record file is read by each reader in turn, several rounds over; the medians of the
rounds are reported in microseconds a file, with ratios to `CSafeLoader`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from musrenbang.files.paths import place_of
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import MODELS, load
from musrenbang.records.strict_yaml import parse
from musrenbang.records.validation import validate

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9


def main() -> None:
    """Print the table."""
    files = [
        (path.relative_to(ROOT).as_posix(), path.read_bytes())
        for folder in ("proposals", "decisions")
        for path in sorted((ROOT / folder).rglob("*.yaml"))
    ]
    readers: dict[str, Callable[[str, bytes], object]] = {
        "yaml.CSafeLoader": lambda _, data: yaml.load(data, Loader=yaml.CSafeLoader),
        "strict_yaml.parse": lambda _, data: parse(data),
        "parse + validate": _parse_and_validate,
    }
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            start = time.perf_counter()
            for path, data in files:
                reader(path, data)
            seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["yaml.CSafeLoader"])
    print(f"{len(files)} files, median of {ROUNDS} rounds\n")
    print("| reader | µs a file | ratio |\n|---|---:|---:|")
    for name, rounds in seconds.items():
        median = statistics.median(rounds)
        print(f"| {name} | {median / len(files) * 1e6:.0f} | {median / base:.2f} |")
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        load(FolderTree(ROOT))
        rounds.append(time.perf_counter() - start)
    print(f"\nWhole snapshot from the folder: {statistics.median(rounds) * 1000:.0f} ms")


def _parse_and_validate(path: str, data: bytes) -> object:
    place = place_of(path)
    if place is None:
        raise ValueError(path)
    return validate(MODELS[place.kind], parse(data).value, path)


if __name__ == "__main__":
    main()
