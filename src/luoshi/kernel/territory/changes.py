"""区划调整: what a split, a merge or a move does to the records, worked out before anything is written.

Nothing here writes. Versions in force until the day are closed, new ones opened from that day on; facts of earlier
days keep the paths they were written with, and `succession` says where the ground went.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely

from luoshi.base.time import LocalDay, print_day
from luoshi.kernel.territory.errors import (
    BeforeItsTime,
    CodeUsedTwice,
    NoSuchArea,
    NotATree,
    StillHasParts,
    TooFewAreas,
)
from luoshi.kernel.territory.model import Area, Change, NewArea, Shape, Succession, parent_path
from luoshi.kernel.territory.tree import Tree

Ids = Callable[[], int]


@dataclass(slots=True, kw_only=True)
class Plan:
    """The rows that a change closes and opens, as of one day."""

    day: LocalDay
    source: str
    closed: list[Area] = field(default_factory=list)
    opened: list[Area] = field(default_factory=list)
    lines: list[Succession] = field(default_factory=list)
    closed_shapes: list[Shape] = field(default_factory=list)
    opened_shapes: list[Shape] = field(default_factory=list)

    def close(self, version: Area) -> None:
        """End a version; a day before it began would rewrite history."""
        if self.day < version.valid_from:
            raise BeforeItsTime(name=version.name, since=print_day(version.valid_from), day=print_day(self.day))
        self.closed.append(version)

    def reopen(self, version: Area, ids: Ids, **changes: object) -> Area:
        """Close a version and open the next one of the same area."""
        self.close(version)
        following = replace(version, version=ids(), valid_from=self.day, source=self.source, **changes)  # type: ignore[arg-type] # names of fields
        self.opened.append(following)
        return following

    def open_new(self, new: NewArea, path: str, ids: Ids, *, generated: bool) -> Area:
        made = Area(
            version=ids(),
            area=ids(),
            path=path,
            level=new.level,
            name=new.name,
            code=new.code,
            valid_from=self.day,
            valid_to=None,
            generated=generated,
            source=self.source,
        )
        self.opened.append(made)
        return made

    def succeed(self, ids: Ids, change: Change, old: Area, new: Area, *, whole: bool) -> None:
        self.lines.append(
            Succession(
                id=ids(),
                day=self.day,
                change=change,
                from_area=old.area,
                from_path=old.path,
                to_area=new.area,
                to_path=new.path,
                whole=whole,
                source=self.source,
            )
        )

    def draw(self, tree: Tree, ids: Ids, area: Area, pieces: Sequence[Area]) -> None:
        """The outline of an area made of others: their union, where every one of them is drawn."""
        shapes = [tree.open_shape(piece.area) for piece in pieces]
        known = [shape for shape in shapes if shape is not None]
        if not known or len(known) < len(shapes):
            return
        union = shapely.union_all(shapely.from_wkb([shape.wkb for shape in known]))
        self.opened_shapes.append(
            Shape(
                id=ids(),
                area=area.area,
                valid_from=self.day,
                valid_to=None,
                wkb=shapely.to_wkb(shapely.normalize(union)),
                generated=any(shape.generated for shape in known),
                source=self.source,
            )
        )


def open_version(tree: Tree, area: int, day: LocalDay) -> Area:
    """The version that a change starts from."""
    found = tree.newest(area)
    if found is None:
        raise NoSuchArea(area=area, day=print_day(day))
    return found


def refuse_code_twice(tree: Tree, code: str | None, day: LocalDay, *, but: Collection[int] = ()) -> None:
    if code is not None and (bearer := tree.bearer(code, day, but=but)) is not None:
        raise CodeUsedTwice(code=code, name=bearer.name)


def rename(tree: Tree, ids: Ids, area: int, name: str, *, day: LocalDay, source: str) -> Plan:
    plan = Plan(day=day, source=source)
    plan.reopen(open_version(tree, area, day), ids, name=name)
    return plan


def recode(tree: Tree, ids: Ids, area: int, code: str | None, *, day: LocalDay, source: str) -> Plan:
    refuse_code_twice(tree, code, day, but={area})
    plan = Plan(day=day, source=source)
    plan.reopen(open_version(tree, area, day), ids, code=code)
    return plan


def move(tree: Tree, ids: Ids, area: int, parent: int, *, day: LocalDay, source: str) -> Plan:
    """The area and everything below it stand below another parent from that day on."""
    old, above = open_version(tree, area, day), open_version(tree, parent, day)
    if above.path.startswith(old.path):
        raise NotATree(name=old.name, problem=above.name)
    plan = Plan(day=day, source=source)
    _carry(tree, ids, plan, old, tree.next_path(above.path, above.level, old.level))
    return plan


def merge(tree: Tree, ids: Ids, areas: Sequence[int], into: NewArea, *, day: LocalDay, source: str) -> Plan:
    """Several siblings end; one new area takes their ground, their parts and, if named so, one of their codes."""
    if len(set(areas)) < 2:
        raise TooFewAreas(given=len(set(areas)), least=2)
    olds = [open_version(tree, area, day) for area in dict.fromkeys(areas)]
    first = olds[0]
    for other in (*olds[1:], replace(first, level=into.level)):
        if other.level.depth != first.level.depth or parent_path(other.path) != parent_path(first.path):
            raise NotATree(name=other.name, problem=f"{first.name}: {first.level}")
    refuse_code_twice(tree, into.code, day, but={old.area for old in olds})
    plan = Plan(day=day, source=source)
    path = _beside(tree, first, day)
    made = plan.open_new(into, path, ids, generated=all(old.generated for old in olds))
    carried = 0
    for old in olds:
        plan.close(old)
        plan.succeed(ids, Change.MERGE, old, made, whole=True)
        carried += _carry_parts(tree, ids, plan, made, tree.parts_open(old.path), already=carried)
    plan.draw(tree, ids, made, olds)
    _close_shapes(tree, plan, olds)
    return plan


def split(
    tree: Tree,
    ids: Ids,
    area: int,
    parts: Sequence[NewArea],
    goes_to: Mapping[int, int],
    *,
    day: LocalDay,
    source: str,
) -> Plan:
    """One area ends; new ones take its ground. `goes_to` names for every part below it the new area's index."""
    if len(parts) < 2:
        raise TooFewAreas(given=len(parts), least=2)
    old = open_version(tree, area, day)
    children = tree.parts_open(old.path)
    left = [child for child in children if goes_to.get(child.area) not in range(len(parts))]
    if left:
        raise StillHasParts(name=old.name, parts=len(left))
    plan = Plan(day=day, source=source)
    plan.close(old)
    codes: set[str] = set()
    for index, part in enumerate(parts):
        if part.level.depth != old.level.depth:
            raise NotATree(name=part.name, problem=f"{old.name}: {old.level}")
        refuse_code_twice(tree, part.code, day, but={area})
        if part.code in codes:
            raise CodeUsedTwice(code=part.code, name=part.name)
        codes |= {part.code} if part.code else set()
        made = plan.open_new(part, _beside(tree, old, day, more=index), ids, generated=old.generated)
        plan.succeed(ids, Change.SPLIT, old, made, whole=False)
        own = [child for child in children if goes_to[child.area] == index]
        _carry_parts(tree, ids, plan, made, own)
        plan.draw(tree, ids, made, own)
    _close_shapes(tree, plan, [old])
    return plan


def _beside(tree: Tree, area: Area, day: LocalDay, *, more: int = 0) -> str:
    """A new path below the same parent."""
    parent = parent_path(area.path)
    level = tree.at_path(parent, day).level if parent else None
    return tree.next_path(parent, level, area.level, more=more)


def _carry_parts(tree: Tree, ids: Ids, plan: Plan, made: Area, parts: Sequence[Area], *, already: int = 0) -> int:
    for number, part in enumerate(parts):
        _carry(tree, ids, plan, part, tree.next_path(made.path, made.level, part.level, more=already + number))
    return len(parts)


def _carry(tree: Tree, ids: Ids, plan: Plan, area: Area, path: str) -> None:
    """Give an area and everything below it new paths; who they are stays."""
    moved = plan.reopen(area, ids, path=path)
    plan.succeed(ids, Change.MOVE, area, moved, whole=True)
    for below in tree.open_below(area.path):
        plan.reopen(below, ids, path=path + below.path[len(area.path) :])


def _close_shapes(tree: Tree, plan: Plan, areas: Sequence[Area]) -> None:
    for area in areas:
        shape = tree.open_shape(area.area)
        if shape is not None:
            plan.closed_shapes.append(shape)
