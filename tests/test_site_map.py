"""The schematic map: north is up, distances are true, and it stays small."""

from dataclasses import replace

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.site.place_map import MARGIN, SIZE, place_map
from musrenbang.year.cases import Case, Status, cases_of
from schemas.usulan import Lokasi
from tests.conftest import MakeTree
from tests.small_year import SMALL_YEAR


@pytest.fixture
def case(make_tree: MakeTree) -> Case:
    return next(cases_of(load(FolderTree(make_tree(SMALL_YEAR))).years[2016]))


def at(case: Case, latitude: float, longitude: float) -> Case:
    lokasi = Lokasi(alamat="Jl. Rawasari", koordinat=(latitude, longitude))
    return replace(case, usulan=case.usulan.model_copy(update={"lokasi": lokasi}))


def test_north_is_up_and_east_is_right(case: Case) -> None:
    found = place_map([at(case, -6.20, 106.86), at(case, -6.18, 106.87)])
    assert found
    southwest, northeast = found.dots[Status.DISETUJUI]
    assert southwest.x == MARGIN
    assert northeast.y == MARGIN
    assert northeast.x > southwest.x
    assert southwest.y > northeast.y
    assert found.height == SIZE
    assert found.width < SIZE


@pytest.mark.parametrize("points", [[], [(-6.2, 106.86)], [(-6.2, 106.86), (-6.1, 106.86)]])
def test_no_area_gives_no_map(case: Case, points: list[tuple[float, float]]) -> None:
    assert place_map([at(case, *point) for point in points]) is None


def test_proposals_without_coordinates_are_left_out(case: Case) -> None:
    assert place_map([case]) is None


def test_many_dots_fall_together(case: Case) -> None:
    crowd = [at(case, -6.2 + n % 100 * 1e-5, 106.86 + n // 100 * 1e-5) for n in range(5000)]
    found = place_map([*crowd, at(case, -6.1, 106.9)])
    assert found
    assert len(found.dots[Status.DISETUJUI]) < 50
