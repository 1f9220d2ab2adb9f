"""Publishing replaces a whole folder or nothing."""

import ctypes
import errno
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from musrenbang.files.photos import bare
from musrenbang.files.published_folder import CHECKSUMS, Copy, Output, PublishError, staging
from musrenbang.files.tree import blob_id
from tests.conftest import ROOT
from tests.pictures import photo
from tests.publishing_support import publish


def test_everything_is_written_with_checksums_that_sha256sum_accepts(tmp_path: Path) -> None:
    data = photo(8, 8, comment=b"rahasia")
    (tmp_path / "foto.jpg").write_bytes(data)
    shown = bare(data) or b""
    target = tmp_path / "_site"
    outputs: list[Output] = [("b/index.html", b"isi"), ("a.jpg", Copy("foto.jpg", blob_id(data)))]
    assert publish(outputs, tmp_path, target) == 2
    assert (target / "a.jpg").read_bytes() == shown
    assert (target / "SHA256SUMS").read_text().splitlines() == [
        f"{hashlib.sha256(shown).hexdigest()}  a.jpg",
        f"{hashlib.sha256(b'isi').hexdigest()}  b/index.html",
    ]
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=target, check=True)


def test_outputs_no_longer_produced_disappear(tmp_path: Path) -> None:
    target = tmp_path / "_site"
    publish([("lama.html", b"x"), ("tetap.html", b"x")], tmp_path, target)
    publish([("tetap.html", b"y")], tmp_path, target)
    assert sorted(path.name for path in target.iterdir()) == ["SHA256SUMS", "tetap.html"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_half_way_leaves_the_last_good_site(tmp_path: Path) -> None:
    target = tmp_path / "_site"
    publish([("index.html", b"baik")], tmp_path, target)

    def failing() -> Iterator[Output]:
        yield "index.html", b"rusak"
        raise RuntimeError("terputus")

    with pytest.raises(RuntimeError, match="terputus"):
        publish(failing(), tmp_path, target)
    assert (target / "index.html").read_bytes() == b"baik"
    assert list(tmp_path.iterdir()) == [target]


def test_two_outputs_with_one_path_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        publish([("a", b"1"), ("a", b"2")], tmp_path, tmp_path / "_site")
    assert not (tmp_path / "_site").exists()


def test_a_site_is_the_same_and_known_again_where_paths_and_lines_are_written_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: backslashes, and texts whose lines end in two characters."""
    outputs: list[Output] = [("b/index.html", b"isi"), ("a", b"isi")]
    publish(outputs, tmp_path, tmp_path / "biasa")
    walk, write = os.walk, Path.write_text

    def walking(top: str | Path, **options: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for place, folders, names in walk(top, **options):
            yield f"{top}{place[len(str(top)) :].replace('/', sep)}", folders, names

    def writing(path: Path, data: str, encoding: str | None = None) -> int:
        return write(path, data, encoding, newline="\r\n")

    sep = "\\"
    monkeypatch.setattr(os, "sep", sep)
    monkeypatch.setattr(os, "walk", walking)
    monkeypatch.setattr(Path, "write_text", writing)
    target = tmp_path / "lain"
    for _ in range(2):
        publish(outputs, tmp_path, target)
    listing = (target / "SHA256SUMS").read_bytes()
    assert listing == (tmp_path / "biasa" / "SHA256SUMS").read_bytes()


def test_a_new_folder_that_cannot_be_moved_leaves_the_last_good_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders cannot change places at once, and a virus scanner holds a fresh file."""
    target = tmp_path / "_site"
    publish([("a", b"1")], tmp_path, target)
    rename = Path.rename

    def renaming(path: Path, place: Path) -> Path:
        if path.name == "isi":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return rename(path, place)

    monkeypatch.setattr(ctypes, "CDLL", None)
    monkeypatch.setattr(Path, "rename", renaming)
    with pytest.raises(PermissionError):
        publish([("a", b"2")], tmp_path, target)
    assert (target / "a").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["dokumen.txt", ".git"])
@pytest.mark.parametrize("sums", [None, "", "00  debian.iso\n"])
def test_a_folder_that_was_not_published_is_never_replaced(
    tmp_path: Path, name: str, sums: str | None
) -> None:
    target = tmp_path / "rumah"
    target.mkdir()
    (target / name).write_text("penting")
    if sums is not None:
        (target / "SHA256SUMS").write_text(sums)
    with pytest.raises(PublishError, match="bukan hasil penerbitan"):
        publish([("a", b"1")], tmp_path, target)
    assert (target / name).read_text() == "penting"


def test_what_somebody_keeps_beside_the_target_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "._site-cadangan/isi"
    kept.mkdir(parents=True)
    publish([("a", b"1")], tmp_path, tmp_path / "_site")
    assert kept.is_dir()


def test_a_site_that_was_aside_when_the_publisher_was_killed_comes_back(tmp_path: Path) -> None:
    """Where folders cannot change places at once, there is a moment without one."""
    target = tmp_path / "_site"
    publish([("a", b"baik")], tmp_path, target)
    left = tmp_path / "._site-abcdefgh.terbit"
    left.mkdir()
    target.rename(left / "isi-lama")
    with pytest.raises(RuntimeError), staging(target, CHECKSUMS):
        raise RuntimeError
    assert (target / "a").read_bytes() == b"baik"
    assert not left.exists()


def test_a_folder_with_checksums_of_its_own_is_not_taken_for_a_site(tmp_path: Path) -> None:
    target = tmp_path / "rekaman"
    publish([("a", b"1")], tmp_path, target)
    with pytest.raises(PublishError, match="bukan hasil"), staging(target, "tanda") as stage:
        stage.replace({})
    assert (target / "a").read_bytes() == b"1"


def test_a_link_to_a_folder_in_the_target_is_somebodys(tmp_path: Path) -> None:
    target = tmp_path / "_site"
    publish([("a", b"1")], tmp_path, target)
    (target / "b").symlink_to(tmp_path)
    with pytest.raises(PublishError, match="bukan hasil"):
        publish([("a", b"2")], tmp_path, target)


def test_a_photo_that_changed_since_it_was_read_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(photo(8, 8))
    outputs: list[Output] = [("a.jpg", Copy("foto.jpg", blob_id(photo(9, 9))))]
    with pytest.raises(PublishError, match="berubah selama penerbitan"):
        publish(outputs, tmp_path, tmp_path / "_site")


def test_a_file_that_cannot_be_written_whole_is_an_error(tmp_path: Path) -> None:
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from tests.publishing_support import publish\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "publish([('a', b'x' * 9999)], Path(sys.argv[1]), Path(sys.argv[1], 's'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode != 0
    assert not (tmp_path / "s").exists()


def test_a_link_in_place_of_the_target_is_refused(tmp_path: Path) -> None:
    (tmp_path / "asli").mkdir()
    (tmp_path / "_site").symlink_to(tmp_path / "asli")
    with pytest.raises(PublishError):
        publish([("a", b"1")], tmp_path, tmp_path / "_site")


def test_killing_a_publisher_at_any_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.publishing_support import publish\n"
        "root = Path(sys.argv[1])\n"
        "print('mulai', flush=True)\n"
        "for round in range(10**6):\n"
        "    publish(((f'{n}.html', str(round).encode()) for n in range(20)), root, root / 's')\n"
    )
    target = tmp_path / "s"
    for delay in (0.01, 0.02, 0.03, 0.05, 0.08):
        process = subprocess.Popen(
            [sys.executable, "-c", script, tmp_path], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        while not target.exists():
            time.sleep(0.001)
        time.sleep(delay)
        process.kill()
        process.wait()
        process.stdout.close()
        pages = {path.read_bytes() for path in target.glob("*.html")}
        assert len(pages) == 1
        assert len(list(target.glob("*.html"))) == 20


def test_what_a_killed_publisher_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / "._site-abcdefgh.terbit"
    (left / "isi").mkdir(parents=True)
    (left / "isi/a").write_bytes(b"setengah")
    publish([("a", b"2")], tmp_path, tmp_path / "_site")
    assert not left.exists()
