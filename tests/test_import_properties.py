"""Import, whatever is done to the sheet: twice is once, nothing is lost, numbers stay."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.import_support import SMALL_SHEET, TITLES, Desk

CELL = st.one_of(
    st.sampled_from(
        ["", "-", "0", "12.5", "1.500", "-3", "60 m", "Rp 1.500.000", "RT 05/02", "=1+1", "'", '"'],
    ),
    st.text(max_size=12),
)
EDIT = st.tuples(
    st.integers(0, 5), st.sampled_from(TITLES), CELL, st.sampled_from(["cell", "drop", "copy"])
)
Sheet = list[tuple[str, ...]]


def edited(rows: Sheet, edits: list[tuple[int, str, str, str]]) -> Sheet:
    rows = list(rows)
    for position, title, text, kind in edits:
        if not rows:
            break
        index = position % len(rows)
        row = rows[index]
        if kind == "drop":
            del rows[index]
        else:
            column = TITLES.index(title)
            changed = (*row[:column], text, *row[column + 1 :])
            if kind == "copy":
                rows.insert(0, changed)
            else:
                rows[index] = changed
    return rows


def numbers(desk: Desk) -> dict[str, str]:
    """The file of every key."""
    year = desk.snapshot().years[2016]
    return {
        usulan.kode_tracking or "": f"{folder.slug}/{nomor}"
        for folder in year.folders
        for nomor, usulan in folder.usulan.items()
    }


@settings(max_examples=40)
@given(st.lists(EDIT, max_size=6), st.lists(EDIT, max_size=6))
def test_any_edits_twice_are_once(
    first: list[tuple[int, str, str, str]], second: list[tuple[int, str, str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        assert desk.add(SMALL_SHEET).code == 0
        rows: Sheet = list(SMALL_SHEET)
        for edits in (first, second):
            rows = edited(rows, edits)
            if not rows:
                return
            before = numbers(desk)
            result = desk.add(rows)
            counts = result.counts
            if "dibaca" not in counts:
                assert result.code == 1
                assert result.err.startswith("Galat: ")
                continue
            assert counts.pop("dibaca") == sum(counts.values()) <= len(rows)
            after = numbers(desk)
            assert before.items() <= after.items(), "proposals keep their numbers and stay"
            state = desk.state()
            again = desk.run()
            assert (again.counts["usulan baru"], again.counts["usulan berubah"]) == (0, 0)
            assert again.counts["ditolak"] == counts["ditolak"]
            assert desk.state() == state
            assert not desk.snapshot().problems
