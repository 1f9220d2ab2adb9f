"""A record file edited: what a new record says differently is written anew, nothing else is.

Lines of what stays keep their bytes. A comment is never lost: above or beside what stays it stays,
and one inside a value that is replaced or removed comes to stand above it, on lines of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from musrenbang.records import canonical
from musrenbang.records.findings import Keys
from musrenbang.records.strict_yaml import Comment, NotYamlError, comments_in, parse
from musrenbang.records.validation import read_record
from schemas import TindakLanjut
from schemas.tindak_lanjut import Kabar


def edited(before: str, old: BaseModel, new: BaseModel) -> str:
    """The text of a record that was read from `before` as `old`, and is to say `new`.

    A file in canonical form stays in it where that costs no comment.
    """
    if old == new:
        return before
    text = before.replace("\r\n", "\n")
    tidy = canonical.rewritten(text, old)
    again = canonical.rewritten(text, new)
    result = again.text
    if again.lost or tidy.text != text:
        result = _Editor(text).text(_values(old), _values(new))
        if not _says(result, new):
            result = _above(again.text, [one for one in comments_in(text) if _is_lost(one, again)])
    return result.replace("\n", "\r\n") if "\r\n" in before else result


def appended(before: str, old: TindakLanjut, more: Sequence[Kabar]) -> str:
    """The text of a list in a file, with more items below; what stands there keeps its bytes.

    One that is not written item by item becomes canonical, with its comments above.
    """
    text = before.replace("\r\n", "\n")
    if not old.root or _ITEM.search(text):
        new = canonical.dump(TindakLanjut(tuple(more)))
        result = f"{text.rstrip()}\n{new}".lstrip("\n")
    else:
        result = _above(canonical.dump(TindakLanjut((*old.root, *more))), comments_in(text))
    return result.replace("\n", "\r\n") if "\r\n" in before else result


_ITEM = re.compile(r"^- ", re.MULTILINE)


def _is_lost(comment: Comment, again: canonical.Rewritten) -> bool:
    return comment.position.line in again.lost


def _above(text: str, comments: Sequence[Comment]) -> str:
    return "".join(f"{one.text.rstrip()}\n" for one in comments) + text


def _values(record: BaseModel) -> dict[str, Any]:
    values: dict[str, Any] = record.model_dump(exclude_none=True, exclude_defaults=True)
    return values


def _says(text: str, record: BaseModel) -> bool:
    try:
        found, _ = read_record(parse(text.encode()), type(record), "")
    except NotYamlError:
        return False
    return found == record


class _Part(NamedTuple):
    """One key or item and its value, on lines of its own: the first, and the one after the last."""

    key: str | int
    start: int
    stop: int


class _Editor:
    """The lines of one file, and where each of its values stands."""

    def __init__(self, text: str) -> None:
        self.document = parse(text.encode())
        self.lines = text.split("\n")
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        self.comments: dict[int, Comment] = {
            one.position.line - 1: one for one in comments_in(text)
        }

    def text(self, was: Mapping[str, Any], will: Mapping[str, Any]) -> str:
        """The whole file anew."""
        lines = self.mapping((), range(len(self.lines)), was, will, canonical.WIDTH)
        return "\n".join(lines) + "\n" if lines else ""

    def mapping(
        self, keys: Keys, span: range, was: Mapping[str, Any], will: Mapping[str, Any], room: int
    ) -> list[str]:
        """The lines of a mapping in block form that stands on these."""
        parts = {part.key: part for part in self._parts(keys, span)}
        indent = self._column((*keys, next(iter(parts)))) if parts else 0
        order: list[str | int] = list(parts)
        names = list(will)
        for index, name in enumerate(names):
            if name not in parts:
                order.insert(order.index(names[index - 1]) + 1 if index else 0, name)
        lines: list[str] = []
        at = span.start
        for key in order:
            name, part = str(key), parts.get(key)
            if part is None:
                lines += _written(name, will[name], indent, room)
                continue
            lines += self.lines[at : part.start]
            at = part.stop
            if was.get(name) == will.get(name):
                lines += self.lines[part.start : part.stop]
            elif name not in will:
                lines += self._notes(part, indent)
            else:
                inside = room - len(name) - 2
                lines += self._changed(
                    (*keys, name), part, was.get(name), will[name], inside
                ) or self._replaced(part, _written(name, will[name], indent, room), indent)
        return [*lines, *self.lines[at : span.stop]]

    def _changed(
        self, keys: Keys, part: _Part, was: object, will: object, room: int
    ) -> list[str] | None:
        """A value of several lines, with only the changed ones of them anew; `None`: it is none."""
        span = range(part.start + 1, part.stop)
        if not self._is_block(keys, span):
            return None
        if isinstance(was, dict) and isinstance(will, dict) and will:
            inner = self.mapping(keys, span, was, will, room)
        elif isinstance(was, tuple) and isinstance(will, tuple) and will:
            inner = self._sequence(keys, span, was, will, room)
        else:
            return None
        return [self.lines[part.start], *inner]

    def _sequence(
        self, keys: Keys, span: range, was: tuple[Any, ...], will: tuple[Any, ...], room: int
    ) -> list[str]:
        parts = list(self._parts(keys, span))
        indent = self.lines[parts[0].start].index("-")
        lines: list[str] = []
        at = span.start
        steps = SequenceMatcher(None, list(map(repr, was)), list(map(repr, will)), autojunk=False)
        for tag, start, end, to, until in steps.get_opcodes():
            pairs = min(end - start, until - to)
            for index in range(start, end):
                part = parts[index]
                lines += self.lines[at : part.start]
                at = part.stop
                other = to + index - start
                if tag == "equal":
                    lines += self.lines[part.start : part.stop]
                elif index - start < pairs:
                    fresh = _item(will[other], indent, room)
                    lines += self._item_changed(
                        (*keys, index), part, was[index], will[other], room
                    ) or self._replaced(part, fresh, indent)
                else:
                    lines += self._notes(part, indent)
            if tag != "equal":
                for value in will[to + pairs : until]:
                    lines += _item(value, indent, room)
        return [*lines, *self.lines[at : span.stop]]

    def _item_changed(
        self, keys: Keys, part: _Part, was: object, will: object, room: int
    ) -> list[str] | None:
        """As `_changed`, of a mapping that begins on the line of its dash."""
        if not isinstance(was, dict) or not isinstance(will, dict) or not will:
            return None
        line = self.lines[part.start]
        dash = line.index("-")
        self.lines[part.start] = f"{line[:dash]} {line[dash + 1 :]}"
        span = range(part.start, part.stop)
        if not self._is_block(keys, span):
            self.lines[part.start] = line
            return None
        inner = self.mapping(keys, span, was, will, room - 4)
        for index, text in enumerate(inner):
            if text.strip() and not text.lstrip().startswith("#"):
                inner[index] = f"{text[:dash]}-{text[dash + 1 :]}"
                break
        return inner

    def _replaced(self, part: _Part, fresh: list[str], indent: int) -> list[str]:
        notes = self._notes(part, indent)
        if len(notes) == len(fresh) == part.stop - part.start == 1:
            return [f"{fresh[0]}  {notes[0].strip()}"]
        return [*notes, *fresh]

    def _notes(self, part: _Part, indent: int) -> list[str]:
        """The comments inside a part, on lines of their own."""
        found = (self.comments.get(line) for line in range(part.start, part.stop))
        return [f"{' ' * indent}{one.text.rstrip()}" for one in found if one]

    def _is_block(self, keys: Keys, span: range) -> bool:
        """Whether every part of a value stands on lines of its own, within these."""
        value = self._value(keys)
        if not isinstance(value, dict | list) or not value:
            return False
        starts = [self._line((*keys, key)) for key in _names(value)]
        if len(set(starts)) < len(starts) or not all(one in span for one in starts):
            return False
        before = [
            self.lines[line][: self._column((*keys, key))].strip()
            for line, key in zip(starts, _names(value), strict=True)
        ]
        return set(before) <= ({"-"} if isinstance(value, list) else {""})

    def _parts(self, keys: Keys, span: range) -> Iterator[_Part]:
        """What a value in block form consists of; comments below a part belong to what follows."""
        value = self._value(keys)
        names = _names(value) if isinstance(value, dict | list) else []
        starts = [max(span.start, self._line((*keys, key))) for key in names]
        for key, start, end in zip(names, starts, [*starts[1:], span.stop], strict=True):
            stop = end
            while stop > start + 1 and self._is_between(stop - 1):
                stop -= 1
            yield _Part(key, start, stop)

    def _is_between(self, line: int) -> bool:
        """Whether a line holds nothing but a comment, or nothing."""
        text = self.lines[line].strip()
        return not text or (line in self.comments and text.startswith("#"))

    def _value(self, keys: Keys) -> object:
        value: Any = self.document.value
        for key in keys:
            value = value[key]
        return value

    def _line(self, keys: Keys) -> int:
        line: int = self.document.marks[keys][0].line
        return line

    def _column(self, keys: Keys) -> int:
        column: int = self.document.marks[keys][0].column
        return column


def _names(value: Mapping[str, Any] | Sequence[Any]) -> list[str | int]:
    return list(value) if isinstance(value, Mapping) else list(range(len(value)))


def _written(name: str, value: object, indent: int, room: int) -> list[str]:
    """The canonical lines of one key and its value."""
    key = ScalarNode("tag:yaml.org,2002:str", name)
    node = canonical.node(value, room - len(name) - 2)
    return _lines(MappingNode("tag:yaml.org,2002:map", [(key, node)]), indent)


def _item(value: object, indent: int, room: int) -> list[str]:
    node = canonical.node(value, room - 4)
    return _lines(SequenceNode("tag:yaml.org,2002:seq", [node]), indent)


def _lines(node: yaml.Node, indent: int) -> list[str]:
    lines = canonical.text_of(node).rstrip("\n").split("\n")
    # PyYAML indents a list at the top as it does one below a key
    shift = len(lines[0]) - len(lines[0].lstrip())
    return [f"{' ' * indent}{line[shift:]}".rstrip() for line in lines]
