"""From the records to a workbook: one sheet per kelurahan, instructions before, totals behind.

The same records give the same bytes: openpyxl stamps the clock into what it saves, so the parts
are packed again without it, and without the name of the system.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from musrenbang.text.indonesian import rentang_tanggal
from musrenbang.worksheets import instructions, look, recap
from musrenbang.worksheets.kelurahan_sheet import Content, fill_in, put
from musrenbang.worksheets.sheet_columns import ALASAN_WORDS
from musrenbang.worksheets.sheet_controls import CHOICES, guide
from musrenbang.worksheets.sheet_rows import Version, rows_of
from musrenbang.year.views import View

_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    b'<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*) customHeight="1"')
_LONGEST_NAME = 31


def workbook(
    view: View, folders: Sequence[str], version: Version, instructions_text: str, origin: str
) -> bytes:
    """The worksheets of some kelurahan of one year, by folder; `origin` names their state."""
    year = view.year
    settings = year.musrenbang
    paper = settings.kertas if settings else "A4"
    book = Workbook()
    for style in book._named_styles:  # type: ignore[attr-defined]  # noqa: SLF001 - widths of columns are counted in the font of "Normal"
        style.font = look.font()
    first = book.worksheets[0]
    first.title = instructions.NAME
    instructions.write_instructions(first, instructions_text, origin, paper)
    contents: dict[str, Content] = {}
    for folder in folders:
        content = _content(view, folder, version)
        name = _sheet_name(year.kelurahan[folder].nama, book.sheetnames)
        sheet = book.create_sheet(name)
        fill_in(sheet, content)
        guide(sheet, content, paper, f"{content.title}, {view.year.tahun} · {origin}")
        contents[name] = content
    recap.write_recap(book.create_sheet(recap.NAME), contents, paper)
    choices = book.create_sheet(CHOICES)
    for row, text in enumerate(ALASAN_WORDS.values(), 1):
        put(choices.cell(row, 1), text)
    choices.sheet_state = "hidden"
    book.active = 1
    first.sheet_view.tabSelected = False
    return _packed(book)


def _content(view: View, folder: str, version: Version) -> Content:
    settings = view.year.musrenbang
    meeting = settings.jadwal.musrenbang if settings else None
    place = f"Kecamatan {settings.kecamatan.nama} " if settings else ""
    when = f", {rentang_tanggal(meeting.mulai, meeting.selesai)}" if meeting else ""
    notice = "Sel putih diisi. Cara mengisi ada pada lembar Petunjuk."
    if settings and settings.contoh:
        notice = f"DATA CONTOH, bukan usulan sebenarnya. {notice}"
    return Content(
        title=f"Kelurahan {view.year.kelurahan[folder].nama}",
        subtitle=f"Lembar keputusan Musrenbang {place}{view.year.tahun}{when}",
        notice=notice,
        rows=rows_of(view, folder, version),
        day=meeting.mulai if meeting else None,
    )


def _sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """A name that a spreadsheet program accepts, and no other sheet has."""
    known = {name.casefold() for name in (*taken, recap.NAME, CHOICES)}
    clean = _NOT_IN_A_NAME.sub(" ", wanted).strip()[:_LONGEST_NAME].strip() or "Kelurahan"
    name, number = clean, 1
    while name.casefold() in known:
        number += 1
        ending = f" {number}"
        name = clean[: _LONGEST_NAME - len(ending)] + ending
    return name


def _packed(book: Workbook) -> bytes:
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
            member = zipfile.ZipInfo(name, _MEMBER_DATE)
            member.create_system = _UNIX
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, data)
    return packed.getvalue()
