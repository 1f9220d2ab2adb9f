"""`build` publishes everything a commit holds, the same bytes wherever it runs, or nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, GitFolder, MakeTree, RunBuild, write_files
from tests.small_year import SMALL_YEAR


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def build_elsewhere(repository: Path, clone: Path, environment: dict[str, str]) -> dict[str, bytes]:
    """Clone a repository's HEAD, build it in another process, and read what was published."""
    subprocess.run(["git", "clone", "--quiet", repository, clone], check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "build", "--root", clone],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return files_below(clone / "_site")


def test_two_folders_two_machines_one_result(git_folder: GitFolder, tmp_path: Path) -> None:
    for folder in ("proposals", "decisions"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                target = git_folder.root / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    git_folder.commit("Tahun contoh")
    no_fonts = tmp_path / "fonts.conf"
    no_fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
    )
    here = build_elsewhere(
        git_folder.root,
        tmp_path / "sini",
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Jayapura", "LC_ALL": "C.UTF-8"},
    )
    there = build_elsewhere(
        git_folder.root,
        tmp_path / "jauh" / "sana",
        {
            "PYTHONHASHSEED": "2",
            "TZ": "America/Lima",
            "LC_ALL": "C",
            "FONTCONFIG_FILE": str(no_fonts),
        },
    )
    assert sorted(here) == sorted(there)
    assert [path for path, data in here.items() if there[path] != data] == []
    forms = {"berita-acara.pdf", "lampiran-1.pdf", "lampiran-2.pdf", "lampiran-3.pdf"}
    for tahun in ("2016", "2017"):
        assert forms <= {Path(name).name for name in here if name.startswith(f"{tahun}/dokumen/")}


def test_errors_forbid_publishing_and_the_last_good_site_stays(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree(SMALL_YEAR)
    assert run_build("build", "--tanpa-dokumen", "--root", root).returncode == 0
    before = files_below(root / "_site")
    make_tree({"proposals/2016/rawasari/0001.yaml": "volume: 5.000\n"})
    done = run_build("build", "--root", root)
    assert done.returncode == 1
    assert "proposals/2016/rawasari/0001.yaml:1:9: galat:" in done.stderr
    assert "Traceback" not in done.stderr
    assert files_below(root / "_site") == before


def test_build_is_the_default_command_and_o_chooses_the_folder(
    make_tree: MakeTree, run_build: RunBuild, tmp_path: Path
) -> None:
    root = make_tree(SMALL_YEAR)
    done = run_build("--root", root, "-o", tmp_path / "hasil")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "hasil" / "index.html").is_file()
    assert not (root / "_site").exists()


def test_without_git_the_pages_say_that_history_is_missing(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree(SMALL_YEAR)
    assert run_build("build", "--tanpa-dokumen", "--root", root).returncode == 0
    text = (root / "_site/2016/riwayat/index.html").read_text(encoding="utf-8")
    assert "tanpa riwayat Git" in text


def test_an_empty_folder_is_refused_in_one_sentence(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    done = run_build("build", "--root", make_tree({"catatan.txt": "x"}))
    assert done.returncode == 1
    assert "Belum ada data" in done.stderr


def test_a_folder_with_other_files_is_never_overwritten(
    make_tree: MakeTree, run_build: RunBuild, tmp_path: Path
) -> None:
    home = tmp_path / "rumah"
    home.mkdir()
    (home / "surat.txt").write_text("penting")
    done = run_build("build", "--root", make_tree(SMALL_YEAR), "-o", home)
    assert done.returncode == 1
    assert "bukan hasil penerbitan" in done.stderr
    assert [path.name for path in home.iterdir()] == ["surat.txt"]


def test_the_data_folders_themselves_are_never_a_target(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    root = make_tree(SMALL_YEAR)
    done = run_build("build", "--root", root, "-o", root / "proposals/2016/_site")
    assert done.returncode == 1
    assert "di dalam folder data" in done.stderr


@pytest.mark.parametrize("missing", ["proposals/2016/musrenbang.yaml", "proposals/2016/skpd.yaml"])
def test_a_year_without_its_settings_is_named_not_crashed(
    make_tree: MakeTree, run_build: RunBuild, missing: str
) -> None:
    files = {path: text for path, text in SMALL_YEAR.items() if path != missing}
    done = run_build("build", "--root", make_tree(files))
    assert done.returncode == 1
    assert f"{missing}:1:1: galat:" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_papers_cannot_be_made_that_is_said_and_the_rest_is_published(
    make_tree: MakeTree, tmp_path: Path
) -> None:
    """As on Windows: what sets papers is installed, the system's library beneath it is not."""
    broken = "raise OSError('cannot load library libgobject-2.0-0')\n"
    fake = write_files(tmp_path / "tanpa-pango", {"weasyprint/__init__.py": broken})
    root = make_tree(SMALL_YEAR)

    def build(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, ROOT / "build.py", "build", "--root", root, *words],
            env={**os.environ, "PYTHONPATH": str(fake)},
            capture_output=True,
            text=True,
            check=False,
        )

    refused = build()
    assert refused.returncode == 2
    assert "pasang Pango" in refused.stderr
    assert "--tanpa-dokumen" in refused.stderr
    assert "cannot load" not in refused.stderr
    assert not (root / "_site").exists()
    assert build("--tanpa-dokumen").returncode == 0
    assert (root / "_site/index.html").is_file()
