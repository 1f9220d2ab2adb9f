"""Files are written whole or not at all, together all or none."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from musrenbang.files.file_writer import (
    BusyError,
    locked,
    replace_file,
    replace_files,
    write_records,
)
from musrenbang.text.errors import CommandError

BEFORE = {"ada/1.yaml": b"lama", "ada/2.yaml": b"lama"}
AFTER = {"ada/1.yaml": b"baru", "ada/2.yaml": None, "baru/a/3.yaml": b"baru", "ada/4.yaml": b"baru"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    replace_files(tmp_path, BEFORE)
    return tmp_path


def everything(folder: Path) -> dict[str, bytes | None]:
    """Content by path; a folder has none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def full_after(times: int) -> Callable[[int], None]:
    """A disk that takes so many files."""
    taken: list[int] = []

    def fsync(descriptor: int) -> None:
        taken.append(descriptor)
        if len(taken) > times:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fsync


def test_one_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "baru" / "0001.yaml"
    replace_file(path, b"satu")
    replace_file(path, b"dua")
    assert path.read_bytes() == b"dua"
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_files_are_written_and_removed_together(folder: Path) -> None:
    replace_files(folder, AFTER)
    assert everything(folder) == {
        **dict.fromkeys(("ada", "baru", "baru/a")),
        **{name: data for name, data in AFTER.items() if data},
    }


@pytest.mark.parametrize("taken", range(3))
def test_a_full_disk_leaves_everything_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    before = everything(folder)
    monkeypatch.setattr(os, "fsync", full_after(taken))
    name = [name for name, data in AFTER.items() if data][taken]
    told = f"{folder / name} tidak dapat ditulis: ruang penyimpanan penuh."
    with pytest.raises(CommandError, match=told):
        write_records(folder, AFTER)
    assert everything(folder) == before


def test_a_system_that_opens_no_folders_is_written_to_like_any_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses to; what is locked there is a file of the folder's name."""
    opened = os.open

    def refusing(path: str | Path, *arguments: int, **options: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refusing)
    with locked(folder):
        with pytest.raises(BusyError), locked(folder, wait=False):
            pass
        with locked(folder.parent, wait=False):
            write_records(folder, AFTER)
    assert (folder / "baru/a/3.yaml").read_bytes() == b"baru"
    assert not (folder / "ada/2.yaml").exists()


def test_a_file_in_the_place_of_a_folder_is_left_alone(folder: Path) -> None:
    (folder / "baru").write_bytes(b"bukan folder")
    before = everything(folder)
    with pytest.raises(CommandError, match=r"baru/a/3\.yaml tidak dapat ditulis"):
        write_records(folder, AFTER)
    assert everything(folder) == before


def test_what_a_killed_writer_left_is_cleared_away(folder: Path) -> None:
    (folder / "ada/.1.yaml-abcd1234.tmp").write_bytes(b"separuh")
    write_records(folder, {"ada/1.yaml": b"baru"})
    assert everything(folder) == {"ada": None, "ada/1.yaml": b"baru", "ada/2.yaml": b"lama"}
