"""The sheet that adds up all kelurahan of a workbook, by kelurahan and by agency."""

from collections.abc import Iterator, Mapping

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.worksheets import formulas, look
from musrenbang.worksheets.kelurahan_sheet import Content, put
from musrenbang.worksheets.sheet_controls import fit, protect

NAME = "Rekap"
_TITLES = (
    *("Usulan", "Disetujui", "Ditolak", "Belum diputuskan", "Tidak diputuskan di sini"),
    *("Perlu dilengkapi", "Diusulkan (Rp)", "Disetujui (Rp)"),
)
_WIDTHS = (38, 10, 11, 10, 13, 14, 12, 20, 20)
_LETTERS = "ABCDEFGHI"
_BY_AGENCY = "SKPD/UKPD"


def write_recap(sheet: Worksheet, contents: Mapping[str, Content], paper: str) -> None:
    """Fill the sheet; `contents` are the worksheets by the name of their sheet."""
    for letter, width in zip(_LETTERS, _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    title = sheet.cell(1, 1, "Rekap keputusan")
    title.font = look.font(16, look.GREEN, bold=True)
    row = _table(sheet, 3, "Kelurahan", [(name, [name]) for name in contents], contents)
    agencies = sorted(
        {str(row.values["skpd"]) for content in contents.values() for row in content.rows}
    )
    _table(sheet, row + 2, _BY_AGENCY, [(name, list(contents)) for name in agencies], contents)
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    fit(sheet, paper, "landscape")


def _table(
    sheet: Worksheet,
    start: int,
    heading: str,
    names: list[tuple[str, list[str]]],
    contents: Mapping[str, Content],
) -> int:
    """One table with a row for each name and a last one that adds up; the row after it."""
    for index, title in enumerate((heading, *_TITLES), 1):
        cell = sheet.cell(start, index, title)
        cell.font, cell.alignment = look.font(9, look.WHITE, bold=True), look.HEADING
        cell.fill, cell.border = look.fill(look.GREEN), look.BORDER
    sheet.row_dimensions[start].height = 30
    row = start
    for name, sheets in names:
        row += 1
        put(sheet.cell(row, 1), name or "Belum disebutkan")
        agency = _agency(row, name) if heading == _BY_AGENCY else ""
        for index in range(len(_TITLES)):
            parts = [list(_figures(where, contents[where], agency))[index] for where in sheets]
            sheet.cell(row, index + 2, f"={'+'.join(parts)}")
        _dress(sheet, row, bold=False)
    row += 1
    sheet.cell(row, 1, "Jumlah")
    for index in range(len(_TITLES)):
        letter = _LETTERS[index + 1]
        sheet.cell(row, index + 2, f"=SUM({letter}{start + 1}:{letter}{row - 1})")
    _dress(sheet, row, bold=True)
    return row + 1


def _agency(row: int, name: str) -> str:
    """What an agency's proposals are known by: the cell of its name, or that they name none."""
    return f"$A${row}" if name else '""'


def _figures(name: str, content: Content, agency: str) -> Iterator[str]:
    """The formulas of one row, for one worksheet; `agency` names a cell, or all where empty.

    Equality is compared, not matched: a name with an asterisk stands for itself.
    """

    def cells(key: str) -> str:
        return f"{quote_sheetname(name)}!{content.cells(key)}"

    every = f'--({cells("nomor")}<>"")'
    here = f"--({cells('skpd')}={agency})" if agency else every
    state, decision = cells("keadaan"), cells("keputusan")
    is_open = f'(LEFT({state},{len(formulas.COMPLETE)})="{formulas.COMPLETE}")'
    undecided = f'({decision}="")*({is_open}+({state}="{formulas.UNDECIDED}"))'
    for condition in (
        every,
        f'--({decision}="{formulas.APPROVED}")',
        f'--({decision}="{formulas.REJECTED}")',
        undecided,
        f'({decision}="")*(1-{is_open}-({state}="{formulas.UNDECIDED}"))',
        f'--(LEFT({state},{len(formulas.INCOMPLETE)})="{formulas.INCOMPLETE}")',
        cells("anggaran_usulan"),
        cells("hasil"),
    ):
        yield f"SUMPRODUCT({here},{condition})"


def _dress(sheet: Worksheet, row: int, *, bold: bool) -> None:
    for index in range(1, len(_WIDTHS) + 1):
        cell = sheet.cell(row, index)
        cell.font, cell.border = look.font(11, bold=bold), look.BORDER
        if index > 1:
            cell.number_format = look.WHOLE_OR_DASH
