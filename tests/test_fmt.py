"""fmt: one form for every record file, the same meaning, and no comment lost unsaid."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from musrenbang.cli import main
from musrenbang.files.paths import place_of
from musrenbang.records import canonical
from musrenbang.records.canonical import FaultyError, formatted, rewritten
from musrenbang.records.strict_yaml import parse
from schemas import Usulan
from tests.conftest import ROOT, MakeTree
from tests.small_year import SMALL_YEAR, USULAN
from tests.test_canonical import PROPOSALS

P = "proposals/2016/rawasari"
FIRST = f"{P}/0001.yaml"
UNLOCKED = {name: text for name, text in SMALL_YEAR.items() if not name.endswith("kirim.yaml")}
PLACE = place_of(FIRST)
assert PLACE is not None

UNTIDY = """\
# Usulan hasil Rembuk RW 003.

volume:   120
# Dicek ulang dengan lurah.
# Dua kali.
permasalahan: 'Saluran tepi jalan mampat dan meluap setiap hujan lebat.'
usulan_kegiatan: "Perbaikan saluran tepi jalan"
rw: "003"
rt: []
template: perbaikan-saluran
perkiraan_anggaran: 96000000
lokasi:
    alamat: Jl. Rawasari Barat III
validasi_lurah: {tanggal: 2016-02-24, hasil: diteruskan}
# Akhir.
"""
TIDY = """\
rw: "003"
# Dicek ulang dengan lurah.
# Dua kali.
permasalahan: Saluran tepi jalan mampat dan meluap setiap hujan lebat.
usulan_kegiatan: Perbaikan saluran tepi jalan
template: perbaikan-saluran
lokasi: {alamat: Jl. Rawasari Barat III}
# Usulan hasil Rembuk RW 003.
volume: 120
perkiraan_anggaran: 96000000
validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}
# Akhir.
"""


def run(root: Path, *words: str | Path) -> int:
    return main(["fmt", *map(str, words), "--root", str(root)])


def files_of(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*.yaml")
    }


def tree_with(**files: str) -> Mapping[str, str]:
    return {**UNLOCKED, **{f"{P}/{name[1:]}.yaml": text for name, text in files.items()}}


def test_an_untidy_file_is_tidied_and_its_comments_follow_their_fields(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(tree_with(_0001=UNTIDY))
    assert run(root, "--check", FIRST) == 1
    assert capsys.readouterr().out == f"{FIRST}\n"
    assert (root / FIRST).read_text() == UNTIDY
    assert run(root, FIRST) == 0
    assert (root / FIRST).read_text() == TIDY
    assert run(root, "--check", FIRST) == 0


@pytest.mark.parametrize(
    "text",
    [
        USULAN + "# baris\nketerangan: x # sebaris\n",
        USULAN.replace("lokasi: {", "lokasi:\n  # di dalam\n  {"),
        USULAN + "  # menjorok\n",
        USULAN + "# tentang daftar kosong\nrt: []\n",
        USULAN + "keterangan: | # di kepala\n  Teks.\n",
        "--- # di awal\n" + USULAN,
    ],
)
def test_a_file_that_would_lose_a_comment_is_left_alone_and_named(
    text: str, make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(tree_with(_0001=text.replace("volume: 120", "volume:  120")))
    before = files_of(root)
    assert run(root, "--check", FIRST) == 0
    assert run(root, FIRST) == 0
    assert f"Dibiarkan: {FIRST}: komentar pada baris" in capsys.readouterr().err
    assert files_of(root) == before
    assert run(root, FIRST, "--hapus-komentar") == 0
    kept = [line for line in text.splitlines() if line == "# baris"]
    assert [line for line in (root / FIRST).read_text().splitlines() if "#" in line] == kept


def test_a_hash_in_a_value_is_no_comment(make_tree: MakeTree) -> None:
    text = (
        USULAN.replace("Jl. Rawasari Barat III", '"Gang # 3"') + "keterangan: |\n  Satu\n  # dua\n"
    )
    root = make_tree(tree_with(_0001=text))
    assert run(root, FIRST) == 0
    assert "Gang # 3" in (root / FIRST).read_text()
    assert "  # dua\n" in (root / FIRST).read_text()


def test_a_faulty_file_is_left_alone_named_and_reported(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(tree_with(_0001=USULAN.replace("120", "5.000"), _0002=UNTIDY))
    assert run(root) == 1
    assert f"Dibiarkan: {FIRST}: “5.000” dapat dibaca dua cara." in capsys.readouterr().err
    assert (root / FIRST).read_text() == USULAN.replace("120", "5.000")
    assert (root / P / "0002.yaml").read_text() == TIDY
    assert run(root, "--check") == 1


def test_what_kirim_has_locked_is_left_alone(
    make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even its form may change without a correction."""
    root = make_tree({**SMALL_YEAR, FIRST: UNTIDY})
    assert run(root) == 0
    assert "sudah terkunci sejak Kirim" in capsys.readouterr().err
    assert (root / FIRST).read_text() == UNTIDY


def test_tidy_files_are_not_written_again(make_tree: MakeTree) -> None:
    root = make_tree(UNLOCKED)
    run(root)
    before = files_of(root)
    assert run(root) == 0
    assert files_of(root) == before


def test_the_sample_years_are_in_their_form() -> None:
    assert run(ROOT, "--check") == 0


@pytest.mark.parametrize("word", ["proposals/2016/rawasari", "{root}/proposals/2016/rawasari"])
def test_a_folder_stands_for_its_files(
    word: str, make_tree: MakeTree, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_tree(tree_with(_0001=UNTIDY))
    assert run(root, "--check", word.format(root=root)) == 1
    assert FIRST in capsys.readouterr().out.splitlines()


def test_what_is_no_record_file_is_wrong_use(make_tree: MakeTree) -> None:
    assert run(make_tree(UNLOCKED), "README.md") == 2


@settings(max_examples=60)
@given(PROPOSALS, st.lists(st.tuples(st.integers(0, 12), st.text("abc #:-'\"", max_size=9))))
def test_meaning_and_comments_survive(record: Usulan, remarks: list[tuple[int, str]]) -> None:
    """Comments are put above whatever lines begin with a key, and all of them are still there."""
    text = canonical.dump(record)
    marks = parse(text.encode()).marks
    starts = sorted({at[0].line for keys, at in marks.items() if len(keys) == 1})
    lines = text.splitlines()
    comments = [(starts[at % len(starts)], f"#{words}".rstrip()) for at, words in remarks]
    for line, comment in sorted(comments, reverse=True):
        lines.insert(line, comment)
    commented = "\n".join(lines) + "\n"
    done = rewritten(commented, record)
    assert not done.lost
    assert Usulan.model_validate(parse(done.text.encode()).value) == record
    assert done.text == commented
    assert PLACE is not None
    assert formatted(commented.encode(), PLACE) == commented.encode()


@settings(max_examples=60)
@given(PROPOSALS, st.permutations(list(Usulan.model_fields)), st.booleans())
def test_any_order_and_style_comes_to_the_same_form(
    record: Usulan, order: list[str], flow: bool
) -> None:
    """What an ordinary YAML writer makes of the same values, in any order of keys."""
    values = yaml.safe_load(canonical.dump(record))
    shuffled = {name: values[name] for name in order if name in values}
    written = yaml.safe_dump(shuffled, sort_keys=False, default_flow_style=flow, allow_unicode=True)
    assert PLACE is not None
    try:
        done = formatted(written.encode(), PLACE)
    except FaultyError:
        # That writer rounds or reformats some values so that they are no longer valid.
        return
    assert done.decode() == canonical.dump(record)


def test_line_ends_of_a_windows_folder_are_no_fault(make_tree: MakeTree) -> None:
    root = make_tree(UNLOCKED)
    main(["fmt", "--root", str(root)])
    for path in root.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["fmt", "--check", "--root", str(root)]) == 0
