"""Totals always add up, because they are sums over the same cases."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from musrenbang.cases import Case, Status
from musrenbang.figures import Rekap, Tally, ringkasan
from musrenbang.snapshot import load
from musrenbang.tree import FolderTree
from musrenbang.views import View
from schemas import Usulan
from tests.conftest import MakeTree
from tests.small_year import SMALL_YEAR


def case(status: Status, folder: str, skpd: str | None, amount: int | None) -> Case:
    usulan = Usulan(
        permasalahan="x",
        usulan_kegiatan="x",
        volume=Decimal(1),
        skpd_tujuan=skpd,
        perkiraan_anggaran=amount,
    )
    return Case(2016, folder, "0001", folder, folder, usulan, None, None, None, None, status, False)


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
    figures = ringkasan(cases, ["a", "kosong"])
    total = figures.semua.total
    assert total.jumlah == len(cases)
    assert total.anggaran == sum(case.usulan.perkiraan_anggaran or 0 for case in cases)
    assert add(states(figures.semua)) == total
    for groups in (figures.kelurahan, figures.skpd, figures.tipe):
        assert add([group.total for group in groups.values()]) == total
        for group in groups.values():
            assert add(states(group)) == group.total


def test_a_kelurahan_without_proposals_is_shown_with_zeros() -> None:
    assert ringkasan([], ["rawasari"]).kelurahan["rawasari"].total == Tally()


def test_approved_amounts_are_the_corrected_ones(make_tree: MakeTree) -> None:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    figures = View(snapshot, snapshot.years[2016]).ringkasan
    assert figures.semua.status[Status.DISETUJUI] == Tally(1, 80_000_000)
    assert figures.semua.status[Status.DITOLAK] == Tally(1, 30_000_000)
    assert figures.semua.total == Tally(2, 110_000_000)
    assert figures.alasan["bukan-prioritas"] == Tally(1, 30_000_000)
    assert figures.alasan["sudah-dikerjakan"] == Tally()
    assert figures.diubah == Tally(1, 80_000_000)
