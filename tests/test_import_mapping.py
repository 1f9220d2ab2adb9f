"""Mapping files: what they can say, and what is told to those who write them wrongly."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from musrenbang.importing.mapping import MAPPINGS_FOLDER, load_mapping
from tests.conftest import ROOT
from tests.import_support import JALAN, MAPPING, SALURAN, TITLES, Cells, Desk
from tests.small_year import SMALL_YEAR

OWN_SHEET = """\
kode;kelurahan;rw;rt;permasalahan;usulan_kegiatan;template;alamat;koordinat;volume;satuan;\
perkiraan_anggaran;skpd_tujuan;prioritas;keterangan
A1;Rawasari;3;5;Saluran mampat;Perbaikan saluran;Perbaikan saluran;Jl. Mawar;;60;M;1.500.000;;1;-
A2;Rawasari;4;5;Gelap;Lampu jalan;;Jl. Melati;;4;unit;;SDA;2;
"""
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
    assert SHIPPED == ["kauman-malang-2023", "lembar-kelurahan", "sipd", "sukabumi-2019", "usulan"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kunci: [id]", "kunci: []", "peta.yaml:8:8:"),
        ("kunci: [id]", "kunsi: [id]", "Bidang `kunsi` tidak dikenal. Maksud Anda `kunci`?"),
        ("  rw: rw", "  erwe: rw", "peta.yaml:11:3: Bidang `erwe` tidak dikenal."),
        ("  rw: rw", "  rw: {}", "Tulis salah satu saja: `kolom`, `susun` atau `tetap`."),
        ("  rw: rw", "  rw: {kolom: rw, tetap: 01}", "Asal isian ini tidak jelas."),
        ("satuan: satuan", "satuan: {kolom: s, pola: true}", "`pola` tidak berlaku untuk `satuan`"),
        (
            "  satuan: satuan",
            "  satuan: {kolom: s, dengan_satuan: true}",
            "`dengan_satuan` tidak berlaku untuk `satuan`",
        ),
        (
            "  volume: volume",
            "  volume: {kolom: volume, dengan_satuan: true}",
            "Satuan diambil dua kali.",
        ),
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


def test_templates_can_be_made_from_rows(desk: Desk) -> None:
    """One template for each text, whatever the number of rows; the second run finds them again."""
    start = MAPPING.index("template:")
    desk.mapping(
        MAPPING[:start]
        + "template:\n  dari: usulan\n"
        + "  buat: {kode: masalah, isu: masalah, program: usulan, tipe: {tetap: fisik}}\n"
    )
    rows = (SALURAN, ("7", *SALURAN[1:]), ("8", *SALURAN[1:4], "Saluran baru", *SALURAN[5:]))
    assert desk.add(rows).code == 0
    assert desk.text("proposals/2016/template-kegiatan.yaml") == (
        "saluran-mampat:\n  kegiatan: Perbaikan saluran\n  isu: Saluran mampat\n"
        "  program: Perbaikan saluran\n  tipe: fisik\n  satuan: m\n  skpd: sudin-sda\n"
        "saluran-mampat-2:\n  kegiatan: Saluran baru\n  isu: Saluran mampat\n"
        "  program: Saluran baru\n  tipe: fisik\n  satuan: m\n  skpd: sudin-sda\n"
    )
    before = desk.state()
    assert desk.run().code == 0
    assert desk.state() == before


def test_unknown_agencies_are_rejected_with_a_guess(desk: Desk) -> None:
    desk.mapping(MAPPING, ("{tetap: Sudin SDA}", "lokasi"))
    desk.add([(*SALURAN[:5], name, *SALURAN[6:]) for name in ("Suku Dinas Sumberdaya Air",)])
    assert "Maksud Anda “Suku Dinas Sumber Daya Air”?" in desk.reasons()["2"]


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
    rows = [(*row, "Sudin SDA", "60,5 M", "Rp 48.400.000", "-"), (*row, "Sudin SDA", "2 x 3 m")]
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


def test_an_export_of_sipd(year_desk: Desk) -> None:
    """Columns by their letters, whatever their titles; the proposer's name is dropped."""
    cells: dict[int, str | float] = {
        1: 123456,
        3: "Budi Santoso",
        5: "Perbaikan saluran",
        6: "Saluran mampat",
        7: "Jl. Mawar RT 05 RW 03 (-6.1932, 106.8701)",
        9: "Cempaka Putih",
        10: "Rawasari",
        12: "Sudin SDA",
        21: 60,
        22: "Meter",
        23: 48_000_000,
        25: "Pemeliharaan drainase",
    }
    row: Cells = [cells.get(index) for index in range(26)]
    book = year_desk.workbook({"Usulan": [[f"Judul {index}" for index in range(26)], row]})
    result = year_desk.run("--mapping", "sipd", "--tahun", "2016", sources=[book])
    assert result.code == 0, result
    text = year_desk.text("proposals/2016/rawasari/0001.yaml")
    assert "lokasi: {alamat: Jl. Mawar RT 05 RW 03, koordinat: [-6.1932, 106.8701]}" in text
    assert 'rw: "003"\nrt: ["005"]\n' in text
    assert "volume: 60\nsatuan: m\nperkiraan_anggaran: 48000000\n" in text
    assert "keterangan: 'Sub kegiatan: " in text or 'keterangan: "Sub kegiatan: ' in text
    assert "kode_tracking: SIPD-123456" in text
    assert "Budi" not in text


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
    assert 'rw: "003"\n' in other
    assert "rt:" not in other
    assert "baris 3 (kolomnya RW 003, alamatnya “Gang B RW 04”)" in result.out
    assert "baris 4 (“Gang C” tidak terbaca dengan satu arti)" in result.out
    assert "baris 5 (“RT 05/03 s/d RT 07/04” tidak terbaca dengan satu arti)" in result.out


def test_the_standard_layout(year_desk: Desk) -> None:
    titles = (
        *("kode", "kelurahan", "rw", "rt", "permasalahan", "usulan_kegiatan", "template"),
        *("alamat", "koordinat", "volume", "satuan", "perkiraan_anggaran", "skpd_tujuan"),
        *("prioritas", "keterangan"),
    )
    row = ("A1", "Rawasari", "3", "5, 6", "Mampat", "Saluran tepi jalan", "perbaikan-saluran")
    rest = ("Jl. Mawar", "-6.1932, 106.8701", "1.250,5", "M", "1.500.000", "", "1", "-")
    year_desk.sheet(
        [
            (*row, *rest),
            ("A2", *row[1:6], "perbaikan saluran air", *rest),
            ("A3", *row[1:6], "", *rest[:1], "dekat masjid", *rest[2:]),
        ],
        titles,
        name="usulan.csv",
    )
    result = year_desk.run(
        "--mapping", "usulan", "--tahun", "2016", sources=[year_desk.folder / "usulan.csv"]
    )
    assert result.counts["usulan baru"] == 1, year_desk.rejects()
    text = year_desk.text("proposals/2016/rawasari/0001.yaml")
    assert 'rt: ["005", "006"]' in text
    assert "volume: 1250.5\nsatuan: m\nperkiraan_anggaran: 1500000\nprioritas: 1\n" in text
    reasons = year_desk.reasons()
    assert "Maksud Anda “Perbaikan saluran”?" in reasons["3"]
    assert "“dekat masjid” bukan satu titik" in reasons["4"]


@pytest.mark.parametrize("arguments", [("--tahun", "2019"), ()])
def test_a_mapping_without_a_year_is_told_how_to_make_one(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    """The block the message shows is all it takes."""
    start, end = MAPPING.index("tahun_baru:"), MAPPING.index("kunci:")
    desk.mapping(MAPPING[:start] + MAPPING[end:])
    desk.sheet((SALURAN,), TITLES)
    result = desk.run(*arguments)
    assert result.code == 2
    assert not desk.state()
    block = result.err[result.err.index("tahun_baru:\n") :].strip()
    year = arguments[-1] if arguments else block.split()[2]
    assert f"tahun: {year}" in block
    desk.mapping(MAPPING[:start] + block + "\n" + MAPPING[end:])
    assert desk.run(*arguments).code == 0
    assert f"tahun: {year}" in desk.text(f"proposals/{year}/musrenbang.yaml")


def test_a_year_that_exists_must_be_named(year_desk: Desk) -> None:
    year_desk.sheet((SALURAN,), TITLES)
    start, end = MAPPING.index("tahun_baru:"), MAPPING.index("kunci:")
    year_desk.mapping(MAPPING[:start] + MAPPING[end:])
    result = year_desk.run()
    assert result.code == 2
    assert "misalnya --tahun 2016" in result.err


def test_starting_with_an_own_kecamatan(tmp_path: Path) -> None:
    """What README says, word for word, from an empty folder to a site."""
    (tmp_path / "usulan.csv").write_text(OWN_SHEET, encoding="utf-8")
    data = "../my-kecamatan"
    commands = (
        f"mkdir {data}",
        f"sed 's/^#: //' mappings/usulan.yaml > {data}/usulan.yaml",
        f"python build.py import ../usulan.csv --mapping {data}/usulan.yaml --root {data}",
        f"python build.py check --root {data}",
        f"python build.py build --root {data}",
    )
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("build.py", "mappings"):
        (folder / name).symlink_to(ROOT / name)
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", re.sub("^python ", f"{sys.executable} ", command)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    root = tmp_path / "my-kecamatan"
    assert (root / "proposals/2016/rawasari/0002.yaml").is_file()
    assert "Cempaka Putih" in (root / "_site/index.html").read_text(encoding="utf-8")
    text = (root / "usulan.yaml").read_text(encoding="utf-8")
    between = text[text.index("ISI BAGIAN INI") : text.index("SAMPAI DI SINI")]
    assert "Cempaka Putih" in between
