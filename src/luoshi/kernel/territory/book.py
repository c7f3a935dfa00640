"""The territory as a book to look things up in: areas by code, path and day, and the place of a point."""

from __future__ import annotations

from luoshi.base.installation import Installation
from luoshi.base.scope import Scope
from luoshi.base.time import LocalDay, print_day
from luoshi.kernel.territory import store
from luoshi.kernel.territory.coordinates import Datum
from luoshi.kernel.territory.errors import NoSuchArea
from luoshi.kernel.territory.locate import Place
from luoshi.kernel.territory.model import ROOT, Area, Succession
from luoshi.kernel.territory.topology import TopologyReport, check
from luoshi.kernel.territory.tree import Tree, visible


class TerritoryBook:
    """The areas of one installation. `refresh` before the first question and when another process may have changed
    them; a verb of this process refreshes by itself."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._mark = -1
        self.tree = Tree()

    async def refresh(self) -> bool:
        """Read the tree anew if it was changed; says whether it was."""
        database = self._installation.database
        mark, _ = await store.mark(database)
        if mark == self._mark:
            return False
        self.tree = Tree(await store.areas(database), await store.shapes(database), await store.successions(database))
        self._mark = mark
        return True

    def locate(self, lon: float, lat: float, *, datum: Datum = Datum.WGS84, day: LocalDay | None = None) -> Place:
        """The smallest area that holds a point on a day (today where none is given). A path is no record: no scope."""
        return self.tree.locator(day or self._installation.today()).locate(lon, lat, datum=datum)

    def path_at(self, lon: float, lat: float) -> str:
        """The path of a WGS84 point today: what the register and the doors need."""
        return self.locate(lon, lat).path

    def name_of(self, path: str, *, day: LocalDay | None = None) -> str:
        """The name that the area of a path had on a day; where it had ended, its last name; else nothing."""
        found = self.tree.find_path(path, day or self._installation.today())
        return found.name if found is not None else self.tree.last_name(path)

    async def get(self, area: int, *, scope: Scope, day: LocalDay | None = None) -> Area:
        """An area as it was on a day."""
        await self.refresh()
        return self._seen(self.tree.area(area, self._day(day)), scope, day)

    async def by_code(self, code: str, *, scope: Scope, day: LocalDay | None = None) -> Area:
        """The area that bore an official code on a day."""
        await self.refresh()
        return self._seen(self.tree.by_code(code, self._day(day)), scope, day)

    async def parts(self, path: str = ROOT, *, scope: Scope, day: LocalDay | None = None) -> list[Area]:
        """The areas directly below one, in order of path."""
        await self.refresh()
        return [area for area in self.tree.parts(path, self._day(day)) if visible(area, scope)]

    async def line(self, path: str, *, scope: Scope, day: LocalDay | None = None) -> list[Area]:
        """The way down to an area, itself included."""
        await self.refresh()
        return [area for area in self.tree.line(path, self._day(day)) if visible(area, scope)]

    async def history(self, area: int, *, scope: Scope) -> list[Area]:
        """Every version of an area, oldest first."""
        await self.refresh()
        return [version for version in self.tree.history(area) if visible(version, scope)]

    async def successions(self, *, scope: Scope, area: int | None = None) -> list[Succession]:
        """What became of what; of one area, what it came from and what it became."""
        await self.refresh()
        return [
            line
            for line in self.tree.successions
            if area in {None, line.from_area, line.to_area}
            and (scope.covers(line.from_path) or scope.covers(line.to_path))
        ]

    async def topology(self, path: str = ROOT, *, scope: Scope, day: LocalDay | None = None) -> TopologyReport:
        """Overlaps, gaps and crossings of the outlines below an area on a day."""
        await self.refresh()
        outlines = self.tree.outlines(self._day(day), within=path)
        return check({at: shape for at, shape in outlines.items() if scope.covers(at)})

    def _day(self, day: LocalDay | None) -> LocalDay:
        return self._installation.today() if day is None else day

    def _seen(self, area: Area, scope: Scope, day: LocalDay | None) -> Area:
        if not visible(area, scope):
            raise NoSuchArea(area=area.code or area.area, day=print_day(self._day(day)))
        return area
