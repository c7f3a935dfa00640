"""行政区划: the area tree of the city, as dated records.

An area keeps its identity (`area`) through renaming, recoding and moving; what is in force on a day is one version
of it. Its `path` is made of fixed-width segments, one for each level, so that everything below an area is a
comparison of the first characters; a level that is left out (a county straight under a province) is `0000`.
Facts store the path in force at their own day and are never rewritten: `succession` says what became of an area.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from luoshi.base.db.schema import LEVEL_WIDTH, LEVELS
from luoshi.base.time import LocalDay
from luoshi.kernel.territory.errors import NoRoomForParts, WrongLevel

ROOT = ""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NONE = "0" * LEVEL_WIDTH


class Level(StrEnum):
    """The levels of the tree; districts and counties, subdistricts and townships stand at the same depth."""

    PROVINCE = "province"
    PREFECTURE_CITY = "prefecture_city"
    DISTRICT = "district"
    COUNTY = "county"
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    VILLAGE = "village"
    GRID = "grid"
    GRID_CELL = "grid_cell"

    @property
    def depth(self) -> int:
        """How many segments the path of such an area has."""
        return _DEPTHS[self]


_DEPTHS = {
    Level.PROVINCE: 1,
    Level.PREFECTURE_CITY: 2,
    Level.DISTRICT: 3,
    Level.COUNTY: 3,
    Level.SUBDISTRICT: 4,
    Level.TOWNSHIP: 4,
    Level.COMMUNITY: 5,
    Level.VILLAGE: 5,
    Level.GRID: 6,
    Level.GRID_CELL: 7,
}
assert max(_DEPTHS.values()) <= LEVELS


class Change(StrEnum):
    """What became of an area."""

    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One version of an area: in force from `valid_from` until before `valid_to`."""

    version: int
    area: int
    path: str
    level: Level
    name: str
    code: str | None
    valid_from: LocalDay
    valid_to: LocalDay | None
    generated: bool
    source: str

    def in_force(self, day: LocalDay) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One line of what became of what: `whole` when everything of the old area went to the new one."""

    id: int
    day: LocalDay
    change: Change
    from_area: int
    from_path: str
    to_area: int
    to_path: str
    whole: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The outline of an area in WGS84, as WKB; `generated` outlines are drawn by the program and no boundary."""

    id: int
    area: int
    valid_from: LocalDay
    valid_to: LocalDay | None
    wkb: bytes
    generated: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry of the calendar of an area: a year's notice, a day, or working hours (`kind` and `key` say which).

    Entries are never edited: a later one with the same path, kind and key replaces an earlier one.
    """

    id: int
    path: str
    kind: str
    key: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArea:
    """An area to be established, or one that a split or merge makes."""

    name: str
    level: Level
    code: str | None = None


def segment(number: int) -> str:
    """The n-th segment below a parent (from 1)."""
    if not 0 < number < len(_DIGITS) ** LEVEL_WIDTH:
        raise NoRoomForParts(number=number)
    figures = ""
    for _ in range(LEVEL_WIDTH):
        number, figure = divmod(number, len(_DIGITS))
        figures = _DIGITS[figure] + figures
    return figures


def number_of(part: str) -> int:
    """The number of a segment."""
    return int(part, len(_DIGITS))


def depth_of(path: str) -> int:
    return len(path) // LEVEL_WIDTH


def parent_path(path: str) -> str:
    """The path of the area above, levels that were left out skipped."""
    path = path[:-LEVEL_WIDTH]
    while path.endswith(_NONE):
        path = path[:-LEVEL_WIDTH]
    return path


def ancestors(path: str) -> tuple[str, ...]:
    """The paths above, from the root's first level down to the parent."""
    cuts = range(LEVEL_WIDTH, len(path), LEVEL_WIDTH)
    return tuple(path[:cut] for cut in cuts if not path[:cut].endswith(_NONE))


def is_within(path: str, outer: str) -> bool:
    """Whether an area is `outer` or lies in it."""
    return path.startswith(outer)


def stem(parent: str, parent_level: Level | None, level: Level) -> str:
    """What the path of a part starts with: the parent's path, filled up where levels are left out."""
    depth = 0 if parent_level is None else parent_level.depth
    if level.depth <= depth:
        raise WrongLevel(level=level.value, parent=parent_level.value if parent_level else "")
    return parent + _NONE * (level.depth - 1 - depth)
