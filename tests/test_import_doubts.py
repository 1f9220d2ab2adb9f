"""What a sheet leaves open is asked, or refused with what to do; what it shows is not asked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from musrenbang.sheets.cells import CellError, read_quantity, read_rt, written
from tests.import_support import Cells, Desk
from tests.test_import_recognition import HEAD, HEADINGS, ROWS, imported, made

TITLES = HEADINGS[:8]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def money(desk: Desk) -> list[int]:
    return [one.money for one in made(desk)]


def with_money(titles: Sequence[str], *columns: Sequence[float | str]) -> dict[str, list[Cells]]:
    """The usual rows with these columns of money instead of their own."""
    rows: list[Cells] = [
        [*row[:8], *amounts, row[9]]
        for row, amounts in zip(ROWS, zip(*columns, strict=True), strict=True)
    ]
    return {"S": [*HEAD, [*TITLES, *titles, "SKPD"], *rows]}


PRICES = (200_000, 250_000, 300_000, 7_000_000)
SUMS = [volume * price for volume, price in zip((4, 120, 206, 2), PRICES, strict=True)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Nilai (Rp)", "Biaya (Rp)"),
        ("Nilai (Rp)", "Jumlah"),
        ("Biaya (Rp)", "Total (Rp)"),
        ("Anggaran", "Kebutuhan Dana"),
        ("Harga Satuan", "Anggaran"),
    ],
    ids=" dan ".join,
)
@pytest.mark.parametrize("turned", [False, True], ids=["price-first", "sum-first"])
def test_the_sum_is_what_volume_times_price_makes(
    desk: Desk, titles: tuple[str, str], turned: bool
) -> None:
    columns = [PRICES, SUMS][:: -1 if turned else 1]
    result = imported(desk, with_money(titles, *columns))
    assert result.code == 0, result
    assert money(desk) == SUMS


def test_one_wrong_sum_is_told_and_does_not_hide_the_others(desk: Desk) -> None:
    rows = [[*row, ""] for row in ROWS * 4]
    for at, row in enumerate(rows):
        row[0], row[8], row[9] = at + 1, PRICES[at % 4], SUMS[at % 4]
        row[10] = "Sudin SDA"
    rows[2][9] = 5_000_000
    titles = [*TITLES, "Nilai", "Biaya", "SKPD"]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert sum(money(desk)) == sum(SUMS) * 4 - SUMS[2] + 5_000_000
    assert "1 usulan jumlahnya bukan volume × harga satuan: baris 6" in result.out


PAYERS = ("Anggaran APBD Kota", "Anggaran APBD Provinsi", "Anggaran Swadaya")
PARTS = ((10, 0, 5, 7), (0, 20, 5, 7), (5, 5, 0, 1))
PAID = [[part * 1_000_000 for part in column] for column in PARTS]


def test_a_sum_split_over_who_pays_is_asked_about(desk: Desk) -> None:
    sheets = with_money(PAYERS, *PAID)
    result = imported(desk, sheets)
    assert (result.code, desk.state()) == (2, {})
    assert "ada beberapa kolom anggaran" in result.err
    assert all(title in result.err for title in PAYERS)
    assert "tambahkan kolom jumlah" in result.err
    assert imported(desk, sheets, "--kolom", f"perkiraan_anggaran={PAYERS[1]}").code == 0
    assert money(desk) == PAID[1]


def test_a_column_that_adds_up_who_pays_is_the_sum(desk: Desk) -> None:
    whole = [sum(row) for row in zip(*PAID, strict=True)]
    assert imported(desk, with_money((*PAYERS, "Jumlah (Rp)"), *PAID, whole)).code == 0
    assert money(desk) == whole


def test_a_price_that_may_be_the_sum_is_asked_about(desk: Desk) -> None:
    sheets = with_money(("Harga (Rp)",), PRICES)
    result = imported(desk, sheets)
    assert (result.code, desk.state()) == (2, {})
    assert 'harga_satuan="Harga (Rp)", perkiraan_anggaran="Harga (Rp)"' in result.err
    assert imported(desk, sheets, "--kolom", "perkiraan_anggaran=Harga (Rp)").code == 0
    assert money(desk) == list(PRICES)


def test_prices_alone_make_no_sum_and_that_is_told(desk: Desk) -> None:
    result = imported(desk, with_money(("Harga Satuan",), PRICES))
    assert (result.code, money(desk)) == (0, [0] * 4)
    assert "tidak ada kolom anggaran: usulannya dicatat tanpa anggaran." in result.out


@pytest.mark.parametrize("small", ["20.000", "Rp 20.000,-", "20000"])
def test_sums_that_can_hardly_be_rupiah_are_told_as_text_too(desk: Desk, small: str) -> None:
    result = imported(desk, with_money(("Anggaran",), [small] * 4))
    assert "angkanya kecil untuk rupiah" in result.out


def test_a_column_of_rp_beside_the_sums_is_none(desk: Desk) -> None:
    result = imported(desk, with_money(("Anggaran", "Anggaran"), ["Rp"] * 4, SUMS))
    assert (result.code, money(desk)) == (0, SUMS)


IN_KECAMATAN = ("--kecamatan", "Cempaka Putih", "--tahun", "2017")


@pytest.mark.parametrize("name", ["Sheet4", "Kel CPX", "Rekap usulan", "Kelurahan Johar Baru"])
def test_a_worksheet_is_no_kelurahan_that_its_kecamatan_lacks(desk: Desk, name: str) -> None:
    rawasari: list[Cells] = [HEADINGS, *ROWS]
    sheets = {"Kel Rawasari": rawasari, name: rawasari[:3]}
    result = imported(desk, sheets, *IN_KECAMATAN)
    assert (result.code, desk.state()) == (2, {})
    assert result.err.startswith(f"Galat: {name}: ")
    assert "Cempaka Putih Barat" in result.err
    alone = imported(desk, {name: rawasari}, *IN_KECAMATAN)
    assert (alone.code, desk.state()) == (2, {})
    assert "Kelurahan apa? Sebutkan dengan --kelurahan" in alone.err


def test_initials_of_one_kelurahan_are_told_as_what_they_were_taken_for(desk: Desk) -> None:
    sheets: dict[str, list[Cells]] = {
        "Kel Rawasari": [HEADINGS, *ROWS],
        "Kel CPB": [HEADINGS, *ROWS[:2]],
    }
    result = imported(desk, sheets, *IN_KECAMATAN)
    assert result.code == 0, result
    folders = desk.snapshot().years[2017].kelurahan
    assert {slug: len(folder.usulan) for slug, folder in folders.items()} == {
        "cempaka-putih-barat": 2,
        "rawasari": 4,
    }
    assert "“CPB” dianggap Kelurahan Cempaka Putih Barat" in result.out


def test_an_option_names_the_sheets_that_name_none(desk: Desk) -> None:
    sheets: dict[str, list[Cells]] = {
        "Kel Rawasari": [HEADINGS, *ROWS],
        "Sheet4": [HEADINGS, *ROWS[:2]],
    }
    result = imported(desk, sheets, *IN_KECAMATAN, "--kelurahan", "Cempaka Putih Timur")
    assert result.code == 0, result
    folders = desk.snapshot().years[2017].kelurahan
    assert {slug: len(folder.usulan) for slug, folder in folders.items()} == {
        "cempaka-putih-timur": 2,
        "rawasari": 4,
    }


def test_two_years_in_a_column_are_asked_about_and_one_is_taken(desk: Desk) -> None:
    years = (2017, 2018, 2017, 2018)
    rows = [[*row, year] for row, year in zip(ROWS, years, strict=True)]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, [*HEADINGS, "Tahun"], *rows]}
    result = imported(desk, sheets)
    assert (result.code, desk.state()) == (2, {})
    assert "memuat tahun 2017, 2018. Musrenbang tahun mana" in result.err
    result = imported(desk, sheets, "--tahun", "2018")
    assert (result.code, result.counts["usulan baru"], result.counts["di luar"]) == (0, 2, 2)
    assert "Tahun bukan 2018 Baris 4, 6." in result.out


@pytest.mark.parametrize(
    ("cell", "rw", "rt"),
    [("RW 05 RT 03", "005", ("003",)), ("RW 05\nRT 04", "005", ("004",)), ("RW IV", "004", ())],
)
def test_a_cell_of_the_rw_may_say_the_rt_too(
    desk: Desk, cell: str, rw: str, rt: tuple[str, ...]
) -> None:
    titles = [title for title in HEADINGS if title != "RT"]
    rows: list[Cells] = [[row[0], cell, *row[3:]] for row in ROWS]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert {(one.rw, one.rt) for one in made(desk)} == {(rw, rt)}


def test_digits_that_are_no_number_of_an_rw_are_refused(desk: Desk) -> None:
    rows: list[Cells] = [*ROWS[:3], [*ROWS[3][:1], "RW 0506", *ROWS[3][2:]]]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert (result.code, result.counts["ditolak"]) == (1, 1)
    assert "“RW 0506” bukan nomor RW" in next(iter(desk.reasons().values()))


def test_a_day_may_have_been_typed_in_either_order() -> None:
    with pytest.raises(CellError, match="mungkin dari “3/5” atau “5/3”"):
        written(date(2017, 5, 3))
    with pytest.raises(CellError, match="mungkin dari “25/3”;"):
        written(date(2017, 3, 25))


@pytest.mark.parametrize(
    ("text", "number"), [("1/2", "0.5"), ("1 1/2", "1.5"), ("12 000", "12000"), ("2/3", "0.667")]
)
@pytest.mark.parametrize("comma", [True, False])
def test_quantities_as_people_write_them(text: str, number: str, comma: bool) -> None:
    assert str(read_quantity(text, comma=comma)) == number


def test_lines_of_a_cell_are_a_list_of_rt() -> None:
    assert read_rt("01\n02") == ("001", "002")


def test_the_unit_may_stand_in_the_heading_of_the_volume(desk: Desk) -> None:
    titles = [title for title in HEADINGS if title != "Satuan"]
    titles[titles.index("Volume")] = "Volume (m2)"
    rows = [[*row[:7], *row[8:]] for row in ROWS]
    rows[3][6] = "2 unit"
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert [one.unit for one in made(desk)] == ["m2", "m2", "m2", "unit"]


def test_priorities_that_are_words_cost_no_row(desk: Desk) -> None:
    marks: Cells = ("I", "Tinggi", 3, 4)
    rows: list[Cells] = [[*row, mark] for row, mark in zip(ROWS, marks, strict=True)]
    result = imported(desk, {"S": [*HEAD, [*HEADINGS, "Prioritas"], *rows]})
    assert (result.code, result.counts["usulan baru"]) == (0, 4)
    assert "Kolom lain yang tidak dibaca: Prioritas." in result.out


def test_corrected_rejects_are_not_written_over(desk: Desk) -> None:
    """The original is imported once more before the corrected file is."""
    sheets: dict[str, list[Cells]] = {
        "S": [*HEAD, HEADINGS, *ROWS[:3], [*ROWS[3][:6], "banyak", *ROWS[3][7:]]]
    }
    imported(desk, sheets)
    untouched = desk.rejects_file.read_bytes()
    assert "sudah diubah" not in imported(desk, sheets).out
    assert desk.rejects_file.read_bytes() == untouched
    corrected = untouched.replace(b"banyak", b"2")
    desk.rejects_file.write_bytes(corrected)
    for _ in range(2):
        result = imported(desk, sheets)
        assert f"{desk.rejects_file} sudah diubah, jadi dibiarkan" in result.out
        assert desk.rejects_file.read_bytes() == corrected
    other = desk.folder / "ditolak-2.csv"
    assert other.read_bytes() == untouched
    assert not (desk.folder / "ditolak-3.csv").exists()
    result = desk.understand(desk.rejects_file, "--ditolak", other)
    assert result.counts["usulan baru"] == 1
    assert "Tanda impor" not in result.out


def test_rows_of_several_sheets_are_named_with_their_sheet(desk: Desk) -> None:
    sheets: dict[str, list[Cells]] = {
        name: [*HEAD, HEADINGS, [*ROWS[0][:1], rw, *ROWS[0][2:]]]
        for name, rw in (("A", 1), ("B", 1))
    }
    sheets["B"].append([2, *ROWS[1][1:]])
    result = imported(desk, sheets)
    assert "baris a.xlsx [A] 4 dan a.xlsx [B] 4." in result.out


@pytest.mark.parametrize("name", ["kosong.csv", "kosong.xls"])
def test_an_empty_file_is_called_empty(desk: Desk, name: str) -> None:
    (desk.folder / name).write_bytes(b"")
    result = desk.understand(desk.folder / name)
    assert result.code != 0
    assert "kosong" in result.err
    assert "Judul kolom" not in result.err


def test_spreadsheets_in_xml_of_2003_are_called_what_they_are(desk: Desk) -> None:
    path = desk.folder / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        encoding="utf-8",
    )
    assert "berformat XML Spreadsheet 2003" in desk.understand(path).err


def test_a_column_of_sums_that_nobody_can_read_costs_its_rows(desk: Desk) -> None:
    rows: list[Cells] = [[*row[:8], "sesuai RAB", *row[9:]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert (result.code, result.counts["ditolak"]) == (1, 4), result
    assert "bukan rupiah bulat" in result.out
