"""Imports recorded in Git: what is on which branch, in which order, and from where it begins."""

import pytest

from musrenbang.cli import main
from tests.conftest import GitFolder
from tests.import_support import Desk
from tests.test_import_lurah import SHEET, VALIDATED, desk

__all__ = ["desk"]


@pytest.fixture
def folder(desk: Desk) -> GitFolder:
    made = GitFolder(desk.root)
    made.git("add", "-A")
    made.git("commit", "-qm", "Awal")
    return made


def sheet(desk: Desk, kelurahan: str) -> str:
    path = desk.folder / f"{kelurahan}.csv"
    path.write_text(SHEET.replace("CEMPAKA PUTIH BARAT", kelurahan.upper()), encoding="utf-8")
    return str(path)


def test_each_kelurahan_has_a_branch_that_holds_nothing_of_another(
    desk: Desk, folder: GitFolder
) -> None:
    options = ("--root", str(desk.root), "--tahun", "2016", *VALIDATED, "--catat")
    rejects = ("--ditolak", str(desk.folder / "sisa.xlsx"))
    words = ("import", sheet(desk, "Rawasari"), sheet(desk, "Cempaka Putih Timur"))
    assert main([*words, *options, *rejects]) == 0
    branches = folder.git("branch", "--format=%(refname:short)").split()
    (settings,) = (one for one in branches if one.startswith("pengaturan/"))
    proposals = [one for one in branches if one.startswith("usulan/")]
    assert len(proposals) == 2
    for one in proposals:
        changed = folder.git("diff", "--name-only", settings, one).split()
        assert len({path.split("/")[2] for path in changed}) == 1
        assert main(["review", settings, one, "--root", str(desk.root)]) == 0


def test_settings_are_not_recorded_on_top_of_proposals(desk: Desk, folder: GitFolder) -> None:
    assert desk.understand(desk.folder / "a.csv", *VALIDATED, "--catat").code == 0
    other = desk.folder / "b.csv"
    text = SHEET.replace("CEMPAKA PUTIH BARAT", "RAWASARI").replace("Volume", "Besaran Volume")
    other.write_text(text, encoding="utf-8")
    before = desk.state()
    result = desk.understand(other, *VALIDATED, "--catat")
    assert result.code == 1
    assert "pengaturan, yang harus diajukan tersendiri" in result.err
    assert "switch main" in result.err
    assert desk.state() == before


def test_the_order_is_said(desk: Desk, folder: GitFolder) -> None:
    result = desk.understand(desk.folder / "a.csv", *VALIDATED, "--catat")
    assert "Urutannya: gabungkan pengaturan/2016-cempaka-putih-barat dulu." in result.out
    told = result.out.partition("Urutannya")[2]
    assert "switch usulan/2016-cempaka-putih-barat" in told
    assert "merge main" in told


def test_an_older_year_is_not_begun_because_a_sheet_names_it(desk: Desk) -> None:
    path = desk.folder / "a.csv"
    path.write_text(SHEET.replace("BARAT;", "BARAT TAHUN 2014;"), encoding="utf-8")
    before = desk.state()
    result = desk.understand(path)
    assert result.code == 2
    assert "Lembar ini menyebut Musrenbang 2014, yang belum ada" in result.err
    assert desk.state() == before
    result = desk.understand(path, "--tahun", "2016")
    assert result.code == 0, result
