"""The rules' advice in the words of a worksheet: columns instead of fields, cells, not lines."""

import re
from collections.abc import Mapping

from musrenbang.worksheets.sheet_columns import INPUTS

_FIELD = re.compile(r"`(?P<name>[a-z_]+(?:\.[a-z_]+)?)(?:: ?(?P<value>[^`{…]*)[^`]*)?`")
_NAMES: Mapping[str, str] = {
    **{str(column.field[-1]): f"“{column.title}”" for column in reversed(INPUTS)},
    **{".".join(map(str, column.field)): f"“{column.title}”" for column in INPUTS},
    "alasan": "“Alasan penolakan”",
    "survei": "kolom survei",
}
_PHRASES = (
    ("Tambahkan `", "Isi `"),
    ("Hapus baris ini", "Kosongkan sel ini"),
    ("hapus baris ini", "kosongkan sel ini"),
    ("Hapus keputusan ini", "Kosongkan keputusannya"),
    ("hapus keputusan ini", "kosongkan keputusannya"),
    ("Hapus `", "Kosongkan `"),
)


def for_the_sheet(text: str) -> str:
    """A message or hint of a rule, for who fills in a worksheet."""
    for phrase, instead in _PHRASES:
        text = text.replace(phrase, instead)
    return _FIELD.sub(_column, text)


def _column(match: re.Match[str]) -> str:
    name, value = match["name"], (match["value"] or "").strip()
    return f"{_NAMES.get(name, f'“{name}”')} {value}".rstrip()
