"""The canonical form of a record file: one way to write each record.

Keys in the order of the model, absent fields left out, short parts on one line, long text folded,
quotes only where an ordinary YAML parser would otherwise read something else than text.
"""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel
from yaml.emitter import Emitter
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

WIDTH = 96
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?\.?[0-9][0-9_.,:eExXoO+-]*")
_LOOKS_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_MAP, _SEQ, _STR = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))

_resolver: Any = Resolver()
_emitter = Emitter(io.StringIO(), allow_unicode=True)


def dump(record: BaseModel) -> str:
    """The canonical text of a record file."""
    node = _node(record.model_dump(exclude_none=True, exclude_defaults=True), room=WIDTH)
    text: str = yaml.serialize(node, Dumper=_Dumper, width=WIDTH, allow_unicode=True)
    return text


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter with list items indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)


def _node(value: Any, room: int, *, flow: bool = False) -> Node:
    """A YAML node; `room` is what the line has left, `flow` whether it stands inside a line."""
    if isinstance(value, dict):
        inline = flow or (room < WIDTH and _inline_length(value) <= room)
        pairs = [
            (
                _text(str(key), room, flow=True),
                _node(item, room - len(str(key)) - 2, flow=inline),
            )
            for key, item in value.items()
        ]
        return MappingNode(_MAP, pairs, flow_style=inline)
    if isinstance(value, list | tuple):
        inline = flow or not any(isinstance(item, dict) for item in value)
        items = [_node(item, room - 4, flow=inline) for item in value]
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
