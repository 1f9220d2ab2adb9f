"""Where the year stands: the steps of the juknis on one day, and the command that comes next."""

import json
from collections.abc import Mapping
from datetime import date

import pytest

from musrenbang.cli import main
from musrenbang.records.loader import load
from musrenbang.year.steps import Langkah, YearStanding, as_text, year_standing
from musrenbang.year.views import View
from tests.conftest import ROOT
from tests.rule_cases import TextTree
from tests.small_year import DISETUJUI, KELURAHAN, MUSRENBANG, SMALL_YEAR, TEMPLATE, USULAN

TEAM = """\
tim_penyelenggara:
  - {nama: Ani, unsur: kecamatan, tugas: Ketua}
  - {nama: Budi, unsur: masyarakat, tugas: Anggota}
"""
MINUTES = """\
nomor: 1/BA/2016
mulai: 2016-03-09
selesai: 2016-03-10
jam: 08.00–15.30
tempat: Aula
"""
K = "proposals/2016/rawasari/kelurahan.yaml"
D = "decisions/2016/rawasari"


def without(*names: str) -> dict[str, str]:
    return {name: text for name, text in SMALL_YEAR.items() if name not in names}


ONLY_PROPOSALS = {name: text for name, text in SMALL_YEAR.items() if name.startswith("prop")}
UNSENT = {**ONLY_PROPOSALS, K: KELURAHAN.replace("dikirim: 2016-02-26\n", "")}
SURVEYED = {**ONLY_PROPOSALS, f"{D}/0001.yaml": DISETUJUI[DISETUJUI.index("survei:") :]}
DECIDED = without(f"{D}/kirim.yaml")
ENACTED = {
    **SMALL_YEAR,
    "decisions/2016/berita-acara.yaml": MINUTES + "ditetapkan: 2016-03-10\n",
    "decisions/2016/pengumuman/2016-03-11-hasil.md": "# Hasil\n\nTerbit.\n",
}


OLD_PRICE = {
    **UNSENT,
    "proposals/2016/template-kegiatan.yaml": TEMPLATE.replace(
        "  harga_satuan: 800000\n", "  harga_satuan: 800000\n  tahun_harga: 2015\n"
    ),
}


def on(files: Mapping[str, str], day: str) -> YearStanding:
    snapshot = load(TextTree(files))
    return year_standing(View(snapshot, snapshot.years[2016]), date.fromisoformat(day))


def step(year: YearStanding, klausul: str) -> Langkah:
    return next(one for part in year.tahap for one in part.langkah if one.klausul == klausul)


@pytest.mark.parametrize(
    ("files", "day", "klausul", "keadaan"),
    [
        (SMALL_YEAR, "2016-03-04", "C.1.a", "belum"),
        (SMALL_YEAR, "2016-03-05", "C.1.a", "terlambat"),
        (
            {**SMALL_YEAR, "proposals/2016/musrenbang.yaml": MUSRENBANG + TEAM},
            "2016-03-05",
            "C.1.a",
            "selesai",
        ),
        (UNSENT, "2016-03-08", "C.1.b", "belum"),
        (UNSENT, "2016-03-09", "C.1.b", "terlambat"),
        (ONLY_PROPOSALS, "2016-03-09", "C.1.b", "selesai"),
        (ONLY_PROPOSALS, "2016-03-05", "C.1.e", "belum"),
        (ONLY_PROPOSALS, "2016-03-06", "C.1.e", "terlambat"),
        (SURVEYED, "2016-03-06", "C.1.e", "selesai"),
        (ONLY_PROPOSALS, "2016-03-09", "C.2.c.3", "belum"),
        (without(f"{D}/kirim.yaml", f"{D}/0002.yaml"), "2016-03-10", "C.2.c.3", "berjalan"),
        (without(f"{D}/kirim.yaml", f"{D}/0002.yaml"), "2016-03-11", "C.2.c.3", "terlambat"),
        (DECIDED, "2016-03-11", "C.2.c.3", "selesai"),
        (DECIDED, "2016-03-18", "C.2.c.4", "belum"),
        (DECIDED, "2016-03-19", "C.2.c.4", "terlambat"),
        (SMALL_YEAR, "2016-03-19", "C.2.c.4", "selesai"),
        (SMALL_YEAR, "2016-03-18", "C.3.b", "berjalan"),
        (SMALL_YEAR, "2016-03-19", "C.3.b", "terlambat"),
        (ENACTED, "2016-03-19", "C.3.b", "selesai"),
        (ENACTED, "2016-03-11", "C.3.a", "selesai"),
    ],
)
def test_a_step_is_done_under_way_open_or_late(
    files: Mapping[str, str], day: str, klausul: str, keadaan: str
) -> None:
    assert step(on(files, day), klausul).keadaan == keadaan


@pytest.mark.parametrize(
    ("files", "day", "action"),
    [
        (
            {**UNSENT, K: "nama: Rawasari\n"},
            "2016-02-20",
            "isi “Berita Acara” dan “Dikirim” pada lembar",
        ),
        (
            ONLY_PROPOSALS,
            "2016-03-01",
            "Catat hasil survei: python build.py worksheet --survei",
        ),
        (SURVEYED, "2016-03-01", "Mulai 9 Maret 2016: putuskan di meja sidang"),
        (SURVEYED, "2016-03-09", "Putuskan di meja sidang: python build.py desk"),
        (DECIDED, "2016-03-10", "Kirim: python build.py send rawasari"),
        (
            SMALL_YEAR,
            "2016-03-10",
            "Isi Berita Acara, lalu “Ditetapkan”: python build.py",
        ),
        (
            {**ENACTED, "decisions/2016/pengumuman/2016-03-11-hasil.md": None},
            "2016-03-11",
            "Umumkan: python build.py new pengumuman",
        ),
        (ENACTED, "2016-03-11", "Terbitkan, lalu sampaikan laporan.pdf: python build.py build"),
        (ENACTED, "2016-11-01", "Mulai tahun berikutnya: python build.py new tahun 2017"),
        (OLD_PRICE, "2016-02-20", "Pastikan “Harga satuan” pada lembar Kegiatan"),
    ],
)
def test_what_comes_next_is_said_with_its_command(
    files: Mapping[str, str | None], day: str, action: str
) -> None:
    present = {name: text for name, text in files.items() if text is not None}
    assert any(action in text for text in on(present, day).berikut), on(present, day).berikut


def test_the_next_year_is_begun_once_and_after_the_minutes() -> None:
    assert not any("new tahun" in text for text in on(SMALL_YEAR, "2016-11-01").berikut)
    begun = {**ENACTED, "proposals/2017/musrenbang.yaml": MUSRENBANG.replace("2016", "2017")}
    assert not any("new tahun" in text for text in on(begun, "2016-11-01").berikut)


def test_every_year_that_is_not_finished_is_told() -> None:
    begun = {
        "proposals/2017/musrenbang.yaml": MUSRENBANG.replace("2016", "2017"),
        "proposals/2017/rawasari/kelurahan.yaml": "nama: Rawasari\n",
    }
    snapshot = load(TextTree({**DECIDED, **begun}))
    standing = year_standing(View(snapshot, snapshot.years[2017]), date(2017, 1, 2))
    assert as_text(standing).splitlines()[1] == (
        "Tahun 2016 juga belum selesai, menunggu Kirim Rawasari dan penetapan Berita Acara: "
        "python build.py status --tahun 2016"
    )
    done = load(TextTree({**ENACTED, **begun}))
    assert year_standing(View(done, done.years[2017]), date(2017, 1, 2)).tahun_lain == ()


def test_prices_are_a_step_until_each_is_confirmed() -> None:
    told = step(on(OLD_PRICE, "2016-02-20"), "D.3")
    assert (told.keadaan, told.rincian) == ("berjalan", "1 dari 2 kegiatan belum dipastikan")
    steps = [one.klausul for part in on(UNSENT, "2016-02-20").tahap for one in part.langkah]
    assert "D.3" not in steps


def test_what_is_late_comes_first() -> None:
    assert on(SURVEYED, "2016-03-20").berikut[0].startswith("Isi lembar Tim Penyelenggara")
    assert on(DECIDED, "2016-03-19").berikut[0].startswith("Isi lembar Tim Penyelenggara")


def test_proposals_sent_on_undecided_are_neither_open_nor_to_be_surveyed() -> None:
    named = 'tanggal: 2016-03-10\ntanpa_validasi: [{nomor: "0001", alasan: Menunggu.}]\n'
    year = on({**without(f"{D}/0001.yaml"), f"{D}/kirim.yaml": named}, "2016-03-19")
    assert step(year, "C.2.c.3").keadaan == "selesai"
    assert step(year, "C.2.c.3").rincian == "1 dari 2 usulan; 1 dikirim tanpa keputusan"
    assert step(year, "C.1.e").keadaan == "selesai"


def test_what_the_lurah_has_validated_is_to_be_surveyed_before_it_is_sent() -> None:
    year = on(UNSENT, "2016-03-05")
    assert step(year, "C.1.e").rincian == "0 dari 1 usulan fisik disurvei"
    assert "Catat hasil survei: python build.py worksheet --survei rawasari" in year.berikut
    raw = USULAN.replace("validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n", "")
    year = on({**UNSENT, "proposals/2016/rawasari/0001.yaml": raw}, "2016-03-05")
    assert step(year, "C.1.e").rincian == "0 dari 0 usulan fisik disurvei"


def test_text_and_json_tell_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("status", "--root", str(ROOT), "--tahun", "2016", "--hari-ini", "2016-03-20")
    assert main(words) == 0
    text = capsys.readouterr().out
    assert main([*words, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tahun"], found["hari_ini"]) == (2016, "2016-03-20")
    for part in found["tahap"]:
        assert f"{part['nama']} ({part['klausul']})" in text
        for one in part["langkah"]:
            assert f"{one['nama']} ({one['klausul']}): {one['rincian']}" in text
    rawasari = next(one for one in found["kelurahan"] if one["slug"] == "rawasari")
    assert rawasari["kirim"] == "2016-03-10"
    for number, action in enumerate(found["berikut"], 1):
        assert f"{number}. {action}" in text


@pytest.mark.parametrize("words", [("--tahun", "2030"), ("--hari-ini", "31-2-2016")])
def test_wrong_use_is_explained(words: tuple[str, ...]) -> None:
    assert main(["status", "--root", str(ROOT), *words]) == 2


def test_what_is_done_is_not_late_because_a_kelurahan_has_not_sent() -> None:
    other = "proposals/2016/johar-baru/kelurahan.yaml"
    year = on({**DECIDED, other: "nama: Johar Baru\n"}, "2016-03-30")
    assert step(year, "C.1.b").keadaan == "terlambat"
    assert step(year, "C.1.e").keadaan == "berjalan"
    assert step(year, "C.2.c.3").keadaan == "berjalan"


def test_the_report_says_what_it_waits_for() -> None:
    assert step(on(DECIDED, "2016-03-11"), "C.3.b").rincian == (
        "menunggu Kirim Rawasari dan penetapan Berita Acara"
    )
    assert step(on(SMALL_YEAR, "2016-03-11"), "C.3.b").rincian == "menunggu penetapan Berita Acara"


def test_nothing_it_says_names_a_record_file() -> None:
    for files in (UNSENT, ONLY_PROPOSALS, SURVEYED, DECIDED, SMALL_YEAR, OLD_PRICE):
        assert not any(".yaml" in text for text in on(files, "2016-03-30").berikut)
