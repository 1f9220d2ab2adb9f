"""`kill -9` of decide and import at any moment leaves whole, valid files; running again ends it."""

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musrenbang.files.paths import is_junk
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from tests.conftest import write_files
from tests.founding_support import ANSWERS, MARKS, office
from tests.import_support import MAPPING
from tests.killing import Killer, killer
from tests.small_year import PELATIHAN
from tests.worksheet_support import REJECTED, UNDECIDED, files_of, fill, make

__all__ = ["office"]

NUMBERS = range(2, 14)
KILLS = 20
"""For each command at random moments; as many again at every step of its writing."""


@pytest.fixture(scope="module")
def run() -> Iterator[Killer]:
    with killer() as running:
        yield running


def valid_files(root: Path) -> dict[str, bytes]:
    """The record files of a folder, after making sure that every one can be read."""
    snapshot = load(FolderTree(root))
    assert not snapshot.problems
    return {name: data for name, data in files_of(root).items() if not is_junk(name)}


class Trial:
    """One command on one folder, begun afresh every time."""

    def __init__(self, run: Killer, root: Path, *arguments: str | Path) -> None:
        self.run = run
        self.root = root
        self.arguments = (*arguments, "--root", root)
        self.saved = root.with_name("semula")
        shutil.copytree(root, self.saved)
        self.before = valid_files(root)
        begun = time.monotonic()
        assert run(*self.arguments) == 0
        self.longest = time.monotonic() - begun
        self.after = valid_files(root)
        assert self.before != self.after

    def kill(self, **when: float) -> int:
        """Kill it once; how many of its files were written. Then let it end."""
        shutil.rmtree(self.root)
        shutil.copytree(self.saved, self.root)
        code = self.run(*self.arguments, **when)
        assert code in {0, -9}
        found = valid_files(self.root)
        new = {name for name, data in found.items() if self.before.get(name) != data}
        assert all(found[name] == self.after[name] for name in new)
        assert self.before.keys() <= found.keys()
        assert self.run(*self.arguments) == 0
        assert valid_files(self.root) == self.after
        return len(new)

    def kill_often(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - moments, not secrets
        for _ in range(KILLS):
            self.kill(after=chance.uniform(0, self.longest))


@pytest.fixture
def decide(run: Killer, tmp_path: Path) -> Trial:
    proposals = {f"proposals/2016/rawasari/{nomor:04}.yaml": PELATIHAN for nomor in NUMBERS}
    root = write_files(tmp_path / "data", {**UNDECIDED, **proposals})
    sheet = fill(make(root), dict.fromkeys(NUMBERS, REJECTED))
    return Trial(run, root, "decide", sheet)


@pytest.fixture
def importing(run: Killer, tmp_path: Path) -> Trial:
    text = "Rawasari,3,Saluran mampat,Perbaikan saluran,Jl. Mawar,60,m,5000000"
    lines = [f"{number},{text}" for number in NUMBERS]
    (tmp_path / "usulan.csv").write_text(
        "\n".join(["id,kelurahan,rw,masalah,usulan,lokasi,volume,satuan,anggaran", *lines])
    )
    (tmp_path / "peta.yaml").write_text(MAPPING)
    root = tmp_path / "data"
    root.mkdir()
    return Trial(
        *(run, root, "import", tmp_path / "usulan.csv", "--mapping", tmp_path / "peta.yaml"),
        *("--ditolak", tmp_path / "impor-ditolak.csv"),
    )


def test_decide_killed_at_every_step_of_its_writing(decide: Trial) -> None:
    written = [decide.kill(at=step) for step in range(1, 2 * len(NUMBERS) + 2)]
    assert written[0] == 0
    assert written == sorted(written)
    assert 0 < written[len(NUMBERS) + 2] < len(NUMBERS)


def test_decide_killed_at_random_moments(decide: Trial) -> None:
    decide.kill_often(8)


def test_founding_killed_at_any_step_is_finished_by_the_next_run(
    run: Killer, office: Path, tmp_path: Path
) -> None:
    """Whatever was there before is still there; the commit holds all of it, as by one run."""
    tool = [one for mark, text in MARKS.items() for one in ("--tanda", f"{mark[2:-2]}={text}")]
    whole = tmp_path / "utuh"
    assert run("new", "kecamatan", whole, *ANSWERS, *tool) == 0
    expected = held(whole)
    for step in (1, count := len(expected), count + 2, count + count // 2):
        target = tmp_path / f"k{step}"
        words = ("new", "kecamatan", target, *ANSWERS, *tool)
        assert run(*words, at=step) == -9
        if any(target.glob("proposals/*/musrenbang.yaml")):
            assert run(*words, "--camat-nama", "Orang Lain") == 1, "nothing is overwritten"
        assert run(*words) == 0
        assert held(target) == expected


def held(root: Path) -> dict[str, str]:
    """What the commit and the folder of a repository hold, which is the same."""
    git = ("git", "-C", str(root))
    told = subprocess.run([*git, "status", "--porcelain"], capture_output=True, check=True).stdout
    assert told == b""
    words = [*git, "ls-tree", "-r", "HEAD"]
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    return {path: name for name, path in (line.split("\t") for line in lines)}


def test_import_killed_at_every_step_of_its_writing(importing: Trial) -> None:
    written = [importing.kill(at=step) for step in range(1, 2 * len(NUMBERS), 3)]
    assert written[0] == 0
    assert 0 < max(written) <= len(importing.after)


def test_import_killed_at_random_moments(importing: Trial) -> None:
    importing.kill_often(9)
