"""Open data of one year: CSV, XLSX and the data package that describes them.

The workbook is written by hand, because its bytes must follow from the records alone: no clock, no
random names, and text is always text, never a formula, whatever it begins with. It also has to be
fast: a library that keeps an object for each cell takes minutes over a large year.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import History
from musrenbang.site import addresses
from musrenbang.site.data_columns import COLUMNS, NEWS_COLUMNS, DataColumn, Value
from musrenbang.site.engine import Engine
from musrenbang.site.page_facts import YearFacts
from musrenbang.text.escaping import starts_formula
from musrenbang.year.cases import by_rank

CSV_NAME, XLSX_NAME, PACKAGE_NAME = "usulan.csv", "usulan.xlsx", "datapackage.json"
NEWS_NAME = "tindak-lanjut.csv"

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes a CSV file for an old code page and garbles every dash and accent."""


def open_data(_: Engine, year: YearFacts) -> Iterator[Output]:
    """The data files of one year."""
    rows = values(year)
    header = [column.nama for column in COLUMNS]
    yield addresses.data_file(year.tahun, CSV_NAME), csv_file(header, rows)
    news = csv_file([field.nama for field in NEWS_COLUMNS], news_values(year))
    yield addresses.data_file(year.tahun, NEWS_NAME), news
    book = workbook(f"Usulan {year.tahun}", header, rows)
    yield addresses.data_file(year.tahun, XLSX_NAME), book


def data_package(engine: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """A Frictionless data package (version 1) that describes the CSV file and names its commit."""
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": f"usulan-musrenbang-{year.tahun}",
        "title": f"Usulan Musrenbang {year.nama} {year.tahun}",
        "version": history.head.id if history.head else "0",
        "keywords": ["musrenbang", "RKPD", "usulan", year.nama],
        "contributors": [{"title": year.nama, "role": "publisher"}],
        "resources": [
            _resource("usulan", CSV_NAME, "Semua usulan dan keputusannya", COLUMNS, "id"),
            _resource(
                *("tindak-lanjut", NEWS_NAME, "Kabar sesudah kecamatan, satu baris per kabar"),
                NEWS_COLUMNS,
                ["id", "urutan"],
                foreignKeys=[{"fields": "id", "reference": {"resource": "usulan", "fields": "id"}}],
            ),
        ],
    }
    if year.contoh:
        package["description"] = "DATA CONTOH, bukan usulan yang sebenarnya."
    if engine.site.situs.alamat:
        package["homepage"] = addresses.absolute(engine.site.situs.alamat, year.path)
    yield addresses.data_file(year.tahun, PACKAGE_NAME), json_file(package)


def _resource(
    name: str,
    path: str,
    title: str,
    columns: Sequence[DataColumn],
    key: str | list[str],
    **more: object,
) -> dict[str, object]:
    """One table of the package."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": column.nama, "type": column.type, "description": column.arti}
                for column in columns
            ],
            "primaryKey": key,
            "missingValues": [""],
            **more,
        },
    }


def json_file(value: object) -> bytes:
    """JSON for people to read too."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def values(year: YearFacts) -> list[list[Value]]:
    """What the columns say of every proposal; by rank where the guide asks for one."""
    rows = [
        (case, folder)
        for folder in year.year.folders
        for case in year.view.cases_by_folder[folder.slug].values()
    ]
    if year.view.guide.ranks:
        rows.sort(key=lambda row: (by_rank(row[0]), row[0].kode_skpd or ""))
    return [[column.value(case, folder) for column in COLUMNS] for case, folder in rows]


def news_values(year: YearFacts) -> list[list[Value]]:
    """What the columns say of all news, by proposal, the oldest first."""
    return [
        [column.value(case, number) for column in NEWS_COLUMNS]
        for case in year.view.cases
        for number in range(1, len(case.kabar) + 1)
    ]


def csv_file(header: Iterable[str], rows: Iterable[Iterable[Value]]) -> bytes:
    """RFC 4180 with a byte order mark; text that would run as a formula has got an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_CSV_CELL[type(value)](value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


_CSV_CELL: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: lambda value: f"'{value}" if starts_formula(value) else value,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    Decimal: "{:f}".format,
    date: date.isoformat,
}
"""How a value of each type is written."""


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
    lines = (f"<row>{''.join([_XLSX_CELL[type(one)](one) for one in row])}</row>" for row in rows)
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


_XLSX_CELL: Mapping[type, Callable[[Any], str]] = {
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
    return escape(_NOT_XML.sub("", text), {'"': "&quot;"})
