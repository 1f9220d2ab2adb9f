"""What a review needs to know of changed files beyond the records: lines, sizes, keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Contents:
    """Facts about bytes, by path."""

    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Lines added and removed, of files that are text."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Bytes of photos after the change."""
    signers: tuple[str, str] = ("", "")
    """The allowed signers before and after."""


NOTHING_MORE = Contents()
"""For a change of which only records, paths and modes are known."""
