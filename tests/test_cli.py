"""What the command line says of its own use, and how it ends where the system refuses something."""

import argparse
import errno
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.commands import check
from musrenbang.commands.arguments import day
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


def test_a_reader_that_leaves_does_not_change_the_answer(make_tree: MakeTree) -> None:
    root = make_tree({**SMALL_YEAR, "proposals/2016/skpd.yaml": "rusak: [\n" + "# x\n" * 9})
    for unbuffered in ("", "1"):
        with subprocess.Popen(
            [sys.executable, ROOT / "build.py", "check", "--root", root],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONUNBUFFERED": unbuffered},
        ) as process:
            assert process.stdout
            process.stdout.close()
        assert process.returncode == 1


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


def test_on_windows_a_file_that_is_open_and_a_path_that_is_too_long_are_named_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of both, the system says something else: no permission, no such file."""
    held = OSError(errno.EACCES, "Permission denied", "lembar.xlsx")
    long = OSError(errno.ENOENT, "No such file or directory", f"C:/{'x' * 250}")
    assert (reason(held), reason(long)) == ("tidak ada izin", "tidak ada")
    monkeypatch.setattr("musrenbang.text.errors.IS_WINDOWS", True)
    assert "tutup dulu, misalnya di Excel" in reason(held)
    assert "terlalu panjang bagi Windows" in reason(long)
    assert reason(OSError(errno.ENOENT, "No such file or directory", "a.xlsx")) == "tidak ada"


def test_a_computer_without_memory_is_told_so(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(check, "load", refuse)
    assert main(["check", "--root", str(make_tree(SMALL_YEAR))]) == 2
    assert "memori komputer ini habis" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("serve --port x", "argumen --port: nilai 'x' tidak sesuai"),
        ("desk --port", "argumen --port: perlu satu nilai"),
        ("desk --warna", "argumen tidak dikenal: --warna"),
        ("send", "argumen ini wajib: KELURAHAN"),
        ("send x --catat=3", "argumen --catat: tidak memakai nilai, jadi '3' tidak berlaku"),
        ("import --pilih", "argumen --pilih: perlu sedikitnya satu nilai"),
        (
            "import --dit x --d",
            "pilihan --d dapat berarti --divalidasi, --dikirim, --dry-run, --ditolak",
        ),
        ("new surat", "argumen JENIS: pilihan tidak dikenal: 'surat' (pilih dari 'usulan', "),
        ("status --format x", "argumen --format: pilihan tidak dikenal: 'x' (pilih dari 'text', "),
        ("status --tahun 16", "argumen --tahun: “16” bukan tahun, misalnya 2016"),
    ],
)
def test_wrong_use_is_told_in_indonesian(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    usage, _, message = capsys.readouterr().err.partition("\nGalat: ")
    assert usage.startswith("Pemakaian: build.py ")
    assert told in message


@pytest.mark.parametrize("text", ["2017-02-20", "20 Februari 2017", "20/2/2017", "20-02-2017"])
def test_a_day_is_read_as_workbooks_read_it(text: str) -> None:
    assert day(text) == date(2017, 2, 20)


@pytest.mark.parametrize("text", ["besok", "31 Februari 2017", "20 Februari 1017"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"[Tt]anggal"):
        day(text)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-b", "1", "-a"), "argumen -a: tidak boleh bersama argumen -b"),
        (("--dua", "1"), "argumen --dua: perlu 2 nilai"),
        ((), "salah satu argumen ini wajib: -a -b"),
    ],
)
def test_so_is_what_no_command_uses_yet(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--help"])
    parser = argparse.ArgumentParser()
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("-a", action="store_true")
    group.add_argument("-b")
    parser.add_argument("--dua", nargs=2)
    with pytest.raises(SystemExit):
        parser.parse_args(words)
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("words", ["", "new", "new usulan", "github rilis", "send"])
def test_help_says_its_usage_once(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Pemakaian: build.py {words}".rstrip())
    assert told.count("Pemakaian:") == 1
    assert "\nPilihan:\n" in told
    assert "  -h, --help" in told
    assert "tampilkan bantuan ini" in told
