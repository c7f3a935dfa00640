"""Outlines imported feature by feature, on both databases; the sample district drawn whole."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Coroutine
from importlib import resources
from typing import Any

import numpy as np
import pytest
import shapely

from luoshi.base.db import Database
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE
from luoshi.base.time import day_number, zone_of
from luoshi.kernel.territory import (
    AreaRow,
    Brush,
    Datum,
    Level,
    Territory,
    from_wgs84,
    read_areas,
    write_geojson,
)

Run = Callable[[Coroutine[Any, Any, Any]], Any]
ALL: dict[str, Any] = {"by": MACHINE, "ground": "示例", "scope": EVERYTHING}
BEGUN = 20230630
ROWS = [
    AreaRow(code="91", name="甲省", level=Level.PROVINCE, parent=None),
    AreaRow(code="9101", name="乙市", level=Level.PREFECTURE_CITY, parent="91"),
    AreaRow(code="910101", name="东区", level=Level.DISTRICT, parent="9101"),
]
DISTRICT = shapely.box(118.0, 36.0, 118.02, 36.01)
WEST, EAST = shapely.box(118.0, 36.0, 118.01, 36.01), shapely.box(118.01, 36.0, 118.02, 36.01)


@pytest.fixture
def territory(database: Database, run: Run) -> Territory:
    installation = Installation(database=database, definitions=Definitions(database), zone=zone_of("Asia/Shanghai"))
    return Territory(installation)


@pytest.fixture
def district(territory: Territory, run: Run) -> Territory:
    run(territory.enter_list(ROWS, day=BEGUN, source="名单", **ALL))
    run(territory.import_geometry(file((DISTRICT, {"code": "910101"})), day=BEGUN, source="图", **ALL))
    return territory


def file(*features: tuple[Any, dict[str, Any]]) -> bytes:
    return json.dumps(write_geojson(list(features))).encode()


def town(code: str, name: str) -> dict[str, Any]:
    return {"code": code, "name": name, "level": "township", "parent": "910101"}


def test_new_areas_come_with_their_outlines(district: Territory, run: Run) -> None:
    data = file((WEST, town("910101101", "西镇")), (EAST, town("910101102", "东镇")))
    report = run(district.import_geometry(data, day=BEGUN, source="图", **ALL))
    assert (report.features, report.drawn, report.established, report.refused) == (2, 2, 2, ())
    assert report.topology.whole
    assert district.name_of(district.path_at(118.015, 36.005)) == "东镇"


def test_a_dry_run_says_the_same_and_stores_nothing(district: Territory, run: Run) -> None:
    data = file((WEST, town("910101101", "西镇")))
    report = run(district.import_geometry(data, day=BEGUN, source="图", dry_run=True, **ALL))
    assert (report.drawn, report.established, report.dry_run) == (1, 1, True)
    assert run(district.parts(scope=EVERYTHING, path=district.path_at(118.005, 36.005))) == []


def test_a_cell_that_overlaps_is_refused_alone(district: Territory, run: Run) -> None:
    wide = shapely.box(118.005, 36.0, 118.02, 36.01)
    data = file((WEST, town("910101101", "西镇")), (wide, town("910101102", "东镇")))
    report = run(district.import_geometry(data, day=BEGUN, source="图", **ALL))
    assert report.drawn == 1
    assert [(row.index, row.label, row.reason.code) for row in report.refused] == [(1, "910101102", "T-008")]
    assert "西镇" in report.refused[0].reason.sentence("zh")


def test_a_cell_that_overlaps_one_in_force_is_refused(district: Territory, run: Run) -> None:
    run(district.import_geometry(file((WEST, town("910101101", "西镇"))), day=BEGUN, source="图", **ALL))
    wide = shapely.box(118.005, 36.0, 118.02, 36.01)
    report = run(district.import_geometry(file((wide, town("910101102", "东镇"))), day=BEGUN, source="图", **ALL))
    assert [row.reason.code for row in report.refused] == ["T-008"]


def test_a_cell_that_leaves_its_parent_is_refused(district: Territory, run: Run) -> None:
    far = shapely.box(118.015, 36.0, 118.03, 36.01)
    report = run(district.import_geometry(file((far, town("910101101", "远镇"))), day=BEGUN, source="图", **ALL))
    assert [row.reason.code for row in report.refused] == ["T-008"]
    assert report.drawn == 0


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"name": "无码"}, "L-001"),
        ({"code": "910101999"}, "T-001"),
        ({"code": "910101101", "name": "西镇", "level": "kingdom", "parent": "910101"}, "L-001"),
        ({"code": "910101101", "name": "西镇", "level": "township", "parent": "910199"}, "T-001"),
        ({"code": "910101101", "name": "西省", "level": "province", "parent": "910101"}, "T-003"),
    ],
)
def test_a_feature_without_its_area_is_refused(
    district: Territory, run: Run, properties: dict[str, Any], code: str
) -> None:
    report = run(district.import_geometry(file((WEST, properties)), day=BEGUN, source="图", **ALL))
    assert [row.reason.code for row in report.refused] == [code]


def test_one_code_twice_in_a_file_is_taken_once(district: Territory, run: Run) -> None:
    data = file((WEST, town("910101101", "西镇")), (EAST, town("910101101", "东镇")))
    report = run(district.import_geometry(data, day=BEGUN, source="图", **ALL))
    assert (report.drawn, [row.reason.code for row in report.refused]) == (1, ["T-002"])


def test_a_new_outline_holds_from_its_day_and_the_old_one_before(district: Territory, run: Run) -> None:
    run(district.import_geometry(file((WEST, town("910101101", "西镇"))), day=BEGUN, source="图", **ALL))
    smaller = shapely.box(118.0, 36.0, 118.005, 36.01)
    run(district.import_geometry(file((smaller, {"code": "910101101"})), day=20260101, source="新图", **ALL))
    assert district.name_of(district.locate(118.008, 36.005, day=20251231).path) == "西镇"
    assert district.name_of(district.locate(118.008, 36.005, day=20260101).path) == "东区"


def test_outlines_from_a_chinese_map_are_converted_at_the_door(district: Territory, run: Run) -> None:
    corners = shapely.get_coordinates(WEST)
    shifted = shapely.Polygon(np.column_stack(from_wgs84(corners[:, 0], corners[:, 1], Datum.GCJ02)))
    data = file((shifted, town("910101101", "西镇")))
    report = run(district.import_geometry(data, datum=Datum.GCJ02, day=BEGUN, source="图", **ALL))
    assert report.refused == ()
    assert district.name_of(district.path_at(118.0099, 36.0099)) == "西镇"


def test_the_sample_district_is_drawn_down_to_cells_that_tile_it(territory: Territory, run: Run) -> None:
    folder = resources.files("luoshi.packs").joinpath("sample")
    facts = tomllib.loads(folder.joinpath("territory.toml").read_text("utf-8"))
    day = day_number(facts["valid_from"])
    run(
        territory.enter_list(
            read_areas(folder.joinpath("areas.csv").read_text("utf-8")), day=day, source=facts["source"], **ALL
        )
    )
    district = run(territory.by_code(facts["district"], scope=EVERYTHING))
    brush = Brush(
        lon=facts["centre"][0],
        lat=facts["centre"][1],
        area_km2=facts["area_km2"],
        cells=facts["cells"],
        seed=facts["seed"],
        source=facts["drawn"],
    )
    report = run(territory.draw(district.area, brush, day=day, **ALL))
    assert report.whole
    assert report.outlines == 1 + 13 + 304 + 1000
    below = territory.tree.below(district.path, day)
    cells = [area for area in below if area.level is Level.GRID_CELL]
    assert len(cells) == 1000
    assert all(area.generated for area in cells)
    assert len({area.code for area in cells}) == 1000
    assert territory.path_at(*facts["centre"]) in {area.path for area in cells}
