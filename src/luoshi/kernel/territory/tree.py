"""The whole area tree in memory, every day of it: read once, asked thousands of times.

A tree is a picture of the records at one moment; a change of the territory makes a new one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from luoshi.base.db.schema import LEVEL_WIDTH
from luoshi.base.scope import Scope
from luoshi.base.time import LocalDay
from luoshi.kernel.territory.errors import NoSuchArea
from luoshi.kernel.territory.locate import Locator
from luoshi.kernel.territory.model import ROOT, Area, Level, Shape, Succession, number_of, parent_path, segment, stem

_LOCATORS = 8


class Tree:
    """Areas, outlines and successions as recorded."""

    def __init__(
        self, versions: Iterable[Area] = (), shapes: Iterable[Shape] = (), successions: Iterable[Succession] = ()
    ) -> None:
        self.versions = tuple(versions)
        self.shapes = tuple(shapes)
        self.successions = tuple(successions)
        self._by_area: dict[int, list[Area]] = {}
        self._by_path: dict[str, list[Area]] = {}
        self._by_code: dict[str, list[Area]] = {}
        self._shapes: dict[int, list[Shape]] = {}
        for version in self.versions:
            self._by_area.setdefault(version.area, []).append(version)
            self._by_path.setdefault(version.path, []).append(version)
            if version.code is not None:
                self._by_code.setdefault(version.code, []).append(version)
        for shape in self.shapes:
            self._shapes.setdefault(shape.area, []).append(shape)
        self._locators: dict[int, Locator] = {}

    # --- areas ---

    def area(self, area: int, day: LocalDay) -> Area:
        """The version of an area in force on a day."""
        return _in_force(self._by_area.get(area, ()), day, area)

    def at_path(self, path: str, day: LocalDay) -> Area:
        return _in_force(self._by_path.get(path, ()), day, path)

    def find_path(self, path: str, day: LocalDay) -> Area | None:
        return next((version for version in self._by_path.get(path, ()) if version.in_force(day)), None)

    def by_code(self, code: str, day: LocalDay) -> Area:
        return _in_force(self._by_code.get(code, ()), day, code)

    def find_code(self, code: str, day: LocalDay) -> Area | None:
        return next((version for version in self._by_code.get(code, ()) if version.in_force(day)), None)

    def bearer(self, code: str, since: LocalDay, *, but: Collection[int] = ()) -> Area | None:
        """Another area that bears a code on that day or later."""
        for version in self._by_code.get(code, ()):
            if version.area not in but and (version.valid_to is None or version.valid_to > since):
                return version
        return None

    def newest(self, area: int) -> Area | None:
        """The version without an end, or None for an area that ended or never was."""
        return next((version for version in self._by_area.get(area, ()) if version.valid_to is None), None)

    def history(self, area: int) -> tuple[Area, ...]:
        return tuple(sorted(self._by_area.get(area, ()), key=lambda version: (version.valid_from, version.version)))

    def below(self, path: str, day: LocalDay) -> list[Area]:
        """Everything in force below an area, in order of path."""
        found = (version for version in self.versions if version.in_force(day) and version.path != path)
        return sorted((version for version in found if version.path.startswith(path)), key=lambda area: area.path)

    def parts(self, path: str, day: LocalDay) -> list[Area]:
        """The areas directly below one (levels left out skipped), or the top areas for the root."""
        return [area for area in self.below(path, day) if parent_path(area.path) == path]

    def open_below(self, path: str) -> list[Area]:
        """Everything without an end below an area: what a change has to carry along."""
        found = (version for version in self.versions if version.valid_to is None and version.path != path)
        return sorted((version for version in found if version.path.startswith(path)), key=lambda area: area.path)

    def parts_open(self, path: str) -> list[Area]:
        """The areas without an end directly below one."""
        return [area for area in self.open_below(path) if parent_path(area.path) == path]

    def line(self, path: str, day: LocalDay) -> list[Area]:
        """The area and all above it, from the top: what a page shows as the way down."""
        cuts = range(LEVEL_WIDTH, len(path) + 1, LEVEL_WIDTH)
        return [area for cut in cuts if (area := self.find_path(path[:cut], day)) is not None]

    def next_path(self, parent: str, parent_level: Level | None, level: Level, *, more: int = 0) -> str:
        """A path below a parent that no area ever had; `more` counts those handed out but not yet recorded."""
        start = stem(parent, parent_level, level)
        return start + segment(self._last_numbers.get(start, 0) + 1 + more)

    @cached_property
    def _last_numbers(self) -> dict[str, int]:
        last: dict[str, int] = {}
        for path in self._by_path:
            start, number = path[:-LEVEL_WIDTH], number_of(path[-LEVEL_WIDTH:])
            last[start] = max(last.get(start, 0), number)
        return last

    def last_name(self, path: str) -> str:
        """The last name that the area of a path had; nothing for a path that never was."""
        found = self._by_path.get(path)
        return max(found, key=lambda version: (version.valid_from, version.version)).name if found else ""

    # --- what became of what ---

    def paths_of(self, area: int) -> tuple[str, ...]:
        """Every path an area ever had, oldest first."""
        return tuple(dict.fromkeys(version.path for version in self.history(area)))

    # --- outlines ---

    def shape(self, area: int, day: LocalDay) -> Shape | None:
        """The outline of an area in force on a day."""
        for shape in self._shapes.get(area, ()):
            if shape.valid_from <= day and (shape.valid_to is None or day < shape.valid_to):
                return shape
        return None

    def open_shape(self, area: int) -> Shape | None:
        return next((shape for shape in self._shapes.get(area, ()) if shape.valid_to is None), None)

    def outlines(self, day: LocalDay, within: str = ROOT) -> dict[str, BaseGeometry]:
        """Path and outline of every area in force on a day below (and with) a path."""
        pairs = [
            (version.path, shape.wkb)
            for version in self.versions
            if version.in_force(day) and version.path.startswith(within)
            for shape in [self.shape(version.area, day)]
            if shape is not None
        ]
        return dict(zip((path for path, _ in pairs), shapely.from_wkb([wkb for _, wkb in pairs]), strict=True))

    def locator(self, day: LocalDay) -> Locator:
        """The locator of a day; days between two changes share one."""
        since = bisect_right(self._change_days, day)
        found = self._locators.get(since)
        if found is None:
            found = Locator(self.outlines(day).items())
            while len(self._locators) >= _LOCATORS:
                del self._locators[next(iter(self._locators))]
            self._locators[since] = found
        return found

    @cached_property
    def _change_days(self) -> list[LocalDay]:
        days = {row.valid_from for row in self.versions} | {row.valid_from for row in self.shapes}
        days |= {row.valid_to for row in self.versions if row.valid_to is not None}
        return sorted(days | {row.valid_to for row in self.shapes if row.valid_to is not None})


def visible(area: Area, scope: Scope) -> bool:
    """Whether an asker may see the record of an area: those in reach, and those above them (the way down)."""
    return scope.covers(area.path) or any(reach.path.startswith(area.path) for reach in scope.reaches)


def _in_force(versions: Sequence[Area], day: LocalDay, named: object) -> Area:
    for version in versions:
        if version.in_force(day):
            return version
    raise NoSuchArea(area=named, day=day)
