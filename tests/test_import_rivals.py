"""Two columns of one kind: the one that is proposed is taken and told, else it is asked."""

from pathlib import Path

import pytest

from musrenbang.importing.heading_words import is_of_today, is_of_wishes, is_plainly
from tests.import_support import Cells, Desk
from tests.test_import_recognition import EXPECTED, HEAD, HEADINGS, ROWS, imported, made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def beside(
    title: str, other: str, values: tuple[float, ...], renamed: str
) -> dict[str, list[Cells]]:
    """The usual rows, with another column before the one of this title, which is renamed."""
    at = HEADINGS.index(title)
    titles = [*HEADINGS[:at], other, renamed, *HEADINGS[at + 1 :]]
    rows: list[Cells] = [
        [*row[:at], value, *row[at:]] for row, value in zip(ROWS, values, strict=True)
    ]
    return {"S": [*HEAD, titles, *rows]}


OTHERS = {"Volume": (7, 80, 9, 10), "Anggaran (Rp)": (7e6, 8e6, 9e6, 1e7)}


@pytest.mark.parametrize(
    ("title", "other", "wanted"),
    [
        ("Volume", "Vol. Existing", "Vol. Usulan"),
        ("Volume", "Banyaknya yang tersedia", "Banyaknya yang diminta"),
        ("Volume", "Volume Terpasang", "Volume"),
        ("Anggaran (Rp)", "Anggaran Sebelumnya (Rp)", "Anggaran (Rp)"),
        ("Anggaran (Rp)", "Perkiraan Biaya", "Biaya Diusulkan"),
    ],
)
def test_what_says_that_it_is_proposed_is_taken_and_told(
    desk: Desk, title: str, other: str, wanted: str
) -> None:
    result = imported(desk, beside(title, other, OTHERS[title], wanted))
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    assert f"dari kolom “{wanted}”, bukan dari “{other}”" in result.out


@pytest.mark.parametrize(
    ("title", "other", "renamed"),
    [("Volume", "Kuantitas", "Volume"), ("Anggaran (Rp)", "Estimasi Biaya", "Perkiraan Biaya")],
)
def test_two_that_may_both_be_proposed_are_asked_about(
    desk: Desk, title: str, other: str, renamed: str
) -> None:
    sheets = beside(title, other, OTHERS[title], renamed)
    asked = imported(desk, sheets)
    assert asked.code == 2, asked
    assert other in asked.err
    assert renamed in asked.err
    role = "volume" if title == "Volume" else "perkiraan_anggaran"
    assert imported(desk, sheets, "--kolom", f"{role}={renamed}").code == 0
    assert made(desk) == list(EXPECTED)


def test_what_is_there_already_is_never_what_is_proposed(desk: Desk) -> None:
    titles = ["Volume Eksisting" if title == "Volume" else title for title in HEADINGS]
    asked = imported(desk, {"S": [*HEAD, titles, *ROWS]})
    assert asked.code == 2, asked
    assert "kolom volume tidak dikenali" in asked.err


def test_a_count_of_something_else_is_no_rival(desk: Desk) -> None:
    result = imported(desk, beside("Volume", "Jumlah KK", (30, 40, 50, 60), "Volume"))
    assert (result.code, made(desk)) == (0, list(EXPECTED)), result


def test_words_on_what_a_column_is_of() -> None:
    assert is_of_today("Jumlah yg ada") and not is_of_today("Jumlah kebutuhan yang ada")  # noqa: PT018 - one rule
    assert is_of_wishes("Volume yang dibutuhkan") and not is_of_wishes("Volume")  # noqa: PT018 - one rule
    assert is_plainly("volume", "Jumlah yang ada") and not is_plainly("volume", "Jumlah KK")  # noqa: PT018 - one rule
