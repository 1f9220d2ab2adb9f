"""Rejected rows: which rows are, what is told of them, and the file they come back from."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from musrenbang.importing.sheet_files import HEAD, MARK_TITLE, YEAR_TITLE, disarmed, masked, rearmed
from musrenbang.importing.target_year import Target
from musrenbang.records.findings import Problem
from tests.import_support import JALAN, LAMPU, MAPPING, SALURAN, SMALL_SHEET, TITLES, Desk

PHONE, NIK = "0812-3456-7890", "3171054101900001"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_cells(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    return tuple(cells.get(title, cell) for title, cell in zip(TITLES, row, strict=True))


@pytest.mark.parametrize("secret", [PHONE, NIK, "siti@example.org"])
def test_personal_data_in_one_row_costs_that_row_only(desk: Desk, secret: str) -> None:
    result = desk.add((SALURAN, with_cells(JALAN, masalah=f"Rusak, hubungi {secret}"), LAMPU))
    assert (result.code, result.counts["usulan baru"], result.counts["ditolak"]) == (1, 2, 1)
    reason = desk.reasons()["3"]
    assert reason.startswith("Kolom “masalah”: Teks ini memuat ")
    assert "Hapus" in reason
    assert "0002" not in str(list(desk.state())), "the number is not used up"
    assert secret not in desk.rejects_file.read_text(encoding="utf-8")
    assert secret not in result.out + "".join(data.decode() for data, _ in desk.state().values())
    assert secret[:4] in desk.rejects()[0]["masalah"]


def test_personal_data_in_an_update_leaves_the_file_as_it_is(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    result = desk.add((with_cells(SALURAN, lokasi=f"Jl. Mawar {PHONE}"), JALAN, LAMPU))
    assert (result.code, result.counts["ditolak"], result.counts["usulan tetap"]) == (1, 1, 2)
    assert "“lokasi”" in desk.reasons()["2"]
    assert desk.state() == before


def test_a_kelurahan_named_by_a_phone_number_costs_its_rows(desk: Desk) -> None:
    row = with_cells(JALAN, kelurahan="Rawa 081234567890")
    result = desk.add((SALURAN, row, LAMPU))
    assert (result.code, result.counts["usulan baru"]) == (1, 2)
    assert "081234567890" not in desk.rejects_file.read_text(encoding="utf-8")
    assert "bukan nama kelurahan" in desk.reasons()["3"]


def test_a_fault_of_a_new_kelurahan_costs_its_rows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No rule finds one today; the file is made of what the rows say, so it would be theirs."""
    judged = Target.judged

    def strict(target: Target, files: Mapping[str, bytes]) -> tuple[list[Problem], list[Problem]]:
        path = "proposals/2016/johar-baru/kelurahan.yaml"
        fault = Problem(path, ("nama",), "nama", "Nama ini keliru.", "Lihat 2016/rawasari/0001.")
        faults, blocking = judged(target, files)
        return [*faults, *([fault] if path in files else [])], blocking

    monkeypatch.setattr(Target, "judged", strict)
    result = desk.add(SMALL_SHEET)
    assert (result.code, result.counts["usulan baru"]) == (1, 2)
    assert desk.reasons() == {"4": "Nama ini keliru. Lihat baris 2."}


def test_a_kelurahan_of_endless_name_is_a_reject(desk: Desk) -> None:
    result = desk.add((SALURAN, with_cells(JALAN, kelurahan="Rawa " * 200)))
    assert (result.code, result.counts["usulan baru"]) == (1, 1)


def test_nothing_left_is_no_file(desk: Desk) -> None:
    result = desk.add((with_cells(SALURAN, masalah=PHONE),))
    assert (result.code, result.counts["ditolak"]) == (1, 1)
    assert not desk.state()


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1+1", "''@x", "-250", "- buat", "+62", "'kutip'", "", "a", "\tx", "'"]
)
def test_disarming_is_undone_exactly(text: str) -> None:
    assert rearmed(disarmed(text)) == text


def test_rejects_come_back_as_they_were(desk: Desk) -> None:
    row = with_cells(JALAN, usulan="=A1 rusak", masalah="- Jalan rusak", volume="", lokasi="'=x")
    desk.add((SALURAN, row))
    text = desk.rejects_file.read_text(encoding="utf-8-sig")
    assert ",'=A1 rusak," in text
    corrected = desk.folder / "perbaikan.csv"
    corrected.write_text(text.replace(",,m2,", ",12.5,m2,").replace(",", ";"), encoding="utf-8")
    assert desk.run(sources=[corrected]).code == 0
    before = desk.state()
    assert desk.add((SALURAN, with_cells(row, volume="12.5"))).counts["usulan tetap"] == 2
    assert desk.state() == before


def test_rejects_come_back_below_a_letterhead_and_under_their_files_name(desk: Desk) -> None:
    """Row of titles, names of file and worksheet: all as in the first sheet."""
    desk.mapping(
        MAPPING,
        ("kelurahan: kelurahan", "kelurahan: nama_lembar"),
        ("kunci: [id]", "kunci: [nama_berkas, id]"),
    )
    rows = [["Kop surat"], TITLES, SALURAN, with_cells(JALAN, volume="x")]
    book = desk.workbook({"Rawasari": rows})
    assert desk.run(sources=[book]).counts["ditolak"] == 1
    first = desk.rejects()
    desk.run("--ditolak", desk.folder / "lagi.csv", sources=[desk.rejects_file])
    assert (desk.folder / "lagi.csv").read_bytes() == desk.rejects_file.read_bytes()
    text = desk.rejects_file.read_text(encoding="utf-8-sig")
    assert (first[0]["berkas"], first[0]["baris"]) == ("a.xlsx [Rawasari]", "4")
    corrected = desk.folder / "perbaikan.csv"
    corrected.write_text(text.replace(",x,m2,", ",12.5,m2,"), encoding="utf-8")
    result = desk.run(sources=[corrected])
    assert (result.code, result.counts["usulan baru"]) == (0, 1), result
    assert "kode_tracking: a/2" in desk.text("proposals/2016/rawasari/0002.yaml")


def test_rejects_are_a_workbook_with_the_cells_at_fault_in_colour(desk: Desk) -> None:
    """Corrected there, or saved from there as CSV with semicolons, they come back once."""
    rejects = desk.folder / "ditolak.xlsx"
    desk.sheet((SALURAN, with_cells(JALAN, volume="x", masalah="=1+1"), LAMPU))
    assert desk.run("--ditolak", rejects).code == 1
    book = load_workbook(rejects)
    sheet = book["Ditolak"]
    titles = [cell.value for cell in sheet[1]]
    assert titles == [*HEAD, *TITLES, YEAR_TITLE, MARK_TITLE]
    coloured = [cell.column for cell in sheet[2] if cell.fill.fgColor.rgb == "00FFE08A"]
    assert coloured == [titles.index("volume") + 1]
    assert sheet.cell(2, titles.index("masalah") + 1).data_type == "s"
    sheet.cell(2, titles.index("volume") + 1).value = 12.5
    book.save(rejects)
    rows = list(sheet.iter_rows(values_only=True))
    resaved = desk.folder / "perbaikan.csv"
    with resaved.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerows(["12,5" if cell == 12.5 else cell for cell in row] for row in rows)
    assert desk.run("--ditolak", desk.folder / "lagi.xlsx", sources=[rejects]).code == 0
    before = desk.state()
    assert "permasalahan: =1+1" in desk.text("proposals/2016/rawasari/0002.yaml")
    again = desk.run("--ditolak", desk.folder / "lagi.xlsx", sources=[resaved])
    assert (again.code, again.counts["usulan tetap"]) == (0, 1), again
    assert desk.state() == before


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"hubungi {PHONE} ya", "hubungi 0812-••••-•••• ya"),
        ("+62 812 3456 7890", "+62 ••• •••• ••••"),
        (NIK, "3171••••••••••••"),
        ("siti@example.org", "siti@•••••••.•••"),
        ("Rp 1.500.000.000, RT 05/03", "Rp 1.500.000.000, RT 05/03"),
        ("-6.19321234, 106.87011234", "-6.19321234, 106.87011234"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_keys_are_not_masked(desk: Desk) -> None:
    """A masked key would make another proposal of the corrected row."""
    desk.add((with_cells(SALURAN, id="081234567890", volume=""),))
    assert desk.rejects()[0]["id"] == "081234567890"


@pytest.mark.parametrize("place", ["proposals/2016/x.csv", "decisions/x.csv", "proposals/../x.csv"])
def test_rejects_are_not_put_among_the_records(desk: Desk, place: str) -> None:
    desk.sheet((with_cells(SALURAN, volume=""), JALAN))
    result = desk.run("--ditolak", desk.root / place)
    allowed = ".." in place
    assert result.code == (1 if allowed else 2)
    assert bool(desk.state()) == allowed


def test_lost_comments_are_counted(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    for number in ("0001", "0002"):
        path = f"proposals/2016/rawasari/{number}.yaml"
        remark = "# sudah dicek\n" if number == "0001" else 'keterangan: "lihat # 5"\n'
        desk.write(path, desk.text(path) + remark)
    rows = (with_cells(SALURAN, volume="61"), with_cells(JALAN, volume="13"), LAMPU)
    result = desk.add(rows)
    assert result.counts["usulan berubah"] == 2
    assert "1 berkas yang berubah kehilangan komentarnya" in result.out
    assert "ditulis ulang: proposals/2016/rawasari/0001.yaml." in result.out
    assert "komentarnya" not in desk.run().out
