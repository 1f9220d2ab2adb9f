"""What is wrong with a cell of a workbook, in the words of its sheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from musrenbang.text.escaping import visible

_FIELD = re.compile(r"`(?P<name>[a-z_]+(?:\.[a-z_]+)*)(?:: ?(?P<value>[^`{…]*)[^`]*)?`")
_FILE = re.compile(r" dalam (?:[\w./-]*/)?[\w-]+\.ya?ml")


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """What is wrong with one cell, and what to do; ordered as the cells are met."""

    order: tuple[int, ...]
    place: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{visible(self.place)}: {visible(self.message)}\n    {visible(self.hint)}"


def with_titles(text: str, names: Mapping[str, str]) -> str:
    """A message or hint about a field of a record, for who fills in a sheet.

    `names` says what a field is called there; one that it does not know keeps its name.
    """

    def column(match: re.Match[str]) -> str:
        name, value = match["name"], (match["value"] or "").strip().rstrip("[{")
        return f"{names.get(name) or f'“{name}”'} {value}".rstrip()

    return _FILE.sub("", _FIELD.sub(column, text))
