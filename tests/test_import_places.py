"""Where proposals are of: a column, a title or a tab says it, and none of them wrongly."""

from pathlib import Path

import pytest

from tests.import_support import Cells, Desk
from tests.test_import_recognition import HEAD, HEADINGS, ROWS, imported, made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def kelurahan(desk: Desk) -> list[str]:
    return sorted(folder.nama for folder in desk.snapshot().years[2017].folders if folder.usulan)


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Keputusan Kelurahan", ["Layak", "Layak", "Belum", "Layak"]),
        ("Catatan Petugas Kelurahan", ["Ada foto", "Ada foto", "", "Ada foto"]),
    ],
)
def test_what_a_kelurahan_found_is_no_kelurahan(desk: Desk, title: str, values: list[str]) -> None:
    rows: list[Cells] = [[*row, value] for row, value in zip(ROWS, values, strict=True)]
    result = imported(desk, {"S": [*HEAD, [*HEADINGS, title], *rows]})
    assert (result.code, kelurahan(desk)) == (0, ["Rawasari"]), result
    assert title in result.out


def test_kelurahan_that_are_known_are_some_whatever_their_heading_adds(desk: Desk) -> None:
    names = ["Rawasari", "Rawasari", "Cempaka Putih Barat", "Cempaka Putih Barat"]
    rows: list[Cells] = [[*row, name] for row, name in zip(ROWS, names, strict=True)]
    head: list[Cells] = [["USULAN KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [None]]
    result = imported(desk, {"S": [*head, [*HEADINGS, "Kelurahan Penerima"], *rows]})
    assert (result.code, kelurahan(desk)) == (0, ["Cempaka Putih Barat", "Rawasari"]), result
