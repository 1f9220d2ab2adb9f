"""Open data of one year: CSV, XLSX and the data package that describes them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any

from musrenbang.publishing import Output
from musrenbang.site import addresses, spreadsheet
from musrenbang.site.columns import COLUMNS, Row, Value
from musrenbang.site.world import Place, World, YearWorld
from musrenbang.snapshot import KelurahanFolder

CSV_NAME, XLSX_NAME, PACKAGE_NAME = "usulan.csv", "usulan.xlsx", "datapackage.json"

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program read a cell of a CSV file as a formula."""

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes a CSV file for an old code page and garbles every dash and accent."""


def open_data(world: World, year: YearWorld) -> Iterator[Output]:
    """The data files of one year."""
    lines, rows = [_csv_head()], []
    for folder in year.year.folders:
        once = cache(partial(values, year, folder))
        lines.append(world.keep(Place("csv", year.tahun, folder.slug), partial(_csv_lines, once)))
        rows.append(world.keep(Place("xlsx", year.tahun, folder.slug), partial(_sheet_rows, once)))
    yield addresses.data_file(year.tahun, CSV_NAME), b"".join(lines)
    header = [column.nama for column in COLUMNS]
    book = spreadsheet.workbook(f"Usulan {year.tahun}", header, rows, year.view.proposed)
    yield addresses.data_file(year.tahun, XLSX_NAME), book
    yield addresses.data_file(year.tahun, PACKAGE_NAME), as_package(world, year)


Values = list[list[Value]]


def values(year: YearWorld, folder: KelurahanFolder) -> Values:
    """What the columns say of the proposals of one folder."""
    rows = (Row(case, folder) for case in year.view.cases_by_folder[folder.slug].values())
    return [[value(row) for value in _COLUMNS] for row in rows]


_COLUMNS = [column.value for column in COLUMNS]


def _sheet_rows(found: Callable[[], Values]) -> bytes:
    return spreadsheet.rows(found())


def _csv_head() -> bytes:
    """The byte order mark and the names of the columns."""
    return (BYTE_ORDER_MARK + _as_csv([[column.nama for column in COLUMNS]])).encode()


def _csv_lines(found: Callable[[], Values]) -> bytes:
    return _as_csv([_CELL[type(value)](value) for value in row] for row in found()).encode()


def _as_csv(rows: Iterable[list[str]]) -> str:
    """RFC 4180; text that would run as a formula has got an apostrophe."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


_CELL: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: lambda value: f"'{value}" if value.startswith(FORMULA_STARTS) else value,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    Decimal: "{:f}".format,
    date: date.isoformat,
}
"""How a value of each type is written."""


def as_package(world: World, year: YearWorld) -> bytes:
    """A Frictionless data package (version 1) that describes the CSV file."""
    musrenbang = year.musrenbang
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": f"usulan-musrenbang-{year.tahun}",
        "title": f"Usulan Musrenbang {year.nama} {year.tahun}",
        "version": world.history.head.id if world.history.head else "0",
        "keywords": ["musrenbang", "RKPD", "usulan", year.nama],
        "contributors": [{"title": year.nama, "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "usulan",
                "path": CSV_NAME,
                "title": "Semua usulan dan keputusannya",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [
                        {"name": column.nama, "type": column.type, "description": column.arti}
                        for column in COLUMNS
                    ],
                    "primaryKey": "id",
                    "missingValues": [""],
                },
            }
        ],
    }
    if musrenbang and musrenbang.contoh:
        package["description"] = "DATA CONTOH, bukan usulan yang sebenarnya."
    if world.situs.alamat:
        package["homepage"] = addresses.absolute(world.situs.alamat, year.path)
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
