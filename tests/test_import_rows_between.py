"""Rows between the proposals: what announces an RW, what sums up, what is no proposal any more."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from musrenbang.importing.rows_between import dittos, sums_among
from tests.import_support import Cells, Desk
from tests.test_import_recognition import EXPECTED, HEAD, HEADINGS, ROWS, imported, made

NO_RW = [title for title in HEADINGS if title != "RW"]
NO_RW_ROWS = [(*row[:1], *row[2:]) for row in ROWS]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rws(desk: Desk) -> list[str]:
    return [one.rw for one in made(desk)]


@pytest.mark.parametrize(
    "row",
    [
        ["RW III"],
        [None, "RW", "03"],
        ["RW", 3],
        [None, "RW", "III"],
        ["A.", "RW 03"],
        ["Rw.03 Kampung Baru"],
        ["RW. 03 (Ketua: Pak Budi)"],
        ["USULAN DARI RW 003 / Kelurahan Rawasari"],
        ["Rukun Warga 3"],
    ],
    ids=lambda row: " ".join(str(cell) for cell in row if cell),
)
@pytest.mark.parametrize("titled", [True, False], ids=["rw-column", "no-rw-column"])
def test_a_row_that_announces_an_rw_is_of_all_rows_below_it(
    desk: Desk, row: Cells, titled: bool
) -> None:
    titles = HEADINGS if titled else NO_RW
    rows = [[one[0], None, *one[2:]] for one in ROWS] if titled else NO_RW_ROWS
    sheet = [*HEAD, titles, ["RW 01"], *rows[:2], row, *rows[2:]]
    assert imported(desk, {"S": sheet}).code == 0
    assert rws(desk) == ["001", "001", "003", "003"]


@pytest.mark.parametrize("text", ["RW 03 dan RW 04", "Usulan RW 03/04 Kampung Baru"])
def test_a_row_that_announces_several_rw_leaves_none_and_says_so(desk: Desk, text: str) -> None:
    sheet = [*HEAD, NO_RW, ["RW 01"], *NO_RW_ROWS[:2], [text], *NO_RW_ROWS[2:]]
    result = imported(desk, {"S": sheet})
    assert rws(desk) == ["001", "001", "", ""]
    assert f"baris 7 “{text}” tidak menyebut satu RW" in result.out
    assert "2 usulan tanpa RW: baris 8, 9." in result.out


def test_a_note_that_names_an_rw_begins_no_part(desk: Desk) -> None:
    note: Cells = ["Catatan: usulan RW 09 menyusul"]
    sheet = [*HEAD, NO_RW, ["RW 01"], *NO_RW_ROWS[:2], note, *NO_RW_ROWS[2:]]
    result = imported(desk, {"S": sheet})
    assert rws(desk) == ["001"] * 4
    assert "“Catatan: usulan RW 09 menyusul”" in result.out


@pytest.mark.parametrize(
    "sums",
    [
        [None, None, None, "Subtotal RW 01", "Got dan lampu", None, 124, "m", 126_000_000, "PE"],
        [None, None, "RW 01", "Jumlah", "2 usulan", None, 124, None, 126_000_000],
        ["Σ RW 01", None, None, None, "Usulan RW 01", None, 124, "m", 126_000_000],
        [None, None, 1, "Rekap RW 01", "Semua usulan RW 01", None, 124, "m", 126_000_000, "-"],
        [None, None, None, "Jumlah Kelurahan Rawasari", "x", None, 1, "m", 215_100_000, "PE"],
    ],
    ids=["subtotal", "jumlah", "sigma", "rekap", "kelurahan"],
)
def test_a_sum_is_no_proposal_however_much_it_says(desk: Desk, sums: Cells) -> None:
    result = imported(desk, {"S": [*HEAD, HEADINGS, *ROWS[:2], sums, *ROWS[2:]]})
    assert (result.code, result.counts["usulan baru"]) == (0, 4)
    assert "baris jumlah Baris 6." in result.out
    assert "Periksa apakah semua baris" not in result.out


@pytest.mark.parametrize("what", ["Jumlah tiang lampu ditambah", "Total renovasi pos RW 05"])
def test_a_proposal_may_begin_like_a_sum(desk: Desk, what: str) -> None:
    rows = [[*ROWS[0][:4], what, *ROWS[0][5:]], *ROWS[1:]]
    assert imported(desk, {"S": [*HEAD, HEADINGS, *rows]}).counts["usulan baru"] == 4


def test_the_name_of_a_worksheet_may_count_its_proposals(desk: Desk) -> None:
    sheets = {
        f"RW.{rw:02d} ({rw + 1} usulan)": [*HEAD, NO_RW, *NO_RW_ROWS[first:last]]
        for rw, first, last in ((1, 0, 2), (2, 2, 3))
    }
    result = imported(desk, sheets)
    assert rws(desk) == ["001", "001", "002"]
    assert "diduga" not in result.out


@pytest.mark.parametrize("what", ["Jumlah desa siaga", "Jumlah desa yang siaga aktif"])
def test_an_output_may_begin_like_a_sum(desk: Desk, what: str) -> None:
    """A row with a key of its own says nothing of others; nor does one that says which."""
    titles = ["Output" if title == "SKPD" else title for title in HEADINGS]
    titles[0] = "ID Usulan" if what.endswith("siaga") else "Sasaran"
    rows = [[*row[:-1], what] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert (result.code, result.counts["usulan baru"]) == (0, 4), result


@pytest.mark.parametrize("word", ["BATAL", "dihapus", "Dibatalkan", "(dicoret)", "tidak jadi"])
def test_a_row_that_is_called_off_is_told_and_not_written(desk: Desk, word: str) -> None:
    rows = [[*row, ""] for row in ROWS]
    rows[1][-1] = word
    result = imported(desk, {"S": [*HEAD, [*HEADINGS, "Keterangan"], *rows]}, "--dry-run")
    assert result.counts["usulan baru"] == 3
    assert "ditulis batal pada lembar, tidak dicatat: baris 5 “2 1 5, 6 Mampat" in result.out


def test_a_row_that_is_struck_through_is_told_and_not_written(desk: Desk) -> None:
    path = desk.workbook({"S": [*HEAD, HEADINGS, *ROWS]})
    book = load_workbook(path)
    for cell in book["S"][5]:
        cell.font = Font(strike=True)
    book["S"]["E6"].font = Font(strike=True)
    book.save(path)
    result = desk.understand(path)
    assert result.counts["usulan baru"] == 3
    assert "dicoret atau ditulis batal pada lembar, tidak dicatat: baris 5" in result.out
    page = desk.folder / "lembar.xls"
    cells = "".join(f"<td>{title}</td>" for title in HEADINGS)
    lines = [f"<tr>{cells}</tr>"]
    for at, row in enumerate(ROWS):
        mark = "<del>{}</del>" if at == 1 else "{}"
        lines.append("<tr>" + "".join(f"<td>{mark.format(cell)}</td>" for cell in row) + "</tr>")
    page.write_text(f"<p>{HEAD[0][0]}</p><table>{''.join(lines)}</table>", encoding="utf-8")
    assert desk.understand(page).counts["usulan tetap"] == 3


@pytest.mark.parametrize(
    ("numbers", "amounts", "sums"),
    [
        (["1", "2", "", "3", ""], ["10", "20", "30", "7", "7"], {2, 4}),
        (["", "1", "2", "", "3"], ["30", "10", "20", "7", "7"], {0, 3}),
        (["1", "a", "b", "2", "3"], ["30", "10", "20", "7", "7"], {0}),
        (["1", "1.1", "1.2", "2"], ["30", "10", "20", "7"], {0}),
        (["1", "2", "", "3", ""], ["10", "20", "31", "7", "7"], set()),
        (["1", "", "2", "3"], ["10", "10", "10", "20"], set()),
        (["", "", "", ""], ["10", "20", "30", "60"], set()),
    ],
)
def test_a_row_numbered_otherwise_that_adds_up_its_neighbours_is_a_sum(
    numbers: list[str], amounts: list[str], sums: set[int]
) -> None:
    millions = [f"{one}.000.000" for one in amounts]
    assert sums_among(numbers, millions) == sums


def test_a_sum_that_is_called_nothing_of_the_kind_is_put_aside_and_told(desk: Desk) -> None:
    total: Cells = [None, 1, None, "", "Bagian pertama", "", 124, "paket", 126_000_000, ""]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *ROWS[:2], total, *ROWS[2:]]})
    assert (result.code, made(desk)) == (0, list(EXPECTED)), result
    assert "1 × baris jumlah Baris 6." in result.out


@pytest.mark.parametrize("mark", ["sda", "S.D.A.", "idem", '"', "〃", "sama dengan di atas"])
def test_what_says_as_above_is_written_out_and_told(desk: Desk, mark: str) -> None:
    first = ROWS[0]
    second: Cells = [2, mark, 4, mark, mark, "Jl. Mawar 9", 5, mark, 9_000_000, mark]
    result = imported(desk, {"S": [*HEAD, HEADINGS, first, second, *ROWS[2:]]})
    assert result.code == 0, result
    one = next(one for one in made(desk) if one.where == "Jl. Mawar 9")
    assert (one.rw, one.what, one.unit) == ("001", "Pemasangan lampu", "titik")
    assert "diisi dari baris di atasnya pada baris 5" in result.out


def test_sda_among_agencies_is_the_agency() -> None:
    assert dittos(("1", "Got", "SDA"), {2}) == set()
    assert dittos(("1", "sda", "sda"), {2}) == {1, 2}
