"""The form of the rejects file: how it is known again, and what its cells may not carry.

Whatever `disarmed` puts before a cell, `rearmed` takes away when the file is read again.
"""

import re
from pathlib import Path

from musrenbang.text.name_keys import column_key
from musrenbang.year.personal_data import numbers

BOM = b"\xef\xbb\xbf"
HEAD = ("berkas", "baris", "alasan")
_FILE_START = re.compile(rb"(?:\xef\xbb\xbf)?" + rb"[,;\t]".join(map(str.encode, HEAD)))
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_DISARMED = re.compile(r"''*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)*")
_PERSONAL = re.compile(r"\+?[0-9](?:[\s.()‐-―−-]{0,2}[0-9]){8,}|[^\s@]+@[^\s@]+")  # noqa: RUF001 - dashes
_LEGIBLE = 4


def is_rejects_file(path: Path) -> bool:
    """Whether an earlier import wrote this file."""
    with path.open("rb") as stream:
        return _FILE_START.match(stream.read(64)) is not None


def has_rejects_titles(titles: tuple[str, ...]) -> bool:
    """Whether a table is the rejected rows of an earlier import."""
    return tuple(map(column_key, titles[: len(HEAD)])) == HEAD


def disarmed(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def rearmed(text: str) -> str:
    """The text before it was disarmed."""
    return text[1:] if _DISARMED.match(text) else text


def masked(text: str) -> str:
    """Text in which numbers and addresses that name a person end in dots."""

    def mask(match: re.Match[str]) -> str:
        found = match[0]
        if not any(numbers(found)):
            return found
        hidden = r"[^\W_]" if "@" in found else r"[0-9]"
        return found[:_LEGIBLE] + re.sub(hidden, "•", found[_LEGIBLE:])

    return _PERSONAL.sub(mask, text)
