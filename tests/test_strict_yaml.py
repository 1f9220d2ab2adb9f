"""Strict YAML: every trap is refused or read right, and positions are those a reader counts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.records.findings import Position
from musrenbang.records.strict_yaml import MAX_BYTES, Document, NotYamlError, comments_in, parse


def refusal(text: str | bytes) -> tuple[str, int, int]:
    """Rule, line and column of the first thing wrong with a file."""
    data = text.encode() if isinstance(text, str) else text
    try:
        fault = parse(data).faults[0]
    except NotYamlError as error:
        fault = error.fault
    assert fault.message.endswith(".")
    assert fault.hint.endswith((".", "?"))
    return fault.rule, fault.position.line, fault.position.column


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 5.000", "5.000"),
        ("a: 13:30", "13:30"),
        ("a: 010", "010"),
        ("a: no", "no"),
        ("a: 1e3", "1e3"),
        ("a: 0x1F", "0x1F"),
        ("a: 1_000", "1_000"),
        ("a: 2016-03-09", "2016-03-09"),
        ("a: =", "="),
        ("a: .inf", ".inf"),
        ('a: "null"', "null"),
        ("a: ~", ""),
        ("a:", ""),
        ("a: null", ""),
        ("a: 'it''s'", "it's"),
        ("a: >-\n  satu\n  dua", "satu dua"),
    ],
)
def test_scalars_stay_the_text_that_was_written(text: str, expected: str) -> None:
    assert parse(text.encode()).value == {"a": expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", ("yaml.kunci-ganda", 2, 1)),
        ("a: {b: 1, b: 2}", ("yaml.kunci-ganda", 1, 11)),
        ("a: &x 1", ("yaml.jangkar", 1, 4)),
        ("a: *x", ("yaml.jangkar", 1, 4)),
        ("a: &x {b: 1}\nc: *x", ("yaml.jangkar", 1, 4)),
        ("&x a: 1", ("yaml.jangkar", 1, 1)),
        ("a: !!str 1", ("yaml.tag", 1, 4)),
        ("a: !!python/object:os.system x", ("yaml.tag", 1, 4)),
        ("a: ! x", ("yaml.tag", 1, 4)),
        ("a: !!map {b: 1}", ("yaml.tag", 1, 4)),
        ("!!str a: 1", ("yaml.tag", 1, 1)),
        ("<<: {a: 1}", ("yaml.gabung", 1, 1)),
        ("a: 1\n---\nb: 2", ("yaml.dokumen-ganda", 2, 1)),
        ("%YAML 1.1\n---\na: 1", ("yaml.arahan", 1, 1)),
        ("? [a, b]\n: 1", ("yaml.kunci", 1, 3)),
        ("? {a: b}\n: 1", ("yaml.kunci", 1, 3)),
        ("", ("berkas.kosong", 1, 1)),
        ("# hanya komentar\n", ("berkas.kosong", 2, 1)),
        ("- a\n- b", ("yaml.bentuk", 1, 1)),
        ("teks saja", ("yaml.bentuk", 1, 1)),
        ("a: 1\n\tb: 2", ("yaml.tab", 2, 1)),
        ("a: @b", ("yaml.sintaks", 1, 4)),
        ("a: b: c", ("yaml.sintaks", 1, 5)),
        ('a: "b\nc: d', ("yaml.sintaks", 1, 4)),
        ("a: [1, 2\nb: 3", ("yaml.sintaks", 2, 2)),
        ("a: 1\n b: 2", ("yaml.sintaks", 2, 3)),
        ("a\nb: 1", ("yaml.sintaks", 2, 2)),
        ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> b\n", ("berkas.konflik", 1, 1)),
        ("a: |\n  b\n  <<<<<<< HEAD\n  c\n", ("berkas.konflik", 3, 3)),
        ("a: 1\r\n>>>>>>> b\r\nb: 2\r\n", ("berkas.konflik", 2, 1)),
        ("a: 1\n=======\nb: 2\n", ("berkas.konflik", 2, 1)),
        ("a: b\x00c", ("berkas.karakter", 1, 5)),
        ("a: b\x1b[31m", ("berkas.karakter", 1, 5)),
        ("baris: 1\nb: kiri\u202ekanan", ("berkas.karakter", 2, 8)),
        ("\ufeffa: 1", ("berkas.karakter", 1, 1)),
        ("a: Gang #3 rusak", ("yaml.pagar", 1, 4)),
        ("a: {b: unit #2, c: 1}", ("yaml.sintaks", 2, 1)),
        ("a: *penting* sekali", ("yaml.sintaks", 1, 4)),
        ("b: 1\na:\u00a02\n", ("berkas.karakter", 2, 3)),
        ("a: nol\u200blebar", ("berkas.karakter", 1, 7)),
        ('a: "b\\u202ec"', ("berkas.karakter", 1, 4)),
        ('a: "b\\0c"', ("berkas.karakter", 1, 4)),
        (b"a: 1\nb: caf\xe9", ("berkas.utf8", 2, 7)),
        ("a: 1".encode("utf-16"), ("berkas.utf8", 1, 1)),
        ("a: " + "x" * MAX_BYTES, ("berkas.ukuran", 1, 1)),
        ("a: " + "[" * 40 + "]" * 40, ("yaml.dalam", 1, 15)),
    ],
)
def test_what_could_mean_two_things_is_refused(
    text: str | bytes, expected: tuple[str, int, int]
) -> None:
    assert refusal(text) == expected


def test_all_recoverable_faults_of_a_file_are_reported_together() -> None:
    document = parse(b"a: 1\na: 2\nb: !!str 3\nc: 4\nc: 5\n")
    assert [fault.position.line for fault in document.faults] == [2, 3, 5]
    assert document.value == {"a": "1", "b": "3", "c": "4"}


@pytest.mark.parametrize(
    "text",
    [
        "a: 120  # hasil ukur ulang",
        "a: 120 #",
        "a: 120 ## dua pagar",
        'a: "120"  #tanpa spasi',
        "#di depan\na: 120",
        "a: 120\n  #di baris sendiri",
    ],
)
def test_ordinary_comments_are_left_alone(text: str) -> None:
    document = parse(text.encode())
    assert document.faults == ()
    assert document.value == {"a": "120"}


def test_a_number_sign_inside_a_word_or_quotes_belongs_to_the_text() -> None:
    assert parse(b'a: Gang#3\nb: "Gang #3"').value == {"a": "Gang#3", "b": "Gang #3"}


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: 120", []),
        ("# satu\na: Gang#3 # dua # tiga\n", [(1, 1, "# satu"), (2, 11, "# dua # tiga")]),
        ("a: \"x # y\" #z\nb: 'p # q'\n", [(1, 12, "#z")]),
        ("a: | # satu\n  x # bukan\n  # bukan\n# dua", [(1, 6, "# satu"), (4, 1, "# dua")]),
        ("a: >-\n  x # bukan\n\nb: 1\n", []),
        ("a: [1, # satu\n  2]\r\n#dua\r\n", [(1, 8, "# satu"), (3, 1, "#dua")]),
        ("a: é # é\n", [(1, 6, "# é")]),
    ],
)
def test_comments_are_what_stands_outside_of_values(
    text: str, comments: list[tuple[int, int, str]]
) -> None:
    found = comments_in(parse(text.encode()).text)
    assert [(one.position.line, one.position.column, one.text) for one in found] == comments


@pytest.mark.parametrize("line", ["#\n", "- '#' #\n", "- a #\n"])
def test_many_comments_are_read_in_no_time(line: str) -> None:
    text = "a:\n" + line * (MAX_BYTES // len(line) - 1)
    start = time.process_time()
    assert len(comments_in(text)) > 8000
    assert time.process_time() - start < 1


def test_windows_line_ends_are_read_like_any_other() -> None:
    assert parse(b"a: 1\r\nb: |\r\n  x\r\n  y\r\n").value == {"a": "1", "b": "x\ny\n"}


def test_a_leading_document_line_is_harmless() -> None:
    assert parse(b"---\na: 1\n").value == {"a": "1"}


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(
        'rw: "003"\nlokasi: {alamat: Jl. Émil, koordinat: [-6.1, 106.8]}\nrt:\n  - "001"\n'
        "  - '002'\n".encode()
    )


@pytest.mark.parametrize(
    ("keys", "at_key", "expected"),
    [
        (("rw",), False, Position(1, 5)),
        (("rw",), True, Position(1, 1)),
        (("lokasi", "alamat"), False, Position(2, 18)),
        (("lokasi", "koordinat"), True, Position(2, 28)),
        (("lokasi", "koordinat", 1), False, Position(2, 46)),
        (("rt", 1), False, Position(5, 5)),
        (("lokasi", "catatan"), False, Position(2, 9)),
        (("volume",), False, Position(1, 1)),
    ],
)
def test_positions_count_characters_and_fall_back_to_the_container(
    document: Document, keys: tuple[str | int, ...], at_key: bool, expected: Position
) -> None:
    assert document.position(keys, at_key=at_key) == expected


def reads_or_refuses(data: bytes) -> bool:
    """Whether a file is read, or refused with a place and a hint; anything else is a crash."""
    try:
        document = parse(data)
        lines = document.text.splitlines()
        for (line, column), text in (
            ((one.position.line, one.position.column), one.text)
            for one in comments_in(document.text)
        ):
            assert lines[line - 1][column - 1 :] == text
        return isinstance(document.value, dict)
    except NotYamlError as error:
        return error.fault.position.line >= 1 and bool(error.fault.hint)


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused_but_never_crash(data: bytes) -> None:
    assert reads_or_refuses(data)


_SIGNS = "ab:-{}[],&*!\"'|>#?<%1~ \n\t"
_YAML_PIECES = st.lists(
    st.sampled_from([*_SIGNS, ": ", "- ", "&x ", "*x", "!t ", "<<", "---\n", "...\n", "null"]),
    max_size=30,
).map("".join)


@given(_YAML_PIECES)
def test_any_heap_of_yaml_signs_is_read_or_refused_but_never_crashes(text: str) -> None:
    assert reads_or_refuses(text.encode())
