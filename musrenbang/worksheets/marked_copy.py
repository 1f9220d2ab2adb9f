"""A filled workbook as it was handed in, with every cell marked of which something is wrong."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.importing.sheet_files import masked
from musrenbang.sheets.xlsx import BROKEN
from musrenbang.worksheets import look
from musrenbang.worksheets.book_writer import TRACE
from musrenbang.worksheets.complaints import Complaint
from musrenbang.worksheets.sheet_controls import CHOICES
from musrenbang.worksheets.sheet_table import BY_KEY
from musrenbang.worksheets.workbook import packed

_MOST_UNPACKED = 24 * 1024 * 1024
"""What openpyxl holds of a workbook is many times what it reads; ours are far below this."""
_WRONG = look.fill("FFB84D")
_SIDE = Side("thick", color="D35400")
_FRAME = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
"""Where a sheet colours its cells by what they say, only the frame shows."""
_OWN = frozenset({CHOICES, TRACE})
"""Hidden sheets of our own books, which need them; what else somebody has hidden stays theirs."""
_TITLES = {TRACE, *(column.title for column in BY_KEY.values())}
"""What columns of our own sheets are called, hidden ones included."""
_WIDTH, _HEIGHT = 360, 140


def marked_copy(data: bytes, file: str, complaints: Iterable[Complaint]) -> bytes | None:
    """The workbook to mend and hand in again; `None` where no cell is to be mended.

    Nor is there one of a file too large or too odd to be written again. Numbers that name a person
    are not repeated in the cells that are complained of, and nor in
    columns that somebody has hidden; hidden sheets that are not ours are left out.
    """
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in complaints:
        if cell := one.cell(file):
            told[cell].append(f"{one.message} {one.hint}".strip())
    if not told or not _is_small(data):
        return None
    try:
        book = load_workbook(io.BytesIO(data), keep_links=False)
        for (sheet, at), texts in told.items():
            cell = book[sheet][at]
            if isinstance(cell.value, str):
                cell.value = masked(cell.value)
            cell.fill, cell.border = _WRONG, _FRAME
            cell.comment = Comment("\n".join(texts), "Pemeriksaan", _HEIGHT, _WIDTH)
        _without_hidden(book, {sheet for sheet, _ in told})
        for page in book.worksheets:
            _mask_hidden_columns(page)
        return packed(book)
    except (*BROKEN, InvalidFileException):
        return None


def _without_hidden(book: Workbook, marked: Collection[str]) -> None:
    """Take out hidden sheets but our own, and those of which something is to be mended."""
    for one in [one for one in book.worksheets if one.sheet_state != "visible"]:
        if one.title not in _OWN and one.title not in marked:
            book.remove(one)
        elif one.title == CHOICES:
            for cell in (cell for row in one.iter_rows() for cell in row):
                if isinstance(cell.value, str):
                    cell.value = masked(cell.value)


def _mask_hidden_columns(sheet: Worksheet) -> None:
    """Mask what names a person in columns that somebody else than our programs has hidden."""
    ranges = [
        range(one.min or 0, (one.max or 0) + 1)
        for one in sheet.column_dimensions.values()
        if one.hidden
    ]
    for column in sheet.iter_cols():
        number = column[0].column
        is_hidden = any(number in one for one in ranges)
        if not is_hidden or any(cell.value in _TITLES for cell in column):
            continue
        for cell in column:
            text = str(cell.value)
            if isinstance(cell.value, str | int) and masked(text) != text:
                cell.value = masked(text)


def _is_small(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(one.file_size for one in archive.infolist()) <= _MOST_UNPACKED
    except BROKEN:
        return False
