"""Proposals that repeat others: what counts as the same place, and how few are compared."""

import pytest

from benchmarks.rules import made_up_year
from musrenbang.year import twins
from musrenbang.year.views import View
from schemas import Usulan
from tests.made_up_years import located, usulan, view_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jl. Mawar RT 05 RW 02", "jalan mawar rt 5 rw 2"),
        ("Gang Kenari RT 05/02", "Gg. Kenari RT.005 RW.02"),
        ("RT 05 RW 02", "Rt. 05/02"),
        ("RT 05 RW 02", "RT/RW 005/002"),
        ("depan SDN Mawar", "SDN Mawar"),
    ],
)
def test_one_place_is_recognised_in_two_spellings(one: str, other: str) -> None:
    found = view_of({"a": {"0001": usulan("10", one), "0002": usulan("10", other)}}).twins
    assert {name: twin.case.id for name, twin in found.items()} == {"2016/a/0002": "2016/a/0001"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jl. Mawar RT 05 RW 02", "Jl. Mawar RT 06 RW 02"),
        ("Jl. Mawar RT 05 RW 02", "Jl. Mawar RT 05 RW 03"),
        ("Gang Kenari 1", "Gang Kenari 2"),
        ("Jl. Mawar", "Jl. Melati"),
        ("Jl. Mawar Raya Utara Dalam", "Jl. Mawar"),
        ("RT 05 RW 02", "RT 05 RW 03"),
    ],
)
def test_neighbouring_places_are_told_apart(one: str, other: str) -> None:
    assert not view_of({"a": {"0001": usulan("10", one), "0002": usulan("10", other)}}).twins


def test_a_place_shared_across_kelurahan_needs_a_street_of_two_words() -> None:
    def count(address: str) -> int:
        return len(view_of({s: {"0001": usulan("10", address)} for s in ("a", "b")}).twins)

    assert count("Jl. Percetakan Negara") == 1
    assert count("Jl. Percetakan") == 0
    assert count("Kampung Bali Matraman") == 0


def test_many_proposals_of_one_place_name_the_first() -> None:
    records = {f"{number:04d}": usulan("10", "Jl. Mawar") for number in range(1, 41)}
    found = view_of({"a": records}).twins
    assert {twin.case.nomor for twin in found.values()} == {"0001"}
    assert len(found) == 39


@pytest.mark.parametrize("size", [500, 4_000, 8_000])
def test_a_proposal_is_compared_with_few_others_however_many_there_are(size: int) -> None:
    snapshot = made_up_year(size)
    traces = [twins._trace(case) for case in View(snapshot, snapshot.years[2016]).cases]
    index = twins._Index(traces)
    assert sum(len(index.meet(trace)) for trace in traces) < 15 * size


@pytest.mark.parametrize(
    ("address", "north", "same"),
    [
        ("Gang Kenari", 0.00035, True),  # 39 m
        ("Gang Kenari", 0.00037, False),  # 41 m
        ("Gang Cendana", 0.00224, True),  # 249 m, same address
        ("Gang Cendana", 0.00226, False),  # 251 m, same address
    ],
)
def test_points_near_each_other_are_one_place_and_far_ones_are_not(
    address: str, north: float, same: bool
) -> None:
    records = {"0001": located("Gang Cendana", 0), "0002": located(address, north)}
    assert bool(view_of({"a": records}).twins) is same


@pytest.mark.parametrize(
    ("problem", "same"),
    [("Jalan rusak parah berlubang", True), ("Jalan becek parah berlubang dalam", False)],
)
def test_another_volume_at_the_same_place_needs_half_the_words(problem: str, same: bool) -> None:
    records = {
        "0001": usulan("10", "Jl. Mawar"),
        "0002": usulan("20", "Jl. Mawar", permasalahan=problem),
    }
    assert bool(view_of({"a": records}).twins) is same


@pytest.mark.parametrize("down", [-1, 0, 1])
@pytest.mark.parametrize("right", [-1, 0, 1])
def test_near_points_meet_across_the_edges_of_the_map_cells(down: int, right: int) -> None:
    def at(address: str, degrees: float) -> Usulan:
        where = [-6.2 + down * degrees, 106.8 + right * degrees]
        return usulan("10", lokasi={"alamat": address, "koordinat": where})

    records = {"0001": at("Gang Kenari", 0.00024), "0002": at("Gang Cendana", 0.00027)}
    assert view_of({"a": records}).twins


def test_half_of_the_words_is_enough_and_less_is_not() -> None:
    def count(problem: str) -> int:
        records = {
            "0001": usulan("10", "Jl. Mawar", permasalahan="Becek licin"),
            "0002": usulan("20", "Jl. Mawar", permasalahan=problem),
        }
        return len(view_of({"a": records}).twins)

    assert count("Licin berlubang") == 1  # 3 of perbaikan jalan licin becek berlubang
    assert count("Becek") == 1
    assert count("Berlubang dalam") == 0  # 2 of 6


@pytest.mark.parametrize(
    ("problem", "volume", "same"),
    [
        ("Jalan rusak.", "10", True),
        ("Jalan rusak berat sekali dan licin.", "10", False),
        ("Jalan rusak.", "11", False),
    ],
)
def test_without_an_address_all_the_rest_must_be_the_same(
    problem: str, volume: str, same: bool
) -> None:
    records = {"0001": usulan("10"), "0002": usulan(volume, permasalahan=problem)}
    assert bool(view_of({"a": records}).twins) is same


def test_a_proposal_with_a_point_is_compared_by_address_with_one_without() -> None:
    records = {"0001": located("Gang Cendana", 0), "0002": usulan("10", "Gang Cendana")}
    assert view_of({"a": records}).twins
