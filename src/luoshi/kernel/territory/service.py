"""What may be done with the territory, and what may be asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely

from luoshi.base.db import Duplicate, Unit
from luoshi.base.scope import Actor, Scope
from luoshi.base.time import LocalDay, day_start, print_day
from luoshi.kernel import journal
from luoshi.kernel.territory import changes, store
from luoshi.kernel.territory.areas_csv import AreaRow
from luoshi.kernel.territory.book import TerritoryBook
from luoshi.kernel.territory.changes import Plan, open_version, refuse_code_twice
from luoshi.kernel.territory.coordinates import Datum
from luoshi.kernel.territory.drawing import Brush, draw
from luoshi.kernel.territory.errors import CodeUsedTwice, NoSuchArea
from luoshi.kernel.territory.geojson import read_geojson
from luoshi.kernel.territory.importing import Candidate, ImportReport, around, fit, match
from luoshi.kernel.territory.model import ROOT, Area, NewArea, Shape
from luoshi.kernel.territory.topology import TOLERANCE_M2, TopologyReport, check

ESTABLISHED = journal.event_kind("area.established")
RENAMED = journal.event_kind("area.renamed")
RECODED = journal.event_kind("area.recoded")
SPLIT = journal.event_kind("area.split")
MERGED = journal.event_kind("area.merged")
MOVED = journal.event_kind("area.moved")
LISTED = journal.event_kind("area.listed")
DRAWN = journal.event_kind("area.drawn")


class Territory(TerritoryBook):
    """The verbs of the territory, and (from the book) what may be asked of it."""

    async def establish(
        self, new: NewArea, *, parent: int | None, day: LocalDay, source: str, by: Actor, ground: str, scope: Scope
    ) -> Area:
        """Enter an area below a parent (or at the top) from a day on."""
        await self.refresh()
        above = None if parent is None else self._held(parent, day, scope)
        if above is None and not scope.covers(ROOT):
            raise NoSuchArea(area=ROOT, day=print_day(day))
        refuse_code_twice(self.tree, new.code, day)
        plan = Plan(day=day, source=source)
        path = self.tree.next_path(above.path if above else ROOT, above.level if above else None, new.level)
        made = plan.open_new(new, path, self._installation.id, generated=False)
        await self._commit(plan, ESTABLISHED, made, by=by, ground=ground)
        return made

    async def rename(
        self, area: int, name: str, *, day: LocalDay, source: str, by: Actor, ground: str, scope: Scope
    ) -> Area:
        """Another name from a day on."""
        await self.refresh()
        self._held(area, day, scope)
        plan = changes.rename(self.tree, self._installation.id, area, name, day=day, source=source)
        return await self._commit(plan, RENAMED, plan.opened[0], by=by, ground=ground)

    async def recode(
        self, area: int, code: str | None, *, day: LocalDay, source: str, by: Actor, ground: str, scope: Scope
    ) -> Area:
        """Another official code from a day on, or none any more."""
        await self.refresh()
        self._held(area, day, scope)
        plan = changes.recode(self.tree, self._installation.id, area, code, day=day, source=source)
        return await self._commit(plan, RECODED, plan.opened[0], by=by, ground=ground)

    async def move(
        self, area: int, parent: int, *, day: LocalDay, source: str, by: Actor, ground: str, scope: Scope
    ) -> Area:
        """The area, with everything below it, stands below another parent from a day on."""
        await self.refresh()
        self._held(area, day, scope)
        self._held(parent, day, scope)
        plan = changes.move(self.tree, self._installation.id, area, parent, day=day, source=source)
        return await self._commit(plan, MOVED, plan.opened[0], by=by, ground=ground)

    async def merge(
        self,
        areas: Sequence[int],
        into: NewArea,
        *,
        day: LocalDay,
        source: str,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Area:
        """Siblings end and one new area takes their ground and parts from a day on."""
        await self.refresh()
        for area in areas:
            self._held(area, day, scope)
        plan = changes.merge(self.tree, self._installation.id, areas, into, day=day, source=source)
        return await self._commit(plan, MERGED, plan.opened[0], by=by, ground=ground)

    async def split(
        self,
        area: int,
        parts: Sequence[NewArea],
        *,
        goes_to: Mapping[int, int],
        day: LocalDay,
        source: str,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> list[Area]:
        """An area ends and new ones take its ground from a day on; `goes_to` gives each part below its new area."""
        await self.refresh()
        old = self._held(area, day, scope)
        plan = changes.split(self.tree, self._installation.id, area, parts, goes_to, day=day, source=source)
        await self._commit(plan, SPLIT, old, by=by, ground=ground)
        made = {line.to_area for line in plan.lines if line.from_area == area}
        return [version for version in plan.opened if version.area in made]

    async def enter_list(
        self, rows: Sequence[AreaRow], *, day: LocalDay, source: str, by: Actor, ground: str, scope: Scope
    ) -> list[Area]:
        """Enter a whole list of official areas in one act (parents before their parts)."""
        await self.refresh()
        if not scope.covers(ROOT):
            raise NoSuchArea(area=ROOT, day=print_day(day))
        plan = Plan(day=day, source=source)
        made: dict[str, Area] = {}
        handed: dict[str, int] = {}
        for row in rows:
            refuse_code_twice(self.tree, row.code, day)
            if row.code in made:
                raise CodeUsedTwice(code=row.code, name=made[row.code].name)
            above = None if row.parent is None else made.get(row.parent) or self.tree.by_code(row.parent, day)
            parent = above.path if above else ROOT
            path = self.tree.next_path(parent, above.level if above else None, row.level, more=handed.get(parent, 0))
            handed[parent] = handed.get(parent, 0) + 1
            new = NewArea(name=row.name, level=row.level, code=row.code)
            made[row.code] = plan.open_new(new, path, self._installation.id, generated=False)
        if made:
            await self._commit(plan, LISTED, plan.opened[0], by=by, ground=ground)
        return list(made.values())

    async def draw(
        self, area: int, brush: Brush, *, day: LocalDay, by: Actor, ground: str, scope: Scope
    ) -> TopologyReport:
        """Draw invented outlines and cells for a district, marked as generated."""
        await self.refresh()
        district = self._held(area, day, scope)
        drawing = draw(self.tree, self._installation.id, district, brush, day=day)
        plan = Plan(day=day, source=brush.source, opened=list(drawing.cells), opened_shapes=list(drawing.shapes))
        self._replace(plan)
        await self._commit(plan, DRAWN, district, by=by, ground=ground)
        return check(self.tree.outlines(day, within=district.path))

    async def import_geometry(
        self,
        data: bytes,
        *,
        datum: Datum = Datum.WGS84,
        day: LocalDay,
        source: str,
        generated: bool = False,
        tolerance_m2: float = TOLERANCE_M2,
        dry_run: bool = False,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> ImportReport:
        """Take outlines (and new cells) from a GeoJSON file; each feature that does not fit is refused by itself."""
        await self.refresh()
        outlines, unreadable = read_geojson(data, datum=datum)
        candidates, unknown = match(self.tree, outlines, day=day, scope=scope)
        present = self.tree.outlines(day)
        kept, unfit = fit(candidates, present, tolerance_m2=tolerance_m2)
        after = present | {candidate.path: candidate.shape for candidate in kept}
        plan = self._drawn(kept, day=day, source=source, generated=generated)
        if kept and not dry_run:
            named = open_version(self.tree, kept[0].area, day) if kept[0].area is not None else plan.opened[0]
            await self._commit(plan, DRAWN, named, by=by, ground=ground)
        refused = sorted((*unreadable, *unknown, *unfit), key=lambda row: row.index)
        return ImportReport(
            features=len(outlines) + len(unreadable),
            drawn=len(kept),
            established=len(plan.opened),
            refused=tuple(refused),
            topology=check(around(kept, after), tolerance_m2=tolerance_m2),
            dry_run=dry_run,
        )

    # --- how a change is written ---

    def _held(self, area: int, day: LocalDay, scope: Scope) -> Area:
        """The area as it is, if the asker's reach covers it."""
        found = open_version(self.tree, area, day)
        if not scope.covers(found.path):
            raise NoSuchArea(area=area, day=print_day(day))
        return found

    def _drawn(self, kept: Sequence[Candidate], *, day: LocalDay, source: str, generated: bool) -> Plan:
        plan = Plan(day=day, source=source)
        for candidate in kept:
            area = candidate.area
            if candidate.new is not None:
                area = plan.open_new(candidate.new, candidate.path, self._installation.id, generated=generated).area
            assert area is not None
            plan.opened_shapes.append(
                Shape(
                    id=self._installation.id(),
                    area=area,
                    valid_from=day,
                    valid_to=None,
                    wkb=shapely.to_wkb(candidate.shape),
                    generated=generated,
                    source=source,
                )
            )
        self._replace(plan)
        return plan

    def _replace(self, plan: Plan) -> None:
        """New outlines end the old ones of the same areas."""
        for shape in plan.opened_shapes:
            old = self.tree.open_shape(shape.area)
            if old is not None:
                plan.closed_shapes.append(old)

    async def _commit(self, plan: Plan, kind: str, about: Area, *, by: Actor, ground: str) -> Area:
        """Write the plan and its journal line in one transaction, and read the tree anew."""
        unit = self._installation.database.unit()
        unit.in_order()  # a version is closed before the next one with the same path is opened
        _write(unit, plan)
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject("area", about.area),
            by=by,
            ground=ground,
            at=day_start(plan.day, self._installation.zone),
            local_day=plan.day,
            path=about.path,
            body=_body(plan),
        )
        try:
            await unit.commit()
        except Duplicate:
            # Somebody was faster: say whose code it is now, else that the key is taken.
            await self.refresh()
            for version in plan.opened:
                refuse_code_twice(self.tree, version.code, plan.day, but={version.area})
            raise
        await self.refresh()
        return about


def _write(unit: Unit, plan: Plan) -> None:
    for version in plan.closed:
        store.close_area(unit, version, plan.day)
    for shape in plan.closed_shapes:
        store.close_shape(unit, shape, plan.day)
    if plan.opened:
        store.open_areas(unit, plan.opened)
    if plan.opened_shapes:
        store.open_shapes(unit, plan.opened_shapes)
    if plan.lines:
        store.record_successions(unit, plan.lines)


MOST_IN_A_LINE = 50


def _body(plan: Plan) -> dict[str, object]:
    """What the journal keeps of a change: its size, and the first areas by version id."""
    return {
        "source": plan.source,
        "closed": len(plan.closed),
        "opened": len(plan.opened),
        "outlines": len(plan.opened_shapes),
        "areas": [
            {"version": area.version, "path": area.path, "code": area.code, "name": area.name}
            for area in plan.opened[:MOST_IN_A_LINE]
        ],
        "successions": [[line.change.value, line.from_path, line.to_path] for line in plan.lines[:MOST_IN_A_LINE]],
    }
