"""The software as a package: the same wheel everywhere, which says of itself what it is."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from musrenbang.cli import COMMANDS, main
from musrenbang.files.program import (
    COMMAND,
    PACKAGE,
    PIN,
    PROGRAM,
    Version,
    addressed,
    has_own_program,
    installed_from,
    locked,
    notes_since,
    read_pin,
    version,
    wheel,
)
from tests.conftest import ROOT, write_files
from tests.small_year import SMALL_YEAR
from tests.wheel_support import installed, pip

__all__ = ["installed"]

SHA = "0123456789abcdef" * 4
ADDRESS = "https://contoh.example/unduh/v1.2/musrenbang-1.2.0-py3-none-any.whl"


def run(*words: str | Path, cwd: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env={**os.environ, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def built(program: Path, target: Path, **environment: str) -> bytes:
    """The wheel that some folder of the program makes."""
    target.mkdir()
    done = run("musrenbang/files/program.py", target, cwd=program, **environment)
    assert done.returncode == 0, done.stderr
    (file,) = target.iterdir()
    assert done.stdout.split()[0] == hashlib.sha256(file.read_bytes()).hexdigest()
    return file.read_bytes()


def test_two_builds_give_the_same_bytes_whatever_the_clock_says(tmp_path: Path) -> None:
    early = {"SOURCE_DATE_EPOCH": "0", "TZ": "UTC", "PYTHONHASHSEED": "1"}
    late = {"SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Jakarta", "PYTHONHASHSEED": "2"}
    one, other = built(ROOT, tmp_path / "satu", **early), built(ROOT, tmp_path / "dua", **late)
    assert one == other == wheel()


def test_an_installed_program_makes_the_wheel_it_came_from(installed: Path, tmp_path: Path) -> None:
    """So it can say which wheel it is; rights and times of the files do not count."""
    program = installed / PACKAGE
    for path in program.rglob("*.py"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o600)
    assert built(program, tmp_path / "lagi") == wheel()


def test_installers_build_the_same_wheel(tmp_path: Path) -> None:
    pip("wheel", "--no-build-isolation", "--wheel-dir", tmp_path, ".")
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == wheel()


def test_an_installed_program_knows_where_it_was_had_from(installed: Path, tmp_path: Path) -> None:
    program = shutil.copytree(installed, tmp_path / "paket") / PACKAGE
    asks = "from musrenbang.files.program import installed_from; print(installed_from())"

    def told() -> str:
        return run("-c", asks, cwd=program).stdout.strip()

    assert told().startswith("file:///")
    assert told().endswith(f"/musrenbang-{version().number}-py3-none-any.whl")
    with (program / "LICENSE").open("a", encoding="utf-8") as text:
        text.write("\n")
    assert told() == ""
    assert installed_from() == ""


def test_one_changed_letter_is_another_version(installed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_files(tmp_path, {"a.whl": wheel()}) / "a.whl") as archive:
        archive.extractall(tmp_path)
    file = tmp_path / PACKAGE / "site_templates/feed.xml"
    file.write_bytes(file.read_bytes() + b"\n")
    assert built(tmp_path / PACKAGE, tmp_path / "lagi") != wheel()


def test_the_wheel_runs_without_a_checkout(installed: Path, tmp_path: Path) -> None:
    data = write_files(tmp_path / "data", SMALL_YEAR)
    module = ("-m", PACKAGE)
    environment = {"PYTHONPATH": str(installed)}
    for words in (("check",), ("build", "--tanpa-dokumen"), ("status", "--hari-ini", "2016-03-09")):
        done = run(*module, *words, cwd=data, **environment)
        assert done.returncode == 0, done.stderr
    page = (data / "_site/data/index.html").read_text(encoding="utf-8")
    assert f"musrenbang {version().number}" in page
    assert version().sha256 in page
    assert [*installed.glob("bin/musrenbang*"), *installed.glob("Scripts/musrenbang*")]


def test_it_runs_nothing_that_lies_in_the_data_folder(installed: Path, tmp_path: Path) -> None:
    canary = "raise SystemExit('kode dari folder data')\n"
    names = ("yaml.py", "pydantic.py", "schemas.py", "musrenbang.py", "musrenbang/__init__.py")
    data = write_files(tmp_path / "data", {**SMALL_YEAR, **dict.fromkeys(names, canary)})
    done = run("-m", PACKAGE, "check", cwd=data, PYTHONPATH=str(installed))
    assert done.returncode == 0, done.stderr
    assert "Semua berkas baik." in done.stdout + done.stderr


def test_what_users_type_is_said_in_one_place() -> None:
    """Elsewhere it would be wrong wherever the wheel is installed."""
    sources = [*PROGRAM.glob("musrenbang/**/*.py"), *PROGRAM.glob("schemas/*.py")]
    sources += PROGRAM.glob("site_templates/**/*.js")
    sources += PROGRAM.glob("site_templates/**/*.html")
    named = [path for path in sources if "python build.py" in path.read_text(encoding="utf-8")]
    assert named == [PROGRAM / "musrenbang/files/program.py"]


def test_pages_name_the_command_of_the_repository_they_are_about(tmp_path: Path) -> None:
    """Whatever builds them: a founded repository has the same bytes by a clone as by the wheel."""
    for own in (True, False):
        data = write_files(tmp_path / str(own), SMALL_YEAR)
        if own:
            write_files(data, {"build.py": "", "musrenbang/__init__.py": ""})
        assert (
            main(["build", "--tanpa-dokumen", "--root", str(data), "-o", str(data / "_site")]) == 0
        )
        pages = [path.read_text(encoding="utf-8") for path in data.glob("_site/**/*.html")]
        assert any("$ python build.py status" in page for page in pages) is own
        assert any("$ musrenbang status" in page for page in pages) is not own
        assert any("build.py" in page for page in pages) is own


@pytest.mark.parametrize("words", [("build.py",), ("build.py", "check")])
def test_without_its_libraries_it_says_which_line_installs_them(words: tuple[str, ...]) -> None:
    done = run("-S", *words, cwd=ROOT)
    assert done.returncode == 2
    assert "belum terpasang di Python ini." in done.stderr
    assert "-m pip install --no-deps --require-hashes --only-binary :all: -r" in done.stderr
    assert str(PROGRAM / "requirements.txt") in done.stderr
    assert "Traceback" not in done.stderr


def test_the_wheel_asks_for_the_libraries_of_the_lock(installed: Path) -> None:
    (file,) = installed.glob("musrenbang-*.dist-info/METADATA")
    asked = [
        line.removeprefix("Requires-Dist: ")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("Requires-Dist: ")
    ]
    assert asked == [f"{name}=={number}" for name, number in locked()]
    assert len(asked) > 20


@pytest.mark.parametrize(
    "text",
    [
        f"{ADDRESS}#sha256={SHA}\n",
        f"# Catatan.\n\n  {ADDRESS}#sha256={SHA}\r\n",
    ],
)
def test_a_pin_is_one_wheel_with_its_digest(text: str) -> None:
    pin = read_pin(text)
    assert pin is not None
    assert pin.version == ("1.2.0", SHA)
    assert pin.line.endswith(f'-m pip install --no-deps "{pin.address}#sha256={SHA}"')


@pytest.mark.parametrize(
    "text",
    [
        "",
        ADDRESS,
        f"{ADDRESS}#sha256={SHA[:-1]}",
        f"{ADDRESS}#sha256={SHA}\n{ADDRESS}#sha256={SHA}\n",
        f"--index-url https://lain.example\n{ADDRESS}#sha256={SHA}",
        f'https://x.example/"; rm -rf ~; "/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}',
        f"https://x.example/$(id)/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}",
        f"https://x.example/lain-1.2.0-py3-none-any.whl#sha256={SHA}",
        f"https://x.example/musrenbang-1.2.0.tar.gz#sha256={SHA}",
        f"http://x.example/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}",
        f"https://u:p@x.example/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}",
        f"file:///D:/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}",
    ],
)
def test_what_is_no_pin_is_not_taken_for_one(text: str) -> None:
    assert read_pin(text) is None


@pytest.mark.parametrize(
    ("names", "own"),
    [
        (("build.py", "musrenbang/cli.py"), True),
        (("build.py",), False),
        (("musrenbang/cli.py",), False),
        (("build.py", "musrenbang/cli.py", PIN), False),
    ],
)
def test_a_repository_with_a_pin_never_has_its_own_program(
    names: tuple[str, ...], own: bool, tmp_path: Path
) -> None:
    assert has_own_program(write_files(tmp_path, dict.fromkeys(names, ""))) is own


@pytest.mark.parametrize(
    ("older", "newer"), [("1.2.0", "1.10.0"), ("1.2", "1.2.1"), ("1.2rc1", "1.2"), ("9.0", "10.0")]
)
def test_versions_are_counted_and_not_spelled(older: str, newer: str) -> None:
    assert Version(older, SHA).order < Version(newer, SHA).order


def test_the_notes_tell_of_this_version() -> None:
    assert notes_since("")[0] == version().number
    assert notes_since(version().number) == []


def test_nothing_is_in_the_wheel_twice_or_outside_its_folder(installed: Path) -> None:
    with zipfile.ZipFile(write_files(installed.parent, {"a.zip": wheel()}) / "a.zip") as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    # Not the order of paths, which on Windows minds no capitals.
    assert names == sorted(names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {PACKAGE, f"musrenbang-{version().number}.dist-info"}
    longest = max(names, key=len)
    # Python from the Store lies 130 letters deep, and Windows knows paths of 259.
    assert len(longest) < 120, longest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jalankan: {0} check", "Jalankan: {0} --root 'a b' check"),
        ("{0} new tahun 2018", "{0} --root 'a b' new tahun 2018"),
        ("  git push -u origin x", "  git -C 'a b' push -u origin x"),
        ("{0} new kecamatan FOLDER", "{0} new kecamatan FOLDER"),
        ("{0} --root lain status", "{0} --root lain status"),
        ("git config --global user.name X", "git config --global user.name X"),
        ("git -C lain push", "git -C lain push"),
        ("Usulan {0}", "Usulan {0}"),
    ],
)
def test_a_command_names_the_folder_it_is_about(text: str, told: str) -> None:
    assert addressed(text.format(COMMAND), "a b", COMMANDS) == told.format(COMMAND)


def test_what_is_printed_for_programs_and_hosts_names_no_folder(
    sample_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["status", "--root", str(sample_copy), "--tahun", "2017"])
    assert f"{COMMAND} --root {sample_copy} " in capsys.readouterr().out
    main(["status", "--root", str(sample_copy), "--tahun", "2017", "--format", "json"])
    assert str(sample_copy) not in capsys.readouterr().out
