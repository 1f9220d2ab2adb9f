"""Reading spreadsheets: CSV and XLSX as offices really make them."""

import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart

from musrenbang.importing.mapping import LembarKerja
from musrenbang.importing.sheet_files import SourceSheet, read_sheets
from musrenbang.text.errors import CommandError
from tests.import_support import JALAN, MAPPING, SALURAN, TITLES, Cells, Desk

COLUMNS = ("no", "usulan")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def read(path: Path, **settings: object) -> SourceSheet:
    (sheet,) = read_sheets(path, LembarKerja.model_validate(settings), COLUMNS)
    return sheet


def csv_file(folder: Path, data: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_any_usual_delimiter(tmp_path: Path, delimiter: str, bom: str) -> None:
    lines = [["No", "Usulan"], ["1", '"a, b; c|d\t""e""\nf"']]
    text = bom + "\r\n".join(delimiter.join(line) for line in lines)
    sheet = read(csv_file(tmp_path, text.encode()))
    assert sheet.titles == ("No", "Usulan")
    assert [(row.number, row.cell("usulan")) for row in sheet.rows] == [
        (2, 'a, b; c|d\t"e"\nf'),
    ]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """A cell of two lines is one row; an empty line is a row."""
    sheet = read(csv_file(tmp_path, b'no,usulan\n1,"a\nb"\n\n3,c\n'))
    assert [(row.number, row.is_empty) for row in sheet.rows] == [(2, False), (3, True), (4, False)]


def test_short_rows_have_empty_cells(tmp_path: Path) -> None:
    sheet = read(csv_file(tmp_path, b"no,usulan\n1\n"))
    assert sheet.rows[0].cell("usulan") == ""


def test_cp1252_only_where_the_mapping_says_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "no,usulan\n1,Jalan – ½\n".encode("cp1252"))
    with pytest.raises(CommandError, match=r"baris 2 bukan UTF-8.*pengodean: cp1252"):
        read(path)
    assert read(path, pengodean="cp1252").rows[0].cell("usulan") == "Jalan – ½"


def test_utf8_stays_utf8_under_a_mapping_for_cp1252(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "no,usulan\n1,Jalan – ½\n".encode())
    assert read(path, pengodean="cp1252").rows[0].cell("usulan") == "Jalan – ½"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("no,usulan\n1,a".encode("utf-16"), "UTF-16"),
        (b'no,usulan\n1,"a"b\n', "tanda kutip pada baris 2"),
        (b'no,usulan\n1,a\n2,"b\n', "tanda kutip pada baris 3"),
        (b"", "Kolom yang ada: tidak ada"),
        (b"No.,usulan\n1,a\n", "“no”: maksud Anda “No.”?"),
        (b"no,kegiatan\n1,a\n", "“usulan”\n  Kolom yang ada: no, kegiatan."),
        (b"DAFTAR USULAN\n\nno,usulan\n1,a\n", "ada pada baris 3: tulis `baris_judul: 3`"),
        (b"no,usulan,usulan\n1,a,b\n", "ada dua kolom berjudul “usulan”"),
        (b"no,usulan\n1,\x81\n", "bukan UTF-8"),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_explained(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(CommandError) as caught:
        read(csv_file(tmp_path, data))
    assert message in str(caught.value)


def test_titles_may_stand_lower(tmp_path: Path) -> None:
    path = csv_file(tmp_path, b"DAFTAR USULAN\n\n No ,  usulan\n1,a\n")
    sheet = read(path, baris_judul="3")
    assert [(row.number, row.cell("No")) for row in sheet.rows] == [(4, "1")]


def test_columns_may_be_named_by_letter(tmp_path: Path) -> None:
    path = csv_file(tmp_path, b"x,y,z\n1,a,b\n")
    sheet = read(path, nama_kolom={"A": "no", "C": "usulan"})
    assert sheet.rows[0].cell("usulan") == "b"


def test_numbers_dates_and_booleans_of_a_workbook(desk: Desk) -> None:
    rows: list[Cells] = [
        ["no", "usulan", "c", "d", "e"],
        [1, 0.1 + 0.2, datetime(2016, 3, 9, 7, 30), date(2016, 3, 9), True],  # noqa: DTZ001 - a spreadsheet has no zone
    ]
    sheet = read(desk.workbook({"Usulan": rows}))
    row = sheet.rows[0]
    assert row.cells == (Decimal(1), Decimal("0.3"), date(2016, 3, 9), date(2016, 3, 9), "TRUE")
    assert (row.number, sheet.label, row.cell("nama_lembar"), row.cell("nama_berkas")) == (
        2,
        "a.xlsx [Usulan]",
        "Usulan",
        "a",
    )


def test_title_rows_gaps_and_notes_of_a_workbook(desk: Desk) -> None:
    """Merged titles above, empty rows between, remarks beside the table."""
    path = desk.workbook(
        {
            "Usulan": [
                ["DAFTAR USULAN RAWASARI"],
                [None],
                ["no", "usulan"],
                [1, "a"],
                [None],
                [3, "c", None, "lihat peta"],
                [None, None],
            ]
        }
    )
    sheet = read(path, baris_judul="3")
    assert [(row.number, row.is_empty) for row in sheet.rows] == [(4, False), (5, True), (6, False)]
    assert not any(row.overflows for row in sheet.rows)


def test_formulas_give_their_stored_result_or_are_marked(desk: Desk) -> None:
    """The library stores no results, as when a program and not Excel wrote the file."""
    path = desk.workbook({"Usulan": [["no", "usulan"], [1, "=A2*2"], [2, "=A3*2"]]})
    _store_result(path, "A2*2", "2")
    sheet = read(path)
    assert [row.cell("usulan") for row in sheet.rows] == [Decimal(2), "=?"]


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


def test_several_worksheets_need_a_choice(desk: Desk) -> None:
    rows: list[Cells] = [["no", "usulan"], [1, "a"]]
    path = desk.workbook({"Usulan": rows, "Rekap": [["x"]], "RW 02": rows})
    with pytest.raises(CommandError, match="memuat 3 lembar: Usulan, Rekap, RW 02"):
        read(path)
    with pytest.raises(CommandError, match="tidak memuat lembar “Usul”"):
        read(path, lembar=["Usul"])
    assert read(path, lembar=["RW 02"]).name == "RW 02"
    assert read(desk.workbook({"Usulan": rows}, "b.xlsx")).name == "Usulan"
    settings = LembarKerja(lembar=("Usulan", "RW 02"))
    assert len(read_sheets(path, settings, COLUMNS)) == 2


def test_hidden_worksheets_and_charts_are_no_choice(desk: Desk) -> None:
    path = desk.workbook({"Usulan": [["no", "usulan"], [1, "a"]], "Daftar": [["x"]]})
    book = load_workbook(path)
    book["Daftar"].sheet_state = "hidden"
    book.create_chartsheet("Grafik").add_chart(BarChart())
    book.save(path)
    assert read(path).name == "Usulan"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "tidak dapat dibaca sebagai XLSX"),
        (b"bukan zip", "tidak dapat dibaca sebagai XLSX"),
        (b"PK\x03\x04rusak", "tidak dapat dibaca sebagai XLSX"),
        (b"\xd0\xcf\x11\xe0lama", "bersandi, atau masih berformat Excel lama"),
    ],
)
def test_a_broken_workbook_is_explained(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=message):
        read(path)


def test_an_archive_that_is_no_workbook_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(CommandError, match="tidak dapat dibaca sebagai XLSX"):
        read(path)


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
    desk.mapping(
        MAPPING,
        ("kelurahan: kelurahan", "kelurahan: nama_lembar"),
        ("kunci: [id]", "kunci: [nama_lembar, id]"),
        ("nama: Lembar uji", "nama: Lembar uji\nlembar_kerja: {lembar: [Rawasari, Johar Baru]}"),
    )
    book = desk.workbook({"Rawasari": [TITLES, SALURAN], "Johar Baru": [TITLES, SALURAN]})
    assert desk.run(sources=[book]).counts["usulan baru"] == 2
    assert "kode_tracking: Johar Baru/1" in desk.text("proposals/2016/johar-baru/0001.yaml")
