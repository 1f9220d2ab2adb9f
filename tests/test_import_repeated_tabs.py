"""Worksheets that repeat others are taken once and told, or refused by their names."""

from pathlib import Path

import pytest

from tests.import_support import Cells, Desk
from tests.test_import_recognition import EXPECTED, HEAD, HEADINGS, ROWS, imported, made

ALL: list[Cells] = [*HEAD, HEADINGS, *ROWS]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_selection_of_rows_is_not_read_again_and_that_is_told_first(desk: Desk) -> None:
    few: list[Cells] = [[row[4], f"RW 0{row[1]}", *row[5:9]] for row in (HEADINGS, *ROWS[::2])]
    few[0] = [HEADINGS[4], "RW", *HEADINGS[5:9]]
    result = imported(desk, {"Pilihan": [*HEAD, *few], "Lengkap": ALL})
    assert (result.code, made(desk)) == (0, list(EXPECTED)), result
    assert "Lembar Pilihan mengulang usulan pada lembar Lengkap, tidak dibaca lagi." in result.out


@pytest.mark.parametrize(("at", "value"), [(6, 77), (8, 123_000_000)], ids=["volume", "sum"])
def test_a_version_with_other_figures_is_refused(desk: Desk, at: int, value: int) -> None:
    other: list[Cells] = [[*row[:at], value, *row[at + 1 :]] for row in ROWS]
    refused = imported(desk, {"Awal": ALL, "Perbaikan": [*HEAD, HEADINGS, *other]})
    assert (refused.code, desk.state()) == (2, {}), refused
    assert "“Perbaikan”" in refused.err
    assert "“Awal”" in refused.err


def test_a_recap_without_places_that_comes_to_the_same_sum_is_refused(desk: Desk) -> None:
    recap: list[Cells] = [
        ["No", "Kegiatan", "Volume", "Satuan", "Anggaran"],
        [1, "Lampu dan got", 124, "paket", 126_000_000],
        [2, "Jalan dan sampah", 208, "paket", 89_100_000],
    ]
    refused = imported(desk, {"Rinci": ALL, "Ringkas": [*HEAD, *recap]})
    assert (refused.code, desk.state()) == (2, {}), refused
    assert "“Ringkas”" in refused.err


@pytest.mark.parametrize("most", [2, 3])
def test_the_same_wish_of_several_rw_is_as_many_proposals(desk: Desk, most: int) -> None:
    """Tabs of RW that say the same word for word, but for the RW that the tab names."""
    without = [[*row[:1], *row[2:]] for row in (HEADINGS, *ROWS)]
    result = imported(desk, {f"RW 0{one}": [*HEAD, *without] for one in range(1, most + 1)})
    assert (result.code, len(made(desk))) == (0, 4 * most), result


def test_of_two_copies_of_a_list_one_is_read_and_not_only_the_tab_of_a_part(desk: Desk) -> None:
    part: list[Cells] = [*HEAD, HEADINGS, *ROWS[:2]]
    result = imported(desk, {"Lengkap": ALL, "Lengkap (2)": ALL, "Sebagian": part})
    assert (result.code, made(desk)) == (0, list(EXPECTED)), result


def test_what_two_files_both_ask_for_is_told(desk: Desk) -> None:
    """Told though the second one says more of it; both are kept, for two may be meant."""
    first = desk.workbook({"S": [*HEAD, HEADINGS, *ROWS[:2]]}, "rw.xlsx")
    again = [2, *ROWS[1][1:3], "Lainnya", "PERBAIKAN GOT", *ROWS[1][5:8], 99_000_000, "Sudin SDA"]
    second = desk.workbook({"S": [*HEAD, HEADINGS, again, ROWS[2]]}, "kelurahan.xlsx")
    result = desk.understand(first, second)
    assert result.counts["usulan baru"] == 4, result
    assert "1 baris isinya sama dengan baris lain, atau menyebut usulan" in result.out
    assert "rw.xlsx [S] 5 dan kelurahan.xlsx [S] 4" in result.out
