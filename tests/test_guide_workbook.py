"""The settings workbook writes a guide whole: windows, names, reasons, groups, clauses."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.sheets.spreadsheet import read_tables
from musrenbang.worksheets.book_plan import BookPlan
from musrenbang.worksheets.book_reader import read_book
from musrenbang.worksheets.book_writer import TRACE, record_workbook
from musrenbang.worksheets.record_book import Book, BookFile, cell_of, get, rows_of
from musrenbang.worksheets.year_books import settings_book
from musrenbang.year.guide import guide_of
from schemas import Juknis
from tests.another_guide import ANOTHER_GUIDE, TAHUN
from tests.documents_support import MemoryTree

PATH = f"proposals/{TAHUN}/juknis.yaml"
WANTED = guide_of(load(MemoryTree(ANOTHER_GUIDE)).years[TAHUN]).juknis
FILE = "buku.xlsx"


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The year before anything is decided, and without a guide of its own."""
    left_out = (PATH, "decisions/")
    kept = {path: text for path, text in ANOTHER_GUIDE.items() if not path.startswith(left_out)}
    return load(MemoryTree(kept))


@pytest.fixture(scope="module")
def filled(snapshot: Snapshot) -> bytes:
    """The workbook with another guide written over the one that it begins with."""
    book = settings_book(snapshot, TAHUN)
    return filled_in(book, record_workbook(book, "", "", "A4"))


def filled_in(book: Book, made: bytes) -> bytes:
    sheets = load_workbook(io.BytesIO(made))
    wanted = BookFile(PATH, Juknis, WANTED)
    for table in book.tables:
        if not table.file_of(PATH):
            continue
        sheet = sheets[table.name]
        head = next(one.row for line in sheet.iter_rows() for one in line if one.value == TRACE)
        if table.upright:
            values = {one.name: get(wanted.values, one.keys) for one in table.columns}
            shown = {one.name: cell_of(one, values[one.name], book.lists) for one in table.columns}
            for number in range(head + 1, sheet.max_row + 1):
                trace = str(sheet.cell(number, 4).value).split()
                if len(trace) > 1:
                    sheet.cell(number, 2).value = shown[trace[2]]
            continue
        at = {one.value: one.column for one in sheet[head]}
        sheet.delete_rows(head + 2, sheet.max_row)
        for number, row in enumerate(rows_of(replace(table, files=(wanted,))), head + 2):
            for column in table.columns:
                value = cell_of(column, get(row.values, column.keys), book.lists)
                sheet.cell(number, at[column.title] or 0).value = value
    stream = io.BytesIO()
    sheets.save(stream)
    return stream.getvalue()


def read(data: bytes, snapshot: Snapshot) -> BookPlan:
    return read_book(FILE, read_tables(Path(FILE), data), snapshot)


def test_a_whole_guide_is_written_with_its_clauses_and_numbers(
    snapshot: Snapshot, filled: bytes
) -> None:
    plan = read(filled, snapshot)
    assert plan.complaints == []
    found = plan.changes[PATH]
    assert isinstance(found, Juknis)
    assert [*found.alasan.values()] == [*WANTED.alasan.values()]
    assert [*found.golongan.values()] == [*WANTED.golongan.values()]
    same = {"alasan": WANTED.alasan, "golongan": WANTED.golongan}
    assert found.model_copy(update=same) == WANTED


@pytest.mark.parametrize(
    ("number", "told"), [("V.4", "“V.4” sudah ada di baris lain"), (None, "“Nomor” belum diisi")]
)
def test_a_clause_without_a_number_of_its_own_is_refused_at_its_cell(
    snapshot: Snapshot, filled: bytes, number: str | None, told: str
) -> None:
    sheets = load_workbook(io.BytesIO(filled))
    at = next(cell for cell in sheets["Klausul"]["A"] if cell.value == "V.2")
    at.value = number
    stream = io.BytesIO()
    sheets.save(stream)
    (complaint,) = read(stream.getvalue(), snapshot).complaints
    assert told in complaint.message
    assert "Klausul!A" in complaint.place
