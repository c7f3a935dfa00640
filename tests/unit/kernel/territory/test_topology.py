"""Do the parts tile the whole? Planted faults are found, a clean tiling has none."""

from __future__ import annotations

import pytest
import shapely

from luoshi.analysis.tessellate import outline, tile
from luoshi.kernel.territory.model import segment
from luoshi.kernel.territory.topology import Fault, area_m2, check

PARENT = "0001" * 5
LEFT, RIGHT = PARENT + "00000001", PARENT + "00000002"


def square(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(118 + west / 100, 36 + south / 100, 118 + east / 100, 36 + north / 100)


def test_two_halves_of_a_square_have_no_fault() -> None:
    report = check({PARENT: square(0, 0, 2, 1), LEFT: square(0, 0, 1, 1), RIGHT: square(1, 0, 2, 1)})
    assert report.whole
    assert report.outlines == 3


def test_a_cell_that_overlaps_its_neighbour_is_named_with_the_size_of_the_quarrel() -> None:
    report = check({LEFT: square(0, 0, 1.1, 1), RIGHT: square(1, 0, 2, 1)})
    assert [(finding.fault, finding.paths) for finding in report.findings] == [(Fault.OVERLAP, (LEFT, RIGHT))]
    assert report.findings[0].area_m2 == pytest.approx(area_m2(square(1, 0, 1.1, 1)), abs=0.1)


def test_land_that_belongs_to_nobody_is_a_gap() -> None:
    report = check({PARENT: square(0, 0, 2, 1), LEFT: square(0, 0, 1, 1), RIGHT: square(1.2, 0, 2, 1)})
    assert [finding.fault for finding in report.findings] == [Fault.GAP]
    assert shapely.intersects_xy(square(1, 0, 1.2, 1), report.findings[0].lon, report.findings[0].lat)


def test_a_cell_that_leaves_its_parent_is_found() -> None:
    report = check({PARENT: square(0, 0, 2, 1), LEFT: square(0, 0, 1, 1.5), RIGHT: square(1, 0, 2, 1)})
    assert [(finding.fault, finding.paths) for finding in report.findings] == [(Fault.OUTSIDE_PARENT, (LEFT, PARENT))]


def test_a_shape_that_crosses_itself_is_found_and_spoils_no_other_check() -> None:
    knot = shapely.Polygon([(118, 36), (118.01, 36.01), (118.01, 36), (118, 36.01)])
    report = check({LEFT: knot, RIGHT: square(1, 0, 2, 1)})
    assert [finding.fault for finding in report.findings] == [Fault.SELF_INTERSECTION]


def test_a_sliver_below_the_tolerance_is_no_fault() -> None:
    assert check({LEFT: square(0, 0, 1.000001, 1), RIGHT: square(1, 0, 2, 1)}, tolerance_m2=20.0).whole


def test_a_generated_tiling_is_whole() -> None:
    made = tile(outline(118.05, 36.81, 50, seed=5), 200, seed=6)
    cells = {PARENT + "0000" + segment(number): cell for number, cell in enumerate(made.cells, start=1)}
    assert check({PARENT: made.outline} | cells, tolerance_m2=0.0).whole
