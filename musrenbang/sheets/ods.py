"""Reading ODS, the format of LibreOffice: it keeps beside each value what the cell shows."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

from musrenbang.sheets.cells import UNCALCULATED, Cell, Flag, Number, stored
from musrenbang.sheets.table import MAX_COLUMNS, Room, Rows, Span, Table, too_large
from musrenbang.sheets.xlsx import BROKEN, open_archive
from musrenbang.text.errors import CommandError

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KINDS = {"percentage": "persen", "time": "jam"}
_TRUTH = {"TRUE": "TRUE", "BENAR": "TRUE", "FALSE": "FALSE", "SALAH": "FALSE"}
_MAX_REPEATED = 1_048_576


def read_ods(file: str, data: bytes) -> Iterator[Table]:
    """The worksheets of an ODS file, hidden ones too; `CommandError` where it is none."""
    try:
        with open_archive(file, data) as archive:
            root = fromstring(archive.read("content.xml"))  # noqa: S314 - expat bounds what entities may grow to
        hidden = {
            style.get(f"{_STYLE}name")
            for style in root.iter(f"{_STYLE}style")
            for properties in style.iter(f"{_STYLE}table-properties")
            if properties.get(f"{_TABLE}display") == "false"
        }
        struck = {
            style.get(f"{_STYLE}name", "")
            for style in root.iter(f"{_STYLE}style")
            for properties in style.iter(f"{_STYLE}text-properties")
            if properties.get(f"{_STYLE}text-line-through-style", "none") != "none"
        }
        room = Room(file)
        for table in root.iter(f"{_TABLE}table"):
            yield _table(
                room, table, struck, is_visible=table.get(f"{_TABLE}style-name") not in hidden
            )
    except BROKEN:
        raise CommandError(
            f"{file} tidak dapat dibaca sebagai ODS. Mungkin rusak atau bersandi; buka dengan "
            "LibreOffice dan simpan ulang."
        ) from None


def _table(room: Room, table: Element, struck: Collection[str], *, is_visible: bool) -> Table:
    rows = Rows(room)
    merged: list[Span] = []
    pending = 0
    for row in _rows(table):
        times = min(int(row.get(f"{_TABLE}number-rows-repeated", 1)), _MAX_REPEATED)
        at = len(rows.rows) + pending
        cells = _cells(row, at, merged, room)
        hidden = row.get(f"{_TABLE}visibility", "visible") != "visible"
        if not any(cell != "" for cell in cells):
            pending += times
            continue
        lines = [one.get(f"{_TABLE}style-name") in struck for one in row if len(one)]
        for _ in range(times):
            rows.add(list(cells), at=len(rows.rows) + pending, hidden=hidden, struck=lines)
            pending = 0
    return rows.table(
        table.get(f"{_TABLE}name", ""),
        tuple(merged),
        is_visible=is_visible,
        hidden_columns=_hidden_columns(table),
    )


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        times = min(int(column.get(f"{_TABLE}number-columns-repeated", 1)), _MAX_REPEATED)
        if column.get(f"{_TABLE}visibility", "visible") != "visible":
            yield from range(at, min(at + times, MAX_COLUMNS))
        at += times


def _rows(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in {
            f"{_TABLE}table-header-rows",
            f"{_TABLE}table-row-group",
            f"{_TABLE}table-rows",
        }:
            yield from _rows(child)


def _cells(row: Element, at: int, merged: list[Span], room: Room) -> list[Cell]:
    cells: list[Cell] = []
    empty = 0
    for element in row:
        if element.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = min(int(element.get(f"{_TABLE}number-columns-repeated", 1)), _MAX_REPEATED)
        down = int(element.get(f"{_TABLE}number-rows-spanned", 1))
        across = int(element.get(f"{_TABLE}number-columns-spanned", 1))
        left = len(cells) + empty
        if down > 1 or across > 1:
            merged.append(Span(at, left, at + down - 1, left + across - 1))
        cell = _cell(element)
        if cell == "":
            empty += times
            continue
        if left + times > MAX_COLUMNS:
            raise too_large(room.file)
        cells += [""] * empty + [cell] * times
        empty = 0
    return cells


def _cell(element: Element) -> Cell:
    look = "\n".join(_shown(part) for part in element if part.tag == f"{_TEXT}p").strip()
    kind = element.get(f"{_OFFICE}value-type", "")
    if kind in {"float", "currency", "percentage"}:
        value = stored(element.get(f"{_OFFICE}value", ""))
        return value if isinstance(value, str) else _number(value, look, kind)
    if kind == "date":
        return date.fromisoformat(element.get(f"{_OFFICE}date-value", "")[:10])
    if kind == "boolean":
        return Flag("TRUE" if element.get(f"{_OFFICE}boolean-value") == "true" else "FALSE")
    if kind == "time":
        return Number("0", look, "jam")
    if not kind and element.get(f"{_TABLE}formula"):
        return UNCALCULATED
    return look


def _number(value: Decimal, look: str, kind: str) -> Cell:
    if look in _TRUTH:
        return Flag(_TRUTH[look])
    if kind in _KINDS:
        return Number(value, look, _KINDS[kind])
    if "/" in look:
        return Number(value, look, "pecahan")
    if re.search(r"[0-9]E[+-]", look):
        return Number(value, "", "eksponen")
    return Number(value, look) if re.fullmatch(r"0[0-9]+", look) else value


def _shown(element: Element) -> str:
    """The text of a paragraph as it is shown, without the comments on it."""
    if element.tag == f"{_OFFICE}annotation":
        return ""
    special = {
        f"{_TEXT}s": " " * min(int(element.get(f"{_TEXT}c", 1)), 100),
        f"{_TEXT}tab": "\t",
        f"{_TEXT}line-break": "\n",
    }
    if element.tag in special:
        return special[element.tag]
    parts = [element.text or ""]
    for child in element:
        parts += [_shown(child), child.tail or ""]
    return "".join(parts)
