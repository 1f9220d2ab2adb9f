"""Records compared field by field, by what their models declare and by nothing else.

A field added to a model tomorrow is compared, named and shown without a word being changed here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

from musrenbang.records.findings import Keys
from musrenbang.review.code_names import Names
from musrenbang.review.review_model import FieldChange
from musrenbang.text.indonesian import angka, rupiah, tanggal

_RUPIAH = frozenset({"perkiraan_anggaran", "harga_satuan"})
_SEPARATOR = ", "
_NO_NAMES = Names()
_MOST_ROWS = 2000
"""Longer lists are shown whole: comparing them row by row would take too long."""


def field_changes(
    before: Any, after: Any, said: frozenset[Keys] = frozenset(), names: Names = _NO_NAMES
) -> tuple[FieldChange, ...]:
    """Every field that differs between two records, except those already `said` in other words."""
    return tuple(
        change for keys, change in differences(before, after, names=names) if keys not in said
    )


def differences(
    before: Any,
    after: Any,
    keys: Keys = (),
    labels: tuple[str, ...] = (),
    names: Names = _NO_NAMES,
) -> Iterator[tuple[Keys, FieldChange]]:
    """Every field that differs between two records, with the way to it."""
    before, after = _filled(before), _filled(after)
    if before is after or before == after:
        return
    parts = _parts(after if after is not None else before, names)
    if parts is not None and _same_shape(before, after):
        for key, label in _parts_of_both(before, after, names).items():
            yield from differences(
                _part(before, key), _part(after, key), (*keys, key), (*labels, label), names
            )
        return
    label = _SEPARATOR.join(labels)
    rows = _rows(before, after)
    if rows is None:
        name = str(keys[-1]) if keys else ""
        texts = (_text_or_none(value, name, names) for value in (before, after))
        yield keys, FieldChange(label, *texts)
        return
    for pair in _row_changes(*rows):
        yield keys, FieldChange(label, *(_text_or_none(value, "", names) for value in pair))


def _filled(value: Any) -> Any:
    """The value, or `None` for the ways in which a field says nothing."""
    return None if value in ("", (), {}) else value


def _parts(value: Any, names: Names = _NO_NAMES) -> Mapping[Any, str] | None:
    """The keys and labels of what a value consists of; `None` for a value that is one piece."""
    if isinstance(value, BaseModel):
        return {name: info.title or name for name, info in type(value).model_fields.items()}
    if is_dataclass(value):
        return {field.name: field.name.capitalize() for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: names.entry(str(key)) for key in value}
    return None


def _same_shape(before: Any, after: Any) -> bool:
    return before is None or after is None or (_parts(before) is None) == (_parts(after) is None)


def _parts_of_both(before: Any, after: Any, names: Names) -> Mapping[Any, str]:
    return {**(_parts(before, names) or {}), **(_parts(after, names) or {})}


def _part(value: Any, key: Any) -> Any:
    if value is None:
        return None
    return value.get(key) if isinstance(value, Mapping) else getattr(value, str(key), None)


def _rows(before: Any, after: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]] | None:
    """Both values as rows, where they are lists of records or text of several lines."""
    values = [value for value in (before, after) if value is not None]
    if all(isinstance(value, tuple) for value in values):
        if any(_parts(item) is not None for value in values for item in value):
            return before or (), after or ()
    elif all(isinstance(value, str) for value in values) and any("\n" in text for text in values):
        rows = tuple(tuple(value.split("\n")) if value else () for value in (before, after))
        if max(map(len, rows)) <= _MOST_ROWS:
            return rows[0], rows[1]
    return None


def _row_changes(
    before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[tuple[Any | None, Any | None]]:
    matcher = SequenceMatcher(None, before, after)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield from ((row, None) for row in before[old_start:old_end])
            yield from ((None, row) for row in after[new_start:new_end])


def _text_or_none(value: Any, name: str, names: Names) -> str | None:
    return None if value is None else text_of(value, name, names)


def text_of(value: Any, name: str = "", names: Names = _NO_NAMES) -> str:
    """One value in words; `name` is the field it belongs to."""
    parts = _parts(value, names)
    if parts is not None:
        return "; ".join(
            f"{label}: {text_of(part, str(key), names)}"
            for key, label in parts.items()
            if (part := _filled(_part(value, key))) is not None
        )
    match value:
        case bool():
            text = "ya" if value else "tidak"
        case int() if name in _RUPIAH:
            text = rupiah(value)
        case Decimal() | int() if not name.startswith("tahun"):
            text = angka(value)
        case date():
            text = tanggal(value)
        case tuple():
            text = ", ".join(text_of(item, name, names) for item in value)
        case _:
            text = names.value(name, str(value))
    return text
