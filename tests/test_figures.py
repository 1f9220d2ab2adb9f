"""Totals always add up, because they are sums over the same cases."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.shipped_guide import shipped
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Rekap, Shift, Tally, ringkasan
from musrenbang.year.guide import Guide
from musrenbang.year.views import View
from schemas import Usulan
from tests.conftest import MakeTree
from tests.small_year import DISETUJUI, SMALL_YEAR, USULAN

GUIDE = Guide(2016, shipped())


def case(status: Status, folder: str, skpd: str | None, amount: int | None) -> Case:
    usulan = Usulan(
        permasalahan="x",
        usulan_kegiatan="x",
        volume=Decimal(1),
        skpd_tujuan=skpd,
        perkiraan_anggaran=amount,
    )
    none = (None,) * 5
    return Case(2016, folder, "0001", folder, folder, usulan, *none, status, False, None)


CASES = st.lists(
    st.builds(
        case,
        st.sampled_from(Status),
        st.sampled_from(["a", "b", "c"]),
        st.none() | st.sampled_from(["sda", "bm"]),
        st.none() | st.integers(min_value=0, max_value=10**12),
    ),
    max_size=40,
)


def add(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        sum(tally.jumlah for tally in tallies),
        sum(tally.anggaran for tally in tallies),
        sum(tally.tanpa_anggaran for tally in tallies),
    )


def states(rekap: Rekap) -> list[Tally]:
    assert list(rekap.status) == list(Status)
    return list(rekap.status.values())


@given(CASES)
def test_every_way_of_grouping_adds_up_to_the_same_total(cases: list[Case]) -> None:
    figures = ringkasan(cases, ["a", "kosong"], GUIDE)
    total = figures.semua.total
    assert total.jumlah == len(cases)
    assert total.anggaran == sum(case.usulan.perkiraan_anggaran or 0 for case in cases)
    assert add(states(figures.semua)) == total
    for groups in (figures.kelurahan, figures.skpd, figures.tipe):
        assert add([group.total for group in groups.values()]) == total
        for group in groups.values():
            assert add(states(group)) == group.total


def test_a_kelurahan_without_proposals_is_shown_with_zeros() -> None:
    assert ringkasan([], ["rawasari"], GUIDE).kelurahan["rawasari"].total == Tally()


def test_approved_amounts_are_the_corrected_ones(make_tree: MakeTree) -> None:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    figures = View(snapshot, snapshot.years[2016]).ringkasan
    assert figures.semua.status[Status.DISETUJUI] == Tally(1, 80_000_000)
    assert figures.semua.status[Status.DITOLAK] == Tally(1, 30_000_000)
    assert figures.semua.total == Tally(2, 110_000_000)
    assert figures.alasan["bukan-prioritas"] == Tally(1, 30_000_000)
    assert figures.alasan["sudah-dikerjakan"] == Tally()
    assert figures.diubah == Tally(1, 80_000_000)


@given(CASES)
def test_each_step_of_the_funnel_is_a_part_of_the_one_before(cases: list[Case]) -> None:
    steps = list(ringkasan(cases, (), GUIDE).corong.values())
    for before, after in pairwise(steps):
        assert after.jumlah <= before.jumlah
        assert after.anggaran <= before.anggaran
    assert steps[0].jumlah == sum(not case.langsung for case in cases)


def test_the_funnel_leaves_out_what_goes_another_way(make_tree: MakeTree) -> None:
    files = {
        "proposals/2016/rawasari/0003.yaml": USULAN.replace("hasil: d", "hasil: tidak-d"),
        "proposals/2016/usulan-langsung/0001.yaml": f"kelurahan: rawasari\n{USULAN}",
        "proposals/2016/johar/0001.yaml": USULAN,
        "proposals/2016/johar/0002.yaml": USULAN.split("validasi_lurah")[0],
    }
    snapshot = load(FolderTree(make_tree({**SMALL_YEAR, **files})))
    funnel = View(snapshot, snapshot.years[2016]).ringkasan.corong
    assert {name: tally.jumlah for name, tally in funnel.items()} == {
        "diusulkan": 5,
        "diteruskan": 3,
        "dikirim": 2,
        "diputuskan": 2,
        "disetujui": 1,
        "kirim": 1,
    }


@pytest.mark.parametrize(
    ("correction", "direction", "shift"),
    [
        ("volume: 100\nperkiraan_anggaran: 80000000", "turun", Shift(1, 96_000_000, 80_000_000)),
        ("volume: 150\nperkiraan_anggaran: 120000000", "naik", Shift(1, 96_000_000, 120_000_000)),
        ("perkiraan_anggaran: 90000000", "tetap", Shift(1, 96_000_000, 90_000_000)),
    ],
)
def test_corrections_are_told_by_direction_and_add_up(
    make_tree: MakeTree, correction: str, direction: str, shift: Shift
) -> None:
    decision = DISETUJUI.replace("volume: 100\nperkiraan_anggaran: 80000000", correction)
    files = {**SMALL_YEAR, "decisions/2016/rawasari/0001.yaml": decision}
    snapshot = load(FolderTree(make_tree(files)))
    figures = View(snapshot, snapshot.years[2016]).ringkasan
    assert figures.perubahan == {
        name: shift if name == direction else Shift() for name in ("naik", "turun", "tetap")
    }
    assert figures.diubah.jumlah == 1


def test_a_correction_without_an_estimate_adds_no_rupiah(make_tree: MakeTree) -> None:
    proposal = USULAN.replace("perkiraan_anggaran: 96000000\n", "")
    files = {**SMALL_YEAR, "proposals/2016/rawasari/0001.yaml": proposal}
    snapshot = load(FolderTree(make_tree(files)))
    shift = View(snapshot, snapshot.years[2016]).ringkasan.perubahan["turun"]
    assert shift == Shift(1, 0, 0, tanpa_anggaran=1)
