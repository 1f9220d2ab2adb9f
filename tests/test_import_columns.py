"""What a column is where its heading says little or too much, and what of that is told."""

from pathlib import Path

import pytest

from tests.import_support import Cells, Desk
from tests.test_import_recognition import EXPECTED, HEAD, HEADINGS, ROWS, imported, made

GUESSED = "Kolom yang diduga saja, periksa: "


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_column(title: str, *values: float | str | None) -> dict[str, list[Cells]]:
    """The usual rows with one more column."""
    rows: list[Cells] = [[*row, value] for row, value in zip(ROWS, values, strict=True)]
    return {"S": [*HEAD, [*HEADINGS, title], *rows]}


def retitled(old: str, new: str) -> list[Cells]:
    titles = [new if title == old else title for title in HEADINGS]
    return [*HEAD, titles, *ROWS]


def test_what_became_of_proposals_is_no_remark_on_them(desk: Desk) -> None:
    values = ("Diakomodir", "Tidak Diakomodir", "ditolak", "Diakomodir")
    result = imported(desk, with_column("Keterangan", *values))
    assert "Kolom hasil pembahasan tidak dibaca, yang dicatat usulannya: Keterangan." in result.out
    assert "keterangan" not in desk.text("proposals/2017/rawasari/0001.yaml")


def test_a_field_of_affairs_is_an_issue_only_by_guess(desk: Desk) -> None:
    values = ("Lingkungan", "Lingkungan", "Perhubungan", "Kesehatan")
    result = imported(desk, with_column("Bidang Urusan", *values))
    assert f"{GUESSED}“Bidang Urusan” = isu." in result.out
    assert "isu: Lingkungan" in desk.text("proposals/2017/rawasari/0001.yaml")


def test_a_field_of_affairs_that_holds_agencies_is_none(desk: Desk) -> None:
    result = imported(desk, with_column("Urusan", *["Kecamatan Cempaka Putih"] * 4))
    assert "Kolom lain yang tidak dibaca: Urusan." in result.out


def test_an_empty_column_takes_no_field_from_one_that_says_something(desk: Desk) -> None:
    """“Kelurahan” below “Rekomendasi” in an export of SIPD is empty, “Kelurahan/Desa” is not."""
    rows: list[Cells] = [[*row, "Rawasari", None, None] for row in ROWS]
    above = [*HEADINGS, "Kelurahan/Desa", "Rekomendasi", None]
    below: Cells = [*[None] * 11, "Kelurahan", "SKPD"]
    head: list[Cells] = [["USULAN KECAMATAN CEMPAKA PUTIH TAHUN 2017"], [None]]
    sheet = [*head, above, below, *rows]
    result = imported(desk, {"S": sheet})
    assert (result.code, made(desk)) == (0, list(EXPECTED)), result
    assert "Rekomendasi Kelurahan, Rekomendasi SKPD" in result.out


@pytest.mark.parametrize("title", ["R.W.", "R W", "Asal Usulan", "Rwnya", "Dari"])
def test_the_rw_is_found_under_any_heading(desk: Desk, title: str) -> None:
    rows = [[row[0], f"RW 0{row[1]}", *row[2:]] for row in ROWS]
    titles = [title if one == "RW" else one for one in HEADINGS]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Permasalahan", "masalahnya"), ("Volume", "brp banyak"), ("No", "#"), ("RT", "R.T.")],
)
def test_headings_as_people_speak(desk: Desk, old: str, new: str) -> None:
    result = imported(desk, {"S": retitled(old, new)})
    assert result.code == 0, result
    assert made(desk) == list(EXPECTED)
    assert "tidak dibaca" not in result.out


def test_sums_that_are_about_right_are_read(desk: Desk) -> None:
    money = ("± 30 juta", "±96jt", "+/- Rp 72.100.000", "± Rp. 17.000.000,-")
    rows = [[*row[:8], text, row[9]] for row, text in zip(ROWS, money, strict=True)]
    assert imported(desk, {"S": [*HEAD, HEADINGS, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)


def test_marks_and_counts_beside_the_volume_are_no_money(desk: Desk) -> None:
    """Volume times 1 is the volume again, which says nothing."""
    titles = [*HEADINGS[:8], "Volume di Tahap Desa", "Diteruskan", "SKPD"]
    rows = [[*row[:8], row[6], 1, row[9]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert [one.money for one in made(desk)] == [0] * 4
    assert "Kolom lain yang tidak dibaca: Diteruskan, Volume di Tahap Desa." in result.out


def test_thousands_right_after_rp_are_meant(desk: Desk) -> None:
    rows = [[*row[:8], int(row[8]) // 1000, row[9]] for row in ROWS]  # type: ignore[arg-type]  # sums are numbers here
    titles = ["Biaya (Rp.000)" if one.startswith("Anggaran") else one for one in HEADINGS]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert made(desk) == list(EXPECTED)


def test_a_kelurahan_may_be_named_by_its_initials_in_a_column(desk: Desk) -> None:
    head: list[Cells] = [["USULAN KECAMATAN CEMPAKA PUTIH 2017"], [None]]
    rows = [[*row, "CPT" if row[0] == 1 else "Rawasari"] for row in ROWS]
    result = imported(desk, {"S": [*head, [*HEADINGS, "Kel."], *rows]})
    assert "“CPT” dianggap Kelurahan Cempaka Putih Timur." in result.out
    assert desk.snapshot().years[2017].kelurahan.keys() == {"cempaka-putih-timur", "rawasari"}


@pytest.mark.parametrize("tail", ["MENURUT SKPD", "DAN RW", "BERDASARKAN PRIORITAS"])
def test_the_name_of_a_kelurahan_ends_where_the_sentence_goes_on(desk: Desk, tail: str) -> None:
    head: list[Cells] = [
        [f"PRIORITAS KELURAHAN RAWASARI {tail}"],
        ["KECAMATAN CEMPAKA PUTIH 2017"],
    ]
    assert imported(desk, {"S": [*head, HEADINGS, *ROWS]}).code == 0
    assert [*desk.snapshot().years[2017].kelurahan] == ["rawasari"]


def test_a_place_that_says_rt_and_rw_alone_is_no_address(desk: Desk) -> None:
    titles = [*HEADINGS[:1], *HEADINGS[3:5], "Lokasi (RW/RT)", *HEADINGS[6:]]
    rows = [[row[0], *row[3:5], f"0{row[1]}/09", *row[6:]] for row in ROWS]
    assert imported(desk, {"S": [*HEAD, titles, *rows]}).code == 0
    assert [(one.rw, one.rt, one.where) for one in made(desk)] == [
        (one.rw, ("009",), "") for one in EXPECTED
    ]


def test_a_problem_that_no_column_tells_is_said_and_not_written_over(desk: Desk) -> None:
    rows: list[Cells] = [[*row[:3], *row[4:]] for row in (HEADINGS, *ROWS)]
    sheet = {"S": [*HEAD, *rows]}
    result = imported(desk, sheet)
    assert "Lembar tidak menyebut permasalahan: 4 usulan dicatat dengan" in result.out
    path = "proposals/2017/rawasari/0001.yaml"
    text = desk.text(path).replace("Tidak tercatat pada lembar asal.", "Jalan gelap.")
    desk.write(path, text)
    assert imported(desk, sheet).counts["usulan tetap"] == 4
    assert desk.text(path) == text


def test_an_empty_column_of_templates_leaves_the_activity_to_say_it(desk: Desk) -> None:
    imported(desk, {"S": [*HEAD, HEADINGS, *ROWS]}, "--kegiatan-baku", "semua")
    result = imported(desk, with_column("Template", None, None, None, None))
    assert result.counts["usulan tetap"] == 4
    assert "tanpa template" not in result.out


def test_what_stands_beside_the_verdict_of_the_lurah_is_the_lurahs(desk: Desk) -> None:
    titles = [*HEADINGS, "Validasi Lurah", "Tanggal", "Catatan", "Ket"]
    verdicts: list[Cells] = [
        ["Diteruskan", "12/03/2017", None, "mendesak"],
        ["Tidak", "13 Maret 2017", "bukan aset", None],
    ]
    rows: list[Cells] = [[*row, *one] for row, one in zip(ROWS, verdicts, strict=False)]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert result.code == 0, result
    folder = next(iter(desk.snapshot().years[2017].folders))
    first, second = folder.usulan.values()
    assert first.keterangan == "mendesak"
    assert first.validasi_lurah and str(first.validasi_lurah.tanggal) == "2017-03-12"  # noqa: PT018 - one verdict
    assert second.validasi_lurah and second.validasi_lurah.catatan == "bukan aset"  # noqa: PT018 - one verdict


def test_a_note_of_the_lurah_without_a_verdict_is_left_out_and_named(desk: Desk) -> None:
    rows: list[Cells] = [[*row, "baik"] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, [*HEADINGS, "Catatan Lurah"], *rows]})
    assert result.counts["usulan baru"] == 4, result
    assert "tidak dibaca: Catatan Lurah." in result.out


def test_how_many_people_there_are_is_no_sum(desk: Desk) -> None:
    titles = [*HEADINGS[:8], "Jumlah Penduduk", *HEADINGS[9:]]
    rows: list[Cells] = [[*row[:8], 1234, *row[9:]] for row in ROWS]
    result = imported(desk, {"S": [*HEAD, titles, *rows]})
    assert [one.money for one in made(desk)] == [0] * 4, result
    assert "tidak dibaca: Jumlah Penduduk." in result.out


def test_a_column_of_places_under_another_heading_is_the_place(desk: Desk) -> None:
    """Also where the titles are written again between the rows."""
    titles: Cells = ("Usulan Kegiatan", "Sasaran", "Volume", "Satuan", "Anggaran")
    places = ("RW 1", "RW 02 RT 4", "RW 5", "RW 3, RT 2")
    rows: list[Cells] = [
        (row[4], place, *row[6:9]) for row, place in zip(ROWS, places, strict=True)
    ]
    result = imported(desk, {"S": [*HEAD, titles, *rows[:2], titles, *rows[2:]]})
    assert (result.code, [(one.rw, one.rt) for one in made(desk)]) == (
        0,
        [("001", ()), ("002", ("004",)), ("005", ()), ("003", ("002",))],
    ), result
    assert "“Sasaran” = alamat" in result.out
