"""What a commit's program reaches of the computer of whoever verifies."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from musrenbang.git.repository import Repository
from musrenbang.verifying.enclosure import Enclosure, enclosure
from tests.conftest import ROOT


@pytest.fixture
def apart(tmp_path: Path) -> Enclosure:
    scratch = tmp_path / "coretan"
    scratch.mkdir()
    found = enclosure(scratch, [ROOT])
    if not found.prefix:
        pytest.skip(f"bubblewrap tidak dapat dipakai di sini: {found.told}")
    return found


def ran(apart: Enclosure, code: str, *words: object) -> bool:
    """Whether some Python code runs to its end there."""
    done = subprocess.run(
        [*apart.prefix, sys.executable, "-c", f"import sys\n{code}", *map(str, words)],
        env=apart.environment,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_does_its_work(apart: Enclosure, tmp_path: Path) -> None:
    assert ran(apart, "sys.path.insert(0, sys.argv[1]); import weasyprint, musrenbang.cli", ROOT)
    target = tmp_path / "coretan/hasil.pdf"
    assert ran(apart, "open(sys.argv[1], 'wb').write(b'isi')", target)
    assert target.read_bytes() == b"isi"


def test_it_reads_nothing_of_the_auditor(apart: Enclosure, tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("kata sandi", encoding="utf-8")
    read = "open(sys.argv[1]).read()"
    assert not ran(apart, read, secret)
    assert ran(apart, read, ROOT / "README.md")


def test_it_changes_nothing_outside_its_folder(apart: Enclosure, tmp_path: Path) -> None:
    for target in (tmp_path / "lain.txt", ROOT / "lain.txt", Path(sys.prefix) / "lain.txt"):
        ran(apart, "open(sys.argv[1], 'w').write('x')", target)
        assert not target.exists()


def test_it_has_no_network(apart: Enclosure, port: int) -> None:
    connect = "import socket; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)"
    assert not ran(apart, connect, port)
    subprocess.run([sys.executable, "-c", f"import sys\n{connect}", str(port)], check=True)


def test_it_sees_nothing_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KATA_SANDI", "rahasia")
    found = enclosure(tmp_path, [])
    assert ("KATA_SANDI" in found.environment) is (not found.prefix)


@pytest.mark.parametrize("program", [None, "/bin/false"])
def test_where_nothing_keeps_it_apart_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str | None
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: program)
    found = enclosure(tmp_path, [])
    assert (found.prefix, found.environment) == ((), os.environ)
    assert "TANPA pemisah" in found.told


def test_objects_that_a_clone_borrows_are_among_what_it_may_read(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet", "asal")
    git("clone", "--quiet", "--shared", "asal", "salinan")
    found = Repository(tmp_path / "salinan").object_folders()
    assert found == [tmp_path / "salinan/.git/objects", tmp_path / "asal/.git/objects"]
