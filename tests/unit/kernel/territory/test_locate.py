"""From a point to the smallest area that holds it."""

from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
import shapely

from luoshi.analysis.tessellate import Tiling, outline, tile
from luoshi.kernel.territory.coordinates import Datum
from luoshi.kernel.territory.errors import OutsideTerritory
from luoshi.kernel.territory.locate import Locator
from luoshi.kernel.territory.model import segment

DISTRICT = "0001" * 3
CELLS = "0001" * 6


@pytest.fixture(scope="module")
def tiling() -> Tiling:
    return tile(outline(118.05, 36.81, 244, seed=1), 2_000, seed=2, relaxations=1)


@pytest.fixture(scope="module")
def locator(tiling: Tiling) -> Locator:
    cells = [(CELLS + segment(number), cell) for number, cell in enumerate(tiling.cells, start=1)]
    return Locator([(DISTRICT, tiling.outline), *reversed(cells)])


def points(tiling: Tiling, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    west, south, east, north = tiling.outline.bounds
    return np.random.default_rng(3).uniform((west, south), (east, north), size=(count, 2))


def test_every_point_is_found_where_a_look_at_every_cell_finds_it(tiling: Tiling, locator: Locator) -> None:
    places = points(tiling, 300)
    inside = np.array([shapely.intersects_xy(cell, places[:, 0], places[:, 1]) for cell in tiling.cells])
    expected = [CELLS + segment(int(np.argmax(held)) + 1) if held.any() else None for held in inside.T]
    assert [locator.find(lon, lat) for lon, lat in places] == expected
    assert locator.find_many(places[:, 0], places[:, 1]) == expected


def test_a_point_on_a_border_always_goes_to_the_smallest_path(tiling: Tiling, locator: Locator) -> None:
    corners = shapely.get_coordinates(np.array(tiling.cells, dtype=object))[:500]
    other = Locator([(CELLS + segment(number), cell) for number, cell in enumerate(tiling.cells, start=1)])
    found = [locator.find(lon, lat) for lon, lat in corners]
    assert found == [other.find(lon, lat) for lon, lat in corners]
    assert None not in found
    for (lon, lat), path in zip(corners[:50], found[:50], strict=True):
        touching = [i for i, cell in enumerate(tiling.cells, start=1) if shapely.intersects_xy(cell, lon, lat)]
        assert path == CELLS + segment(min(touching))


def test_where_no_cell_is_drawn_the_area_above_is_found() -> None:
    square, cell = shapely.box(0, 0, 4, 4), shapely.box(0, 0, 1, 1)
    sparse = Locator([(DISTRICT, square), (CELLS + "0001", cell)])
    assert sparse.find(0.5, 0.5) == CELLS + "0001"
    assert sparse.find(3.0, 3.0) == DISTRICT


def test_a_point_in_the_sea_is_refused_with_its_distance(locator: Locator) -> None:
    with pytest.raises(OutsideTerritory, match="km away") as refusal:
        locator.locate(121.0, 36.81)
    assert 240 < float(str(refusal.value.values["kilometres"])) < 270


def test_a_point_from_a_phone_map_is_converted_before_it_is_located(tiling: Tiling, locator: Locator) -> None:
    place = locator.locate(118.05, 36.81, datum=Datum.GCJ02)
    assert place.path == locator.find(place.lon, place.lat)
    assert place.lon < 118.05


def test_an_empty_territory_holds_nothing() -> None:
    with pytest.raises(OutsideTerritory):
        Locator([]).locate(118.0, 36.8)


def test_locating_takes_well_under_a_millisecond(tiling: Tiling, locator: Locator) -> None:
    taken = []
    for lon, lat in points(tiling, 2_000):
        begin = perf_counter()
        locator.find(lon, lat)
        taken.append(perf_counter() - begin)
    assert np.percentile(taken, 99) < 0.001
