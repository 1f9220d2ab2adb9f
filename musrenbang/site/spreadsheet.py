"""A minimal Office Open XML workbook: one sheet, a header, typed cells, nothing that runs.

Written by hand because the bytes must follow from the records alone: no clock, no random names, and
text is always text, never a formula, whatever it begins with. It also has to be fast: a library
that keeps an object for each cell takes minutes over a large year.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from musrenbang.site.data_columns import Value

_DAY_ZERO = date(1899, 12, 30).toordinal()
_MAX_TEXT = 32767
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile("[ !#-%'-;=?-~]*").fullmatch
_STYLE_HEADER, _STYLE_DATE = 1, 2
_UNIX = 3  # whatever system this is

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_FIXED_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/>'
        '<xf xfId="0" fontId="1" applyFont="1"/>'
        '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


def workbook(title: str, header: Sequence[str], rows: Sequence[Iterable[Value]]) -> bytes:
    """A workbook with one sheet: a frozen bold header, then the rows, with a filter over them.

    Cells do not name their place, which the standard leaves open.
    """
    before = (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
        f'<col min="1" max="{len(header)}" width="18" customWidth="1"/></cols><sheetData>'
    )
    last = f"{_letters(len(header) - 1)}{len(rows) + 1}"
    after = f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_escape(title)[:31]}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    titles = "".join([_text(title, f' s="{_STYLE_HEADER}"') for title in header])
    lines = (f"<row>{''.join([_CELL[type(one)](one) for one in row])}</row>" for row in rows)
    sheet = "".join((before, f"<row>{titles}</row>", *lines, after))
    parts = {**_FIXED_PARTS, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name)  # dated 1980, the first day that ZIP knows
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            archive.writestr(member, _HEAD + text)
    return stream.getvalue()


def _letters(index: int) -> str:
    """The name of a column: A to Z, then AA."""
    high, low = divmod(index, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)


def _text(value: str, style: str = "") -> str:
    text = _escape(value[:_MAX_TEXT])
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{text}</t></is></c>'


_CELL: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "<c/>",
    str: _text,
    bool: lambda value: f'<c t="b"><v>{value:d}</v></c>',
    int: lambda value: f"<c><v>{value}</v></c>",
    float: lambda value: f"<c><v>{value!r}</v></c>",
    Decimal: lambda value: f"<c><v>{value:f}</v></c>",
    date: lambda value: f'<c s="{_STYLE_DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>',
}
"""How a value of each type is written."""


def _escape(text: str) -> str:
    """Text for XML 1.0, without the characters it has no way to write."""
    if _PLAIN(text):
        return text
    text = _NOT_XML.sub("", text)
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
