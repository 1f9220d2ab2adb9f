"""`check` names everything that is wrong, in one run, on the right line."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.records.findings import Finding
from musrenbang.records.loader import load
from musrenbang.rules.rule_check import check
from schemas.keputusan import POSTPONED_HINT
from tests.conftest import GitFolder, MakeTree, RunBuild
from tests.pictures import photo
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, PELATIHAN, SMALL_YEAR, USULAN

P = "proposals/2016"
D = "decisions/2016"


def findings_of(make_tree: MakeTree, files: Mapping[str, str | bytes]) -> list[Finding]:
    tree = FolderTree(make_tree({**SMALL_YEAR, **files}))
    return check(tree, load(tree))


def test_a_faultless_year_has_no_errors(make_tree: MakeTree) -> None:
    assert [item for item in findings_of(make_tree, {}) if item.level == "error"] == []


BROKEN: Mapping[str, tuple[str | bytes, str, int]] = {
    # path: (content, rule expected, line expected)
    f"{P}/rawasari/0101.yaml": (USULAN + "volume: 1\n", "yaml.kunci-ganda", 9),
    f"{P}/rawasari/0102.yaml": (USULAN.replace("120", "5.000"), "skema.isi", 6),
    f"{P}/rawasari/0103.yaml": (USULAN.replace("96000000", "96.000.000"), "skema.isi", 7),
    f"{P}/rawasari/0104.yaml": (USULAN.replace('"003"', "3"), "skema.isi", 1),
    f"{P}/rawasari/0105.yaml": (USULAN.replace("2016-02-24", "24/2/2016"), "skema.isi", 8),
    f"{P}/rawasari/0106.yaml": (USULAN.replace("2016-02-24", "2016-02-31"), "skema.isi", 8),
    f"{P}/rawasari/0107.yaml": (USULAN.replace("diteruskan", "lanjut"), "skema.isi", 8),
    f"{P}/rawasari/0108.yaml": (USULAN.replace("volume:", "volum:"), "skema.wajib", 1),
    f"{P}/rawasari/0109.yaml": (USULAN + "warna: biru\n", "skema.bidang-tak-dikenal", 9),
    f"{P}/rawasari/0110.yaml": (USULAN + "isu:\n", "skema.isi", 9),
    f"{P}/rawasari/0111.yaml": ("", "berkas.kosong", 1),
    f"{P}/rawasari/0112.yaml": ("- a\n- b\n", "yaml.bentuk", 1),
    f"{P}/rawasari/0113.yaml": (USULAN + "isu: &a Lingkungan\n", "yaml.jangkar", 9),
    f"{P}/rawasari/0114.yaml": (USULAN + "isu: *a\n", "yaml.jangkar", 9),
    f"{P}/rawasari/0115.yaml": (USULAN + "isu: !!str x\n", "yaml.tag", 9),
    f"{P}/rawasari/0116.yaml": (USULAN + "<<: {isu: x}\n", "yaml.gabung", 9),
    f"{P}/rawasari/0117.yaml": (USULAN + "---\nisu: x\n", "yaml.dokumen-ganda", 9),
    f"{P}/rawasari/0118.yaml": (USULAN + "isu: a\x07b\n", "berkas.karakter", 9),
    f"{P}/rawasari/0119.yaml": ((USULAN + "isu: caf\xe9\n").encode("latin-1"), "berkas.utf8", 9),
    f"{P}/rawasari/0120.yaml": (USULAN + "isu: " + "x" * 70_000, "berkas.ukuran", 1),
    f"{P}/rawasari/0121.yaml": (USULAN + "\tisu: x\n", "yaml.tab", 9),
    f"{P}/rawasari/0122.yaml": (USULAN + "isu: a: b\n", "yaml.sintaks", 9),
    f"{P}/rawasari/0123.yaml": (USULAN + 'isu: "terbuka\n', "yaml.sintaks", 9),
    f"{P}/rawasari/0124.yaml": (USULAN + "rt: 005\n", "skema.isi", 9),
    f"{P}/rawasari/0125.yaml": (USULAN + "tipe: Fisik\n", "skema.isi", 9),
    f"{P}/rawasari/0126.yaml": (USULAN.replace("perbaikan-s", "perbaikn-s"), "usulan.template", 4),
    f"{P}/rawasari/0127.yaml": (USULAN + "skpd_tujuan: sudin-x\n", "usulan.skpd", 9),
    f"{P}/rawasari/0128.yaml": (
        USULAN.replace("template: perbaikan-saluran\n", "satuan: m\n"),
        "usulan.lengkap",
        1,
    ),
    f"{P}/rawasari/0129.yaml": (USULAN + "foto: [0129-a.jpg]\n", "foto.ada", 9),
    f"{P}/rawasari/0130.yaml": (USULAN + "foto: [../../x.jpg]\n", "skema.isi", 9),
    f"{P}/rawasari/0131.yaml": (
        USULAN.replace("}\nvolume", ", koordinat: [106.87, -6.19]}\nvolume"),
        "skema.isi",
        5,
    ),
    f"{P}/rawasari/0132.yaml": (
        "\n".join(USULAN.splitlines()[:-1]) + "\n",
        "kelurahan.validasi-lengkap",
        1,
    ),
    f"{P}/rawasari/33.yaml": (USULAN, "berkas.tempat", 1),
    f"{P}/usulan-langsung/0001.yaml": (
        USULAN + "kelurahan: rawasri\n",
        "usulan-langsung.kelurahan",
        9,
    ),
    f"{P}/utara/kelurahan.yaml": (KELURAHAN.replace("Rawasari", "Utara"), "kelurahan.kode", 1),
    f"{D}/rawasari/0101.yaml": (DITOLAK.replace("bukan-prioritas", "bukan"), "alasan.dikenal", 3),
    f"{D}/rawasari/0102.yaml": (DITOLAK.replace("Akan dilayani", '""#'), "yaml.sintaks", 4),
    f"{D}/rawasari/0999.yaml": (DISETUJUI, "keputusan.usulan", 1),
    f"{D}/usulan-langsung/0001.yaml": (DITOLAK, "keputusan.forum-ukpd", 1),
    f"{D}/galur/0001.yaml": (DITOLAK, "keputusan.usulan-dikirim", 1),
    f"{D}/galur/kirim.yaml": ("tanggal: 2016-03-10\n", "kirim.kelurahan-dikirim", 1),
    f"{D}/berita-acara.yaml": (
        "nomor: 1/BA\nmulai: 2016-03-09\nselesai: 2016-03-10\njam: 08.00\n",
        "skema.wajib",
        1,
    ),
    f"{D}/pengumuman/2016-03-11-hasil.md": ("Tanpa judul\n", "pengumuman.judul", 1),
    f"{D}/pengumuman/2016-02-30-x.md": ("# Judul\n", "pengumuman.tanggal", 1),
    f"{D}/pengumuman/2016-03-12-salinan.md": (
        "# Salinan\n\n<<<<<<< HEAD\nMulai Senin.\n=======\nMulai Rabu.\n>>>>>>> lain\n",
        "berkas.konflik",
        3,
    ),
    f"{D}/rawasari/0103.yaml": (DITOLAK + "=======\n", "berkas.konflik", 4),
    f"{D}/ditutup.jpg": (b"", "foto.rusak", 1),
    f"{P}/rawasari/0134-a.jpg": (photo(90, 60)[:700], "foto.rusak", 1),
    f"{P}/arah-kebijakan.md": (b"# Arah\n\ncaf\xe9\n", "berkas.utf8", 3),
}


def test_every_kind_of_broken_file_is_named_in_one_run_with_its_line(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    assert len(BROKEN) >= 40
    files = {path: row[0] for path, row in BROKEN.items()}
    root = make_tree({**SMALL_YEAR, **files, f"{P}/galur/0001.yaml": PELATIHAN})
    done = run_build("check", "--root", root, "--format", "json")
    assert done.returncode == 1
    assert done.stderr == ""
    found = {
        (item["file"], item["rule"], item["line"]) for item in json.loads(done.stdout)["findings"]
    }
    expected = {(path, rule, line) for path, (_, rule, line) in BROKEN.items()}
    expected.add((f"{P}/galur/kelurahan.yaml", "kelurahan.berkas-wajib", 1))
    assert expected - found == set()


@pytest.mark.parametrize(
    ("path", "old", "new", "hint"),
    [
        ("0107", "ditolak", "ditolk", "Maksud Anda `ditolak`?"),
        ("0107", "ditolak", "Di tolak", "Maksud Anda `ditolak`?"),
        ("0107", "ditolak", "tidak disetujui", "Pilih salah satu: disetujui, ditolak."),
        ("0107", "ditolak", "belum ditolak", "Pilih salah satu: disetujui, ditolak."),
        ("0107", "ditolak", "tidakditolak", "Pilih salah satu: disetujui, ditolak."),
        (
            "0107",
            "ditolak",
            "ditunda",
            POSTPONED_HINT,
        ),
        ("0107", "bukan-prioritas", "bukan-priorits", "Maksud Anda `bukan-prioritas`?"),
        ("0107", "bukan-prioritas", "prioritas", "Pilih salah satu: bukan-prioritas, "),
        ("0107", "bukan-prioritas", "sedang-dikerjakan", "Pilih salah satu: bukan-prioritas, "),
        ("0108", "hasil: diteruskan", "hasil: tidak diteruskn", "Maksud Anda `tidak-diteruskan`?"),
        ("0108", "hasil: diteruskan", "hasil: tak diteruskan", "Pilih salah satu: diteruskan, "),
        ("0108", "volume: 120", "volume: 120\ntipe: nonfisik", "Maksud Anda `non-fisik`?"),
        ("0108", "volume: 120", "volume: 120\ntipe: bukan fisik", "Pilih salah satu: fisik, "),
        ("0108", "volume: 120", "volume: 120\ntipe: orang", "Pilih salah satu: fisik, "),
        ("0108", "volume: 120", "volum: 120", "Maksud Anda `volume`?"),
        ("0108", "perbaikan-saluran", "pembangunan-saluran", "Pilih kode dari template-kegiatan"),
    ],
)
def test_what_is_meant_is_guessed_from_a_slip_alone(
    make_tree: MakeTree, path: str, old: str, new: str, hint: str
) -> None:
    """A guess that turns a decision round is worse than none."""
    files = {f"{D}/rawasari/0107.yaml": DITOLAK, f"{P}/rawasari/0108.yaml": USULAN}
    changed = {name: text.replace(old, new) for name, text in files.items() if path in name}
    assert any(item.hint.startswith(hint) for item in findings_of(make_tree, files | changed))


@pytest.mark.parametrize("path", BROKEN)
def test_each_broken_file_alone_is_refused_without_a_traceback(
    make_tree: MakeTree, path: str
) -> None:
    content, rule, _ = BROKEN[path]
    found = findings_of(make_tree, {path: content})
    if rule not in {"keputusan.forum-ukpd", "keputusan.usulan-dikirim"}:
        assert rule in {item.rule for item in found if item.level == "error"} or (
            path.startswith(D) and "keputusan.usulan" in {item.rule for item in found}
        )


def test_findings_end_with_what_to_write_instead(make_tree: MakeTree, run_build: RunBuild) -> None:
    path = f"{P}/rawasari/0001.yaml"
    root = make_tree({**SMALL_YEAR, path: USULAN.replace("96000000", "Rp 96.000.000")})
    done = run_build("check", "--root", root)
    assert done.returncode == 1
    assert f"{path}:7:21: galat: “Rp 96.000.000” bukan angka bulat. [skema.isi]" in done.stdout
    assert "Tulis 96000000, tanpa titik dan tanpa Rp." in done.stdout


def test_a_broken_settings_file_does_not_blame_the_files_that_refer_to_it(
    make_tree: MakeTree,
) -> None:
    found = findings_of(
        make_tree,
        {f"{P}/skpd.yaml": "rusak: [\n", f"{P}/template-kegiatan.yaml": "rusak: [\n"},
    )
    errors = {item.file for item in found if item.level == "error"}
    assert errors == {f"{P}/skpd.yaml", f"{P}/template-kegiatan.yaml"}


def test_a_decision_on_a_broken_proposal_is_not_called_an_orphan(make_tree: MakeTree) -> None:
    found = findings_of(make_tree, {f"{P}/rawasari/0001.yaml": "rusak: [\n"})
    assert {item.file for item in found if item.level == "error"} == {f"{P}/rawasari/0001.yaml"}


def test_a_wrong_line_survives_hostile_text_in_a_workflow_command(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    path = f"{P}/rawasari/0001.yaml"
    hostile = USULAN.replace("perbaikan-saluran", '"a%0A::error::b"')
    root = make_tree({**SMALL_YEAR, path: hostile})
    lines = run_build("check", "--root", root, "--format", "github").stdout.splitlines()
    assert lines
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert f"::error file={path},line=4,col=11,title=skema.isi::" in lines[0]
    assert "%250A" in lines[0]


def test_sarif_says_what_json_says(make_tree: MakeTree, run_build: RunBuild) -> None:
    files = {path: row[0] for path, row in BROKEN.items()}
    root = make_tree({**SMALL_YEAR, **files})
    plain = json.loads(run_build("check", "--root", root, "--format", "json").stdout)["findings"]
    done = run_build("check", "--root", root, "--format", "sarif")
    assert done.returncode == 1
    (run,) = json.loads(done.stdout)["runs"]
    described = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    told = []
    for result in run["results"]:
        assert described[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        told.append(
            {
                "file": unquote(place["artifactLocation"]["uri"]),
                "line": place["region"]["startLine"],
                "column": place["region"]["startColumn"],
                "rule": result["ruleId"],
                "level": result["level"],
            }
        )
    assert told == [
        {key: item[key] for key in ("file", "line", "column", "rule", "level")} for item in plain
    ]


def test_only_the_named_files_are_reported(make_tree: MakeTree, run_build: RunBuild) -> None:
    one, two = f"{P}/rawasari/0001.yaml", f"{P}/rawasari/0002.yaml"
    root = make_tree({**SMALL_YEAR, one: "volume: x\n", two: "volume: x\n"})
    done = run_build("check", "--root", root, "--format", "json", root / two)
    assert {item["file"] for item in json.loads(done.stdout)["findings"]} == {two}


def test_a_named_folder_stands_for_everything_in_it(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    broken = f"{P}/rawasari/0002.yaml"
    root = make_tree({**SMALL_YEAR, broken: "volume: x\n"})
    done = run_build("check", "--root", root, "--format", "json", f"{P}/rawasari")
    assert done.returncode == 1
    assert {item["file"] for item in json.loads(done.stdout)["findings"]} == {broken}
    assert run_build("check", "--root", root, D).returncode == 0


def test_naming_a_file_does_not_make_its_warnings_errors(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    settings = f"{P}/musrenbang.yaml"
    late = SMALL_YEAR[settings].replace("batas_laporan: 2016-03-18", "batas_laporan: 2016-03-08")
    root = make_tree({**SMALL_YEAR, settings: late})
    assert run_build("check", "--root", root, settings).returncode == 0


def test_a_file_name_that_is_no_text_is_printed_all_the_same(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree(SMALL_YEAR)
    (Path(os.fsdecode(bytes(root) + b"/proposals/2016/rawasari/0003\xe9.yaml"))).touch()
    done = run_build("check", "--root", root, "--format", "json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["findings"]) >= 1
    assert run_build("check", "--root", root).returncode == 1


def test_an_empty_folder_is_fine_and_says_so(make_tree: MakeTree, run_build: RunBuild) -> None:
    done = run_build("check", "--root", make_tree({"catatan.txt": "x"}))
    assert (done.returncode, done.stdout) == (0, "")
    assert "Belum ada data" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chekc"], "pilihan tidak dikenal: chekc"),
        (["check", "--format", "xml"], "pilihan tidak dikenal"),
        (["check", "--base"], "perlu satu nilai"),
        (["check", "--root", "/tidak/ada"], "tidak ada"),
        (["check", "--root", ""], "nama folder kosong"),
        (["check", "--root", "/etc/passwd"], "bukan folder"),
        (["serve", "--port", "99999"], "Port 99999 tidak dapat dipakai"),
        (["check", "--warna"], "argumen tidak dikenal"),
        (["check", "--base", "tidak-ada"], "tidak ditemukan"),
        (["check", "/etc/passwd"], "tidak berada di folder data"),
        (["check", "tidak-ada.yaml"], "tidak ada"),
    ],
)
def test_wrong_use_exits_2_with_an_indonesian_sentence(
    run_build: RunBuild, arguments: list[str], told: str
) -> None:
    done = run_build(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_policy_findings_block_only_the_change_that_touches_the_file(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    settings = f"{P}/musrenbang.yaml"
    late = SMALL_YEAR[settings].replace("batas_laporan: 2016-03-18", "batas_laporan: 2016-03-08")
    git_folder.commit("awal", {**SMALL_YEAR, settings: late})
    root = git_folder.root

    def findings() -> tuple[int, set[tuple[str, str]]]:
        done = run_build("check", "--root", root, "--base", "HEAD", "--format", "json")
        found = json.loads(done.stdout)["findings"]
        return done.returncode, {(item["level"], item["file"]) for item in found}

    code, before = findings()
    assert code == 0
    assert ("warning", settings) in before
    assert {level for level, _ in before} == {"warning"}

    (root / settings).write_text(late + "# disentuh\n")
    code, after = findings()
    assert code == 1
    assert {file for level, file in after if level == "error"} == {settings}


def test_stale_code_owners_warn_and_block_only_whoever_touches_them(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    git_folder.commit("awal", {**SMALL_YEAR, ".github/CODEOWNERS": "* @siapa-saja\n"})
    root = git_folder.root

    def level() -> set[str]:
        done = run_build("check", "--root", root, "--base", "HEAD", "--format", "json")
        return {
            item["level"]
            for item in json.loads(done.stdout)["findings"]
            if item["rule"] == "codeowners.mutakhir"
        }

    assert level() == {"warning"}
    (root / ".github/CODEOWNERS").write_text("* @orang-lain\n")
    assert level() == {"error"}
    assert run_build("codeowners", "--root", root).returncode == 0
    assert level() == set()


@pytest.mark.parametrize(
    ("akun", "owner"),
    [
        ("akun: camat-contoh", "@camat-contoh"),
        ("email: camat@kecamatan.example", "camat@kecamatan.example"),
        ("email: 12+camat-contoh@users.noreply.github.com", "@camat-contoh"),
    ],
)
def test_whoever_is_camat_owns_everything(
    akun: str, owner: str, git_folder: GitFolder, run_build: RunBuild
) -> None:
    path = "proposals/2016/musrenbang.yaml"
    text = SMALL_YEAR[path].replace('nip: "197001011995032000"}', f"{akun}}}")
    assert akun in text
    git_folder.commit("awal", {**SMALL_YEAR, path: text})
    assert run_build("codeowners", "--root", git_folder.root).returncode == 0
    found = (git_folder.root / ".github/CODEOWNERS").read_text(encoding="utf-8")
    assert re.search(rf"^\* +{re.escape(owner)}$", found, re.MULTILINE)


def test_a_camat_nobody_could_ask_and_officials_nobody_can_read_are_said(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    path = "proposals/2016/musrenbang.yaml"
    text = SMALL_YEAR[path]
    git_folder.commit("awal", SMALL_YEAR)
    root = git_folder.root

    def rules() -> set[str]:
        done = run_build("check", "--root", root, "--format", "json")
        return {item["rule"] for item in json.loads(done.stdout)["findings"]}

    assert run_build("codeowners", "--root", root).returncode == 0
    assert "codeowners.pemilik" in rules()
    (root / path).write_text(text.replace("pejabat:", "pejabatt:"), encoding="utf-8")
    assert "codeowners.mutakhir" not in rules()
    done = run_build("codeowners", "--root", root)
    assert done.returncode == 1
    assert "Pejabatnya tidak terbaca" in done.stderr


def test_a_hostile_file_name_cannot_write_to_the_terminal(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree({**SMALL_YEAR, "proposals/2016/a\x1b[31m\nb.yaml": "x"})
    done = run_build("check", "--root", root)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert "proposals/2016/a\\u001b[31m ⏎ b.yaml:1:1: galat:" in done.stdout
