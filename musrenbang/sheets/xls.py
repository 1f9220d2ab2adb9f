"""Reading XLS, the format of Excel up to 2003.

Through xlrd, which keeps number formats, merged cells and hidden rows; calamine does not.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from musrenbang.sheets.cells import Cell, Flag, Unsolved, stored
from musrenbang.sheets.number_formats import shown
from musrenbang.sheets.table import Room, Rows, Span, Table
from musrenbang.text.errors import CommandError, UsageError

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_SAYING = frozenset({_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR})


class _Silent:
    """Where xlrd may write what it thinks of a file."""

    def write(self, _text: str) -> None: ...


def read_xls(file: str, data: bytes) -> Iterator[Table]:
    """The worksheets of an XLS file, hidden ones too; `CommandError` where it is none."""
    try:
        xlrd: Any = import_module("xlrd")
    except ModuleNotFoundError:
        raise UsageError(
            f"{file}: pustaka xlrd untuk berkas XLS belum terpasang. Pasang ulang perangkat "
            "lunaknya, atau simpan berkas itu sebagai XLSX."
        ) from None
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silent())
        room = Room(file)
        tables = [_table(room, book, sheet, xlrd) for sheet in book.sheets()]
    except CommandError:
        raise
    except Exception as error:  # noqa: BLE001 - the format has no bounds to what a broken file raises
        locked = "encrypt" in str(error).casefold() or "password" in str(error).casefold()
        why = "bersandi" if locked else "tidak dapat dibaca sebagai XLS"
        raise CommandError(
            f"{file} {why}. Buka dengan Excel atau LibreOffice dan simpan ulang sebagai XLSX tanpa "
            "sandi."
        ) from None
    yield from tables


def _table(room: Room, book: Any, sheet: Any, xlrd: Any) -> Table:
    rows = Rows(room)
    for at in range(sheet.nrows):
        cells = [_cell(book, cell, xlrd) for cell in sheet.row(at)]
        info = sheet.rowinfo_map.get(at)
        struck = [_strikes(book, cell) for cell in sheet.row(at) if cell.ctype in _SAYING]
        rows.add(cells, hidden=bool(info is not None and info.hidden), struck=struck)
    merged = tuple(
        Span(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    hidden = [at for at, info in sheet.colinfo_map.items() if info.hidden]
    return rows.table(sheet.name, merged, is_visible=sheet.visibility == 0, hidden_columns=hidden)


def _strikes(book: Any, cell: Any) -> bool:
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    return bool(style and book.font_list[style.font_index].struck_out)


def _cell(book: Any, cell: Any, xlrd: Any) -> Cell:
    if cell.ctype == _TEXT:
        return str(cell.value) or Unsolved()
    if cell.ctype in {_NUMBER, _DATE}:
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
        form = book.format_map.get(style.format_key) if style else None
        number = stored(cell.value)
        if isinstance(number, str):
            return number
        return shown(number, form.format_str if form else "", from_1904=bool(book.datemode))
    if cell.ctype == _BOOLEAN:
        return Flag("TRUE" if cell.value else "FALSE")
    if cell.ctype == _ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return ""
