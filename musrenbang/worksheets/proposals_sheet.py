"""A blank table for the proposals of one kelurahan, with titles that `import` knows.

What can be picked comes from the year: standard activities, units, agencies, the RW there are.
"""

from dataclasses import replace

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.records.snapshot import KelurahanFolder, Year
from musrenbang.worksheets import look
from musrenbang.worksheets.book_writer import COLOURS, Choices
from musrenbang.worksheets.cell_kinds import CellKind
from musrenbang.worksheets.record_book import Column, columns_of
from musrenbang.worksheets.sheet_controls import check, legible, protect
from musrenbang.worksheets.workbook import begun, packed
from musrenbang.year.guide import guide_of
from schemas import Usulan

ROWS = 150
_FIRST = (
    *("rw", "rt", "template", "usulan_kegiatan", "permasalahan", "lokasi.alamat", "volume"),
    *("satuan", "perkiraan_anggaran", "skpd_tujuan", "prioritas", "keterangan"),
)
_LAST = ("tipe", "isu", "program", "lokasi.koordinat")
"""What a standard activity says already, and what hardly anybody knows."""
_TITLES = {
    "template": "Kegiatan baku",
    "validasi_lurah.hasil": "Validasi lurah",
    "validasi_lurah.tanggal": "Tanggal validasi",
    "validasi_lurah.catatan": "Catatan lurah",
}
_COMMON_UNITS = frozenset({"m", "m2", "m3", "unit", "buah", "orang", "paket", "titik"})
_WIDTHS = {
    **dict.fromkeys(("permasalahan", "usulan_kegiatan", "template", "lokasi.alamat"), 30),
    **dict.fromkeys(("rw", "rt", "volume", "prioritas"), 9),
    "keterangan": 24,
}
_TITLE, _ABOUT, _HEADER = 1, 2, 4
_LEFT_OUT = frozenset({"kode_tracking", "foto"})
"""What the import and the camera say."""


def proposals_workbook(
    year: Year, folder: KelurahanFolder, instructions: str, origin: str, paper: str
) -> bytes:
    """The workbook: one sheet to fill in, named in its title as being of this kelurahan."""
    book = begun(guide_of(year).cited(instructions), origin, paper, COLOURS[:1])
    sheet = book.create_sheet("Usulan")
    hidden = book.create_sheet("Daftar")
    hidden.sheet_state = "hidden"
    _fill_in(sheet, year, folder, Choices(hidden))
    protect(sheet)
    sheet.protection.insertRows = sheet.protection.deleteRows = False
    legible(sheet, paper, f"Usulan {folder.nama} {year.tahun} · {origin}")
    return packed(book)


def _fill_in(sheet: Worksheet, year: Year, folder: KelurahanFolder, choices: Choices) -> None:
    place = f" Kecamatan {year.musrenbang.kecamatan.nama}" if year.musrenbang else ""
    look.put(sheet.cell(_TITLE, 1), f"Usulan Kelurahan {folder.nama}{place}")
    look.put(sheet.cell(_ABOUT, 1), f"Tahun Musrenbang {year.tahun}")
    sheet.cell(_TITLE, 1).font = look.font(15, look.GREEN, bold=True)
    columns = [Column((), "No", "", CellKind.NOMOR), *_columns()]
    offered = _offered(year, folder)
    first, last = _HEADER + 1, _HEADER + ROWS
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        colour = look.NEEDED if column.required else look.GREEN
        look.heading(sheet.cell(_HEADER, index), column.title, colour)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.name, 14) if column.keys else 5
        for row in range(first, last + 1):
            cell = sheet.cell(row, index, row - _HEADER if not column.keys else None)
            cell.font, cell.border = look.font(), look.BORDER
            cell.alignment = look.alignment(column.kind)
            cell.number_format = look.format_of(column.kind, "")
            cell.protection = look.OPEN if column.keys else look.LOCKED
            filled = look.fill(look.REQUIRED.background) if column.required else look.INPUT
            cell.fill = filled if column.keys else look.READ_ONLY
        words = offered.get(column.name) or list(column.words.values())
        # a name or unit that is not in the list may be new
        strict = column.name not in offered
        cells = f"{letter}{first}:{letter}{last}"
        check(sheet, column, cells, choices.formula(words) if words else "", strict=strict)
    sheet.row_dimensions[_HEADER].height = 30
    sheet.freeze_panes = sheet.cell(first, 3).coordinate
    sheet.print_title_rows, sheet.print_title_cols = f"{_HEADER}:{_HEADER}", "A:A"


def _columns() -> list[Column]:
    """The fields of a proposal: what a neighbourhood knows first, and any other after it."""
    found = {one.name: one for one in columns_of(Usulan) if one.keys[0] not in _LEFT_OUT}
    names = [*_FIRST, *(name for name in found if name not in {*_FIRST, *_LAST}), *_LAST]
    return [
        replace(
            found[name],
            title=_TITLES.get(name) or found[name].title.rpartition(": ")[2],
            # what the lurah says may come later
            required=found[name].required and not name.startswith("validasi_lurah."),
        )
        for name in names
    ]


def _offered(year: Year, folder: KelurahanFolder) -> dict[str, list[str]]:
    """What can be picked in the columns that refer to lists of the year."""
    count = folder.profil.jumlah_rw if folder.profil else None
    units = {one.satuan for one in year.template.values()}
    return {
        "rw": [f"{number:03d}" for number in range(1, (count or 0) + 1)],
        "template": sorted(one.kegiatan for one in year.template.values()),
        "satuan": sorted(units | _COMMON_UNITS),
        "skpd_tujuan": sorted(one.singkatan for one in year.skpd.values()),
    }
