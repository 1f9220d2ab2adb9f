"""Import: every row becomes a file or a reject, and doing it again changes nothing."""

import errno
import os
from pathlib import Path

import pytest

from tests.conftest import ROOT, RunBuild
from tests.import_support import JALAN, LAMPU, MAPPING, SALURAN, SMALL_SHEET, TITLES, Desk
from tests.small_year import SMALL_YEAR


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_cells(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """The row with some cells replaced, by column."""
    return tuple(cells.get(title, cell) for title, cell in zip(TITLES, row, strict=True))


def test_a_sheet_becomes_a_year(desk: Desk, run_build: RunBuild) -> None:
    """What the year needs is created; `check` finds no error."""
    result = desk.add(SMALL_SHEET)
    assert result.code == 0
    assert result.counts == {
        "dibaca": 3,
        "usulan baru": 3,
        "usulan berubah": 0,
        "usulan tetap": 0,
        "ditolak": 0,
        "di luar": 0,
    }
    assert list(desk.state()) == [
        "proposals/2016/johar-baru/0001.yaml",
        "proposals/2016/johar-baru/kelurahan.yaml",
        "proposals/2016/musrenbang.yaml",
        "proposals/2016/rawasari/0001.yaml",
        "proposals/2016/rawasari/0002.yaml",
        "proposals/2016/rawasari/kelurahan.yaml",
        "proposals/2016/skpd.yaml",
        "proposals/2016/template-kegiatan.yaml",
    ]
    assert desk.text("proposals/2016/rawasari/0001.yaml") == (
        'rw: "003"\n'
        "permasalahan: Saluran mampat\n"
        "usulan_kegiatan: Perbaikan saluran\n"
        "template: perbaikan-saluran\n"
        "lokasi: {alamat: Jl. Mawar}\n"
        "volume: 60\n"
        "satuan: m\n"
        "skpd_tujuan: sudin-sda\n"
        'kode_tracking: "1"\n'
    )
    assert not desk.rejects_file.exists()
    assert run_build("check", "--root", desk.root).returncode == 0


def test_again_changes_nothing(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    result = desk.run()
    assert (result.code, result.counts["usulan tetap"]) == (0, 3)
    assert desk.state() == before


def test_a_changed_row_updates_its_file_and_keeps_its_number(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    result = desk.add((with_cells(SALURAN, volume="75"), JALAN, LAMPU))
    assert result.counts["usulan berubah"] == 1
    assert "proposals/2016/rawasari/0001.yaml: volume" in result.out
    changed = {path for path, content in desk.state().items() if before.get(path) != content}
    assert changed == {"proposals/2016/rawasari/0001.yaml"}
    assert "volume: 75" in desk.text("proposals/2016/rawasari/0001.yaml")


def test_order_of_rows_does_not_matter(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    desk.add(reversed(SMALL_SHEET))
    assert desk.state() == before


def test_new_rows_get_the_next_number(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    desk.add((with_cells(SALURAN, id="0"), *SMALL_SHEET))
    assert 'kode_tracking: "0"' in desk.text("proposals/2016/rawasari/0003.yaml")


def test_numbers_of_deleted_proposals_are_not_given_again(desk: Desk) -> None:
    """A decision, a photo or `kirim.yaml` remember the number of a proposal that is gone."""
    desk.add((SALURAN,))
    desk.write("decisions/2016/rawasari/0007.yaml", SMALL_YEAR["decisions/2016/rawasari/0002.yaml"])
    desk.add((SALURAN, JALAN))
    assert 'kode_tracking: "2"' in desk.text("proposals/2016/rawasari/0008.yaml")


def test_numbers_continue_in_five_digits(desk: Desk) -> None:
    desk.add((SALURAN,))
    text = desk.text("proposals/2016/rawasari/0001.yaml").replace('"1"', '"9999"')
    desk.write("proposals/2016/rawasari/9999.yaml", text)
    desk.add((SALURAN, JALAN))
    assert 'kode_tracking: "2"' in desk.text("proposals/2016/rawasari/10000.yaml")


def test_what_the_sheet_does_not_say_stays_in_the_file(desk: Desk) -> None:
    """Fields without a column, and empty cells, never undo work done by hand."""
    desk.add(SMALL_SHEET)
    path = "proposals/2016/rawasari/0002.yaml"
    by_hand = (
        "lokasi: {alamat: Jl. Melati, koordinat: [-6.1932, 106.8701]}\n"
        "validasi_lurah: {hasil: diteruskan}\nfoto: [0002-a.jpg]\n"
    )
    desk.write(path, desk.text(path) + by_hand)
    desk.write("proposals/2016/rawasari/0002-a.jpg", "foto")
    assert desk.run().counts["usulan tetap"] == 3
    desk.add((SALURAN, with_cells(JALAN, volume="15"), LAMPU))
    text = desk.text(path)
    assert "volume: 15" in text
    assert "alamat: Jl. Melati, koordinat: [-6.1932, 106.8701]" in text
    assert "hasil: diteruskan" in text
    assert "foto: [0002-a.jpg]" in text


def test_a_place_from_the_sheet_keeps_the_point_from_the_file(desk: Desk) -> None:
    desk.add((SALURAN,))
    path = "proposals/2016/rawasari/0001.yaml"
    point = "lokasi: {alamat: Jl. Mawar, koordinat: [-6.1932, 106.8701]}"
    desk.write(path, desk.text(path).replace("lokasi: {alamat: Jl. Mawar}", point))
    desk.add((with_cells(SALURAN, lokasi="Jl. Mawar 5"),))
    assert "{alamat: Jl. Mawar 5, koordinat: [-6.1932, 106.8701]}" in desk.text(path)


def test_settings_that_exist_are_added_to_and_never_rewritten(desk: Desk) -> None:
    for path, text in SMALL_YEAR.items():
        if path.startswith("proposals") and "rawasari" not in path:
            desk.write(path, text)
    skpd = "# daftar tahun ini\nsudin-dik: {nama: Suku Dinas Pendidikan, singkatan: Sudin Dik}"
    desk.write("proposals/2016/skpd.yaml", skpd)
    desk.write(
        "proposals/2016/template-kegiatan.yaml",
        SMALL_YEAR["proposals/2016/template-kegiatan.yaml"].replace("sudin-sda", "sudin-dik"),
    )
    settings = desk.state()
    assert desk.add((JALAN,)).code == 0
    assert desk.text("proposals/2016/skpd.yaml") == (
        f"{skpd}\nsudin-sda: {{nama: Suku Dinas Sumber Daya Air, singkatan: Sudin SDA}}\n"
    )
    for name in ("musrenbang.yaml", "template-kegiatan.yaml"):
        assert desk.state()[f"proposals/2016/{name}"] == settings[f"proposals/2016/{name}"]


def test_templates_and_agencies_of_the_year_win(desk: Desk) -> None:
    """The year's own template of that name is used, whatever the mapping offers."""
    for path, text in SMALL_YEAR.items():
        if path.startswith("proposals") and "rawasari" not in path:
            desk.write(path, text)
    desk.mapping(MAPPING, ("    perbaikan-saluran:", "    saluran-lain:"))
    assert desk.add((SALURAN,)).code == 0
    assert "template: perbaikan-saluran" in desk.text("proposals/2016/rawasari/0001.yaml")


def test_a_sent_kelurahan_is_locked(desk: Desk) -> None:
    desk.add((SALURAN, LAMPU))
    path = "proposals/2016/rawasari/kelurahan.yaml"
    validated = "validasi_lurah: {hasil: diteruskan}\n"
    usulan = "proposals/2016/rawasari/0001.yaml"
    desk.write(usulan, desk.text(usulan) + validated)
    desk.write(path, desk.text(path) + "dikirim: 2016-02-26\n")
    before = desk.state()
    assert desk.run().code == 0, "rows that change nothing are no problem"
    result = desk.add((with_cells(SALURAN, volume="75"), JALAN, LAMPU))
    assert (result.code, result.counts["ditolak"], result.counts["usulan tetap"]) == (1, 2, 1)
    assert desk.reasons() == {
        "2": "Kelurahan Rawasari sudah mengirim usulannya (2016-02-26), "
        "jadi usulan 0001 tidak diubah.",
        "3": "Kelurahan Rawasari sudah mengirim usulannya (2016-02-26), "
        "jadi usulan ini tidak ditambahkan.",
    }
    assert desk.state() == before


def test_rows_no_longer_in_the_sheet_are_reported_and_kept(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    result = desk.add((SALURAN, LAMPU))
    assert "Tidak ada lagi di lembar, berkasnya dibiarkan: rawasari/0002." in result.out
    assert desk.state() == before


def test_the_sheet_of_one_kelurahan_says_nothing_of_another(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    assert "Tidak ada lagi" not in desk.add((LAMPU,)).out


def test_a_row_that_moves_to_another_kelurahan_is_refused(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    before = desk.state()
    assert desk.add((with_cells(SALURAN, kelurahan="Johar Baru"), JALAN, LAMPU)).code == 1
    assert "sudah menjadi usulan rawasari/0001" in desk.reasons()["2"]
    assert desk.state() == before


def test_exact_copies_yield_to_the_first(desk: Desk) -> None:
    result = desk.add((SALURAN, JALAN, SALURAN))
    assert (result.counts["usulan baru"], result.counts["ditolak"]) == (2, 1)
    assert desk.reasons() == {"4": "Sama persis dengan baris 2."}


def test_one_key_with_two_contents_is_nobodys(desk: Desk) -> None:
    desk.add((SALURAN, with_cells(SALURAN, volume="75"), JALAN))
    assert desk.reasons() == {
        "2": "Pengenal 1 dipakai juga oleh baris 3, isinya lain.",
        "3": "Pengenal 1 dipakai juga oleh baris 2, isinya lain.",
    }


def test_a_key_that_is_none_costs_no_time(desk: Desk) -> None:
    """Thousands of rows under one key: each is rejected once, with a reason of bounded length."""
    rows = [with_cells(SALURAN, volume=str(number % 1500 + 1)) for number in range(3000)]
    desk.add((with_cells(JALAN, id="9"), *rows))
    assert max(map(len, desk.reasons().values())) < 80
    assert len(desk.reasons()) == 3000


def test_a_file_that_names_an_unknown_template_can_still_be_updated(desk: Desk) -> None:
    desk.add((JALAN,))
    path = "proposals/2016/rawasari/0001.yaml"
    desk.write(path, desk.text(path) + "template: sudah-dihapus\n")
    assert desk.add((with_cells(JALAN, volume="7"),)).code == 0
    assert "template: sudah-dihapus" in desk.text(path)


def test_equal_rows_with_different_keys_are_two_proposals(desk: Desk) -> None:
    """Two keys are two proposals at their source; the summary names them, `check` judges them."""
    result = desk.add((SALURAN, with_cells(SALURAN, id="4")))
    assert result.counts["usulan baru"] == 2
    assert "1 baris isinya sama dengan baris lain" in result.out
    assert "baris 2 dan 3" in result.out


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"volume": ""}, "Kolom “volume” kosong."),
        ({"volume": "-250"}, "Kolom “volume”: “-250” bukan angka volume."),
        ({"volume": "0"}, "Kolom “volume”: Volume 0 di luar batas."),
        ({"volume": "5.000"}, "“5.000” dapat dibaca dua cara."),
        ({"volume": "5 x 3 m"}, "perkalian; tulis hasilnya saja"),
        ({"volume": "60 unit"}, "satuannya m, sedangkan volumenya menyebut unit"),
        ({"volume": "0.00001"}, "terlalu rinci"),
        ({"volume": "#N/A"}, "Kolom “volume”: sel berisi galat rumus #N/A."),
        ({"usulan": " \t"}, "Kolom “usulan” kosong."),
        ({"masalah": ""}, "Kolom “masalah” kosong."),
        ({"usulan": "x" * 301}, "Ringkas menjadi paling banyak 300 huruf."),
        ({"masalah": "x" * 4001}, "Ringkas menjadi paling banyak 4000 huruf."),
        ({"lokasi": "x" * 301}, "Kolom “lokasi”: Isi `alamat` terlalu panjang."),
        ({"lokasi": "Jl. Mawar \ufffd"}, "Kolom “lokasi”: ada huruf yang rusak"),
        ({"anggaran": "1,5 M"}, "Kolom “anggaran”: “1,5 M” bukan rupiah bulat"),
        ({"anggaran": "-1"}, "Kolom “anggaran”: “-1” bukan rupiah bulat"),
        ({"anggaran": "1" * 15}, "di luar batas"),
        ({"rw": "empat"}, "Kolom “rw”: “empat” bukan nomor RW"),
        ({"id": ""}, "Kolom “id” kosong, padahal pengenal baris ini."),
        ({"id": "#REF!"}, "Kolom “id”: sel berisi galat rumus #REF!."),
        ({"kelurahan": ""}, "Kolom “kelurahan”: nama kelurahan kosong."),
        ({"kelurahan": "usulan langsung"}, "tidak dapat menjadi nama kelurahan"),
        ({"kelurahan": "../../etc"}, "“../../etc” tidak dapat menjadi nama kelurahan"),
        ({"kelurahan": "Rawasari (2)"}, "tidak dapat menjadi nama kelurahan"),
        ({"kelurahan": "../.."}, "tidak dapat menjadi nama kelurahan"),
    ],
)
def test_a_row_that_cannot_be_a_proposal_is_rejected_with_its_reason(
    desk: Desk, cells: dict[str, str], reason: str
) -> None:
    result = desk.add((JALAN, with_cells(SALURAN, **cells)))
    assert (result.code, result.counts["usulan baru"], result.counts["ditolak"]) == (1, 1, 1)
    (row,) = desk.rejects()
    assert (row["berkas"], row["baris"]) == ("a.csv", "3")
    assert reason in row["alasan"]


def test_all_faults_of_a_row_are_named_at_once(desk: Desk) -> None:
    desk.add((JALAN, with_cells(SALURAN, volume="", anggaran="banyak", rw="x")))
    reason = desk.reasons()["3"]
    assert all(f"“{column}”" in reason for column in ("volume", "anggaran", "rw"))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"volume": "0.01"}, "volume: 0.01"),
        ({"volume": "12.50"}, "volume: 12.5"),
        ({"lokasi": ""}, None),
        ({"lokasi": "  Jl.\u00a0Mawar \n 5 "}, "lokasi: {alamat: Jl. Mawar 5}"),
        ({"usulan": "=HYPERLINK(1)"}, "usulan_kegiatan: =HYPERLINK(1)"),
        ({"usulan": "Jalan \u201d: # [x] 'y'"}, None),
        ({"usulan": "no"}, 'usulan_kegiatan: "no"'),
        ({"masalah": "Satu.\nDua: tiga\n\n- empat"}, "permasalahan: |"),
        ({"masalah": "a\x07b\u200bc"}, "permasalahan: a bc"),
        ({"kelurahan": "Kelurahan RAWASARI"}, None),
        ({"satuan": "pcs"}, "satuan: buah"),
        ({"satuan": "sumur"}, "satuan: sumur"),
        ({"volume": "12,5"}, "volume: 12.5"),
        ({"volume": "60 M1"}, "volume: 60"),
        ({"volume": "½"}, "volume: 0.5"),
        ({"anggaran": "1.500"}, "perkiraan_anggaran: 1500"),
        ({"anggaran": "Rp -"}, None),
        ({"lokasi": "–"}, None),
    ],
)
def test_dirt_that_leaves_a_row_readable(
    desk: Desk, cells: dict[str, str], line: str | None
) -> None:
    result = desk.add((with_cells(SALURAN, **cells),))
    assert result.code == 0, desk.rejects()
    text = desk.text("proposals/2016/rawasari/0001.yaml")
    assert line is None or f"{line}" in text
    before = desk.state()
    desk.run()
    assert desk.state() == before


def test_what_was_tidied_is_reported(desk: Desk) -> None:
    shouted = with_cells(SALURAN, masalah="SALURAN MAMPAT SEKALI", satuan="Gulung")
    result = desk.add((shouted, with_cells(JALAN, masalah="a\x07b")))
    assert "1 usulan memuat teks yang seluruhnya HURUF BESAR" in result.out
    assert "1 usulan memuat karakter tersembunyi" in result.out
    assert "ditulis apa adanya: Gulung (1)." in result.out
    assert "1 usulan tanpa template" in result.out
    assert "SALURAN MAMPAT SEKALI" in desk.text("proposals/2016/rawasari/0001.yaml")


def test_capitals_are_calmed_only_on_request(desk: Desk) -> None:
    desk.mapping(MAPPING + "rapikan_kapital: true\nkata_tetap: [MCK, RT]\n")
    desk.add((with_cells(SALURAN, masalah="MCK RUSAK BERAT", lokasi="JALAN MAWAR RT 05"),))
    text = desk.text("proposals/2016/rawasari/0001.yaml")
    assert "permasalahan: MCK rusak berat" in text
    assert "alamat: Jalan Mawar RT 05" in text


def test_empty_rows_are_counted_and_those_at_the_end_are_not_rows(desk: Desk) -> None:
    blank = ("",) * len(TITLES)
    result = desk.add((SALURAN, blank, (" ", *blank[1:]), JALAN, blank, blank))
    assert result.counts == {
        "dibaca": 4,
        "usulan baru": 2,
        "usulan berubah": 0,
        "usulan tetap": 0,
        "ditolak": 0,
        "di luar": 2,
    }
    assert "2 × baris kosong" in result.out


def test_a_row_shifted_to_the_right_is_rejected(desk: Desk) -> None:
    desk.add((SALURAN, (*JALAN, "sisa"), (*LAMPU, "", " ")))
    assert list(desk.reasons()) == ["3"]
    assert "kanan kolom terakhir" in desk.reasons()["3"]


def test_chosen_rows(desk: Desk) -> None:
    desk.sheet(SMALL_SHEET)
    result = desk.run("--pilih", "kelurahan=rawasari", "usulan=Perbaikan Jalan")
    assert (result.counts["usulan baru"], result.counts["di luar"]) == (1, 2)
    assert "1 × kelurahan bukan rawasari" in result.out
    assert "1 × usulan bukan Perbaikan Jalan" in result.out


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("kelurahan=Rawasri", "Maksud Anda “Rawasari”?"),
        ("kelurahan=Z", "Yang ada: Johar Baru, Rawasari."),
        ("keluraan=Rawasari", "tidak memuat kolom “keluraan”. Maksud Anda “kelurahan”?"),
        ("x=Rawasari", "Kolom yang ada: id, kelurahan, rw"),
        ("=Rawasari", "tulis kolom=nilai"),
        ("kelurahan", "kelurahan tidak dapat dibaca: tidak ada"),
    ],
)
def test_a_mistyped_choice_is_corrected(desk: Desk, choice: str, message: str) -> None:
    desk.sheet(SMALL_SHEET)
    result = desk.run("--pilih", choice)
    assert result.code == 2
    assert message in result.err
    assert not desk.state()


def test_rows_that_repeat_an_earlier_stage_are_left_out_by_name(desk: Desk) -> None:
    desk.mapping(MAPPING + "lewati: [{kolom: asal, rujukan: id, sebab: usulan tahap lalu}]\n")
    titles = (*TITLES, "asal")
    rows = ((*SALURAN, ""), (*JALAN, "1"), (*LAMPU, "77"))
    desk.sheet(rows, titles)
    result = desk.run()
    assert (result.counts["usulan baru"], result.counts["di luar"]) == (1, 1)
    assert "1 × usulan tahap lalu" in result.out
    assert desk.reasons() == {"4": "Kolom “asal” merujuk id 77, yang tidak ada di lembar ini."}


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    result = desk.add((SALURAN, with_cells(JALAN, volume="")), "--dry-run")
    assert (result.code, result.counts["usulan baru"]) == (1, 1)
    assert "1 × Kolom “volume” kosong. Baris 3." in result.out
    assert "tidak ada yang ditulis" in result.out
    assert not desk.state()
    assert not desk.rejects_file.exists()


def test_another_year(desk: Desk) -> None:
    desk.add((SALURAN,), "--tahun", "2020")
    text = desk.text("proposals/2020/musrenbang.yaml")
    assert "tahun: 2020\ntahun_rencana: 2021\n" in text


def test_a_tree_that_would_not_pass_is_not_written(desk: Desk) -> None:
    """All or nothing: here the mapping's code of the kecamatan belongs to another city."""
    desk.mapping(MAPPING, ('"31.71.05"', '"31.72.05"'))
    result = desk.add(SMALL_SHEET)
    assert result.code == 1
    assert "hasilnya tidak akan lolos pemeriksaan" in result.err
    assert (
        "  `tahun_baru` pada pemetaan: Kode kecamatan 31.72.05 tidak diawali kode kota 31.71."
        in result.err
    )
    assert ".yaml" not in result.err, "no file is there yet"
    assert not desk.state()


def test_faults_that_were_there_before_do_not_stop_an_import(desk: Desk) -> None:
    desk.add((SALURAN,))
    path = "proposals/2016/musrenbang.yaml"
    desk.write(path, desk.text(path).replace("tahun_rencana: 2017", "tahun_rencana: 2015"))
    assert desk.add((SALURAN, JALAN)).code == 0


@pytest.mark.parametrize(
    "path",
    [
        "proposals/2016/rawasari/0001.yaml",
        "proposals/2016/rawasari/kelurahan.yaml",
        "proposals/2016/skpd.yaml",
        "decisions/2016/rawasari/0001.yaml",
    ],
)
def test_broken_files_of_the_year_stop_an_import(desk: Desk, path: str) -> None:
    """The broken file may be the one a row belongs to, so that importing could duplicate it."""
    desk.add(SMALL_SHEET)
    desk.write(path, "rusak: [\n")
    before = desk.state()
    result = desk.add(SMALL_SHEET)
    assert result.code == 1
    assert path in result.err
    assert "Perbaiki dahulu" in result.err
    assert desk.state() == before


def test_links_are_not_followed(desk: Desk) -> None:
    outside = desk.folder / "luar"
    outside.mkdir()
    (desk.root / "proposals/2016").mkdir(parents=True)
    (desk.root / "proposals/2016/rawasari").symlink_to(outside)
    result = desk.add((SALURAN,))
    assert result.code == 1
    assert "tautan" in result.err
    assert not list(outside.iterdir())


def test_another_kecamatan_than_the_years_is_refused(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    desk.mapping(MAPPING, ("Cempaka Putih", "Senen"))
    result = desk.run()
    assert result.code == 1
    assert "Folder data ini untuk Kecamatan Cempaka Putih" in result.err


def test_a_key_in_use_by_a_direct_proposal_is_not_used_again(desk: Desk) -> None:
    desk.add((SALURAN,))
    text = desk.text("proposals/2016/rawasari/0001.yaml").replace('"1"', '"2"')
    desk.write("proposals/2016/usulan-langsung/0001.yaml", f"{text}kelurahan: rawasari\n")
    desk.add((SALURAN, JALAN))
    assert "sudah menjadi usulan usulan-langsung/0001" in desk.reasons()["3"]


class PowerCutError(BaseException):
    """Stands for a power cut."""


@pytest.mark.parametrize("survived", range(9))
def test_a_crash_leaves_whole_files_and_the_next_run_completes_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    """Cut off after any file, a second run ends exactly where one run would have."""
    rows = (*SMALL_SHEET, with_cells(JALAN, id="4", volume="7"))
    desk.add(rows)
    whole = {path: content for path, (content, _) in desk.state().items()}
    for path in whole:
        (desk.root / path).unlink()
    replace = Path.replace
    replaced: list[Path] = []

    def cut_off(fresh: Path, path: Path) -> None:
        if len(replaced) == survived:
            raise PowerCutError
        replaced.append(path)
        replace(fresh, path)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(PowerCutError):
        desk.run()
    partial = {path: content for path, (content, _) in desk.state().items()}
    assert len(partial) == survived
    assert partial.items() <= whole.items()
    monkeypatch.undo()
    assert desk.run().code == 0
    assert {path: content for path, (content, _) in desk.state().items()} == whole


def test_a_disk_that_fills_up_leaves_nothing_of_an_import(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def fsync(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 6:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    result = desk.add(SMALL_SHEET)
    assert result.code == 1
    assert "tidak dapat ditulis: ruang penyimpanan penuh" in result.err
    assert list(desk.root.iterdir()) == []
    assert not desk.rejects_file.exists()


def test_rejects_keep_the_cells_and_disarm_formulas(desk: Desk) -> None:
    row = with_cells(SALURAN, volume="-250", usulan="=1+1", lokasi="@x", satuan='m, "2"\n3')
    desk.add((JALAN, row))
    (reject,) = desk.rejects()
    assert reject["usulan"] == "'=1+1"
    assert reject["lokasi"] == "'@x"
    assert reject["volume"] == "-250"
    assert reject["satuan"] == 'm, "2"\n3'


def test_rejects_of_an_earlier_import_are_named(desk: Desk) -> None:
    desk.add((with_cells(SALURAN, volume=""), JALAN))
    before = desk.rejects_file.read_bytes()
    assert "adalah sisa impor sebelumnya" in desk.add((SALURAN, JALAN)).out
    assert desk.rejects_file.read_bytes() == before


def test_corrected_rejects_can_be_imported(desk: Desk) -> None:
    desk.add((SALURAN, with_cells(JALAN, volume=""), LAMPU))
    text = desk.rejects_file.read_text(encoding="utf-8-sig")
    corrected = desk.folder / "perbaikan.csv"
    corrected.write_text(text.replace(",,m2,", ",12.5,m2,"), encoding="utf-8")
    result = desk.run(sources=[corrected])
    assert (result.code, result.counts["usulan baru"]) == (0, 1)
    assert desk.add(SMALL_SHEET).counts["usulan tetap"] == 3


def test_personal_columns_go_nowhere(desk: Desk) -> None:
    titles = (*TITLES, "Pengusul", "No. HP", "ketua rt")
    person = ("Siti Aminah", "081234567890", "Pak Budi")
    desk.mapping(MAPPING + "lembar_kerja: {pribadi: [Ketua RT]}\n")
    desk.sheet(((*SALURAN, *person), (*with_cells(JALAN, volume=""), *person)), titles)
    desk.run()
    everything = desk.rejects_file.read_bytes() + b"".join(
        content for content, _ in desk.state().values()
    )
    assert not any(secret.encode() in everything for secret in person)
    assert "Pengusul" not in desk.rejects()[0]


@pytest.mark.parametrize("name", ["a.csv", "catatan.csv"])
def test_a_file_that_is_no_rejects_file_is_not_overwritten(desk: Desk, name: str) -> None:
    desk.sheet((with_cells(SALURAN, volume=""), JALAN))
    (desk.folder / "catatan.csv").write_text("penting")
    before = (desk.folder / name).read_bytes()
    result = desk.run("--ditolak", desk.folder / name)
    assert result.code == 2
    assert (desk.folder / name).read_bytes() == before


def test_several_files_make_one_import(desk: Desk) -> None:
    other = desk.sheet((LAMPU, SALURAN), name="b.csv")
    desk.sheet((SALURAN, JALAN))
    result = desk.run(sources=[desk.folder / "a.csv", other])
    assert (result.counts["usulan baru"], result.counts["ditolak"]) == (3, 1)
    (reject,) = desk.rejects()
    assert (reject["berkas"], reject["baris"]) == ("b.csv", "3")
    assert reject["alasan"] == "Sama persis dengan baris 2 (a.csv)."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["tidak-ada.csv"], 2, "tidak-ada.csv tidak dapat dibaca"),
        (["data.doc"], 2, "data.doc bukan lembar kerja. Yang dibaca: XLSX, XLS, ODS, CSV"),
        (["web.xls"], 1, "web.xls sebenarnya halaman web, bukan lembar kerja"),
        (["kosong.csv", "--mapping", "tidak-ada"], 2, "Pemetaan “tidak-ada” tidak ada."),
        (["kosong.csv", "--tahun", "1999"], 2, "“1999” bukan tahun, misalnya 2016"),
        (["kosong.csv"], 1, "kosong.csv: kosong, tidak ada isinya"),
        (["kosong.csv", "--kolom", "besar=Volume"], 2, "Bidang yang dikenal: abaikan, alamat, "),
        (["kosong.csv", "--catat", "--divalidasi", "kemarin"], 2, "kemarin"),
        ([], 2, "Argumen ini wajib: BERKAS"),
    ],
)
def test_wrong_use_is_explained(
    run_build: RunBuild, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "data.doc").write_bytes(b"x")
    (tmp_path / "web.xls").write_bytes(b"<html><p>Silakan masuk</p></html>")
    (tmp_path / "kosong.csv").write_bytes(b"")
    if len(arguments) == 1 and not arguments[0].startswith("kosong"):
        arguments = [*arguments, "--tahun", "2016"]
    result = run_build("import", "--root", tmp_path, *arguments, cwd=tmp_path)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_after_a_choice_is_a_file(desk: Desk) -> None:
    path = desk.sheet(SMALL_SHEET, name="b.csv")
    desk.sheet((SALURAN,))
    assert desk.run("--pilih", "kelurahan=Johar Baru", path).counts["usulan baru"] == 1


def test_help_explains_the_exit_code(run_build: RunBuild) -> None:
    result = run_build("import", "--help", cwd=ROOT)
    assert "1 bila ada baris" in " ".join(result.stdout.split())
