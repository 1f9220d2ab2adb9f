"""Dates, reasons and offices as the forms write them out."""

from dataclasses import replace
from datetime import date

import pytest

from musrenbang.papers.kepala import wilayah_of
from musrenbang.papers.redaksi import alasan, hari_rentang, jam, nip, waktu_terbilang
from musrenbang.records.shipped_guide import shipped
from musrenbang.text.indonesian import satuan
from musrenbang.year.guide import Guide
from schemas import Musrenbang
from tests.documents_support import view_of
from tests.small_year import SMALL_YEAR

GUIDE = Guide(2016, shipped())


@pytest.mark.parametrize(
    ("mulai", "selesai", "words", "field"),
    [
        (
            date(2016, 3, 9),
            date(2016, 3, 10),
            (
                "hari Rabu tanggal sembilan sampai dengan hari Kamis tanggal sepuluh bulan Maret "
                "tahun dua ribu enam belas"
            ),
            "Rabu s.d. Kamis, 9–10 Maret 2016",
        ),
        (
            date(2016, 3, 21),
            date(2016, 3, 21),
            "hari Senin tanggal dua puluh satu bulan Maret tahun dua ribu enam belas",
            "Senin, 21 Maret 2016",
        ),
        (
            date(2016, 3, 31),
            date(2016, 4, 1),
            (
                "hari Kamis tanggal tiga puluh satu bulan Maret sampai dengan hari Jumat tanggal "
                "satu bulan April tahun dua ribu enam belas"
            ),
            "Kamis s.d. Jumat, 31 Maret – 1 April 2016",
        ),
        (
            date(2019, 12, 31),
            date(2020, 1, 2),
            (
                "hari Selasa tanggal tiga puluh satu bulan Desember tahun dua ribu sembilan belas "
                "sampai dengan hari Kamis tanggal dua bulan Januari tahun dua ribu dua puluh"
            ),
            "Selasa s.d. Kamis, 31 Desember 2019 – 2 Januari 2020",
        ),
    ],
)
def test_time_of_the_meeting(mulai: date, selesai: date, words: str, field: str) -> None:
    assert waktu_terbilang(mulai, selesai) == words
    assert hari_rentang(mulai, selesai) == field


def test_every_reason_has_words() -> None:
    case = next(iter(view_of(SMALL_YEAR).cases))
    worded = {kode: alasan(replace(case, alasan=one)) for kode, one in shipped().alasan.items()}
    assert all(worded.values())
    assert worded["dikerjakan-tahun-berjalan"] == "Akan dikerjakan pada tahun 2016"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08.00–15.30", "08.00–15.30 WIB"),
        ("08.00 s.d. selesai", "08.00 WIB s.d. selesai"),
        ("pukul 9", "pukul 9 WIB"),
        ("08.00–15.30 WIB", "08.00–15.30 WIB"),
        ("09.00 wita", "09.00 wita"),
        ("pagi", "pagi"),
    ],
)
def test_hours_name_their_zone_once(text: str, expected: str) -> None:
    assert jam(text, "WIB") == expected
    assert jam(text, "") == text


@pytest.mark.parametrize(
    ("text", "expected"), [("m2", "m²"), ("m3", "m³"), ("m", "m"), ("km2", "km2"), ("", "")]
)
def test_units_as_printed(text: str, expected: str) -> None:
    assert satuan(text) == expected


def test_nip_is_grouped() -> None:
    assert nip("197001011995032000").split() == ["19700101", "199503", "2", "000"]
    assert nip("") == ""


@pytest.mark.parametrize(
    ("jabatan", "kota", "expected"),
    [
        (
            "Kepala Kanppeko Jakarta Pusat",
            {"kode": "31.71", "nama": "Jakarta Pusat", "jenis": "Kota Administrasi"},
            (
                "Kepala Kantor Perencanaan Pembangunan Kota Administrasi Jakarta Pusat",
                "Provinsi DKI Jakarta",
            ),
        ),
        (
            "Kepala Kanppekab Kepulauan Seribu",
            {"kode": "31.01", "nama": "Kepulauan Seribu", "jenis": "Kabupaten Administrasi"},
            (
                "Kepala Kantor Perencanaan Pembangunan Kabupaten Administrasi Kepulauan Seribu",
                "Provinsi DKI Jakarta",
            ),
        ),
        (
            "Kepala Kanppeko Kota Administrasi Jakarta Pusat",
            {"kode": "31.71", "nama": "Jakarta Pusat", "jenis": "Kota Administrasi"},
            (
                "Kepala Kantor Perencanaan Pembangunan Kota Administrasi Jakarta Pusat",
                "Provinsi DKI Jakarta",
            ),
        ),
        (
            "Kepala Bappeda Kota Malang",
            {"kode": "35.73", "nama": "Malang", "jenis": "Kota"},
            ("Kepala Bappeda Kota Malang",),
        ),
    ],
)
def test_copy_goes_to_the_planning_office(
    jabatan: str, kota: dict[str, str], expected: tuple[str, ...]
) -> None:
    """Form 1 writes the office out; other and later names are a setting and stay as they are."""
    assert wilayah_of(GUIDE, settings_of(kota, jabatan)).tembusan == expected


def settings_of(kota: dict[str, str], jabatan: str = "Kepala Bappeda") -> Musrenbang:
    return Musrenbang.model_validate(
        {
            "tahun": "2016",
            "tahun_rencana": "2017",
            "kecamatan": {"kode": f"{kota['kode']}.05", "nama": "Klojen"},
            "kota": kota,
            "pejabat": {"camat": {}, "kepala_perencanaan": {"jabatan": jabatan}},
        }
    )


@pytest.mark.parametrize(
    ("kode", "nama", "jenis", "place", "zone"),
    [
        ("31.71", "Jakarta Pusat", "Kota Administrasi", "Jakarta", "WIB"),
        ("31.01", "Kepulauan Seribu", "Kabupaten Administrasi", "Jakarta", "WIB"),
        ("11.71", "Banda Aceh", "Kota", "Banda Aceh", "WIB"),
        ("32.02", "Sukabumi", "Kabupaten", "Sukabumi", "WIB"),
        ("35.73", "Malang", "Kota", "Malang", "WIB"),
        ("36.71", "Tangerang", "Kota", "Tangerang", "WIB"),
        ("51.71", "Denpasar", "Kota", "Denpasar", ""),
        ("61.71", "Pontianak", "Kota", "Pontianak", "WIB"),
        ("62.71", "Palangka Raya", "Kota", "Palangka Raya", "WIB"),
        ("63.71", "Banjarmasin", "Kota", "Banjarmasin", ""),
        ("91.71", "Jayapura", "Kota", "Jayapura", ""),
    ],
)
def test_place_of_signing_and_time_zone(
    kode: str, nama: str, jenis: str, place: str, zone: str
) -> None:
    """Outside DKI Jakarta one signs in the kota."""
    wilayah = wilayah_of(GUIDE, settings_of({"kode": kode, "nama": nama, "jenis": jenis}))
    assert (wilayah.ditetapkan_di, wilayah.zona) == (place, zone)
