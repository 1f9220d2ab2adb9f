"""Several tables on a sheet, and what headings say of the numbers below them."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from musrenbang.importing.likeness import suggested_activities
from musrenbang.sheets.spreadsheet import read_tables
from tests.import_support import Cells, Desk
from tests.test_import_recognition import EXPECTED, HEAD, HEADINGS, ROWS, Proposal, imported, made

OTHER_ORDER = (0, 4, 3, 2, 1, 5, 8, 7, 6, 9)
BELOW: tuple[Cells, ...] = (
    (1, 5, 3, "Banjir", "Pompa air", "Jl. Kenari", 1, "unit", 5_000_000, "Sudin SDA"),
    (2, 6, 4, "Gelap", "Lampu taman", "Jl. Pipit", 2, "titik", 6_000_000, "Sudin PE"),
)
EXPECTED_BELOW = (
    Proposal("005", ("003",), "Pompa air", "Jl. Kenari", "1", "unit", 5_000_000),
    Proposal("006", ("004",), "Lampu taman", "Jl. Pipit", "2", "titik", 6_000_000),
)
OTHER_WORDS: Cells = (
    *("No", "Nama Pekerjaan", "Uraian Masalah", "RT", "RW", "Tempat", "Pagu", "Sat", "Vol", "OPD"),
)


def turned(row: Cells) -> Cells:
    return [row[at] for at in OTHER_ORDER]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(out: str, words: str) -> list[str]:
    return [line for line in out.splitlines() if words in line]


@pytest.mark.parametrize("titles", [turned(HEADINGS), OTHER_WORDS], ids=["order", "words"])
def test_a_table_below_another_is_read_by_its_own_titles(desk: Desk, titles: Cells) -> None:
    total: Cells = [None, "TOTAL", *[None] * 6, 215_100_000]
    rows = [*HEAD, HEADINGS, *ROWS, total, [], titles, *map(turned, BELOW)]
    result = imported(desk, {"S": rows})
    assert (result.code, result.counts["ditolak"]) == (0, 0), result
    assert sorted(made(desk)) == sorted((*EXPECTED, *EXPECTED_BELOW))
    before = desk.state()
    assert imported(desk, {"S": rows}).counts["usulan tetap"] == 6
    assert desk.state() == before


def test_tables_beside_each_other_are_all_read(desk: Desk) -> None:
    """Each with the RW that stands above it; titles further up are of both."""
    left = [[*row[:1], *row[2:]] for row in (HEADINGS, *ROWS[:2])]
    right: list[Cells] = [[*row[:1], *row[2:]] for row in (HEADINGS, BELOW[0])]
    rows: list[Cells] = [*HEAD, ["RW 01", *[None] * 9, "RW 05"]]
    right.append([None] * 9)
    rows += [[*one, None, *other] for one, other in zip(left, right, strict=True)]
    result = imported(desk, {"S": rows})
    assert result.code == 0, result
    assert made(desk) == [*EXPECTED[:2], EXPECTED_BELOW[0]]
    assert imported(desk, {"S": rows}).counts["usulan tetap"] == 3


def test_a_recap_below_the_proposals_is_none(desk: Desk) -> None:
    recap: list[Cells] = [["No", "RW", "Jumlah Usulan", "Anggaran"], [1, "RW 01", 2, 126_000_000]]
    activities: list[Cells] = [["No", "Kegiatan", "Jumlah Usulan", "Total"], [1, "Got", 1, 96_000]]
    result = imported(
        desk, {"S": [*HEAD, HEADINGS, *ROWS, [], *recap], "Rekap": [*HEAD, *activities]}
    )
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    assert "S baris 10: bukan daftar usulan (tidak ada usulan kegiatan" in result.out
    assert "Rekap baris 4: bukan daftar usulan (tidak ada volume)" in result.out


def test_proposals_below_titles_that_nobody_knows_are_left_and_told(desk: Desk) -> None:
    titles = ("Nama", "Uraian", "Sumber", "RT", "RW", "Posisi", "Jml", "Sebutan", "Nilai", "Kantor")
    rows = [*HEAD, HEADINGS, *ROWS, [], titles, *map(turned, BELOW)]
    result = imported(desk, {"S": rows})
    assert result.code == 1
    assert made(desk) == list(EXPECTED)
    assert "S baris 10–11: usulannya ditolak (tidak ada volume), tidak dibaca." in result.out
    rejected = desk.rejects()
    assert [row["baris"] for row in rejected] == ["10", "11"]
    for row in rejected:
        assert "Isi kolom “Permasalahan” dan “Volume” di sini" in row["alasan"]
        row["Volume"], row["Permasalahan"] = row.pop("Nilai"), row.pop("Sumber")
    path = desk.folder / "perbaikan.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rejected[0]])
        writer.writeheader()
        writer.writerows(rejected)
    assert desk.understand(path).code == 0
    assert made(desk) == [*EXPECTED, *EXPECTED_BELOW]


def test_layouts_that_both_count_from_one_do_not_collide(desk: Desk) -> None:
    sheets = {
        "A": [*HEAD, HEADINGS, *ROWS[:2]],
        "B": [*HEAD, [*HEADINGS, "Keterangan"], *([*row, "ya"] for row in BELOW)],
    }
    result = imported(desk, sheets)
    assert (result.code, result.counts["usulan baru"]) == (0, 4), result
    assert imported(desk, sheets).counts["usulan tetap"] == 4


def with_money(title: str, values: Sequence[str | float]) -> list[Cells]:
    rows = [[*row[:8], value, row[9]] for row, value in zip(ROWS, values, strict=True)]
    return [[*HEADINGS[:8], title, "SKPD"], *rows]


@pytest.mark.parametrize(
    ("title", "values"),
    [
        ("Anggaran (ribuan)", (30_000, "96.000", "Rp 72.100", "17.000,0")),
        ("Anggaran (Rp. 000)", (30_000, "96.000", 72_100, 17_000)),
        ("Biaya (x Rp 1.000)", (30_000, "96.000", 72_100, "17 juta")),
        ("Anggaran dalam juta rupiah", (30, "96,0", 72.1, 17)),
        ("Pagu (Rp Juta)", ("30", 96, "72,1", "Rp 17")),
        ("Anggaran", ("30 jt", "96 juta", "72,1 juta", "17000 rb")),
    ],
)
def test_sums_of_thousands_and_millions_are_meant(
    desk: Desk, title: str, values: Sequence[str | float]
) -> None:
    result = imported(desk, {"S": [*HEAD, *with_money(title, values)]}, "--dry-run")
    assert "Rp96.000.000" in told(result.out, "rawasari/0002")[0]
    assert "   001   " in told(result.out, "rawasari/0002")[0]
    assert imported(desk, {"S": [*HEAD, *with_money(title, values)]}).code == 0
    assert made(desk) == list(EXPECTED)


def test_what_sums_stand_for_may_be_said_above_or_below_the_titles(desk: Desk) -> None:
    values = (30, 96, 72.1, 17)
    above = [*HEAD[:1], ["(dalam jutaan rupiah)"], *with_money("Anggaran", values)]
    result = imported(desk, {"S": above})
    assert made(desk) == list(EXPECTED)
    assert "angkanya dikalikan 1.000.000, menurut tulisan di atas tabel" in result.out
    titles, *rows = with_money("Anggaran", values)
    below = [*HEAD, titles, [*[None] * 8, "(Rp. Juta)"], *rows]
    assert imported(desk, {"S": below}).counts["usulan tetap"] == 4
    thousands = [*HEAD[:1], ["(dalam ribuan rupiah)"], *with_money("Anggaran", values)]
    assert imported(desk, {"S": thousands}).counts["usulan berubah"] == 4, "not as it was learned"


def test_sums_that_are_no_whole_rupiah_are_refused_or_told(desk: Desk) -> None:
    values = (30_000_000.4, "96000000.5", "72,1234567 juta", "1.500 miliar")
    result = imported(desk, {"S": [*HEAD, *with_money("Anggaran", values)]})
    assert (result.code, result.counts["ditolak"]) == (1, 3)
    assert "1 anggaran dibulatkan ke rupiah penuh: baris 4 (30000000,4 menjadi" in result.out
    whole = imported(desk, {"S": [*HEAD, *with_money("Anggaran (juta)", (30, "96000000", 72, 17))]})
    assert (whole.code, whole.counts["ditolak"]) == (1, 1)
    assert "menjadi Rp96.000.000.000.000; bila sudah rupiah penuh" in whole.out


def test_sums_too_small_for_rupiah_are_told(desk: Desk) -> None:
    sums = (30_000, 96_000, 7_000_000, 17_000)
    result = imported(desk, {"S": [*HEAD, *with_money("Anggaran", sums)]})
    assert "Kolom “Anggaran”: angkanya kecil untuk rupiah, misalnya 17.000." in result.out


@pytest.mark.parametrize("scores", [(85, 70, 92, 66), (30.5, 96, 72, 17.25)])
def test_what_may_be_scores_is_asked_about(desk: Desk, scores: tuple[float, ...]) -> None:
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, *with_money("Nilai", scores)]}
    asked = imported(desk, sheets)
    assert (asked.code, desk.state()) == (2, {}), asked
    assert 'perkiraan_anggaran="Nilai", abaikan="Nilai"' in asked.err
    result = imported(desk, sheets, "--kolom", "abaikan=Nilai")
    assert (result.code, [one.money for one in made(desk)]) == (0, [0] * 4), result
    assert "4 usulan tanpa anggaran: baris 4, 5, 6, 7." in result.out


def test_large_numbers_under_no_heading_of_money_are_asked_about(desk: Desk) -> None:
    titles = [*HEADINGS[:8], "Tahun 2017", "Tahun 2018", *HEADINGS[9:]]
    rows: list[Cells] = [[*row[:9], 1_000_000, *row[9:]] for row in ROWS]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, titles, *rows]}
    asked = imported(desk, sheets)
    assert (asked.code, desk.state()) == (2, {}), asked
    assert "kolom “Tahun 2017”, “Tahun 2018” berisi angka besar" in asked.err
    assert imported(desk, sheets, "--kolom", "perkiraan_anggaran=Tahun 2017").code == 0
    assert made(desk) == list(EXPECTED)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "pair",
    [
        ("Volume Disetujui", "Anggaran Disetujui"),
        ("Volume Hasil Verifikasi", "Pagu Verifikasi"),
        ("Vol. Rekomendasi", "Anggaran Rekomendasi Kelurahan"),
    ],
)
def test_of_what_was_proposed_and_approved_the_former_is_read(
    desk: Desk, pair: tuple[str, str], first: bool
) -> None:
    own = ["Volume Usulan" if one == "Volume" else one for one in HEADINGS]
    own[8] = "Anggaran Usulan"
    approved: tuple[Cells, ...] = (pair, *[(99, 1_000_000)] * 4)
    rows = [
        [*other, *row] if first else [*row, *other]
        for row, other in zip((own, *ROWS), approved, strict=True)
    ]
    result = imported(desk, {"S": [*HEAD, *rows]})
    assert made(desk) == list(EXPECTED)
    (line,) = told(result.out, "Kolom hasil pembahasan tidak dibaca")
    assert all(title in line for title in pair)


def test_of_the_columns_of_several_years_one_is_asked_for(desk: Desk) -> None:
    rows = [[*row[:9], 1, *row[9:]] for row in ROWS]
    titles = [*HEADINGS[:8], "Anggaran 2018", "Anggaran 2019", "SKPD"]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, titles, *rows]}
    result = imported(desk, sheets)
    assert (result.code, desk.state()) == (2, {})
    assert '--kolom perkiraan_anggaran="JUDUL". Pilihan: Anggaran 2018, Anggaran 2019' in result.err
    assert imported(desk, sheets, "--kolom", "perkiraan_anggaran=Anggaran 2018").code == 0
    assert made(desk) == list(EXPECTED)
    assert imported(desk, sheets).counts["usulan tetap"] == 4


def hidden(desk: Desk) -> Path:
    book = Workbook()
    sheet, secret = book.worksheets[0], book.create_sheet("Lama")
    for row in (*HEAD, (*HEADINGS, "Arsip"), *([*row, "x"] for row in ROWS)):
        sheet.append(list(row))
        secret.append(list(row))
    secret.sheet_state = "hidden"
    for letter in "IK":
        sheet.column_dimensions[letter].hidden = True
    path = desk.folder / "a.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("options", [("--dry-run",), ()])
def test_hidden_columns_and_worksheets_are_told(desk: Desk, options: tuple[str, ...]) -> None:
    result = desk.understand(hidden(desk), *options)
    assert result.counts["usulan baru"] == 4
    assert "kolom tersembunyi ikut dibaca: Anggaran (Rp)." in result.out
    assert "kolom tersembunyi tidak dibaca: Arsip." in result.out
    assert "a.xlsx: lembar tersembunyi tidak dibaca: Lama." in result.out


PAGE = """\
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<style>td {{ color: red }}</style></head><body>
<h3>USULAN KELURAHAN RAWASARI<br>KECAMATAN CEMPAKA PUTIH TAHUN 2017</h3>
<table border="1"><tr>{upper}</tr><tr><th>Jml<th>Sat</tr>
{rows}<tr><td colspan="8">TOTAL</td><td>215.100.000</td><td></td></tr></table>
<p>Lurah Rawasari&nbsp;\u2013</p></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_web_page_named_xls_is_read(desk: Desk, charset: str) -> None:
    """As many offices' systems export: headings of two rows, entities, cells left open."""
    wide = (*HEADINGS[:6], "VOLUME", *HEADINGS[8:])
    upper = "".join(
        f"<th {'colspan=2' if one == 'VOLUME' else 'rowspan=2'}>{one}</th>" for one in wide
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>\n" for row in ROWS
    ).replace("Jl. Pos", "Jl.&nbsp;Pos")
    path = desk.folder / "export.xls"
    path.write_text(PAGE.format(charset=charset, upper=upper, rows=rows), encoding=charset)
    result = desk.understand(path)
    assert (result.code, result.counts["ditolak"]) == (0, 0), result
    assert made(desk) == list(EXPECTED)
    assert "1 × baris jumlah" in result.out


def test_rows_of_tables_within_cells_and_spans_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    page = "<table><tr><td>a<table><tr><td rowspan=2>b<td>c<tr style='display:none'><td>d</table>"
    path.write_text(f"{page}<script>e</script>", encoding="utf-8")
    (table,) = read_tables(path, path.read_bytes())
    assert table.rows == [("a",), ("b", "c"), ("", "d")]
    assert table.hidden == {2}
    assert [tuple(span) for span in table.merged] == [(1, 0, 2, 0)]


ACTIVITIES = (
    "Perbaikan saluran tepi jalan",
    "Perbaikan jalan",
    "Pembangunan pos",
    "Pembersihan pos",
)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Saluran tepi jalan, perbaikan", ["Perbaikan saluran tepi jalan"]),
        ("Perb. saluran", ["Perbaikan saluran tepi jalan"]),
        ("Perb. jln", ["Perbaikan jalan"]),
        ("Pemb. pos", ["Pembangunan pos", "Pembersihan pos"]),
        ("Pengadaan pompa", []),
        ("Perbaikan", []),
    ],
)
def test_an_activity_in_other_words_is_offered(text: str, offered: list[str]) -> None:
    assert suggested_activities(text, ACTIVITIES) == offered


def test_an_activity_in_other_words_is_never_taken_unasked(desk: Desk) -> None:
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]}, "--kegiatan-baku", "Perbaikan got")
    row = [9, *ROWS[1][1:4], "Got, perbaikan", *ROWS[1][5:]]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *ROWS, row]})
    assert "tidak dianggap sama: “Got, perbaikan” mungkin “Perbaikan got”." in result.out
    assert "template" not in desk.text("proposals/2017/rawasari/0005.yaml")


def test_a_sheet_that_names_no_agency_is_imported_and_says_so(desk: Desk) -> None:
    """What somebody then records stays, whatever the sheet goes on not saying."""
    rows: list[Cells] = [
        [*row[:7], *row[8:9]] for row in (HEADINGS, *([*one[:6], 3, *one[7:]] for one in ROWS))
    ]
    result = imported(desk, {"S": [*HEAD, *rows]})
    assert (result.code, result.counts["usulan baru"]) == (0, 4), result
    assert "Lembar tidak menyebut perangkat daerah: 4 usulan" in result.out
    assert "Lembar tidak menyebut satuan: 4 usulan" in result.out
    path = "proposals/2017/rawasari/0001.yaml"
    text = desk.text(path)
    assert "skpd_tujuan: belum-ditetapkan" in text
    desk.write(path, text.replace("satuan: belum disebut", "satuan: titik"))
    assert imported(desk, {"S": [*HEAD, *rows]}).counts["usulan tetap"] == 4


@pytest.mark.parametrize(("stated", "is_told"), [(215_100_000, False), ("Rp215.000.000", True)])
def test_a_total_that_the_rows_do_not_make_is_told(
    desk: Desk, stated: str | int, is_told: bool
) -> None:
    """Whichever of the two is wrong, somebody should look."""
    rows = [*HEAD, HEADINGS, *ROWS[:2], [None, "Sub jumlah", *[None] * 6, 126_000_000], *ROWS[2:]]
    result = imported(desk, {"S": [*rows, [None, "TOTAL", *[None] * 6, stated]]})
    line = "jumlah anggaran yang dibaca Rp215.100.000, sedangkan baris 9 menyebut Rp215.000.000"
    assert (line in result.out) == is_told


def test_marks_of_text_and_sections_in_roman_figures(desk: Desk) -> None:
    titles = [title for title in HEADINGS if title != "RW"]
    rows: list[Cells] = []
    for rw, name in ((1, "I"), (2, "II"), (3, "III")):
        rows.append([name, f"RW. 0{rw} (Ketua: Anu)"])
        rows += [
            [f"'{row[0]}", *row[2:6], f"'{row[6]}", row[7], f"'Rp {row[8]}", row[9]]
            for row in ROWS
            if row[1] == rw
        ]
        rows.append([None, f"Jumlah RW 0{rw}", *[None] * 5, "1.000"])
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    assert "3 × baris pemisah" in result.out


def test_an_rw_below_a_heading_of_persons_is_read(desk: Desk) -> None:
    titles = ["Pengusul" if title == "RW" else title for title in HEADINGS]
    rows = [[row[0], f"RW 0{row[1]}", *row[2:]] for row in ROWS]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).counts["usulan tetap"] == 4
