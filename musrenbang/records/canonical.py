"""The canonical form of a record file: one way to write each record.

Keys in the order of the model, absent fields left out, short parts on one line, long text folded,
quotes only where an ordinary YAML parser would otherwise read something else than text.

Of the comments of a file that is written anew are kept: whole lines that begin with `#` and stand
above a top-level key that stays, or at the end of the file. A comment anywhere else belongs to a
value that may move, so nobody can say where it would go; such a file is left alone.
"""

import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.emitter import Emitter
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from musrenbang.files.paths import Place
from musrenbang.records.loader import LISTED, model_of
from musrenbang.records.strict_yaml import Document, NotYamlError, comments_in, parse
from musrenbang.records.validation import read_record

WIDTH = 96
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?\.?[0-9][0-9_.,:eExXoO+-]*")
_LOOKS_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_MAP, _SEQ, _STR = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))

_resolver: Any = Resolver()
_emitter = Emitter(io.StringIO(), allow_unicode=True)


def dump(record: BaseModel) -> str:
    """The canonical text of a record file."""
    return text_of(node(record.model_dump(exclude_none=True, exclude_defaults=True), room=WIDTH))


def text_of(node: Node) -> str:
    """A node as text."""
    text: str = yaml.serialize(node, Dumper=_Dumper, width=WIDTH, allow_unicode=True)
    return text


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter with list items indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)


def node(value: Any, room: int, *, flow: bool = False) -> Node:
    """A YAML node; `room` is what the line has left, `flow` whether it stands inside a line."""
    if isinstance(value, dict):
        inline = flow or (room < WIDTH and _inline_length(value) <= room)
        pairs = [
            (
                _text(str(key), room, flow=True),
                node(item, room - len(str(key)) - 2, flow=inline),
            )
            for key, item in value.items()
        ]
        return MappingNode(_MAP, pairs, flow_style=inline)
    if isinstance(value, list | tuple):
        inline = flow or not any(isinstance(item, dict) for item in value)
        items = [node(item, room - 4, flow=inline) for item in value]
        return SequenceNode(_SEQ, items, flow_style=inline)
    if isinstance(value, str):
        return _text(value, room, flow=flow)
    text = _plain(value)
    return ScalarNode(_resolver.resolve(ScalarNode, text, (True, False)), text)


def _text(text: str, room: int, *, flow: bool) -> ScalarNode:
    analysis = _emitter.analyze_scalar(text)
    allowed = analysis.allow_flow_plain if flow else analysis.allow_block_plain
    style = None
    if "\n" in text:
        style = "|"
    elif len(text) > room and not flow:
        style = ">"
    elif (
        not allowed
        or _LOOKS_LIKE_A_NUMBER.fullmatch(text)
        or _resolver.resolve(ScalarNode, text, (True, False)) != _STR
    ):
        style = '"'
    return ScalarNode(_STR, text, style=style)


def _plain(value: float | date | Decimal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        # one more nought, or 1.141 would be read as thousands and refused
        return f"{text}0" if _LOOKS_LIKE_THOUSANDS.fullmatch(text) else text
    if isinstance(value, date):
        return value.isoformat()
    return repr(value)


def _inline_length(value: Any) -> int:
    """How long a value is when written inside one line; more than fits for multi-line text."""
    if isinstance(value, dict):
        return 2 + sum(len(str(key)) + 4 + _inline_length(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return 2 + sum(2 + _inline_length(item) for item in value)
    if isinstance(value, str):
        return WIDTH if "\n" in value else len(value)
    return len(_plain(value))


_END = ""
"""Where comments at the end of a file belong; no key is called so."""


@dataclass(frozen=True)
class Rewritten:
    """The canonical text of a record, and the lines of comments that it could not keep."""

    text: str
    lost: tuple[int, ...]


def rewritten(before: str, record: BaseModel) -> Rewritten:
    """The canonical text of a record that was read from `before`, with its comments."""
    text = dump(record)
    if "#" not in before:
        return Rewritten(text, ())
    old = parse(before.encode())
    commented = [comment.position.line - 1 for comment in comments_in(before)]
    blocks, lost = _blocks(before.splitlines(), _key_lines(old), commented)
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


class LeftAloneError(Exception):
    """Why a file is not brought into canonical form, in Indonesian."""


class FaultyError(LeftAloneError):
    """The file is no valid record, so nobody can say what it means."""


def formatted(data: bytes, place: Place, *, drop_comments: bool = False) -> bytes:
    """The canonical form of a record file. Raises `LeftAloneError` where it has none."""
    record = _record(data, place)
    again = rewritten(data.decode(), record)
    if again.lost and not drop_comments:
        lines = ", ".join(map(str, again.lost))
        raise LeftAloneError(
            f"komentar pada baris {lines} tidak punya tempat dalam bentuk baku. Pindahkan ke atas "
            "bidang terluar, atau buang dengan --hapus-komentar"
        )
    after = again.text.encode()
    if _record(after, place) != record:
        raise LeftAloneError("isinya tidak dapat ditulis dalam bentuk baku tanpa berubah arti")
    return after


def _record(data: bytes, place: Place) -> BaseModel:
    try:
        document = parse(data, many=place.kind in LISTED)
    except NotYamlError as error:
        raise FaultyError(f"{error.fault.message} {error.fault.hint}") from None
    record, problems = read_record(document, model_of(place.kind, document.value), "")
    if record is None:
        raise FaultyError(f"{problems[0].message} {problems[0].hint}")
    return record
