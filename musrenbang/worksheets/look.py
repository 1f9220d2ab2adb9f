"""How a worksheet looks: colours, fonts, borders and number formats, all in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle

from musrenbang.text.escaping import starts_formula
from musrenbang.worksheets.cell_kinds import CellKind, CellValue
from musrenbang.worksheets.sheet_table import RowPart, SheetColumn

FONT = "Arial"
"""On every office's computer; LibreOffice has letters of the same widths for it."""
INK, FADED, GREEN, WHITE = "1C2320", "6B726E", "0B4A38", "FFFFFF"
SECTION, NEEDED = "2F6B58", "7D5200"
_LINE = "C9CEC9"


def fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour, bgColor=colour)


def font(size: float = 10, colour: str = INK, *, bold: bool = False) -> Font:
    return Font(name=FONT, size=size, color=colour, bold=bold)


PARTS = {
    RowPart.USULAN: GREEN,
    RowPart.SURVEI: "1D5490",
    RowPart.KEPUTUSAN: NEEDED,
    RowPart.HASIL: "545B57",
    RowPart.JEJAK: "545B57",
}
READ_ONLY = fill("F1F3F0")
INPUT = fill("FFFFFF")
CLOSED = fill("E3E5E2")
NOTICE = fill("FBF0D4")
_SIDE = Side("thin", color=_LINE)
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
LOCKED, OPEN = Protection(locked=True), Protection(locked=False)

WHOLE, WHOLE_OR_DASH, DAY = "#,##0", '#,##0;-#,##0;"–"', "d mmm yyyy"
_FORMATS = {
    **dict.fromkeys(
        (CellKind.NASKAH, CellKind.NIP, CellKind.RW, CellKind.RT, CellKind.DAFTAR), "@"
    ),
    CellKind.TEKS: "@",  # so that what begins with a hyphen or an equals sign is text when typed
    CellKind.RUPIAH: WHOLE,
    CellKind.BILANGAN: WHOLE,
    CellKind.TANGGAL: DAY,
    CellKind.TAHUN: "0",
}
_DIGITS = {"nomor": "0000", "rw": "000"}
_RIGHT = frozenset({CellKind.VOLUME, CellKind.RUPIAH, CellKind.BILANGAN})
_CENTRE = frozenset({CellKind.NOMOR, CellKind.TANGGAL, CellKind.TAHUN, CellKind.YA_TIDAK})


def number_format(column: SheetColumn, value: CellValue) -> str:
    """How a value of the table is shown; a whole volume without a lonely decimal comma."""
    return _DIGITS.get(column.key) or format_of(column.kind, value)


def format_of(kind: CellKind, value: CellValue) -> str:
    """How a value of a kind is shown."""
    if kind is CellKind.VOLUME and isinstance(value, Decimal) and value % 1 == 0:
        return WHOLE
    return _FORMATS.get(kind, "General")


def alignment(form: CellKind) -> Alignment:
    side = "right" if form in _RIGHT else "center" if form in _CENTRE else "left"
    indent = 0 if form in _CENTRE else 1
    return Alignment(horizontal=side, vertical="top", wrap_text=form not in _RIGHT, indent=indent)


def height(texts: Iterable[tuple[str, float]], size: float = 10) -> float:
    """How high a row must be, in points, for texts in columns of these widths.

    Programs that measure for themselves make it exact; others leave rows as high as they are told.
    """
    lines = max(
        (
            sum(max(1, len(wrap(line, int(width)))) for line in text.splitlines())
            for text, width in texts
        ),
        default=1,
    )
    return min(_HIGHEST, size * (_LEADING * max(lines, 1) + 0.6))


_LEADING = 1.22
_HIGHEST = 409


HEADING = Alignment(horizontal="center", vertical="center", wrap_text=True)
PASSAGE = Alignment(horizontal="left", vertical="top", wrap_text=True)


def put(cell: Cell | MergedCell, value: CellValue | None) -> None:
    """A value as what it is: text is never a formula, an error or a number, however it begins."""
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = starts_formula(value)


def heading(cell: Cell | MergedCell, title: str, colour: str) -> None:
    """The title of a column or section."""
    put(cell, title)
    cell.font, cell.fill = font(10, WHITE, bold=True), fill(colour)
    cell.alignment, cell.border = HEADING, BORDER
    if colour == SECTION:
        cell.alignment = PASSAGE


@dataclass(frozen=True, slots=True)
class Mark:
    """What a condition makes of a cell."""

    background: str
    colour: str
    bold: bool = False

    def style(self) -> DifferentialStyle:
        font = Font(color=self.colour, bold=self.bold)
        return DifferentialStyle(font=font, fill=fill(self.background))


MISSING = Mark("F8CFCB", "9B1C2E", bold=True)
UNDECIDED = Mark("FBE7A8", "7D5200")
APPROVED = Mark("CFEBDC", "0A6B4B", bold=True)
REJECTED = Mark("FAE0DE", "9B1C2E", bold=True)
FLAGGED = Mark("FBF0D4", "7D5200")
REQUIRED = Mark("FFF6D6", INK)
SHUT = Mark("E3E5E2", FADED)
