"""Mapping files: what they can say, and what is told to those who write them wrongly."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from musrenbang.importing.by_mapping import MAPPINGS_FOLDER, load_mapping
from tests.import_support import JALAN, MAPPING, SALURAN, TITLES, Desk
from tests.small_year import SMALL_YEAR

SHIPPED = sorted(path.stem for path in MAPPINGS_FOLDER.glob("*.yaml"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def year_desk(desk: Desk) -> Desk:
    """A desk whose folder already has a year, with no kelurahan yet."""
    for path, text in SMALL_YEAR.items():
        if path.startswith("proposals") and "rawasari" not in path:
            desk.write(path, text)
    return desk


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_mappings_are_valid_and_found_by_name(name: str) -> None:
    assert load_mapping(name).nama


def test_what_is_shipped() -> None:
    """Examples of one's own: import proposes a mapping itself."""
    assert SHIPPED == ["lembar-kelurahan", "usulan"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kunci: [id]", "kunci: []", "peta.yaml:8:8:"),
        ("kunci: [id]", "kunsi: [id]", "Bidang `kunsi` tidak dikenal. Maksud Anda `kunci`?"),
        ("  rw: rw", "  erwe: rw", "peta.yaml:11:3: Bidang `erwe` tidak dikenal."),
        ("  rw: rw", "  rw: {}", "Tulis salah satu saja: `kolom`, `susun` atau `tetap`."),
        ("  rw: rw", "  rw: {kolom: rw, tetap: 01}", "Asal isian ini tidak jelas."),
        ("satuan: satuan", "satuan: {kolom: s, pola: true}", "`pola` tidak berlaku untuk `satuan`"),
        ("satuan: satuan", "satuan: {kolom: s, kali: 10}", "`kali` tidak berlaku untuk `satuan`"),
        ("  rw: rw", "  rw: pengusul", "Kolom “pengusul” memuat data pribadi."),
        ("tahun: 2016", "tahun: dua ribu", "“dua ribu” bukan angka bulat."),
        ('"31.71.05"', '"317105"', "“317105” tidak sesuai bentuk"),
        ("kecamatan: {kode: {", 'kecamatan: {kode: {Senen: "31.71.04", ', "Nama kecamatan tidak"),
        ("jenis: Kota Administrasi", "jenis: Kota Admin", "Maksud Anda `Kota Administrasi`?"),
        ("nama: Lembar uji", "nama: [", "peta.yaml:"),
        ("kunci: [id]", "kunci: [id]\nkunci: [no]", "ditulis dua kali"),
        ("  rw: rw", "  isu: {susun: ['Di {lokasi']}", "Kurung kurawal pada `susun`"),
        ("tipe: fisik", "tipe: phisik", "Maksud Anda `fisik`?"),
    ],
)
def test_faults_of_a_mapping_have_a_place_and_a_remedy(
    desk: Desk, old: str, new: str, message: str
) -> None:
    desk.mapping(MAPPING, (old, new))
    result = desk.add((SALURAN,))
    assert result.code == 1
    assert message in result.err
    assert not desk.state()


def test_all_faults_of_a_mapping_come_at_once(desk: Desk) -> None:
    desk.mapping(MAPPING, ("kunci: [id]", "kunsi: [id]"), ("tipe: fisik", "tipe: phisik"))
    result = desk.add((SALURAN,))
    assert "kunsi" in result.err
    assert "phisik" in result.err


def test_values_are_translated_and_unknown_ones_rejected(desk: Desk) -> None:
    rule = "{kolom: lokasi, nilai: {Gang: fisik, Alat: barang, '?': ''}}"
    desk.mapping(MAPPING, ("  alamat: lokasi", f"  tipe: {rule}"))
    rows = [(*SALURAN[:5], place, *SALURAN[6:]) for place in ("gang", "Alat ", "?", "Sawah")]
    desk.add([(str(number), *row[1:]) for number, row in enumerate(rows)])
    texts = [desk.text(f"proposals/2016/rawasari/000{number}.yaml") for number in (1, 2, 3)]
    assert "tipe: fisik" in texts[0]
    assert "tipe: barang" in texts[1]
    assert "tipe" not in texts[2]
    assert "“Sawah” tidak ada dalam pemetaan; yang ada: Gang, Alat, ?" in desk.reasons()["5"]


def test_words_decide_in_their_order(desk: Desk) -> None:
    rule = "{kolom: usulan, memuat: {barang: [Pengadaan], fisik: [jalan]}, selain_itu: non-fisik}"
    desk.mapping(MAPPING, ("  alamat: lokasi", f"  tipe: {rule}"))
    usulan = ("Pengadaan lampu jalan", "Perbaikan Jalan", "Pelatihan")
    desk.add([(str(i), *SALURAN[1:4], text, *SALURAN[5:]) for i, text in enumerate(usulan)])
    kinds = [desk.text(f"proposals/2016/rawasari/000{i}.yaml") for i in (1, 2, 3)]
    assert ["tipe: barang" in kinds[0], "tipe: fisik" in kinds[1], "tipe: non-fisik" in kinds[2]]


def test_parts_with_an_empty_column_are_left_out(desk: Desk) -> None:
    rule = '{susun: ["Di {lokasi}.", "Anggaran {anggaran}."], bila_kosong: Tidak ada.}'
    desk.mapping(MAPPING, ("  alamat: lokasi", f"  keterangan: {rule}"))
    desk.add((SALURAN, JALAN, ("9", *SALURAN[1:5], "", *SALURAN[6:])))
    texts = [desk.text(f"proposals/2016/rawasari/000{i}.yaml") for i in (1, 2, 3)]
    assert "keterangan: Di Jl. Mawar." in texts[0]
    assert "keterangan: Anggaran Rp 1.500.000." in texts[1]
    assert "keterangan: Tidak ada." in texts[2]


def test_words_that_mean_empty(desk: Desk) -> None:
    desk.mapping(MAPPING + 'lembar_kerja: {kosong: ["-", N/A]}\n')
    assert desk.add(((*SALURAN[:2], "n/a", *SALURAN[3:5], "-", *SALURAN[6:]),)).code == 0
    text = desk.text("proposals/2016/rawasari/0001.yaml")
    assert "rw:" not in text
    assert "lokasi:" not in text


def test_an_agency_is_known_by_likeness_and_an_unknown_one_is_added(desk: Desk) -> None:
    """Thirty rows are not lost for one name; what was taken for what is told."""
    desk.mapping(MAPPING, ("{tetap: Sudin SDA}", "lokasi"))
    names = ("Suku Dinas Sumberdaya Air", "Sudin Sumber Daya Air", "SUDIN SDA", "Sudin Kehutanan")
    result = desk.add(
        [(str(at), *SALURAN[1:5], name, *SALURAN[6:]) for at, name in enumerate(names)]
    )
    assert result.code == 0, result
    texts = [desk.text(f"proposals/2016/rawasari/000{at}.yaml") for at in (1, 2, 3, 4)]
    assert ["skpd_tujuan: sudin-sda" in text for text in texts] == [True, True, True, False]
    assert "sudin-kehutanan:" in desk.text("proposals/2016/skpd.yaml")
    assert "“Suku Dinas Sumberdaya Air” = Suku Dinas Sumber Daya Air (1)" in result.out
    assert "Ditambahkan 2 perangkat daerah: sudin-sda, sudin-kehutanan." in result.out


def test_a_prefix_keeps_keys_of_two_sources_apart(desk: Desk) -> None:
    desk.add((SALURAN,))
    desk.mapping(MAPPING + "awalan_kunci: LAIN-\n")
    result = desk.add((SALURAN,))
    assert "kode_tracking: LAIN-1" in desk.text("proposals/2016/rawasari/0002.yaml")
    assert "Tidak ada lagi" not in result.out


def test_a_kelurahans_own_sheet(year_desk: Desk) -> None:
    """As DOMAIN describes it: the unit in the cell of the volume, dots in money, a letterhead."""
    titles = (
        *("no", "profil", "urusan", "usulan", "permasalahan", "alamat", "skpd_tujuan"),
        *("koefisien", "anggaran", "keterangan"),
    )
    row = ("1", "Ibu Siti", "Lingkungan", "Perbaikan saluran", "Mampat", "Jl. Mawar RT 05/03")
    rows = [
        (*row, "Sudin SDA", "60,5 M", "Rp 48.400.000", "-"),
        (*row, "Sudin SDA", "2 x 3 m", "", ""),
    ]
    year_desk.sheet([rows[0], ("2", *rows[1][1:])], titles, name="Rawasari.csv")
    mapping = load_mapping("lembar-kelurahan").model_dump_json()
    assert "profil" in mapping
    result = year_desk.run(
        "--mapping",
        "lembar-kelurahan",
        "--tahun",
        "2016",
        sources=[year_desk.folder / "Rawasari.csv"],
    )
    assert (result.counts["usulan baru"], result.counts["ditolak"]) == (1, 1), result
    assert year_desk.text("proposals/2016/rawasari/0001.yaml") == (
        'rw: "003"\nrt: ["005"]\nisu: Lingkungan\npermasalahan: Mampat\n'
        "usulan_kegiatan: Perbaikan saluran\ntemplate: perbaikan-saluran\n"
        "lokasi: {alamat: Jl. Mawar RT 05/03}\nvolume: 60.5\nsatuan: m\n"
        "perkiraan_anggaran: 48400000\nskpd_tujuan: sudin-sda\nkode_tracking: Rawasari/1\n"
    )
    assert "Siti" not in year_desk.rejects_file.read_text(encoding="utf-8")


def test_what_is_not_read_of_rt_and_rw_is_told_with_its_row(year_desk: Desk) -> None:
    titles = ("no", "usulan", "permasalahan", "alamat", "koefisien", "skpd_tujuan")
    places = ("RT/RW 005/003", "RT 05", "RW 03/05", "RT 26/07, 27/08", "Gang Kecil")
    rows = [
        (str(at), "Perbaikan saluran", f"Mampat {at}", place, "60 m", "Sudin SDA")
        for at, place in enumerate(places, 1)
    ]
    full = (*titles, "urusan", "anggaran", "keterangan", "profil")
    year_desk.sheet([(*row, *("",) * 4) for row in rows], full, name="Rawasari.csv")
    options = ("--mapping", "lembar-kelurahan", "--tahun", "2016")
    source = [year_desk.folder / "Rawasari.csv"]
    preview = year_desk.run(*options, "--dry-run", sources=source).out
    assert "RT dan RW yang perlu diperiksa: 3" in preview
    told = (
        "3 usulan perlu diperiksa RT dan RW-nya: baris 3 (“RT 05” menyebut RT tanpa RW), "
        "baris 4 (“RW 03/05” tidak terbaca dengan satu arti), "
        "baris 5 (“RT 26/07, 27/08” menyebut beberapa RW)."
    )
    assert told in year_desk.run(*options, sources=source).out
    assert 'rw: "003"\nrt: ["005"]\n' in year_desk.text("proposals/2016/rawasari/0001.yaml")
    assert "rw:" not in year_desk.text("proposals/2016/rawasari/0003.yaml")


def test_every_row_with_unclear_rt_and_rw_is_named(year_desk: Desk) -> None:
    titles = ("no", "usulan", "permasalahan", "alamat", "koefisien", "skpd_tujuan")
    full = (*titles, "urusan", "anggaran", "keterangan", "profil")
    rows = [
        (str(at), "Perbaikan saluran", f"Mampat {at}", "RT 05", "60 m", "Sudin SDA", *("",) * 4)
        for at in range(1, 13)
    ]
    year_desk.sheet(rows, full, name="Rawasari.csv")
    source = [year_desk.folder / "Rawasari.csv"]
    out = year_desk.run("--mapping", "lembar-kelurahan", "--tahun", "2016", sources=source).out
    assert "baris 11 (“RT 05” menyebut RT tanpa RW), baris 12, baris 13." in out


def test_a_column_of_both_and_an_address_that_says_another_rw(year_desk: Desk) -> None:
    titles = ("id", "kelurahan", "masalah", "usulan", "RT/RW", "lokasi", "volume")
    mapping = year_desk.folder / "keduanya.yaml"
    mapping.write_text(
        "nama: Uji\nkunci: [id]\nkelurahan: kelurahan\nbidang:\n  rw: RT/RW\n  rt: RT/RW\n"
        "  permasalahan: masalah\n  usulan_kegiatan: usulan\n  alamat: lokasi\n  volume: volume\n"
        "  skpd_tujuan: {tetap: Sudin SDA}\n  satuan: {tetap: m}\n  tipe: {tetap: fisik}\n"
        "  isu: {tetap: Lingkungan}\n  program: {tetap: Umum}\n",
        encoding="utf-8",
    )
    rows = [
        ("1", "Rawasari", "Mampat", "Saluran", "05/03", "Gang A RT 05 RW 03", "60"),
        ("2", "Rawasari", "Mampat", "Saluran", "05/03", "Gang B RW 04", "60"),
        ("3", "Rawasari", "Mampat", "Saluran", "Gang C", "Gang C", "60"),
        ("4", "Rawasari", "Mampat", "Saluran", "05/03", "RT 05/03 s/d RT 07/04", "60"),
    ]
    year_desk.sheet(rows, titles, name="keduanya.csv")
    source = [year_desk.folder / "keduanya.csv"]
    result = year_desk.run("--mapping", str(mapping), "--tahun", "2016", sources=source)
    assert result.code == 0, result
    assert 'rw: "003"\nrt: ["005"]\n' in year_desk.text("proposals/2016/rawasari/0001.yaml")
    other = year_desk.text("proposals/2016/rawasari/0002.yaml")
    assert 'rw: "003"\nrt: ["005"]\n' in other, "they stand in one cell, so they belong together"
    assert "baris 3 (kolomnya RW 003, alamatnya “Gang B RW 04”)" in result.out
    assert "baris 4 (“Gang C” tidak terbaca dengan satu arti)" in result.out
    assert "baris 5 (“RT 05/03 s/d RT 07/04” tidak terbaca dengan satu arti)" in result.out


@pytest.mark.parametrize("arguments", [("--tahun", "2019"), ()])
def test_a_mapping_without_a_year_is_told_to_do_without(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    start, end = MAPPING.index("tahun_baru:"), MAPPING.index("kunci:")
    desk.mapping(MAPPING[:start] + MAPPING[end:])
    desk.sheet((SALURAN,), TITLES)
    result = desk.run(*arguments)
    assert result.code == 2
    assert not desk.state()
    assert "Impor tanpa --mapping" in result.err


def test_a_year_that_exists_must_be_named(year_desk: Desk) -> None:
    year_desk.sheet((SALURAN,), TITLES)
    start, end = MAPPING.index("tahun_baru:"), MAPPING.index("kunci:")
    year_desk.mapping(MAPPING[:start] + MAPPING[end:])
    result = year_desk.run()
    assert result.code == 2
    assert "misalnya --tahun 2016" in result.err


def test_hidden_columns_are_told_with_a_mapping_of_ones_own_too(desk: Desk) -> None:
    path = desk.workbook({"Usulan": [[*TITLES, "catatan"], [*SALURAN, "x"]]})
    book = load_workbook(path)
    for letter in ("F", "J"):
        book["Usulan"].column_dimensions[letter].hidden = True
    book.save(path)
    result = desk.run(sources=[path])
    assert "Usulan: kolom tersembunyi ikut dibaca: lokasi." in result.out
    assert "Usulan: kolom tersembunyi tidak dibaca: catatan." in result.out
