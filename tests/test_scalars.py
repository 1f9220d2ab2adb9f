"""What the text of a scalar means is decided by its field, and told to the writer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from schemas import scalars
from schemas.usulan import Koordinat

PLAIN_VOLUME = "Tulis angkanya saja dengan titik desimal, misalnya 120 atau 12.5."


def read(type_: Any, text: object) -> Any:
    return TypeAdapter(type_).validate_python(text)


def hint(type_: Any, text: object) -> str:
    """What the writer is told to write instead."""
    with pytest.raises(ValidationError) as caught:
        read(type_, text)
    (error,) = caught.value.errors()
    return str(error["ctx"]["hint"])


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (scalars.Rupiah, "96000000", 96_000_000),
        (scalars.Rupiah, "0", 0),
        (scalars.Rupiah, 5, 5),
        (scalars.Volume, "120", Decimal(120)),
        (scalars.Volume, "12.5", Decimal("12.5")),
        (scalars.Volume, "0.125", Decimal("0.125")),
        (scalars.Volume, "1234.567", Decimal("1234.567")),
        (scalars.Volume, Decimal("1.50"), Decimal("1.5")),
        (scalars.Tanggal, "2016-02-29", date(2016, 2, 29)),
        (scalars.YaTidak, "true", True),
        (scalars.YaTidak, "false", False),
        (scalars.NomorRw, "003", "003"),
        (Koordinat, ["-6.1932", "106.8701"], (-6.1932, 106.8701)),
    ],
)
def test_well_written_scalars_are_read(type_: Any, text: object, value: object) -> None:
    assert read(type_, text) == value


@pytest.mark.parametrize(
    ("type_", "text", "told"),
    [
        (scalars.Rupiah, "54.000.000", "Tulis 54000000, tanpa titik dan tanpa Rp."),
        (scalars.Rupiah, "Rp 54.000.000,00", "Tulis 54000000, tanpa titik dan tanpa Rp."),
        (scalars.Rupiah, "54,000,000", "Tulis 54000000, tanpa titik dan tanpa Rp."),
        (scalars.Rupiah, "54 000 000", "Tulis 54000000, tanpa titik dan tanpa Rp."),
        (scalars.Rupiah, "-1", "Tulis angka bulat saja, misalnya 54000000."),
        (scalars.Rupiah, "010", "Tulis angka bulat saja, misalnya 54000000."),
        (scalars.Rupiah, "\N{FULLWIDTH DIGIT ONE}2", "Tulis angka bulat saja, misalnya 54000000."),
        (scalars.Rupiah, "1e6", "Tulis angka bulat saja, misalnya 54000000."),
        (scalars.Rupiah, "1_000", "Tulis 1000, tanpa titik dan tanpa Rp."),
        (scalars.Rupiah, True, "Tulis angka bulat saja, misalnya 54000000."),
        (scalars.Volume, "5.000", "Tulis 5000 bila itu ribuan, atau 5 bila itu desimal."),
        (scalars.Volume, "1.234", "Tulis 1234 bila itu ribuan, atau 1.2340 bila itu desimal."),
        (scalars.Volume, "1.234.567", "Tulis 1234567 bila itu ribuan."),
        (scalars.Volume, "12,5", "Tulis 12.5: tanda desimalnya titik."),
        (scalars.Volume, "60 m", "Tulis angkanya saja; satuannya di bidang `satuan`."),
        (scalars.Volume, "3,400", "Tulis 3400 bila itu ribuan, atau 3.4 bila itu desimal."),
        (scalars.Volume, "3,400,000", "Tulis 3400000 bila itu ribuan."),
        (scalars.Volume, "07,5", PLAIN_VOLUME),
        (scalars.Volume, "0.300,5", PLAIN_VOLUME),
        (scalars.Volume, "1.234,5", "Tulis 1234.5: tanda desimalnya titik."),
        (scalars.Volume, "1e3", PLAIN_VOLUME),
        (scalars.Volume, "0", "Tulis angka lebih dari 0 dan paling besar 1000000000."),
        (scalars.Volume, "0.00001", "Tulis paling banyak 4 angka di belakang titik."),
        (scalars.Volume, ".5", PLAIN_VOLUME),
        (scalars.Volume, "nan", PLAIN_VOLUME),
        (scalars.Tanggal, "9/3/2016", "Tulis tahun-bulan-hari: 2016-03-09."),
        (scalars.Tanggal, "09-03-2016", "Tulis tahun-bulan-hari: 2016-03-09."),
        (scalars.Tanggal, "03/24/2016", "Tulis tahun-bulan-hari: 2016-03-24."),
        (scalars.Tanggal, "24/13/2016", "Tulis tahun-bulan-hari, misalnya 1945-08-17."),
        (scalars.Tanggal, "2016-02-30", "Periksa bulan dan harinya."),
        (scalars.Tanggal, "9999-12-31", "Periksa tahunnya."),
        (scalars.Tanggal, "0001-01-01", "Periksa tahunnya."),
        (scalars.Tanggal, "2016-3-9", "Tulis tahun-bulan-hari, misalnya 1945-08-17."),
        (scalars.Tanggal, "9 Maret 2016", "Tulis tahun-bulan-hari: 2016-03-09."),
        (scalars.Tanggal, "Rabu, 9 Mar 16", "Tulis tahun-bulan-hari: 2016-03-09."),
        (scalars.Tanggal, "31/02/2016", "Tulis tahun-bulan-hari, misalnya 1945-08-17."),
        (scalars.Tanggal, "31 Februari 2016", "Tulis tahun-bulan-hari, misalnya 1945-08-17."),
        (scalars.YaTidak, "ya", "Tulis true."),
        (scalars.YaTidak, "no", "Tulis false."),
        (scalars.YaTidak, "True", "Tulis true."),
        (scalars.YaTidak, "mungkin", "Tulis true (ya) atau false (tidak)."),
        (Koordinat, ["106.8701", "-6.1932"], "Lintang dahulu: [-6.1932, 106.8701]."),
        (Koordinat, ["0.5", "10"], "Tulis lintang lalu bujur, misalnya [-6.1932, 106.8701]."),
    ],
)
def test_traps_are_refused_with_what_to_write_instead(type_: Any, text: object, told: str) -> None:
    assert hint(type_, text) == told


def test_a_value_too_long_to_repeat_is_cut() -> None:
    with pytest.raises(ValidationError) as caught:
        read(scalars.Volume, "9" * 30 + "x" * 5000)
    assert len(caught.value.errors()[0]["ctx"]["pesan"]) < 100


def test_what_the_user_wrote_is_quoted_literally_braces_included() -> None:
    with pytest.raises(ValidationError) as caught:
        read(scalars.Rupiah, "{pesan} {x} %s")
    assert caught.value.errors()[0]["ctx"]["pesan"] == "“{pesan} {x} %s” bukan angka bulat."


@given(st.integers(min_value=0, max_value=scalars.MAX_RUPIAH))
def test_every_amount_written_plainly_is_read_exactly(amount: int) -> None:
    assert read(scalars.Rupiah, str(amount)) == amount


@given(st.decimals(min_value="0.01", max_value=10**9, places=2))
def test_every_volume_with_two_decimals_is_read_exactly(volume: Decimal) -> None:
    assert read(scalars.Volume, f"{volume:f}") == volume


@given(st.integers(min_value=1000, max_value=10**9))
def test_no_number_with_thousands_points_is_ever_read_as_a_volume(number: int) -> None:
    with pytest.raises(ValidationError):
        read(scalars.Volume, f"{number:,}".replace(",", "."))
