"""The memo gives back what a pure function made of the same arguments, or has it made."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest

from musrenbang.files.memo import FOLDER, Memo, _secret, code_key, given, key_of, made


def counted(calls: list[object]) -> Callable[..., object]:
    def twice(*values: object) -> object:
        calls.append(values)
        return (*values, *values)

    return twice


def entries(memo: Memo) -> list[Path]:
    return list(memo.folder.iterdir())


def test_what_was_made_is_found_by_a_later_run(tmp_path: Path) -> None:
    calls: list[object] = []
    twice = counted(calls)
    for _ in range(2):
        memo = Memo(tmp_path, "uji", 9)
        assert memo.kept(twice, given(1), given("b")).value == (1, "b", 1, "b")
    assert calls == [(1, "b")]
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"


def test_other_arguments_are_another_result(tmp_path: Path) -> None:
    calls: list[object] = []
    memo, twice = Memo(tmp_path, "uji", 9), counted(calls)
    for value in ("a", "b", 1, "1"):
        assert memo.kept(twice, given(value)).value == (value, value)
    assert len(calls) == 4


def test_a_result_is_named_by_what_its_arguments_were_made_of() -> None:
    twice = counted([])
    inner, other = made(twice, given(1)), made(twice, given(2))
    assert made(twice, inner).name == made(twice, made(twice, given(1))).name
    assert made(twice, inner).name != made(twice, other).name


def test_nothing_is_worked_out_before_it_is_asked_for(tmp_path: Path) -> None:
    calls: list[object] = []
    found = Memo(tmp_path, "uji", 9).kept(counted(calls), given(1))
    assert not calls
    assert (found.value, found.value) == ((1, 1), (1, 1))
    assert len(calls) == 1


@pytest.mark.parametrize("damage", [b"", b"x", b"isi" * 20])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    calls: list[object] = []
    memo, twice = Memo(tmp_path, "uji", 9), counted(calls)
    assert memo.kept(twice, given(1)).value
    (file,) = entries(memo)
    file.write_bytes(damage)
    assert memo.kept(twice, given(1)).value == (1, 1)
    assert len(calls) == 2


def test_an_entry_under_another_name_is_not_believed(tmp_path: Path) -> None:
    memo = Memo(tmp_path, "uji", 9)
    for name in ("a", "b"):
        memo.put(name, name)
    one, other = entries(memo)
    one.replace(other)
    assert [memo.get("a"), memo.get("b")] == [None, None]


class Trap:
    """Runs code in whoever loads it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return Path.touch, (self.file,)


@pytest.fixture
def another_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Whose user has a home, and so a secret, of his own."""
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "rumah lain"))
    _secret.cache_clear()
    yield
    _secret.cache_clear()


def test_what_another_computer_or_user_has_written_is_never_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout writes into folders that are there already: the folder proves nothing."""
    memo = Memo(tmp_path, "uji", 9)
    memo.put("a", "isi")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "rumah lain"))
        _secret.cache_clear()
        Memo(tmp_path, "uji", 9).put("a", Trap(tmp_path / "terjadi"))
        assert len(entries(memo)) == 1
    _secret.cache_clear()
    assert Memo(tmp_path, "uji", 9).get("a") is None
    assert not (tmp_path / "terjadi").exists()


def test_the_secret_is_for_its_user_alone(tmp_path: Path, another_computer: None) -> None:
    Memo(tmp_path, "uji", 9).put("a", "isi")
    (file,) = (tmp_path / "rumah lain").rglob("kunci*")
    assert Memo(tmp_path, "uji", 9).get("a") == "isi"
    assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(b"")
    _secret.cache_clear()
    assert Memo(tmp_path, "uji", 9).get("a") is None


def test_a_link_where_the_cache_keeps_git_away_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / ".gitignore").symlink_to(tmp_path / "di luar")
    assert Memo(tmp_path, "uji", 9).put("a", "isi") == "isi"
    assert not (tmp_path / "di luar").exists()


@pytest.mark.parametrize("what", [os.mkfifo, os.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_an_entry_that_is_no_file_is_none(tmp_path: Path, what: Callable[[Path], object]) -> None:
    memo = Memo(tmp_path, "uji", 9)
    what(memo.folder / "a")
    assert memo.get("a") is None


def test_libraries_of_other_versions_make_other_results(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = code_key()
    (tmp_path / "jinja2-99.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    code_key.cache_clear()
    assert code_key() != before
    code_key.cache_clear()


def test_a_linked_cache_is_never_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    (elsewhere / "berkas").write_text("milik orang")
    (tmp_path / FOLDER).symlink_to(elsewhere)
    memo = Memo(tmp_path, "uji", 9)
    memo.put("a", "isi")
    assert memo.get("a") is None
    assert [path.name for path in elsewhere.iterdir()] == ["berkas"]


def test_a_folder_that_cannot_keep_anything_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("bukan folder")
    memo = Memo(tmp_path, "uji", 9)
    assert memo.kept(counted([]), given(1)).value == (1, 1)


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    memo = Memo(tmp_path, "uji", 2)
    for name in ("lama", "sering", "baru"):
        memo.put(name, name)
    for name, moment in (("lama", 1), ("sering", 3), ("baru", 2)):
        os.utime(memo.folder / name, (moment, moment))
    assert sorted(file.name for file in entries(Memo(tmp_path, "uji", 2))) == ["baru", "sering"]


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc") != key_of("abc")


def test_read_only_mappings_come_back_as_such(tmp_path: Path) -> None:
    memo = Memo(tmp_path, "uji", 9)
    memo.put("a", MappingProxyType({"b": MappingProxyType({})}))
    assert memo.get("a") == {"b": {}}
    with pytest.raises(TypeError):
        memo.get("a")["c"] = 1
