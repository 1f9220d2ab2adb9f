"""From the records to a workbook: one sheet per kelurahan, instructions before, totals behind.

The same records give the same bytes: openpyxl stamps the clock into what it saves, so the parts
are packed again without it, and without the name of the system.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from musrenbang.text.indonesian import rentang_tanggal
from musrenbang.text.name_keys import untaken
from musrenbang.worksheets import look
from musrenbang.worksheets.cell_kinds import CellKind
from musrenbang.worksheets.kelurahan_sheet import (
    APPROVED,
    COMPLETE,
    INCOMPLETE,
    REJECTED,
    UNDECIDED,
    Content,
    fill_in,
)
from musrenbang.worksheets.sheet_controls import CHOICES, fit, guide, protect
from musrenbang.worksheets.sheet_table import Version, reason_words, rows_of
from musrenbang.year.views import View

INSTRUCTIONS = "Petunjuk"
_STEP_WIDTHS = (5, 96)
_COLOURS = (
    (look.UNDECIDED, "Belum diputuskan"),
    (look.MISSING, "Belum lengkap: sel inilah yang harus diisi"),
    (look.FLAGGED, "Perlu diperhatikan: volume, harga, lokasi, atau mungkin usulan kembar"),
    (look.APPROVED, "Disetujui"),
    (look.REJECTED, "Ditolak"),
)


def write_instructions(
    sheet: Worksheet,
    text: str,
    made: tuple[str, str],
    colours: Sequence[tuple[look.Mark, str]],
) -> None:
    """Fill the sheet; `made` says from which state of the records, and for which paper."""
    origin, paper = made
    for letter, width in zip("AB", _STEP_WIDTHS, strict=True):
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
    for mark, meaning in colours:
        row += 1
        swatch, label = sheet.cell(row, 1), sheet.cell(row, 2, meaning)
        swatch.fill, swatch.border = look.fill(mark.background), look.BORDER
        label.font, label.alignment = look.font(11), look.alignment(CellKind.TEKS)
    _line(sheet, row + 2, origin, size=9, bold=False)
    protect(sheet)
    fit(sheet, paper, "portrait")


def _step(sheet: Worksheet, row: int, number: int, words: str) -> None:
    index, step = sheet.cell(row, 1, number), sheet.cell(row, 2, words)
    index.font, index.alignment = look.font(11, look.FADED), look.PASSAGE
    step.font, step.alignment = look.font(11), look.PASSAGE
    sheet.row_dimensions[row].height = look.height([(words, _STEP_WIDTHS[1])], 11)


def _line(sheet: Worksheet, row: int, text: str, *, size: int, bold: bool) -> None:
    cell = sheet.cell(row, 1, text)
    cell.font = look.font(size, look.GREEN if bold else look.FADED, bold=bold)


RECAP = "Rekap"
_TITLES = (
    *("Usulan", "Disetujui", "Ditolak", "Belum diputuskan", "Tidak diputuskan di sini"),
    *("Perlu dilengkapi", "Diusulkan (Rp)", "Disetujui (Rp)"),
)
_RECAP_WIDTHS = (38, 10, 11, 10, 13, 14, 12, 20, 20)
_LETTERS = "ABCDEFGHI"
_BY_AGENCY = "Perangkat daerah"


def write_recap(sheet: Worksheet, contents: Mapping[str, Content], paper: str) -> None:
    """Fill the sheet; `contents` are the worksheets by the name of their sheet."""
    for letter, width in zip(_LETTERS, _RECAP_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    title = sheet.cell(1, 1, "Rekap keputusan")
    title.font = look.font(16, look.GREEN, bold=True)
    row = _table(sheet, 3, "Kelurahan", [(name, [name]) for name in contents], contents)
    agencies = sorted(
        {str(row.values["skpd"]) for content in contents.values() for row in content.rows}
    )
    _table(sheet, row + 2, _BY_AGENCY, [(name, list(contents)) for name in agencies], contents)
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
        look.heading(sheet.cell(start, index), title, look.GREEN)
    sheet.row_dimensions[start].height = 30
    row = start
    for name, sheets in names:
        row += 1
        look.put(sheet.cell(row, 1), name or "Belum disebutkan")
        agency = ""
        if heading == _BY_AGENCY:
            # known by the cell of its name, or by naming none
            agency = f"$A${row}" if name else '""'
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


def _figures(name: str, content: Content, agency: str) -> Iterator[str]:
    """The formulas of one row, for one worksheet; `agency` names a cell, or all where empty.

    Equality is compared, not matched: a name with an asterisk stands for itself.
    """

    def cells(key: str) -> str:
        return f"{quote_sheetname(name)}!{content.cells(key)}"

    every = f'--({cells("nomor")}<>"")'
    here = f"--({cells('skpd')}={agency})" if agency else every
    state, decision = cells("keadaan"), cells("keputusan")
    is_open = f'(LEFT({state},{len(COMPLETE)})="{COMPLETE}")'
    undecided = f'({decision}="")*({is_open}+({state}="{UNDECIDED}"))'
    for condition in (
        every,
        f'--({decision}="{APPROVED}")',
        f'--({decision}="{REJECTED}")',
        undecided,
        f'({decision}="")*(1-{is_open}-({state}="{UNDECIDED}"))',
        f'--(LEFT({state},{len(INCOMPLETE)})="{INCOMPLETE}")',
        cells("anggaran_usulan"),
        cells("hasil"),
    ):
        yield f"SUMPRODUCT({here},{condition})"


def _dress(sheet: Worksheet, row: int, *, bold: bool) -> None:
    for index in range(1, len(_RECAP_WIDTHS) + 1):
        cell = sheet.cell(row, index)
        cell.font, cell.border = look.font(11, bold=bold), look.BORDER
        if index > 1:
            cell.number_format = look.WHOLE_OR_DASH


_UNIX = 3
_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_LONGEST_NAME = 31


_ON_RANKS = "- Prioritas: "
"""How the instruction begins that only a guide which ranks needs."""


@dataclass(frozen=True)
class Sheets:
    """Which worksheets: of some kelurahan of one year, by folder; of the survey alone or of all."""

    view: View
    folders: Sequence[str]
    only_survey: bool = False


def workbook(sheets: Sheets, version: Version, instructions_text: str, origin: str) -> bytes:
    """The worksheets; `origin` names the state of the records."""
    view = sheets.view
    year = view.year
    settings = year.musrenbang
    paper = settings.kertas if settings else "A4"
    told = view.guide.cited(instructions_text)
    if not view.guide.ranks:
        told = "\n".join(one for one in told.splitlines() if not one.startswith(_ON_RANKS))
    book = begun(told, origin, paper, _COLOURS)
    contents: dict[str, Content] = {}
    for folder in sheets.folders:
        content = _content(sheets, folder, version)
        name = _sheet_name(year.kelurahan[folder].nama, book.sheetnames)
        sheet = book.create_sheet(name)
        fill_in(sheet, content)
        guide(sheet, content, paper, f"{content.title}, {view.year.tahun} · {origin}")
        contents[name] = content
    write_recap(book.create_sheet(RECAP), contents, paper)
    choices = book.create_sheet(CHOICES)
    for row, text in enumerate(reason_words(view.guide).values(), 1):
        look.put(choices.cell(row, 1), text)
    choices.sheet_state = "hidden"
    return packed(book)


def begun(
    instructions_text: str, origin: str, paper: str, colours: Sequence[tuple[look.Mark, str]]
) -> Workbook:
    """A workbook with its first sheet, which tells how to fill in those that follow."""
    book = Workbook()
    for style in book._named_styles:  # type: ignore[attr-defined]  # noqa: SLF001 - widths of columns are counted in the font of "Normal"
        style.font = look.font()
    first = book.worksheets[0]
    first.title = INSTRUCTIONS
    write_instructions(first, instructions_text, (origin, paper), colours)
    return book


def _content(sheets: Sheets, folder: str, version: Version) -> Content:
    view = sheets.view
    settings = view.year.musrenbang
    meeting = view.year.jadwal.musrenbang
    place = f"Kecamatan {settings.kecamatan.nama} " if settings else ""
    when = f", {rentang_tanggal(meeting.mulai, meeting.selesai)}" if meeting else ""
    notice = "Sel putih diisi. Cara mengisi ada pada lembar Petunjuk."
    if settings and settings.contoh:
        notice = f"DATA CONTOH, bukan usulan sebenarnya. {notice}"
    what = "Hasil survei" if sheets.only_survey else "Lembar keputusan"
    return Content(
        title=f"Kelurahan {view.year.kelurahan[folder].nama}",
        subtitle=f"{what} Musrenbang {place}{view.year.tahun}{when}",
        notice=notice,
        rows=rows_of(view, folder, version),
        day=meeting.mulai if meeting else None,
        reasons=len(view.guide.alasan),
        ranks=view.guide.ranks,
        only_survey=sheets.only_survey,
    )


def _sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that a spreadsheet program accepts, and no other sheet has."""
    known = {name.casefold() for name in (*taken, RECAP, CHOICES)}
    clean = _NOT_IN_A_NAME.sub(" ", wanted).strip()[:_LONGEST_NAME].strip() or "Kelurahan"
    return untaken(clean, lambda name: name.casefold() in known, " ", _LONGEST_NAME)


def packed(book: Workbook) -> bytes:
    """A workbook as a file that tells neither when nor where it was made.

    It opens behind the instructions, if there are any.
    """
    if len(book.worksheets) > 1:
        book.active = 1
        book.worksheets[0].sheet_view.tabSelected = False
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == _PROPERTIES:
                data = _NO_PROPERTIES
            elif name.startswith("xl/worksheets/"):
                # a row then still grows with what is typed into it
                data = _FIXED_HEIGHT.sub(rb"\1", data)
            member = zipfile.ZipInfo(name)  # dated 1980, the first day that ZIP knows
            member.create_system = _UNIX
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, data)
    return packed.getvalue()
