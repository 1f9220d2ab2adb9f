"""A table as a workbook to read and to print; nothing in it is to be filled in."""

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from musrenbang.worksheets import look
from musrenbang.worksheets.sheet_controls import fit
from musrenbang.worksheets.workbook import packed

_SIZE = 11
_MAX_FOOTER = 110  # of 255, doubled where it is all ampersands
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_GROUPS_OF_THREE = "#,##0"


def printed_table(
    title: str, rows: Iterable[Sequence[Any]], widths: Sequence[int], paper: str, footer: str
) -> bytes:
    """A workbook of one sheet: the first row is a frozen header, with a filter.

    Printed lying, as wide as the paper (`A4` or `F4`), with header and `footer` on every page.
    `widths` of columns are in characters; longer text goes on below.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for at, row in enumerate(rows, 1):
        texts = [pair for pair in zip(row, widths, strict=True) if isinstance(pair[0], str)]
        sheet.row_dimensions[at].height = look.height(texts, _SIZE)
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            look.put(cell, value)
            cell.alignment, cell.font = _WRAPPED, look.font(_SIZE, bold=at == 1)
            if isinstance(value, int):
                cell.number_format = _GROUPS_OF_THREE
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    fit(sheet, paper, "landscape")
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
    foot = sheet.oddFooter
    if foot is not None:
        foot.left.text = footer[:_MAX_FOOTER].replace("&", "&&")
        foot.right.text = "Halaman &P dari &N"
    return packed(book)
