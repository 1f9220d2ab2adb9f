"""`accept`: what a clerk hands in is recognised, taken whole or not at all, and recorded apart."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from musrenbang.cli import main
from musrenbang.records import canonical
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.strict_yaml import parse
from musrenbang.worksheets.book_writer import TRACE
from tests.book_support import Clerk, edit, header_of, line, refused, row
from tests.conftest import GitFolder, MakeTree
from tests.import_support import strict_copy
from tests.small_year import KELURAHAN, MUSRENBANG, SMALL_YEAR, USULAN
from tests.worksheet_support import APPROVED, REJECTED, UNDECIDED, Office, fill, make

SETTINGS = "proposals/2016/musrenbang.yaml"
RAWASARI = "proposals/2016/rawasari/kelurahan.yaml"
MINUTES = "decisions/2016/berita-acara.yaml"
GUIDE = "proposals/2016/juknis.yaml"
COMMENTED = MUSRENBANG.replace(
    "  penetapan_tim: 2016-03-04\n", "  # sesuai SK Camat\n  penetapan_tim: 2016-03-04  # Jumat\n"
)
JOHAR = "proposals/2016/johar-baru"
YEAR = {
    **UNDECIDED,
    SETTINGS: COMMENTED,
    f"{JOHAR}/kelurahan.yaml": 'kode: "31.71.05.1001"\nnama: Johar Baru\njumlah_rw: 4\n',
}


@pytest.fixture
def clerk(git_folder: GitFolder) -> Clerk:
    return Clerk(git_folder, YEAR)


def test_settings_are_edited_and_comments_stay(clerk: Clerk) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Tempat", "Balai Warga", "Jadwal: Musrenbang")),
        ("Undangan", row({"Golongan": "Lurah", "Instansi": "Kelurahan Rawasari", "Jumlah": 1})),
        ("Operator", row({"Nama": "Cici"})),
    )
    assert clerk.accept(path) == 0
    added = "undangan:\n  - {golongan: lurah, instansi: Kelurahan Rawasari, jumlah: 1}\n"
    changed = COMMENTED.replace("Aula Kantor Kecamatan", "Balai Warga")
    changed = changed.replace("jadwal:", "  operator:\n    - {nama: Cici}\njadwal:")
    assert clerk.text(SETTINGS) == changed + added
    assert clerk.git.git("status", "--short", "--untracked-files=no").split() == ["M", SETTINGS]


def test_it_says_in_three_lines_what_it_took(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(clerk.book("--pengaturan"), ("Pengaturan", line("Kertas", "F4")))
    capsys.readouterr()
    assert clerk.accept(path) == 0
    ours = f"python build.py --root {clerk.root}"
    assert capsys.readouterr().out.splitlines() == [
        f"{path}: Pengaturan Musrenbang Kecamatan Cempaka Putih 2016",
        "  Diambil: Pengaturan (1)",
        "  Tidak: –",
        f"  Berikutnya: catat dalam Git dengan {ours} accept {path} --catat",
    ]


def test_names_new_in_the_workbook_can_be_referred_to_in_it(clerk: Clerk) -> None:
    activity = {
        "Kegiatan": "Penerangan gang",
        "Isu": "Penerangan",
        "Program": "Program Penerangan",
        "Tipe": "Fisik",
        "Satuan": "titik",
        "Harga satuan": 4_750_000,
        "Perangkat daerah": "Sudin Energi",
    }
    path = edit(
        clerk.book("--pengaturan"),
        ("Perangkat daerah", row({"Nama": "Suku Dinas Energi", "Singkatan": "Sudin Energi"})),
        ("Kegiatan", row(activity)),
    )
    assert clerk.accept(path) == 0
    assert "sudin-energi: {nama: Suku Dinas Energi" in clerk.text("proposals/2016/skpd.yaml")
    template = clerk.text("proposals/2016/template-kegiatan.yaml")
    assert "penerangan-gang:\n" in template
    assert "  harga_satuan: 4750000\n  skpd: sudin-energi\n" in template


def test_each_part_is_recorded_as_a_change_that_review_accepts(clerk: Clerk) -> None:
    """Settings with who is lurah, then one kelurahan at a time, each after the one before."""
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Kertas", "F4")),
        ("Kelurahan", row({"Lurah: Nama": "Tigor", "Jumlah RW": 10}, 2)),
        ("Kelurahan", row({"Nama": "Galur", "Jumlah RW": 4})),
        ("Delegasi RW", row({"Kelurahan": "Rawasari", "RW": 3, "Nama": "Ani"})),
    )
    assert clerk.accept(path, options=("--catat",)) == 0
    names = clerk.git.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()
    branches = ["pengaturan/2016", "kelurahan/2016-rawasari", "kelurahan/2016-galur"]
    assert sorted(names) == sorted(["main", *branches])
    for base, head in zip(["main", *branches], branches, strict=False):
        assert clerk.is_allowed(base, head), head
    assert "lurah: {nama: Tigor}" in clerk.text(RAWASARI)
    assert 'delegasi:\n  - {rw: "003", nama: Ani}' in clerk.text(RAWASARI)
    assert clerk.git.git("status", "--short") == ""


def test_taking_the_same_workbook_again_changes_nothing(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Undangan", row({"Golongan": "Lurah", "Instansi": "Kelurahan Rawasari", "Jumlah": 1})),
    )
    assert clerk.accept(path) == 0
    before = clerk.text(SETTINGS)
    capsys.readouterr()
    assert clerk.accept(path, options=("--catat",)) == 0
    told = capsys.readouterr().out
    assert "Diambil: tidak ada yang baru" in told
    assert "tercatat pada pengaturan/2016" in told
    assert clerk.text(SETTINGS) == before


@pytest.mark.parametrize(
    ("sheet", "change", "told"),
    [
        ("Undangan", {"Golongan": "Lurah", "Jumlah": 1}, "B6 (Instansi): “Instansi” belum diisi."),
        (
            "Undangan",
            {"Golongan": "Lura", "Instansi": "X", "Jumlah": 1},
            "A6 (Golongan): “Lura” bukan pilihan. Maksud Anda “Lurah”?",
        ),
        ("Undangan", {"Golongan": "Lurah", "Instansi": "X", "Jumlah": "dua"}, "C6 (Jumlah): “dua”"),
        ("Delegasi RW", {"RW": 3}, "A6 (Kelurahan): “Kelurahan” belum diisi."),
        ("Delegasi RW", {"Kelurahan": "Rawasari", "RW": 30}, "B6 (RW): "),
        ("Kelurahan", {"Nama": "Rawasari"}, "Kelurahan Rawasari sudah ada."),
        (
            "Kegiatan",
            {"Kegiatan": "X", "Perangkat daerah": "Dinas Y"},
            "(Perangkat daerah): “Dinas Y” bukan",
        ),
        ("Operator", {"Nama": "Ani", "NIP": "123"}, "B6 (NIP): “123” tidak sesuai bentuk"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(
    clerk: Clerk,
    sheet: str,
    change: dict[str, Any],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Kertas", "F4")),
        (sheet, row(change)),
    )
    capsys.readouterr()
    assert clerk.accept(path) == 1
    said = capsys.readouterr().out
    assert told in said
    assert f"buku.xlsx, {sheet}!" in said
    assert ".yaml" not in said
    assert "`" not in said
    assert clerk.git.git("status", "--short") == ""


def test_a_rule_speaks_of_the_cell_it_is_about(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Selesai", "2016-03-01", "Jadwal: Musrenbang")),
    )
    capsys.readouterr()
    assert clerk.accept(path) == 1
    said = capsys.readouterr().out
    assert "(Jadwal: Musrenbang: " in said
    assert clerk.text(SETTINGS) == COMMENTED


def test_what_others_changed_meanwhile_is_not_overwritten(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Tempat", "Balai Warga", "Jadwal: Musrenbang")),
        ("Kelurahan", row({"Jumlah RW": 10}, 2)),
    )
    clerk.git.commit("Lain", {SETTINGS: COMMENTED.replace("Aula Kantor", "Halaman")})
    capsys.readouterr()
    assert clerk.accept(path) == 1
    said = capsys.readouterr().out
    assert "Lembar Pengaturan: yang Anda ubah juga diubah di tempat lain sesudah buku ini" in said
    assert clerk.accept(path, options=("--lewati-usang",)) == 1
    assert "Tidak: Lembar Pengaturan: yang Anda ubah" in capsys.readouterr().out
    assert "jumlah_rw: 10" in clerk.text(RAWASARI)
    assert "Balai" not in clerk.text(SETTINGS)


def test_two_clerks_fill_in_different_parts_of_one_file(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell, and a list as a whole, is whose who changed it; both are in the file afterwards."""
    guest = {"Golongan": "Lurah", "Instansi": "Kelurahan Rawasari", "Jumlah": 1}
    first = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Kertas", "F4")),
        ("Undangan", row(guest)),
    ).rename(clerk.root.parent / "satu.xlsx")
    second = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Tempat", "Balai Warga", "Jadwal: Musrenbang")),
        ("Operator", row({"Nama": "Cici"})),
    ).rename(clerk.root.parent / "dua.xlsx")
    third = edit(clerk.book("--pengaturan"), ("Undangan", row({**guest, "Jumlah": 2})))
    assert clerk.accept(first, second) == 0
    text = clerk.text(SETTINGS)
    assert all(part in text for part in ("kertas: F4", "Balai Warga", "nama: Cici", "jumlah: 1"))
    assert clerk.accept(first) == 0
    assert clerk.text(SETTINGS) == text
    assert "Lembar Undangan: yang Anda ubah" in refused_as_it_stands(clerk, third, capsys)


def refused_as_it_stands(clerk: Clerk, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a file of which nothing is taken, while Git has not recorded the last."""
    capsys.readouterr()
    before = clerk.text(SETTINGS)
    assert clerk.accept(path) == 1
    assert clerk.text(SETTINGS) == before
    return capsys.readouterr().out


def test_what_is_locked_is_grey_and_refused(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(git_folder, SMALL_YEAR)
    path = clerk.book("--pengaturan")
    sheet: Any = load_workbook(path)["Kelurahan"]
    titles = {cell.value: cell.column for cell in sheet[header_of(sheet)]}
    first = header_of(sheet) + 2
    assert sheet.cell(first, titles["Jumlah RW"]).protection.locked
    assert not sheet.cell(first, titles["Lurah: Nama"]).protection.locked
    edit(path, ("Kelurahan", row({"Jumlah RW": 10}, 1)))
    capsys.readouterr()
    assert clerk.accept(path) == 1
    assert "(Jumlah RW): Berkas Rawasari terkunci sejak Kirim." in capsys.readouterr().out
    edit(path, ("Kelurahan", row({"Jumlah RW": 9, "Lurah: Nama": "Tigor"}, 1)))
    assert clerk.accept(path) == 0
    assert clerk.text(RAWASARI) == KELURAHAN.replace("jumlah_rw", "lurah: {nama: Tigor}\njumlah_rw")


def test_the_minutes_begin_with_what_the_year_says_already(git_folder: GitFolder) -> None:
    invited = (
        "undangan:\n  - {golongan: lurah, instansi: Kelurahan Rawasari, jumlah: 1}\n"
        "  - {golongan: pkk, instansi: TP PKK, jumlah: 2}\n"
    )
    clerk = Clerk(git_folder, {**SMALL_YEAR, SETTINGS: MUSRENBANG + invited})
    path = edit(
        clerk.book("--berita-acara"),
        ("Berita Acara", line("Nomor", "1/BA/2016")),
        ("Kehadiran", row({"Hadir": 1}, 1)),
        ("Pengumuman", row({"Tanggal": "2016-03-11", "Judul": "Hasil", "Isi": "Sudah terbit."})),
    )
    # the first row of a table stands below its help
    edit(path, ("Kehadiran", row({"Hadir": 1}, 1)))
    assert clerk.accept(path, options=("--catat",)) == 0
    text = clerk.text(MINUTES)
    assert "nomor: 1/BA/2016\nmulai: 2016-03-09\nselesai: 2016-03-10\n" in text
    assert "wakil_peserta:\n  - {lembaga: Kelurahan Rawasari}\n  - {lembaga: TP PKK}\n" in text
    assert "kehadiran:\n  - {golongan: lurah, diundang: 1, hadir: 1}\n" in text
    assert "pkk, diundang" not in text
    notice = "decisions/2016/pengumuman/2016-03-11-hasil.md"
    assert clerk.text(notice) == "# Hasil\n\nSudah terbit.\n"
    assert clerk.is_allowed("main", "berita-acara/2016")


def test_an_addendum_is_all_that_enacted_minutes_take(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    enacted = (
        "nomor: 1/BA/2016\nmulai: 2016-03-09\nselesai: 2016-03-10\njam: 08.00–15.30\n"
        "tempat: Aula\nsambutan:\n  - {jabatan: Camat}\n"
        "pemaparan:\n  - {materi: Arah kebijakan, jabatan: Camat}\ntanggapan: Setuju.\n"
        "delegasi:\n  - {lembaga: LMK Rawasari}\nditetapkan: 2016-03-10\n"
    )
    clerk = Clerk(git_folder, {**SMALL_YEAR, MINUTES: enacted})
    path = edit(clerk.book("--berita-acara"), ("Berita Acara", line("Tempat", "Balai")))
    capsys.readouterr()
    assert clerk.accept(path) == 1
    assert "(Tempat): Berita Acara sudah ditetapkan; yang perlu" in capsys.readouterr().out
    addendum = {"Tanggal": "2016-03-14", "Alasan": "Salah tempat.", "Isi": "Tempat: Balai.\n\n- a"}
    edit(path, ("Berita Acara", line("Tempat", "Aula")), ("Adendum", row(addendum)))
    capsys.readouterr()
    assert clerk.accept(path, options=("--catat",)) == 0
    assert clerk.text(MINUTES).startswith(enacted)
    assert "adendum:\n  - tanggal: 2016-03-14\n" in clerk.text(MINUTES)
    assert clerk.is_allowed("main", "berita-acara/2016")


def test_several_kinds_at_once_each_whole_or_not_at_all(
    clerk: Clerk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decisions = fill(make(clerk.root), {1: APPROVED, 2: REJECTED})
    wrong = edit(clerk.book("--pengaturan"), ("Pengaturan", line("Jenis", "Desa")))
    sheet = tmp_path / "rw 4.csv"
    sheet.write_text(
        "No;RW;Usulan kegiatan;Permasalahan;Alamat;Volume;Satuan\n"
        "1;004;Pengadaan tenda;Belum ada;Balai RW 004;2;unit\n"
    )
    capsys.readouterr()
    options = ("--kelurahan", "Johar Baru")
    assert clerk.accept(decisions, wrong, sheet, tmp_path / "tidak-ada.xlsx", options=options) == 2
    told = capsys.readouterr().out
    assert f"{decisions}: lembar keputusan 2016\n  Diambil: 2 keputusan" in told
    assert f"{wrong}\n  Tidak ada yang diambil.\n" in told
    assert f"{sheet}: lembar usulan 2016\n  Diambil: 1 usulan baru" in told
    assert "tidak-ada.xlsx\n  Tidak ada yang diambil." in told
    assert (clerk.root / "decisions/2016/rawasari/0002.yaml").exists()
    assert (clerk.root / JOHAR / "0001.yaml").exists()
    assert clerk.text(SETTINGS) == COMMENTED


def test_decisions_get_a_branch_apart_from_settings(clerk: Clerk) -> None:
    decisions = fill(make(clerk.root), {2: REJECTED})
    settings = edit(clerk.book("--pengaturan"), ("Pengaturan", line("Kertas", "F4")))
    assert clerk.accept(settings, decisions, options=("--catat",)) == 0
    assert clerk.is_allowed("main", "pengaturan/2016")
    assert clerk.is_allowed("pengaturan/2016", "keputusan/2016-rawasari")


def test_a_blank_table_of_proposals_is_imported_without_a_question(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clerk.book("johar-baru", "--usulan")
    book = load_workbook(path)
    sheet: Any = book["Usulan"]
    titles = {cell.value: cell.column for cell in sheet[4]}
    values: dict[str, Any] = {
        "RW": "003",
        "Kegiatan baku": "Perbaikan saluran",
        "Usulan kegiatan": "Perbaikan saluran Gang Melati",
        "Permasalahan": "Mampet.",
        "Alamat": "Gang Melati",
        "Volume": 50,
        "Satuan": "m",
        "Perkiraan anggaran": 40_000_000,
        "Validasi lurah": "diteruskan",
        "Tanggal validasi": date(2016, 2, 12),
    }
    refused = {"Validasi lurah": "tidak-diteruskan", "Catatan lurah": "Sudah ada salurannya."}
    for line_number, said in ((5, values), (6, {**values, "RW": "004", **refused})):
        for title, value in said.items():
            sheet.cell(line_number, titles[title]).value = value
    book.save(path)
    capsys.readouterr()
    assert clerk.accept(path) == 0
    assert "Diambil: 2 usulan baru" in capsys.readouterr().out
    text = clerk.text("proposals/2016/johar-baru/0001.yaml")
    assert "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-12}\n" in text
    second = clerk.text("proposals/2016/johar-baru/0002.yaml")
    assert "hasil: tidak-diteruskan" in second
    assert "catatan: Sudah ada salurannya." in second
    assert "template: perbaikan-saluran\n" in text
    assert "usulan_kegiatan: Perbaikan saluran Gang Melati\n" in text


def test_a_survey_workbook_takes_no_decision(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clerk.book("rawasari", "--survei")
    sheet: Any = load_workbook(path)["Rawasari"]
    letters = {cell.value: get_column_letter(cell.column) for cell in sheet[6]}
    assert sheet.column_dimensions[letters["Keputusan"]].hidden
    assert not sheet.column_dimensions[letters["Volume terukur"]].hidden
    assert sheet[f"{letters['Keputusan']}7"].protection.locked
    surveyed = {key: value for key, value in APPROVED.items() if key not in {"keputusan", "volume"}}
    surveyed.pop("alasan_perubahan")
    capsys.readouterr()
    assert clerk.accept(fill(path, {1: surveyed}), options=("--catat",)) == 0
    said = capsys.readouterr().out
    assert ": lembar survei 2016\n" in said
    assert "tercatat pada survei/2016-rawasari (" in said
    assert clerk.git.git("log", "-1", "--format=%s").strip() == "Survei Musrenbang 2016: Rawasari"
    assert clerk.git.git("log", "-1", "--format=%b").startswith("1 hanya hasil survei.\n")
    assert clerk.text("decisions/2016/rawasari/0001.yaml").startswith("survei:\n")
    assert clerk.is_allowed("main", "survei/2016-rawasari")


def test_a_workbook_of_another_program_or_year_is_refused(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clerk.book("--pengaturan")
    book = load_workbook(path)
    hidden: Any = book[TRACE]
    hidden["C1"].value = "2019"
    book.save(path)
    assert clerk.accept(path) == 1
    hidden["B1"].value = "rahasia"
    book.save(path)
    assert clerk.accept(path) == 1
    said = capsys.readouterr().out
    assert "buku tahun 2019, yang tidak ada di sini" in said
    assert "dibuat oleh versi lain" in said


def test_a_workbook_cannot_name_files_of_its_own(clerk: Clerk) -> None:
    """What stands in its hidden cells decides nothing but what is compared."""
    path = edit(clerk.book("--pengaturan"), ("Pengaturan", line("Kertas", "F4")))
    book = load_workbook(path)
    for cells in book[TRACE].iter_rows():
        for cell in cells:
            if cell.value == SETTINGS:
                cell.value = "../../luar.yaml"
    book.save(path)
    clerk.accept(path)
    assert not (clerk.root.parent / "luar.yaml").exists()
    assert clerk.git.git("status", "--short").split() == ["M", SETTINGS]


def test_the_stricter_standard_is_read_as_well(clerk: Clerk) -> None:
    path = edit(clerk.book("--pengaturan"), ("Pengaturan", line("Kertas", "F4")))
    assert clerk.accept(strict_copy(path)) == 0
    assert clerk.text(SETTINGS) == f"{COMMENTED}kertas: F4\n"


def emptied(first: str) -> Callable[[Any], None]:
    """Clear all visible cells of the row that holds a text."""

    def change(sheet: Any) -> None:
        cells = next(
            row
            for row in sheet.iter_rows(min_row=header_of(sheet) + 1)
            if any(cell.value == first for cell in row)
        )
        trace = next(cell.column for cell in sheet[header_of(sheet)] if cell.value == TRACE)
        for cell in cells:
            if cell.column != trace:
                cell.value = None

    return change


@pytest.mark.parametrize("own", [True, False], ids=["own-guide", "suggested"])
def test_a_row_that_was_emptied_is_named_as_removed(
    clerk: Clerk, capsys: pytest.CaptureFixture[str], own: bool
) -> None:
    name = shipped().alasan["bukan-prioritas"].nama
    if own:
        clerk.git.commit("Juknis", {"proposals/2016/juknis.yaml": canonical.dump(shipped())})
    path = edit(clerk.book("--pengaturan"), ("Alasan penolakan", emptied(name)))
    capsys.readouterr()
    assert clerk.accept(path) == 0
    assert f"  Dihapus: Alasan penolakan: “{name}”" in capsys.readouterr().out
    assert "bukan-prioritas:" not in clerk.text("proposals/2016/juknis.yaml")


_INVITING = {
    **YEAR,
    SETTINGS: f"{COMMENTED}undangan:\n"
    "  - {golongan: lurah, instansi: Kelurahan Rawasari, jumlah: 1}\n",
}


@pytest.mark.parametrize("own", [True, False], ids=["own-guide", "suggested"])
def test_a_group_that_is_still_invited_is_not_deleted(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str], own: bool
) -> None:
    guide = {"proposals/2016/juknis.yaml": canonical.dump(shipped())}
    clerk = Clerk(git_folder, {**_INVITING, **(guide if own else {})})
    group = shipped().golongan["lurah"].nama
    gone = ("Golongan undangan", emptied(group))
    said = refused(clerk, edit(clerk.book("--pengaturan"), gone), capsys)
    assert f"“{group}” masih dipakai di sini, padahal dihapus dari Golongan undangan." in said
    assert "buku.xlsx, Undangan!A" in said
    assert "`lurah`" not in said


def test_a_row_of_a_list_without_names_is_told_by_what_it_says(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(git_folder, _INVITING)
    group = shipped().golongan["lurah"].nama
    path = edit(clerk.book("--pengaturan"), ("Undangan", emptied(group)))
    capsys.readouterr()
    assert clerk.accept(path) == 0
    assert f"  Dihapus: Undangan: “{group}, Kelurahan Rawasari”" in capsys.readouterr().out


def test_the_guide_of_a_year_begins_as_that_of_2016(clerk: Clerk) -> None:
    """Untouched it stays away; a reason more makes it a file with all the others and clauses."""
    reason = {
        "Nama": "Menunggu hibah",
        "Langkah berikutnya": "Serahkan surat hibah.",
        "Kepada": "Lurah",
        "Kapan": "Kapan saja",
    }
    path = edit(clerk.book("--pengaturan"), ("Alasan penolakan", row(reason)))
    assert clerk.accept(path, options=("--catat",)) == 0
    made = parse((clerk.root / "proposals/2016/juknis.yaml").read_bytes()).value
    told: Any = made["alasan"]
    assert list(told) == [*shipped().alasan, "menunggu-hibah"]
    assert list(made["klausul"]) == list(shipped().klausul)
    assert clerk.is_allowed("main", "pengaturan/2016")


TYPED: Sequence[Any] = (
    "",
    "Ani",
    "2016-03-09",
    7,
    -1,
    2.5,
    "=1+1",
    "Lurah",
    "31.71.05",
    "#N/A",
    "a\nb",
)


@pytest.mark.parametrize("kind", ["--pengaturan", "--berita-acara", "--tindak-lanjut", "rawasari"])
def test_any_edit_is_taken_or_refused_at_its_cell(
    git_folder: GitFolder, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six cells at random, five times: whatever is typed, only what it names is at fault."""
    clerk = Clerk(git_folder, SMALL_YEAR if kind in {*AFTER_THE_MEETING} else YEAR)
    made = clerk.book(kind).read_bytes()
    path = clerk.root.parent / "acak.xlsx"
    chance = Random(kind)  # noqa: S311 - any numbers do, the same each time
    for _ in range(5):
        path.write_bytes(made)
        book: Any = load_workbook(path)
        open_ = [
            cell
            for sheet in book.worksheets[1:]
            if sheet.sheet_state != "hidden"
            for cells in sheet.iter_rows(max_row=60)
            for cell in cells
            if not cell.protection.locked
        ]
        typed = chance.sample(open_, 6)
        for cell in typed:
            cell.value = chance.choice(TYPED)
        book.save(path)
        capsys.readouterr()
        code = clerk.accept(path, options=("--dry-run",))
        told = capsys.readouterr().out
        assert code in {0, 1}, told
        places = re.findall(r"acak\.xlsx, ([^!\n]+)!([A-Z]+)(\d+)", told)
        assert (code == 1) == ("Tidak ada yang diambil" in told), told
        named = {(name, int(row)) for name, _, row in places}
        wrong = named - {(cell.parent.title, cell.row) for cell in typed}
        assert not {one for one in wrong if one[0] not in RELATED}, told
        assert clerk.git.git("status", "--short") == ""


AFTER_THE_MEETING = ("--berita-acara", "--tindak-lanjut")
RELATED = {"Pengaturan", "Kelurahan", "Berita Acara"}
"""Where what a rule says of a cell may stand beside another that belongs to it."""
BIG = 8


def test_a_big_year_is_read_back(
    git_folder: GitFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """44 officials, 11 groups, 40 activities, 8 kelurahan: through LibreOffice and back."""
    rows = "".join(f"    - {{nama: Operator {number}}}\n" for number in range(44))
    activities = "".join(
        f"kegiatan-{number}:\n  kegiatan: Kegiatan {number}\n  isu: Isu\n  program: Program\n"
        f"  tipe: fisik\n  satuan: m\n  harga_satuan: {number + 1}000\n  skpd: sudin-sda\n"
        for number in range(38)
    )
    template = SMALL_YEAR["proposals/2016/template-kegiatan.yaml"] + activities
    names = [f"kelurahan-{number}" for number in range(BIG - 1)]
    files = {
        **UNDECIDED,
        SETTINGS: MUSRENBANG.replace("jadwal:", f"  operator:\n{rows}jadwal:"),
        "proposals/2016/template-kegiatan.yaml": template,
        **{f"proposals/2016/{name}/kelurahan.yaml": f"nama: {name}\n" for name in names},
    }
    clerk = Clerk(git_folder, files)
    path = edit(clerk.book("--pengaturan"), ("Operator", row({"Akun": "op-1"}, 1)))
    (tmp_path / "hasil").mkdir()
    saved = Office(tmp_path / "profil").saved([path], tmp_path / "hasil")[0]
    capsys.readouterr()
    assert clerk.accept(saved) == 0
    assert "Diambil: Operator (1)\n" in capsys.readouterr().out
    assert clerk.git.git("diff", "--shortstat").count("1 insertion") == 1


def retitle(name: str) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet.title = name

    return change


PRICED = {"Kegiatan": "Taman", "Isu": "X", "Program": "X", "Tipe": "Fisik", "Satuan": "m"}


def test_an_edit_on_a_sheet_that_was_renamed_is_not_lost(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Operator", row({"Nama": "Cici"})),
        ("Operator", retitle("Operator 2026")),
    )
    said = refused(clerk, path, capsys)
    assert "buku.xlsx, Operator: Lembar “Operator” tidak ada: terhapus, atau" in said
    assert "buku.xlsx, Operator 2026: Lembar ini bukan dari buku ini" in said


def test_a_sheet_is_known_whatever_blanks_stand_around_its_name(clerk: Clerk) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Operator", row({"Nama": "Cici"})),
        ("Operator", retitle("OPERATOR ")),
    )
    assert clerk.accept(path) == 0
    assert "{nama: Cici}" in clerk.text(SETTINGS)


def test_a_sheet_that_was_deleted_is_named(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = clerk.book("--pengaturan")
    book = load_workbook(path)
    del book["Undangan"]
    book.save(path)
    assert "Lembar “Undangan” tidak ada" in refused(clerk, path, capsys)


def test_a_column_inserted_under_a_heading_that_is_there_empties_nothing(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    def insert(sheet: Any) -> None:
        at = sheet.max_column + 1
        sheet.cell(header_of(sheet), at).value = "Harga satuan "

    path = edit(clerk.book("--pengaturan"), ("Kegiatan", insert))
    said = refused(clerk, path, capsys)
    assert "Ada dua kolom berjudul “Harga satuan”" in said


def test_a_column_that_is_gone_or_called_something_else_is_refused_at_its_title(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody fills in a column in vain."""
    path = edit(clerk.book("--pengaturan"), ("Kegiatan", lambda sheet: _replace(sheet, "Isu", "X")))
    said = refused(clerk, path, capsys)
    assert "buku.xlsx, Kegiatan!B4: Kolom “Isu” tidak ada: terhapus, atau judulnya" in said
    path = edit(clerk.book("--pengaturan"), ("Delegasi RW", lambda sheet: sheet.delete_cols(1)))
    assert "Kolom “Kelurahan” tidak ada" in refused(clerk, path, capsys)


def test_the_clauses_of_a_guide_are_filled_in_by_their_number(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.git.commit("Juknis", {GUIDE: canonical.dump(shipped())})
    clause = {"Nomor": "D.9", "Isi": "Tambahan.", "Sama dengan": "tidak ada", "Layanan": "Laporan."}
    path = edit(
        clerk.book("--pengaturan"),
        ("Klausul", row(clause)),
        ("Klausul", lambda sheet: _replace(sheet, "C.3.b", "C.3.z")),
    )
    assert clerk.accept(path) == 0
    made: Any = parse((clerk.root / GUIDE).read_bytes()).value
    assert list(made["klausul"]) == [
        *("C.3.z" if one == "C.3.b" else one for one in shipped().klausul),
        "D.9",
    ]
    assert made["klausul"]["D.9"]["sama_dengan"] == []
    assert clerk.accept(path) == 0
    clerk.git.commit("Juknis baru", {GUIDE: clerk.text(GUIDE)})
    path = edit(clerk.book("--pengaturan"), ("Klausul", row({**clause, "Nomor": "A"})))
    assert "(Nomor): “A” sudah ada di baris lain." in refused(clerk, path, capsys)
    path = edit(clerk.book("--pengaturan"), ("Klausul", row({**clause, "Nomor": None})))
    assert "(Nomor): “Nomor” belum diisi." in refused(clerk, path, capsys)


def test_a_kelurahan_begun_in_a_workbook_is_recorded_by_handing_it_in_again(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    """First taken, then recorded in Git, as its next step says."""
    path = edit(clerk.book("--pengaturan"), ("Kelurahan", row({"Nama": "Galur", "Jumlah RW": 4})))
    assert clerk.accept(path) == 0
    assert clerk.accept(path, options=("--catat",)) == 0
    assert clerk.git.git("status", "--short") == ""
    edit(path, ("Kelurahan", lambda sheet: _replace(sheet, 4, 5)))
    assert "Galur sudah ada" in refused(clerk, path, capsys)


def test_a_column_put_before_the_answers_moves_them_only(clerk: Clerk) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Kertas", "F4")),
        ("Pengaturan", lambda sheet: sheet.move_range("B1:D99", cols=1)),
    )
    assert clerk.accept(path) == 0
    assert clerk.text(SETTINGS) == f"{COMMENTED}kertas: F4\n"


def test_a_workbook_of_another_kecamatan_is_refused(
    clerk: Clerk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = COMMENTED.replace("31.71.05", "31.71.04")
    other = Clerk(GitFolder(tmp_path / "lain"), {**YEAR, SETTINGS: elsewhere})
    (other.root / "proposals/2016/rawasari/0002.yaml").write_text(USULAN, encoding="utf-8")
    decisions = fill(make(other.root), {2: REJECTED})
    for path in (other.book("--berita-acara"), other.book("--pengaturan"), decisions):
        said = refused(clerk, path, capsys)
        assert "berasal dari kecamatan lain (kode 31.71.04); di sini kecamatan 31.71.05" in said


def test_a_code_that_the_workbook_itself_mends_does_not_make_it_foreign(clerk: Clerk) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Pengaturan", line("Kode", "31.71.04", "Kecamatan")),
    )
    first = clerk.accept(path)
    assert clerk.accept(path) == first


@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_kelurahan_does_not_go_with_its_row(
    clerk: Clerk,
    is_deleted: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def empty(sheet: Any) -> None:
        at = header_of(sheet) + 2
        if is_deleted:
            sheet.delete_rows(at)
            return
        for cell in sheet[at]:
            if sheet.cell(header_of(sheet), cell.column).value != TRACE:
                cell.value = None

    said = refused(clerk, edit(clerk.book("--pengaturan"), ("Kelurahan", empty)), capsys)
    assert "padahal Kelurahan tidak dihapus lewat buku" in said


@pytest.mark.parametrize("price", [825000.5, 4450000.6])
def test_a_part_of_a_rupiah_is_refused_at_its_cell(
    clerk: Clerk, price: float, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(clerk.book("--pengaturan"), ("Kegiatan", row({**PRICED, "Harga satuan": price})))
    said = refused(clerk, path, capsys)
    assert "(Harga satuan): “" in said
    assert "bukan rupiah bulat; tulis tanpa pecahan rupiah" in said


def test_two_agencies_of_one_short_name_are_told_apart(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Perangkat daerah", row({"Nama": "Suku Dinas Energi Kota", "Singkatan": "Sudin E"})),
        ("Perangkat daerah", row({"Nama": "Suku Dinas Energi Kabupaten", "Singkatan": "Sudin E"})),
        ("Kegiatan", row({**PRICED, "Harga satuan": 1000, "Perangkat daerah": "Sudin E"})),
    )
    said = refused(clerk, path, capsys)
    assert "“Sudin E” dapat berarti “Sudin E (sudin-e)” atau “Sudin E (sudin-e-2)”" in said
    edit(path, ("Kegiatan", lambda sheet: _replace(sheet, "Sudin E", "Sudin E (sudin-e-2)")))
    assert clerk.accept(path) == 0
    assert "skpd: sudin-e-2" in clerk.text("proposals/2016/template-kegiatan.yaml")


def _replace(sheet: Any, old: object, new: object) -> None:
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.value = new if cell.value == old else cell.value


def test_a_nip_is_taken_as_it_is_printed(clerk: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    path = edit(
        clerk.book("--pengaturan"), ("Operator", row({"Nama": "Ani", "NIP": 196801011992032001}))
    )
    assert "format selnya sebagai Teks lalu ketik ulang" in refused(clerk, path, capsys)
    edit(path, ("Operator", row({"Nama": "Ani", "NIP": "19680101 199203 2 001"}, 1)))
    assert clerk.accept(path) == 0
    assert 'nip: "196801011992032001"' in clerk.text(SETTINGS)


def test_what_was_missing_before_does_not_stop_who_is_lurah(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said all the same, on its sheet; recorded, the review lets it pass."""
    sent = KELURAHAN + 'delegasi:\n  - {rw: "001", nama: Ani}\n'
    minutes = "nomor: 1/BA/2016\nmulai: 2016-03-09\nselesai: 2016-03-10\n"
    minutes += "jam: 08.00–15.30\ntempat: Aula\n"
    clerk = Clerk(git_folder, {**SMALL_YEAR, RAWASARI: sent, MINUTES: minutes})
    path = edit(clerk.book("--pengaturan"), ("Kelurahan", row({"Lurah: Nama": "Tigor"}, 1)))
    capsys.readouterr()
    assert clerk.accept(path, options=("--catat",)) == 0
    assert "Periksa: buku.xlsx, Delegasi RW: Baru 1 dari 9 RW" in capsys.readouterr().out
    assert clerk.is_allowed("main", "pengaturan/2016")
    clerk.git.git("checkout", "--quiet", "main")
    clerk.git.git("rm", "--quiet", "decisions/2016/rawasari/kirim.yaml")
    clerk.git.git("commit", "--quiet", "-m", "Belum Kirim")
    path = edit(clerk.book("--pengaturan"), ("Kelurahan", row({"Jumlah RW": 12}, 1)))
    worse = refused(clerk, path, capsys)
    assert "buku.xlsx, Delegasi RW: Baru 1 dari 12 RW memiliki delegasi." in worse
    assert "Tambahkan satu baris untuk setiap RW yang belum ada." in worse


def test_what_a_book_makes_wrong_elsewhere_is_said_without_paths(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(git_folder, SMALL_YEAR)

    def reunit(sheet: Any) -> None:
        _replace(sheet, "m", "unit")

    path = edit(clerk.book("--pengaturan"), ("Kegiatan", reunit))
    said = refused(clerk, path, capsys)
    assert ".yaml" not in said
    assert "`" not in said


def test_a_group_is_counted_once_and_more_guests_than_invited_are_said(
    git_folder: GitFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(git_folder, SMALL_YEAR)
    attended = {"Golongan": "Lurah", "Diundang": 2, "Hadir": 3}
    begun = ("Berita Acara", line("Nomor", "1/BA/2016"))
    path = edit(clerk.book("--berita-acara"), begun, ("Kehadiran", row(attended)))
    capsys.readouterr()
    assert clerk.accept(path, options=("--dry-run",)) == 0
    said = capsys.readouterr().out
    assert "Periksa: buku.xlsx, Kehadiran!C6 (Hadir): Golongan lurah diundang 2" in said
    edit(path, ("Kehadiran", row(attended)))
    assert "(Golongan): Kehadiran lurah dicatat dua kali" in refused(clerk, path, capsys)


TENTS = (
    "No;RW;Usulan kegiatan;Permasalahan;Alamat;Volume;Satuan\n"
    "1;004;Pengadaan tenda;Belum ada;Balai RW 004;2;unit\n"
)


def test_a_sheet_of_a_kelurahan_says_what_was_guessed_of_it(
    clerk: Clerk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "rw 4.csv"
    sheet.write_text(TENTS)
    capsys.readouterr()
    assert clerk.accept(sheet, options=("--kelurahan", "Johar Baru")) == 0
    told = [one for one in capsys.readouterr().out.splitlines() if "Periksa:" in one]
    assert told[0] == (
        "  Periksa: 1 usulan tanpa template: dibahas pada forum, tidak diputuskan camat."
    )


def test_of_two_open_years_the_one_that_is_taken_is_said(
    make_tree: MakeTree, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = {
        name.replace("2016", "2020"): text.replace("2017", "2021").replace("2016", "2020")
        for name, text in YEAR.items()
    }
    root = ("--root", str(make_tree({**YEAR, **begun})))
    sheet = tmp_path / "rw 4.csv"
    sheet.write_text(TENTS)
    words = ("accept", str(sheet), "--kelurahan", "Johar Baru", *root)
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "lembar usulan 2020\n" in told
    assert (
        "  Periksa: Tahun Musrenbang 2020 (menurut tahun terbaru di folder data). Tahun 2016 juga "
        "belum selesai. Bila keliru, sebutkan --tahun.\n"
    ) in told
    assert main([*words, "--tahun", "2016"]) == 0
    assert "lembar usulan 2016\n" in capsys.readouterr().out
    file = str(tmp_path / "meja.html")
    assert main(["desk", "--berkas", "rawasari", "-o", file, *root]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Tahun 2020. Tahun 2016 juga belum selesai; untuk itu tulis --tahun.\n")


def test_what_an_import_asks_for_can_be_answered_to_accept(
    clerk: Clerk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "rw 4.csv"
    sheet.write_text(
        "USULAN MUSRENBANG TAHUN 2014;;;;;;\n"
        "No;RW;Usulan kegiatan;Permasalahan;Alamat;Volume;Satuan\n"
        "1;004;Pengadaan tenda;Belum ada;Balai RW 004;2;unit\n"
    )
    capsys.readouterr()
    options: tuple[str, ...] = ()
    for name, text in (("--tahun", "2016"), ("--kelurahan", "Johar Baru")):
        assert clerk.accept(sheet, options=options) in {1, 2}
        assert name in capsys.readouterr().out
        options += (name, text)
    assert clerk.accept(sheet, options=options) == 0


def test_every_kelurahan_that_a_sheet_writes_otherwise_can_be_named(
    clerk: Clerk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "usulan 2016.csv"
    sheet.write_text(
        "No;Kelurahan;RW;Usulan kegiatan;Permasalahan;Alamat;Volume;Satuan\n"
        "1;Kp. Johar;004;Pengadaan tenda;Belum ada;Balai RW 004;2;unit\n"
        "2;J. Bru;002;Pengadaan kursi;Belum ada;Balai RW 002;9;unit\n"
    )
    capsys.readouterr()
    options: tuple[str, ...] = ()
    for text in ("Kp. Johar", "J. Bru"):
        assert clerk.accept(sheet, options=options) in {1, 2}
        assert f'--kelurahan "{text}=' in capsys.readouterr().out
        options += ("--kelurahan", f"{text}=Johar Baru")
    assert clerk.accept(sheet, options=(*options, "--dry-run")) == 0
    assert "Diambil: 2 usulan baru" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_not_taken_for_empty(
    clerk: Clerk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edit(
        clerk.book("--pengaturan"),
        ("Perangkat daerah", row({"Nama": "Dinas Baru", "Singkatan": "D"})),
    )
    clerk.git.commit("Rusak", {"proposals/2016/skpd.yaml": "sudin-sda: [\n"})
    told = "Belum dapat dibaca: daftar perangkat daerah. Perbaiki menurut `python build.py"
    assert told in refused(clerk, path, capsys)
    assert clerk.run("worksheet", "--pengaturan", "-o", str(clerk.root.parent / "x.xlsx")) == 1
    assert told in capsys.readouterr().err
