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
    the change under review touches the file; `advice` is never more than a warning. `mend` names
    the field to fill in where that is another than the one at fault.
    """

    file: str
    where: Keys | Position
    rule: str
    message: str
    hint: str
    at_key: bool = False
    policy: bool = False
    advice: bool = False
    mend: Keys = ()

    @property
    def keys(self) -> Keys:
        """The value at fault; empty where it is the file as a whole, or a place in it."""
        return self.where if isinstance(self.where, tuple) else ()

    @property
    def position(self) -> Position:
        """Where it stands; the first line as long as only its keys are known."""
        return self.where if isinstance(self.where, Position) else Position(1, 1)

    @property
    def field(self) -> Keys:
        """The field that puts it right, or the one at fault; empty where it is about no field."""
        return self.mend or self.keys


class Finding(NamedTuple):
    """One fault as printed; sorted by file, line and column."""

    file: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    hint: str
    field: Keys = ()
    """As `Problem.field`; for forms, not for print."""

    def as_json(self) -> Mapping[str, Any]:
        """The form for machines."""
        return {name: value for name, value in self._asdict().items() if name != "field"}
