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


KECAMATAN: list[Cells] = [["USULAN KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [None]]


def with_kelurahan(*names: str | int) -> dict[str, list[Cells]]:
    rows: list[Cells] = [[*row, name] for row, name in zip(ROWS, names, strict=True)]
    return {"S": [*KECAMATAN, [*HEADINGS, "Kelurahan"], *rows]}


def test_a_kelurahan_that_is_not_of_the_kecamatan_is_asked_about_and_remembered(
    desk: Desk,
) -> None:
    sheets = with_kelurahan("Rawasari", "Cp. Timur", "C. Putih Brt", "Senen")
    asked = imported(desk, sheets)
    assert (asked.code, desk.state()) == (2, {}), asked
    assert '--kelurahan "Cp. Timur=Cempaka Putih Timur"' in asked.err
    assert '--kelurahan "C. Putih Brt=Cempaka Putih Barat"' in asked.err
    assert '--kelurahan "Senen=NAMA"' in asked.err
    options = [
        *("--kelurahan", "Cp. Timur=Cempaka Putih Timur"),
        *("--kelurahan", "C. Putih Brt=Cempaka Putih Barat"),
        *("--kelurahan", "Senen=Rawasari"),
    ]
    assert imported(desk, sheets, *options).code == 0
    assert kelurahan(desk) == ["Cempaka Putih Barat", "Cempaka Putih Timur", "Rawasari"]
    again = imported(desk, sheets)
    assert (again.code, again.counts["usulan tetap"]) == (0, 4), again


def test_codes_of_kelurahan_are_their_names(desk: Desk) -> None:
    sheets = with_kelurahan(3171051003, "31.71.05.1003", "Rawasari", "Kel. Rawasari")
    result = imported(desk, sheets)
    assert (result.code, kelurahan(desk)) == (0, ["Rawasari"]), result


def test_an_rw_written_with_its_kelurahan_is_read_as_both(desk: Desk) -> None:
    names = ["Rawasari RW 01", "Rawasari, RW 1", "Kel. Rawasari RW 02", "Rawasari RW 9"]
    rows: list[Cells] = [[*row, name] for row, name in zip(ROWS, names, strict=True)]
    result = imported(desk, {"S": [*KECAMATAN, [*HEADINGS, "Kelurahan"], *rows]})
    assert (result.code, kelurahan(desk)) == (0, ["Rawasari"]), result
    assert [one.rw for one in made(desk)] == ["001", "001", "002", "003"]
    assert "baris 7: kolom kelurahan menyebut RW 009" in result.out
    without = [[*row[:1], *row[2:]] for row in [[*HEADINGS, "Kelurahan"], *rows]]
    (desk.folder / "lain").mkdir()
    other = Desk(desk.folder / "lain")
    assert imported(other, {"S": [*KECAMATAN, *without]}).code == 0
    assert [one.rw for one in made(other)] == ["001", "001", "002", "009"]


def test_a_row_of_a_kelurahan_name_begins_its_rows(desk: Desk) -> None:
    rows: list[Cells] = [
        *([None, None, None, "RAWASARI"], *ROWS[:2]),
        *([None, None, None, "CEMPAKA PUTIH BARAT"], *ROWS[2:]),
    ]
    result = imported(desk, {"S": [*KECAMATAN, HEADINGS, *rows]})
    assert (result.code, kelurahan(desk)) == (0, ["Cempaka Putih Barat", "Rawasari"]), result


@pytest.mark.parametrize("titles", [["RW 1", "RW 2"], ["Volume RW 01", "RW II"], ["RW 3 (Rp)"]])
def test_columns_of_one_rw_each_are_refused(desk: Desk, titles: list[str]) -> None:
    without = [[*row[:1], *row[2:]] for row in (HEADINGS, *ROWS)]
    rows: list[Cells] = [[*row, *[7] * len(titles)] for row in without[1:]]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, [*without[0], *titles], *rows]}
    refused = imported(desk, sheets)
    assert (refused.code, desk.state()) == (2, {}), refused
    assert all(title in refused.err for title in titles)
    options = [word for title in titles for word in ("--kolom", f"abaikan={title}")]
    assert imported(desk, sheets, *options).code == 0
    assert {one.rw for one in made(desk)} == {""}


@pytest.mark.parametrize(
    ("tab", "head", "named"),
    [
        ("Cempaka Putih Timur", "KELURAHAN RAWASARI", "Kelurahan Cempaka Putih Timur"),
        ("RW 04", "KELURAHAN RAWASARI RW 05", "RW 004"),
    ],
)
def test_a_tab_and_a_title_that_contradict_each_other_are_refused(
    desk: Desk, tab: str, head: str, named: str
) -> None:
    without = [[*row[:1], *row[2:]] for row in (HEADINGS, *ROWS)]
    refused = imported(desk, {tab: [[f"{head} KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [], *without]})
    assert (refused.code, desk.state()) == (2, {}), refused
    assert f"Lembar {tab}: menurut namanya {named}, menurut tulisan" in refused.err


def test_tabs_of_two_years_are_asked_about_once_and_those_of_one_taken(desk: Desk) -> None:
    place = "KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH"
    sheets: dict[str, list[Cells]] = {
        "Lama": [[f"{place} TAHUN 2016"], [None], HEADINGS, *ROWS[:3]],
        "Baru": [[f"{place} RKPD 2018"], [None], HEADINGS, *ROWS[3:]],
    }
    asked = imported(desk, sheets)
    assert (asked.code, desk.state()) == (2, {}), asked
    assert "Lama baris 4–6 (2016)" in asked.err
    assert "Baru baris 4 (2017)" in asked.err
    result = imported(desk, sheets, "--tahun", "2017")
    assert (result.code, len(made(desk))) == (0, 1), result
    assert "Lama baris 4–6: tahun 2016, tidak dibaca." in result.out
    again = imported(desk, sheets)
    assert (again.code, again.counts["usulan tetap"]) == (0, 1), again


@pytest.mark.parametrize("place", ["No 7/2", "Jl. Mawar No. 7/2", "Blok C 3/5"])
def test_the_number_of_a_house_is_no_rt_and_rw(desk: Desk, place: str) -> None:
    titles = [*HEADINGS[:1], "RT/RW", *HEADINGS[3:]]
    places = [place, "03/05", "No. 12/4 RT 03/05", "RT 3/5"]
    rows: list[Cells] = [[one[0], at, *one[3:]] for one, at in zip(ROWS, places, strict=True)]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert [one.rw for one in made(desk)] == ["", "005", "005", "005"], result
    assert f"baris 4 (“{place}” tidak terbaca dengan satu arti)" in result.out


def test_all_rt_of_an_rw_are_none_in_particular(desk: Desk) -> None:
    rts = ["semua RT", "Seluruhnya", "3", "semua"]
    rows: list[Cells] = [[*one[:2], rt, *one[3:]] for one, rt in zip(ROWS, rts, strict=True)]
    assert imported(desk, {"S": [*HEAD, HEADINGS, *rows]}).code == 0
    assert [one.rt for one in made(desk)] == [(), (), ("003",), ()]


def test_a_title_with_the_word_kelurahan_before_its_year_names_none(desk: Desk) -> None:
    head: list[Cells] = [["KELURAHAN RAWASARI"], ["HASIL MUSRENBANG KELURAHAN TAHUN 2017"], [None]]
    result = imported(desk, {"S": [*head, HEADINGS, *ROWS]})
    assert (result.code, kelurahan(desk)) == (0, ["Rawasari"]), result
