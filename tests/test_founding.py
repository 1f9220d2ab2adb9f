"""A repository of one's own, and its next year: whole, or nothing; fit for review and audit."""

import json
import re
import shlex
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from musrenbang.cli import main
from musrenbang.commands import new_kecamatan
from musrenbang.files.program import number, version
from musrenbang.files.tree import FolderTree
from musrenbang.founding import founder
from musrenbang.founding.founder import SAMPLE, SAMPLE_YEAR, known_marks
from musrenbang.founding.marks import CONTENT
from musrenbang.records.loader import load
from musrenbang.records.strict_yaml import parse
from musrenbang.worksheets.year_books import settings_book
from musrenbang.year.cases import Status
from musrenbang.year.views import View
from tests.conftest import ROOT
from tests.founding_support import ANSWERS, MARKS, Kecamatan, found, office, sit_down
from tests.import_support import SALURAN, Desk
from tests.terminal import Terminal

__all__ = ["office"]

P, D = "proposals/2016", "decisions/2016"
SETTINGS = f"{P}/musrenbang.yaml"
SCHEDULE = """\
jadwal:
  penetapan_tim: {year}-03-04
  survei: {{mulai: {year}-03-01, selesai: {year}-03-05}}
  musrenbang: {{mulai: {year}-03-09, selesai: {year}-03-10, jam: 08.00–15.30, tempat: Aula}}
  batas_laporan: {year}-03-18
"""
PROPOSAL = (
    *("--rw", "003", "--permasalahan", "Saluran mampat dan meluap setiap hujan lebat."),
    *("--usulan-kegiatan", "Perbaikan saluran tepi jalan", "--template", "perbaikan-saluran"),
    *("--lokasi-alamat", "Jl. Rawasari Barat III", "--volume", "100"),
    *("--perkiraan-anggaran", "82500000", "--validasi-lurah-hasil", "diteruskan"),
    *("--validasi-lurah-tanggal", "2016-02-24"),
)
TRAINING = (
    *("--rw", "004", "--permasalahan", "Banyak ibu muda di RW ini belum bekerja."),
    *("--usulan-kegiatan", "Pelatihan menjahit", "--template", "pelatihan-menjahit"),
    *("--volume", "20", "--perkiraan-anggaran", "77000000"),
    *("--validasi-lurah-hasil", "diteruskan", "--validasi-lurah-tanggal", "2016-02-24"),
)
APPROVED = (
    *("--keputusan", "disetujui", "--tanggal", "2016-03-09", "--survei-tanggal", "2016-03-02"),
    *("--survei-lokasi-sesuai", "ya", "--survei-layak-teknis", "ya"),
    *("--survei-layak-administratif", "ya", "--survei-volume-terukur", "100"),
)
REJECTED = (
    *("--keputusan", "ditolak", "--tanggal", "2016-03-09", "--alasan-kode", "bukan-prioritas"),
    *("--alasan-uraian", "Akan dilayani pelatihan kota tahun ini."),
)
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"
SENT = """\
berita_acara: {nomor: 12/BA, tanggal: 2016-02-24, ditandatangani: true}
dikirim: 2016-02-26
"""


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository just founded, which every test has a copy of."""
    place = tmp_path_factory.mktemp("pendirian")
    with pytest.MonkeyPatch.context() as environment:
        sit_down(place, environment)
        made = Kecamatan(place / "kecamatan", environment)
        made.now("2016-02-01")
        assert found(made.root) == 0
    return made.root


@pytest.fixture
def kecamatan(
    founded: Path, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Kecamatan:
    monkeypatch.chdir(tmp_path)
    made = Kecamatan(shutil.copytree(founded, tmp_path / "kecamatan"), monkeypatch)
    made.now("2016-02-01")
    return made


def violations(root: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    capsys.readouterr()
    code = main(["audit", "--format", "json", "--root", str(root)])
    told = json.loads(capsys.readouterr().out)
    assert (code == 0) == (not told["violations"])
    assert told["notes"] == []
    return list(told["violations"])


def findings(root: Path, capsys: pytest.CaptureFixture[str]) -> list[object]:
    capsys.readouterr()
    main(["check", "--format", "json", "--root", str(root)])
    return list(json.loads(capsys.readouterr().out)["findings"])


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts[:1]
    }


def test_a_founded_repository_is_clean_from_its_first_day(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert findings(kecamatan.root, capsys) == []
    assert violations(kecamatan.root, capsys) == []
    assert kecamatan.run("fmt", "--check") == 0
    assert kecamatan.run("codeowners", "--check") == 0
    assert kecamatan.git("status", "--porcelain") == ""
    assert kecamatan.git("branch", "--show-current") == "main"
    assert (kecamatan.root / "decisions").is_dir()
    assert "@@" not in "".join(map(bytes.decode, everything(kecamatan.root).values()))


def test_what_the_list_of_places_knows_is_not_asked(kecamatan: Kecamatan) -> None:
    told = kecamatan.text(SETTINGS)
    assert 'kecamatan: {kode: "31.71.05", nama: Cempaka Putih}' in told
    assert 'kota: {kode: "31.71", nama: Jakarta Pusat, jenis: Kota Administrasi}' in told
    assert 'kode: "31.71.05.1003"' in kecamatan.text(f"{P}/rawasari/kelurahan.yaml")


def test_the_schedule_is_empty_with_its_windows_beside_it(kecamatan: Kecamatan) -> None:
    told = kecamatan.text(SETTINGS)
    assert "\njadwal:" not in told
    assert "# - Tim Penyelenggara ditetapkan paling lambat 7 Maret 2016 (juknis C.1.a);" in told
    assert "# - Musrenbang 7 Maret 2016 sampai 21 Maret 2016 (juknis A);" in told


def test_the_example_of_a_schedule_is_a_schedule(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    before, _, example = kecamatan.text(SETTINGS).partition("# jadwal:")
    plain = ("# jadwal:" + example).replace("\n# ", "\n").removeprefix("# ")
    (kecamatan.root / SETTINGS).write_text(before + plain, encoding="utf-8")
    assert "\njadwal:\n  penetapan_tim" in kecamatan.text(SETTINGS)
    assert findings(kecamatan.root, capsys) == []


def test_status_says_what_comes_first(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert kecamatan.run("status", "--hari-ini", "2016-02-02") == 0
    told = capsys.readouterr().out.partition("Berikutnya:")[2]
    assert "1. Simpan kunci publik peladen Git dalam .github/kunci-peladen.asc" in told
    assert "2. Isi lembar Tim Penyelenggara" in told
    (kecamatan.root / ".github/kunci-peladen.asc").write_text("kunci", encoding="utf-8")
    assert kecamatan.run("status", "--hari-ini", "2016-02-02") == 0
    told = capsys.readouterr().out.partition("Berikutnya:")[2]
    assert "1. Isi lembar Tim Penyelenggara" in told
    assert "kosongkan “Tahun harga”" in told


def test_prices_of_the_sample_are_marked_to_be_confirmed(kecamatan: Kecamatan) -> None:
    told = kecamatan.text(f"{P}/template-kegiatan.yaml")
    assert told.count("tahun_harga: 2017") == told.count("harga_satuan:") > 20


def test_agencies_are_those_of_the_own_city(tmp_path: Path, office: Path) -> None:
    words = ("--kota", "Jakarta Barat", "--kecamatan", "Palmerah", "--tahun", "2016")
    assert found(tmp_path / "k", *ANSWERS[10:14], *words, answers=OTHERS) == 0
    told = (tmp_path / "k" / P / "skpd.yaml").read_text()
    assert "Suku Dinas Sosial Kota Administrasi Jakarta Barat" in told
    assert "Jakarta Pusat" not in told
    assert len(list((tmp_path / "k" / P).glob("*/kelurahan.yaml"))) == 6


OTHERS = ("--pengesahan", "peladen")


def test_elsewhere_agencies_are_the_own_government_s(
    tmp_path: Path, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--kota", "Kabupaten Sukabumi", "--kecamatan", "Cisaat", "--kelurahan", "Sukamanah")
    planner = ("--kepala-perencanaan-jabatan", "Kepala Bappeda", "--tahun", "2016")
    window = ("--juknis-laporan", "30 Maret")
    told_too = (*ANSWERS[10:14], *words, *planner, *window)
    assert found(tmp_path / "k", *told_too, answers=OTHERS) == 0
    told = (tmp_path / "k" / P / "skpd.yaml").read_text()
    assert "Dinas Sosial Kabupaten Sukabumi" in told
    assert "Suku" not in told.replace("Sukabumi", "")
    assert "Sudin" not in told
    assert "Dinas Pendidikan II" not in told
    activities = (tmp_path / "k" / P / "template-kegiatan.yaml").read_text()
    assert "Warga ber-KTP Kabupaten Sukabumi," in activities
    assert not re.search("DKI|Sudin|Jakarta", activities)
    assert findings(tmp_path / "k", capsys) == []
    assert "provinsi" not in (tmp_path / "k" / P / "juknis.yaml").read_text()
    (tmp_path / "k" / P / "juknis.yaml").unlink()
    book = settings_book(load(FolderTree(tmp_path / "k")), 2016)
    guide = next(one for one in book.tables if one.name == "Juknis")
    assert guide.files[0].start["judul"]
    assert "provinsi" not in guide.files[0].start


def two_proposals(kecamatan: Kecamatan, day: str = "2016-02-24") -> None:
    """The lurah's first pull request: two proposals by `new usulan`, sent in the same."""
    kecamatan.now(day)
    assert kecamatan.run("new", "usulan", "rawasari", *PROPOSAL, "--catat") == 0
    assert kecamatan.run("new", "usulan", "rawasari", *TRAINING, "--catat") == 0
    kecamatan.now("2016-02-26", 10)
    kecamatan.merge("usulan/2016-rawasari", "lurah-contoh")


def decided(kecamatan: Kecamatan) -> None:
    """All of Rawasari up to Kirim, which waits on its branch."""
    kecamatan.propose("jadwal", {SETTINGS: kecamatan.text(SETTINGS) + SCHEDULE.format(year=2016)})
    kecamatan.merge("jadwal")
    two_proposals(kecamatan)
    file = f"{P}/rawasari/kelurahan.yaml"
    kecamatan.propose("dikirim", {file: kecamatan.text(file) + SENT})
    kecamatan.merge("dikirim", "lurah-contoh")
    kecamatan.now("2016-03-09", 11)
    assert kecamatan.run("new", "keputusan", "rawasari", "1", *APPROVED, "--catat") == 0
    assert kecamatan.run("new", "keputusan", "rawasari", "2", *REJECTED, "--catat") == 0
    kecamatan.merge("keputusan/2016-rawasari")
    kecamatan.now("2016-03-10", 11)
    assert kecamatan.run("send", "rawasari", "--tanggal", "2016-03-10", "--catat") == 0
    kecamatan.git("switch", "--quiet", "main")


def corrected(kecamatan: Kecamatan) -> None:
    """A decision of 2016 is corrected a year later."""
    kecamatan.now("2017-03-15")
    why = ("--sebab", "Salah ketik.", "--hari", "2017-03-15", "--alasan-perubahan", "Salah ketik.")
    words = ("new", "koreksi", "rawasari", "0001", "--tahun", "2016", "--volume", "96")
    assert kecamatan.run(*words, *why, "--catat") == 0
    kecamatan.merge("koreksi/2016-rawasari-0001")


def test_the_first_proposals_are_reviewed_and_merged(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    two_proposals(kecamatan)
    assert violations(kecamatan.root, capsys) == []
    assert findings(kecamatan.root, capsys) == []


def test_a_price_nobody_confirmed_is_told_as_that(kecamatan: Kecamatan) -> None:
    dear = [word.replace("82500000", "200000000") for word in PROPOSAL]
    assert kecamatan.run("new", "usulan", "rawasari", *dear) == 0
    file = kecamatan.root / P / "rawasari/kelurahan.yaml"
    file.write_text(file.read_text(encoding="utf-8") + SENT, encoding="utf-8")
    snapshot = load(FolderTree(kecamatan.root))
    flags = View(snapshot, snapshot.years[2016]).flags["2016/rawasari/0001"]
    told = [flag.message for flag in flags]
    assert any("harga template Rp825.000 (dari 2017, belum dipastikan)" in one for one in told)


def test_a_second_year_begins_beside_the_first_one(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is proposed while Kirim of the first still waits; both are merged, and it is decided.

    What is wrong in the first is corrected even then.
    """
    decided(kecamatan)
    capsys.readouterr()
    kecamatan.now("2016-03-12")
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 0
    told = capsys.readouterr().out
    assert "Rawasari: 1 usulan 2016 ditolak.\n  0002 Pelatihan menjahit:\n" in told
    assert (
        "ditolak tahun lalu karena bukan prioritas kecamatan: Akan dilayani pelatihan kota tahun "
        "ini. Ajukan lagi bila Rembuk RW menempatkannya" in told
    )
    assert "tahun/2017" in told
    book = load_workbook("lembar-ditolak-2016.xlsx")
    assert book.sheetnames == ["1 Rawasari"]
    row = [cell.value for cell in book["1 Rawasari"][3]]
    assert row[:3] == ["0002", "004", "Pelatihan menjahit"]
    assert row[4:6] == ["Bukan prioritas kecamatan", "Akan dilayani pelatihan kota tahun ini."]
    assert kecamatan.git("status", "--porcelain") == ""
    kecamatan.merge("kirim/2016-rawasari")
    kecamatan.now("2016-03-13")
    kecamatan.merge("tahun/2017")
    assert findings(kecamatan.root, capsys) == []
    assert kecamatan.run("codeowners", "--check") == 0

    settings_ = kecamatan.text("proposals/2017/musrenbang.yaml")
    assert settings_.startswith("tahun: 2017\ntahun_rencana: 2018\n")
    assert "nama: Ratna Wulandari, akun: camat-contoh" in settings_
    assert "\njadwal:" not in settings_
    assert "paling lambat 7 Maret 2017" in settings_
    assert kecamatan.text("proposals/2017/rawasari/kelurahan.yaml") == (
        'kode: "31.71.05.1003"\nnama: Rawasari\n'
        "lurah: {nama: Sri Handayani, akun: lurah-contoh}\njumlah_rw: 9\n"
    )
    capsys.readouterr()
    assert kecamatan.run("status", "--hari-ini", "2016-11-01") == 0
    told = capsys.readouterr().out
    assert "Musrenbang Kecamatan Cempaka Putih 2017" in told
    assert "belum dipastikan" in told

    kecamatan.now("2017-02-20")
    path = "proposals/2017/musrenbang.yaml"
    kecamatan.propose("jadwal-2", {path: settings_ + SCHEDULE.format(year=2017)})
    kecamatan.merge("jadwal-2")
    kecamatan.now("2017-02-24", 8)
    again = [word.replace("2016", "2017").replace("Barat III", "Timur") for word in PROPOSAL]
    assert kecamatan.run("new", "usulan", "rawasari", *again, "--catat") == 0
    kecamatan.now("2017-02-24")
    kecamatan.merge("usulan/2017-rawasari", "lurah-contoh")
    file = "proposals/2017/rawasari/kelurahan.yaml"
    kecamatan.now("2017-02-26")
    kecamatan.propose("dikirim-2", {file: kecamatan.text(file) + SENT.replace("2016", "2017")})
    kecamatan.merge("dikirim-2", "lurah-contoh")
    kecamatan.now("2017-03-09", 11)
    approved = [word.replace("2016", "2017") for word in APPROVED]
    assert kecamatan.run("new", "keputusan", "rawasari", "1", *approved, "--catat") == 0
    kecamatan.merge("keputusan/2017-rawasari")
    corrected(kecamatan)
    assert violations(kecamatan.root, capsys) == []


def test_what_was_rejected_is_text_whatever_it_begins_with(
    sample_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of the sample: every rejected proposal stands in it, none of it a formula."""
    monkeypatch.chdir(tmp_path)
    snapshot = load(FolderTree(sample_copy))
    view = View(snapshot, snapshot.years[2016])
    rejected_ = [case for case in view.cases if case.status is Status.DITOLAK]
    odd = next(iter(rejected_))
    path = sample_copy / odd.file
    text = path.read_text(encoding="utf-8")
    name = odd.usulan.usulan_kegiatan
    path.write_text(text.replace(f": {name}\n", ': "=1+1"\n'), encoding="utf-8")
    shutil.rmtree(sample_copy / "proposals/2017")
    shutil.rmtree(sample_copy / "decisions/2017")
    assert main(["new", "tahun", "--root", str(sample_copy)]) == 0
    book = load_workbook("lembar-ditolak-2016.xlsx")
    rows = [row for sheet in book for row in sheet.iter_rows(min_row=3)]
    assert len(rows) == len(rejected_) > 10
    texts = [cell for row in rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in texts} == {"s"}
    assert "=1+1" in {cell.value for cell in texts}


def test_prices_never_confirmed_keep_the_year_they_are_from(kecamatan: Kecamatan) -> None:
    path = f"{P}/template-kegiatan.yaml"
    text = kecamatan.text(path).replace("  tahun_harga: 2017\n", "", 1)
    kecamatan.propose("harga", {path: text})
    kecamatan.merge("harga")
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 0
    told = kecamatan.text("proposals/2017/template-kegiatan.yaml")
    assert told.count("tahun_harga: 2016") == 1
    assert "tahun_harga: 2017" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2016",), "Tahun 2016 sudah ada; tidak ada yang ditimpa."),
        (("2018",), "yang berikutnya 2017, bukan 2018"),
        (
            ("--musrenbang", "3 sampai 14 Februari", "--laporan", "1 sampai 5 Februari"),
            "  --laporan: Jangka waktu tidak sejalan: laporan paling lambat 5 Februari 2017",
        ),
        (
            ("--penetapan-tim", "minggu ke-4 Maret", "--laporan", "20 Maret"),
            "sesudah Musrenbang berakhir (21 Maret 2017).\n  --laporan: Jangka waktu tidak ",
        ),
        (("--laporan", "29 Februari"), "  --laporan: Jangka waktu “29 Februari” keliru: 29 Feb"),
        (("--laporan", "kapan saja"), "  --laporan: "),
    ],
)
def test_a_year_that_cannot_be_is_not_begun(
    words: tuple[str, ...],
    told: str,
    kecamatan: Kecamatan,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = everything(kecamatan.root)
    assert kecamatan.run("new", "tahun", *words) != 0
    assert told in capsys.readouterr().err
    assert everything(kecamatan.root) == before


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (SETTINGS, "tahun: 2016\n"),
        (f"{P}/rawasari/kelurahan.yaml", "nama: [\n"),
        (f"{P}/skpd.yaml", ""),
    ],
)
def test_nothing_is_carried_over_in_part(
    path: str, text: str, kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    (kecamatan.root / path).write_text(text, encoding="utf-8")
    before = everything(kecamatan.root)
    assert kecamatan.run("new", "tahun") == 1
    assert f"belum ada atau rusak: {path}" in capsys.readouterr().err
    assert everything(kecamatan.root) == before


def test_a_new_year_begins_from_main(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    kecamatan.git("switch", "--quiet", "--create", "lain")
    before = everything(kecamatan.root)
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 1
    assert f"git -C {kecamatan.root} switch main" in capsys.readouterr().err
    assert everything(kecamatan.root) == before


def test_importing_into_a_year_that_is_not_there_names_the_way(
    kecamatan: Kecamatan, tmp_path: Path
) -> None:
    desk = Desk(tmp_path)
    desk.root = kecamatan.root
    desk.sheet([SALURAN])
    before = everything(kecamatan.root)
    done = desk.run("--tahun", "2017")
    assert done.code == 1
    assert f"python build.py --root {kecamatan.root} new tahun 2017" in done.err
    assert everything(kecamatan.root) == before


def test_offices_exercised_by_key_are_signed_from_the_first_merge(
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    keys = {who: new_key(tmp_path / who) for who in ("camat", "lurah")}
    words = [*ANSWERS]
    words[words.index("peladen")] = "kunci"
    kecamatan = Kecamatan(tmp_path / "kecamatan", monkeypatch)
    kecamatan.now("2016-02-01")
    registered = ("--camat-kunci", keys["camat"], "--lurah-kunci", f"Rawasari={keys['lurah']}")
    assert found(kecamatan.root, *registered, answers=words) == 0
    for name, value in (("gpg.format", "ssh"), ("user.signingKey", str(tmp_path / "lurah"))):
        kecamatan.git("config", name, value)
    kecamatan.now("2016-02-24")
    assert kecamatan.run("new", "usulan", "rawasari", *PROPOSAL, "--catat") == 0
    kecamatan.merge("usulan/2016-rawasari", "lurah-contoh", "--gpg-sign")
    kecamatan.git("config", "user.signingKey", str(tmp_path / "camat"))
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 0
    kecamatan.merge("tahun/2017", "camat-contoh", "--gpg-sign")
    assert violations(kecamatan.root, capsys) == []


def new_key(path: Path) -> str:
    words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "contoh", "-f", str(path))
    subprocess.run(words, check=True)
    return path.with_name(f"{path.name}.pub").read_text(encoding="utf-8").strip()


def test_status_asks_first_for_the_key_that_is_missing(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [*ANSWERS]
    words[words.index("peladen")] = "kunci"
    assert found(tmp_path / "k", answers=words) == 0
    rules = json.loads((tmp_path / "k/.github/ruleset-main.json").read_text("utf-8"))
    assert {actor["actor_id"] for actor in rules["bypass_actors"]} == {2, 5}
    assert "Kunci camat belum terdaftar." in capsys.readouterr().out
    main(["status", "--root", str(tmp_path / "k")])
    told = capsys.readouterr().out
    assert "1. Daftarkan kunci camat dalam .github/allowed_signers" in told


def test_status_asks_first_for_the_key_of_the_host(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "k") == 0
    assert (
        json.loads((tmp_path / "k/.github/ruleset-main.json").read_text("utf-8"))["bypass_actors"]
        == []
    )
    assert "kunci-peladen.asc" in (tmp_path / "k/README.md").read_text("utf-8")
    capsys.readouterr()
    main(["status", "--root", str(tmp_path / "k")])
    assert "1. Simpan kunci publik peladen Git dalam .github/kunci" in capsys.readouterr().out


def test_a_folder_without_git_holds_the_same_files(
    kecamatan: Kecamatan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "tanpa"
    capsys.readouterr()
    assert found(plain, "--tanpa-git") == 0
    assert "Tidak ada yang dicatat dalam Git" in capsys.readouterr().out
    assert everything(plain) == everything(kecamatan.root)
    assert not (plain / ".git").exists()
    assert findings(plain, capsys) == []
    assert main(["new", "tahun", "2017", "--root", str(plain)]) == 0
    assert findings(plain, capsys) == []


def test_a_computer_without_git_gets_the_files(
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        assert found(tmp_path / "k") == 0
    told = capsys.readouterr().out
    assert "Tidak ada yang dicatat dalam Git, karena program Git tidak ada di komputer ini." in told
    assert found(tmp_path / "k") == 0, "as it says: the same command, once there is Git"
    assert "Tercatat sebagai" in capsys.readouterr().out


def test_without_an_identity_nothing_is_written(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / ".gitconfig").unlink()
    target = tmp_path / "a" / "k"
    assert found(target) == 1
    told = capsys.readouterr().err
    assert 'git config --global user.name "Nama Anda"' in told
    assert not target.parent.exists()


def test_a_new_year_without_an_identity_is_not_written(
    kecamatan: Kecamatan, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / ".gitconfig").unlink()
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 1
    assert "user.name" in capsys.readouterr().err
    assert kecamatan.git("status", "--porcelain") == ""
    assert not (kecamatan.root / "proposals/2017").exists()


def test_a_year_after_one_that_git_does_not_have_is_not_begun(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    """As where recording the first one failed half-way, and the command is repeated."""
    assert kecamatan.run("new", "tahun", "2017") == 0
    assert kecamatan.run("new", "tahun") == 1
    assert "Tahun 2017 sudah ditulis, tetapi belum tercatat" in capsys.readouterr().err
    assert not (kecamatan.root / "proposals/2018").exists()


def test_a_new_year_is_begun_on_one_branch_only(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 0
    kecamatan.git("switch", "--quiet", "main")
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 1
    assert "Cabang tahun/2017 sudah ada" in capsys.readouterr().err
    assert kecamatan.git("status", "--porcelain") == ""


def test_what_nobody_reviewed_is_not_carried_over(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    (kecamatan.root / SETTINGS).write_text(kecamatan.text(SETTINGS).replace("Ratna", "Ratni"))
    before = everything(kecamatan.root)
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 1
    assert f"tanpa ditinjau: {SETTINGS}" in capsys.readouterr().err
    assert everything(kecamatan.root) == before


def test_a_window_of_one_day_suggests_a_meeting_of_one_day(kecamatan: Kecamatan) -> None:
    assert kecamatan.run("new", "tahun", "2017", "--musrenbang", "17 Maret") == 0
    text = kecamatan.text("proposals/2017/musrenbang.yaml")
    assert "musrenbang: {mulai: 2017-03-17, selesai: 2017-03-17" in text


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("user.signingKey", "0123456789ABCDEF", "tidak mempunyai kunci rahasia 0123456789ABCDEF"),
        ("gpg.program", "tidak-ada-di-sini", "program tidak-ada-di-sini tidak ada"),
    ],
)
def test_a_new_year_that_openpgp_could_not_sign_is_not_written(
    setting: str, value: str, told: str, kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    kecamatan.git("config", "commit.gpgSign", "true")
    kecamatan.git("config", setting, value)
    if not shutil.which("gpg") and setting != "gpg.program":
        told = "program gpg tidak ada"
    before = everything(kecamatan.root)
    assert kecamatan.run("new", "tahun", "2017", "--catat") == 1
    assert told in capsys.readouterr().err
    assert everything(kecamatan.root) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tanda", "PEMILIK_REPO=../alat"), "--tanda PEMILIK_REPO=…: bukan repositori"),
        (
            ("--tanda", "ALAMAT_RODA=https://u:p@x.example/musrenbang-1.0-py3-none-any.whl"),
            "--tanda ALAMAT_RODA=…: bukan alamat roda",
        ),
        (("--situs-repositori", "https://u:p@git.example/k"), "--situs-repositori: alamat tidak"),
        (
            ("--camat-kunci", "-----BEGIN OPENSSH PRIVATE KEY-----"),
            "itu kunci rahasia, yang tidak boleh diberikan",
        ),
    ],
)
def test_answers_that_would_do_harm_are_refused(
    words: tuple[str, str],
    told: str,
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert found(tmp_path / "k", *words) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


def test_a_long_rsa_key_is_one(office: Path, tmp_path: Path) -> None:
    parts = (b"ssh-rsa", b"\x01\x00\x01", b"\x00" + b"\xc3" * 512)
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    key = f"ssh-rsa {b64encode(blob).decode()}"
    assert len(key) > 700
    assert found(tmp_path / "k", "--camat-kunci", key) == 0
    assert key in (tmp_path / "k/.github/allowed_signers").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_named_is_told(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / ("k" * 260)) == 1
    assert "Nama foldernya terlalu panjang" in capsys.readouterr().err
    assert found(tmp_path / "x\u202ey") == 1
    assert "Nama folder x\\u202ey memuat karakter tersembunyi" in capsys.readouterr().err


def test_what_is_doubtful_is_said_before_anything_is_written(
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Another repository around it, and a wheel of which nothing tells that it is this program."""
    cloned(tmp_path / "luar")
    wheel = MARKS["@@ALAMAT_RODA@@"]
    assert found(tmp_path / "luar/k", "--tanda", f"SHA256_RODA={version().sha256}") == 0
    told = capsys.readouterr().out
    assert f"di dalam repositori Git lain, {tmp_path / 'luar'}. Pilih folder di luarnya" in told
    assert f"⚠ Program ini tidak dipasang dari {wheel}, jadi belum terbukti" in told
    assert f'pip install --no-deps "{wheel}#sha256={version().sha256}"\n' in told
    assert told.index("⚠ Program ini") < told.index("ditulis di")
    monkeypatch.setattr(new_kecamatan, "installed_from", lambda: wheel)
    assert found(tmp_path / "k", "--tanda", f"SHA256_RODA={version().sha256}") == 0
    assert "⚠ Program ini" not in capsys.readouterr().out


def test_what_git_refuses_leaves_nothing_behind(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (office / ".gitconfig").open("a", encoding="utf-8") as stream:
        stream.write("[commit]\ngpgSign = true\n[gpg]\nformat = ssh\n")
    empty = tmp_path / "kosong"
    empty.mkdir()
    assert found(empty) == 1
    assert "tidak ada yang ditulis" in capsys.readouterr().err
    assert list(empty.iterdir()) == []


def cloned(target: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", target], check=True)


def test_a_repository_that_is_still_empty_is_founded_in_place(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the Git host makes it, and `git clone` brings it."""
    target = tmp_path / "klon"
    cloned(target)
    assert found(target) == 0
    assert violations(target, capsys) == []


def holding(name: str) -> Callable[[Path], None]:
    def make(target: Path) -> None:
        target.mkdir()
        (target / name).write_text("milik orang lain\n", encoding="utf-8")

    return make


def with_a_commit(target: Path) -> None:
    cloned(target)
    words = ("commit", "--quiet", "--allow-empty", "-m", "ada")
    subprocess.run(["git", *words], cwd=target, check=True)


@pytest.mark.parametrize(
    "make",
    [holding("README.md"), holding(".gitignore"), with_a_commit],
    ids=["readme", "gitignore", "commit"],
)
def test_nothing_is_ever_overwritten(
    make: Callable[[Path], None],
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "ada"
    make(target)
    before = everything(target)
    assert found(target) == 1
    assert "sudah berisi" in capsys.readouterr().err
    assert everything(target) == before


def test_everything_that_is_missing_is_told_at_once(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(tmp_path / "k", "--kecamatan", "Antah", answers=("--kota", "Berantah")) == 1
    told = capsys.readouterr().err
    for name in (
        *("--kota-kode", "--kota-jenis", "--kecamatan-kode", "--kelurahan", "--pengesahan"),
        *("--camat-nama", "--camat-akun", "--kepala-perencanaan-jabatan"),
    ):
        assert f"  {name}" in told, name
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tahun", "16"), "--tahun: "),
        (("--kota", "Malang"), "“Malang” dapat berarti Kota Malang atau Kabupaten Malang."),
        (("--kota", "Kabupaten Malang"), "--kota-kode: kota atau kabupaten “Malang” tidak"),
        (("--situs-alamat", "jb.example"), "--situs-alamat: "),
        (("--camat-kunci", "ssh-ed25519 AAAA"), "--camat-kunci: Bukan kunci SSH publik yang utuh"),
        (("--camat-kunci", "~/.ssh/id_ed25519.pub"), "--camat-kunci: Itu jalur berkas."),
        (("--camat-kunci", KEY[:-8]), "--camat-kunci: Bukan kunci SSH publik yang utuh"),
        (("--camat-nama", KEY), "--camat-nama: Itu kunci SSH"),
        (
            ("--kepala-perencanaan-kunci", KEY),
            "--kepala-perencanaan-kunci: Kunci ini belum bertuan",
        ),
        (("--operator-kunci", KEY), "--operator-kunci: Kunci ini belum bertuan"),
        (("--lurah-kunci", f"Cempaka Putih Timur={KEY}"), "Timur=…: Kunci ini belum bertuan"),
        (("--camat-nip", "123"), "--camat-nip: “123” tidak sesuai bentuk “NIP”. Tulis 18 angka"),
        (("--kota-kode", "3171"), "--kota-kode: “3171” tidak sesuai bentuk “Kode kota”."),
        (("--jumlah-rw", "Rawasri=9"), "kelurahan “rawasri” tidak ada"),
        (("--jumlah-rw", "Cempaka Putih Timur=delapan"), "--jumlah-rw Cempaka Putih Timur=…: "),
        (("--jumlah-rw", "9"), "tulis NAMA=ISI"),
        (("--kelurahan", "Rawasari, rawasari"), "sama nama foldernya"),
        (("--kelurahan", "Rawasri"), "Maksud Anda Rawasari? Bila namanya benar, sebut kodenya"),
        (("--kecamatan", "Cempaka Puti"), "tidak terdaftar. Maksud Anda Cempaka Putih?"),
        (("--kota", "Jakarta Pust"), "tidak terdaftar. Maksud Anda Jakarta Pusat?"),
        (("--kelurahan", "Pengumuman"), "tidak dapat menjadi nama folder"),
        (("--camat-email", "ratna dewanti@x.id"), "--camat-email: “ratna dewanti@x.id” bukan"),
        (("--camat-email", "*@x.id"), "--camat-email: “*@x.id” bukan alamat surel"),
        (("--camat-akun", "Camat Cempaka"), "--camat-akun: “Camat Cempaka” bukan akun"),
        (("--juknis-laporan", "5 Maret"), "--juknis-laporan: Jangka waktu tidak sejalan"),
        (("--tanda", "ANEH=1"), "--tanda ANEH: tidak ada tanda ini"),
    ],
)
def test_what_is_wrong_is_told_by_its_option(
    words: tuple[str, str],
    told: str,
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = [*ANSWERS[:-2]]
    if words[0] in kept:
        at = kept.index(words[0])
        del kept[at : at + 2]
    if words[0] == "--kelurahan":
        kept = [one for one in kept if not one.startswith(("Rawasari=", "--lurah"))]
    assert found(tmp_path / "k", *words, answers=kept) in {1, 2}
    assert told in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


YAML = """\
kota: Jakarta Pusat
kecamatan: Cempaka Putih
tahun: 2016
kelurahan: [Rawasari, Cempaka Putih Timur]
pengesahan: peladen
camat-nama: Ratna Wulandari
camat-akun: camat-contoh
kepala-perencanaan-jabatan: Kepala Kanppeko Jakarta Pusat
lurah-nama: {Rawasari: Sri Handayani}
lurah-akun: {Rawasari: lurah-contoh}
jumlah-rw: {Rawasari: 9}
"""
CSV = """\
isian;kelurahan;isi
kota;;Jakarta Pusat
kecamatan;;Cempaka Putih
tahun;;2016
kelurahan;;Rawasari, Cempaka Putih Timur
pengesahan;;peladen
camat-nama;;Ratna Wulandari
camat-akun;;camat-contoh
kepala-perencanaan-jabatan;;Kepala Kanppeko Jakarta Pusat
lurah-nama;Rawasari;Sri Handayani
lurah-akun;Rawasari;lurah-contoh
jumlah-rw;Rawasari;9
"""


@pytest.mark.parametrize(("name", "text"), [("j.yaml", YAML), ("j.csv", CSV)])
def test_a_table_says_what_options_say(
    name: str, text: str, kecamatan: Kecamatan, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert found(tmp_path / "k", "--jawaban", str(tmp_path / name), answers=()) == 0
    assert everything(tmp_path / "k") == everything(kecamatan.root)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (("j.yaml", YAML.replace("tahun:", "tahum:")), "j.yaml:3:8: isian “tahum” tidak dikenal."),
        (("j.yaml", YAML.replace("2016", "dua ribu")), "j.yaml:3:8: "),
        (("j.yaml", "kota: ["), "j.yaml:2:1: "),
        (("j.yaml", YAML + "kota: Medan\n"), "j.yaml:12:1: "),
        (("j.yaml", "- kota\n"), "j.yaml:"),
        (("j.yaml", "kota: {a: [b]}\n"), "j.yaml:1:7: "),
        (("j.csv", CSV + "kota;;" + "x" * 200_000), "j.csv: tanda kutip pada baris 13"),
        (("j.csv", "PK\x03\x04\x00"), "j.csv "),
        (("j.csv", CSV.replace("tahun;", "tahum;")), "j.csv:4:1: isian “tahum” tidak dikenal."),
        (("j.csv", CSV.replace("isian;", "isi;")), "j.csv:1:1: kolom isian tidak ada"),
        (("j.csv", CSV + "kota;;Medan\n"), "j.csv:13:1: `kota` sudah diisi di"),
        (("j.csv", CSV + "nip;;1\n"), "j.csv:13:1: isian “nip” tidak dikenal."),
    ],
)
def test_what_is_wrong_in_a_table_is_told_with_its_line(
    table: tuple[str, str],
    told: str,
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, text = table
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert found(tmp_path / "k", "--jawaban", str(tmp_path / name), answers=()) in {1, 2}
    assert told in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


def test_what_a_rule_says_is_told_by_the_answer(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "j.yaml"
    table.write_text(YAML + 'kode: {Rawasari: "31.71.04.1003"}\n')
    assert found(tmp_path / "k", "--jawaban", str(table), answers=()) == 1
    said = capsys.readouterr().err
    assert f"{table}:12:7 (kelurahan Rawasari): Kode 31.71.04.1003 tidak diawali" in said
    assert "kelurahan.yaml" not in said
    table.write_text(YAML)
    words = ("--jawaban", str(table), "--kode", "Rawasari=31.71.04.1003")
    assert found(tmp_path / "k", *words, answers=()) == 1
    assert "--kode Rawasari=…: Kode 31.71.04.1003 tidak diawali" in capsys.readouterr().err


def test_a_place_keeps_the_name_that_was_typed_and_what_is_left_out_is_said(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--kota", "jakarta barat", "--kecamatan", "Palmerah", "--kelurahan", "palmerah, Slipi")
    kept = ("--tahun", "2027", "--pengesahan", "peladen", "--camat-nama", "A", "--camat-akun", "a")
    assert found(tmp_path / "k", answers=(*words, *kept)) == 0
    settings_ = (tmp_path / "k/proposals/2027/musrenbang.yaml").read_text("utf-8")
    assert 'kecamatan: {kode: "31.73.07", nama: Palmerah}' in settings_
    assert "nama: Jakarta Barat" in settings_
    told = capsys.readouterr().out
    assert "“Palmerah” ditulis seperti yang Anda sebut; dalam daftar wilayah “Pal Merah”." in told
    assert "⚠ Terdaftar di kecamatan ini tetapi tidak disebut: Kota Bambu Utara" in told


def test_with_keys_the_camat_has_one_too(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["kunci" if one == "peladen" else one for one in ANSWERS]
    assert found(tmp_path / "k", "--lurah-kunci", f"Rawasari={KEY}", answers=words) == 1
    assert "--camat-kunci: Kunci pejabat lain disebut" in capsys.readouterr().err
    assert not (tmp_path / "k").exists()


ELSEWHERE = (
    *("--kota", "Antah", "--kota-kode", "99.01", "--kota-jenis", "Kabupaten", "--tahun", "2016"),
    *("--kecamatan", "Berantah", "--kecamatan-kode", "99.01.01"),
)
NAMES = st.text(
    st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf"), exclude_characters=",="),
    min_size=1,
    max_size=25,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.tuples(NAMES, NAMES, NAMES))
def test_whatever_names_are_like_it_is_clean_or_nothing(
    names: tuple[str, str, str],
    office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "k"
    kelurahan, camat, jabatan = names
    words = (f"--kelurahan={kelurahan}", f"--camat-nama={camat}", "--camat-akun", "camat")
    rest = (f"--kepala-perencanaan-jabatan={jabatan}", "--tanpa-git", "--pengesahan", "peladen")
    code = found(target, *words, *rest, answers=ELSEWHERE)
    assert (code == 0) == target.exists()
    if code == 0:
        assert findings(target, capsys) == []
        assert main(["fmt", "--check", "--root", str(target)]) == 0
        shutil.rmtree(target)


@pytest.mark.parametrize(
    "name",
    ["Jati Ñandú", "Pal-Merah 'II'", "# Kebon: {Kacang}", "& *Rawa* <b>", "yes", "010", "ß9"],
)
def test_a_name_with_odd_letters_is_kept_as_it_is(
    name: str, office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "folder dengan spasi"
    given_ = ("--kelurahan", name, "--camat-nama", name, "--lurah-nama", f"{name}={name}")
    rest = ("--pengesahan", "peladen", "--camat-akun", "camat")
    planner = ("--kepala-perencanaan-jabatan", name)
    assert found(target, *given_, *rest, *planner, answers=ELSEWHERE) == 0
    assert findings(target, capsys) == []
    assert violations(target, capsys) == []
    profile = next((target / P).glob("*/kelurahan.yaml"))
    told = parse(profile.read_bytes()).value
    assert told["nama"] == name
    assert told["lurah"] == {"nama": name}


@pytest.mark.parametrize(
    "case",
    [
        ("", "--tanda PEMILIK_REPO=…: repositori perangkat lunak pada GitHub, PEMILIK/NAMA belum"),
        ("PEMILIK_REPO=a b", "--tanda PEMILIK_REPO=…: bukan repositori perangkat lunak"),
        ("PEMILIK_REPO=${{x}}/y", "--tanda PEMILIK_REPO=…: bukan repositori perangkat lunak"),
        ("COMMIT=abc", "--tanda COMMIT=…: bukan commit repositori itu, 40 angka heksadesimal"),
        ("PEMILIK_REPO=kota/alat", ""),
    ],
)
def test_marks_of_the_workflows_are_filled_or_asked_for(
    case: tuple[str, str],
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = ".github/workflows/alur.yml"
    files = {**founder.shipped(), path: "uses: @@PEMILIK_REPO@@/p.yml@@@COMMIT@@\n"}
    others = {name: text for name, text in files.items() if "@@" not in text or "/" not in name}
    monkeypatch.setattr(founder, "shipped", lambda: {**others, path: files[path]})
    (mark, told), target = case, tmp_path / "k"
    words = [*("--tanda", mark)] if mark else []
    if not mark.startswith("COMMIT"):
        words += ["--tanda", f"COMMIT={'0' * 40}"]
    code = main(["new", "kecamatan", str(target), *ANSWERS, *words])
    assert (code == 0) == (not told) == target.exists()
    assert told in capsys.readouterr().err
    if not told:
        assert (target / path).read_text() == f"uses: kota/alat/p.yml@{'0' * 40}\n"
        assert findings(target, capsys) == []


SITUS = ("Alamat situs", "Repositori", "Kontak", "Telepon", "WhatsApp", "Jam layanan")
VERSION = f"versi {number()}"


@pytest.mark.parametrize(
    "case",
    [
        (number(), "9.9", f"alamat itu versi 9.9, sedangkan program yang mendirikan {VERSION}"),
        ("https:", "http:", "bukan alamat roda (wheel) versi itu, https://…/musrenbang-"),
        ("https://", "file:///", "bukan alamat roda (wheel) versi itu, https://…/musrenbang-"),
        ("musrenbang-", "lain-", "bukan alamat roda (wheel) versi itu, https://…/musrenbang-"),
    ],
)
def test_no_pin_is_founded_that_nobody_could_install(
    case: tuple[str, str, str],
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new, told = case
    wheel = MARKS["@@ALAMAT_RODA@@"].replace(old, new)
    monkeypatch.setitem(MARKS, "@@ALAMAT_RODA@@", wheel)
    assert found(tmp_path / "k") == 1
    assert f"--tanda ALAMAT_RODA=…: {told}" in capsys.readouterr().err


def interview(account: str) -> list[tuple[str, str]]:
    """All questions in their order, and what is typed."""
    place_ = [("Kota atau kabupaten: ", "jakarta pusat\n"), ("Kecamatan: ", "Cempaka Putih\n")]
    about = [
        ("Rawasari]: ", "Rawasari\n"),
        ("Tahun [", "2016\n"),
        ("Pengesahan: ", "2\n"),
        ("Camat: Nama: ", "\n"),
        ("wajib diisi.", ""),
        ("Camat: Nama: ", "Ratna Wulandari\n"),
        ("Camat: NIP: ", "\n"),
        ("Camat: Akun: ", f"{account}\n"),
        ("Camat: Surel: ", "\n"),
        ("Camat: Kunci: ", "~/.ssh/id_ed25519.pub\n"),
        ("Itu jalur berkas.", ""),
        ("Camat: Kunci: ", "\n"),
    ]
    planner = [(f"Kepala perencanaan: {one}: ", "\n") for one in ("Nama", "NIP", "Akun", "Surel")]
    office_ = [("Kepala perencanaan: Kunci: ", "\n"), ("Kepala perencanaan: Jabatan [", "\n")]
    operator = [(f"Operator: {one}: ", "\n") for one in ("Nama", "NIP", "Akun", "Surel", "Kunci")]
    site = [(f"Situs: {one}: ", "\n") for one in SITUS]
    juknis = [(f"Juknis: {one}: ", "\n") for one in ("Penetapan tim", "Musrenbang", "Laporan")]
    each = [("Jumlah RW: ", "9\n"), ("Lurah: Nama: ", "Sri Handayani\n")]
    lurah = [(f"Lurah: {one}: ", "\n") for one in ("NIP", "Akun", "Surel", "Kunci")]
    asked = [text for mark, text in MARKS.items() if mark not in known_marks()]
    marks = [("Isi alur kerja, ", "bukan ini\n"), ("  bukan ", "")]
    marks += [("Isi alur kerja, ", f"{text}\n") for text in asked]
    return [*place_, *about, *planner, *office_, *operator, *site, *juknis, *each, *lurah, *marks]


def test_at_a_terminal_everything_is_asked(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "k"
    terminal = Terminal(tmp_path, "new", "kecamatan", str(target))
    terminal.type([*interview("camat-contoh"), ("berkas ke", ""), ("[Y/t] ", "\n")])
    assert terminal.end() == 0, terminal.said
    told = (target / P / "rawasari/kelurahan.yaml").read_text()
    assert told == (
        'kode: "31.71.05.1003"\nnama: Rawasari\nlurah: {nama: Sri Handayani}\njumlah_rw: 9\n'
    )


def test_a_place_that_is_mistyped_is_told_at_once(office: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "kecamatan", str(tmp_path / "k"))
    terminal.type([("Kota atau kabupaten: ", "Jakarta Pust\n"), ("Maksud Anda Jakarta Pusat?", "")])
    terminal.type([("Ketik ulang?", "y\n"), ("Kota atau kabupaten: ", "Jakarta Pusat\n")])
    terminal.type([("Kecamatan: ", "Kemayoron\n"), ("Maksud Anda Kemayoran?", ""), ("] ", "t\n")])
    terminal.type([("Kode kecamatan: ", "\n"), ("wajib diisi.", "")])
    terminal.interrupt()
    assert terminal.end() == 130
    words = ("--kota", "Jakarta Pusat", "--kecamatan", "Kemayoran", str(tmp_path / "k"))
    terminal = Terminal(tmp_path, "new", "kecamatan", *words)
    terminal.type([("]: ", "Serdang, Sumbr Batu\n"), ("“Sumbr Batu” tidak terdaftar.", "")])
    terminal.type([("Ketik ulang?", "y\n"), ("]: ", "")])
    terminal.interrupt()
    assert terminal.end() == 130


def test_a_name_of_two_places_is_asked_about(office: Path, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "kecamatan", str(tmp_path / "k"))
    terminal.type([("Kota atau kabupaten: ", "malang\n"), ("Jenis: ", "Kota\n")])
    terminal.type([("Kecamatan: ", "Anu\n"), ("tidak terdaftar.", ""), ("] ", "t\n")])
    terminal.type([("misalnya 35.73.05.", ""), ("Kode kecamatan: ", "35.73.09\n")])
    terminal.type([("Kelurahan: ", "Anu\n"), ("Tahun [", "\n"), ("Pengesahan: ", "2\n")])
    terminal.type([("Camat: Nama: ", "Ratna\n"), (": NIP: ", "\n"), (": Akun: ", "camat\n")])
    terminal.type([(": Surel: ", "\n"), (": Kunci: ", "\n")])
    for one in ("Nama", "NIP", "Akun", "Surel", "Kunci"):
        terminal.type([(f"Kepala perencanaan: {one}: ", "\n")])
    terminal.type([("Kepala perencanaan: Jabatan: ", "Kepala Bappeda\n")])
    terminal.type(
        [(f"Operator: {one}: ", "\n") for one in ("Nama", "NIP", "Akun", "Surel", "Kunci")]
    )
    terminal.type([(f"Situs: {one}: ", "\n") for one in SITUS])
    terminal.type(
        [(f"Juknis: {one}: ", "\n") for one in ("Penetapan tim", "Musrenbang", "Laporan")]
    )
    terminal.type([("misalnya 35.73.09.1003", ""), ("Kode: ", "\n"), ("wajib diisi.", "")])
    terminal.interrupt()
    assert terminal.end() == 130
    terminal = Terminal(tmp_path, "new", "kecamatan", str(tmp_path / "k"))
    terminal.type([("Kota atau kabupaten: ", "Kota Malang\n"), ("Kecamatan: ", "Anu\n")])
    terminal.interrupt()
    assert terminal.end() == 130


def test_answers_that_do_not_do_are_told_and_may_be_mended(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "k"
    terminal = Terminal(tmp_path, "new", "kecamatan", str(target))
    terminal.type([*interview(""), ("--camat-akun atau --camat-email", "")])
    again = [("Perbaiki jawabannya? [Y/t] ", "y\n"), ("kabupaten [Jakarta Pusat]: ", "\n")]
    terminal.type([*again, ("Kecamatan [Cempaka Putih]: ", "")])
    terminal.interrupt()
    assert terminal.end() == 130
    assert not target.exists()


def shown(text: str) -> list[str]:
    """The blocks of a guide that are set as code, lists' own included."""
    blocks = re.findall(r"(?:^ {4,}.*\n)+", text, re.MULTILINE)
    return [re.sub(r"^ +", "", block, flags=re.MULTILINE) for block in blocks]


def test_the_guide_s_way_is_the_way(
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every command of the guide, as it stands; the table is the one it shows."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    guide = (ROOT / "site_templates/panduan/08-pemasang.md").read_text(encoding="utf-8")
    blocks = shown(guide.replace("{{ versi }}", number()))
    Path("jawaban.csv").write_text(
        next(block for block in blocks if block.startswith("isian;")), encoding="utf-8"
    )
    Path("daftar.csv").write_text(
        next(block for block in blocks if block.startswith("kota;")), encoding="utf-8"
    )
    common = [line for line in Path("jawaban.csv").read_text("utf-8").splitlines() if line[-1:]]
    shared = ("isian", "tahun", "pengesahan", "kepala-perencanaan-nama", "tanda")
    Path("bersama.csv").write_text(
        "\n".join(line for line in common if line.startswith(shared)), encoding="utf-8"
    )
    commands = [line for block in blocks for line in block.splitlines() if " " in line]
    ran = []
    for words in map(shlex.split, commands):
        if words[0] == "git":
            subprocess.run(words, check=True)
        elif words[:2] == ["python", "build.py"]:
            asks = words[2:4] == ["new", "kecamatan"] and "--jawaban" not in words
            # Without a terminal to ask at, the first form says what is missing.
            assert main(words[2:]) == (1 if asks else 0), words
            ran.append(words[-1 if asks else 2])
    assert len(ran) == 5
    assert {path.name for path in (tmp_path / "kota").iterdir()} == {"johar-baru", "menteng"}
    root = tmp_path / "musrenbang-johar-baru"
    assert (root / "proposals/2028/musrenbang.yaml").is_file()
    assert Kecamatan(root, monkeypatch).run("review", "main", "tahun/2028") == 0
    capsys.readouterr()


def test_what_is_shipped_is_the_newest_sample_year_and_our_own_forms() -> None:
    for name in ("skpd.yaml", "template-kegiatan.yaml"):
        assert (SAMPLE / name).read_bytes() == (
            ROOT / f"proposals/{SAMPLE_YEAR}/{name}"
        ).read_bytes()
    own = ROOT / ".github"
    forms = {path.relative_to(own) for path in own.glob("*TEMPLATE/*")}
    shipped = CONTENT / ".github"
    assert {path.relative_to(shipped) for path in shipped.glob("*TEMPLATE/*")} == forms
    for form in forms:
        if form.parts[0] == "ISSUE_TEMPLATE":
            assert (shipped / form).read_bytes() == (own / form).read_bytes()
