"""Findings: what is wrong, where, and what to write instead.

Rules and readers report `Problem`s, which name a place in a record by its keys. `Finding`s are the
same with line and column, as the commands print them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Level = Literal["error", "warning"]
Keys = tuple[str | int, ...]
"""The way from the top of a YAML file to a value, for example ``("lokasi", "alamat")``."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text file; line and column count from 1, columns in characters."""

    line: int
    column: int


class Problem(NamedTuple):
    """One fault in one file.

    `where` is either a position already known, or the keys of the value at fault; `at_key` asks
    for the position of the key itself instead of its value. `policy` problems are warnings unless
    the change under review touches the file; `advice` is never more than a warning.
    """

    file: str
    where: Keys | Position
    rule: str
    message: str
    hint: str
    at_key: bool = False
    policy: bool = False
    advice: bool = False


class Finding(NamedTuple):
    """One fault as printed; sorted by file, line and column."""

    file: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    hint: str

    def as_json(self) -> Mapping[str, Any]:
        """The machine form promised in DESIGN section 6."""
        return self._asdict()
