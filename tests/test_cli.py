"""How a command ends where what it prints cannot be written, or the system refuses something."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.text.errors import reason
from tests.conftest import ROOT, MakeTree
from tests.small_year import SMALL_YEAR

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("status",), ("check", "--format", "json"), ("--help",)])
def test_a_full_disk_behind_the_output_is_named(
    make_tree: MakeTree, words: tuple[str, ...], unbuffered: str
) -> None:
    root = make_tree(SMALL_YEAR)
    command: list[str | Path] = [sys.executable, ROOT / "build.py", "--root", root, *words]
    with FULL.open("w") as full:
        done = subprocess.run(
            command,
            env={"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        "Galat: keluaran tidak dapat ditulis: ruang penyimpanan penuh."
    )


def test_a_reader_that_leaves_is_no_fault(make_tree: MakeTree) -> None:
    command: list[str | Path] = [sys.executable, ROOT / "build.py", "status"]
    root = make_tree(SMALL_YEAR)
    with subprocess.Popen(
        [*command, "--root", root], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        assert b"Galat" not in process.stderr.read()
    assert process.returncode == 0


@pytest.mark.parametrize("letters", ["cp1252", "ascii"])
def test_output_has_the_same_bytes_whatever_letters_the_system_prefers(
    make_tree: MakeTree, letters: str
) -> None:
    """A file on Windows would get cp1252."""
    root = make_tree({**SMALL_YEAR, "proposals/2016/Rawa Sari/x.yaml": "\N{RIGHTWARDS ARROW}"})
    done = [
        subprocess.run(
            [sys.executable, ROOT / "build.py", "check", "--root", root],
            env={**os.environ, "PYTHONIOENCODING": name},
            capture_output=True,
            check=False,
        ).stdout
        for name in (letters, "utf-8")
    ]
    assert "folder “proposals/2016/Rawa Sari”" in done[0].decode()
    assert done[0] == done[1]


def test_what_the_system_refuses_is_said_with_its_name(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_tree(SMALL_YEAR)

    def refuse(_path: Path, _data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(root / "CODEOWNERS"))

    monkeypatch.setattr("musrenbang.commands.codeowners.replace_file", refuse)
    assert main(["codeowners", "--root", str(root)]) == 2
    assert capsys.readouterr().err == f"Galat: {root / 'CODEOWNERS'}: tidak ada izin.\n"


def test_a_reason_without_a_translation_is_told_as_the_system_does() -> None:
    assert reason(OSError(110, "Connection timed out")) == "Connection timed out"
    assert reason(OSError("sesuatu")) == "sesuatu"
