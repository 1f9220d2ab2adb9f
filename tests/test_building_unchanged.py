"""A second build of unchanged files does nothing, and sees where there is something to do."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, MakeTree
from tests.small_year import SMALL_YEAR

SETTLED_SECONDS = 0.1
"""Longer than the clock's grain, within which a changed file is looked at twice."""


def imported(root: Path) -> set[str]:
    """The modules that a build of the folder, without documents, loads."""
    time.sleep(SETTLED_SECONDS)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", ROOT / "build.py", "build", "--tanpa-dokumen"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stderr.splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


@pytest.fixture
def root(make_tree: MakeTree) -> Path:
    root = make_tree(SMALL_YEAR)
    imported(root)
    return root


def test_nothing_that_reads_or_renders_is_loaded_where_nothing_changed(root: Path) -> None:
    assert not imported(root) & {"pydantic", "jinja2", "yaml", "musrenbang.building.pipeline"}


@pytest.mark.parametrize("path", ["proposals/2016/rawasari/0001.yaml", "_site/index.html"])
def test_a_file_touched_in_records_or_site_is_looked_into(root: Path, path: str) -> None:
    (root / path).touch()
    assert "musrenbang.building.pipeline" in imported(root)


def test_a_repository_without_a_commit_is_built_as_a_folder_is(root: Path) -> None:
    subprocess.run(["git", "init", "--quiet", root], check=True)
    assert "musrenbang.building.pipeline" not in imported(root)
