"""Numbers, money and dates as Indonesians write them."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from musrenbang.text import indonesian
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (1200, "1.200"),
        (Decimal("12.5"), "12,5"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.0125"), "0,0125"),
    ],
)
def test_numbers(value: int | Decimal, expected: str) -> None:
    assert indonesian.angka(value) == expected


def test_money_is_written_as_the_spelling_rules_have_it() -> None:
    assert indonesian.rupiah(96_000_000) == "Rp96.000.000"
    assert indonesian.rupiah(123_456_789_012) == "Rp123.456.789.012"


def test_dates() -> None:
    assert indonesian.tanggal(date(2016, 3, 9)) == "9 Maret 2016"
    assert indonesian.hari_tanggal(date(2016, 3, 9)) == "Rabu, 9 Maret 2016"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2016, 2, 29), "29 Februari 2016"),
        (date(2016, 3, 5), "29 Februari – 5 Maret 2016"),
        (date(2017, 1, 2), "29 Februari 2016 – 2 Januari 2017"),
    ],
)
def test_date_ranges_repeat_nothing(end: date, expected: str) -> None:
    assert indonesian.rentang_tanggal(date(2016, 2, 29), end) == expected


def test_a_range_within_a_month_names_it_once() -> None:
    assert indonesian.rentang_tanggal(date(2016, 3, 9), date(2016, 3, 10)) == "9–10 Maret 2016"


def test_moments_are_told_in_jakarta_time() -> None:
    late = datetime(2016, 3, 9, 20, 5, tzinfo=UTC)
    assert indonesian.waktu_wib(late) == "10 Maret 2016 pukul 03.05 WIB"


def test_jakarta_time_is_known_where_the_system_has_no_time_zones() -> None:
    """As on Windows."""
    done = subprocess.run(
        [sys.executable, "-c", "import musrenbang.text.indonesian"],
        cwd=ROOT,
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0 byte"), (999, "999 byte"), (1000, "1 kB"), (81_920, "82 kB"), (1_400_000, "1,4 MB")],
)
def test_sizes_are_told_in_the_unit_people_know(value: int, expected: str) -> None:
    assert indonesian.ukuran(value) == expected
