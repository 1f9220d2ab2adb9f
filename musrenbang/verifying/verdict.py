"""What `verify` answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether the bytes are those of the commit, and what to say about it, line by line."""

    matches: bool
    lines: tuple[str, ...]


def shortened(lines: list[str], limit: int, rest: str) -> list[str]:
    """The first lines, and how many more there are of what `rest` names."""
    if len(lines) <= limit:
        return lines
    return [*lines[:limit], f"… dan {len(lines) - limit} {rest} lagi"]
