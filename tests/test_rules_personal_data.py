"""Personal data in free text: what is found, and what only looks like it."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

import schemas
from musrenbang.files.paths import Kind
from musrenbang.records.findings import Keys, Position
from musrenbang.records.loader import MODELS, load
from musrenbang.rules import RULES
from musrenbang.rules.rule import Judge
from musrenbang.year.personal_data import numbers, resident_name
from musrenbang.year.views import View
from schemas import DaftarWilayah, HasilSurvei, RiwayatDiterima
from tests.conftest import RunBuild
from tests.rule_cases import TextTree


def kinds(text: str) -> list[str]:
    return [number.kind for number in numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "NIK 3171051203900001",
        "KTP: 31.71.05.12.03.90.0001",
        "3171 0512 0390 0001",
        "3171-0552-0390-0001",
        "(9471016112850002)",
        "1101013101990001,",
        "３１７１０５１２０３９００００１",  # noqa: RUF001 - full-width digits
        "3171–0512–0390–0001",
        "3171\N{NO-BREAK SPACE}0512\N{NO-BREAK SPACE}0390\N{NO-BREAK SPACE}0001",
        "3.171.051.203.900.001",  # as a spreadsheet shows it
        "3171_0510_0300_0123",
        "KTP 3171/0510/0300/0123.",
        "ktp_317105_100300_0123.jpg",
        "317105/100300/0123",
        "317105/1003000123",
        "31/71/05/100300/0123",
        "3171&#48;51203900001",
        "3171**0512**03900001",
        "3171 0512\n0390 0001",
    ],
)
def test_identity_numbers_are_found_however_they_are_spaced(text: str) -> None:
    assert kinds(text) == ["nik"]


@pytest.mark.parametrize(
    "text",
    [
        "3171051213900001",  # month 13
        "3171053203900001",  # day 32
        "3171057203900001",  # day 72
        "3171050003900001",  # day 0
        "3171051200900001",  # month 0
        "1001011203900001",  # province 10
        "9701011203900001",  # province 97
        "3100051203900001",  # no such city
        "3171001203900001",  # no such kecamatan
        "3171051203900000",  # no serial
        "2201011203900001",  # province 22
        "KIB B 3171051203900001",
        "31.71.05.1003.000123",  # a kelurahan's code and a number, in Jakarta
        "31.71.05.1003.900001",
        "31.71.05.1003-000123",
        "31/71/05/1003/000123",
        "31_71_05_1003_000123",
        "12.03.2016-10.03.2016",  # two days
        "12-03-2016 10-03-2016",
        "12032016-10032016",
        "12/03/2016/10/03/2016",
        "12/03/16/10/04/16/0001",
        "20160309-120512-01.jpg",  # when a photo was taken
        "IMG_20160309_120512_01",
        "112.345.600-1.250.500",  # two sums
        "112.345.600 1.250.500",
        "-6.1932123 106.87012",  # a place
        "-6.1932123, 106.87012",
        "6.1932123/106.87012",
        "proposals/2016/3171/0510/0300/0123",
        "1271/0310/0300/0123/2016",
        "3171/0510/0300/01234",
        "3171/0510/0300",
        "31710512039000012",  # one digit too many
        "317105120390000",  # one too few
        "197001011995032000",  # NIP
        "Rp 3.171.051.203.900",
    ],
)
def test_other_long_numbers_are_not_identity_numbers(text: str) -> None:
    assert "nik" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 789",
        "0812.3456.7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0) 812 3456 7890",
        "+62(0)81234567890",
        "6281234567890",
        "62812-3456-7890",
        "0812/3456/7890",
        "0812/345/678",
        "081.234.567.890",
        "No. HP 081234567890",
        "no. 0812 3456 7890",
        "Rp 5.000, WA 081234567890",
        "SK Camat, hubungi 081234567890",
        "hub.081234567",
        "WA:0857-1234-5678.",
        "(0812) 3456-7890",
        "0812–3456–7890",
        "08&#49;2345678&#57;0",
        "0812**3456**7890",
        "0812\n34567890",
    ],
)
def test_phone_numbers_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == ["telepon"]


@pytest.mark.parametrize(
    "text",
    [
        "(021) 4288123",
        "021 4288 1234",
        "+62 (21) 4288 1234",
        "+62-21-4288-1234",
        "+622142881234",
        "622142881234",
        "0801234567",
        "0841234567",
        "Rp081234567890",
        "Rp. 0812345678",
        "SK 081234567",
        "No. SK 0812345678",
        "SK Camat No. 0812345678",
        "register 0812.3456.7890",
        "Reg. No. 081234567",
        "KIB A: 081234567890",
        "NIB 0812345678901",
        "081.000.000",
        "081.234.567",
        "081.234.567.000",
        "Surat 0812/45/2016",
        "081/12/2016",
        "No. 08/12/2016",
        "0812",
        "tahun 2016-2017",
        "Rp 812.345.678.900",
        "1.08.12.345.678",
        "RT 08 RW 12, 120 m, 3.456 m2",
        "62 unit, 812 m",
        "10812345678901234",
    ],
)
def test_other_numbers_are_not_phone_numbers(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    ["a@b.id", "rt.05+surat@contoh.co.id", "a@go.id.com", "a@cargo.id", "(warga@contoh.example)"],
)
def test_email_addresses_are_found(text: str) -> None:
    assert kinds(text) == ["surel"]


@pytest.mark.parametrize(
    "text", ["@rt05", "balai @ kota", "100 m@Rp 5.000", "a@b", "Camat@Jakarta.GO.ID.", "a@go.id"]
)
def test_other_at_signs_are_not_email_addresses(text: str) -> None:
    assert kinds(text) == []


def test_what_is_shown_of_a_number_does_not_give_it_away() -> None:
    assert [number.shown for number in numbers("3171051203900001 / 081234567890")] == [
        "3171…",
        "0812…",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "Jl. Mawar, depan rumah Pak Slamet",
        "depan rumah pak slamet rt 03",
        "DEPAN RUMAH PAK SLAMET",
        "samping rumah Bu Siti",
        "Gg. Kenanga rumah Bpk. Suparman",
        "sebelah warung Mpok Ida",
        "belakang kontrakan H. Naim",
        "dekat rumah alm. H. Naim",
        "depan rumah Ustadz Yusuf",
        "rumah Mbah Karto RT 05",
        "Rumah Slamet RT 05 RW 02",
        "kediaman Ibu Yati",
        "milik Sdr. Budi",
        "a.n. Siti Aminah",
        "a/n Siti Aminah",
        "atas nama Budi Santoso",
        "Ny. Sumarni, RT 02",
        "Bapak Joko RT 01",
        "Bu Tini RT 01",
        "Hj. Rohaya RT 07",
        "H.Naim RT 07",
        "Haji Naim RT 07",
        "Jl. Mawar Bu Siti",
        "tanah Pak Darto",
        "rmh bpk. slamet",
        "Dpn rmh Bu Siti",
        "rmh Slamet RT 05",
        "Alm. Pak Joko",
        "Alm. H. Naim",
        "almh. Ibu Siti",
        "Seberang “Pak Slamet”",
    ],
)
def test_residents_are_found_in_addresses(address: str) -> None:
    assert resident_name(address, address=True)


@pytest.mark.parametrize(
    "address",
    [
        "Jl. H. Agus Salim",
        "Jl. Haji Naim No. 5",
        "Jalan Raya H. Jian",
        "Jl. KH. Hasyim Ashari",
        "Jl. K.H. Wahid Hasyim",
        "Gg. H. Abdullah",
        "Gang Haji Muhi RT 03",
        "Gg. Bu Siti",
        "Jl. Ibu Inggit Garnasih",
        "Mushola H. Abdullah",
        "Depan Mushola H. Abdullah",
        "Masjid Haji Keuchik Leumiek",
        "Pesantren KH Zainal Mustofa",
        "Pak Camat",
        "Kantor Pak Lurah",
        "rumah Pak RT",
        "depan rumah Ketua RW 03",
        "depan rumah Bu RW",
        "Rumah Susun Rawasari",
        "Rumah Sakit Islam",
        "rumah dinas camat",
        "Rumah Potong Hewan",
        "Rumah Ibu dan Anak",
        "rumah warga RT 03",
        "milik Pemda",
        "milik PLN",
        "tanah kas desa",
        "Jl. Bumi Indah",
        "Bumi Perkemahan",
        "Blok H Nomor 3",
        "Kampung Bali",
        "depan SDN 01",
        "dekat jembatan",
        "samping Pos RW 02",
        "Ibu Kota Kecamatan",
        "sepanjang Jl. Percetakan Negara II",
        "Toko Buku",
        "PAUD Ibu Pertiwi",
        "PAUD Bu Siti",
        "Posyandu Ibu Kartini",
        "TK Ibu Kartini",
        "RPTRA H. Naim",
        "Majelis Ibu Kartini",
        "Majelis Taklim Hj. Rohaya",
        "Jl. Alm. Pak Joko",
    ],
)
def test_streets_institutions_and_offices_are_not_residents(address: str) -> None:
    assert resident_name(address, address=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ibu-ibu PKK dan Bapak-bapak ronda",
        "Pelayanan Kesehatan Ibu Banyaknya ibu yang dilayani",
        "Pembinaan Bapak Asuh dan Ibu Hamil",
        "Rehabilitasi Rumah Tidak Layak Huni",
        "Pembangunan Rumah Dinasa",
        "Usulan disampaikan Pak Camat dan Pak Lurah.",
        "Pengajian Haji dan Umrah",
    ],
)
def test_a_sentence_is_read_less_suspiciously_than_an_address(text: str) -> None:
    assert resident_name(text, address=False) is None


@pytest.mark.parametrize(
    "text",
    ["Saluran di depan rumah Pak Slamet mampat.", "Diusulkan oleh Sdr. Budi.", "Rumah Bu Siti."],
)
def test_a_resident_in_a_sentence_is_found(text: str) -> None:
    assert resident_name(text, address=False)


@pytest.mark.parametrize(
    "text", ["a" * 60_000 + " @", "1 " * 30_000, "08" * 30_000, "a@" * 30_000, "a@" + "b." * 30_000]
)
def test_long_text_is_searched_in_no_time(text: str) -> None:
    start = time.process_time()
    list(numbers(text))
    assert time.process_time() - start < 0.5


def test_many_streets_are_searched_in_no_time() -> None:
    start = time.process_time()
    assert resident_name("Gang Pak Ali, Gg. Bu Siti, " * 150, address=False) is None
    assert time.process_time() - start < 0.5


PLACES = {
    Kind.MUSRENBANG: "proposals/2016/musrenbang.yaml",
    Kind.SKPD: "proposals/2016/skpd.yaml",
    Kind.JUKNIS: "proposals/2016/juknis.yaml",
    Kind.TEMPLATE: "proposals/2016/template-kegiatan.yaml",
    Kind.KELURAHAN: "proposals/2016/rawasari/kelurahan.yaml",
    Kind.USULAN: "proposals/2016/rawasari/0001.yaml",
    Kind.USULAN_LANGSUNG: "proposals/2016/usulan-langsung/0001.yaml",
    Kind.KEPUTUSAN: "decisions/2016/rawasari/0001.yaml",
    Kind.KIRIM: "decisions/2016/rawasari/kirim.yaml",
    Kind.TINDAK_LANJUT: "decisions/2016/tindak-lanjut/rawasari/0001.yaml",
    Kind.BERITA_ACARA: "decisions/2016/berita-acara.yaml",
}
ONLY_SURVEYED = "decisions/2016/rawasari/0002.yaml"
CODES = {
    r"^[0-9]{2}$": "31",
    r"^[0-9]{3}$": "003",
    r"^([0-9]{4}|[1-9][0-9]{4})$": "0001",
    r"^[0-9]{2}\.[0-9]{2}$": "31.71",
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$": "31.71.05",
    r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$": "31.71.05.1003",
    r"^([0-9]{18})?$": "197001011995031001",
    r"^[0-9a-f]{40}$": "886f6981cce1955e3b1b2f64fc51c1ac4d95061a",
}
"""Patterns that leave no room for a text: too short for a NIK, or of another length."""
AROUND = ("{}", "{}.jpg", "2016/{}/0001", "https://contoh.example/{}")
"""What a text may have to stand in: a photo's name, a proposal's identity, a link."""
OFFICIAL = {
    ("pejabat", "camat", "email"): "the mailbox of an office",
    ("pejabat", "kepala_perencanaan", "email"): "the mailbox of an office",
    ("pejabat", "operator", 0, "email"): "the mailbox of an office",
    ("lurah", "email"): "the mailbox of an office",
    ("situs", "kontak"): "where residents reach the kecamatan",
    ("situs", "telepon"): "the telephone of the kecamatan",
    ("situs", "whatsapp"): "the chat of the kecamatan",
    ("situs", "jam"): "when the kecamatan is open",
    ("situs", "alamat"): "the address of the site itself",
    ("situs", "repositori"): "the address of the repository itself",
}
"""Where telephone numbers and e-mail addresses are not a resident's (`Resmi`); a NIK never may."""
NOTHING = {"type": "null"}
POINT = [-6.19, 106.87]
Found = set[tuple[str, Keys]]


class Filled:
    """A record of every kind, every field given, every text that is no code made by `text`."""

    def __init__(self, text: Callable[[int, Keys], str]) -> None:
        self.text = text
        self.texts: list[tuple[str, Keys]] = []
        models = {PLACES[kind]: model for kind, model in MODELS.items()}
        self.files: dict[str, str] = {}
        for path, model in (models | {ONLY_SURVEYED: HasilSurvei}).items():
            self.path, self.schema = path, model.model_json_schema()
            self.files[path] = json.dumps(self.value(self.schema, ()))

    def value(self, part: dict[str, Any], keys: Keys) -> Any:
        """What a JSON Schema asks for at a place."""
        if "$ref" in part:
            return self.value(self.schema["$defs"][part["$ref"].rpartition("/")[2]], keys)
        if "anyOf" in part:
            return self.value(next(one for one in part["anyOf"] if one != NOTHING), keys)
        match part["type"]:
            case "object":
                fields = part.get("properties") or {
                    self.name(pattern, keys): one
                    for pattern, one in part["patternProperties"].items()
                }
                return {key: self.value(one, (*keys, key)) for key, one in fields.items()}
            case "array":
                return [self.value(part["items"], (*keys, 0))] if "items" in part else POINT
            case "string":
                return self.string(part, keys)
            case kind:
                return True if kind == "boolean" else max(1, part.get("minimum", 1))

    def name(self, pattern: str, keys: Keys) -> str:
        """A key that is itself a text."""
        known = len(self.texts)
        name = self.string({"pattern": pattern}, keys)
        self.texts[known:] = [(path, (*keys, name)) for path, _ in self.texts[known:]]
        return name

    def string(self, part: dict[str, Any], keys: Keys) -> str:
        if "enum" in part:
            return str(part["enum"][0])
        if part.get("format") == "date":
            return "2016-03-09"
        if self.path == PLACES[Kind.JUKNIS] and keys[0] == "jadwal":
            return "7 Maret"
        pattern = part.get("pattern", "")
        if pattern in CODES:
            return CODES[pattern]
        text = self.text(len(self.texts) + 1, keys)
        around = [one.format(text) for one in AROUND if re.search(pattern, one.format(text))]
        if not around:
            return next(
                one.format("satu") for one in AROUND if re.search(pattern, one.format("satu"))
            )
        self.texts.append((self.path, keys))
        return around[0]

    def found(self, rule: str) -> Found:
        """Where a rule finds something in these records."""
        snapshot = load(TextTree(self.files))
        assert snapshot.problems == ()
        hits = judge_of(rule)(View(snapshot, snapshot.years[2016]))
        return {(hit.file, hit.where) for hit in hits if isinstance(hit.where, tuple)}


def judge_of(rule: str) -> Judge:
    return next(one.judge for one in RULES if one.id == rule)


def test_every_record_type_is_searched() -> None:
    models: list[type[BaseModel]] = [*MODELS.values(), HasilSurvei, RiwayatDiterima]
    searched = {model.__name__ for model in models}
    # a city's list names sites and stands in no kecamatan's repository
    assert searched == set(schemas.__all__) - {DaftarWilayah.__name__}


def test_an_identity_number_is_found_in_every_text_of_every_record() -> None:
    filled = Filled(lambda number, _: f"31710512039{number:05d}")
    assert len(filled.texts) > 80
    assert filled.found("pribadi.nik") == set(filled.texts)


@pytest.mark.parametrize(
    ("rule", "text"),
    [("pribadi.telepon", "0812{:08d}"), ("pribadi.surel", "warga{}@contoh.example")],
)
def test_a_contact_is_found_in_every_text_that_is_not_official(rule: str, text: str) -> None:
    filled = Filled(lambda number, _: text.format(number))
    found = filled.found(rule)
    assert found == {(path, keys) for path, keys in filled.texts if keys not in OFFICIAL}


def test_official_contacts_are_no_personal_data() -> None:
    filled = Filled(
        lambda number, keys: f"0812{number:08d}, a{number}@b.example" if keys in OFFICIAL else "-"
    )
    assert any("@" in text for text in filled.files.values())
    assert filled.found("pribadi.telepon") | filled.found("pribadi.surel") == set()


def test_an_identity_number_is_found_in_what_is_no_yaml() -> None:
    nik = "3171051203900001"
    notice = f"decisions/2016/pengumuman/2016-03-11-{nik}.md"
    files = {
        "proposals/2016/arah-kebijakan.md": f"Satu\n\n{nik}\n",
        "proposals/2016/program-prioritas.md": f"{nik}\n",
        notice: f"# {nik}\n\nSatu\n{nik}\n",
        f"proposals/2016/{nik}/kelurahan.yaml": "nama: Rawasari\n",
        f"proposals/2016/rawasari/{nik}.jpg": "",
    }
    snapshot = load(TextTree(files))
    assert snapshot.problems == ()
    hits = list(judge_of("pribadi.nik")(View(snapshot, snapshot.years[2016])))
    assert {hit.file for hit in hits} == set(files)
    assert [hit.where for hit in hits if hit.file == notice] == [
        Position(1, 1),
        Position(1, 1),
        Position(4, 1),
    ]


COMMENTED = """\
# {}
nama: Rawasari  # {}
lurah: {{nama: "Sri # {}", # {}
  email: sri@jakarta.go.id}}
jumlah_rw: 9 # dari 31.71.05.1003.000123, rapat 12.03.2016-10.03.2016, Rp 112.345.600.125.000
"""


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("pribadi.nik", "3171_0510_0300_0123"),
        ("pribadi.telepon", "0812-3456-7890"),
        ("pribadi.surel", "warga@contoh.example"),
    ],
)
def test_personal_data_in_a_comment_is_found_where_the_comment_begins(rule: str, told: str) -> None:
    path = PLACES[Kind.KELURAHAN]
    snapshot = load(TextTree({path: COMMENTED.format(told, told, told, told)}))
    assert snapshot.problems == ()
    hits = judge_of(rule)(View(snapshot, snapshot.years[2016]))
    assert [(hit.file, hit.where) for hit in hits] == [
        (path, ("lurah", "nama")),
        (path, Position(1, 1)),
        (path, Position(2, 17)),
        (path, Position(3, len(f'lurah: {{nama: "Sri # {told}", #'))),
    ]


def test_a_contact_of_the_kecamatan_may_stand_in_a_comment(
    run_build: RunBuild, sample_copy: Path
) -> None:
    settings = sample_copy / "proposals" / "2016" / "musrenbang.yaml"
    proposal = sample_copy / "proposals" / "2016" / "rawasari" / "0007.yaml"
    kept = proposal.read_text()
    proposal.write_text(f"{kept}# Layanan 0812-3456-7890\n")
    done = run_build("check", "--root", str(sample_copy))
    line = len(kept.splitlines()) + 1
    assert f"proposals/2016/rawasari/0007.yaml:{line}:1: galat: " in done.stdout
    assert "[pribadi.telepon]" in done.stdout
    written = re.sub(r"(?m)^( *kontak:).*$", r"\1 WA 0812 3456 7890", settings.read_text())
    settings.write_text(written)
    assert run_build("check", "--root", str(sample_copy)).returncode == 0


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("diterima:\n  - commit: {}\n    alasan: Laporan 3171051203900001.\n", "3:13"),
        ("diterima:\n  - commit: {}\n    alasan: Laporan. # 3171051203900001\n", "3:22"),
    ],
)
def test_an_identity_number_is_found_in_what_the_audit_accepts(
    run_build: RunBuild, sample_copy: Path, text: str, place: str
) -> None:
    path = sample_copy / ".github" / "riwayat-diterima.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.format("a" * 40))
    done = run_build("check", "--root", str(sample_copy))
    assert done.returncode == 1
    assert f".github/riwayat-diterima.yaml:{place}:" in done.stdout
    assert "NIK (3171…)" in done.stdout
