"""Whatever is split, merged, moved and renamed in whatever order: each day has one sound tree, and old days stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.territory import Level, NewArea, Tree
from luoshi.kernel.territory.changes import Plan, merge, move, rename, split
from luoshi.kernel.territory.model import Area, parent_path

FIRST = 20200101
STEPS = st.lists(st.tuples(st.sampled_from(["merge", "split", "move", "rename"]), st.integers(0, 10**6)), max_size=7)
Picture = set[tuple[int, str, str]]


def city() -> Tree:
    """Two districts of three subdistricts of two communities."""
    plan = Plan(day=FIRST, source="名单")
    ids = count(1).__next__
    for number, level in (("1", Level.PROVINCE), ("11", Level.PREFECTURE_CITY)):
        plan.open_new(NewArea(name=number, level=level), "0001" * len(number), ids, generated=False)
    for d in (1, 2):
        district = f"00010001{d:04d}"
        plan.open_new(NewArea(name=f"区{d}", level=Level.DISTRICT), district, ids, generated=False)
        for s in (1, 2, 3):
            subdistrict = f"{district}{s:04d}"
            plan.open_new(NewArea(name=f"街{d}{s}", level=Level.SUBDISTRICT), subdistrict, ids, generated=False)
            for c in (1, 2):
                new = NewArea(name=f"社{d}{s}{c}", level=Level.COMMUNITY)
                plan.open_new(new, f"{subdistrict}{c:04d}", ids, generated=False)
    return Tree(plan.opened)


def applied(tree: Tree, plan: Plan) -> Tree:
    ended = {version.version for version in plan.closed}
    kept = [replace(each, valid_to=plan.day) if each.version in ended else each for each in tree.versions]
    return Tree([*kept, *plan.opened], (), [*tree.successions, *plan.lines])


def subdistricts(tree: Tree, day: int) -> list[Area]:
    return [each for each in tree.below("", day) if each.level is Level.SUBDISTRICT]


def planned(tree: Tree, step: str, pick: int, day: int, ids: Callable[[], int]) -> Plan:
    """The change that a step stands for, where the city allows one."""
    streets = subdistricts(tree, day)
    one = streets[pick % len(streets)]
    beside = [each for each in streets if parent_path(each.path) == parent_path(one.path) and each != one]
    districts = [each for each in tree.below("", day) if each.level is Level.DISTRICT]
    parts = tree.parts_open(one.path)
    new = NewArea(name=f"新{day}", level=Level.SUBDISTRICT)
    match step:
        case "merge" if beside:
            return merge(tree, ids, [one.area, beside[pick % len(beside)].area], new, day=day, source="批复")
        case "split":
            goes_to = {part.area: index % 2 for index, part in enumerate(parts)}
            return split(tree, ids, one.area, [new, replace(new, name=f"又{day}")], goes_to, day=day, source="批复")
        case "move":
            return move(tree, ids, one.area, districts[pick % 2].area, day=day, source="批复")
        case _:
            return rename(tree, ids, one.area, f"名{day}", day=day, source="批复")


def picture(tree: Tree, day: int) -> Picture:
    return {(each.area, each.path, each.name) for each in tree.versions if each.in_force(day)}


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_each_day_has_one_sound_tree_and_old_days_stay_as_they_were(steps: list[tuple[str, int]]) -> None:
    tree, ids = city(), count(10_000).__next__
    seen = {FIRST: picture(tree, FIRST)}
    for number, (step, pick) in enumerate(steps, start=1):
        day = FIRST + number
        plan = planned(tree, step, pick, day, ids)
        tree = applied(tree, plan)
        seen[day] = picture(tree, day)
    for day, then in seen.items():
        assert picture(tree, day) == then
        paths = [path for _, path, _ in then]
        assert len(paths) == len(set(paths))
        assert all(parent_path(path) in {"", *paths} for path in paths)
        communities = [each for each in tree.below("", day) if each.level is Level.COMMUNITY]
        assert len({each.area for each in communities}) == 12


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_a_path_belongs_to_one_area_for_ever(steps: list[tuple[str, int]]) -> None:
    tree, ids = city(), count(10_000).__next__
    for number, (step, pick) in enumerate(steps, start=1):
        plan = planned(tree, step, pick, FIRST + number, ids)
        tree = applied(tree, plan)
    owners: dict[str, set[int]] = {}
    for version in tree.versions:
        owners.setdefault(version.path, set()).add(version.area)
    assert {path: areas for path, areas in owners.items() if len(areas) > 1} == {}
