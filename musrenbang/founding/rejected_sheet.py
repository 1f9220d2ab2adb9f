"""The rejected proposals of a year as a workbook to hand to the lurah: one sheet a kelurahan."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from musrenbang.founding.next_year import next_step
from musrenbang.worksheets import look
from musrenbang.year.cases import Case

_COLUMNS = {
    "Nomor": 8,
    "RW": 7,
    "Usulan": 34,
    "Lokasi": 28,
    "Ditolak tahun lalu karena": 26,
    "Uraian": 48,
    "Langkah berikutnya": 40,
}
_LONGEST_NAME = 31
_SIZE = 10
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def rejected_sheet(tahun: int, kelurahan: Iterable[tuple[str, tuple[Case, ...]]]) -> bytes:
    """An XLSX file of the rejected proposals of a year, by the name of their kelurahan."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (nama, cases) in enumerate(kelurahan, 1):
        # A sheet's name takes few letters and fewer signs; the first row has the whole one.
        plain = "".join(char for char in nama if char.isalnum() or char == " ")
        sheet = book.create_sheet(f"{number} {plain}"[:_LONGEST_NAME].strip())
        rows = [(f"Kelurahan {nama}: usulan {tahun} yang ditolak",), tuple(_COLUMNS)]
        for row in (*rows, *map(_row, cases)):
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    cell.data_type = "s"  # a text that begins with “=” is no formula
                cell.alignment = _WRAPPED
                cell.font = Font(bold=cell.row <= len(rows), size=_SIZE)
        for at, row in enumerate(map(_row, cases), len(rows) + 1):
            texts = zip(row, _COLUMNS.values(), strict=True)
            sheet.row_dimensions[at].height = look.height(texts, _SIZE)
        sheet["A1"].alignment = Alignment(wrap_text=False)
        for letter, width in zip("ABCDEFG", _COLUMNS.values(), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.print_title_rows = "2:2"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(case: Case) -> tuple[str, ...]:
    reason = case.keputusan.alasan if case.keputusan else None
    place = case.usulan.lokasi.alamat if case.usulan.lokasi else ""
    told = (
        (case.alasan.nama, reason.uraian, next_step(case))
        if reason and case.alasan
        else ("alasannya tidak tercatat", "", "")
    )
    return (case.nomor, case.usulan.rw or "", case.usulan.usulan_kegiatan, place, *told)
