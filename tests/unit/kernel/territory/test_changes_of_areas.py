"""Areas through time, on both databases: established, renamed, recoded, merged, split, moved; old days stay old."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import shapely

from luoshi.base.db import Database, Stale
from luoshi.base.definitions import Definitions
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, NOTHING, Actor, Reach, Scope
from luoshi.base.time import zone_of
from luoshi.kernel import journal
from luoshi.kernel.territory import (
    Area,
    AreaRow,
    BeforeItsTime,
    Change,
    CodeUsedTwice,
    Level,
    NewArea,
    NoSuchArea,
    NotATree,
    OutsideTerritory,
    StillHasParts,
    Territory,
    TooFewAreas,
    WrongLevel,
    write_geojson,
)
from luoshi.kernel.territory.store import close_area

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CLERK = Actor(kind="person", person=7, post=3, name="区划科")
SAY: dict[str, Any] = {"by": CLERK, "ground": "批复", "source": "区划调整批复"}
ALL: dict[str, Any] = {**SAY, "scope": EVERYTHING}
BEGUN, CHANGED, TODAY = 20200101, 20260701, 20260801

ROWS = [
    AreaRow(code="91", name="甲省", level=Level.PROVINCE, parent=None),
    AreaRow(code="9101", name="乙市", level=Level.PREFECTURE_CITY, parent="91"),
    AreaRow(code="910101", name="东区", level=Level.DISTRICT, parent="9101"),
    AreaRow(code="910102", name="西区", level=Level.DISTRICT, parent="9101"),
    AreaRow(code="910101001", name="南街道", level=Level.SUBDISTRICT, parent="910101"),
    AreaRow(code="910101002", name="北街道", level=Level.SUBDISTRICT, parent="910101"),
    AreaRow(code="910101101", name="山镇", level=Level.TOWNSHIP, parent="910101"),
    AreaRow(code="910101001001", name="一社区", level=Level.COMMUNITY, parent="910101001"),
    AreaRow(code="910101001002", name="二社区", level=Level.COMMUNITY, parent="910101001"),
    AreaRow(code="910101002001", name="三社区", level=Level.COMMUNITY, parent="910101002"),
]
SQUARES = {
    "910101": (0, 0, 3, 2),
    "910101001": (0, 0, 2, 1),
    "910101001001": (0, 0, 1, 1),
    "910101001002": (1, 0, 2, 1),
    "910101002": (0, 1, 2, 2),
    "910101002001": (0, 1, 2, 2),
    "910101101": (2, 0, 3, 2),
}


def at(east: float, north: float) -> tuple[float, float]:
    return 118 + east / 100, 36 + north / 100


def square(code: str) -> shapely.Polygon:
    west, south, east, north = SQUARES[code]
    return shapely.box(*at(west, south), *at(east, north))


@pytest.fixture
def city(database: Database, run: Run) -> Territory:
    """A small invented city with outlines."""
    zone = zone_of("Asia/Shanghai")
    noon = 1_785_556_800_000_000  # 2026-08-01T12:00+08:00
    installation = Installation(database=database, definitions=Definitions(database), zone=zone, clock=lambda: noon)
    territory = Territory(installation)
    run(territory.enter_list(ROWS, day=BEGUN, **ALL))
    file = write_geojson([(square(code), {"code": code}) for code in SQUARES])
    report = run(territory.import_geometry(json.dumps(file).encode(), day=BEGUN, **ALL))
    assert report.refused == ()
    assert report.topology.whole
    return territory


@pytest.fixture
def area(city: Territory, run: Run) -> Callable[..., Area]:
    def found(code: str, day: int = TODAY) -> Area:
        answer: Area = run(city.by_code(code, scope=EVERYTHING, day=day))
        return answer

    return found


def test_a_list_makes_a_tree_of_fixed_width_paths(area: Callable[..., Area]) -> None:
    assert area("91").path == "0001"
    assert area("910102").path == "000100010002"
    assert area("910101001002").path == area("910101001").path + "0002"


def test_a_code_used_twice_is_refused_and_nothing_is_stored(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    new = NewArea(name="重号街道", level=Level.SUBDISTRICT, code="910101002")
    with pytest.raises(CodeUsedTwice, match="北街道"):
        run(city.establish(new, parent=area("910101").area, day=CHANGED, **ALL))
    assert [part.name for part in run(city.parts(area("910101").path, scope=EVERYTHING))] == [
        "南街道",
        "北街道",
        "山镇",
    ]


def test_a_code_is_free_again_after_the_area_gave_it_up(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    run(city.recode(area("910101002").area, "910101902", day=CHANGED, **ALL))
    run(city.recode(area("910101101").area, "910101002", day=CHANGED, **ALL))
    assert area("910101002").name == "山镇"
    assert area("910101002", day=CHANGED - 100).name == "北街道"


def test_an_old_day_keeps_the_old_name(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    run(city.rename(area("910101101").area, "山水镇", day=CHANGED, **ALL))
    assert area("910101101").name == "山水镇"
    assert area("910101101", day=20260630).name == "山镇"
    assert city.name_of(area("910101101").path, day=BEGUN) == "山镇"


def test_a_change_before_the_last_change_is_refused(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    run(city.rename(area("910101101").area, "山水镇", day=CHANGED, **ALL))
    with pytest.raises(BeforeItsTime, match="2026-07-01"):
        run(city.rename(area("910101101").area, "水镇", day=20260101, **ALL))


def test_after_a_merge_old_days_keep_old_paths_and_new_days_have_one_new_area(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    south, north = area("910101001"), area("910101002")
    one = city.locate(*at(0.5, 0.5))
    made = run(
        city.merge(
            [south.area, north.area],
            NewArea(name="中街道", level=Level.SUBDISTRICT, code="910101001"),
            day=CHANGED,
            **ALL,
        )
    )
    assert made.path not in {south.path, north.path}
    assert area("910101001").name == "中街道"
    assert area("910101001", day=20260630).path == south.path
    assert [part.name for part in run(city.parts(made.path, scope=EVERYTHING))] == ["一社区", "二社区", "三社区"]
    assert city.locate(*at(0.5, 0.5), day=20260630).path == one.path
    assert city.locate(*at(0.5, 0.5)).path.startswith(made.path)
    assert city.locate(*at(0.5, 1.5)).path.startswith(made.path)
    lines = run(city.successions(scope=EVERYTHING, area=made.area))
    assert [(line.change, line.from_path, line.whole) for line in lines] == [
        (Change.MERGE, south.path, True),
        (Change.MERGE, north.path, True),
    ]
    assert run(city.topology(scope=EVERYTHING, day=TODAY)).whole


def test_a_community_keeps_its_identity_through_the_merge_above_it(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    before = area("910101001002")
    olds = [area("910101001").area, area("910101002").area]
    run(city.merge(olds, NewArea(name="中街道", level=Level.SUBDISTRICT, code=None), day=CHANGED, **ALL))
    after = area("910101001002")
    assert after.area == before.area
    assert city.tree.paths_of(before.area) == (before.path, after.path)
    assert [version.valid_from for version in run(city.history(before.area, scope=EVERYTHING))] == [BEGUN, CHANGED]


def test_a_split_needs_to_know_where_every_part_goes(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    south = area("910101001")
    halves = [NewArea(name=name, level=Level.SUBDISTRICT) for name in ("南一街道", "南二街道")]
    with pytest.raises(StillHasParts):
        run(city.split(south.area, halves, goes_to={area("910101001001").area: 0}, day=CHANGED, **ALL))
    assert area("910101001").valid_to is None


def test_a_split_deals_the_parts_and_draws_the_halves(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    south = area("910101001")
    halves = [
        NewArea(name=name, level=Level.SUBDISTRICT, code=f"91010190{i}")
        for i, name in enumerate(("南一街道", "南二街道"))
    ]
    goes_to = {area("910101001001").area: 0, area("910101001002").area: 1}
    first, second = run(city.split(south.area, halves, goes_to=goes_to, day=CHANGED, **ALL))
    assert area("910101001001").path.startswith(first.path)
    assert area("910101001002").path.startswith(second.path)
    assert city.locate(*at(1.5, 0.5)).path.startswith(second.path)
    with pytest.raises(NoSuchArea):
        area("910101001")
    assert run(city.topology(scope=EVERYTHING, day=TODAY)).whole


def test_a_town_moved_to_another_district_takes_its_paths_along(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    old = area("910101001")
    moved = run(city.move(old.area, area("910102").area, day=CHANGED, **ALL))
    assert moved.area == old.area
    assert moved.path.startswith(area("910102").path)
    assert area("910101001001").path.startswith(moved.path)
    assert area("910101001001", day=20260630).path.startswith(old.path)


def test_an_area_cannot_become_part_of_itself(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    with pytest.raises(NotATree):
        run(city.move(area("910101").area, area("910101001").area, day=CHANGED, **ALL))


def test_only_siblings_of_one_level_merge(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    into = NewArea(name="杂区", level=Level.SUBDISTRICT)
    with pytest.raises(NotATree):
        run(city.merge([area("910101001").area, area("910101002001").area], into, day=CHANGED, **ALL))
    with pytest.raises(TooFewAreas):
        run(city.merge([area("910101001").area] * 2, into, day=CHANGED, **ALL))


def test_no_district_stands_below_a_subdistrict(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    with pytest.raises(WrongLevel):
        run(
            city.establish(
                NewArea(name="倒区", level=Level.DISTRICT), parent=area("910101001").area, day=CHANGED, **ALL
            )
        )


def test_every_change_leaves_one_line_in_the_journal(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    north = area("910101002").area
    run(city.rename(north, "北岸街道", day=CHANGED, **ALL))
    lines = run(journal.page(city._installation.database, scope=EVERYTHING))
    assert [(line.kind, line.by.name, line.local_day) for line in lines[:1]] == [("area.renamed", "区划科", CHANGED)]
    assert lines[0].subject == journal.Subject("area", north)


def test_two_officers_who_change_one_area_at_once_do_not_overwrite_each_other(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    seen = area("910101101")
    run(city.rename(seen.area, "山水镇", day=CHANGED, **ALL))
    unit = city._installation.database.unit()
    close_area(unit, seen, CHANGED)
    with pytest.raises(Stale):
        run(unit.commit())


def test_an_asker_sees_own_areas_and_the_way_down_to_them(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    south = Scope(reaches=(Reach(path=area("910101001").path),))
    assert [found.name for found in run(city.line(area("910101001001").path, scope=south))] == [
        "甲省",
        "乙市",
        "东区",
        "南街道",
        "一社区",
    ]
    assert [found.name for found in run(city.parts(area("910101").path, scope=south))] == ["南街道"]
    assert run(city.parts(scope=NOTHING)) == []
    with pytest.raises(NoSuchArea):
        run(city.by_code("910101002", scope=south))


def test_an_officer_changes_no_area_beyond_the_own_reach(city: Territory, run: Run, area: Callable[..., Area]) -> None:
    south = Scope(reaches=(Reach(path=area("910101001").path),))
    with pytest.raises(NoSuchArea):
        run(city.rename(area("910101002").area, "别名", day=CHANGED, scope=south, **SAY))


def test_a_point_in_the_sea_is_refused(city: Territory) -> None:
    with pytest.raises(OutsideTerritory, match="km away"):
        city.locate(121.5, 36.0)


def test_another_process_sees_the_change_after_it_looks_again(
    city: Territory, run: Run, area: Callable[..., Area]
) -> None:
    other = Territory(city._installation)
    assert run(other.refresh())
    run(city.rename(area("910101101").area, "山水镇", day=CHANGED, **ALL))
    assert other.name_of(area("910101101").path) == "山镇"
    assert run(other.refresh())
    assert other.name_of(area("910101101").path) == "山水镇"
    assert not run(other.refresh())
