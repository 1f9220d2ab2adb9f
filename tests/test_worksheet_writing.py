"""What the operator is given: a workbook that guides, and holds nothing but what was recorded."""

import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from musrenbang.cli import main
from musrenbang.deciding.recorder import Recorder
from musrenbang.records import canonical
from musrenbang.worksheets.decision_plan import for_the_sheet, make_plan
from musrenbang.worksheets.kelurahan_sheet import FIRST_ROW, HEADER_ROW, LETTERS
from musrenbang.worksheets.sheet_table import COLUMNS, INPUTS, RowPart
from schemas import Keputusan, Usulan
from schemas.keputusan import Alasan
from tests.conftest import GitFolder, MakeTree, RunBuild, write_files
from tests.readable import READABLE
from tests.small_year import KELURAHAN, MUSRENBANG, PELATIHAN, SMALL_YEAR, USULAN
from tests.worksheet_support import OPEN_YEAR, SECOND, UNDECIDED, Filling, make, rows_in

NASTY = (
    *("=HYPERLINK(1)", "+62", "-rusak", "@SUM(A1)", "#N/A", "1.000", "TRUE", "a & <b> “c”"),
    '<row a customHeight="1">',
)


def opened(path: Path, sheet: str = "Rawasari") -> Filling:
    return Filling(load_workbook(path), sheet)


def test_the_same_records_give_the_same_bytes(
    make_tree: MakeTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree(OPEN_YEAR)
    first = make(root).read_bytes()
    assert make(root).read_bytes() == first
    monkeypatch.setattr(sys, "platform", "win32")
    assert make(root).read_bytes() == first


def test_only_what_is_filled_in_can_be_typed_into(make_tree: MakeTree) -> None:
    book = opened(make(make_tree(UNDECIDED)))
    assert book.sheet.protection.sheet
    assert not book.sheet.protection.password
    unlocked = {column.key for column in COLUMNS if not book.cell(1, column.key).protection.locked}
    assert unlocked == {column.key for column in INPUTS}


def test_filters_work_on_the_protected_sheet_and_sorting_does_not(make_tree: MakeTree) -> None:
    """Sorting there would move the unlocked cells alone: decisions away from their proposals."""
    sheet = opened(make(make_tree(UNDECIDED))).sheet
    assert sheet.auto_filter.ref == f"A{HEADER_ROW}:{LETTERS['segel']}{FIRST_ROW + 1}"
    assert not sheet.protection.autoFilter
    assert sheet.protection.sort


def test_titles_stay_in_sight_and_traces_are_hidden(make_tree: MakeTree) -> None:
    sheet = opened(make(make_tree(UNDECIDED))).sheet
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.print_title_cols == "$A:$C"
    hidden = [name for name, column in sheet.column_dimensions.items() if column.hidden]
    assert [sheet[f"{name}{HEADER_ROW}"].value for name in hidden] == [
        "Prioritas kecamatan",  # which the guide of 2016 does not ask for
        *(column.title for column in COLUMNS if column.part is RowPart.JEJAK),
    ]


def test_every_choice_comes_with_its_list(make_tree: MakeTree) -> None:
    book = opened(make(make_tree(UNDECIDED)))
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in book.sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    cells = {key: book.cell(1, key).coordinate for key in ("keputusan", "layak_teknis", "alasan")}
    assert lists[cells["keputusan"]] == '"Disetujui,Ditolak"'
    assert lists[cells["layak_teknis"]] == '"Ya,Tidak"'
    assert lists[cells["alasan"]] == "'Daftar'!$A$1:$A$9"
    assert book.book["Daftar"].sheet_state == "hidden"
    assert book.book["Daftar"]["A8"].value == "Volume tidak wajar (C.2.c.3.h)"


@pytest.mark.parametrize("options", [("rawasari",), ("rawasari", "--survei"), ("--pengaturan",)])
def test_no_letter_on_paper_is_smaller_than_eight_points(
    make_tree: MakeTree, options: tuple[str, ...]
) -> None:
    root = make_tree(UNDECIDED)
    path = root.parent / "buku.xlsx"
    assert main(["worksheet", *options, "--root", str(root), "-o", str(path)]) == 0
    for sheet in load_workbook(path).worksheets[1:]:
        if sheet.sheet_state == "hidden" or sheet.title == "Rekap":
            continue
        scale: Any = sheet.page_setup.scale
        sizes = {cell.font.size for row in sheet.iter_rows() for cell in row if cell.value}
        assert min(sizes) * scale / 100 >= 8, sheet.title


def test_a_page_ends_before_the_survey_and_before_the_decision(make_tree: MakeTree) -> None:
    sheet = opened(make(make_tree(UNDECIDED))).sheet
    keys = [column.key for column in COLUMNS]
    assert [one.id for one in sheet.col_breaks.brk] == [
        keys.index("tanda"),
        keys.index("keputusan"),
    ]


def test_a_proposal_that_cannot_be_read_is_said_to_be_missing(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    make(make_tree({**UNDECIDED, "proposals/2016/rawasari/0003.yaml": "volume: seratus\n"}))
    told = capsys.readouterr().out
    assert "Rawasari: usulan 0003 TIDAK ada di sini, karena berkasnya rusak" in told


@pytest.mark.parametrize(("paper", "number"), [("A4", 9), ("F4", 14)])
def test_it_prints_on_the_office_paper(make_tree: MakeTree, paper: str, number: int) -> None:
    settings = {"proposals/2016/musrenbang.yaml": f"{MUSRENBANG}kertas: {paper}\n"}
    book = opened(make(make_tree({**UNDECIDED, **settings}))).book
    assert {sheet.page_setup.paperSize for sheet in book.worksheets[:-1]} == {number}
    assert book["Rawasari"].page_setup.orientation == "landscape"


@pytest.mark.parametrize("text", NASTY)
def test_text_from_the_records_is_never_a_formula(make_tree: MakeTree, text: str) -> None:
    proposal = PELATIHAN.replace("Pelatihan menjahit", f"'{text}'")
    root = make_tree({**UNDECIDED, "proposals/2016/rawasari/0002.yaml": proposal})
    path = make(root)
    cell = opened(path).cell(2, "usulan")
    assert cell.value == text
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert sheet.partition(f'r="{cell.coordinate}"')[2].partition(">")[0].endswith('t="inlineStr"')
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_flags_stand_beside_their_proposal_with_their_figures(make_tree: MakeTree) -> None:
    dear = PELATIHAN.replace("30000000", "300000000")
    root = make_tree({**UNDECIDED, "proposals/2016/rawasari/0003.yaml": dear})
    told = str(opened(make(root)).cell(3, "tanda").value)
    assert "Perkiraan anggaran Rp300.000.000 bukan 20 orang kali harga template" in told
    assert "Mungkin mengulang usulan 2016/rawasari/0002" in told


FORUM = USULAN.replace("template: perbaikan-saluran", "satuan: m")
WITHHELD = PELATIHAN.replace("hasil: diteruskan", "hasil: tidak-diteruskan, catatan: Sudah ada")
UNSENT = KELURAHAN.replace("dikirim: 2016-02-26\n", "")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"proposals/2016/rawasari/0002.yaml": FORUM}, "Dibahas forum UKPD"),
        ({"proposals/2016/rawasari/0002.yaml": WITHHELD}, "Tidak diteruskan lurah"),
        ({"proposals/2016/rawasari/kelurahan.yaml": UNSENT}, "Belum dikirim lurah"),
        (SMALL_YEAR, "Terkunci sejak Kirim"),
        ({SECOND: "keputusan: [\n"}, "Berkas keputusan rusak"),
    ],
)
def test_what_cannot_be_decided_is_shown_locked_and_says_why(
    make_tree: MakeTree, files: Mapping[str, str], why: str
) -> None:
    """Numbers must add up, so nothing of a kelurahan is left out."""
    book = opened(make(make_tree({**UNDECIDED, **files})))
    assert book.cell(2, "keadaan").value == why
    assert all(book.cell(2, column.key).protection.locked for column in COLUMNS)


def test_several_kelurahan_share_a_workbook_with_a_sheet_each(make_tree: MakeTree) -> None:
    """Names that no spreadsheet program takes for a sheet are made to fit."""
    others = {
        f"proposals/2016/{slug}/{name}": text
        for slug, kelurahan in (("satu", "Rekap"), ("dua", "Cempaka: Putih/Timur [Utara] sekali"))
        for name, text in (
            ("kelurahan.yaml", KELURAHAN.replace("Rawasari", f'"{kelurahan}"')),
            ("0001.yaml", USULAN),
        )
    }
    path = make(make_tree({**UNDECIDED, **others}), "rawasari", "dua", "Rekap", "RAWASARI")
    names = load_workbook(path).sheetnames
    assert names == [
        *("Petunjuk", "Rawasari", "Cempaka  Putih Timur  Utara  se"[:31].strip(), "Rekap 2"),
        *("Rekap", "Daftar"),
    ]
    assert [row.id for row in rows_in(path)] == [
        *("2016/rawasari/0001", "2016/rawasari/0002", "2016/dua/0001", "2016/satu/0001"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["rawsari"], 2, "Maksud Anda rawasari?"),
        (["rawasari", "--tahun", "2015"], 2, "--tahun 2015 tidak ada; yang ada: 2016"),
        (["rawasari", "-o", "lembar.pdf"], 2, "berakhir .xlsx"),
        (["rawasari", "-o", "proposals/lembar.xlsx"], 2, "jangan di dalam proposals/"),
        (["rawasari", "-o", "proposals.xlsx/lembar.xlsx"], 2, "tidak dapat ditulis"),
        (["kosong"], 1, "belum memuat usulan"),
    ],
)
def test_what_cannot_be_made_is_said(
    make_tree: MakeTree,
    run_build: RunBuild,
    arguments: list[str],
    code: int,
    message: str,
) -> None:
    empty = {"proposals/2016/kosong/kelurahan.yaml": KELURAHAN.replace("Rawasari", "Kosong")}
    root = make_tree({**UNDECIDED, **empty, "proposals.xlsx": "bukan folder"})
    done = run_build("worksheet", *arguments, cwd=root)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr


def test_a_worksheet_that_may_be_filled_in_is_not_overwritten(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree(UNDECIDED)
    assert run_build("worksheet", "Rawasari", cwd=root).returncode == 0
    path = root / "lembar-rawasari-2016.xlsx"
    path.write_bytes(b"isian")
    refused = run_build("worksheet", "rawasari", cwd=root)
    assert (refused.returncode, path.read_bytes()) == (1, b"isian")
    assert "--timpa" in refused.stderr
    assert run_build("worksheet", "rawasari", "--timpa", cwd=root).returncode == 0
    assert path.read_bytes() != b"isian"


def test_it_says_which_commit_it_was_made_from(git_folder: GitFolder) -> None:
    commit = git_folder.commit("awal", UNDECIDED)
    book = load_workbook(make(git_folder.root))
    told = [cell.value for row in book["Petunjuk"].iter_rows() for cell in row if cell.value]
    assert not [one for one in told if "Prioritas" in str(one)]
    assert told[-1] == f"Dibuat dari catatan {commit[:12]}"


@pytest.mark.parametrize(
    ("advice", "told"),
    [
        ("Isi `alasan: {kode: …, uraian: …}`.", "Isi “Alasan penolakan”."),
        (
            "Tulis `volume: 98.5` dan `alasan_perubahan`, atau beri `penjelasan`.",
            "Tulis “Volume disetujui” 98.5 dan “Alasan perubahan”, atau beri “Penjelasan”.",
        ),
        ("Isi `volume_terukur:` dalam satuan m.", "Isi “Volume terukur” dalam satuan m."),
        ("Perbaiki `survei`, atau pilih lagi.", "Perbaiki kolom survei, atau pilih lagi."),
        ("Bidang `lain` tidak dikenal.", "Bidang “lain” tidak dikenal."),
    ],
)
def test_advice_speaks_of_columns_and_cells(advice: str, told: str) -> None:
    assert for_the_sheet(advice) == told


def test_a_name_that_two_columns_share_is_that_of_the_field_at_fault() -> None:
    missing = "Bidang `tanggal` belum ada."
    assert for_the_sheet(missing, ("survei", "tanggal")) == "Bidang “Tanggal survei” belum ada."
    assert for_the_sheet(missing, ("tanggal",)) == "Bidang “Tanggal keputusan” belum ada."


LINES = st.text(READABLE, min_size=1).filter(str.strip)
"""What a record may hold in one line."""


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(LINES, LINES, st.decimals("0.0001", 10**6, places=4)), min_size=8, max_size=25
    )
)
def test_whatever_the_records_say_an_untouched_worksheet_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str, Decimal]]
) -> None:
    files = {name: text for name, text in UNDECIDED.items() if not name.endswith("1.yaml")}
    for nomor, (title, passage, volume) in enumerate(said, 1):
        usulan = Usulan(
            usulan_kegiatan=title[:300],
            permasalahan=passage,
            volume=volume,
            template="perbaikan-saluran",
        )
        keputusan = Keputusan(
            keputusan="ditolak",
            tanggal=date(2016, 3, 9),
            alasan=Alasan(kode="sudah-dikerjakan", uraian=passage, tahun=2015),
            tanpa_survei=title,
        )
        files[f"proposals/2016/rawasari/{nomor:04}.yaml"] = canonical.dump(usulan)
        files[f"decisions/2016/rawasari/{nomor:04}.yaml"] = canonical.dump(keputusan)
    root = write_files(tmp_path_factory.mktemp("tahun") / "data", files)
    recorder = Recorder(root)
    assert not recorder.snapshot.problems
    path = make(root)
    plan = make_plan(rows_in(path), recorder.snapshot, recorder.version, withdraw=True)
    assert not plan.complaints
    assert not plan.said
