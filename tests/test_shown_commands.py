"""Every command that README, guides and docs show: run as it stands, or by a test that is named.

One that a line has no room for (a placeholder, an address) is given what it stands for, and nothing
else of it is changed. What cannot run offline is read by the program that it is for.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import pytest
from pip._internal.commands import create_command

from musrenbang.cli import COMMANDS, command_of, main, split_root
from tests.conftest import ROOT, GitFolder
from tests.import_support import JALAN, SALURAN, TITLES

SOURCES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "site_templates/panduan").glob("*.md")),
    ROOT / "musrenbang/founding/isi/README.md",
    *sorted((ROOT / "musrenbang/founding/isi/.github").rglob("*.md")),
    *sorted((ROOT / ".github").rglob("*.md")),
)
OURS = re.compile(
    r"(?:\$ )?(?:(?:\S*/)?python (?:\S*/)?build\.py|musrenbang|py -P -m musrenbang_kecamatan)"
    r"(?= |$)"
)
OTHERS = re.compile(r"(?:git|make|ssh-keygen|pip|apt|py -m pip|python -m) ")
BARE = re.compile(rf"(?:{'|'.join(COMMANDS)}) -?-?[\w]")
"""One of our commands without the program in front: `status --hari-ini 2017-03-14`."""


YEARS = {
    '{{ tahun or "TAHUN" }}': "2016",
    "{{ (tahun or 2026) + 1 }}": "2018",
    "{{ kelurahan }}": "rawasari",
}
"""What guides put the year and a kelurahan of a kecamatan in the place of, and those here."""


def shown() -> list[str]:
    """What looks like a command anywhere: in fences, indented, between backticks."""
    found = {}
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for placeholder, year in YEARS.items():
            text = text.replace(placeholder, year)
        text = re.sub(r"^```python\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        lines = [line for block in fenced for line in block.splitlines()]
        lines += re.findall(r"^ {4,}(\S.*)$", text, re.MULTILINE)
        lines = [re.sub(r"\s+# .*", "", line.strip()).removeprefix("- ") for line in lines]
        inline = [one.replace("\\|", "|") for one in re.findall(r"`([^`\n]+)`", text)]
        for line in (*lines, *inline):
            if any(kind.match(line) for kind in (OURS, OTHERS, BARE)):
                found[line] = path.name
    return sorted(found)


SHOWN = shown()
OWN = [one for one in SHOWN if OURS.match(one) or BARE.match(one)]
WITH_GIT = [one for one in SHOWN if one.startswith("git ") and "menteng" not in one]
"""Those of docs/fleet.md are run in their order by `test_fleet`."""

STANDS_FOR: Mapping[str, str] = {
    "BASE": "main~1",
    "HEAD": "main",
    "[HEAD]": "main",
    "DIR": "baru",
    "FOLDER": "baru",
    "FOLDER-INI": ".",
    "[FILE…]": "proposals/2016/musrenbang.yaml",
    "FILE.pdf|FOLDER": "laporan.pdf",
    "SHEET…": "BERKAS.csv",
    "KELURAHAN": "rawasari",
    "KELURAHAN…": "rawasari",
    "FILE.xlsx": "lembar-rawasari-2016.xlsx",
    "KIND": "pengumuman",
    "JENIS": "pengumuman",
    "PERINTAH": "status",
    "SINCE": "main~1",
    "TANGGAL": "2017-03-14",
    "TAHUN-BULAN-HARI": "2017-03-14",
    "COMMIT": "main",
    "TAHUN": "2018",
    "[TAHUN]": "2017",
    "FILE…": "BERKAS.csv",
    "survei-rawasari-2016.xlsx": "BERKAS.csv",
    "NOMOR": "1",
    "BERKAS.xlsx": "BERKAS.csv",
    "pengaturan-TAHUN.xlsx": "BERKAS.csv",
    "BERKAS.json": "BERKAS.csv",
    "proposals.xlsx": "BERKAS.csv",
    "export.csv": "BERKAS.csv",
    "origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main~1",
}
MENTIONED = re.compile(r"(?:.* )?(?:new [a-z-]+|[a-z]+ --[a-z]+|github …)")
"""A kind of record or an option that a text speaks of; its own command line has more."""
ELSEWHERE: Mapping[str, str] = {
    "desk": "test_operator_year.py::test_the_meeting_day_from_worksheet_and_desk_to_kirim",
    "desk --berkas": "test_operator_year.py::test_what_the_hall_and_the_books_hand_in_is_taken",
    "serve": "test_operator_year.py::test_the_meeting_day_from_worksheet_and_desk_to_kirim",
    "verify _site": "test_verify_site.py::test_a_site_verifies_in_another_clone",
    "verify": "test_verify.py::test_a_document_verifies_later_on_another_machine",
    "github komentar": "test_workflows_run.py::"
    "test_the_summary_stands_in_the_pull_request_and_is_renewed",
    "github versi": "test_workflows_founded.py::"
    "test_a_newer_release_becomes_a_pull_request_with_one_line_changed",
    "city": "test_city_founding.py::"
    "test_the_founded_list_builds_with_one_site_there_and_the_others_named",
    "new city": "test_city_founding.py::"
    "test_a_city_is_founded_with_its_kecamatan_and_a_workflow_that_builds_it",
    "demo": "test_audit.py::demos",
    "build": "test_wheel_years.py::test_two_years_of_a_founded_kecamatan",
    "merge": "test_merge.py::test_the_camat_merges_and_the_audit_is_clean",
    "schema": "test_schema.py::test_the_schemas_in_the_repository_are_current",
    "new kecamatan": "test_founding.py::test_the_guide_s_way_is_the_way",
    "new tahun 2018 --penetapan-tim": "test_guide_record.py::"
    "test_a_new_year_writes_the_windows_it_is_told_and_nothing_where_they_stay",
    "new tahun": "test_founding.py::test_the_guide_s_way_is_the_way",
}
"""Commands that other tests run, with the same words or with more: here they are only read."""


def words_of(line: str) -> list[str]:
    """The words after the program, with what stands for placeholders."""
    rest = OURS.sub("", line, count=1).split(" > ")[0]
    words = [one for one in shlex.split(rest) if one not in {"…", "[pilihan]"}]
    if "--root" in words:
        words[words.index("--root") + 1] = "."
    return [STANDS_FOR.get(one, one) for one in words]


@pytest.mark.parametrize("line", OWN)
def test_a_command_that_is_shown_has_the_options_that_are_shown(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = words_of(line)
    root, words = split_root(words)
    name = words.pop(0) if words else "build"
    _, parser = command_of(name)
    if MENTIONED.fullmatch(line):
        words = [*(words if name == "new" else ()), "--help"]
    with pytest.raises(SystemExit) if "--help" in words else nullcontext():
        parser.parse_args([*root, *words])
    if MENTIONED.fullmatch(line):
        assert line.removesuffix(" …").rsplit(maxsplit=1)[-1] in capsys.readouterr().out


@pytest.mark.parametrize("where", sorted(set(ELSEWHERE.values())))
def test_a_test_that_is_named_is_there(where: str) -> None:
    file, _, name = where.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


def is_elsewhere(line: str) -> bool:
    told = " ".join(words_of(line))
    told = re.sub(r"^--root \S+ ", "", told)
    is_named = MENTIONED.fullmatch(line) is not None
    return is_named or not told or told.startswith((*ELSEWHERE, "--help"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample years in Git, with what a clerk has beside them; each test has a copy."""
    root = tmp_path_factory.mktemp("kantor") / "data"
    for name in ("proposals", "decisions", ".github"):
        shutil.copytree(ROOT / name, root / name)
    folder = GitFolder(root)
    folder.git("config", "user.name", "Operator Contoh")
    folder.git("config", "user.email", "operator@contoh.example")
    folder.commit("Awal", {".github/allowed_signers": "# Belum ada.\n"})
    table = "\n".join(";".join(row) for row in (TITLES, SALURAN, JALAN)) + "\n"
    folder.commit("Kedua", {"decisions/2016/pengumuman/2016-03-11-uji.md": "# Uji\n\nIsi.\n"})
    (root / ".git/info/exclude").write_text("*.xlsx\n*.csv\n", encoding="utf-8")
    (root / "BERKAS.csv").write_text(table, encoding="utf-8")
    for tahun in ("2016", "2017"):
        sheet = root / f"lembar-rawasari-{tahun}.xlsx"
        words = ("worksheet", "rawasari", "--tahun", tahun, "-o", str(sheet))
        assert main([*words, "--root", str(root)]) == 0
    return root


@pytest.mark.parametrize("line", [one for one in OWN if not is_elsewhere(one)])
def test_a_command_that_is_shown_does_what_it_is_for(
    line: str,
    office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is understood and carried out; on these records it may still say no, in its own words."""
    shutil.copytree(office, tmp_path / "data")
    monkeypatch.chdir(tmp_path / "data")
    code = main(words_of(line))
    told = capsys.readouterr()
    assert code in {0, 1}, told.err
    assert told.out + told.err


@pytest.mark.parametrize("line", [one for one in SHOWN if one.startswith(("py -m pip", "pip"))])
def test_what_pip_is_given_are_options_of_pip(line: str) -> None:
    command, *words = shlex.split(line.replace("py -m pip", "pip").removeprefix("pip "))
    options, rest = create_command(command).parse_args([*words, *(["x"] * (words == ["-r"]))])
    assert rest or options.requirements


@pytest.mark.parametrize("line", [one for one in SHOWN if one.startswith("make ")])
def test_make_knows_what_it_is_told_to_make(line: str) -> None:
    target = shlex.split(line)[-1]
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("line", WITH_GIT)
def test_git_understands_what_it_is_told(line: str, office: Path, tmp_path: Path) -> None:
    """In a repository where there is what the line is about; an origin takes what is pushed."""
    if re.fullmatch(r"git [a-z-]+", line) or "filter-repo" in line:
        return  # the name of a command of Git, not a line to type
    shutil.copytree(office, tmp_path / "data")
    folder = GitFolder(tmp_path / "data")
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "asal"], check=True)
    folder.git("remote", "add", "origin", str(tmp_path / "asal"))
    folder.git("switch", "--quiet", "--create", "lain")
    if "switch -c keputusan" not in line:
        folder.git("branch", "keputusan-hari-pertama")
    folder.commit("Cabang", {"decisions/2016/pengumuman/2016-03-12-uji.md": "# Dua\n\nIsi.\n"})
    folder.git("switch", "--quiet", "main")
    if "add decisions" in line or "commit" in line.split()[:2]:
        (folder.root / "decisions/2016/pengumuman/2016-03-13-uji.md").write_text("# Tiga\n\nIsi.\n")
    if "add .github" in line:
        (folder.root / ".github/kunci-peladen.asc").write_text("-\n")
    folder.git("merge", "--quiet", "--no-ff", "-m", "Gabung", "lain")
    folder.git("push", "--quiet", "origin", "main")
    words = line.replace("{{ tahun }}", "2017").replace("--gpg-sign --edit ", "")
    words = words.replace("--allow-empty -S", "--allow-empty -m Tanpa").replace(
        "grep ^COMMIT", "cat"
    )
    words = words.replace("ALAMAT-REPOSITORI", "x")
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=folder.root,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "GIT_CONFIG_NOSYSTEM": "1",
            "MERGE": "HEAD",
            "COMMIT": folder.git("rev-parse", "HEAD").strip(),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_nothing_that_is_shown_is_passed_over() -> None:
    """Every line falls under one of the tests above, but for these few."""
    kinds = (*OWN, *WITH_GIT)
    rest = [
        one
        for one in SHOWN
        if one not in kinds
        and "menteng" not in one
        and not one.startswith(("make ", "pip ", "py "))
    ]
    assert rest == [
        "apt install bubblewrap",
        "python -m benchmarks.city",
        "python -m benchmarks.find",
        "python -m benchmarks.rules_on_real_data [FOLDER]",
        "ssh-keygen -Y sign -f KEY -n berita-acara _site/2016/dokumen/laporan.pdf",
        "ssh-keygen -Y sign -f KUNCI -n berita-acara laporan.pdf",
        "ssh-keygen -lf ~/.ssh/musrenbang.pub",
        "ssh-keygen -t ed25519 -f ~/.ssh/musrenbang",
    ]
