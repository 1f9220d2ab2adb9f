"""The rules' advice in the words of a worksheet: columns instead of fields, cells, not lines."""

import re

from musrenbang.worksheets.columns import INPUTS

_FIELD = re.compile(r"`([a-z_]+(?:\.[a-z_]+)?)(?::[^`]*)?`")
_TITLES = {
    **{".".join(map(str, column.field)): column.title for column in INPUTS},
    **{str(column.field[-1]): column.title for column in reversed(INPUTS)},
    "alasan": "Alasan penolakan",
    "survei": "Tanggal survei” dan kolom survei lainnya“",
}
_PHRASES = (
    ("Hapus baris ini dan", "Kosongkan sel ini dan"),
    ("Hapus baris ini", "Kosongkan sel ini"),
    ("hapus baris ini", "kosongkan sel ini"),
    ("Hapus keputusan ini", "Kosongkan keputusan ini"),
)


def for_the_sheet(text: str) -> str:
    """A message or hint of a rule, for who fills in a worksheet."""
    for phrase, instead in _PHRASES:
        text = text.replace(phrase, instead)
    return _FIELD.sub(lambda match: f"“{_TITLES.get(match[1], match[1])}”", text)
