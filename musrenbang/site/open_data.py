"""Open data of one year: CSV, XLSX and the data package that describes them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from musrenbang.files.published_folder import Output
from musrenbang.history.timeline import History
from musrenbang.site import addresses, spreadsheet
from musrenbang.site.data_columns import COLUMNS, Value
from musrenbang.site.engine import Engine
from musrenbang.site.page_facts import Site, YearFacts

CSV_NAME, XLSX_NAME, PACKAGE_NAME = "usulan.csv", "usulan.xlsx", "datapackage.json"

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet program read a cell of a CSV file as a formula."""

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes a CSV file for an old code page and garbles every dash and accent."""


def open_data(_: Engine, year: YearFacts) -> Iterator[Output]:
    """The data files of one year."""
    rows = values(year)
    yield addresses.data_file(year.tahun, CSV_NAME), _csv(rows)
    header = [column.nama for column in COLUMNS]
    book = spreadsheet.workbook(f"Usulan {year.tahun}", header, rows)
    yield addresses.data_file(year.tahun, XLSX_NAME), book


def data_package(engine: Engine, year: YearFacts, history: History) -> Iterator[Output]:
    """The description of the data files, which names the commit they come from."""
    package = as_package(engine.site, year, history)
    yield addresses.data_file(year.tahun, PACKAGE_NAME), package


def values(year: YearFacts) -> list[list[Value]]:
    """What the columns say of every proposal."""
    return [
        [column.value(case, folder) for column in COLUMNS]
        for folder in year.year.folders
        for case in year.view.cases_by_folder[folder.slug].values()
    ]


def _csv(rows: Iterable[Iterable[Value]]) -> bytes:
    """RFC 4180 with a byte order mark; text that would run as a formula has got an apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([column.nama for column in COLUMNS])
    writer.writerows([_CELL[type(value)](value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


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


def as_package(site: Site, year: YearFacts, history: History) -> bytes:
    """A Frictionless data package (version 1) that describes the CSV file."""
    musrenbang = year.musrenbang
    package: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": f"usulan-musrenbang-{year.tahun}",
        "title": f"Usulan Musrenbang {year.nama} {year.tahun}",
        "version": history.head.id if history.head else "0",
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
    if site.situs.alamat:
        package["homepage"] = addresses.absolute(site.situs.alamat, year.path)
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
