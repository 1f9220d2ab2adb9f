"""Which characters the fonts of the papers can print."""

import io
import unicodedata
from functools import cache

from musrenbang.files.theme import THEME_FOLDER

_FOLDER = THEME_FOLDER / "fonts" / "documents"
_FONTS = ("*.otf", "*.ttf", "*.woff2")
_NEEDS_NO_FORM = frozenset({"Cc", "Zs", "Zl", "Zp"})


def unprintable(text: str) -> str:
    """The characters of a text that no font of the papers has, each once, in their order."""
    if text.isascii():
        return ""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        dict.fromkeys(
            character
            for character in composed
            if ord(character) not in _printable()
            and unicodedata.category(character) not in _NEEDS_NO_FORM
        )
    )


@cache
def _printable() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - only where a text is not plain

    found: set[int] = set()
    for pattern in _FONTS:
        for path in sorted(_FOLDER.rglob(pattern)):
            found |= set(TTFont(io.BytesIO(path.read_bytes()), lazy=True).getBestCmap())
    return frozenset(found)
