"""The sheet that tells the operator how a worksheet is used."""

from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.worksheets import look
from musrenbang.worksheets.sheet_columns import Form
from musrenbang.worksheets.sheet_controls import fit, protect

NAME = "Petunjuk"
TEXT = "lembar/petunjuk.md"
"""The file of the theme that says it: a title, headings, and one line for each step."""
_WIDTHS = (5, 96)
_COLOURS = (
    (look.UNDECIDED, "Belum diputuskan"),
    (look.MISSING, "Belum lengkap: sel inilah yang harus diisi"),
    (look.FLAGGED, "Perlu diperhatikan: volume, harga, lokasi, atau mungkin usulan kembar"),
    (look.APPROVED, "Disetujui"),
    (look.REJECTED, "Ditolak"),
)


def write_instructions(sheet: Worksheet, text: str, origin: str, paper: str) -> None:
    """Fill the sheet; `origin` says which state of the records the workbook was made from."""
    for letter, width in zip("AB", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row, number = 0, 0
    for line in text.splitlines():
        row += 1
        kind, _, words = line.partition(" ")
        number = number + 1 if kind == "-" else 0
        if kind == "-":
            _step(sheet, row, number, words)
        elif words:
            _line(sheet, row, words, size=16 if kind == "#" else 12, bold=True)
    row += 2
    _line(sheet, row, "Warna", size=12, bold=True)
    for mark, meaning in _COLOURS:
        row += 1
        swatch, label = sheet.cell(row, 1), sheet.cell(row, 2, meaning)
        swatch.fill, swatch.border = look.fill(mark.background), look.BORDER
        label.font, label.alignment = look.font(11), look.alignment(Form.TEKS)
    _line(sheet, row + 2, origin, size=9, bold=False)
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    fit(sheet, paper, "portrait")


def _step(sheet: Worksheet, row: int, number: int, words: str) -> None:
    index, step = sheet.cell(row, 1, number), sheet.cell(row, 2, words)
    index.font, index.alignment = look.font(11, look.FADED), look.PASSAGE
    step.font, step.alignment = look.font(11), look.PASSAGE
    sheet.row_dimensions[row].height = look.height([(words, _WIDTHS[1])], 11)


def _line(sheet: Worksheet, row: int, text: str, *, size: int, bold: bool) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font = look.font(size, look.GREEN if bold else look.FADED, bold=bold)
