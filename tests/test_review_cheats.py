"""Attempts to cheat, each on a real repository: `review` refuses them and says why."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from musrenbang.files.program import PIN
from musrenbang.git import differences
from musrenbang.records.loader import load
from musrenbang.review.effects import effects
from musrenbang.review.facts import Contents, Facts
from musrenbang.review.guards import GUARDS, refusals
from tests.conftest import GitFolder, RunBuild, write_files
from tests.pictures import photo
from tests.review_cheats import (
    APPROVED,
    BASE,
    CHEATS,
    CODEOWNERS,
    GOOD,
    INFLATED,
    KRAMAT_KIRIM,
    REJECTED,
    D,
    Files,
    correction,
    edited,
)
from tests.review_support import MemoryTree, changed_files


def written(files: Files) -> dict[str, str | bytes]:
    """The contents of those files that are not removed."""
    return {
        name: photo(int(text), 8) if name.endswith(".jpg") else text
        for name, text in files.items()
        if text is not None
    }


def start(folder: GitFolder) -> None:
    folder.commit("Dasar", written(BASE))
    folder.git("switch", "--quiet", "--create", "ubah")


def write(folder: GitFolder, files: Files) -> None:
    write_files(folder.root, written(files))
    for name, text in files.items():
        if text is None:
            (folder.root / name).unlink()


@pytest.fixture
def reviewed(git_folder: GitFolder, run_build: RunBuild) -> Callable[..., Mapping[str, Any]]:
    """What `review` says of the branch against main; its exit code follows from it."""

    def run(*head: str) -> Mapping[str, Any]:
        done = run_build("--root", git_folder.root, "review", "main", *head, "--format", "json")
        assert done.stderr == ""
        result: Mapping[str, Any] = json.loads(done.stdout)
        assert done.returncode == (0 if result["allowed"] else 1)
        return result

    return run


def test_a_new_file_is_a_program_only_where_its_mode_says_so(
    git_folder: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets every file be run."""
    start(git_folder)
    write_files(git_folder.root, {"a.yaml": "a: 1\n", "b.sh": "#!/bin/sh\n"})
    (git_folder.root / "b.sh").chmod(0o755)
    monkeypatch.setattr(os, "access", lambda *_: True)
    modes = {
        file.path: file.new_mode for file in differences.changed_files(git_folder.root, "HEAD")
    }
    assert modes == {"a.yaml": "100644", "b.sh": "100755"}


def rules(result: Mapping[str, Any]) -> set[str]:
    errors = (item for item in result["findings"] if item["level"] == "error")
    return {item["rule"] for item in (*result["refusals"], *errors)}


def test_an_honest_change_is_allowed(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    start(git_folder)
    git_folder.commit("Keputusan", GOOD)
    assert rules(reviewed("ubah")) == set()


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_is_refused(
    name: str, git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    files, expected = CHEATS[name]
    start(git_folder)
    write(git_folder, files)
    git_folder.commit("Ubah")
    result = reviewed("ubah")
    assert not result["allowed"]
    assert expected <= rules(result)
    named = {item["file"] for item in (*result["refusals"], *result["findings"])}
    assert named & set(files)


def test_a_year_is_over_once_the_next_is_decided(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    later = {
        path.replace("2016", "2017"): text.replace("2016", "2017") for path, text in BASE.items()
    }
    git_folder.commit("Dasar", written({**later, **BASE}))
    git_folder.git("switch", "--quiet", "--create", "ubah")
    git_folder.commit("Keputusan terlambat", GOOD)
    assert "penjaga.satu-tahun" in rules(reviewed("ubah"))
    git_folder.git("reset", "--quiet", "--hard", "main")
    late = {f"{D}/kramat/0002.yaml": edited(f"{D}/kramat/0002.yaml", "tahun ini", "dahulu")}
    git_folder.clock = "2016-03-15T10:00:00+07:00"
    git_folder.commit("Koreksi", {**late, KRAMAT_KIRIM: correction("0002")})
    assert rules(reviewed("ubah")).isdisjoint(GUARDS)


def test_the_first_records_have_nobody_above_them() -> None:
    founded = {path: text for path, text in BASE.items() if not path.startswith("musrenbang/")}
    pinned = Contents(pins=("", founded[PIN]), founded=True)
    facts = Facts(load(MemoryTree()), load(MemoryTree(founded)), changed_files({}, founded), pinned)
    assert refusals(facts) == []


RELEASE = "https://github.com/{}/releases/download/v{}/musrenbang-{}-py3-none-any.whl#sha256={}\n"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (("contoh/alat", "1.1.0", "b"), "⚠ Versinya diturunkan dari 1.2.0 ke 1.1.0."),
        (("contoh/alat", "1.2.0", "b"), "⚠ Versinya tetap 1.2.0, tetapi isinya lain"),
        (
            ("orang/alat", "1.2.0", "a"),
            "⚠ Penerbitnya lain: semula https://github.com/contoh/alat, menjadi ",
        ),
        (("contoh/alat", "1.10.0", "b"), ""),
    ],
)
def test_what_no_honest_raising_of_the_version_does_is_told(
    after: tuple[str, str, str], told: str
) -> None:
    def pin(where: str, number: str, digit: str) -> str:
        return RELEASE.format(where, number, number, digit * 64)

    snapshot = load(MemoryTree(BASE))
    pins = Contents(pins=(pin("contoh/alat", "1.2.0", "a"), pin(*after)), founded=True)
    facts = Facts(snapshot, snapshot, changed_files(BASE, {**BASE, PIN: "lain"}), pins)
    (section,) = (one for one in effects(facts, {}) if one.title == "Versi program")
    warned = [line for line in section.lines if line.startswith("⚠")]
    assert len(warned) == bool(told)
    assert not told or warned[0].startswith(told)
    assert refusals(facts) == []


@pytest.mark.parametrize("name", ["mengubah keputusan sesudah Kirim", "menghapus keputusan"])
def test_a_cheat_is_refused_in_the_folder_too(
    name: str, git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    files, expected = CHEATS[name]
    start(git_folder)
    write(git_folder, files)
    assert expected <= rules(reviewed())


def test_a_branch_from_before_kirim_is_judged_by_what_merging_gives(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    before_kirim = {path: text for path, text in BASE.items() if path != KRAMAT_KIRIM}
    git_folder.commit("Dasar", written(before_kirim))
    git_folder.git("branch", "ubah")
    git_folder.commit("Kirim", {KRAMAT_KIRIM: BASE[KRAMAT_KIRIM]})
    git_folder.git("switch", "--quiet", "ubah")
    git_folder.commit("Ubah", {f"{D}/kramat/0001.yaml": INFLATED})
    assert rules(reviewed("ubah")) == {"penjaga.terkunci"}
    assert "penjaga.tertinggal" in rules(reviewed())


def test_a_branch_that_conflicts_is_refused(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    start(git_folder)
    path = f"{D}/rawasari/0002.yaml"
    git_folder.commit("Setuju", {path: APPROVED})
    git_folder.git("switch", "--quiet", "main")
    git_folder.commit("Tolak", {path: REJECTED})
    assert "penjaga.konflik" in rules(reviewed("ubah"))


def test_a_stale_list_of_owners_stops_only_those_who_touch_it(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    git_folder.commit("Dasar", {**BASE, CODEOWNERS: "* @lama\n"})
    git_folder.git("switch", "--quiet", "--create", "ubah")
    git_folder.commit("Keputusan", GOOD)
    assert rules(reviewed("ubah")) == set()
    git_folder.commit("Pemilik", {CODEOWNERS: "* @kawan-saya\n"})
    assert "codeowners.mutakhir" in rules(reviewed("ubah"))


def test_links_and_programs_are_no_records(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    start(git_folder)
    (git_folder.root / f"{D}/rawasari/0002.yaml").symlink_to("0005.yaml")
    os.chmod(git_folder.root / f"{D}/rawasari/0005.yaml", 0o755)  # noqa: PTH101, S103 - a cheat
    git_folder.commit("Tautan")
    result = reviewed("ubah")
    refused = {item["file"] for item in result["refusals"] if "jenis-berkas" in item["rule"]}
    assert refused == {f"{D}/rawasari/0002.yaml", f"{D}/rawasari/0005.yaml"}
    assert "jenis berkas semula berkas biasa → kini program" in str(result["changes"])


def test_a_submodule_cannot_hide_itself(
    git_folder: GitFolder, reviewed: Callable[..., Mapping[str, Any]]
) -> None:
    start(git_folder)
    modules = '[submodule "x"]\n\tpath = docs\n\turl = ./x\n\tignore = all\n'
    write_files(git_folder.root, {".gitmodules": modules, **GOOD})
    git_folder.git("add", "--all")
    commit = git_folder.git("rev-parse", "HEAD").strip()
    git_folder.git("update-index", "--add", "--cacheinfo", f"160000,{commit},docs")
    git_folder.git("commit", "--quiet", "-m", "Submodul")
    result = reviewed("ubah")
    assert {item["file"] for item in result["changes"]} == {"docs", ".gitmodules", *GOOD}
    assert {"penjaga.campuran", "penjaga.jenis-berkas"} <= rules(result)


def test_a_file_name_that_is_no_text_is_shown_and_not_obeyed(
    git_folder: GitFolder, run_build: RunBuild
) -> None:
    start(git_folder)
    hostile = b"docs-\xff\n::error::palsu \x1b[31m`@camat-contoh`.md"
    with open(os.fsencode(git_folder.root) + b"/" + hostile, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"x")
    git_folder.commit("Nama")
    for form in ("text", "markdown", "json", "github"):
        done = run_build("--root", git_folder.root, "review", "main", "ubah", "--format", form)
        assert done.returncode == 1
        assert ("berkas.nama" in done.stdout) is (form != "markdown")
        assert "Nama berkas ini tidak seperti tampaknya" in done.stdout
        assert "\x1b" not in done.stdout
        obeyed = [line for line in done.stdout.splitlines() if line.startswith("::")]
        assert len(obeyed) == (form == "github")
    done = run_build("--root", git_folder.root, "review", "main", "ubah")
    assert "docs-\\xff ⏎ ::error::palsu \\u001b[31m`@camat-contoh`.md" in done.stdout


def test_unknown_revisions_are_wrong_use(git_folder: GitFolder, run_build: RunBuild) -> None:
    start(git_folder)
    for words in (["nihil"], ["main", "nihil"], ["--", "-n1"]):
        done = run_build("--root", git_folder.root, "review", *words)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_folder_without_git_is_wrong_use(tmp_path: object, run_build: RunBuild) -> None:
    done = run_build("--root", str(tmp_path), "review", "main")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
