"""What differs between the data of two documents is said in words, row by row."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.verifying.documents import data_differences
from musrenbang.verifying.rebuild import other_libraries
from tests.conftest import MakeTree


def told(given_value: Any, rebuilt: Any) -> list[str]:
    return list(
        data_differences("lampiran", json.dumps(given_value).encode(), json.dumps(rebuilt).encode())
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"isi": {"volume": 1200}}, {"isi": {"volume": 1000}}, "volume: 1.200 dalam berkas, 1.000"),
        (
            {"tanggal": "2016-03-09"},
            {"tanggal": None},
            "tanggal: “2016-03-09” dalam berkas, kosong",
        ),
        ({"contoh": False}, {"contoh": True}, "contoh: tidak dalam berkas, ya menurut"),
        ({"n": 1}, {"n": True}, "n: 1 dalam berkas, ya menurut"),
        ({"a_b": 1}, {}, "a b: ada dalam berkas, tidak ada menurut repositori"),
        ({"rw": [1, 2]}, {"rw": [1, 3]}, "rw > butir 2: 2 dalam berkas, 3 menurut"),
        ({"n": 10**24}, {"n": float("inf")}, f"n: {10**24} dalam berkas, Infinity menurut"),
        ({"a": [{"kode": "x"}, {"kode": "y"}]}, {"a": [{"kode": "y"}, {"kode": "x"}]}, "urutannya"),
        ({"x": "\x1b[2J"}, {"x": ""}, "“\\u001b[2J” dalam berkas"),
    ],
)
def test_a_difference_names_the_place_and_both_values(one: Any, other: Any, expected: str) -> None:
    (line,) = told(one, other)
    assert expected in line


def test_a_row_taken_out_does_not_make_all_others_differ() -> None:
    rows = [{"no": number, "usulan": f"2016/a/{number:04}"} for number in (1, 2, 3)]
    kept = [{"no": 1, "usulan": "2016/a/0002"}, {"no": 2, "usulan": "2016/a/0003"}]
    assert told({"baris": kept}, {"baris": rows}) == [
        "lampiran > 2016/a/0001: tidak ada dalam berkas, ada menurut repositori"
    ]


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b'{"a": 1'])
def test_data_that_is_none_is_said_to_be_so(data: bytes) -> None:
    assert list(data_differences("lampiran", data, b"{}")) == [
        "lampiran: bukan data yang dapat dibaca"
    ]


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["usulan", "nama", "isi", "b"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, values)
def test_there_is_a_difference_exactly_where_data_differ(one: Any, other: Any) -> None:
    assert bool(told(one, other)) == (canonical(one) != canonical(other))


def test_libraries_other_than_the_locked_ones_are_named(make_tree: MakeTree) -> None:
    lock = "pikepdf==0.0.1 \\\n    --hash=sha256:00\nno-such-library==1.0\n# pyyaml==1\n"
    found = other_libraries(make_tree({"requirements.txt": lock}))
    assert [item.split(" ")[0] for item in found] == ["pikepdf", "no-such-library"]
    assert found[1] == "no-such-library tidak terpasang (terkunci 1.0)"
    assert other_libraries(make_tree({"requirements.txt": ""})) == []
