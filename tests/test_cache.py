"""The cache gives back what was put in, or nothing."""

from enum import Enum
from pathlib import Path

import pytest
from musrenbang.building.memo import Memo

from musrenbang.analysis.fairness import Aspect
from musrenbang.auditing.model import Peristiwa, Tanda
from musrenbang.cache import FOLDER, Cache, key_of
from musrenbang.cases import Status
from musrenbang.paths import Kind
from musrenbang.reviewing.areas import Area
from musrenbang.reviewing.model import Action, Jenis
from musrenbang.rules.base import Sort


def test_what_was_put_is_found_by_a_later_run(tmp_path: Path) -> None:
    Cache(tmp_path, "uji").put("a/../b", b"isi")
    later = Cache(tmp_path, "uji")
    assert later.get("a/../b") == b"isi"
    assert later.get("lain") is None
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", [b"", b"x", b"isi" * 20])
def test_a_damaged_entry_is_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path, "uji")
    cache.put("a", b"isi")
    (file,) = (path for path in cache.folder.iterdir() if not path.name.startswith("tanda"))
    file.write_bytes(damage)
    assert cache.get("a") is None


def test_an_entry_under_another_name_is_none(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "uji")
    for name in ("a", "b"):
        cache.put(name, name.encode())
    one, other = (path for path in cache.folder.iterdir() if not path.name.startswith("tanda"))
    one.replace(other)
    assert [cache.get("a"), cache.get("b")] == [None, None]


def test_pruning_keeps_what_is_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "uji")
    for name in ("lama", "baru"):
        cache.put(name, b"isi")
    cache.prune(["baru"])
    assert (cache.get("lama"), cache.get("baru")) == (None, b"isi")
    assert Cache(tmp_path, "uji").get("baru") == b"isi"


def test_a_linked_cache_is_never_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    (elsewhere / "berkas").write_text("milik orang")
    (tmp_path / FOLDER).symlink_to(elsewhere)
    cache = Cache(tmp_path, "uji")
    cache.put("a", b"isi")
    assert cache.get("a") is None
    assert [path.name for path in elsewhere.iterdir()] == ["berkas"]


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc") != key_of("abc")


@pytest.mark.parametrize(
    "kind", [Action, Area, Aspect, Jenis, Kind, Peristiwa, Sort, Status, Tanda]
)
def test_enumerations_come_back_whatever_python_does_with_them(
    tmp_path: Path, kind: type[Enum]
) -> None:
    memo = Memo(tmp_path, "uji")
    memo.put("a", tuple(kind))
    assert memo.get("a") == tuple(kind)
    assert b"getattr" not in (memo.raw("a") or b"")
