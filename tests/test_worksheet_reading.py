"""A filled worksheet comes back as decision files, or as a list of the cells to mend."""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from musrenbang.worksheets.sheet_table import BY_KEY, COLUMNS, DAY_LABEL
from tests.conftest import GitFolder, MakeTree
from tests.import_support import strict_copy
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, KIRIM, PELATIHAN, USULAN
from tests.worksheet_support import (
    APPROVED,
    FIRST,
    OPEN_YEAR,
    REJECTED,
    SECOND,
    SURVEYED,
    UNDECIDED,
    D,
    Filling,
    decide,
    files_of,
    fill,
    filling,
    make,
)

Read = Callable[[], str]


@pytest.fixture
def root(make_tree: MakeTree) -> Path:
    return make_tree(UNDECIDED)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Read:
    """What the commands have printed since it was last asked."""

    def read() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    return read


def refused(root: Path, path: Path, said: Read, *options: str) -> str:
    """The refusal of a worksheet, after making sure that nothing was written."""
    before = files_of(root)
    said()
    assert decide(root, path, *options) == 1
    assert files_of(root) == before
    return said()


UNSENT = {"proposals/2016/rawasari/kelurahan.yaml": KELURAHAN.replace("dikirim: 2016-02-26\n", "")}


def test_a_survey_need_not_wait_for_the_lurah_to_send(make_tree: MakeTree, said: Read) -> None:
    """C.1.e: a sheet was printed for it, so what was found has a place; a decision has not."""
    root = make_tree({**UNDECIDED, **UNSENT})
    path = make(root)
    with filling(path) as sheet:
        open_ = {
            column.key for column in COLUMNS if not sheet.cell(1, column.key).protection.locked
        }
        closed = [column for column in COLUMNS if not sheet.cell(2, column.key).protection.locked]
    assert open_ == {column.key for column in COLUMNS if column.of_survey}
    assert closed == [], "what is not physical is not surveyed"
    assert "belum mengirim" in refused(root, fill(path, {1: APPROVED}), said)
    assert decide(root, fill(make(root), {1: SURVEYED})) == 0
    assert files_of(root)[FIRST].startswith(b"survei:")


def test_a_worksheet_of_a_folder_with_other_line_ends_is_not_outdated(
    root: Path, make_tree: MakeTree
) -> None:
    """Git on Windows writes CRLF into the folder; what the records say is the same."""
    path = fill(make(root), {1: APPROVED})
    for file in root.rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert decide(root, path) == 0
    assert b"disetujui" in (root / FIRST).read_bytes()


def test_a_worksheet_saved_as_strict_ooxml_is_read(root: Path) -> None:
    path = fill(make(root), {1: APPROVED})
    assert decide(root, strict_copy(path)) == 0


@pytest.mark.parametrize("word", ["Ditunda", "pending"])
def test_a_postponed_decision_is_told_what_happens_to_undecided_ones(
    root: Path, said: Read, word: str
) -> None:
    told = refused(root, fill(make(root), {1: {**APPROVED, "keputusan": word}}), said)
    assert "bukan keputusan menurut juknis" in told
    assert "tanggung jawab kecamatan" in told
    assert "Maksud Anda" not in told


@pytest.mark.parametrize("day", ["9 Maret 2016", "Rabu, 9 Maret 2016", "09/03/16", "9 Mar 2016"])
def test_dates_are_read_as_the_papers_write_them(root: Path, day: str) -> None:
    assert decide(root, fill(make(root), {1: {**APPROVED, "tanggal": day}})) == 0
    assert "tanggal: 2016-03-09" in (root / FIRST).read_text()


def test_what_is_filled_in_becomes_the_decision_files(root: Path) -> None:
    path = fill(make(root), {1: APPROVED, 2: REJECTED})
    before = files_of(root)
    assert decide(root, path) == 0
    assert files_of(root) == {**before, FIRST: DISETUJUI.encode(), SECOND: DITOLAK.encode()}


def test_a_worksheet_nobody_touched_changes_nothing(make_tree: MakeTree) -> None:
    """Not even files that are not written the canonical way."""
    root = make_tree({**OPEN_YEAR, SECOND: "# catatan\n" + DITOLAK})
    before = files_of(root)
    assert decide(root, make(root)) == 0
    assert files_of(root) == before


def test_reading_the_same_worksheet_again_changes_nothing(root: Path, said: Read) -> None:
    path = fill(make(root), {1: APPROVED, 2: REJECTED})
    assert decide(root, path) == 0
    before = files_of(root)
    said()
    assert decide(root, path) == 0
    assert "tidak ada yang baru" in said()
    assert files_of(root) == before


def test_a_survey_alone_is_recorded_before_the_decision(root: Path) -> None:
    assert decide(root, fill(make(root), {1: SURVEYED})) == 0
    assert (root / FIRST).read_text().startswith("survei:\n  tanggal: 2016-03-02\n")
    path = fill(make(root), {1: {key: APPROVED[key] for key in APPROVED.keys() - SURVEYED.keys()}})
    assert decide(root, path) == 0
    assert (root / FIRST).read_text() == DISETUJUI


def _shuffle(book: Filling) -> None:
    rows = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=7)]
    for number, row in enumerate(reversed(rows), 7):
        for column, value in enumerate(row, 1):
            book.sheet.cell(number, column).value = value


def _add_columns(book: Filling) -> None:
    book.sheet.insert_cols(1, 2)
    book.sheet["A6"] = "Catatan saya"
    book.sheet["A7"] = "=1+1"


def _move_columns(book: Filling) -> None:
    """The decision and its explanation change places."""
    first, last = (
        [column.key for column in COLUMNS].index(key) + 1 for key in ("keputusan", "penjelasan")
    )
    for row in range(6, book.sheet.max_row + 1):
        one, other = book.sheet.cell(row, first), book.sheet.cell(row, last)
        one.value, other.value = other.value, one.value


def _drop_what_is_only_read(book: Filling) -> None:
    for key in ("hasil", "lokasi"):
        book.sheet.delete_cols([column.key for column in COLUMNS].index(key) + 1)


def _insert_rows(book: Filling) -> None:
    book.sheet.insert_rows(1, 3)
    book.sheet.insert_rows(11)


def _rename(book: Filling) -> None:
    book.sheet.title = "Hari pertama"
    book.book["Petunjuk"].title = "Baca dulu"
    book.book.create_sheet("Hitungan saya")["A1"] = "=SUM(1)"


def _hide(book: Filling) -> None:
    for row in range(7, book.sheet.max_row + 1):
        book.sheet.row_dimensions[row].hidden = True


def _wrap_titles(book: Filling) -> None:
    for cell in book.sheet[6]:
        cell.value = f" {str(cell.value).upper()}\n".replace(" ", "\n")


@pytest.mark.parametrize(
    "change",
    [
        *(_shuffle, _add_columns, _move_columns, _drop_what_is_only_read),
        *(_insert_rows, _rename, _hide, _wrap_titles),
    ],
)
def test_a_rearranged_worksheet_says_the_same(
    root: Path, change: Callable[[Filling], None]
) -> None:
    path = fill(make(root), {1: APPROVED, 2: REJECTED})
    with filling(path) as book:
        change(book)
    assert decide(root, path) == 0
    assert (root / FIRST).read_text() == DISETUJUI
    assert (root / SECOND).read_text() == DITOLAK


def test_rows_that_were_deleted_say_nothing(root: Path) -> None:
    path = fill(make(root), {1: APPROVED, 2: REJECTED})
    with filling(path) as book:
        book.sheet.delete_rows(book.cell(1, "id").row)
    assert decide(root, path) == 0
    assert not (root / FIRST).exists()
    assert (root / SECOND).read_text() == DITOLAK


@pytest.mark.parametrize(
    "typed",
    [
        {"volume": "100", "volume_terukur": "100,0", "anggaran": "80.000.000"},
        {"volume": 100.0, "alasan_perubahan": " Hasil ukur  ulang Tim Teknis.\n"},
        {"survei_tanggal": date(2016, 3, 2), "lokasi_sesuai": True, "layak_teknis": "TRUE"},
        {"survei_tanggal": 42431, "tanggal": "9/3/2016", "layak_administratif": "ya"},
        {"survei_tanggal": "02-03-2016", "tanggal": "2016-03-09", "keputusan": "setuju"},
        {"anggaran": "Rp 80.000.000,-", "keputusan": " DISETUJUI "},
    ],
)
def test_however_a_program_or_person_writes_it_it_is_the_same(
    root: Path, typed: Mapping[str, Any]
) -> None:
    assert decide(root, fill(make(root), {1: {**APPROVED, **typed}})) == 0
    assert (root / FIRST).read_text() == DISETUJUI


@pytest.mark.parametrize("reason", ["bukan-prioritas", "bukan prioritas  kecamatan"])
def test_a_reason_may_be_typed_by_its_code_or_name(root: Path, reason: str) -> None:
    assert decide(root, fill(make(root), {2: {**REJECTED, "alasan": reason}})) == 0
    assert (root / SECOND).read_text() == DITOLAK


@pytest.mark.parametrize(
    ("nomor", "typed", "key", "message"),
    [
        (1, {**APPROVED, "volume": "1.000"}, "volume", "dapat dibaca dua cara"),
        (1, {**APPROVED, "volume": "1,000"}, "volume", "dapat dibaca dua cara"),
        (1, {**APPROVED, "volume": "100 m"}, "volume", "bukan angka volume"),
        (1, {**APPROVED, "volume": -5}, "volume", "di luar batas"),
        (1, {**APPROVED, "volume": date(2016, 1, 1)}, "volume", "bukan angka"),
        (1, {**APPROVED, "volume": "=A1"}, "volume", "bukan angka volume"),
        (1, {**APPROVED, "anggaran": "80 jutaan"}, "anggaran", "bukan rupiah bulat"),
        (1, {**APPROVED, "anggaran": 0.5}, "anggaran", "bukan rupiah bulat"),
        (1, {**APPROVED, "survei_tanggal": "kemarin"}, "survei_tanggal", "bukan tanggal"),
        (1, {**APPROVED, "survei_tanggal": "30/2/2016"}, "survei_tanggal", "bukan tanggal"),
        (1, {**APPROVED, "survei_tanggal": "5"}, "survei_tanggal", "bukan tanggal"),
        (1, {**APPROVED, "layak_teknis": "mungkin"}, "layak_teknis", "bukan pilihan"),
        (1, {**APPROVED, "layak_teknis": None}, "layak_teknis", "belum ada"),
        (1, {**APPROVED, "keputusan": "Disetuju"}, "keputusan", "Maksud Anda “Disetujui”"),
        (1, {**APPROVED, "keputusan": "Tidak disetujui"}, "keputusan", "Pilih: Disetujui, Ditolak"),
        (1, {**APPROVED, "layak_teknis": "Ga"}, "layak_teknis", "Pilih: Ya, Tidak"),
        (1, {**APPROVED, "keputusan": None}, "volume", "Keputusannya belum dipilih"),
        (1, {**APPROVED, "volume": 120}, "alasan_perubahan", "tidak diubah"),
        (2, {**REJECTED, "volume": 10}, "volume", "Usulan ditolak"),
        (2, {**REJECTED, "alasan": "malas"}, "alasan", "bukan pilihan"),
        (2, {**REJECTED, "alasan": None}, "alasan", "`kode`"),
        (2, {**REJECTED, "tahun": "tahun lalu"}, "tahun", "bukan angka bulat"),
        (2, {**REJECTED, "tahun": 2015.5}, "tahun", "bukan angka bulat"),
        (2, {**REJECTED, "usulan_lain": "0007"}, "usulan_lain", "tidak sesuai bentuk"),
        (2, {**REJECTED, "uraian": "#N/A"}, "uraian", "galat rumus"),
        (2, {"uraian": "Tanpa keputusan."}, "uraian", "Keputusannya belum dipilih"),
    ],
)
def test_what_cannot_be_recorded_is_told_by_its_cell(  # noqa: PLR0917 - a table of cases
    root: Path, said: Read, nomor: int, typed: Mapping[str, Any], key: str, message: str
) -> None:
    path = fill(make(root), {nomor: typed})
    place = f"lembar.xlsx, Rawasari!{filling_cell(path, nomor, key)} ({BY_KEY[key].title}): "
    told = refused(root, path, said)
    if message == "`kode`":
        assert place in told
        return
    assert message in told.partition(place)[2].partition("\n    ")[0]


def filling_cell(path: Path, nomor: int, key: str) -> str:
    return Filling(load_workbook(path), "Rawasari").cell(nomor, key).coordinate


def test_every_fault_is_told_at_once_in_the_order_of_the_sheet(root: Path, said: Read) -> None:
    path = fill(
        make(root), {1: {**APPROVED, "volume": "x", "anggaran": "y"}, 2: {"keputusan": "?"}}
    )
    told = refused(root, path, said)
    places = [line.strip().split(" (")[0] for line in told.splitlines() if "  lembar" in line]
    assert places == [
        f"lembar.xlsx, Rawasari!{filling_cell(path, nomor, key)}"
        for nomor, key in ((1, "volume"), (1, "anggaran"), (2, "keputusan"))
    ]


def test_a_cell_that_is_only_read_must_not_change(root: Path, said: Read) -> None:
    """Who writes a correction beside the proposal must not believe it was recorded."""
    path = fill(make(root), {1: {**APPROVED, "volume_usulan": 100}, 2: REJECTED})
    told = refused(root, path, said)
    assert f"Rawasari!{filling_cell(path, 1, 'volume_usulan')}: “Volume diusulkan”" in told


def test_columns_sorted_apart_from_the_others_are_refused(root: Path, said: Read) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        for key in ("id", "versi_usulan", "versi_keputusan", "segel"):
            one, other = book.cell(1, key), book.cell(2, key)
            one.value, other.value = other.value, one.value
    assert "hanya untuk dibaca" in refused(root, path, said)


def test_two_rows_about_one_proposal_are_refused(root: Path, said: Read) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        copy = book.book.copy_worksheet(book.sheet)
        copy.title = "Salinan"
    told = refused(root, path, said)
    assert "Salinan!" in told
    assert "Usulan 2016/rawasari/0002 sudah ada pada lembar.xlsx, Rawasari!" in told


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2016/rawasari/0009", "Usulan 2016/rawasari/0009 tidak ada"),
        ("../../etc/passwd", "tidak ada"),
        (None, "tidak menyebut usulannya"),
    ],
)
def test_a_row_about_no_proposal_is_refused(
    root: Path, said: Read, name: str | None, message: str
) -> None:
    path = fill(make(root), {2: {**REJECTED, "id": name}})
    assert message in refused(root, path, said)


def test_a_row_that_lost_its_traces_is_refused(root: Path, said: Read) -> None:
    path = fill(make(root), {2: {**REJECTED, "segel": "abc"}})
    assert "Jejak baris ini rusak" in refused(root, path, said)


@pytest.mark.parametrize("key", ["id", "uraian", "keputusan"])
def test_a_worksheet_without_a_column_it_needs_is_refused(root: Path, said: Read, key: str) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        book.cell(2, key)
        book.sheet.delete_cols([column.key for column in COLUMNS].index(key) + 1)
    assert BY_KEY[key].title in refused(root, path, said)


def test_two_columns_of_one_title_are_refused(root: Path, said: Read) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        book.sheet.cell(6, len(COLUMNS) + 1).value = "Uraian  ALASAN"
    assert "dua kolom berjudul “Uraian alasan”" in refused(root, path, said)


def test_the_day_above_the_table_dates_what_has_no_date(root: Path) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        label = next(cell for row in book.sheet["A1:K4"] for cell in row if cell.value == DAY_LABEL)
        book.sheet.cell(label.row + 1, label.column).value = date(2016, 3, 10)
    assert decide(root, path) == 0
    assert "tanggal: 2016-03-10" in (root / SECOND).read_text()


def test_a_day_that_is_none_is_reported_once_and_where_it_stands(root: Path, said: Read) -> None:
    path = fill(make(root), {1: {**APPROVED}, 2: REJECTED})
    with filling(path) as book:
        book.sheet["D4"].value = "besok"
    told = refused(root, path, said)
    assert told.count("Rawasari!D4 (Tanggal sidang): “besok” bukan tanggal") == 1
    assert "Tulis “Tanggal sidang” di atas tabel, atau “Tanggal keputusan”." in told


def test_without_a_day_a_decision_must_say_its_own(root: Path, said: Read) -> None:
    path = fill(make(root), {2: REJECTED})
    with filling(path) as book:
        book.sheet.delete_rows(3, 2)
    assert "(Tanggal keputusan): Tanggal sidang: Tanggal keputusan belum ada." in refused(
        root, path, said
    )
    assert decide(root, fill(path, {2: {"tanggal": "2016-03-09"}})) == 0
    assert (root / SECOND).read_text() == DITOLAK


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("proposals/2016/rawasari/0002.yaml", PELATIHAN + "keterangan: Baru.\n", "usulannya"),
        (SECOND, DITOLAK.replace("tahun ini", "tahun depan"), "keputusannya"),
    ],
)
def test_a_row_about_what_changed_meanwhile_is_refused_by_name(
    root: Path, said: Read, path: str, text: str, what: str
) -> None:
    sheet = fill(make(root), {1: APPROVED, 2: REJECTED})
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)
    told = refused(root, sheet, said)
    assert f"2016/rawasari/0002, {what} diubah sesudah berkas ini dibuat" in told
    assert "0001" not in told


def test_outdated_rows_can_be_left_out(root: Path, said: Read) -> None:
    sheet = fill(make(root), {1: APPROVED, 2: REJECTED})
    proposal = root / "proposals/2016/rawasari/0002.yaml"
    proposal.write_text(PELATIHAN + "keterangan: Baru.\n")
    assert decide(root, sheet, "--lewati-usang") == 0
    assert "Tidak: lembar.xlsx, Rawasari!" in said()
    assert (root / FIRST).read_text() == DISETUJUI
    assert not (root / SECOND).exists()


def test_what_was_left_out_is_not_committed_for_others(git_folder: GitFolder) -> None:
    """Somebody's decision that is not recorded yet is theirs to hand in."""
    git_folder.commit("awal", UNDECIDED)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    root = git_folder.root
    sheet = fill(make(root), {1: APPROVED, 2: REJECTED})
    (root / SECOND).parent.mkdir(parents=True)
    (root / SECOND).write_text(DITOLAK.replace("tahun ini", "tahun depan"))
    assert decide(root, sheet, "--lewati-usang", "--catat") == 0
    assert git_folder.git("show", "--format=", "--name-only", "HEAD").split() == [FIRST]


def test_rows_nobody_filled_in_do_not_mind_what_changed_meanwhile(root: Path) -> None:
    """Two operators share a kelurahan, each with a worksheet."""
    sheet = fill(make(root), {1: APPROVED})
    (root / SECOND).parent.mkdir(parents=True)
    (root / SECOND).write_text(DITOLAK)
    assert decide(root, sheet) == 0
    assert (root / FIRST).read_text() == DISETUJUI
    assert (root / SECOND).read_text() == DITOLAK


def test_an_emptied_decision_is_not_taken_back_silently(make_tree: MakeTree, said: Read) -> None:
    root = make_tree(OPEN_YEAR)
    sheet = fill(make(root), {2: dict.fromkeys((*REJECTED, "tanggal"))})
    assert "Keputusan yang sudah dicatat dikosongkan" in refused(root, sheet, said)
    assert decide(root, sheet, "--batalkan") == 0
    assert not (root / SECOND).exists()
    sheet = fill(make(root), {1: {"keputusan": None}})
    assert decide(root, sheet, "--batalkan") == 0
    assert (root / FIRST).read_text() == DISETUJUI[DISETUJUI.index("survei:") :]
    sheet = fill(make(root), {1: dict.fromkeys(SURVEYED)})
    assert "Hasil survei yang sudah dicatat dikosongkan" in refused(root, sheet, said)


def test_guards_hold_for_a_worksheet_as_in_a_pull_request(make_tree: MakeTree, said: Read) -> None:
    root = make_tree(OPEN_YEAR)
    sheet = fill(make(root), {2: {"uraian": "Dilayani pelatihan kota tahun depan."}})
    (root / D / "kirim.yaml").write_text(KIRIM)
    assert "terkunci" in refused(root, sheet, said)


def test_a_decision_file_that_cannot_be_read_is_not_overwritten(
    make_tree: MakeTree, said: Read
) -> None:
    root = make_tree({**UNDECIDED, SECOND: "keputusan: [\n"})
    sheet = fill(make(root), {2: REJECTED})
    assert f"{SECOND} belum dapat dibaca" in refused(root, sheet, said)


def test_a_proposal_the_camat_does_not_decide_stays_undecided(
    make_tree: MakeTree, said: Read
) -> None:
    forum = USULAN.replace("template: perbaikan-saluran\n", "").replace(
        "volume", "satuan: m\nvolume"
    )
    root = make_tree({**UNDECIDED, "proposals/2016/rawasari/0003.yaml": forum})
    sheet = fill(make(root), {3: APPROVED})
    assert "forum UKPD" in refused(root, sheet, said)


def test_a_dry_run_tells_and_writes_nothing(root: Path, said: Read) -> None:
    sheet = fill(make(root), {1: APPROVED, 2: REJECTED})
    before = files_of(root)
    said()
    assert decide(root, sheet, "--dry-run") == 0
    told = said()
    assert files_of(root) == before
    assert "diusulkan 120 m → disetujui 100 m" in told
    assert "Akan dilayani pelatihan kota tahun ini." in told


def test_asked_for_the_decisions_become_one_commit(git_folder: GitFolder, said: Read) -> None:
    git_folder.commit("awal", UNDECIDED)
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    root = git_folder.root
    sheet = fill(make(root), {1: APPROVED, 2: REJECTED})
    assert decide(root, sheet) == 0
    assert "--catat" in said()
    (root / "catatan.txt").write_text("milik sendiri")
    assert decide(root, sheet, "--catat") == 0
    told = said()
    assert f"git -C {root} push -u origin keputusan/2016-rawasari" in told
    assert git_folder.git("show", "--format=", "--name-only", "HEAD").split() == [FIRST, SECOND]
    head = git_folder.git("rev-parse", "HEAD")
    assert decide(root, sheet, "--catat") == 0
    assert git_folder.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("answer", "commits", "code"), [("", 1, 0), ("Ya", 1, 0), ("t", 0, 0), (EOFError(), 0, 130)]
)
def test_on_a_terminal_the_commit_is_offered(
    git_folder: GitFolder,
    monkeypatch: pytest.MonkeyPatch,
    answer: str | EOFError,
    commits: int,
    code: int,
) -> None:
    first = git_folder.commit("awal", UNDECIDED).strip()
    git_folder.git("config", "user.name", "Operator Contoh")
    git_folder.git("config", "user.email", "operator@contoh.example")
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        if isinstance(answer, EOFError):
            raise answer
        return answer

    monkeypatch.setattr("builtins.input", ask)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert decide(git_folder.root, fill(make(git_folder.root), {2: REJECTED})) == code
    assert len(asked) == 1
    assert git_folder.git("rev-list", "--count", f"{first}..HEAD").strip() == str(commits)


def test_what_a_killed_writer_left_is_swept_up(root: Path) -> None:
    left = root / D / ".0001.yaml-abcdefgh.tmp"
    left.parent.mkdir(parents=True)
    left.write_text("keputusan: dis")
    assert decide(root, fill(make(root), {2: REJECTED})) == 0
    assert not left.exists()
