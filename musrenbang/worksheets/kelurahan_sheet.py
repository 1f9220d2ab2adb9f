"""One kelurahan's worksheet: head with totals, the table, what may be typed where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.worksheets import formulas, look
from musrenbang.worksheets.sheet_columns import COLUMNS, DAY_LABEL, Column, Form, Group
from musrenbang.worksheets.sheet_rows import Row, Value

TITLE_ROW, NOTICE_ROW, LABEL_ROW, TOTAL_ROW, GROUP_ROW, HEADER_ROW = range(1, 7)
FIRST_ROW = HEADER_ROW + 1
FROZEN = 3
"""How many columns stay in sight, and are repeated on every page."""
LETTERS = {column.key: get_column_letter(index) for index, column in enumerate(COLUMNS, 1)}
_WRAPPED = [c for c in COLUMNS if c.form is Form.TEKS and c.group is not Group.JEJAK]
_STARTS_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Content:
    """What one worksheet is made from."""

    title: str
    subtitle: str
    notice: str
    rows: Sequence[Row]
    day: date | None
    """The first day of the meeting."""

    @property
    def last_row(self) -> int:
        return FIRST_ROW + len(self.rows) - 1

    def cells(self, key: str) -> str:
        """The cells of a column, as formulas on the same sheet name them."""
        return f"${LETTERS[key]}${FIRST_ROW}:${LETTERS[key]}${self.last_row}"


def put(cell: Cell | MergedCell, value: Value | None) -> None:
    """A value as what it is: text is never a formula, an error or a number, however it begins."""
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_STARTS_A_FORMULA)


def ref(row: int) -> formulas.Ref:
    """The cells of one row, by column."""
    return lambda key: f"${LETTERS[key]}{row}"


def fill_in(sheet: Worksheet, content: Content) -> None:
    """Write everything that stands in the cells of one worksheet."""
    _head(sheet, content)
    _titles(sheet)
    for number, row in enumerate(content.rows, FIRST_ROW):
        for index, column in enumerate(COLUMNS, 1):
            _fill_cell(sheet.cell(number, index), column, row, number)
    for column in COLUMNS:
        shape = sheet.column_dimensions[LETTERS[column.key]]
        shape.width = column.width
        shape.hidden = column.group is Group.JEJAK
    for number, row in enumerate(content.rows, FIRST_ROW):
        texts = [(str(row.values.get(column.key, "")), column.width) for column in _WRAPPED]
        sheet.row_dimensions[number].height = look.height(texts)


def _fill_cell(cell: Cell | MergedCell, column: Column, row: Row, number: int) -> None:
    value = row.values.get(column.key, "")
    is_open = column.is_input and not row.closed
    cell.font = look.font(bold=column.key == "nomor", colour=look.FADED if row.closed else look.INK)
    cell.alignment = look.alignment(column.form)
    cell.border = look.BORDER
    cell.number_format = look.number_format(column, value)
    cell.protection = look.OPEN if is_open else look.LOCKED
    cell.fill = look.CLOSED if row.closed else look.INPUT if is_open else look.READ_ONLY
    if column.key == "hasil":
        cell.value = f"={formulas.amount(ref(number))}"
    elif column.key == "keadaan" and not row.closed:
        cell.value = f"={formulas.state(ref(number))}"
    elif column.key == "keadaan":
        put(cell, row.closed)
    else:
        put(cell, value)


def _head(sheet: Worksheet, content: Content) -> None:
    title = sheet.cell(TITLE_ROW, 1)
    put(title, content.title)
    title.font, title.alignment = look.font(15, look.GREEN, bold=True), look.PASSAGE
    sheet.merge_cells(start_row=TITLE_ROW, start_column=1, end_row=NOTICE_ROW, end_column=FROZEN)
    for row, text, bold in (
        (TITLE_ROW, content.subtitle, True),
        (NOTICE_ROW, content.notice, False),
    ):
        cell = sheet.cell(row, FROZEN + 1)
        put(cell, text)
        cell.font = look.font(11, look.INK if bold else look.FADED, bold=bold)
    _summary(sheet, content)
    for key, end, label, value, number_format in _totals(content):
        first = LETTERS[key]
        for row in (LABEL_ROW, TOTAL_ROW):
            if end != key:
                sheet.merge_cells(f"{first}{row}:{LETTERS[end]}{row}")
        head = sheet[f"{first}{LABEL_ROW}"]
        head.value, head.font, head.alignment = label, look.font(9, look.FADED), look.HEADING
        total = sheet[f"{first}{TOTAL_ROW}"]
        total.value, total.number_format = value, number_format
        total.font, total.alignment = look.font(11, bold=True), look.HEADING
        if label == DAY_LABEL:
            total.protection, total.fill, total.border = look.OPEN, look.NOTICE, look.BORDER


def _summary(sheet: Worksheet, content: Content) -> None:
    """What is still to be done, where it stays in sight."""
    state = content.cells("keadaan")
    summary = sheet.cell(LABEL_ROW, 1)
    summary.value = (
        f'="Belum diputuskan: "&COUNTIF({state},"{formulas.UNDECIDED}")'
        f'&CHAR(10)&"Perlu dilengkapi: "&COUNTIF({state},"{formulas.INCOMPLETE}*")'
    )
    sheet.merge_cells(start_row=LABEL_ROW, start_column=1, end_row=TOTAL_ROW, end_column=FROZEN)
    summary.font, summary.alignment = look.font(13, look.GREEN, bold=True), look.PASSAGE


def _totals(content: Content) -> list[tuple[str, str, str, object, str]]:
    """First and last column of each figure above the table, its label, formula and format.

    SUBTOTAL leaves out what a filter hides, so the right-hand figures follow the filter.
    """
    decisions = content.cells("keputusan")
    visible = f"SUBTOTAL(103,{content.cells('nomor')})"
    proposed = f"SUBTOTAL(109,{content.cells('anggaran_usulan')})"
    approved = f"SUBTOTAL(109,{content.cells('hasil')})"
    return [
        ("permasalahan", "permasalahan", DAY_LABEL, content.day, look.DAY),
        *(
            (key, end, word, f'=COUNTIF({decisions},"{word}")', look.WHOLE)
            for key, end, word in (
                ("lokasi", "lokasi", formulas.APPROVED),
                ("skpd", "tipe", formulas.REJECTED),
            )
        ),
        ("volume_usulan", "satuan", "Usulan terlihat", f"={visible}", look.WHOLE),
        (
            "anggaran_usulan",
            "anggaran_usulan",
            "Diusulkan (Rp), terlihat",
            f"={proposed}",
            look.WHOLE,
        ),
        ("tanda", "tanda", "Disetujui (Rp), terlihat", f"={approved}", look.WHOLE),
    ]


def _titles(sheet: Worksheet) -> None:
    for group in Group:
        columns = [column for column in COLUMNS if column.group is group]
        first, last = LETTERS[columns[0].key], LETTERS[columns[-1].key]
        cell = sheet[f"{first}{GROUP_ROW}"]
        cell.value = group.value
        for letter in (LETTERS[column.key] for column in columns):
            sheet[f"{letter}{GROUP_ROW}"].fill = look.GROUP_FILL[group]
        cell.font = look.font(10, look.WHITE, bold=True)
        if group is Group.USULAN:
            # not merged across the frozen edge, where a heading would be cut in two
            continue
        sheet.merge_cells(f"{first}{GROUP_ROW}:{last}{GROUP_ROW}")
    for column in COLUMNS:
        cell = sheet[f"{LETTERS[column.key]}{HEADER_ROW}"]
        cell.value = column.title
        cell.font = look.font(9, look.WHITE, bold=True)
        cell.fill = look.GROUP_FILL[column.group]
        cell.alignment, cell.border = look.HEADING, look.BORDER
    sheet.row_dimensions[HEADER_ROW].height = 40
    for row in (TITLE_ROW, NOTICE_ROW):
        sheet.row_dimensions[row].height = 20
    for row in (LABEL_ROW, TOTAL_ROW):
        sheet.row_dimensions[row].height = 26 if row == LABEL_ROW else 19
