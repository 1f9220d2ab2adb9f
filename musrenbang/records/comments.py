"""Comments in record files: which of them survive when a file is written anew from its record.

Kept are whole lines that begin with `#` and stand above a top-level key that stays, or at the end
of the file. A comment anywhere else belongs to a value that may move, so nobody can say where it
would go.
"""

import re
from dataclasses import dataclass

import yaml
from pydantic import BaseModel

from musrenbang.records import canonical
from musrenbang.records.strict_yaml import Document, parse

_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+#")
_END = ""
"""Where comments at the end of a file belong; no key is called so."""


@dataclass(frozen=True)
class Rewritten:
    """The canonical text of a record, and the lines of comments that it could not keep."""

    text: str
    lost: tuple[int, ...]


def rewritten(before: str, record: BaseModel) -> Rewritten:
    """The canonical text of a record that was read from `before`, with its comments."""
    text = canonical.dump(record)
    if "#" not in before:
        return Rewritten(text, ())
    old = parse(before.encode())
    blocks, lost = _blocks(before.splitlines(), _key_lines(old), _comment_lines(before))
    new_keys = _key_lines(parse(text.encode()))
    kept = {key: block for key, (_, block) in blocks.items() if key in {*new_keys.values(), _END}}
    lost += [
        number for key, (numbers, _) in blocks.items() if key not in kept for number in numbers
    ]
    lines = []
    for number, line in enumerate(text.splitlines()):
        lines += [*kept.get(new_keys.get(number, "?"), ()), line]
    lines += kept.get(_END, ())
    return Rewritten("\n".join(lines) + "\n", tuple(sorted(number + 1 for number in lost)))


def has_comments(text: str) -> bool:
    """Whether a YAML text has comments, which no reader hands on."""
    return "#" in text and bool(_comment_lines(text))


def _comment_lines(text: str) -> list[int]:
    """The lines, from 0, on which a comment stands."""
    spans = []
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if not isinstance(token, yaml.ScalarToken):
            continue
        start, end = token.start_mark.index, token.end_mark.index
        if token.style in {"|", ">"} and _BLOCK_HEADER.match(text, start):
            start = text.index("\n", start) if "\n" in text[start:] else end
        spans.append((start, end))
    places = (match.start() for match in re.finditer(r"(?<!\S)#", text))
    outside = (at for at in places if not any(start <= at < end for start, end in spans))
    return sorted({text.count("\n", 0, at) for at in outside})


def _key_lines(document: Document) -> dict[int, str]:
    """The top-level keys that begin a line, by line."""
    return {
        marks[0].line: str(keys[0])
        for keys, marks in document.marks.items()
        if len(keys) == 1 and marks[0].column == 0
    }


def _blocks(
    lines: list[str], keys: dict[int, str], commented: list[int]
) -> tuple[dict[str, tuple[list[int], list[str]]], list[int]]:
    """Comments by the key below them, each with its lines; then the lines that belong to none."""
    found: dict[str, tuple[list[int], list[str]]] = {}
    lost = []
    for number in commented:
        if not lines[number].startswith("#"):
            lost.append(number)
            continue
        below = number + 1
        while below < len(lines) and (not lines[below].strip() or lines[below].startswith("#")):
            below += 1
        key = keys.get(below) if below < len(lines) else _END
        if key is None:
            lost.append(number)
            continue
        numbers, block = found.setdefault(key, ([], []))
        if numbers and number > numbers[-1] + 1:
            block.append("")
        numbers.append(number)
        block.append(lines[number].rstrip())
    return found, lost
