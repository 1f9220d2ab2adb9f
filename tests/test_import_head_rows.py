"""A row that only heads those below it: its text, place and agency are theirs."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.import_support import Cells, Desk, Result
from tests.test_import_recognition import HEAD, imported, made

TITLES = ("No", "RW", "Usulan Kegiatan", "Lokasi", "Volume", "Satuan", "Anggaran (Rp)", "SKPD")
LAST: Cells = (2, 6, "Gerobak sampah", "Balai RW", 2, "unit", 17_000_000, "Sudin LH")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def headed(desk: Desk, head: Cells, *children: Cells) -> Result:
    return imported(desk, {"S": [*HEAD, TITLES, head, *children, LAST]})


@pytest.mark.parametrize(
    ("numbers", "texts", "codes"),
    [
        (("a", "b"), ("sisi utara", "sisi selatan"), ["1.a", "1.b"]),
        (("1.1", "1.2"), ("sisi utara", "sisi selatan"), ["1.1", "1.2"]),
        ((None, None), ("a) sisi utara", "b) sisi selatan"), ["1.a", "1.b"]),
        ((None, None), ("- sisi utara", "- sisi selatan"), ["1.1", "1.2"]),
        (("-", "-"), ("sisi utara", "sisi selatan"), ["1.1", "1.2"]),
    ],
    ids=["letters", "points", "letters-in-text", "dashes-in-text", "dashes"],
)
@pytest.mark.parametrize("money", [None, 50_000_000], ids=["no-sum", "sum"])
def test_what_a_head_says_is_of_each_row_below_it(
    desk: Desk, numbers: tuple[str, str], texts: tuple[str, str], codes: list[str], money: int
) -> None:
    result = headed(
        desk,
        (1, 5, "Perbaikan saluran", "Jl. Mawar", None, None, money, "Sudin SDA"),
        (numbers[0], None, texts[0], "RT 01", 50, "m", 20_000_000, None),
        (numbers[1], None, texts[1], None, 70, "m", 30_000_000, None),
    )
    assert result.code == 0, result
    found = [(one.rw, one.rt, one.what, one.where, one.money) for one in made(desk)]
    assert found[:2] == [
        ("005", ("001",), "Perbaikan saluran: sisi utara", "Jl. Mawar, RT 01", 20_000_000),
        ("005", (), "Perbaikan saluran: sisi selatan", "Jl. Mawar", 30_000_000),
    ]
    folder = next(iter(desk.snapshot().years[2017].folders))
    keys = [usulan.kode_tracking for usulan in folder.usulan.values()]
    assert keys == [f"Rawasari/{code}" for code in (*codes, "2")]
    assert "judul usulan di bawahnya" in result.out
    assert "baris 4 “1 5 Perbaikan saluran Jl. Mawar" in result.out
    assert "Periksa apakah semua baris" not in result.out


def test_a_part_of_the_table_asks_for_nothing_and_is_told(desk: Desk) -> None:
    row: Cells = (1, 5, "Perbaikan saluran", "Jl. Mawar", 50, "m", 20_000_000, "Sudin SDA")
    result = headed(desk, ("I", None, "FISIK"), row)
    assert [one.what for one in made(desk)] == ["Perbaikan saluran", "Gerobak sampah"]
    assert "judul bagian, tidak dicatat: baris 4 “I FISIK”" in result.out


def test_a_proposal_whose_volume_was_forgotten_heads_none(desk: Desk) -> None:
    """It is numbered as the next one is, so it is refused, and corrected among the rejects."""
    desk.rejects_file.unlink(missing_ok=True)
    result = headed(desk, (1, 5, "Perbaikan saluran", "Jl. Mawar", None, "m", None, "Sudin SDA"))
    assert (result.code, [one.what for one in made(desk)]) == (1, ["Gerobak sampah"])
    assert "Kolom “Volume” kosong" in result.out


def test_a_child_that_was_refused_keeps_what_its_head_said(desk: Desk) -> None:
    rejects = desk.folder / "ditolak.xlsx"
    head: Cells = (1, 5, "Perbaikan saluran", "Jl. Mawar", None, None, None, "Sudin SDA")
    rows: list[Cells] = [head, ("a", None, "sisi utara", None, "banyak", "m", 20_000_000, None)]
    path = desk.workbook({"S": [*HEAD, TITLES, *rows, LAST]})
    assert desk.understand(path, "--ditolak", rejects).code == 1
    book = load_workbook(rejects)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    next(cell for cell in cells if cell.value == "banyak").value = "50"
    book.save(rejects)
    assert desk.understand(rejects, "--ditolak", desk.folder / "lagi.xlsx").code == 0
    assert "Perbaikan saluran: sisi utara" in [one.what for one in made(desk)]
    fixed: list[Cells] = [head, ("a", None, "sisi utara", None, 50, "m", 20_000_000, None)]
    again = desk.understand(desk.workbook({"S": [*HEAD, TITLES, *fixed, LAST]}))
    assert again.counts["usulan tetap"] == 2, again


def test_an_agency_that_a_row_announces_is_that_of_the_rows_below_it(desk: Desk) -> None:
    rows: list[Cells] = [["SUDIN SDA"], (1, *LAST[1:7]), ["B. SUDIN LH"], LAST[:7]]
    assert imported(desk, {"S": [*HEAD, TITLES[:7], *rows]}).code == 0
    folder = next(iter(desk.snapshot().years[2017].folders))
    assert [one.skpd_tujuan for one in folder.usulan.values()] == ["sudin-sda", "sudin-lh"]


@pytest.mark.parametrize(
    "parts", [("APBD DKI", "Swadaya"), ("APBN", "CSR")], ids=lambda parts: parts[0]
)
def test_who_pays_below_one_merged_title_is_part_of_the_titles(
    desk: Desk, parts: tuple[str, str]
) -> None:
    titles = [*TITLES[:6], "Sumber Dana", None, "SKPD"]
    row: Cells = (*LAST[:6], 15_000_000, 2_000_000, LAST[7])
    path = desk.workbook({"S": [*HEAD, titles, [*[None] * 6, *parts], row, (3, *row[1:])]})
    book = load_workbook(path)
    book.worksheets[0].merge_cells("G3:H3")
    book.save(path)
    asked = desk.understand(path)
    assert asked.code == 2
    assert all(f"Sumber Dana {part}" in asked.err for part in parts), asked
