"""What the lurah did is said once at import; settings are handed in before proposals."""

from pathlib import Path

import pytest

from musrenbang.cli import main
from tests.conftest import GitFolder
from tests.import_support import Desk
from tests.small_year import SMALL_YEAR

SHEET = """\
KELURAHAN CEMPAKA PUTIH BARAT;;;;;;;
No;RW;Permasalahan;Usulan;Lokasi;Volume;Satuan;SKPD
1;1;Mampat;Perbaikan saluran;Jl. Mawar;60;m;Sudin SDA
2;2;Gelap;Lampu taman;Jl. Melati;4;unit;Sudin Pertamanan
"""
VALIDATED = ("--divalidasi", "2016-02-24")
SENT = ("--dikirim", "2016-02-26", "--berita-acara", "4/BA/2016")
PROFILE = "proposals/2016/cempaka-putih-barat/kelurahan.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose folder has a year."""
    desk = Desk(tmp_path)
    for path, text in SMALL_YEAR.items():
        if path.startswith("proposals") and "rawasari" not in path:
            desk.write(path, text)
    (tmp_path / "a.csv").write_text(SHEET, encoding="utf-8")
    return desk


def checked(desk: Desk) -> int:
    return main(["check", "--root", str(desk.root)])


def test_validated_and_sent_in_one_go(desk: Desk) -> None:
    result = desk.understand(desk.folder / "a.csv", *VALIDATED, *SENT)
    assert result.code == 0, result
    assert "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}" in desk.text(
        "proposals/2016/cempaka-putih-barat/0002.yaml"
    )
    assert "dikirim: 2016-02-26" in desk.text(PROFILE)
    assert "nomor: 4/BA/2016, tanggal: 2016-02-24, ditandatangani: true" in desk.text(PROFILE)
    assert checked(desk) == 0


def test_said_later_it_changes_nothing_else(desk: Desk) -> None:
    desk.understand(desk.folder / "a.csv")
    assert desk.understand(desk.folder / "a.csv", *VALIDATED).counts["usulan berubah"] == 2
    assert desk.understand(desk.folder / "a.csv", *VALIDATED).counts["usulan tetap"] == 2
    result = desk.understand(desk.folder / "a.csv", *SENT)
    assert result.counts["usulan tetap"] == 2
    assert "Tercatat dikirim lurah: Cempaka Putih Barat." in result.out
    assert checked(desk) == 0


def test_a_validation_that_is_said_already_stays(desk: Desk) -> None:
    desk.understand(desk.folder / "a.csv")
    path = "proposals/2016/cempaka-putih-barat/0001.yaml"
    kept = "validasi_lurah: {hasil: tidak-diteruskan, tanggal: 2016-02-20, catatan: Bukan aset}\n"
    desk.write(path, desk.text(path) + kept)
    desk.understand(desk.folder / "a.csv", *VALIDATED)
    assert kept in desk.text(path)


def test_what_was_sent_by_hand_without_validation_is_mended(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """The only change that a kelurahan which has sent still takes."""
    desk.understand(desk.folder / "a.csv")
    minutes = "berita_acara: {nomor: 4/BA, tanggal: 2016-02-24, ditandatangani: true}\n"
    desk.write(PROFILE, f"{desk.text(PROFILE)}{minutes}dikirim: 2016-02-26\n")
    assert checked(desk) == 1
    capsys.readouterr()
    assert main(["status", "--root", str(desk.root), "--tahun", "2016"]) == 0
    assert "2 usulan belum divalidasi lurah. Impor lagi lembarnya" in capsys.readouterr().out
    assert desk.understand(desk.folder / "a.csv", *VALIDATED).code == 0
    assert checked(desk) == 0
    changed = SHEET.replace(";60;", ";61;")
    (desk.folder / "a.csv").write_text(changed, encoding="utf-8")
    refused = desk.understand(desk.folder / "a.csv", *VALIDATED)
    assert (refused.code, refused.counts["ditolak"]) == (1, 1)


@pytest.mark.parametrize(
    ("title", "cells", "told"),
    [
        ("Tgl Validasi Lurah", ("5/2/2016", "belum"), "impor lagi dengan --divalidasi TANGGAL"),
        ("Status Validasi", ("Valid", "Ditolak"), '--kolom hasil_lurah="Status Validasi"'),
    ],
)
def test_a_validation_without_result_or_author_is_told_and_not_taken_for_the_lurahs(
    desk: Desk, title: str, cells: tuple[str, str], told: str
) -> None:
    lines = zip(SHEET.splitlines(), ("", title, *cells), strict=True)
    (desk.folder / "a.csv").write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    result = desk.understand(desk.folder / "a.csv")
    assert (result.code, result.counts["usulan baru"]) == (0, 2), result
    assert told in result.out
    assert "validasi_lurah" not in desk.text("proposals/2016/cempaka-putih-barat/0002.yaml")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--dikirim", "2016-02-26"), "--divalidasi TANGGAL"),
        ((*VALIDATED, "--dikirim", "2016-02-26"), "--berita-acara NOMOR"),
    ],
)
def test_sending_needs_what_the_juknis_demands(
    desk: Desk, options: tuple[str, ...], message: str
) -> None:
    before = desk.state()
    result = desk.understand(desk.folder / "a.csv", *options)
    assert result.code == 1
    assert message in result.err
    assert desk.state() == before


def test_settings_and_proposals_are_two_changes_that_review_accepts(desk: Desk) -> None:
    folder = GitFolder(desk.root)
    folder.git("add", "-A")
    folder.git("commit", "-qm", "Awal")
    result = desk.understand(desk.folder / "a.csv", *VALIDATED, "--catat")
    assert result.code == 0, result
    settings, proposals = "pengaturan/2016-cempaka-putih-barat", "usulan/2016-cempaka-putih-barat"
    assert folder.git("diff", "--name-only", "main", settings).split() == [
        "proposals/2016/pemetaan/kelurahan-cempaka-putih-barat.yaml",
        "proposals/2016/skpd.yaml",
    ]
    assert folder.git("diff", "--name-only", settings, proposals).split() == [
        "proposals/2016/cempaka-putih-barat/0001.yaml",
        "proposals/2016/cempaka-putih-barat/0002.yaml",
        PROFILE,
    ]
    assert folder.git("status", "--porcelain") == ""
    for base, head in (("main", settings), (settings, proposals)):
        assert main(["review", base, head, "--root", str(desk.root)]) == 0


def test_what_was_sent_may_be_corrected_until_it_is_merged(desk: Desk) -> None:
    folder = GitFolder(desk.root)
    folder.git("add", "-A")
    folder.git("commit", "-qm", "Awal")
    assert desk.understand(desk.folder / "a.csv", *VALIDATED, *SENT).code == 0
    (desk.folder / "a.csv").write_text(SHEET.replace(";60;", ";61;"), encoding="utf-8")
    folder.git("switch", "-qc", "usulan")
    folder.git("add", "-A")
    folder.git("commit", "-qm", "Usulan")
    corrected = desk.understand(desk.folder / "a.csv", *VALIDATED)
    assert (corrected.code, corrected.counts["usulan berubah"]) == (0, 1)
    folder.git("commit", "-qam", "Koreksi")
    folder.git("branch", "-f", "main", "usulan")
    (desk.folder / "a.csv").write_text(SHEET.replace(";60;", ";62;"), encoding="utf-8")
    refused = desk.understand(desk.folder / "a.csv", *VALIDATED)
    assert (refused.code, refused.counts["ditolak"]) == (1, 1)
    assert "sudah mengirim usulannya" in refused.out


def test_what_review_will_refuse_is_said_at_once(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Written all the same, for a proposal may be mended later; nothing else is said so."""
    wrong = SHEET.replace(
        "Perbaikan saluran;Jl. Mawar;60;m;", "Perbaikan saluran;Jl. Mawar;60;unit;"
    )
    (desk.folder / "a.csv").write_text(wrong, encoding="utf-8")
    result = desk.understand(desk.folder / "a.csv", *VALIDATED)
    assert result.code == 0
    assert checked(desk) == 0
    assert "usulan.sesuai-template" in capsys.readouterr().out
    (line,) = [line for line in result.out.splitlines() if "Akan ditolak `review`" in line]
    assert "Kolom “Satuan”: Usulan menulis satuan unit" in line
    assert line.endswith("Baris 3.")
    (desk.folder / "a.csv").write_text(SHEET, encoding="utf-8")
    assert "ditolak `review`" not in desk.understand(desk.folder / "a.csv", *VALIDATED).out
