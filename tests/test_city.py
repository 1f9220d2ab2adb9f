"""A city is the sum of what its kecamatan publish and nothing else; a province that of cities."""

import csv
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from musrenbang.cli import main
from musrenbang.site.data_columns import COLUMNS
from musrenbang.text.indonesian import rupiah
from musrenbang.year.cases import Status
from tests.city_support import (
    LIST,
    START,
    SUMMARY,
    city_list,
    with_sums,
    write_site,
)
from tests.conftest import MUSRENBANG, write_files
from tests.test_city_api import checked

Row = dict[str, str]
PLACES = {"31.71.01": "Gambir", "31.71.05": "Cempaka Putih", "31.71.06": "Menteng"}
SIZES = {"31.71.01": 260, "31.71.05": None, "31.71.06": 7}
"""Cempaka Putih has finished; the others are under way."""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `city` as a user does."""
    command = [*MUSRENBANG, "city", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a city and of the sites that it is made from."""
    folder = tmp_path_factory.mktemp("kota")
    for at, (kode, nama) in enumerate(PLACES.items()):
        write_site(folder / "situs" / kode, kode, nama, SIZES[kode], days=at)
    sources = {kode: (nama, f"situs/{kode}") for kode, nama in PLACES.items()}
    done = run(city_list(folder, sources))
    assert (done.returncode, "⚠" in done.stdout) == (0, False), done.stdout + done.stderr
    assert "Membaca 3 situs" in done.stderr
    return folder


@pytest.fixture(scope="module")
def rows(city: Path) -> dict[str, list[Row]]:
    """The open data of every kecamatan, read as anybody would."""
    return {
        kode: list(csv.DictReader(io.StringIO(text)))
        for kode in PLACES
        if (text := (city / "situs" / kode / "2016/data/usulan.csv").read_text("utf-8-sig"))
    }


def text(city: Path, path: str) -> str:
    return (city / "_site" / path).read_text(encoding="utf-8")


def summary(city: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(city, "api/v1/2016/ringkasan.json"))
    return found


def tally(some: list[Row]) -> dict[str, int]:
    amounts = [row["anggaran"] for row in some]
    return {
        "jumlah": len(some),
        "anggaran": sum(int(one or 0) for one in amounts),
        "tanpa_anggaran": amounts.count(""),
    }


def test_every_figure_is_an_independent_sum_over_the_csv_of_all_kecamatan(
    city: Path, rows: dict[str, list[Row]]
) -> None:
    every = [row for some in rows.values() for row in some]
    found = summary(city)
    assert len(every) > 400
    assert found["semua"]["total"] == tally(every)
    groups = {"skpd": "skpd", "tipe": "tipe"}
    for group, column in groups.items():
        assert set(found[group]) == {row[column] for row in every}
        for code, told in found[group].items():
            members = [row for row in every if row[column] == code]
            assert told["total"] == tally(members)
            for status in Status:
                assert told["status"][status] == tally(
                    [r for r in members if r["status"] == status]
                )
    for code, told in found["alasan"].items():
        expected = tally([row for row in every if row["alasan"] == code])
        assert {name: told[name] for name in expected} == expected
    assert found["sementara"] == tally([r for r in every if r["sementara"] == "true"])
    assert found["diubah"] == tally([r for r in every if r["diubah"] == "true"])
    stages = Counter(
        row["tindak_lanjut"]
        for row in every
        if row["status"] == "disetujui" and row["sementara"] == "false"
    )
    told = {name: one["jumlah"] for name, one in found["tindak_lanjut"]["keadaan"].items()}
    assert {name: count for name, count in told.items() if count} == stages
    for kode, some in rows.items():
        part = found["wilayah"][kode]
        assert part["semua"]["total"] == tally(some)
        assert part["gangguan"] is None
    page = text(city, "index.html")
    approved = tally([row for row in every if row["status"] == "disetujui"])
    assert rupiah(approved["anggaran"]) in page


def test_who_has_not_sent_and_what_is_late_is_said_by_the_day_of_the_newest_data(
    city: Path,
) -> None:
    found = summary(city)
    assert found["kiriman"]["kirim"] < found["kiriman"]["kelurahan"]
    assert found["wilayah"]["31.71.05"]["terlambat"] == []
    (late,) = found["wilayah"]["31.71.01"]["terlambat"]
    assert re.fullmatch(r"\d+ kelurahan belum dikirim camat; batas laporan 18 Maret 2016\.", late)
    assert late in text(city, "index.html")
    assert found["asal"]["waktu"] == START.replace(day=22).isoformat()


def test_an_agency_gets_all_it_receives_as_page_csv_xlsx_and_feed(
    city: Path, rows: dict[str, list[Row]]
) -> None:
    kode = "sudin-bina-marga"
    expected = {
        (part, row["id"]): row for part, some in rows.items() for row in some if row["skpd"] == kode
    }
    folder = f"2016/skpd/{kode}/"
    data = list(csv.DictReader(io.StringIO(text(city, f"{folder}usulan.csv").lstrip("\ufeff"))))
    assert list(data[0]) == ["kode_kecamatan", "kecamatan", *(one.nama for one in COLUMNS)]
    assert {(row["kode_kecamatan"], row["id"]) for row in data} == set(expected)
    for row in data:
        own = expected[row["kode_kecamatan"], row["id"]]
        slug = row["kecamatan"].lower().replace(" ", "-")
        assert row["halaman"] == f"https://{slug}.example/{own['halaman']}"
        assert [row[name] for name in own if name != "halaman"] == [
            value for name, value in own.items() if name != "halaman"
        ]
    book = openpyxl.load_workbook(city / "_site" / folder / "usulan.xlsx").active
    assert book is not None
    assert book.max_row == len(expected) + 1
    pages = sorted((city / "_site" / folder).glob("**/index.html"))
    links = [
        link
        for page in pages
        for link in re.findall(r'<a href="(https://[^"]*/usulan/[^"]*)">', page.read_text("utf-8"))
    ]
    assert sorted(links) == sorted(row["halaman"] for row in data)
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.fromstring(text(city, f"{folder}feed.xml"))  # noqa: S314 - made here
    entries = feed.findall(f"{atom}entry")
    ids = [entry.findtext(f"{atom}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids) > 10
    assert all(re.match(r"urn:musrenbang:31\.71\.0[156]:2016/", one) for one in ids)
    assert {entry.find(f"{atom}link").get("href") for entry in entries} <= set(links)  # type: ignore[union-attr]


def test_the_api_of_a_city_keeps_to_its_schemas_and_to_the_summary_of_a_kecamatan(
    city: Path,
) -> None:
    for schema, path in (
        ("ringkasan", "2016/ringkasan.json"),
        ("daftar", "index.json"),
        ("versi", "versi.json"),
    ):
        told = json.loads(text(city, f"api/v1/skema/{schema}.schema.json"))
        Draft202012Validator(told).validate(json.loads(text(city, f"api/v1/{path}")))
    own = json.loads((city / "situs/31.71.05/api/v1/2016/ringkasan.json").read_bytes())
    assert set(own) < set(summary(city))


def test_thirty_lines_recompute_every_figure_from_the_proposals_of_all_its_kecamatan(
    city: Path, tmp_path: Path
) -> None:
    found = summary(city)
    for kode, part in found["wilayah"].items():
        part["alamat"] = (city / "situs" / kode).as_uri()
    for changed, code in ((0, 0), (1, 1)):
        found["corong"]["disetujui"]["jumlah"] += changed
        done = checked(write_files(tmp_path, {SUMMARY: json.dumps(found)}))
        assert done.returncode == code, done.stderr
        assert ("corong/disetujui/jumlah" in done.stderr) is bool(changed)


def test_the_same_sites_give_the_same_bytes_whatever_was_kept(city: Path, tmp_path: Path) -> None:
    for kept in (".simpanan", "baru"):
        done = run(city / "kota.yaml", "-o", tmp_path / "_site", "--simpanan", city / kept)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "_site/SHA256SUMS").read_bytes() == (
            city / "_site/SHA256SUMS"
        ).read_bytes()
    checked = subprocess.run(
        ["sha256sum", "--check", "--ignore-missing", "--quiet", "SHA256SUMS"],
        cwd=city / ".simpanan/31.71.05",
        check=False,
    )
    assert checked.returncode == 0


def test_the_index_holds_every_proposal_in_the_part_of_its_kecamatan(
    city: Path, rows: dict[str, list[Row]]
) -> None:
    def part(number: int) -> dict[str, Any]:
        script = text(city, f"2016/usulan/indeks-{number}.js")
        found: dict[str, Any] = json.loads(script.partition(".push(")[2].rpartition(");")[0])
        return found

    names = part(0)
    assert [row[0] for row in names["kecamatan"]] == list(PLACES)
    assert (names["banyak"], names["usulan"]) == (len(PLACES) + 1, [])
    for number, kode in enumerate(PLACES, 1):
        told = part(number)["usulan"]
        assert [row[1] for row in told] == [row["nomor"] for row in rows[kode]]
        assert [names["status"][row[8]][0] for row in told] == [r["status"] for r in rows[kode]]


@pytest.fixture(scope="module")
def province(city: Path) -> Path:
    """A province of that city and of one that has no site yet."""
    folder = city / "provinsi"
    folder.mkdir()
    (folder / "kota.yaml").write_text(
        'kode: "31"\nnama: DKI Jakarta\njenis: Provinsi\ncontoh: true\nwilayah:\n'
        '  - {kode: "31.71", nama: Pusat, alamat: "https://pusat.example/", sumber: ../_site}\n'
        '  - {kode: "31.72", nama: Utara, alamat: "https://utara.example/", sumber: tidak}\n',
        encoding="utf-8",
    )
    done = run(folder / "kota.yaml")
    assert done.returncode == 0, done.stderr
    assert "⚠ Utara: Folder tidak tidak ada. Yang ditampilkan: tidak ada." in done.stdout
    return folder


def test_a_province_adds_up_the_summaries_of_cities_and_reads_nothing_else(
    city: Path, province: Path
) -> None:
    kept = {one.name for one in (province / ".simpanan/31.71").glob("**/*.json")}
    assert kept == {"tanda.json", "versi.json", "ringkasan.json"}
    own, whole = summary(city), summary(province)
    assert {name: whole[name] for name in ("semua", "skpd", "alasan", "corong", "kiriman")} == {
        name: own[name] for name in ("semua", "skpd", "alasan", "corong", "kiriman")
    }
    assert whole["wilayah"]["31.71"]["terlambat"] == ["2 dari 3 kecamatannya terlambat."]
    assert not list((province / "_site").glob("2016/usulan"))
    page = text(province, "index.html")
    assert 'href="https://pusat.example/2016/usulan/"' in page
    assert "Tidak ada datanya" in page


HEAD = 'kode: "31.71"\nnama: A\njenis: Kota\n'
ONE = '  - {kode: "31.71.01", nama: B, alamat: "https://b.example"}\n'


def at(address: str) -> str:
    return f"wilayah:\n{ONE.replace('https://b.example', address)}"


def read_from(source: str) -> str:
    return f"""wilayah:\n{ONE.replace("}", f', sumber: "{source}"}}')}"""


LISTS = {
    "kode-berulang": (
        f"wilayah:\n{ONE}{ONE.replace('b.example', 'c.example')}",
        ":6:12: Kode 31.71.01 sudah dipakai B.",
    ),
    "situs-berulang": (
        f"wilayah:\n{ONE}{ONE.replace('71.01', '71.02')}",
        ":6:41: Situs itu sudah disebut pada B.",
    ),
    "bukan-bagian": (
        f"wilayah:\n{ONE.replace('.71.', '.72.')}",
        ":5:12: 31.72.01 bukan kode bagian dari A (31.71).",
    ),
    "bukan-provinsi": (f"wilayah:\n{ONE}", ":1:7: 31.71 bukan kode sebuah provinsi."),
    "tanpa-wilayah": ("", ":1:1: Bidang `wilayah` belum ada."),
    "daftar-kosong": ("wilayah: []\n", ":4:10: "),
    "bukan-daftar": ("wilayah: {a: b}\n", ":4:10: Isi `wilayah` tidak sesuai."),
    "butir-kosong": ("wilayah:\n  -\n", ":5:4: Bidang `wilayah` kosong."),
    "bidang-lain": (f"warna: biru\nwilayah:\n{ONE}", ":4:1: Bidang `warna` tidak dikenal."),
    "bidang-berulang": (f"nama: C\nwilayah:\n{ONE}", ":4:1: Bidang `nama` ditulis dua kali."),
    "contoh-ya": (f"contoh: ya\nwilayah:\n{ONE}", ":4:9: “ya” bukan true atau false."),
    "sejak": (f"wilayah:\n{ONE.replace('}', ', sejak: abc}')}", ":5:69: “abc” tidak sesuai"),
    "skrip": (at("javascript:alert(1)"), ":5:41: “javascript:alert(1)” tidak sesuai"),
    "alamat-http": (at("http://b.example"), ":5:41: “http://b.example” tidak sesuai"),
    "sandi": (at("https://a:b@b.example"), ":5:41: Alamatnya memuat nama pengguna"),
    "tanya": (at("https://b.example/?a=1"), ":5:41: Alamat situs tidak memuat ? atau #."),
    "gerbang": (at("https://b.example:99999"), ":5:41: Alamat itu tidak menyebut peladen"),
    "kurung": (at("https://[::1"), ":5:41: Alamat itu tidak menyebut peladen"),
    "terbalik": (at("https://b.example/\u202e"), ":5:60: Ada karakter tersembunyi (U+202E)"),
    "http": (read_from("http://b.example"), ":5:70: `sumber` beralamat http://"),
    "http-desimal": (read_from("http://2130706433"), ":5:70: `sumber` beralamat http://"),
    "ftp": (read_from("ftp://b.example"), ":5:70: `sumber` bukan folder"),
    "dua-garis": (read_from("//b.example"), ":5:70: `sumber` bukan folder"),
    "salah-ketik": (f"wilayah:\n{ONE.replace('alamat', 'alamt')}", "Maksud Anda `alamat`?"),
    "bukan-yaml": ("wilayah: [\n", "kota.yaml:5:1: "),
    "jangkar": ("wilayah: &a\n  - *a\n", ":4:10: Tanda & atau *"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_wrong_list_is_refused_by_line_and_nothing_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, told = LISTS[name]
    head = HEAD.replace("Kota", "Provinsi") if name == "bukan-provinsi" else HEAD
    (tmp_path / "kota.yaml").write_text(head + content, encoding="utf-8")
    assert main(["city", str(tmp_path / "kota.yaml")]) == 1
    said = capsys.readouterr().err
    assert told in said
    assert said.count("kota.yaml:") == (2 if name == "salah-ketik" else 1)
    assert [one.name for one in tmp_path.iterdir()] == ["kota.yaml"]


def test_one_that_is_ahead_alone_or_names_things_in_its_own_way_does_not_speak_for_all(
    tmp_path: Path,
) -> None:
    """The next year of one kecamatan is a page of its own, still empty; the front page waits."""
    names = {"31.71.01": "Gambir", "31.71.02": "Senen", "31.71.03": "Menteng"}
    agency = ""
    for kode, nama in names.items():
        files = write_site(tmp_path / kode, kode, nama, 6)
        if kode == "31.71.01":
            summary = json.loads(files[SUMMARY])
            agency = next(iter(summary["skpd"]))
            summary["skpd"][agency]["nama"] = "<b>Bayar di sini</b>"
            empty = write_site(tmp_path / "kosong", kode, nama, 0)
            ahead = {**json.loads(empty[SUMMARY]), "tahun": 2017}
            files |= {SUMMARY: json.dumps(summary).encode(), LIST.replace("6", "7"): empty[LIST]}
            files |= {SUMMARY.replace("6", "7"): json.dumps(ahead).encode()}
            write_files(tmp_path / kode, with_sums(files))
    done = run(city_list(tmp_path, {kode: (nama, kode) for kode, nama in names.items()}))
    assert (done.returncode, "⚠" in done.stdout) == (0, False), done.stdout + done.stderr
    assert "<h1>Musrenbang Kota Administrasi Jakarta Pusat 2016</h1>" in text(
        tmp_path, "index.html"
    )
    assert "Belum ada usulan." in text(tmp_path, "2017/usulan/index.html")
    page = text(tmp_path, f"2016/skpd/{agency}/index.html")
    assert "<h1>Suku Dinas " in page
    assert "Sebagian kecamatan menyebutnya <bdi>&lt;b&gt;Bayar di sini&lt;/b&gt;</bdi>" in page


def test_no_list_and_a_foreign_target_are_refused(province: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "tidak.yaml").returncode == 2
    (tmp_path / "surat.txt").write_text("x", encoding="utf-8")
    done = run(province / "kota.yaml", "-o", tmp_path)
    assert done.returncode == 1
    assert [one.name for one in tmp_path.iterdir()] == ["surat.txt"]
