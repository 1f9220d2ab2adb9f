"""Import of real sheets, with no mapping: what arrives is what `csv` alone adds up."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from musrenbang.rules.rule_check import problems_of
from musrenbang.year.cases import Status
from musrenbang.year.places import rt_rw_in
from musrenbang.year.views import View
from tests.import_support import Desk

KAUMAN = "usulan-kauman-malang-2023.csv"
SUKABUMI = "usulan-sukabumi-2019.csv"
MOST = 10**9  # grants asked for in rupiah are no quantity beyond this
LARGE_AND_SMALL = ("Sagaranten", "Kabandungan", "Cisaat", "Surade", "Sukaraja")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@cache
def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def real_file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        pytest.skip(f"data nyata tidak ada: {path}")
    return path


def has_volume(row: Mapping[str, str]) -> bool:
    try:
        return 0 < Decimal(row["volume"]) <= MOST
    except InvalidOperation:
        return False


def view_of(desk: Desk, tahun: int) -> View:
    snapshot = desk.snapshot()
    assert [problem for problem in problems_of(snapshot) if not problem.policy] == []
    return View(snapshot, snapshot.years[tahun])


def volumes(pairs: list[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: Counter[str] = Counter()
    for unit, volume in pairs:
        sums[unit.casefold()] += volume  # type: ignore[assignment]  # Decimals add up as ints do
    return {unit: Decimal(total) for unit, total in sums.items()}


def test_kauman_arrives_whole(desk: Desk, real_data: Path) -> None:
    path = real_file(real_data, KAUMAN)
    rows = rows_of(path)
    result = desk.understand(path)
    assert result.code == 0
    assert result.counts["usulan baru"] == len(rows) == 138
    view = view_of(desk, 2023)
    total = view.ringkasan.semua
    assert total.total.jumlah == len(rows)
    assert total.total.anggaran == sum(int(row["anggaran_rp"]) for row in rows)
    assert total.status[Status.BELUM_DIKIRIM].jumlah == len(rows), "nobody said who validated what"
    assert volumes([(case.satuan or "", case.volume) for case in view.cases]) == volumes(
        [(row["satuan"], Decimal(row["volume"])) for row in rows]
    )
    assert Counter(case.usulan.rw or "" for case in view.cases) == Counter(
        row["rw"] and f"0{row['rw']}" for row in rows
    )
    assert not any(case.template for case in view.cases), "no price is taken from the sheet"
    assert sum(bool(case.usulan.rt) for case in view.cases) == sum(
        "RT " in row["lokasi"] for row in rows
    )


def test_kauman_again_changes_nothing(desk: Desk, real_data: Path) -> None:
    path = real_file(real_data, KAUMAN)
    desk.understand(path)
    before = desk.state()
    result = desk.understand(path)
    assert result.counts["usulan tetap"] == 138
    assert "Bentuk lembarnya sudah dikenal" in result.out
    assert desk.state() == before


@pytest.mark.parametrize("kecamatan", LARGE_AND_SMALL)
def test_a_kecamatan_of_sukabumi_arrives_whole(desk: Desk, real_data: Path, kecamatan: str) -> None:
    path = real_file(real_data, SUKABUMI)
    everything = rows_of(path)
    here = [row for row in everything if row["kecamatan"] == kecamatan]
    proposed = [row for row in here if not row["id_usulan_asal_desa"]]
    usable = [row for row in proposed if has_volume(row)]
    result = desk.understand(path, "--kecamatan", kecamatan)
    assert result.counts == {
        "dibaca": len(everything),
        "usulan baru": len(usable),
        "usulan berubah": 0,
        "usulan tetap": 0,
        "ditolak": len(proposed) - len(usable),
        "di luar": len(everything) - len(proposed),
    }
    assert {row["id"] for row in desk.rejects()} == {
        row["id"] for row in proposed if not has_volume(row)
    }
    view = view_of(desk, 2018)
    figures = view.ringkasan
    assert figures.semua.total.jumlah == figures.semua.total.tanpa_anggaran == len(usable)
    assert {case.usulan.kode_tracking for case in view.cases} == {row["id"] for row in usable}
    assert Counter(case.nama_kelurahan for case in view.cases) == Counter(
        row["desa_kelurahan"] for row in usable
    )
    assert {slug: recap.total.jumlah for slug, recap in figures.kelurahan.items()} == Counter(
        row["desa_kelurahan"].lower().replace(" ", "-") for row in usable
    )
    assert volumes([(case.satuan or "", case.volume) for case in view.cases]) == volumes(
        [(row["satuan"], Decimal(row["volume"])) for row in usable]
    )
    before = desk.state()
    again = desk.understand(path, "--kecamatan", kecamatan)
    assert again.counts["usulan tetap"] == len(usable)
    assert desk.state() == before


def test_every_place_of_sukabumi_in_the_form_of_an_identity_card_is_read_or_told(
    desk: Desk, real_data: Path
) -> None:
    """“RT/RW 005/003” is RT 005, RW 003; two places in one address have no RW, and a remark."""
    path = real_file(real_data, SUKABUMI)
    written = {
        row["id"]: row["lokasi_detail"]
        for row in rows_of(path)
        if re.search(r"(?i)rt\s*/\s*rw", row["lokasi_detail"])
    }
    assert len(written) == 24
    for text in written.values():
        pairs = re.findall(r"(?i)rt\s*/\s*rw[ ./]*([0-9]+)/([0-9]+)", text)
        named = rt_rw_in(text)
        if len(pairs) == 1 and len(re.findall("(?i)rw", text)) == 1:
            assert named == ((f"{int(pairs[0][1]):03d}",), (f"{int(pairs[0][0]):03d}",), True)
        else:
            assert len(named.rw) != 1


def test_sukabumi_without_a_choice_names_its_kecamatan(desk: Desk, real_data: Path) -> None:
    result = desk.understand(real_file(real_data, SUKABUMI))
    assert result.code == 2
    assert "30 kecamatan" in result.err
    assert "--kecamatan" in result.err
    assert not desk.state()
