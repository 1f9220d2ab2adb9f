"""Reading spreadsheets as offices really make them: XLSX, XLS, ODS, CSV."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart

from musrenbang.sheets.cells import Flag, Number
from musrenbang.sheets.spreadsheet import read_tables
from musrenbang.sheets.table import Span, Table
from musrenbang.text.errors import CommandError
from tests.import_support import (
    JALAN,
    MAPPING,
    SALURAN,
    TITLES,
    Cells,
    Desk,
    old_workbook,
    strict_copy,
)

HEAD = ("USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH TAHUN 2017",)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def read(path: Path) -> Table:
    (table,) = read_tables(path, path.read_bytes())
    return table


def csv_file(folder: Path, data: bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def converted(path: Path, ending: str) -> Path:
    """The same workbook as LibreOffice saves it in another format."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice tidak terpasang")
    if ending == "xls" and find_spec("xlrd") is None:
        pytest.skip("xlrd belum terpasang")
    profile = f"-env:UserInstallation=file://{path.parent}/profil"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", path.parent, path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return path.with_suffix(f".{ending}")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["No", "Usulan"], ["1", '"a, b; c|d\t""e""\n½ –"']]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    table = read(csv_file(tmp_path, text.encode(encoding)))
    assert table.rows == [("No", "Usulan"), ("1", 'a, b; c|d\t"e"\n½ –')]


def test_a_separator_that_is_named_is_used(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path, b"sep=;\r\nno;usulan\r\n1;a,b\r\n"))
    assert table.rows == [(), ("no", "usulan"), ("1", "a,b")]


def test_a_text_kept_by_a_formula_is_that_text(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, b'no,usulan\n="0012",a\n')).rows[1] == ("0012", "a")


def test_a_row_quoted_as_one_cell_is_parted_again(tmp_path: Path) -> None:
    """What Excel makes of a row when it saves a file whose separator it did not know."""
    data = b'no,usulan\n1,a\n"2,""b, c"""\n'
    assert read(csv_file(tmp_path, data)).rows[2] == ("2", "b, c")


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """A cell of two lines is one row; an empty line is a row."""
    table = read(csv_file(tmp_path, b'no,usulan\n1,"a\nb"\n\n3,c\n'))
    assert [bool(row) for row in table.rows] == [True, True, False, True]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'no,usulan\n1,"a"b\n', "tanda kutip pada baris 2"),
        (b'no,usulan\n1,a\n2,"b\n', "tanda kutip pada baris 3"),
        (b"no,usulan\n1,\x81\n", "huruf pada baris 2 tidak dikenal"),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_explained(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(CommandError) as caught:
        read(csv_file(tmp_path, data))
    assert message in str(caught.value)


LOOKS: list[Cells] = [
    ["no", "usulan", "c", "d", "e", "f", "g", "h"],
    [1, 0.1 + 0.2, datetime(2016, 3, 9, 7, 30), date(2016, 3, 9), True, 0.1, 0.5, 7],  # noqa: DTZ001 - a spreadsheet has no zone
]


def book_of_looks(desk: Desk) -> Path:
    path = desk.workbook({"Usulan": LOOKS})
    book = load_workbook(path)
    sheet = book["Usulan"]
    for column, form in (("F", "0%"), ("G", "# ?/?"), ("H", "000")):
        sheet[f"{column}2"].number_format = form
    sheet.merge_cells("A3:A4")
    sheet["A3"] = "digabung"
    sheet["B3"], sheet["B4"] = "satu", "dua"
    sheet.row_dimensions[4].hidden = True
    book.save(path)
    return path


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_cell_has_a_value_and_a_look(desk: Desk, ending: str) -> None:
    """The same in every format: days, truth values, what is shown as more than its digits."""
    path = book_of_looks(desk)
    table = read(path if ending == "xlsx" else converted(path, ending))
    row = table.rows[1]
    assert row[:4] == (Decimal(1), Decimal("0.3"), date(2016, 3, 9), date(2016, 3, 9))
    assert (row[4], type(row[4])) == ("TRUE", Flag)
    looks = [(cell.look, cell.kind) for cell in row[5:] if isinstance(cell, Number)]
    assert looks == [("10%", "persen"), ("1/2", "pecahan"), ("007", "")]
    assert table.merged == (Span(2, 0, 3, 0),)
    assert table.hidden == {3}
    assert (table.name, table.is_visible) == ("Usulan", True)


def test_strict_ooxml_is_read_alike(desk: Desk) -> None:
    path = book_of_looks(desk)
    assert read(strict_copy(path)) == read(path)


def test_formulas_give_their_stored_result_or_are_marked(desk: Desk) -> None:
    """The library stores no results, as when a program and not Excel wrote the file."""
    path = desk.workbook({"Usulan": [["no", "usulan"], [1, "=A2*2"], [2, "=A3*2"]]})
    _store_result(path, "A2*2", "2")
    assert [row[1] for row in read(path).rows[1:]] == [Decimal(2), "=?"]


def _store_result(path: Path, formula: str, value: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    stored = f"<f>{formula}</f><v>{value}</v>".encode()
    empty = re.escape(f"<f>{formula}</f>").encode() + rb"<v(?: />|></v>)"
    parts[name], found = re.subn(empty, stored, parts[name])
    assert found == 1
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


def test_hidden_worksheets_are_told_apart_and_charts_are_none(desk: Desk) -> None:
    path = desk.workbook({"Usulan": [["no", "usulan"], [1, "a"]], "Daftar": [["x"]]})
    book = load_workbook(path)
    book["Daftar"].sheet_state = "hidden"
    book.create_chartsheet("Grafik").add_chart(BarChart())
    book.save(path)
    tables = read_tables(path, path.read_bytes())
    assert [(table.name, table.is_visible) for table in tables] == [
        ("Usulan", True),
        ("Daftar", False),
    ]


def _archive(parts: Sequence[tuple[str, str]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"", "tidak dapat dibaca sebagai XLSX"),
        ("a.xlsx", b"bukan zip", "tidak dapat dibaca sebagai XLSX"),
        ("a.xlsx", b"PK\x03\x04rusak", "tidak dapat dibaca sebagai XLSX"),
        ("a.xlsx", _archive([("a.txt", "a")]), "tidak dapat dibaca sebagai XLSX"),
        ("a.ods", _archive([("content.xml", "<x>")]), "tidak dapat dibaca sebagai ODS"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "bersandi"),
        ("a.xls", b"<!DOCTYPE html><table>", "halaman web"),
    ],
)
def test_a_broken_workbook_is_explained(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        read(csv_file(tmp_path, data, name))


def test_a_workbook_is_imported_like_its_csv(desk: Desk) -> None:
    """Numbers stored as numbers and numbers stored as text give the same files."""
    desk.add((SALURAN, JALAN))
    before = desk.state()
    saluran: Cells = [
        1,
        "Rawasari",
        3,
        "Saluran mampat",
        "Perbaikan saluran",
        "Jl. Mawar",
        60,
        "M",
        None,
    ]
    jalan: Cells = [2, "Rawasari", 4, "Jalan rusak", "Perbaikan jalan", None, 12.5, "m2", 1_500_000]
    book = desk.workbook({"Usulan": [TITLES, saluran, jalan]})
    result = desk.run(sources=[book])
    assert (result.code, result.counts["usulan tetap"]) == (0, 2)
    assert desk.state() == before


def test_uncalculated_formulas_reject_only_rows_that_need_them(desk: Desk) -> None:
    row = list(SALURAN)
    row[6] = "=6*10"
    book = desk.workbook({"Usulan": [[*TITLES, "jumlah"], [*row, "=1+1"], [*JALAN, "=1+1"]]})
    assert desk.run(sources=[book]).counts["usulan baru"] == 1
    assert "rumus belum dihitung" in desk.reasons()["2"]


def test_the_worksheet_may_name_the_kelurahan(desk: Desk) -> None:
    """All worksheets that have the columns are read, the others are not."""
    desk.mapping(
        MAPPING,
        ("kelurahan: kelurahan", "kelurahan: nama_lembar"),
        ("kunci: [id]", "kunci: [nama_lembar, id]"),
    )
    book = desk.workbook(
        {"Rawasari": [TITLES, SALURAN], "Johar Baru": [TITLES, SALURAN], "Rekap": [["x", "y"]]}
    )
    assert desk.run(sources=[book]).counts["usulan baru"] == 2
    assert "kode_tracking: Johar Baru/1" in desk.text("proposals/2016/johar-baru/0001.yaml")


def test_columns_that_a_mapping_misses_are_named(desk: Desk) -> None:
    desk.sheet([("1", "a")], ("no", "usulan"))
    result = desk.run()
    assert result.code == 1
    assert "“kelurahan”" in result.err
    assert "Kolom yang ada: no, usulan." in result.err


def test_formulas_without_a_result_are_told_in_old_files_too(desk: Desk) -> None:
    titles = ("No", "RW", "Masalah", "Usulan", "Volume", "Satuan", "Anggaran")
    rows = [
        (1, 1, "Mampat", "Perbaikan saluran", 60, "m", 48000000),
        (2, 2, "Gelap", "Lampu jalan", 4, "unit", None),
    ]
    path = csv_file(desk.folder, old_workbook([HEAD, titles, *rows]), "a.xls")
    result = desk.understand(path)
    assert (result.code, result.counts["usulan baru"]) == (0, 2), result
    assert (
        "S: kolom “Anggaran” berisi rumus tanpa hasil, dibaca kosong, pada baris 4." in result.out
    )


def test_a_column_of_formulas_that_nobody_calculated_is_still_that_column(desk: Desk) -> None:
    titles = ("No", "RW", "Masalah", "Usulan", "Volume", "Satuan", "Anggaran")
    rows: list[Cells] = [
        (1, 1, "Mampat", "Perbaikan saluran", 60, "m", "=E3*800000"),
        (2, 2, "Gelap", "Lampu jalan", 4, "unit", "=E4*9000000"),
    ]
    result = desk.understand(desk.workbook({"S": [HEAD, titles, *rows]}))
    assert (result.code, result.counts["ditolak"]) == (1, 2)
    assert "Kolom “Anggaran”: rumus belum dihitung" in desk.reasons()["3"]
