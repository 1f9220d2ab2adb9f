"""What a review says of rights, keys, prices, forms and code, case by case."""

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.files.paths import Kind
from musrenbang.review.changes import Names
from musrenbang.review.formats import as_json, as_text, symbol, verdict
from musrenbang.review.review_model import Review
from musrenbang.review.signers import signer_changes
from musrenbang.review.summary import as_markdown
from tests.conftest import GitFolder, RunBuild
from tests.review_support import read_base, review_of

BASE = read_base()
SETTINGS = "proposals/2016/musrenbang.yaml"
TEMPLATES = "proposals/2016/template-kegiatan.yaml"
AGENCIES = "proposals/2016/skpd.yaml"
RAWASARI = "proposals/2016/rawasari/kelurahan.yaml"
DECISION = "decisions/2016/rawasari/0005.yaml"


def edited(path: str, old: str, new: str) -> Review:
    assert old in BASE[path]
    return review_of(BASE, {**BASE, path: BASE[path].replace(old, new)})


def effect(review: Review, title: str) -> tuple[str, ...]:
    return next((found.lines for found in review.effects if found.title == title), ())


SENSITIVE = [
    (SETTINGS, "akun: camat-contoh", "akun: lain", "hak menyetujui"),
    (RAWASARI, "akun: lurah-rawasari", "akun: lain", "hak menyetujui"),
    (".github/CODEOWNERS", "camat-contoh", "lain", "hak menyetujui"),
    (".github/allowed_signers", "camat@", "lain@", "kunci tanda tangan"),
    (".github/workflows/periksa.yml", "periksa", "lain", "alur pemeriksaan"),
    ("musrenbang/rules/reasons.py", "3", "0", "perangkat lunak"),
    (TEMPLATES, "800000", "900000", "template kegiatan"),
    (
        AGENCIES,
        "sudin-sda:",
        "sudin-lain: {nama: Suku Dinas Lain, singkatan: Lain}\nsudin-sda:",
        "daftar perangkat daerah",
    ),
    (SETTINGS, "jam: 08.00", "jam: 09.00", "pengaturan tahun"),
]


@pytest.mark.parametrize(("path", "old", "new", "what"), SENSITIVE)
def test_a_change_of_what_judges_everything_is_never_a_plain_yes(
    path: str, old: str, new: str, what: str
) -> None:
    result = edited(path, old, new)
    assert result.allowed
    assert symbol(result) == "⚠"
    assert what in verdict(result)
    assert "orang kedua" in as_markdown(result)
    assert "orang kedua" in as_text(result)
    assert what in json.loads(as_json(result))["sensitive"]


def test_an_ordinary_change_is_a_plain_yes_and_a_refused_one_a_plain_no() -> None:
    decided = edited(DECISION, "2016-03-09", "2016-03-10")
    assert (symbol(decided), decided.sensitive) == ("✅", ())
    assert symbol(edited("decisions/2016/kramat/0001.yaml", "128", "120")) == "⛔"


def test_who_approves_from_now_on_is_told_per_kelurahan() -> None:
    lines = effect(edited(RAWASARI, "akun: lurah-rawasari", "akun: lain"), "Yang wajib menyetujui")
    assert "Usulan Kelurahan Rawasari 2016" in lines[0]
    assert "semula @lurah-rawasari → kini @lain" in lines[0]
    assert lines[-1] == "Perubahan ini sendiri disetujui yang berwenang sekarang: @camat-contoh."


def test_a_lurah_without_an_account_leaves_the_kelurahan_to_the_camat() -> None:
    result = edited(RAWASARI, ", akun: lurah-rawasari", "")
    lines = effect(result, "Yang wajib menyetujui")
    assert "kini tidak disebut tersendiri (@camat-contoh)" in lines[0]


def test_nobody_to_approve_is_said_outright() -> None:
    result = edited(SETTINGS, ", akun: camat-contoh", "")
    assert "tidak ada yang wajib" in effect(result, "Yang wajib menyetujui")[0]


def test_a_price_says_how_many_proposals_use_it_and_that_no_amount_moves() -> None:
    line = effect(edited(TEMPLATES, "800000", "900000"), "Akibat perubahan template kegiatan")[0]
    assert "semula Rp800.000 → kini Rp900.000 per m" in line
    assert "Dipakai 5 usulan" in line
    assert "rupiah yang sudah tertulis pada usulan dan keputusan tidak berubah" in line


def test_a_template_that_moves_what_proposals_say_counts_them() -> None:
    result = edited(
        TEMPLATES, "program: Kebersihan, tipe: non-fisik", "program: Lain, tipe: non-fisik"
    )
    line = effect(result, "Akibat perubahan template kegiatan")[0]
    assert "Dipakai 1 usulan, isian 1 usulan ikut berubah" in line


@pytest.mark.parametrize(
    ("path", "old", "new", "form"),
    [
        (DECISION, "keputusan: disetujui", "keputusan: disetujui\npenjelasan: Perlu.", ""),
        (DECISION, "2016-03-02", "2016-03-03", ""),
        ("proposals/2016/rawasari/0005.yaml", "Jl. Anggrek", "Jl. Dahlia", "Form 3"),
        ("proposals/2016/rawasari/0001.yaml", "Jl. Mawar", "Jl. Dahlia", "Form 4"),
        ("proposals/2016/kramat/0002.yaml", "satu gerobak", "dua gerobak", "Form 4"),
        (TEMPLATES, "program: Pengendalian Banjir", "program: Lain", "Form 3"),
    ],
)
def test_a_row_that_stays_but_says_something_else_is_told(
    path: str, old: str, new: str, form: str
) -> None:
    notes = edited(path, old, new).notes
    if form:
        assert any(form in note and "baris berubah" in note for note in notes)
        assert "Anggaran disetujui 2016, seluruh kecamatan: tetap Rp134.400.000." in notes
    else:
        assert notes == ()


MINUTES = "decisions/2016/berita-acara.yaml"
CONCEPT = """nomor: 5/BA/2016
mulai: 2016-03-09
selesai: 2016-03-10
jam: 08.00
tempat: Aula
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, CONCEPT, "baru, konsep"),
        (None, CONCEPT + "ditetapkan: 2016-03-10\n", "baru, ditetapkan 10 Maret 2016"),
        (CONCEPT, CONCEPT + "ditetapkan: 2016-03-10\n", "ditetapkan 10 Maret 2016"),
        (CONCEPT, CONCEPT.replace("Aula", "Balai"), "isinya diubah"),
        (CONCEPT, CONCEPT + "# catatan\n", "1 berkas ditulis lain dengan isi yang sama"),
    ],
)
def test_minutes_are_new_settled_or_changed(before: str | None, after: str, said: str) -> None:
    base = {**BASE, MINUTES: before} if before else BASE
    assert f"Berita Acara 2016: {said}." in review_of(base, {**BASE, MINUTES: after}).headline


def test_rows_that_change_places_are_counted_though_the_form_stays_as_long() -> None:
    head = {
        **BASE,
        DECISION: "keputusan: ditolak\ntanggal: 2016-03-09\n"
        "alasan: {kode: bukan-prioritas, uraian: Didahulukan yang lain.}\n",
        "decisions/2016/rawasari/0002.yaml": "keputusan: disetujui\ntanggal: 2016-03-09\n",
    }
    assert any("tetap 2 baris, 1 masuk, 1 keluar" in note for note in review_of(BASE, head).notes)


def test_json_tells_effects_and_forms() -> None:
    result = json.loads(as_json(edited(TEMPLATES, "program: Pengendalian Banjir", "program: Lain")))
    assert [set(found) for found in result["effects"]] == [{"title", "lines"}]
    assert any("Form 3" in note for note in result["forms"])


def test_codes_are_named_and_a_code_without_a_name_says_so() -> None:
    names = Names(
        skpd={"sudin-lh": "Sudin LH"},
        template={"gerobak": "Gerobak"},
        alasan={"lain": "Lain (IV.2)"},
    )
    assert names.value("skpd_tujuan", "sudin-lh") == "Sudin LH (sudin-lh)"
    assert names.value("template", "x") == "tidak terdaftar (x)"
    assert names.value("kode", "lain") == "Lain (IV.2) (lain)"
    assert names.value("kode", "31.71") == "31.71"


def test_an_entry_is_named_by_its_own_list() -> None:
    names = Names(skpd={"taman": "Sudin Taman"}, template={"taman": "Pembuatan taman"})
    assert names.telling(Kind.SKPD).entry("taman") == "Sudin Taman (taman)"
    assert names.telling(Kind.TEMPLATE).entry("taman") == "Pembuatan taman (taman)"
    assert names.telling(Kind.MUSRENBANG).entry("taman") == "taman"


KEY = b64encode(b"kunci satu").decode()
OTHER = b64encode(b"kunci dua").decode()
CAMAT = f"camat@contoh.example ssh-ed25519 {KEY}\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", CAMAT, ["Ditambah: kunci camat@contoh.example"]),
        (CAMAT, "", ["Dihapus: kunci camat@contoh.example"]),
        (CAMAT, CAMAT.replace(KEY, OTHER), ["Ditambah", "Dihapus"]),
        (
            CAMAT,
            CAMAT.replace(" ssh", ' valid-before="20170101" ssh'),
            ["sebelum 1 Januari"],
        ),
        (CAMAT, CAMAT.replace(" ssh", " cert-authority ssh"), ["syarat lain: cert-authority"]),
        (CAMAT, CAMAT.replace(" ssh", ' valid-after="20160101Z" ssh'), ["sejak 20160101Z"]),
        (CAMAT, CAMAT + CAMAT, ["Ditambah: kunci camat"]),
        ("", "camat ssh-ed25519 bukan*kunci\n", ["bentuknya tidak dikenal: camat ssh-ed25519"]),
        ("", f'"a b" namespaces="git,file" ssh-ed25519 {KEY} x\n', ["namespaces=git,file"]),
        ("", f'"a b",c ssh-ed25519 {KEY}\n', ["bentuknya tidak dikenal"]),
        ("", f"\N{NO-BREAK SPACE}# ssh-ed25519 {KEY}\n", ["Ditambah: kunci \N{NO-BREAK SPACE}#"]),
        (CAMAT, f"# Kunci\n\n{CAMAT.strip()} catatan\n", []),
    ],
)
def test_keys_are_told_with_owner_and_conditions(before: str, after: str, said: list[str]) -> None:
    lines = list(signer_changes(before, after))
    assert len(lines) == len(said)
    assert all(words in line for words, line in zip(said, lines, strict=True))


@given(st.lists(st.text(alphabet='ab# "=,\t', min_size=1, max_size=8), max_size=4))
def test_no_line_that_counts_is_passed_over(lines: list[str]) -> None:
    counts = [line for line in lines if line.strip(" \t") and not line.strip(" \t").startswith("#")]
    assert len(list(signer_changes("", "\n".join(lines)))) == len(counts)


def test_lines_of_code_and_sizes_of_photos_come_from_git(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    """The same for a commit and for the folder as it is, files not yet added included."""
    git_folder.commit("Dasar", {**BASE, "docs/lama.md": "satu\ndua\n"})
    git_folder.git("switch", "--quiet", "--create", "ubah")
    (git_folder.root / "docs/lama.md").write_text("satu\ntiga\nempat\n", encoding="utf-8")
    (git_folder.root / "docs/baru.md").write_text("satu\n", encoding="utf-8")
    (git_folder.root / "docs/gambar.png").write_bytes(b"\0\1\2")
    (git_folder.root / "docs/tautan").symlink_to("lama.md")
    photo = git_folder.root / "proposals/2016/utara/0001-a.jpg"
    photo.write_bytes(b"x" * 2_400_000)
    command = ("--root", git_folder.root, "review", "main")
    unsaved = run_build(*command).stdout
    git_folder.commit("Ubah")
    assert run_build(*command, "ubah").stdout == unsaved
    assert "docs/: 3 berkas baru, 1 berkas diubah; 4 baris masuk, 1 baris keluar, " in unsaved
    assert "1 berkas bukan teks" in unsaved
    assert "2,4 MB" in unsaved
    assert "Berkas ini bukan foto JPEG yang dapat dibuka." in unsaved
    assert "jenis berkas semula tidak ada → kini tautan" in unsaved
