"""`import --dry-run`: what would happen, as tables that stay readable, and nothing is written."""

from pathlib import Path

import pytest

from tests.import_support import JALAN, SALURAN, SMALL_SHEET, Desk

CHANGED = (*SALURAN[:5], "Jl. Anggrek", "75", *SALURAN[7:])
WRONG = (
    "9",
    "Rawasari",
    "3",
    "Banjir, telepon 081234567890",
    "Perbaikan",
    "Jl. X",
    "banyak",
    "M",
    "",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def rows(out: str, word: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if word in line]


def test_new_changed_and_rejected_rows_are_told_apart(desk: Desk) -> None:
    desk.add((SALURAN, JALAN))
    before = desk.state()
    result = desk.add((CHANGED, JALAN, ("7", *SALURAN[1:]), WRONG), "--dry-run")
    assert result.code == 1
    assert rows(result.out, "lokasi.alamat  ") == [
        ["2", "rawasari/0001", "lokasi.alamat", "Jl.", "Mawar", "Jl.", "Anggrek"]
    ]
    assert rows(result.out, "volume  ") == [["volume", "60", "75"]]
    assert "4   rawasari/0003   003   Perbaikan saluran · Jl. Mawar · 60 m" in result.out
    assert "“banyak” bukan angka" in result.out
    assert "081234567890" not in result.out
    assert (result.counts["usulan baru"], result.counts["usulan tetap"]) == (1, 1)
    assert desk.state() == before
    assert not desk.rejects_file.exists()


def long_sheet(count: int, amount: str = "") -> list[tuple[str, ...]]:
    rest = ("60", "M", amount)
    return [
        (str(at), "Rawasari", "3", f"Rusak {at}", "Perbaikan saluran", f"Gang {at}", *rest)
        for at in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [200, 2000])
def test_a_long_sheet_is_summed_up(desk: Desk, count: int) -> None:
    result = desk.add(long_sheet(count, "1000000"), "--dry-run")
    assert result.code == 0
    summed, example, *_ = rows(result.out, "Rp")
    assert (example[2], example[-1]) == ("003", "Rp1.000.000")
    amount = "Rp200.000.000" if count == 200 else "Rp2.000.000.000"
    assert summed == ["rawasari", "200" if count == 200 else "2.000", "0", amount]
    assert f"… dan {'160' if count == 200 else '1.960'} lagi" in result.out
    assert len(result.out.splitlines()) < 80


def test_many_changes_are_all_shown_up_to_two_hundred(desk: Desk) -> None:
    sheet = long_sheet(250)
    desk.add(sheet)
    result = desk.add([(*row[:6], "75", *row[7:]) for row in sheet], "--dry-run")
    assert len(rows(result.out, " volume ")) == 200
    assert "… dan 50 lagi" in result.out


def test_nothing_to_do_has_no_tables(desk: Desk) -> None:
    desk.add(SMALL_SHEET)
    out = desk.run("--dry-run").out
    assert out.startswith("Baris dibaca: 3\n")
    assert "Percobaan saja" in out
