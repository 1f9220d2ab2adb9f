"""What differs between two versions of a document's data, in words and row by row."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import angka

_IDENTITIES = ("usulan", "kode", "nama")
"""Fields that name a row better than its position."""

_COUNTERS = frozenset({"no"})
"""Fields that shift in every row when one is taken out."""

_WRAPPERS = frozenset({"isi", "baris"})
"""Levels that tell a reader nothing."""

_LARGEST = 10**15
"""Numbers from here on, which no honest document holds, are shown as they stand."""

_LONGEST = 90


def data_differences(name: str, given: bytes, rebuilt: bytes) -> Iterator[str]:
    """One line for each value that differs between the data in a file and the repository's."""
    try:
        values = json.loads(given)
    except (ValueError, RecursionError):
        yield f"{name}: bukan data yang dapat dibaca"
        return
    yield from _compare((name,), values, json.loads(rebuilt))


def _compare(way: tuple[str, ...], given: Any, rebuilt: Any) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(rebuilt, dict):
        yield from _compare_parts(way, given, rebuilt)
    elif isinstance(given, list) and isinstance(rebuilt, list):
        one, other = _by_name(given), _by_name(rebuilt)
        yield from _compare_parts(way, one, other)
        if one.keys() == other.keys() and list(one) != list(other):
            yield f"{_place(way)}: urutannya lain"
    elif given != rebuilt or type(given) is not type(rebuilt):
        yield f"{_place(way)}: {_words(given)} dalam berkas, {_words(rebuilt)} menurut repositori"


def _compare_parts(
    way: tuple[str, ...], given: dict[str, Any], rebuilt: dict[str, Any]
) -> Iterator[str]:
    for name in dict.fromkeys((*rebuilt, *given)):
        if name in _COUNTERS:
            continue
        here = (*way, name)
        if name not in given:
            yield f"{_place(here)}: tidak ada dalam berkas, ada menurut repositori"
        elif name not in rebuilt:
            yield f"{_place(here)}: ada dalam berkas, tidak ada menurut repositori"
        else:
            yield from _compare(here, given[name], rebuilt[name])


def _by_name(rows: list[Any]) -> dict[str, Any]:
    """Rows by what identifies them: a field where it is unique, else their position."""
    for field in _IDENTITIES:
        found = {
            row[field]: row
            for row in rows
            if isinstance(row, dict) and isinstance(row.get(field), str)
        }
        if len(found) == len(rows):
            return found
    return {f"butir {number}": row for number, row in enumerate(rows, 1)}


def _place(way: tuple[str, ...]) -> str:
    parts = (part.replace("_", " ") for part in way if part not in _WRAPPERS)
    return " > ".join(map(_short, parts))


def _words(value: object) -> str:
    match value:
        case None | "":
            return "kosong"
        case bool():
            return "ya" if value else "tidak"
        case int() | float() if abs(value) < _LARGEST:
            return angka(Decimal(str(value)))
        case str():
            return f"“{_short(value)}”"
    return _short(json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    shown = visible(text[: _LONGEST + 1])
    return shown if len(text) <= _LONGEST else f"{shown[:_LONGEST]}…"
