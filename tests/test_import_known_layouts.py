"""Layouts that the year knows: each keeps its own columns and what its sums stand for."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from musrenbang.importing.sheet_files import HEAD as REJECTS
from tests.import_support import Cells, Desk, Result
from tests.test_import_recognition import HEAD, made

BARAT = ["USULAN KELURAHAN CEMPAKA PUTIH BARAT KECAMATAN CEMPAKA PUTIH TAHUN 2017"]
TITLES: Cells = ("No", "RW", "Usulan Kegiatan", "Lokasi", "Volume", "Satuan", "Anggaran")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def form(desk: Desk, name: str, kelurahan: Cells, above: str | None, sums: list[int]) -> Path:
    rows = [
        (at, at, f"Perbaikan got {at}", f"Jl. Mawar {at}", 10, "m", money)
        for at, money in enumerate(sums, 1)
    ]
    return desk.workbook({"S": [kelurahan, [above], TITLES, *rows]}, name)


def sums(desk: Desk) -> list[int]:
    return sorted(one.money for one in made(desk))


def test_of_two_sheets_of_one_form_each_has_its_own_scale(desk: Desk) -> None:
    """The text above the table says it, though the titles are those of a form that is known."""
    thousands = form(desk, "a.xlsx", HEAD[0], "(dalam ribuan rupiah)", [600, 700])
    rupiah = form(desk, "b.xlsx", BARAT, None, [800_000, 900_000])
    assert desk.understand(thousands).code == 0
    result = desk.understand(rupiah)
    assert (result.code, sums(desk)) == (0, [600_000, 700_000, 800_000, 900_000]), result
    for again in (thousands, rupiah):
        assert desk.understand(again).counts["usulan tetap"] == 2
    assert "“Anggaran”: angkanya dikalikan 1.000." in desk.understand(thousands).out


def test_small_sums_of_a_known_form_are_told(desk: Desk) -> None:
    desk.understand(form(desk, "a.xlsx", HEAD[0], None, [60_000_000, 70_000_000]))
    result = desk.understand(form(desk, "b.xlsx", BARAT, None, [60_000, 70_000]))
    assert "angkanya kecil untuk rupiah, misalnya 60.000." in result.out


def rejected(desk: Desk, rejects: Path) -> Result:
    """Two sheets of two forms, a row of each without a readable volume."""
    first = desk.workbook(
        {"S": [HEAD[0], TITLES, (1, 3, "Got", "Jl. Mawar", "sekian", "m", 60_000_000)]}, "a.xlsx"
    )
    titles = ("Dinas", "Biaya (Rp. 000)", "Kegiatan", "Banyaknya", "RT/RW", "Alamat")
    second = desk.workbook(
        {
            "S": [
                BARAT,
                titles,
                ("Sudin SDA", 70_000, "Jalan", "seperlunya", "01/02", "Jl. Pos"),
                ("Sudin SDA", 80_000, "Lampu", "4 unit", "03/04", "Jl. Pos"),
            ]
        },
        "b.xlsx",
    )
    return desk.understand(first, second, "--ditolak", rejects)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_rejects_of_two_forms_come_back_each_as_its_own(desk: Desk, suffix: str) -> None:
    rejects = desk.folder / f"ditolak-dua.{suffix}"
    assert rejected(desk, rejects).counts["ditolak"] == 2
    if suffix == "xlsx":
        book = load_workbook(rejects)
        sheet = book.worksheets[0]
        heads = [row for row in sheet.iter_rows(values_only=True) if row[: len(REJECTS)] == REJECTS]
        assert [("Volume" in head, "Banyaknya" in head) for head in heads] == [
            (True, False),
            (False, True),
        ]
        coloured = {c.value for row in sheet for c in row if c.fill.fgColor.rgb == "00FFE08A"}
        assert coloured == {"sekian", "seperlunya"}
        for cell in (cell for row in sheet for cell in row):
            cell.value = {"sekian": "12,5", "seperlunya": "6 m"}.get(str(cell.value), cell.value)
        book.save(rejects)
    else:
        text = rejects.read_text(encoding="utf-8-sig")
        text = text.replace(",sekian,", ',"12,5",').replace(",seperlunya,", ",6 m,")
        rejects.write_text(text, encoding="utf-8-sig")
    result = desk.understand(rejects)
    assert (result.code, result.counts["usulan baru"]) == (0, 2), result
    assert [(one.what, one.volume, one.money) for one in sorted(made(desk))] == [
        ("Jalan", "6", 70_000_000),
        ("Got", "12.5", 60_000_000),
        ("Lampu", "4", 80_000_000),
    ]
    assert desk.understand(rejects).counts["usulan tetap"] == 2


def test_rejects_of_two_forms_that_nobody_touched_are_written_over(desk: Desk) -> None:
    rejects = desk.folder / "ditolak-dua.xlsx"
    for _ in range(2):
        assert rejected(desk, rejects).counts["ditolak"] == 2
    assert not list(desk.folder.glob("ditolak-dua-*"))
    book = load_workbook(rejects)
    sheet = book.worksheets[0]
    sheet.cell(sheet.max_row, len(REJECTS) + 1).value = "diubah"
    book.save(rejects)
    assert "sudah diubah, jadi dibiarkan" in rejected(desk, rejects).out
