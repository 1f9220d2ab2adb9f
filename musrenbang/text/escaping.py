"""Text of unknown origin, made harmless for a terminal, GitHub's Markdown, HTML and spreadsheets.

Two different texts never look alike: what cannot be shown is written out, not left out.
"""

import html
import re
import unicodedata

from musrenbang.text.lookalikes import oddities

_SHOWN = {"\n": " ⏎ ", "\\": "\\\\"}
_STRAY_BYTES = range(0xDC80, 0xDD00)
"""How Python keeps bytes of a file name that are not UTF-8."""

_TURNING = frozenset({"R", "AL", "AN"})
"""Letters read from the right: figures beside them would seem to change places."""

_BREAK = "&#8203;"
"""A zero-width space: GitHub then sees neither a mention nor a reference, a reader sees no gap."""

_MARKUP = re.compile(r"[\\`*_\[\]{}|~^]")
_LINKS = re.compile(
    r"@(?=\w)"
    r"|#(?=\w)"
    r"|:(?=//)"
    r"|:(?=[\w+-]+:)"
    r"|\b(?i:gh)(?=-[0-9])"
    r"|\bwww(?=\.)"
)
_COMMIT = re.compile(r"\b(?=[0-9a-f]*[0-9])([0-9a-f]{4})(?=[0-9a-f]{3,36}\b)")


def visible(text: str) -> str:
    """The text on one line; what does not show, or as something else, written as its numbers."""
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    odd = {found.at for found in oddities(text)}
    return "".join(_number(char) if at in odd else _shown(char) for at, char in enumerate(text))


def _shown(char: str) -> str:
    turns = unicodedata.bidirectional(char) in _TURNING
    return _SHOWN.get(char) or (char if char.isprintable() and not turns else _number(char))


def _number(char: str) -> str:
    code = ord(char)
    if code in _STRAY_BYTES:
        return f"\\x{code - _STRAY_BYTES.start + 0x80:02x}"
    return f"\\u{code:04x}"


def markdown(text: str) -> str:
    """The text within a line of Markdown; nothing in it is markup, a link or a mention."""
    text = _MARKUP.sub(r"\\\g<0>", visible(text))
    return _inert(text)


def html_text(text: str) -> str:
    """The text within an HTML element of a Markdown file, such as `<summary>`."""
    return _inert(visible(text))


def code(text: str) -> str:
    """A file name or rule id within a line of Markdown."""
    return f"<code>{markdown(text)}</code>"


def starts_formula(text: str) -> bool:
    """Whether some spreadsheet program calculates a cell with this text."""
    return unicodedata.normalize("NFKC", text).lstrip().startswith(("=", "+", "-", "@"))


def _inert(text: str) -> str:
    text = html.escape(text, quote=False)
    text = _LINKS.sub(lambda match: match[0] + _BREAK, text)
    text = _COMMIT.sub(rf"\1{_BREAK}", text)
    return text.replace("$", "<span>$</span>")
