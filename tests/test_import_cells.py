"""Cells: one way to read each, or a refusal that says why."""

import time
from datetime import date
from decimal import Decimal

import pytest

from musrenbang.importing import capitals
from musrenbang.sheets import cells
from musrenbang.sheets.cells import CellError
from musrenbang.year import places


def rt_rw_of_one(text: str) -> tuple[str | None, tuple[str, ...]]:
    """RW and RT of a text that names one RW; nothing where it names several, or none."""
    named = places.rt_rw_in(text)
    return (named.rw[0], named.rt) if len(named.rw) == 1 else (None, ())


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", 1500000),
        ("Rp 1.500.000", 1500000),
        ("Rp1.500.000,00", 1500000),
        ("Rp. 1.500.000,-", 1500000),
        ("Rp 1.500.000,=", 1500000),
        ("IDR 1 500 000", 1500000),
        ("1.500.000 rupiah", 1500000),
        ("1.500.000", 1500000),
        ("1,500,000", 1500000),
        ("1,500,000.00", 1500000),
        ("1.500", 1500),
        ("1,500", 1500),
        ("1,5 juta", 1500000),
        ("Rp 37.5 jt", 37500000),
        ("1.500 juta", 1500000000),
        ("500 ribu rupiah", 500000),
        ("0", 0),
        (Decimal(9600000), 9600000),
        (Decimal("9600000.4"), 9600000),
    ],
)
def test_money_is_read(text: cells.Cell, amount: int) -> None:
    assert cells.read_rupiah(text) == amount


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-1500000", "bukan rupiah bulat"),
        ("1.500.00", "bukan rupiah bulat"),
        ("1,5 M", "bukan rupiah bulat"),
        ("15000000x", "bukan rupiah bulat"),
        ("\uff11\uff15", "bukan rupiah bulat"),
        ("01500", "bukan rupiah bulat"),
        (Decimal("12.5"), "bukan rupiah bulat"),
        (Decimal(-5), "bukan rupiah bulat"),
        (date(2016, 3, 9), "tanggal"),
        (cells.Flag("TRUE"), "nilai logika"),
        (cells.Number("0.1", "10%", "persen"), "persen"),
        ("#REF!", "galat rumus"),
    ],
)
def test_money_is_refused(text: cells.Cell, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        cells.read_rupiah(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12,5", "12.5"), ("1.500", "1500"), ("1.500,25", "1500.25"), ("60", "60"), ("0,01", "0.01")],
)
def test_quantities_of_a_sheet_with_decimal_commas(text: str, number: str) -> None:
    assert cells.read_quantity(text, comma=True) == Decimal(number)


@pytest.mark.parametrize("text", ["12.5", "1.5000", "-3", "1,2,3", "60 m", "1e3"])
def test_quantities_that_a_sheet_with_decimal_commas_does_not_have(text: str) -> None:
    with pytest.raises(CellError, match="bukan angka"):
        cells.read_quantity(text, comma=True)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("60 m", ("60", "m")),
        ("60m2", ("60", "m2")),
        ("12,5 m²", ("12,5", "m²")),
        ("1.500 buah", ("1.500", "buah")),
        ("3 Ruang Kelas", ("3", "Ruang Kelas")),
        ("100 %", ("100", "%")),
        ("± 50 m", ("50", "m")),
        ("3 (tiga) titik", ("3", "titik")),
        ("4", ("4", None)),
        (Decimal(4), (Decimal(4), None)),
    ],
)
def test_a_quantity_with_its_unit_is_split(
    text: cells.Cell, parts: tuple[cells.Cell, str | None]
) -> None:
    assert cells.split_quantity(text) == parts


@pytest.mark.parametrize("text", ["2 x 3 m", "5x3", "0,5 m x 60 m", "4 × 2 m"])
def test_a_product_is_left_to_whoever_knows_it(text: str) -> None:
    with pytest.raises(CellError, match="perkalian"):
        cells.split_quantity(text)


@pytest.mark.parametrize(
    ("text", "number"), [("½", "0.5"), ("2½", "2.5"), ("1 ¼", "1.25"), ("¾", "0.75")]
)
def test_fractions_of_one_sign_are_numbers(text: str, number: str) -> None:
    assert cells.read_quantity(text, comma=True) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (date(2017, 5, 3), "menjadi tanggal .3 Mei 2017., mungkin dari “3/5” atau “5/3”"),
        ("03-Mei", "menjadi tanggal"),
        ("Mar-05", "menjadi tanggal"),
        (cells.Flag("TRUE"), "nilai logika TRUE"),
        (cells.Number("0.354", "08.30", "jam"), "menjadi jam"),
        (Decimal(3171054101900000), "membulatkan"),
        ("3,17105E+15", "membulatkan"),
    ],
)
def test_what_a_spreadsheet_made_of_a_text_is_no_text(cell: cells.Cell, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        cells.written(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (cells.Number("7", "007"), "007"),
        (cells.Number("0.1", "10%", "persen"), "10%"),
        (cells.Number("0.5", "1/2", "pecahan"), "1/2"),
        (Decimal(162), "162"),
        ("Jl. Mawar 3-5", "Jl. Mawar 3-5"),
    ],
)
def test_other_cells_are_the_text_they_show(cell: cells.Cell, text: str) -> None:
    assert cells.written(cell) == text


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("12,5", ","),
        ("1.234,5", ","),
        ("75.200.000", ","),
        ("12.5", "."),
        ("1,234.5", "."),
        ("1,500,000", "."),
        ("1.500", None),
        ("1,500", None),
        ("60", None),
        ("", None),
    ],
)
def test_the_decimal_sign_a_number_can_only_have(text: str, sign: str | None) -> None:
    assert cells.decimal_sign(text) == sign


@pytest.mark.parametrize("text", ["60 m 4 unit", "m 60", "sekitar 60 m", "60-70 m"])
def test_more_than_one_quantity_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="satu angka dengan satu satuan"):
        cells.split_quantity(text)


@pytest.mark.parametrize(
    ("text", "rw", "rt"),
    [
        ("RT 03 RW 01", "001", ("003",)),
        ("RT 02, 03, 09, 10 RW 01", "001", ("002", "003", "009", "010")),
        ("Jl. Mawar RT 01-03 RW 02 lanjutan", "002", ("001", "002", "003")),
        ("Gg. Melati Rt. 05/02", "002", ("005",)),
        ("Gg. A RT.001/005 dan Gg. B RT 4/5", "005", ("001", "004")),
        ("RT 11 s/d 13 RW 002", "002", ("011", "012", "013")),
        ("RT 01/RW 03", "003", ("001",)),
        ("Balai RW 02", "002", ()),
        ("Gg. Melati Rt 06 Rw 03; 2 lokal", "003", ("006",)),
        ("RT 26/27 RW 08", None, ()),
        ("Gg. A RT 01/01 Gg. B RT 02/07", None, ()),
        ("Rw 02,03,08", None, ()),
        ("RW IV", "004", ()),
        ("Gg. A RT 05 RW. XII, no. 3", "012", ("005",)),
        ("RT 05/IX", "009", ("005",)),
        ("Jl. Mawar RT/RW 005/003", "003", ("005",)),
        ("Rt/Rw.: 012/004", "004", ("012",)),
        ("RT.RW 7-2", "002", ("007",)),
        ("rt/rw011/004", "004", ("011",)),
        ("RT/RW 01-03/05", "005", ("001", "002", "003")),
        ("RT/RW 05/03, 06/03 dan RT/RW 7/3", "003", ("005", "006", "007")),
        ("RT/RW 05/03, 06/04", None, ()),
        ("RW/RT 03/05", "003", ("005",)),
        ("RT. 05 / RW. 03", "003", ("005",)),
        ("RW 03 RT 05", "003", ("005",)),
        ("RW 03/RT 05", "003", ("005",)),
        ("RT 001,002/RW 005", "005", ("001", "002")),
        ("RT 005 RW 003 dan RT 006 RW 003", "003", ("005", "006")),
        ("RT 02 s.d. RT 04 RW 01", "001", ("002", "003", "004")),
        ("RT: 1 s/d 3 RW 2", "002", ("001", "002", "003")),
        ("RT no. 5 RW no. 3", "003", ("005",)),
        ("R.T. 05 R.W. 03", "003", ("005",)),
        ("Rt05 Rw03", "003", ("005",)),
        ("Rt 01Rw 0002", "002", ("001",)),
        ("RT 04/02, 07/02", "002", ("004", "007")),
        ("RT 04/02 dan 07/02 serta lapangan", "002", ("004", "007")),
        ("Rt 04/02,dan Rt 07/02", "002", ("004", "007")),
        ("RT 04/02; 07/01", None, ()),
        ("RT 02;04;07 RW 09", "009", ("002", "004", "007")),
        ("RT 02+04 RW 09", "009", ("002", "004")),
        ("RT 02 hingga 04 RW 09", "009", ("002", "003", "004")),
        ("RT 02 — 04 RW 09", "009", ("002", "003", "004")),
        ("RT/RW RT 007/002", "002", ("007",)),
        ("RT/RW: RT 07 RW 02", "002", ("007",)),
        ("RT 07, 3 titik RW 02", "002", ("007",)),
        ("RT 07 - 80 m RW 02", "002", ("007",)),
        ("RT 07 RW 02 - 15 unit", "002", ("007",)),
        ("RW 02, 9 April", "002", ()),
        ("RT (07)/ RW (02)", "002", ("007",)),
        ("RW 02 (RT 07, RT 08)", "002", ("007", "008")),
        ("R T 07 / R W 02", "002", ("007",)),
        ("Rukun Tetangga 07 Rukun Warga 02", "002", ("007",)),
        ("RT_07_RW_02", "002", ("007",)),
        ("Blok D/4 No. 12/3 RT 07/02 No. 5/6", "002", ("007",)),
        ("RT 07/02 Blok D 4/6 sepanjang 20 m", "002", ("007",)),
        ("RT #7 RW #2", "002", ("007",)),
        ("Gg. II RT 07 RW 02, 43115", "002", ("007",)),
        ("RT 07/02 Kel. Anggrek, 12/03/2017", "002", ("007",)),
        ("RT 07 RW 02 (-6.1932, 106.8701)", "002", ("007",)),
        ("Depan balai, RT 07 RW 02 (SD Negeri 4)", "002", ("007",)),
        ("Rw/001", "001", ()),
        ("RT/07 - RW/ 02", "002", ("007",)),
        ("RT/RW/07/02", "002", ("007",)),
        ("RT 05", None, ()),
        ("Jl. Sertu Rwanda 5, ART 2", None, ()),
        ("RT 0 RW 0", None, ()),
        ("", None, ()),
    ],
)
def test_rt_and_rw_are_found_where_there_is_one_rw(
    text: str, rw: str | None, rt: tuple[str, ...]
) -> None:
    assert rt_rw_of_one(text) == (rw, rt)


@pytest.mark.parametrize(
    "text",
    [
        *("RT/RW 005", "RT/RW 05/03/02", "RT/RW -/03", "RW 03/05", "RT 05 RW 03/04"),
        *("RT 01/04 - 05/04", "RT 05 RW 03; RW 04/06", "RW/05 RT/", "RT/RW 5.03"),
        *("RT 07/02,08", "RT 4,5/6,7", "RT 04/02 s/d RT 07/02", "RT 02 04 07 RW 09"),
        *("RT 07/02 s/d Kp. Baru RT 09/02", "RT 07 s/d pasar RW 02", "RT 07 RW 02 - RT 09 RW 02"),
        *("RT 26/27 RW 08", "RT 07-02", "RT 07/02A", "RT 07a RW 02", "RT 7.8.9", "RT 07/"),
        *("RT 07 RW 02 dekat RT 08", "RT 07 eks RT 08 RW 02", "RT 07 atau 08 RW 02"),
        *("Gg. A RT 07, Gg. B RT 08 RW 02", "RT 07, 3 gardu RW 02", "RT 07/02, Gg. B 08/02"),
        *("RT O7/RW O2", "RT l7 RW 2", "rt v rw i", "RT tujuh RW dua", "RT, 07/02", "Gg. 07/RW 02"),
        *("RTO7 RWO2", "RT ke-7 RW ke-2", "dari RT 07/02 ke RT 09/02", "Balai RW 2 lantai"),
        *("RT \uff10\uff17 RW \uff10\uff12", "RT 07, 08 rumah Pak Amat RW 02"),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read_and_known_to_be_there(text: str) -> None:
    assert not places.rt_rw_in(text).is_clear
    assert rt_rw_of_one(text) == (None, ())


@pytest.mark.parametrize(
    "text",
    ["Ketua RT dan RW", "Kantor RW", "005/003", "RTH 5", "Jl. RW", "Jl. Pos RW No. 73"],
)
def test_what_names_no_rt_or_rw_is_clear(text: str) -> None:
    assert places.rt_rw_in(text) == ((), (), True)


@pytest.mark.parametrize(
    ("title", "text", "rw", "rt"),
    [
        ("RT/RW", "03/05", "005", ("003",)),
        ("Lokasi RT - RW", "03/05", "005", ("003",)),
        ("RW/RT", "03/05", "003", ("005",)),
        ("RT/RW", "RW 03 RT 05", "003", ("005",)),
        ("RT/RW", "IV/II", "002", ("004",)),
        ("RT dan RW", "03/05", "005", ("003",)),
        ("RT/RW Lokasi", "03/05", "005", ("003",)),
        ("RT / RW *", "03/05, 04/05", "005", ("003", "004")),
        ("Alamat", "03/05", None, ()),
    ],
)
def test_a_title_says_what_bare_numbers_are(
    title: str, text: str, rw: str | None, rt: tuple[str, ...]
) -> None:
    assert rt_rw_of_one(places.titled_rt_rw(title, text)) == (rw, rt)


@pytest.mark.parametrize(
    "text", ["07/RW 02", "07/02 08/02", "07/02\n08/02", "07/02 s/d 09/02", "07/02A", "07/02/2017"]
)
def test_a_cell_of_a_titled_column_is_read_as_a_whole_or_not(text: str) -> None:
    assert not places.rt_rw_in(places.titled_rt_rw("RT/RW", text)).is_clear


def test_a_long_text_is_read_for_rt_and_rw_in_no_time() -> None:
    start = time.process_time()
    for part in (
        "RT ",
        "RT 1, ",
        "RT/RW 1/",
        "RT/RW 1-",
        "1,",
        "R. ",
        "RW IV",
        "1/2,",
        "no ",
        "1.1 ",
    ):
        places.rt_rw_in(part * 5000)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "rw"),
    [("3", "003"), ("03", "003"), ("RW 12", "012"), ("IV", "004"), (Decimal(7), "007")],
)
def test_an_rw_column(text: cells.Cell, rw: str) -> None:
    assert cells.read_rw(text) == rw


@pytest.mark.parametrize("text", ["IVa", "x", "3 dan 4", "0", "1234", "tiga", ""])
def test_an_rw_column_that_names_none_or_several(text: str) -> None:
    with pytest.raises(CellError, match="RW"):
        cells.read_rw(text)


def test_an_rt_column() -> None:
    assert cells.read_rt("RT 5, 6 & 8-10") == ("005", "006", "008", "009", "010")
    with pytest.raises(CellError, match="dari yang kecil ke yang besar"):
        cells.read_rt("10-8")


@pytest.mark.parametrize(
    ("text", "point", "rest"),
    [
        ("Jl. Mawar (-6.1932, 106.8701)", (-6.1932, 106.8701), "Jl. Mawar"),
        ("-6.19321,106.87011", (-6.19321, 106.87011), ""),
        ("Jl. Mawar 5", None, "Jl. Mawar 5"),
        ("-6.1932,106.8701 sampai -6.1940,106.8720", None, None),
    ],
)
def test_one_point_is_taken_out_of_a_text(
    text: str, point: tuple[float, float] | None, rest: str | None
) -> None:
    assert cells.find_coordinates(text) == (point, text if rest is None else rest)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2016-03-09", None, date(2016, 3, 9)),
        ("09/03/2016", "hari-bulan-tahun", date(2016, 3, 9)),
        ("3/9/2016", "bulan-hari-tahun", date(2016, 3, 9)),
        (date(2016, 3, 9), None, date(2016, 3, 9)),
        ("9 Maret 2016", None, date(2016, 3, 9)),
        ("Rabu, 9 Maret 2016", None, date(2016, 3, 9)),
        ("9 Mar 16", None, date(2016, 3, 9)),
        ("tgl 09-Mar-2016", None, date(2016, 3, 9)),
        ("17 Agustus 2016", None, date(2016, 8, 17)),
        ("1 Nopember 2016", None, date(2016, 11, 1)),
        ("24-02-2017", "hari-bulan-tahun", date(2017, 2, 24)),
        ("14.3.17", "hari-bulan-tahun", date(2017, 3, 14)),
    ],
)
def test_dates(text: cells.Cell, order: cells.DateOrder, day: date) -> None:
    assert cells.read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("09/03/2016", None, "dua cara"),
        ("31/02/2016", "hari-bulan-tahun", "bukan tanggal"),
        ("Maret 2016", None, "bukan tanggal"),
        (Decimal(42438), None, "bukan tanggal"),
    ],
)
def test_dates_that_are_none(text: cells.Cell, order: cells.DateOrder, reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        cells.read_date(text, order)


def test_hidden_characters_and_white_space_go() -> None:
    assert cells.clean_line(" Jalan\u200b\tMawar\n\x0b 5_x000D_\ufeff ") == "Jalan Mawar 5"
    assert cells.clean_passage("satu \r\n\r\n\r\n\r\ndua\t dua ") == "satu\n\ndua dua"
    assert cells.has_hidden_characters("a\x0bb")
    assert not cells.has_hidden_characters("a\nb")


def test_broken_letters_are_refused() -> None:
    with pytest.raises(CellError, match="huruf yang rusak"):
        cells.clean_line("Jalan \ufffd")


@pytest.mark.parametrize(
    ("text", "names", "calmed"),
    [
        ("PERBAIKAN MCK RT 05", False, "Perbaikan MCK RT 05"),
        ("JALAN MAWAR-MELATI", True, "Jalan Mawar-Melati"),
    ],
)
def test_shouting_is_calmed(text: str, names: bool, calmed: str) -> None:
    assert capitals.calm(text, ("MCK", "RT"), names=names) == calmed


@pytest.mark.parametrize(
    ("text", "shouted"),
    [("JALAN RUSAK", True), ("RT 05 RW 02", False), ("MCK", False), ("Jalan RUSAK", False)],
)
def test_what_counts_as_shouting(text: str, shouted: bool) -> None:
    assert capitals.is_shouted(text) is shouted


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.500.000 (dua belas juta lima ratus ribu rupiah)", 12_500_000),
        ("Rp. 7.000.000,- (tujuh juta)", 7_000_000),
        ("Rp 7.000.000,00 + PPN", 7_000_000),
        ("8 juta belum termasuk pajak", 8_000_000),
        ("9.000.000 di luar PPN 11", None),
        ("9.000.000 (2 paket)", None),
        ("(9.000.000)", None),
    ],
)
def test_words_behind_a_sum_are_no_part_of_it(text: str, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(CellError):
            cells.read_rupiah(text)
    else:
        assert cells.read_rupiah(text) == amount


@pytest.mark.parametrize("text", ["NaN", "inf", "-inf", "1e308", "-1e20", "1e-320"])
def test_a_stored_number_beyond_all_measure_is_text_and_no_number(text: str) -> None:
    assert cells.stored(text) == text
    for read in (cells.read_rupiah, lambda cell: cells.read_quantity(cell, comma=True)):
        with pytest.raises(CellError):
            read(cells.stored(text))


def test_a_stored_number_keeps_fifteen_digits() -> None:
    assert [
        cells.stored(text) for text in ("0", "-0", "0.30000000000000004", "1e-17", "99999999")
    ] == [*map(Decimal, ("0", "-0", "0.3", "1e-17", "99999999"))]


@pytest.mark.parametrize(
    "text", ["1" * 21, "9" * 5000, "1.000" + ".000" * 9, "1e99", "Rp " + "9" * 30]
)
def test_a_number_of_endless_digits_is_refused(text: str) -> None:
    for read in (
        cells.read_rupiah,
        cells.split_quantity,
        lambda cell: cells.read_quantity(cell, comma=False),
    ):
        with pytest.raises(CellError):
            read(text)
    with pytest.raises(CellError):
        cells.scaled_rupiah(text, 1000, comma=True)
