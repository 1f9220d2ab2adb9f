"""The schematic map: north is up, distances are true, and it stays small."""

import pytest

from musrenbang.cases import Status
from musrenbang.extracts import Sketch
from musrenbang.loading import load
from musrenbang.site.place_map import MARGIN, SIZE, place_map
from musrenbang.tree import FolderTree
from musrenbang.views import View
from tests.conftest import MakeTree
from tests.small_year import SMALL_YEAR


@pytest.fixture
def sketch(make_tree: MakeTree) -> Sketch:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    return View(snapshot, snapshot.years[2016]).sketches[0]


def at(sketch: Sketch, latitude: float, longitude: float) -> Sketch:
    return sketch._replace(titik=(latitude, longitude))


def test_north_is_up_and_east_is_right(sketch: Sketch) -> None:
    found = place_map([at(sketch, -6.20, 106.86), at(sketch, -6.18, 106.87)])
    assert found
    southwest, northeast = found.dots[Status.DISETUJUI]
    assert southwest.x == MARGIN
    assert northeast.y == MARGIN
    assert northeast.x > southwest.x
    assert southwest.y > northeast.y
    assert found.height == SIZE
    assert found.width < SIZE


@pytest.mark.parametrize("points", [[], [(-6.2, 106.86)], [(-6.2, 106.86), (-6.1, 106.86)]])
def test_no_area_gives_no_map(sketch: Sketch, points: list[tuple[float, float]]) -> None:
    assert place_map([at(sketch, *point) for point in points]) is None


def test_proposals_without_coordinates_are_left_out(sketch: Sketch) -> None:
    assert place_map([sketch]) is None


def test_many_dots_fall_together(sketch: Sketch) -> None:
    crowd = [at(sketch, -6.2 + n % 100 * 1e-5, 106.86 + n // 100 * 1e-5) for n in range(5000)]
    found = place_map([*crowd, at(sketch, -6.1, 106.9)])
    assert found
    assert len(found.dots[Status.DISETUJUI]) < 50
