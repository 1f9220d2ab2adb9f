"""The workbook of what came after the kecamatan: shown by stage, told as more news."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.book_support import Clerk, edit, header_of, refused, row
from tests.conftest import GitFolder
from tests.small_year import SMALL_YEAR
from tests.worksheet_support import Office

FOLLOW_UP = "decisions/2016/tindak-lanjut/rawasari/0001.yaml"
KOTA = (
    "# dari surat Kanppeko\n"
    "- {tahap: kota, hasil: diterima, tanggal: 2016-04-05, sumber: Berita Acara Kota}\n"
)
SHEET = "Tindak lanjut"
RKPD = {"RKPD: Hasil": "Diterima", "RKPD: Tanggal": "2016-06-30", "RKPD: Sumber": "RKPD 2017"}


@pytest.fixture
def clerk(git_folder: GitFolder) -> Clerk:
    return Clerk(git_folder, {**SMALL_YEAR, FOLLOW_UP: KOTA})


def filled(clerk: Clerk, values: dict[str, Any], at: int = 1) -> Path:
    return edit(clerk.book("--tindak-lanjut"), (SHEET, row(values, at)))


def test_each_proposal_that_went_on_has_a_row_with_what_is_known_by_stage(clerk: Clerk) -> None:
    sheet: Any = load_workbook(clerk.book("--tindak-lanjut"))[SHEET]
    head = header_of(sheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(head)]
    shown = dict(zip(rows[0], rows[2], strict=True))
    assert len(rows) == 3, "head, help, the one that was approved: the other was rejected"
    assert shown["Usulan"] == "Rawasari 0001: Perbaikan saluran tepi jalan"
    assert shown["Keadaan"] == "Diterima di tingkat kota, belum ada kabar RKPD"
    assert (shown["Kota: Hasil"], shown["Kota: Sumber"]) == ("Diterima", "Berita Acara Kota")
    assert shown["RKPD: Hasil"] is None
    locked = {
        cell.value: sheet.cell(head + 2, cell.column).protection.locked for cell in sheet[head]
    }
    assert locked["Usulan"]
    assert not locked["RKPD: Hasil"]


def test_a_stage_filled_in_is_news_below_what_is_recorded(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(clerk, RKPD)
    capsys.readouterr()
    assert clerk.accept(path, options=("--catat",)) == 0
    told = capsys.readouterr().out
    assert "Diambil: Tindak lanjut (1)" in told
    assert "tercatat pada tindak-lanjut/2016" in told
    added = "- {tahap: rkpd, hasil: diterima, tanggal: 2016-06-30, sumber: RKPD 2017}\n"
    assert clerk.text(FOLLOW_UP) == KOTA + added
    assert clerk.is_allowed("main", "tindak-lanjut/2016")
    assert clerk.accept(path) == 0
    assert clerk.text(FOLLOW_UP) == KOTA + added


def test_another_say_of_a_stage_is_told_after_the_first(clerk: Clerk) -> None:
    change = {"Kota: Hasil": "Batal", "Kota: Tanggal": "2016-05-01", "Kota: Keterangan": "Pagu."}
    assert clerk.accept(filled(clerk, change)) == 0
    assert clerk.text(FOLLOW_UP).startswith(KOTA)
    assert "- tahap: kota\n  hasil: batal\n" in clerk.text(FOLLOW_UP)


@pytest.mark.parametrize(
    ("values", "cell", "told"),
    [
        ({"RKPD: Hasil": "Diterima"}, "RKPD: Tanggal", "“RKPD: Tanggal” belum diisi."),
        ({**RKPD, "RKPD: Hasil": "Selesai"}, "RKPD: Hasil", "“Selesai” bukan pilihan."),
        ({**RKPD, "RKPD: Tanggal": "2016-03-01"}, "RKPD: Tanggal", "mendahului"),
        ({**RKPD, "RKPD: Nilai": 1.5}, "RKPD: Nilai", "bukan rupiah bulat"),
        ({"Kota: Hasil": "Ditolak"}, "Kota: Hasil", "membalik"),
        ({"Kota: Hasil": None}, "Kota: Hasil", "Yang sudah tercatat tidak dihapus"),
        ({"Usulan": "Lain"}, "Usulan", "“Usulan” hanya untuk dibaca"),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_cell(
    clerk: Clerk,
    values: dict[str, Any],
    cell: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = refused(clerk, filled(clerk, values), capsys)
    assert told in said
    assert f"({cell}): " in said
    assert ".yaml" not in said


def test_a_row_left_out_says_nothing_and_one_added_is_refused(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(clerk.book("--tindak-lanjut"), (SHEET, lambda one: one.delete_rows(6)))
    assert clerk.accept(path) == 0
    assert clerk.text(FOLLOW_UP) == KOTA
    edit(path, (SHEET, row({"Usulan": "Rawasari 0009: Baru", **RKPD}, 1)))
    assert "Baris ini tidak dapat ditambah" in refused(clerk, path, capsys)


def test_two_clerks_tell_of_different_stages_and_not_of_the_same(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(clerk, RKPD)
    made = path.read_bytes()
    apbd = {key.replace("RKPD", "APBD"): value for key, value in RKPD.items()}
    assert clerk.accept(filled(clerk, {**apbd, "APBD: Tanggal": "2016-12-30"})) == 0
    path.write_bytes(made)
    assert clerk.accept(path) == 0
    assert clerk.text(FOLLOW_UP).count("\n- ") == 3
    other = filled(clerk, {"RKPD: Nilai": 5}).rename(path.with_name("lain.xlsx"))
    assert clerk.accept(filled(clerk, {"RKPD: Nilai": 7})) == 0
    capsys.readouterr()
    assert clerk.accept(other) == 1
    assert "(Rawasari 0001): yang Anda ubah juga diubah di tempat lain" in capsys.readouterr().out


def test_two_clerks_begin_the_news_of_one_proposal(git_folder: GitFolder) -> None:
    clerk = Clerk(git_folder, SMALL_YEAR)
    path = filled(clerk, RKPD)
    kota = {key.replace("RKPD", "Kota"): value for key, value in RKPD.items()}
    other = filled(clerk, {**kota, "Kota: Tanggal": "2016-04-05"}).rename(path.with_name("b.xlsx"))
    made = filled(clerk, RKPD)
    assert clerk.accept(other, made) == 0
    assert [line[:15] for line in clerk.text(FOLLOW_UP).splitlines()] == [
        "- {tahap: kota,",
        "- {tahap: rkpd,",
    ]


def test_before_kirim_there_is_nothing_to_fill_in(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: text for name, text in SMALL_YEAR.items() if "kirim" not in name}
    clerk = Clerk(git_folder, before)
    assert clerk.run("worksheet", "--tindak-lanjut", "-o", str(clerk.root / "x.xlsx")) == 1
    assert "belum ada usulan yang sampai ke tingkat kota" in capsys.readouterr().err


def test_it_may_be_saved_in_the_form_of_libreoffice(clerk: Clerk, tmp_path: Path) -> None:
    path = filled(clerk, RKPD)
    (tmp_path / "hasil").mkdir()
    saved = Office(tmp_path / "profil").saved([path], tmp_path / "hasil", "ods")[0]
    assert clerk.accept(saved) == 0
    assert clerk.text(FOLLOW_UP).count("\n- ") == 2
