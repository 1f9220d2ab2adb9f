"""Stamps: what a folder looks like from outside, to notice that something in it changed."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

Stamps = dict[str, tuple[int, int]]


def stamps(folders: Iterable[Path]) -> Stamps:
    """Size and time of every file below some folders, by path."""
    return dict(_walk(folders))


def stamp(path: str | Path) -> tuple[int, int] | None:
    """Size and time of one file; `None` where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - thousands of paths, every second
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns


def _walk(folders: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int]]]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = f"{parent}{os.sep}{name}"
                found = stamp(path)
                if found:
                    yield path, found
