"""Worksheets in LibreOffice: opened, computed anew, saved, and read back as before."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from musrenbang.worksheets.kelurahan_sheet import LETTERS, TOTAL_ROW
from musrenbang.worksheets.workbook import RECAP
from tests.conftest import write_files
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, PELATIHAN, USULAN
from tests.worksheet_support import (
    APPROVED,
    FIRST,
    REJECTED,
    SECOND,
    SURVEYED,
    UNDECIDED,
    Filling,
    Office,
    decide,
    files_of,
    fill,
    make,
)

P = "proposals/2016"
YEAR = {
    **UNDECIDED,
    **{f"{P}/rawasari/{nomor:04}.yaml": PELATIHAN for nomor in (3, 4, 5)},
    f"{P}/rawasari/0006.yaml": USULAN.replace("template: perbaikan-saluran", "satuan: m"),
    f"{P}/kramat/kelurahan.yaml": KELURAHAN.replace("Rawasari", "Kramat"),
    f"{P}/kramat/0001.yaml": USULAN,
}
FILLED: dict[int, dict[str, Any]] = {
    1: dict(APPROVED),
    2: dict(REJECTED),
    3: {"keputusan": "Ditolak"},
    4: {"keputusan": "Disetujui", "anggaran": 29_000_000},
}


class Visit:
    """The same year before and after LibreOffice had its worksheets in hand."""

    def __init__(self, folder: Path) -> None:
        self.root = write_files(folder / "data", YEAR)
        self.untouched, self.filled, self.both = (
            self.path(folder, name) for name in ("kosong", "isi", "berdua")
        )
        fill(self.filled, FILLED)
        fill(self.both, {1: SURVEYED, 2: REJECTED})
        saved = Office(folder / "profil").saved(
            [self.untouched, self.filled, self.both], folder / "disimpan"
        )
        self.untouched, self.filled, self.both = saved

    def path(self, folder: Path, name: str) -> Path:
        kelurahan = ("rawasari", "kramat") if name == "berdua" else ("rawasari",)
        return make(self.root, *kelurahan).rename(folder / f"{name}.xlsx")

    def computed(self, sheet: str = "Rawasari") -> Filling:
        return Filling(load_workbook(self.filled, data_only=True), sheet)


@pytest.fixture(scope="session")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    return Visit(tmp_path_factory.mktemp("kantor"))


@pytest.fixture
def root(visit: Visit, tmp_path: Path) -> Path:
    """The records the worksheets were made from."""
    return write_files(tmp_path / "data", YEAR)


def test_saved_untouched_it_changes_nothing(visit: Visit, root: Path) -> None:
    before = files_of(root)
    assert decide(root, visit.untouched) == 0
    assert files_of(root) == before


def test_saved_after_filling_in_it_says_what_was_filled_in(visit: Visit, root: Path) -> None:
    before = files_of(root)
    assert decide(root, visit.both) == 0
    survey = DISETUJUI[DISETUJUI.index("survei:") :]
    assert files_of(root) == {**before, FIRST: survey.encode(), SECOND: DITOLAK.encode()}


def test_the_states_of_the_rows_are_computed(visit: Visit) -> None:
    book = visit.computed()
    assert [book.cell(nomor, "keadaan").value for nomor in range(1, 7)] == [
        "Lengkap",
        "Lengkap",
        "Lengkapi: alasan penolakan",
        "Lengkapi: alasan perubahan",
        "Belum diputuskan",
        "Dibahas forum UKPD",
    ]


def test_the_amount_follows_the_volume_unless_it_is_typed(visit: Visit) -> None:
    book = visit.computed()
    assert [book.cell(nomor, "hasil").value for nomor in (1, 2, 4, 5)] == [
        *(80_000_000, None, 29_000_000, None),
    ]


def test_the_totals_above_the_table_add_up(visit: Visit) -> None:
    sheet = visit.computed().sheet
    totals = {
        key: sheet[f"{LETTERS[key]}{TOTAL_ROW}"].value
        for key in ("lokasi", "skpd", "volume_usulan", "anggaran_usulan", "tanda")
    }
    proposed = 2 * 96_000_000 + 4 * 30_000_000
    assert list(totals.values()) == [2, 2, 6, proposed, 80_000_000 + 29_000_000]
    assert sheet["A3"].value == "Belum diputuskan: 1\nPerlu dilengkapi: 2"


def test_the_recap_adds_up_by_kelurahan_and_by_agency(visit: Visit) -> None:
    rows = {
        row[0]: row[1:]
        for row in load_workbook(visit.filled, data_only=True)[RECAP].iter_rows(values_only=True)
    }
    assert rows["Rawasari"] == (6, 2, 2, 1, 1, 2, 312_000_000, 109_000_000)
    assert rows["Sudin SDA"] == (1, 1, 0, 0, 0, 0, 96_000_000, 80_000_000)
    assert rows["Sudin Dik"] == (4, 1, 2, 1, 0, 2, 120_000_000, 29_000_000)
    assert rows["Belum disebutkan"] == (1, 0, 0, 0, 1, 0, 96_000_000, 0)
    assert rows["Jumlah"] == rows["Rawasari"]


def test_what_the_sheet_calls_incomplete_is_refused(
    visit: Visit, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(root, visit.filled) == 1
    told = capsys.readouterr().out
    assert f"!{LETTERS['alasan']}9 (Alasan penolakan)" in told
    assert f"!{LETTERS['alasan_perubahan']}10 (Alasan perubahan)" in told
    assert told.count("isi.xlsx, Rawasari!") == 2
