"""Import without a mapping: the table, its columns and its places are found in the sheet itself."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import Workbook

from tests.conftest import ROOT
from tests.import_support import Cells, Desk, Result

TITLES = ("No", "RW", "RT", "Permasalahan", "Usulan Kegiatan", "Lokasi", "Volume", "Satuan")
MONEY = ("Anggaran (Rp)", "SKPD")
HEADINGS = (*TITLES, *MONEY)


class Proposal(NamedTuple):
    """What a row must become."""

    rw: str
    rt: tuple[str, ...]
    what: str
    where: str
    volume: str
    unit: str
    money: int


ROWS: tuple[Cells, ...] = (
    (1, 1, 3, "Jalan gelap", "Pemasangan lampu", "Jl. Mawar 7", 4, "titik", 30_000_000, "Sudin PE"),
    (2, 1, "5, 6", "Mampat", "Perbaikan got", "Gg. Buntu", 120, "m", 96_000_000, "Sudin SDA"),
    (3, 2, 9, "Berlubang", "Perbaikan jalan", "Jl. Pos 2", 206, "m2", 72_100_000, "Sudin BM"),
    (4, 3, 11, "Sampah", "Gerobak sampah", "Balai RW", 2, "unit", 17_000_000, "Sudin LH"),
)
EXPECTED = (
    Proposal("001", ("003",), "Pemasangan lampu", "Jl. Mawar 7", "4", "titik", 30_000_000),
    Proposal("001", ("005", "006"), "Perbaikan got", "Gg. Buntu", "120", "m", 96_000_000),
    Proposal("002", ("009",), "Perbaikan jalan", "Jl. Pos 2", "206", "m2", 72_100_000),
    Proposal("003", ("011",), "Gerobak sampah", "Balai RW", "2", "unit", 17_000_000),
)
HEAD: list[Cells] = [["USULAN KELURAHAN RAWASARI KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [None]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def made(desk: Desk, tahun: int = 2017) -> list[Proposal]:
    """The proposals of a year as they were written."""
    year = desk.snapshot().years[tahun]
    return [
        Proposal(
            usulan.rw or "",
            usulan.rt,
            usulan.usulan_kegiatan,
            usulan.lokasi.alamat if usulan.lokasi else "",
            f"{usulan.volume:f}",
            usulan.satuan or "",
            usulan.perkiraan_anggaran or 0,
        )
        for folder in year.folders
        for usulan in folder.usulan.values()
    ]


def imported(desk: Desk, sheets: dict[str, list[Cells]], *options: str) -> Result:
    return desk.understand(desk.workbook(sheets), *options)


def test_a_sheet_with_a_head_is_all_it_takes(desk: Desk) -> None:
    """Kelurahan, kecamatan and year from the text above; codes from the table of the region."""
    result = imported(desk, {"Sheet1": [*HEAD, HEADINGS, *ROWS]})
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    settings = desk.snapshot().years[2017].musrenbang
    assert settings is not None
    assert (settings.kecamatan.kode, settings.kota.nama) == ("31.71.05", "Jakarta Pusat")
    assert 'kode: "31.71.05.1003"' in desk.text("proposals/2017/rawasari/kelurahan.yaml")
    assert "Ditambahkan 4 perangkat daerah: sudin-pe, sudin-sda, sudin-bm, sudin-lh." in result.out
    again = imported(desk, {"Sheet1": [*HEAD, HEADINGS, *ROWS]})
    assert again.counts["usulan tetap"] == 4
    assert "Bentuk lembarnya sudah dikenal" in again.out


def test_what_columns_were_taken_for_is_shown_and_remembered(desk: Desk) -> None:
    result = imported(desk, {"Sheet1": [*HEAD, HEADINGS, *ROWS]}, "--dry-run")
    assert "Anggaran (Rp)" in result.out
    assert "30000000 · 96000000" in result.out
    assert not desk.state()
    imported(desk, {"Sheet1": [*HEAD, HEADINGS, *ROWS]})
    (remembered,) = [path for path in desk.state() if "/pemetaan/" in path]
    assert "perkiraan_anggaran: {kolom: Anggaran (Rp)}" in desk.text(remembered)
    assert not desk.snapshot().problems


def test_headings_in_two_rows_and_rows_between_the_proposals(desk: Desk) -> None:
    """A row per RW, sums, a total, a note and a signature are no proposals and no rejects."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        *HEAD,
        ["No", "Permasalahan", "Usulan", "LOKASI", None, None, "VOLUME", None, "Anggaran", "SKPD"],
        [None, None, None, "Alamat", "RT", "RW", "Jml", "Sat", None, None],
    ):
        sheet.append(list(row))
    for span in ("A3:A4", "B3:B4", "C3:C4", "D3:F3", "G3:H3", "I3:I4", "J3:J4"):
        sheet.merge_cells(span)
    rw = None
    for no, own_rw, rt, problem, what, where, volume, unit, money, agency in ROWS:
        if own_rw != rw:
            sheet.append([f"RW 0{own_rw}"])
            sheet.merge_cells(
                start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=10
            )
            rw = own_rw
        sheet.append([no, problem, what, where, rt, own_rw, volume, unit, money, agency])
    sheet.append(["Sub jumlah", None, None, None, None, None, None, None, 215_100_000])
    sheet.append(["TOTAL", None, None, None, None, None, None, None, 215_100_000])
    sheet.append([])
    sheet.append([None, "Catatan: warna kuning prioritas"])
    sheet.append([None] * 8 + ["Lurah Rawasari,"])
    sheet.append([None] * 8 + ["( ............... )"])
    path = desk.folder / "a.xlsx"
    book.save(path)
    result = desk.understand(path)
    assert (result.code, result.counts["ditolak"]) == (0, 0), result
    assert made(desk) == list(EXPECTED)
    assert "3 × baris pemisah" in result.out
    assert "2 × baris jumlah" in result.out
    assert "“Catatan: warna kuning prioritas”" in result.out


def test_the_rw_may_stand_only_in_the_rows_between(desk: Desk) -> None:
    rows: list[Cells] = [*HEAD, [title for title in HEADINGS if title != "RW"]]
    for rw in (1, 2, 3):
        rows.append([f"RW {rw:02d}"])
        rows += [[row[0], *row[2:]] for row in ROWS if row[1] == rw]
    assert imported(desk, {"Sheet1": rows}).code == 0
    assert made(desk) == list(EXPECTED)


def test_a_worksheet_for_each_rw(desk: Desk) -> None:
    """Names of worksheets carry the value, and a sheet that says all of it again is left out."""
    titles = [title for title in HEADINGS if title != "RW"]
    sheets: dict[str, list[Cells]] = {
        f"RW {rw:02d}": [
            *HEAD,
            titles,
            *([at, *row[2:]] for at, row in enumerate((r for r in ROWS if r[1] == rw), 1)),
        ]
        for rw in (1, 2, 3)
    }
    sheets["REKAP"] = [["RW", "Jumlah usulan", "Anggaran"], [1, 2, 126_000_000]]
    result = imported(desk, sheets)
    assert result.code == 0, result
    assert sorted(made(desk)) == sorted(EXPECTED)
    assert "REKAP" in result.out
    assert imported(desk, sheets).counts["usulan tetap"] == 4


def test_a_sheet_that_repeats_the_others_is_read_once(desk: Desk) -> None:
    sheets = {
        "A": [*HEAD, HEADINGS, *ROWS[:2]],
        "B": [*HEAD, HEADINGS, *ROWS[2:]],
        "Semua": [*HEAD, HEADINGS, *ROWS],
    }
    result = imported(desk, sheets)
    assert result.code == 0, result
    assert sorted(made(desk)) == sorted(EXPECTED)
    assert "Lembar Semua mengulang usulan pada lembar lain" in result.out


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("RT/RW", ["03/01", "05,06/01", "09/02", "11/03"]),
        ("RT / RW", ["RT 3 RW 1", "RT 5,6/RW 1", "RT 009 / RW 002", "11/03"]),
    ],
)
def test_rt_and_rw_in_one_column(desk: Desk, heading: str, values: list[str]) -> None:
    rows = [[row[0], value, *row[3:]] for row, value in zip(ROWS, values, strict=True)]
    titles = ["No", heading, *HEADINGS[3:]]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)


def test_merged_cells_hold_for_all_their_rows_but_a_sum_for_one(desk: Desk) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (*HEAD, HEADINGS, *ROWS):
        sheet.append(list(row))
    sheet.merge_cells("B4:B5")
    sheet.merge_cells("I5:I6")
    path = desk.folder / "a.xlsx"
    book.save(path)
    result = desk.understand(path)
    assert result.code == 0, result
    assert [(one.rw, one.money) for one in made(desk)] == [
        ("001", 30_000_000),
        ("001", 96_000_000),
        ("002", 0),
        ("003", 17_000_000),
    ]
    assert "kolom “RW” diisi dari sel di atasnya" in result.out
    assert "baris 6 berbagi satu sel angka" in result.out


def test_columns_of_persons_are_never_read(desk: Desk) -> None:
    """By their heading or by what stands in them; the report says so and shows none of it."""
    titles = [*HEADINGS, "CP", "Lain"]
    people = ("Bpk. Slamet 0812-3456-7801", "Ibu Siti 0812-3456-7802", "H. Amir", "Bpk. Udin")
    rows = [[*row, person, person] for row, person in zip(ROWS, people, strict=True)]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert result.code == 0, result
    assert "Kolom data pribadi tidak dibaca: CP, Lain." in result.out
    written = result.out + "".join(data.decode() for data, _ in desk.state().values())
    assert not any(secret in written for secret in ("Slamet", "7801", "Siti", "Udin"))


@pytest.mark.parametrize(
    ("volumes", "read"),
    [
        (["4", "1.200,5", "206", "2"], ["4", "1200.5", "206", "2"]),
        (["4", "12.5", "206", "2"], ["4", "12.5", "206", "2"]),
        (["4 titik", "120 m'", "206 m²", "2 unit"], ["4", "120", "206", "2"]),
        (["½", "2½", "206", "2"], ["0.5", "2.5", "206", "2"]),
    ],
)
def test_volumes_as_they_are_written(desk: Desk, volumes: list[str], read: list[str]) -> None:
    rows = [[*row[:6], volume, *row[7:]] for row, volume in zip(ROWS, volumes, strict=True)]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert result.code == 0, result
    assert [one.volume for one in made(desk)] == read


def test_a_volume_that_can_be_read_in_two_ways_is_refused(desk: Desk) -> None:
    rows = [[*ROWS[0][:6], "1.200", *ROWS[0][7:]], *ROWS[1:]]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert (result.code, result.counts["ditolak"]) == (1, 1)
    assert "dapat dibaca dua cara" in result.out


def test_money_in_thousands_is_multiplied_and_told(desk: Desk) -> None:
    titles = [*TITLES, "Anggaran (ribu rupiah)", "SKPD"]
    rows = [[*row[:8], int(str(row[8])) // 1000, row[9]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert made(desk) == list(EXPECTED)
    assert "angkanya dikalikan 1.000" in result.out


def test_a_unit_price_checks_the_sum(desk: Desk) -> None:
    titles = [*TITLES, "Harga Satuan", "Jumlah Harga", "SKPD"]
    prices = (7_500_000, 800_000, 350_000, 8_000_000)
    rows = [[*row[:8], price, *row[8:]] for row, price in zip(ROWS, prices, strict=True)]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert made(desk) == list(EXPECTED)
    assert "1 usulan jumlahnya bukan volume × harga satuan: baris 7 (2 × Rp8.000.000" in result.out


def test_hidden_rows_are_read_and_counted(desk: Desk) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (*HEAD, HEADINGS, *ROWS):
        sheet.append(list(row))
    sheet.row_dimensions[5].hidden = True
    path = desk.folder / "a.xlsx"
    book.save(path)
    for options in (("--dry-run",), ()):
        assert "1 baris tersembunyi ikut dibaca: baris 5." in desk.understand(path, *options).out


def test_rows_without_numbers_are_known_by_what_they_say(desk: Desk) -> None:
    rows = [row[1:] for row in ROWS]
    sheets = {"S": [*HEAD, HEADINGS[1:], *rows, rows[0]]}
    result = imported(desk, sheets)
    assert result.counts["usulan baru"] == 5, "two equal rows may be two proposals, and are told"
    assert "1 baris isinya sama dengan baris lain" in result.out
    assert "Lembar tanpa nomor" in result.out
    assert imported(desk, sheets).counts["usulan tetap"] == 5


def test_numbers_that_begin_again_for_each_rw_are_told_apart(desk: Desk) -> None:
    rows = [[no, *row[1:]] for no, row in zip((1, 2, 1, 1), ROWS, strict=True)]
    assert imported(desk, {"S": [*HEAD, HEADINGS, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)
    assert imported(desk, {"S": [*HEAD, HEADINGS, *rows]}).counts["usulan tetap"] == 4


def test_what_the_sheet_does_not_say_is_asked_for_by_name(desk: Desk) -> None:
    """Each refusal names the option that answers it; then nothing is asked again."""
    sheets: dict[str, list[Cells]] = {"S": [HEADINGS, *ROWS]}
    first = imported(desk, sheets, "--tahun", "2017")
    assert (first.code, "--kelurahan" in first.err) == (2, True)
    second = imported(desk, sheets, "--tahun", "2017", "--kelurahan", "Menteng Dalam Baru")
    assert (second.code, "--kecamatan" in second.err) == (2, True)
    assert not desk.state()
    answers = ("--kelurahan", "Menteng Dalam Baru", "--kecamatan", "Anu, Kab. Lain (12.34.56)")
    assert imported(desk, sheets, "--tahun", "2017", *answers).code == 0
    assert "Kabupaten" in desk.text("proposals/2017/musrenbang.yaml")
    again = imported(desk, sheets)
    assert again.counts["usulan tetap"] == 4, again
    other_file = desk.workbook(sheets, "b.xlsx")
    assert desk.understand(other_file).code == 2
    assert desk.understand(other_file, "--kelurahan", "Johar").counts["usulan baru"] == 4
    assert desk.understand(other_file).counts["usulan tetap"] == 4, (
        "the layout is known, and the file"
    )
    assert len([path for path in desk.state() if "/pemetaan/" in path]) == 1


def test_a_column_of_another_heading_is_named_once(desk: Desk) -> None:
    titles = ["Besar" if title == "Volume" else title for title in HEADINGS]
    sheets = {"S": [*HEAD, titles, *ROWS]}
    refused = imported(desk, sheets)
    assert refused.code == 2
    assert '--kolom volume="JUDUL"' in refused.err
    assert "Besar" in refused.err
    assert imported(desk, sheets, "--kolom", "volume=Besar").code == 0
    assert made(desk) == list(EXPECTED)
    assert imported(desk, sheets).counts["usulan tetap"] == 4, "it is remembered"


def test_a_sheet_of_another_kecamatan_is_refused(desk: Desk) -> None:
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]})
    other: list[Cells] = [["USULAN KELURAHAN MENTENG KECAMATAN MENTENG TAHUN 2017"]]
    result = imported(desk, {"S": [*other, HEADINGS, *ROWS]})
    assert result.code == 1
    assert "Folder data ini untuk Kecamatan Cempaka Putih" in result.err


def test_an_export_of_sipd(desk: Desk) -> None:
    """Its columns as another municipality reads them: the proposer is dropped, the point found."""
    titles = (
        *("id_usulan", "tanggal_usul", "pengusul", "profil", "usulan", "masalah", "alamat"),
        *("kabupaten", "kecamatan", "kelurahan", "usulan_ke", "opd awal", "opd akhir", "status"),
        *("catatan", "rekomendasi mitra", "rekomendasi kelurahan", "rekomendasi kecamatan"),
        *("rekomendasi skpd", "rekomendasi tapd", "volume", "satuan", "anggaran"),
        *("jenis_belanja", "sub_kegiatan"),
    )
    place = "Jl. Mawar RT 05 RW 03 (-6.1932, 106.8701)"
    rows: list[Cells] = [
        (
            *(123456 + at, "2023-01-05", "Budi Santoso", "Warga", "Perbaikan saluran", "Mampat"),
            *(place, "Jakarta Pusat", "Cempaka Putih", "Rawasari", "", "Sudin SDA", "", ""),
            *("", "", "", "", "", "", 60, "Meter", 48_000_000, "Modal", "Drainase"),
        )
        for at in range(3)
    ]
    result = imported(desk, {"Worksheet": [titles, *rows]}, "--tahun", "2023")
    assert result.code == 0, result
    text = desk.text("proposals/2023/rawasari/0001.yaml")
    assert "lokasi: {alamat: Jl. Mawar RT 05 RW 03, koordinat: [-6.1932, 106.8701]}" in text
    assert 'rw: "003"\nrt: ["005"]\n' in text
    assert "volume: 60\nsatuan: m\nperkiraan_anggaran: 48000000\n" in text
    assert 'kode_tracking: "123456"' in text
    assert "Budi" not in result.out + text


def test_a_decision_worksheet_is_no_sheet_of_proposals(desk: Desk) -> None:
    rows: list[Cells] = [["Identitas", "Usulan kegiatan", "Volume", "Keputusan"], ["a", "b", 1, ""]]
    result = imported(desk, {"Rawasari": rows})
    assert result.code == 1
    assert "adalah lembar keputusan" in result.err


def test_a_sheet_without_a_table_is_refused_with_what_is_looked_for(desk: Desk) -> None:
    result = imported(desk, {"S": [["a", "b"], [1, 2]]})
    assert result.code == 1
    assert "tidak ditemukan tabel usulan" in result.err


@pytest.mark.parametrize(
    "rows_between", [("RW 01", "RW 02", "RW 03"), ("A. RW I", "Usulan RW. 2", "RW 03 (Bpk. Anu)")]
)
def test_rows_between_say_their_rw_in_many_ways(desk: Desk, rows_between: tuple[str, ...]) -> None:
    rows: list[Cells] = [*HEAD, [title for title in HEADINGS if title != "RW"]]
    for rw, text in enumerate(rows_between, 1):
        rows += [[text], *([row[0], *row[2:]] for row in ROWS if row[1] == rw)]
    assert imported(desk, {"S": rows}).code == 0
    assert made(desk) == list(EXPECTED)


def test_proposals_without_any_rw_are_counted_by_row(desk: Desk) -> None:
    titles = [title for title in HEADINGS if title not in {"RW", "RT", "Lokasi"}]
    rows = [[row[0], *row[3:5], *row[6:]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert "4 usulan tanpa RW: baris 4, 5, 6, 7." in result.out


def test_an_rw_is_carried_down_only_where_it_can_be_nothing_else(desk: Desk) -> None:
    """Written once at the head of each group; not beside rows that have none."""
    rows: list[Cells] = [
        [
            at,
            rw if at % 3 == 1 else None,
            1,
            "Gelap",
            "Lampu",
            f"Gang {at}",
            1,
            "titik",
            250_000,
            "X",
        ]
        for at, rw in enumerate([rw for rw in (1, 2, 3) for _ in range(3)], 1)
    ]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert [one.rw for one in made(desk)] == ["001"] * 3 + ["002"] * 3 + ["003"] * 3
    assert "kolom “RW” diisi dari sel di atasnya" in result.out


def test_an_rw_left_out_now_and_then_stays_out(desk: Desk) -> None:
    rows = [[*ROWS[0]], [ROWS[1][0], None, *ROWS[1][2:]], [*ROWS[2]], [*ROWS[3]]]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert [one.rw for one in made(desk)] == ["001", "", "002", "003"]
    assert "1 usulan tanpa RW: baris 5." in result.out


def test_one_word_over_two_columns_is_told_apart_by_what_stands_below(desk: Desk) -> None:
    titles = ["Jumlah" if title in {"Volume", "Anggaran (Rp)"} else title for title in HEADINGS]
    assert imported(desk, {"S": [*HEAD, titles, *ROWS]}).code == 0
    assert made(desk) == list(EXPECTED)


def test_a_column_named_like_a_person_may_hold_agencies(desk: Desk) -> None:
    titles = ["Penanggung Jawab" if title == "SKPD" else title for title in HEADINGS]
    result = imported(desk, {"S": [*HEAD, titles, *ROWS]})
    assert "Ditambahkan 4 perangkat daerah" in result.out


@pytest.mark.parametrize("said", ["Diteruskan", "Ya", "Disetujui", "v"])
def test_a_column_of_the_lurah_is_read(desk: Desk, said: str) -> None:
    titles = [*HEADINGS, "Hasil Validasi Lurah", "Tanggal Validasi"]
    words = (said, "Tidak diteruskan", "", said)
    rows = [[*row, word, "14 Februari 2017"] for row, word in zip(ROWS, words, strict=True)]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    texts = [desk.text(f"proposals/2017/rawasari/000{at}.yaml") for at in (1, 2, 3)]
    assert "validasi_lurah: {hasil: diteruskan, tanggal: 2017-02-14}" in texts[0]
    assert "hasil: tidak-diteruskan" in texts[1]
    assert "validasi_lurah" not in texts[2]


def test_worksheets_named_after_kelurahan(desk: Desk) -> None:
    head: list[Cells] = [["USULAN KECAMATAN CEMPAKA PUTIH 2017"]]
    result = imported(
        desk,
        {
            "Rawasari": [*head, HEADINGS, *ROWS[:2]],
            "Cempaka Putih Barat": [*head, HEADINGS, *ROWS[2:]],
        },
    )
    assert result.code == 0, result
    assert list(desk.snapshot().years[2017].kelurahan) == ["cempaka-putih-barat", "rawasari"]


def test_an_activity_is_a_standard_one_only_where_somebody_says_so(desk: Desk) -> None:
    """Then it gets no price from the sheet, and one for each unit and agency (juknis D.5)."""
    rows = [*ROWS, [5, *ROWS[1][1:6], 2, "unit", 1_000_000, "Sudin SDA"]]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, HEADINGS, *rows]}
    assert "5 usulan tanpa template" in imported(desk, sheets).out
    result = imported(desk, sheets, "--kegiatan-baku", "Perbaikan got")
    assert result.code == 0, result
    assert "3 usulan tanpa template" in result.out
    assert "Ditambahkan 2 template: perbaikan-got, perbaikan-got-unit." in result.out
    assert "harga_satuan" not in desk.text("proposals/2017/template-kegiatan.yaml")
    assert "template: perbaikan-got-unit" in desk.text("proposals/2017/rawasari/0005.yaml")
    before = desk.state()
    assert imported(desk, sheets).counts["usulan tetap"] == 5
    assert desk.state() == before


def test_starting_with_an_own_kecamatan(tmp_path: Path) -> None:
    """What README says, word for word, from an empty folder to a site."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("### Starting with your own kecamatan\n\n```sh\n")[2].partition("```")[
        0
    ]
    desk = Desk(tmp_path)
    path = desk.workbook({"Usulan": [*HEAD, HEADINGS, *ROWS]}, "proposals.xlsx")
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("build.py", "mappings"):
        (folder / name).symlink_to(ROOT / name)
    path.rename(folder / path.name)
    for command in block.strip().splitlines():
        done = subprocess.run(
            ["sh", "-c", command.replace(".venv/bin/python", sys.executable)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    root = tmp_path / "my-kecamatan"
    assert (root / "proposals/2017/rawasari/0004.yaml").is_file()
    assert "Cempaka Putih" in (root / "_site/index.html").read_text(encoding="utf-8")


def test_a_row_put_in_between_does_not_shift_the_others(desk: Desk) -> None:
    """The clerk numbers all rows anew; every proposal stays what it is, and one is new."""
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]})
    before = desk.state()
    between: Cells = [
        0,
        2,
        5,
        "Banjir",
        "Pompa air",
        "Jl. Kenari",
        1,
        "unit",
        9_000_000,
        "Sudin SDA",
    ]
    rows: list[Cells] = [
        [at, *row[1:]] for at, row in enumerate([*ROWS[:2], between, *ROWS[2:]], 1)
    ]
    sheets: dict[str, list[Cells]] = {"S": [*HEAD, HEADINGS, *rows]}
    result = imported(desk, sheets)
    assert (result.counts["usulan baru"], result.counts["usulan tetap"]) == (1, 4)
    assert "Tidak ada lagi di lembar" not in result.out
    assert all(desk.state()[path] == content for path, content in before.items())
    assert "Pompa air" in desk.text("proposals/2017/rawasari/0005.yaml")
    assert imported(desk, sheets).counts["usulan tetap"] == 5
    fewer: list[Cells] = [[at, *row[1:]] for at, row in enumerate([between, *ROWS[2:]], 1)]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *fewer]})
    assert result.counts["usulan tetap"] == 3
    assert (
        "Tidak ada lagi di lembar, berkasnya dibiarkan: rawasari/0001, rawasari/0002." in result.out
    )


def test_a_numbered_row_that_is_corrected_stays_the_same_proposal(desk: Desk) -> None:
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]})
    rows = [[*ROWS[0][:5], "Jl. Mawar 77", *ROWS[0][6:]], *ROWS[1:]]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert (result.counts["usulan berubah"], result.counts["usulan tetap"]) == (1, 3)
    assert "Jl. Mawar 77" in desk.text("proposals/2017/rawasari/0001.yaml")


def test_titles_that_come_again_below_a_kelurahans_name(desk: Desk) -> None:
    """Two kelurahan one below the other: the first is named above the table, the next between."""
    rows = [*HEAD, HEADINGS, *ROWS[:2], [], ["KELURAHAN CEMPAKA PUTIH BARAT"], HEADINGS, *ROWS[2:]]
    result = imported(desk, {"S": rows})
    assert result.code == 0, result
    folders = desk.snapshot().years[2017].kelurahan
    assert {slug: len(folder.usulan) for slug, folder in folders.items()} == {
        "cempaka-putih-barat": 2,
        "rawasari": 2,
    }


def test_rejects_come_back_to_the_year_and_kelurahan_of_their_sheet(desk: Desk) -> None:
    """Which the rows no longer say by themselves, nor who they are in a sheet without numbers."""
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]}, "--tahun", "2018")
    rows: list[Cells] = [row[1:] for row in ROWS]
    rows[1] = [*rows[1][:5], "banyak", *rows[1][6:]]
    without_numbers = {"S": [*HEAD, HEADINGS[1:], *rows]}
    assert imported(desk, without_numbers, "--tahun", "2017").counts["ditolak"] == 1
    text = desk.rejects_file.read_text(encoding="utf-8-sig")
    corrected = desk.folder / "perbaikan.csv"
    corrected.write_text(text.replace("banyak,m", "120,m").replace(",", ";"), encoding="utf-8")
    assert desk.understand(corrected, "--ditolak", desk.folder / "x.xlsx").code == 0
    assert sorted(made(desk)) == sorted(EXPECTED)
    again = desk.understand(corrected, "--ditolak", desk.folder / "x.xlsx")
    assert again.counts["usulan tetap"] == 1
    assert sorted(made(desk)) == sorted(EXPECTED)


def test_the_rw_that_proposes_is_no_person(desk: Desk) -> None:
    titles = ["RW Pengusul" if title == "RW" else title for title in HEADINGS]
    people = [*titles, "Nama Pengusul", "No. HP"]
    rows = [[*row, "Amir", "x"] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, people, *rows]})
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    assert "Kolom data pribadi tidak dibaca: Nama Pengusul, No. HP." in result.out


@pytest.mark.parametrize("option", ["volume=Nama Pengusul", "keterangan=Nama Pengusul"])
def test_a_column_of_persons_is_not_read_even_where_somebody_says_so(
    desk: Desk, option: str
) -> None:
    titles = [*HEADINGS, "Nama Pengusul"]
    rows = [[*row, "Amir"] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]}, "--kolom", option)
    assert (result.code, desk.state()) == (2, {})
    assert "data pribadi" in result.err


def test_headings_with_more_in_brackets_and_beside_strokes(desk: Desk) -> None:
    titles = (
        *("NO", "RW", "RT", "ISU / PERMASALAHAN", "NAMA PAKET PEKERJAAN", "LOKASI (Jl/Gg)"),
        *("VOL (P x L)", "SAT", "ESTIMASI (Rp.)", "UNIT KERJA"),
    )
    result = imported(desk, {"S": [*HEAD, titles, *ROWS]})
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)


def test_volumes_that_are_products_are_rejected_with_what_to_write(desk: Desk) -> None:
    rows = [[*row[:6], "50 x 2 m", *row[7:]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    assert (result.code, result.counts["ditolak"]) == (1, 4)
    assert "perkalian; tulis hasilnya saja" in result.out
