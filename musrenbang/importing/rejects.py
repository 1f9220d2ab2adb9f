"""The rows that were refused, as a file to correct and import again."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from pathlib import Path

from musrenbang.importing.import_plan import Remark
from musrenbang.importing.mapping import Pemetaan
from musrenbang.importing.sheet_files import (
    HEAD,
    MARK_TITLE,
    YEAR_TITLE,
    disarmed,
    has_rejects_titles,
    mark_of,
    masked,
)
from musrenbang.text.name_keys import column_key

BOM = b"\xef\xbb\xbf"


def rejects_file(path: Path, rejected: Sequence[Remark], tahun: int) -> bytes:
    """Rejected rows with file, row, reason and their own cells, personal columns left out.

    XLSX, with the cells at fault coloured, unless the path asks for CSV. Sheets that are read in
    different ways stand below each other, each with its own titles. Corrected, the file can be
    imported again. Numbers that name a person are masked except in the columns of the key, which
    must stay as they are.
    """
    layouts: list[list[Remark]] = []
    for remark in rejected:
        mapping = remark[0].sheet.mapping
        like = (one for one in layouts if _read_alike(one[0][0].sheet.mapping, mapping))
        layout = next(like, None)
        if layout is None:
            layouts.append(layout := [])
        layout.append(remark)
    titles = [_titles(layout) for layout in layouts]
    width = max(map(len, titles), default=0)
    rows: list[tuple[str, ...]] = []
    for layout, own in zip(layouts, titles, strict=True):
        rows += [*([()] if rows else []), *_table(layout, own, width, tahun)]
    if path.suffix.lower() in {".csv", ".txt"}:
        return _as_csv(rows)
    return _as_workbook(rows)


def _read_alike(one: Pemetaan, other: Pemetaan) -> bool:
    parts = ("bidang", "kunci", "awalan_kunci", "kelurahan", "tidak_dibaca")
    return all(getattr(one, part) == getattr(other, part) for part in parts)


def _titles(rejected: Sequence[Remark]) -> dict[str, str]:
    """The titles of sheets that are read alike, by their keys."""
    titles: dict[str, str] = {}
    ours = {"", *HEAD, column_key(YEAR_TITLE), column_key(MARK_TITLE)}
    for sheet in {id(row.sheet): row.sheet for row, _ in rejected}.values():
        for title in sheet.titles:
            key = column_key(title)
            if key not in {*ours, *titles} and not sheet.mapping.is_personal(title):
                titles[key] = title
    return titles


def _table(
    rejected: Sequence[Remark], titles: Mapping[str, str], width: int, tahun: int
) -> Iterator[tuple[str, ...]]:
    """The rows of sheets that are read alike, below their titles; all tables end in one column."""
    padding = [""] * (width - len(titles))
    yield (*HEAD, *map(disarmed, titles.values()), *padding, YEAR_TITLE, MARK_TITLE)
    keys = {column_key(title) for row, _ in rejected for title in row.sheet.mapping.kunci}
    for row, reason in rejected:
        cells = []
        for key, title in titles.items():
            text = row.text(title) if key in row.sheet.index else ""
            cells.append(text if key in keys else masked(text))
        said = [*map(disarmed, (*row.origin, masked(reason), *cells, *padding, str(tahun)))]
        yield (*said, mark_of(said))


def _as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return BOM + stream.getvalue().encode()


_WIDTHS = {"berkas": 22, "baris": 7, "alasan": 60}
_WIDTH = 18
_LINE = 15
"""Points: LibreOffice fits no row to text that wraps, so each is told its height."""


def _as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load, and most imports reject nothing
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Ditolak"
    wrong = PatternFill("solid", fgColor="FFE08A")
    titles: Sequence[str] = ()
    for at, row in enumerate(rows, 1):
        if is_head := has_rejects_titles(row):
            titles = row
        for column, text in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value, cell.data_type, cell.number_format = _CONTROLS.sub(" ", text), "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if is_head:
                cell.font = Font(bold=True)
            elif column > len(HEAD) and f"“{titles[column - 1]}”" in row[len(HEAD) - 1]:
                cell.fill = wrong
        lines = (
            ceil(len(text) / _WIDTHS.get(title, _WIDTH))
            for title, text in zip(rows[0], row, strict=False)
        )
        sheet.row_dimensions[at].height = _LINE * max(lines, default=1)
    for column, title in enumerate(rows[0], 1):
        width = _WIDTHS.get(title, _WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.column_dimensions[get_column_letter(len(rows[0]))].hidden = True
    sheet.freeze_panes = "D2" if titles is rows[0] else "D1"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
