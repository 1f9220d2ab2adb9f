"""What guides the operator on a worksheet: dropdowns, colours, protection, filter, print set-up."""

from collections.abc import Mapping
from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.worksheets import look
from musrenbang.worksheets.cell_kinds import SERIALS, TIDAK, YA, CellKind
from musrenbang.worksheets.kelurahan_sheet import (
    APPROVED,
    COMPLETE,
    FIRST_ROW,
    FROZEN,
    GROUP_ROW,
    HEADER_ROW,
    INCOMPLETE,
    LETTERS,
    REJECTED,
    TOTAL_ROW,
    UNDECIDED,
    Content,
    missing_in,
    ref,
    unsurveyed,
)
from musrenbang.worksheets.record_book import Column
from musrenbang.worksheets.sheet_table import (
    COLUMNS,
    INPUTS,
)
from schemas.scalars import MAX_RUPIAH, MAX_VOLUME

CHOICES = "Daftar"
"""The hidden sheet that holds the lists too long for a cell's own."""
PAPER = {"A4": 9, "F4": 14}
"""Office Open XML's number of each paper; F4 is what it calls folio."""


def guide(sheet: Worksheet, content: Content, paper: str, footer: str) -> None:
    """Give a filled worksheet everything but its content."""
    if content.rows:
        _validate(sheet, content)
        _colour(sheet, content)
        last = LETTERS[COLUMNS[-1].key]
        sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{content.last_row}"
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FROZEN + 1).coordinate
    sheet.sheet_view.zoomScale = 100
    protect(sheet)
    _set_up_pages(sheet, paper, footer)


def protect(sheet: Worksheet) -> None:
    """Lock what is locked, without a password; filters and widths stay in the operator's hand.

    Sorting is not allowed: on a protected sheet programs sort unlocked cells only, which would
    move the decisions away from their proposals. The grid is hidden as well.
    """
    sheet.sheet_view.showGridLines = False
    protection = sheet.protection
    protection.sheet = True
    protection.autoFilter = False
    protection.formatColumns = False
    protection.formatRows = False


def fit(
    sheet: Worksheet, paper: str, orientation: Literal["landscape", "portrait"], pages: int = 1
) -> None:
    """Print a sheet on so many pages side by side, and as many below each other as it takes."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = orientation, PAPER[paper]
    setup.fitToWidth, setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


LEGIBLE = 82
"""In percent: at ten points no letter on paper is smaller than eight."""
_ROOM = {"A4": 128, "F4": 142}
"""How wide the columns of a page are together, in characters, lying and at full size: also where
another font stands in for a narrower one."""


def legible(sheet: Worksheet, paper: str, footer: str) -> None:
    """Print so that it can be read: as many pages side by side as that takes."""
    widths = [one.width for one in sheet.column_dimensions.values() if not one.hidden]
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", PAPER[paper]
    setup.scale = max(LEGIBLE, min(100, int(100 * _ROOM[paper] / max(sum(widths), 1))))
    setup.pageOrder = "overThenDown"
    margins = sheet.page_margins
    margins.left = margins.right = margins.header = margins.footer = 0.3
    margins.top, margins.bottom = 0.4, 0.6
    foot = sheet.oddFooter
    if foot is not None:
        foot.left.text, foot.right.text = footer.replace("&", "&&"), "Halaman &P dari &N"


def _validate(sheet: Worksheet, content: Content) -> None:
    reasons = f"{quote_sheetname(CHOICES)}!$A$1:$A${content.reasons}"
    for column in INPUTS:
        cells = content.cells(column.key).replace("$", "")
        inline = f'"{",".join(column.words.values())}"' if column.words else ""
        check(sheet, column, cells, reasons if column.daftar else inline)
    day = DataValidation("date", operator="greaterThan", formula1=_FIRST_DAY, allow_blank=True)
    day.error, day.showErrorMessage = "Tulis tanggal sidang.", True
    day.prompt = "Dipakai untuk keputusan yang tanggalnya kosong."
    day.showInputMessage = True
    day.add(f"{LETTERS['permasalahan']}{TOTAL_ROW}")
    sheet.add_data_validation(day)


_FIRST_DAY, _LAST_DAY = map(str, SERIALS)
_PICK = "Pilih dari daftar."
_Check = tuple[Literal["list", "whole", "decimal", "date"], str, str | None, str]
_CHECKS: Mapping[CellKind, _Check] = {
    CellKind.YA_TIDAK: ("list", f'"{YA},{TIDAK}"', None, _PICK),
    CellKind.TANGGAL: ("date", _FIRST_DAY, _LAST_DAY, "Tulis tanggal, bulan dan tahun."),
    CellKind.VOLUME: ("decimal", "0.0001", f"{MAX_VOLUME}", "Tulis angka saja, lebih dari 0."),
    CellKind.RUPIAH: ("whole", "0", f"{MAX_RUPIAH}", "Tulis rupiah bulat, tanpa titik."),
    CellKind.TAHUN: ("whole", "2000", "2100", "Tulis tahun, misalnya 2015."),
    CellKind.BILANGAN: ("whole", "0", "1000000", "Tulis angka bulat, tanpa titik."),
    CellKind.URUTAN: ("whole", "1", "99999", "Tulis urutannya, mulai dari 1."),
}
"""What may be typed: the kind of check, its list or lowest and highest value, the refusal."""


def check(
    sheet: Worksheet, column: Column, cells: str, choices: str = "", *, strict: bool = True
) -> None:
    """Say what may be typed into some cells, and refuse the rest where it is `strict`.

    `choices` names the cells of a list to pick from, or is such a list.
    """
    rule = DataValidation(allow_blank=True)
    if choices or column.kind in _CHECKS:
        own: _Check = ("list", choices, None, _PICK)
        kind, low, high, error = own if choices else _CHECKS[column.kind]
        rule = DataValidation(kind, formula1=low, formula2=high, allow_blank=True)
        rule.operator, rule.error = "between" if high else None, error
        rule.showErrorMessage = strict
    rule.promptTitle = rule.errorTitle = column.title[-_LONGEST_TITLE:]
    rule.prompt, rule.showInputMessage = column.help[:_LONGEST_PROMPT], bool(column.help)
    rule.add(cells)
    sheet.add_data_validation(rule)


_LONGEST_TITLE, _LONGEST_PROMPT = 32, 250
"""What spreadsheet programs show of them."""


def _colour(sheet: Worksheet, content: Content) -> None:
    """The colours that follow what is filled in; the first that applies to a cell wins."""
    row = ref(FIRST_ROW)
    if content.only_survey:
        _mark(sheet, content, "nomor", unsurveyed(FIRST_ROW), look.UNDECIDED)
    decision, state = row("keputusan"), row("keadaan")
    undecided = f'{state}="{UNDECIDED}"'
    incomplete = _begins(state, INCOMPLETE)
    for key, condition in missing_in(row, ranks=content.ranks).items():
        _mark(sheet, content, key, f"AND({incomplete},{condition})", look.MISSING)
    for key in ("keadaan",) if content.only_survey else ("nomor", "keadaan"):
        _mark(sheet, content, key, incomplete, look.MISSING)
        _mark(sheet, content, key, undecided, look.UNDECIDED)
    _mark(sheet, content, "keputusan", undecided, look.UNDECIDED)
    for key in ("nomor", "keputusan"):
        _mark(sheet, content, key, f'{decision}="{APPROVED}"', look.APPROVED)
        _mark(sheet, content, key, f'{decision}="{REJECTED}"', look.REJECTED)
    is_open = f"OR({undecided},{_begins(state, COMPLETE)})"
    _mark(sheet, content, "tanda", f'AND({is_open},{row("tanda")}<>"")', look.FLAGGED)


def _begins(cell: str, text: str) -> str:
    return f'LEFT({cell},{len(text)})="{text}"'


def _mark(sheet: Worksheet, content: Content, key: str, condition: str, look_of: look.Mark) -> None:
    rule = Rule("expression", formula=[condition], dxf=look_of.style(), stopIfTrue=True)
    sheet.conditional_formatting.add(content.cells(key).replace("$", ""), rule)


def _set_up_pages(sheet: Worksheet, paper: str, footer: str) -> None:
    """Side by side: the proposals, what to heed and the survey, the decision.

    Each stands beside number, RW and title of the proposal.
    """
    legible(sheet, paper, footer)
    sheet.print_title_rows = f"{GROUP_ROW}:{HEADER_ROW}"
    sheet.print_title_cols = f"A:{LETTERS[COLUMNS[FROZEN - 1].key]}"
    for key in ("tanda", "keputusan"):
        first = next(index for index, column in enumerate(COLUMNS) if column.key == key)
        sheet.col_breaks.append(Break(id=first))
