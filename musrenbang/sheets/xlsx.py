"""Reading XLSX, as Excel and LibreOffice write it, strict OOXML too.

The file may come from anywhere. It is unpacked and read only within bounds; macros are never run,
links to other files never followed. No library tells values, formats, merged cells and hidden rows
in one pass and in bounded memory, so the four parts that hold them are read here.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from musrenbang.sheets.cells import UNCALCULATED, Cell, Flag, stored
from musrenbang.sheets.number_formats import BUILT_IN, shown
from musrenbang.sheets.table import MAX_COLUMNS, Room, Rows, Span, Table, too_large
from musrenbang.text.errors import CommandError

MAX_UNPACKED = 128 * 1024 * 1024
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ParseError),
    *(AttributeError, IndexError, KeyError, TypeError, ValueError, ArithmeticError),
    *(NotImplementedError, RecursionError, RuntimeError),
)
"""What comes through where the parts of a workbook do not fit together."""
OLE = b"\xd0\xcf\x11\xe0"
"""What a file of old Office begins with, and an encrypted one of any."""
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def open_archive(file: str, data: bytes) -> zipfile.ZipFile:
    """The parts of a file, none of them unpacked yet; refused where they are too large."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise too_large(file)
    return archive


def read_xlsx(file: str, data: bytes) -> Iterator[Table]:
    """The worksheets of an XLSX file, hidden ones too; `CommandError` where it is none."""
    if data.startswith(OLE):
        raise CommandError(
            f"{file} bersandi, atau masih berformat Excel lama (.xls). Simpan ulang sebagai XLSX "
            "tanpa sandi."
        )
    try:
        with open_archive(file, data) as archive:
            if "mimetype" in archive.namelist():
                raise CommandError(
                    f"{file} berformat OpenDocument (.ods). Simpan ulang sebagai XLSX."
                )
            yield from _Workbook(file, archive).tables()
    except BROKEN:
        raise CommandError(
            f"{file} tidak dapat dibaca sebagai XLSX. Mungkin rusak atau bersandi; buka dengan "
            "Excel atau LibreOffice dan simpan ulang sebagai XLSX."
        ) from None


class _Format(NamedTuple):
    formats: list[str]
    struck: list[bool]
    from_1904: bool


class _Workbook:
    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        self.file = file
        self.archive = archive
        self.room = Room(file)
        self.path = self._main_part()
        self.parts = self._related(self.path)
        self.strings = [_text(one) for one in self._optional("sharedStrings")]
        self.formats, self.struck = self._formats()

    def _main_part(self) -> str:
        found = [path for kind, path in self._related("").values() if kind == "officeDocument"]
        return found[0] if found else "xl/workbook.xml"

    def _related(self, path: str) -> dict[str, tuple[str, str]]:
        """By id: what kind of part, and where it is."""
        folder, name = posixpath.split(path)
        try:
            root = fromstring(self.archive.read(posixpath.join(folder, "_rels", f"{name}.rels")))  # noqa: S314 - expat bounds what entities may grow to
        except KeyError:
            return {}
        return {
            one.get("Id", ""): (
                posixpath.basename(one.get("Type", "")),
                posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
            )
            for one in root
        }

    def _optional(self, kind: str) -> Element:
        path = next((path for other, path in self.parts.values() if other == kind), None)
        if path is None or path not in self.archive.namelist():
            return Element(kind)
        return fromstring(self.archive.read(path))  # noqa: S314 - as above

    def _formats(self) -> tuple[list[str], list[bool]]:
        """Of each style of cells: how numbers look, and whether it is struck through."""
        named: dict[int, str] = dict(BUILT_IN)
        styles: list[str] = []
        struck: list[bool] = []
        fonts: list[bool] = []
        for part in self._optional("styles"):
            if _name(part) == "numFmts":
                for one in part:
                    named[int(one.get("numFmtId", 0))] = one.get("formatCode", "")
            elif _name(part) == "fonts":
                fonts = [any(map(_strikes, font)) for font in part]
            elif _name(part) == "cellXfs":
                styles = [named.get(int(one.get("numFmtId", 0)), "") for one in part]
                struck = [
                    font < len(fonts) and fonts[font]
                    for font in (int(one.get("fontId", 0)) for one in part)
                ]
        return styles, struck

    def tables(self) -> Iterator[Table]:
        root = fromstring(self.archive.read(self.path))  # noqa: S314 - as above
        from_1904 = any(
            _name(one) == "workbookPr" and one.get("date1904") in {"1", "true"} for one in root
        )
        sheets = [one for part in root if _name(part) == "sheets" for one in part]
        for sheet in sheets:
            key = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
            kind, path = self.parts.pop(key)  # two sheets of one part would unpack it over and over
            if kind == "worksheet":
                is_visible = sheet.get("state", "visible") == "visible"
                yield self._table(sheet.get("name", ""), path, from_1904, is_visible=is_visible)

    def _table(self, name: str, path: str, from_1904: bool, *, is_visible: bool) -> Table:  # noqa: FBT001 - a property of the workbook
        rows = Rows(self.room)
        merged: list[Span] = []
        hidden_columns: set[int] = set()
        looks = _Format(self.formats, self.struck, from_1904)
        with self.archive.open(path) as stream:
            holder: Element | None = None
            for event, element in iterparse(stream, ("start", "end")):  # noqa: S314 - as above
                kind = _name(element)
                if event == "start":
                    holder = element if kind == "sheetData" else holder
                elif kind == "row":
                    at = int(element.get("r", len(rows.rows) + 1)) - 1
                    if at < len(rows.rows):
                        raise ValueError(at)
                    hidden = element.get("hidden") in {"1", "true"}
                    cells = self._cells(element, looks)
                    struck = _struck(element, looks) if any(looks.struck) else ()
                    rows.add(cells, at=at, hidden=hidden, struck=struck)
                    if holder is not None:
                        holder.clear()
                elif kind == "col" and element.get("hidden") in {"1", "true"}:
                    left = int(element.get("min", 1)) - 1
                    hidden_columns.update(range(left, min(int(element.get("max", 1)), MAX_COLUMNS)))
                elif kind == "mergeCell":
                    first, _, last = element.get("ref", "").partition(":")
                    (left, top), (right, bottom) = _place(first), _place(last or first)
                    merged.append(Span(top, left, bottom, right))
        return rows.table(name, tuple(merged), is_visible=is_visible, hidden_columns=hidden_columns)

    def _cells(self, row: Element, looks: _Format) -> list[Cell]:
        cells: list[Cell] = []
        for element in row:
            if _name(element) != "c":
                continue
            reference = element.get("r")
            column = _place(reference)[0] if reference else len(cells)
            cells += [""] * (column - len(cells))
            cells[column:] = [self._cell(element, looks)]
        return cells

    def _cell(self, element: Element, looks: _Format) -> Cell:
        parts = {_name(one): one for one in element}
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        value = (parts["v"].text or "") if "v" in parts else ""
        if "f" in parts and ("v" not in parts or (value == "" and kind != "str")):
            return UNCALCULATED
        if kind != "n" or value == "":
            return self._other(kind, value) if value else ""
        number = stored(value)
        if isinstance(number, str):
            return number
        style = int(element.get("s", 0))
        form = looks.formats[style] if style < len(looks.formats) else ""
        return shown(number, form, from_1904=looks.from_1904)

    def _other(self, kind: str, value: str) -> Cell:
        """A cell that is no number."""
        match kind:
            case "s":
                return self.strings[int(value)]
            case "b":
                return Flag("TRUE" if value in {"1", "true"} else "FALSE")
            case "d":
                return date.fromisoformat(value[:10])
            case _:
                return value


def _strikes(part: Element) -> bool:
    return _name(part) == "strike" and part.get("val", "1") not in {"0", "false"}


def _struck(row: Element, looks: _Format) -> list[bool]:
    """Of each cell that says something, whether it is struck through."""
    styles = [int(cell.get("s", 0)) for cell in row if _name(cell) == "c" and len(cell)]
    return [style < len(looks.struck) and looks.struck[style] for style in styles]


def _name(element: Element) -> str:
    """An element's name, whichever of the two standards its namespace is of."""
    return element.tag.rpartition("}")[2]


def _text(element: Element) -> str:
    """The text of a cell, in one format or several, without how it is pronounced."""
    if _name(element) == "t":
        return element.text or ""
    return "".join(_text(one) for one in element if _name(one) not in {"rPh", "phoneticPr"})


def _place(reference: str) -> tuple[int, int]:
    """Column and row from 0."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > MAX_COLUMNS:
        raise ValueError(reference)
    return column - 1, int(match[2]) - 1
