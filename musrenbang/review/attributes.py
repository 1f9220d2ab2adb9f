"""`.gitattributes`: what makes Git check out other bytes than those that were reviewed.

Its format: gitattributes(5). Whatever attribute is not known to leave records as they are is taken
for one that does not, as later versions of Git may know more.
"""

import re
from collections.abc import Iterator

NAME = ".gitattributes"

_HARMLESS = frozenset(
    {"binary", "conflict-marker-size", "delta", "diff", "eol", "export-ignore", "text"}
    | {"whitespace"}
)
_SHOWN_ONLY = "linguist-"
_AUTO = "text=auto"
_TEXTS = (
    *(".cfg", ".css", ".csv", ".html", ".ini", ".j2", ".js", ".json", ".md", ".py", ".sh"),
    *(".svg", ".toml", ".txt", ".xml", ".yaml", ".yml"),
)
_BLANK = " \t\r"
"""What Git takes for blank between the words of a line; only a line feed ends one."""
_LINE = re.compile(rf'("(?:[^"\\]|\\.)*"|[^{_BLANK}]+)(.*)', re.DOTALL)


def is_attributes(path: str) -> bool:
    """Whether Git takes a file for one of attributes, on whatever file system."""
    return path.rpartition("/")[2].casefold() == NAME


def rewriting(text: str) -> Iterator[tuple[int, str]]:
    """The lines that may make Git write other bytes, each with the attribute at fault.

    Ends of lines do not count, which reading evens out, where only text can be meant: for names
    that end like text, or where Git itself looks whether it is.
    """
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.strip(_BLANK))
        if match is None or match[1].startswith("#"):
            continue
        given = [word for word in re.split(f"[{_BLANK}]+", match[2]) if word]
        for attribute in given:
            name, _, value = attribute.partition("=")
            if name.startswith(("-", "!", _SHOWN_ONLY)):
                continue
            converts = name == "eol" or (name == "text" and value != "auto")
            is_text = match[1].strip('"').endswith(_TEXTS) or _AUTO in given
            if name not in _HARMLESS or (converts and not is_text):
                yield number, attribute
