"""Two texts that look alike to a reader are alike to the program, and neither hides anything."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.files.paths import name_fault
from musrenbang.records.strict_yaml import NotYamlError, parse
from musrenbang.text.escaping import visible
from musrenbang.text.lookalikes import look, oddities, skeleton, told_apart, without_hidden
from musrenbang.text.name_keys import column_key, name_key, slug_of
from musrenbang.year.personal_data import numbers
from tests.conftest import MakeTree, RunBuild
from tests.small_year import SMALL_YEAR, USULAN

P = "proposals/2016"


def numbered(text: str) -> list[str]:
    """The numbers of the odd characters of a text."""
    return [f"U+{ord(text[odd.at]):04X}" for odd in oddities(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Jl. Cempaka Putih Barat IV/2, Gg. H. Mu’in – 120 m² × ½ …",
        "“Semenisasi” ± 3,5 °C, Ø 40 cm, № 7, µm, 1ª, ™, ⚠ 🚧 ✔",
        "Café Nguyễn Müller Łódź Ñoño",
        "Baris satu\n\tbaris dua\r\n",
        "Toko 大同 dan Привет",
        "Majelis \u0646\u0648\u0631 \u0646\u064f\u0648\u0631 dan \ufdfa",
    ],
)
def test_ordinary_writing_is_what_it_seems(text: str) -> None:
    assert not numbered(text)


def test_letters_read_from_the_right_cannot_move_the_figures_beside_them() -> None:
    assert visible("\u0646\u0648\u0631 100 m²") == "\\u0646\\u0648\\u0631 100 m²"


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("gang\u2063 buntu", "U+2063"),
        ("gang\u17b5 buntu", "U+17B5"),
        ("gang\ufe0e buntu", "U+FE0E"),
        ("gang\U000e0020 buntu", "U+E0020"),
        ("gang\u1160buntu", "U+1160"),
        ("gang\u2800buntu", "U+2800"),
        ("gang\U0001d159buntu", "U+1D159"),
        ("gang\U00016fe4buntu", "U+16FE4"),
        ("gang\u2009buntu", "U+2009"),
        ("gang\u1680buntu", "U+1680"),
        ("gang\ufffc buntu", "U+FFFC"),
        ("gang\uf0b7 buntu", "U+F0B7"),
        ("gang\U0001f468\u200d\U0001f469", "U+200D"),
        ("g\u0251ng", "U+0251"),
        ("g\u03b1ng", "U+03B1"),
        ("g\u13a0ng", "U+13A0"),
        ("\u0440\u0430\u0441", "U+0440"),
        ("\u237ang", "U+237A"),
        ("gang \U0001d5c9uring", "U+1D5C9"),
        ("\uff27ang", "U+FF27"),
        ("gang \ufb01ktif", "U+FB01"),
        ("gang \u2163", "U+2163"),
        ("gang \u212a", "U+212A"),
        ("gang \u0967", "U+0967"),
        ("gang\uff1a", "U+FF1A"),
        ("gang\u05d0", "U+05D0"),
        ("gang \u0627", "U+0627"),
        ("gang \u0661", "U+0661"),
        ("gang 1\u20e3", "U+20E3"),
        ("cafe\u0301", "U+0301"),
        ("gang \u0301", "U+0301"),
        ("gi\u0307ng", "U+0307"),
        ("gang q\u0303", "U+0303"),
        ("g\u0334\u0335\u0336", "U+0336"),
    ],
)
def test_what_is_not_what_it_seems_is_found_by_its_property(text: str, odd: str) -> None:
    assert odd in numbered(text)
    assert f"\\u{odd[2:].lower()}" in visible(text)


@given(st.text())
def test_texts_that_are_shown_alike_are_the_same(text: str) -> None:
    hidden = "\u3164\ufe0f\u200b\u00ad"
    for at, char in enumerate(hidden):
        assert visible(text[:at] + char + text[at:]) != visible(text)
    assert look(without_hidden(text)) == look(text)


@given(st.text())
def test_looks_are_found_once(text: str) -> None:
    assert look(look(text)) == look(text)


@pytest.mark.parametrize(
    "text",
    [
        "rawasari",
        "\uff32\uff21\uff37\uff21\uff33\uff21\uff32\uff29",
        "R\u0430w\u0430s\u0430ri",
        "Rawa\u00adsari",
        "Rawasari\u00a0",
        "\U0001d411awasari",
    ],
)
def test_names_that_look_alike_are_one(text: str) -> None:
    assert skeleton(text) == column_key(text) == name_key(text) == slug_of(text) == "rawasari"


@pytest.mark.parametrize(
    "text",
    [
        "O8l2 3456 789O",
        "0812\u20113456\u20117890",
        "\uff10\uff18\uff11\uff12-3456-7890",
        "0\u20e38\u20e31\u20e32\u20e334567890",
        "\u0660\u0668\u0661\u066234567890",
        "08\u200b1234567890",
        "08\u0406234567890",
    ],
)
def test_a_number_in_disguise_is_a_number(text: str) -> None:
    assert [found.kind for found in numbers(f"Hubungi {text} ya")] == ["telepon"]


def test_what_looks_alike_is_told_by_its_numbers_and_nothing_else_is() -> None:
    assert told_apart("Gang A", "Gang B", "") == ("Gang A", "Gang B", "")
    assert told_apart("Gang A", "Gang A") == ("Gang A", "Gang A")
    assert told_apart("1 – 2", "1 - 2", "3 – 4") == ("1 [U+2013] 2", "1 - 2", "3 – 4")
    assert told_apart("a b", "a  b") == ("a b", "a [U+0020]b")


@pytest.mark.parametrize("odd", ["\u3164", "\ufe0f", "\u00a0"])
def test_a_record_is_refused_with_the_place_and_number_of_the_character(odd: str) -> None:
    for text in (f"nama: A{odd}b\n", f"na{odd}ma: A\n", f"# {odd}\nnama: A\n"):
        with pytest.raises(NotYamlError) as refused:
            parse(text.encode())
        assert refused.value.fault.rule == "berkas.karakter"
        assert f"(U+{ord(odd):04X})" in refused.value.fault.message
        assert refused.value.fault.position.column == text.split("\n")[0].index(odd) + 1
    (fault,) = parse(f'nama: "A\\u{ord(odd):04x}b"\n'.encode()).faults
    assert fault.rule == "berkas.karakter"


@pytest.mark.parametrize(
    "path",
    [
        f"{P}/aux/0001.yaml",
        "decisions/2016/nul.yaml",
        "docs/Con .md",
        "docs/lpt¹.txt",
        "docs/akhir.",
        "docs/akhir /a.md",
        "docs/a:b.md",
        "docs\\a.md",
        "Proposals/2016/skpd.yaml",
        ".GitHub/allowed_signers",
        "d\u0435cisions/2016/x.yaml",
        "docs/cafe\u0301.md",
        f"{P}/{'panjang-' * 30}/0001.yaml",
    ],
)
def test_a_name_that_not_everybody_can_have_is_refused(path: str) -> None:
    assert name_fault(path) is not None


@pytest.mark.parametrize(
    "path",
    [f"{P}/rawasari/0001.yaml", "docs/konsol.md", "docs/com.md", "docs/café.md", ".github/x.yml"],
)
def test_other_names_are_anybodys(path: str) -> None:
    assert name_fault(path) is None


def test_check_names_folders_that_windows_cannot_tell_apart_or_hold(
    make_tree: MakeTree, run_build: RunBuild
) -> None:
    twin, device = "Proposals/2016/catatan.md", f"{P}/aux/0001.yaml"
    root = make_tree({**SMALL_YEAR, twin: "x", device: USULAN})
    done = run_build("check", "--root", root, "--format", "json")
    found = {item["file"]: item for item in json.loads(done.stdout)["findings"]}
    assert done.returncode == 1
    assert found["Proposals"]["rule"] == found[device]["rule"] == "berkas.nama"
    assert "Windows" in found["Proposals"]["message"]
    assert "“aux”" in found[device]["message"]
