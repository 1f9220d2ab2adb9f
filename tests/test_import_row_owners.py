"""Which proposal a numbered row is: what it says goes before its number, a doubt costs the row."""

from pathlib import Path

import pytest

from tests.import_support import SALURAN, Cells, Desk
from tests.test_import_recognition import HEAD, HEADINGS, ROWS, Proposal, imported, made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def row(number: int, what: str, rw: int, money: int, where: str = "") -> Cells:
    place = where or f"Jl. Mawar {number}"
    return (number, rw, 1, "Rusak parah", what, place, 10, "m", money, "Sudin SDA")


FIRST = [row(1, "Jalan lingkungan", 1, 20_000_000), row(2, "Saluran", 1, 30_000_000)]
SECOND = [row(1, "Taman", 2, 70_000_000), row(2, "Pos jaga", 2, 80_000_000)]


def added(desk: Desk, rows: list[Cells], *options: str) -> tuple[int, ...]:
    """New, changed, unchanged and rejected."""
    counts = imported(desk, {"S": [*HEAD, HEADINGS, *rows]}, *options).counts
    names = ("usulan baru", "usulan berubah", "usulan tetap", "ditolak")
    return tuple(counts[name] for name in names)


def asked(desk: Desk) -> list[tuple[str, str, int]]:
    return sorted((one.rw, one.what, one.money) for one in made(desk))


def test_the_sheet_of_another_rw_counts_from_one_again(desk: Desk) -> None:
    """And takes nothing from the first; both in one file are what they are apart."""
    assert added(desk, FIRST) == (2, 0, 0, 0)
    assert added(desk, SECOND) == (2, 0, 0, 0)
    expected = [
        ("001", "Jalan lingkungan", 20_000_000),
        ("001", "Saluran", 30_000_000),
        ("002", "Pos jaga", 80_000_000),
        ("002", "Taman", 70_000_000),
    ]
    assert asked(desk) == expected
    assert added(desk, SECOND) == (0, 0, 2, 0)
    assert added(desk, [*FIRST, *SECOND]) == (0, 0, 4, 0)
    assert asked(desk) == expected


def test_rows_numbered_anew_keep_their_proposals_though_each_place_was_corrected(
    desk: Desk,
) -> None:
    names = ("Jalan", "Saluran", "Taman", "Lampu", "Pos jaga")
    old = [row(at, name, at, at * 10_000_000) for at, name in enumerate(names, 1)]
    new = [row(at + 1, name, at, at * 10_000_000) for at, name in enumerate(names, 1)]
    added(desk, old)
    assert added(desk, [row(1, "Gapura", 9, 90_000_000), *new]) == (1, 5, 0, 0)
    assert asked(desk) == [
        *((f"{at:03d}", name, at * 10_000_000) for at, name in enumerate(names, 1)),
        ("009", "Gapura", 90_000_000),
    ]
    texts = {desk.text(f"proposals/2017/rawasari/000{at}.yaml") for at in range(1, 6)}
    assert all(any(name in text for text in texts) for name in names)


@pytest.mark.parametrize(
    ("corrected", "counts"),
    [
        pytest.param(row(1, "Jalan lingkungan", 1, 25_000_000), (0, 1, 0, 0), id="the-sum"),
        pytest.param(row(1, "Jalan lingkungan", 3, 20_000_000), (0, 1, 0, 0), id="the-rw"),
        pytest.param(row(1, "Jalan lingkungn", 1, 25_000_000), (0, 1, 0, 0), id="typing-and-sum"),
        pytest.param(row(1, "Gang beton", 1, 20_000_000), (0, 1, 0, 0), id="the-activity"),
        pytest.param(row(1, "Gang beton", 1, 25_000_000), (0, 0, 0, 1), id="activity-and-sum"),
        pytest.param(row(1, "Gang beton", 3, 20_000_000), (0, 0, 0, 1), id="activity-and-rw"),
        pytest.param(row(1, "Gang beton", 3, 25_000_000), (1, 0, 0, 0), id="nearly-all"),
        pytest.param(
            row(1, "Jalan lingkungan", 3, 25_000_000, "Gg. Buntu"), (1, 0, 0, 0), id="all-but-name"
        ),
    ],
)
def test_a_row_is_its_numbers_proposal_another_one_or_refused(
    desk: Desk, corrected: Cells, counts: tuple[int, ...]
) -> None:
    added(desk, FIRST)
    before = desk.text("proposals/2017/rawasari/0001.yaml")
    assert added(desk, [corrected]) == counts
    is_kept = desk.text("proposals/2017/rawasari/0001.yaml") == before
    assert is_kept == (counts[1] == 0)
    if counts[3]:
        (reason,) = desk.reasons().values()
        assert "rawasari/0001, “Jalan lingkungan”" in reason
        assert "beri nomor yang belum dipakai" in reason


def test_a_number_proves_nothing_where_rows_were_numbered_anew(desk: Desk) -> None:
    """Two like rows, one of them corrected while a third came in before them."""
    added(desk, [row(1, "Jalan", 1, 20_000_000, "Gg. A"), row(2, "Jalan", 1, 20_000_000, "Gg. B")])
    rows = [
        row(1, "Jalan", 1, 20_000_000, "Gg. C"),
        row(2, "Jalan", 1, 20_000_000, "Gg. A dan Gg. D"),
        row(3, "Jalan", 1, 20_000_000, "Gg. B"),
    ]
    new, changed, same, rejected = added(desk, rows)
    assert (changed, same, rejected) == (0, 1, 1)
    assert "Gg. A" in desk.text("proposals/2017/rawasari/0001.yaml")
    assert new == 1


def test_corrected_rejects_are_not_the_whole_sheet(desk: Desk) -> None:
    """What they lack is not gone."""
    rows = [*ROWS[:3], [*ROWS[3][:6], "banyak", *ROWS[3][7:]]]
    imported(desk, {"S": [*HEAD, HEADINGS, *rows]})
    text = desk.rejects_file.read_text(encoding="utf-8-sig")
    corrected = desk.folder / "perbaikan.csv"
    corrected.write_text(text.replace("banyak", "2"), encoding="utf-8")
    result = desk.understand(corrected, "--ditolak", desk.folder / "x.xlsx")
    assert result.counts["usulan baru"] == 1
    assert "Tidak ada lagi di lembar" not in result.out
    assert Proposal("003", ("011",), *EXPECTED_LAST) in made(desk)


EXPECTED_LAST = ("Gerobak sampah", "Balai RW", "2", "unit", 17_000_000)


def test_a_standard_activity_that_becomes_another_one_is_none_any_more(desk: Desk) -> None:
    """Renamed to what is no standard activity, it goes to the forum (D.5), and that is told."""
    assert desk.add((SALURAN,)).code == 0
    path = "proposals/2016/rawasari/0001.yaml"
    assert "template: perbaikan-saluran" in desk.text(path)
    result = desk.add(((*SALURAN[:4], "Pengecatan gapura", *SALURAN[5:]),))
    assert result.counts["usulan berubah"] == 1, result
    assert "template" not in desk.text(path)
    assert "Bukan kegiatan baku: Pengecatan gapura (1)" in result.out
