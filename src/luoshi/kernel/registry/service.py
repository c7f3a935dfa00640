"""What may be done with things: enter them, say how they changed, correct what was wrong, retire them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from luoshi.base import dirty
from luoshi.base.db import Stale, Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.registry import place, properties, store
from luoshi.kernel.registry.errors import (
    BadCode,
    NoSuchThing,
    NotLocated,
    OutOfReach,
    RetiredThing,
    WrongDay,
)
from luoshi.kernel.registry.lookup import Lookup
from luoshi.kernel.registry.model import DEGREE, CorrectThing, PutThing, RetireThing, Thing, ThingVersion
from luoshi.kernel.search import Search

#: Gives the area path of a point (degrees, WGS 84); a point outside the map is its refusal to make.
Locate = Callable[[float, float], str]
PUT = journal.event_kind("thing.put")
CORRECTED = journal.event_kind("thing.corrected")
RETIRED = journal.event_kind("thing.retired")


class Registry(Lookup):
    """The register of one installation: what may be asked of it (`Lookup`), and what may be done."""

    def __init__(self, installation: Installation, *, locate: Locate | None = None) -> None:
        super().__init__(installation)
        self._locate = locate
        self._search = Search(installation)

    async def put_thing(self, unit: Unit, command: PutThing, *, by: Actor, ground: str, scope: Scope) -> Thing:
        """Enter a thing, or say how the thing of that code is from a day on. An equal state changes nothing."""
        (thing,) = await self.put_things(unit, [command], by=by, ground=ground, scope=scope)
        return thing

    async def put_things(
        self, unit: Unit, commands: Sequence[PutThing], *, by: Actor, ground: str, scope: Scope
    ) -> list[Thing]:
        """Several things of any types in one act; each code at most once."""
        known: dict[tuple[str, str], Thing] = {}
        for type_ in {each.type for each in commands}:
            codes = [each.code for each in commands if each.type == type_]
            found = await store.by_codes(self._installation.database, type_, codes, scope=EVERYTHING)
            known.update({(each.type, each.code): each for each in found})
        things: list[Thing] = []
        for each in commands:
            before = known.get((each.type, each.code))
            things.append(self._put(unit, each, before, by=by, ground=ground, scope=scope))
            await self._findable(unit, before, things[-1])
        return things

    def _put(
        self, unit: Unit, command: PutThing, before: Thing | None, *, by: Actor, ground: str, scope: Scope
    ) -> Thing:
        today = self._installation.today()
        day = today if command.valid_from is None else command.valid_from
        of = self.type_of(command.type, day=max(day, today))
        if (of.code_pattern and re.fullmatch(of.code_pattern, command.code) is None) or not command.code:
            raise BadCode(value=command.code, pattern=of.code_pattern or "—")
        if day > today or (before is not None and day < before.valid_from):
            raise WrongDay(day=day, first=before.valid_from if before else "—", last=today)
        where = place.place_of(of, lon=command.lon, lat=command.lat, geometry=command.geometry)
        thing = Thing(
            id=self._installation.id() if before is None else before.id,
            type=command.type,
            code=command.code,
            name=command.name or command.code,
            path=self._path(where, command.path, before),
            lon=where.lon,
            lat=where.lat,
            geometry=where.geometry,
            valid_from=day,
            valid_to=None,
            recorded_at=self._installation.now(),
            props=properties.stored(of, command.props),
            version=1 if before is None else before.version + 1,
        )
        _within(scope, thing.path, *([] if before is None else [before.path]))
        if before is None:
            store.add(unit, thing)
        elif _same(before, thing):
            return before
        else:
            store.replace(unit, thing)
        self._record(unit, PUT, "put", thing, None, before=before, by=by, ground=ground)
        return thing

    async def correct(self, unit: Unit, command: CorrectThing, *, by: Actor, ground: str, scope: Scope) -> Thing:
        """Replace a version that was wrong; what held before and after it stays."""
        history = await self.history(command.thing, scope=scope)
        newest = max(history, key=lambda each: each.order)
        _unchanged(command.version, max(each.thing.version for each in history))
        chosen = [each for each in history if each.thing.version == command.corrects] if command.corrects else [newest]
        if not chosen:
            raise NoSuchThing(thing=f"{command.thing} v{command.corrects}")
        wrong, root = chosen[0].thing, chosen[0].corrects or chosen[0].thing.version
        of = self.type_of(wrong.type, day=max(wrong.valid_from, self._installation.today()))
        where = place.place_of(of, lon=command.lon, lat=command.lat, geometry=command.geometry)
        given = {**properties.readable(of, wrong.props), **command.props}
        right = replace(
            wrong,
            name=command.name or wrong.name,
            path=wrong.path if where == place.NOWHERE else self._path(where, None, wrong),
            lon=wrong.lon if where == place.NOWHERE else where.lon,
            lat=wrong.lat if where == place.NOWHERE else where.lat,
            geometry=wrong.geometry if where == place.NOWHERE else where.geometry,
            recorded_at=self._installation.now(),
            props=properties.stored(of, given),
            version=command.version + 1,
        )
        _within(scope, right.path, wrong.path)
        if chosen[0] == newest or root == newest.corrects:
            store.replace(unit, right)
            await self._findable(unit, wrong, right)
        else:
            store.renumber(unit, right.id, right.version)
        self._record(unit, CORRECTED, "correct", right, root, before=wrong, by=by, ground=ground)
        return right

    async def retire(self, unit: Unit, command: RetireThing, *, by: Actor, ground: str, scope: Scope) -> Thing:
        """Take a thing out of service; it stays in every list of days before."""
        before = await self.get(command.thing, scope=scope)
        _unchanged(command.version, before.version)
        today = self._installation.today()
        day = today if command.day is None else command.day
        if before.valid_to is not None:
            raise RetiredThing(thing=before.code, day=before.valid_to)
        if not before.valid_from <= day <= today:
            raise WrongDay(day=day, first=before.valid_from, last=today)
        thing = replace(
            before,
            valid_from=day,
            valid_to=day,
            recorded_at=self._installation.now(),
            version=command.version + 1,
        )
        _within(scope, thing.path)
        store.replace(unit, thing)
        await self._search.take_out(unit, thing.id)
        self._record(unit, RETIRED, "retire", thing, None, before=before, by=by, ground=ground)
        return thing

    def _path(self, where: place.Place, given: str | None, before: Thing | None) -> str:
        if given is not None:
            return given
        if where.lon is not None and where.lat is not None and self._locate is not None:
            if before is not None and (before.lon, before.lat) == (where.lon, where.lat):
                return before.path
            return self._locate(where.lon / DEGREE, where.lat / DEGREE)
        if before is not None:
            return before.path
        raise NotLocated()

    async def _findable(self, unit: Unit, before: Thing | None, thing: Thing) -> None:
        """A thing in service is found by its code and its name."""
        if before is not None:
            if before.valid_to is None and (before.name, before.path) == (thing.name, thing.path):
                return
            unit.in_order()  # the text of before goes, then the new one comes
            await self._search.take_out(unit, thing.id)
        of = self.type_of(thing.type, day=max(thing.valid_from, self._installation.today()))
        name = thing.code if thing.name == thing.code else f"{thing.code} {thing.name}"
        self._search.put(unit, kind="thing", ref=thing.id, path=thing.path, title=name, body=of.name.zh)

    def _record(
        self,
        unit: Unit,
        kind: str,
        act: Literal["put", "correct", "retire"],
        thing: Thing,
        corrects: int | None,
        *,
        before: Thing | None,
        by: Actor,
        ground: str,
    ) -> None:
        version = ThingVersion(id=self._installation.id(), thing=thing, act=act, corrects=corrects)
        store.add_version(unit, version)
        for path in sorted({thing.path, thing.path if before is None else before.path}):
            dirty.mark(unit, self._installation.id, "things", thing.valid_from, path)
        body: dict[str, Any] = {"type": thing.type, "code": thing.code, "version": thing.version, "row": version.id}
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject("thing", thing.id),
            by=by,
            ground=ground,
            at=thing.recorded_at,
            local_day=self._installation.local_day(thing.recorded_at),
            path=thing.path,
            body=body if corrects is None else {**body, "corrects": corrects},
        )


def _same(before: Thing, after: Thing) -> bool:
    unlike = ("valid_from", "recorded_at", "version")
    return all(
        getattr(before, name) == getattr(after, name) for name in Thing.__dataclass_fields__ if name not in unlike
    )


def _unchanged(read: int, found: int) -> None:
    if read != found:
        raise Stale(what="thing")


def _within(scope: Scope, *paths: str) -> None:
    for path in paths:
        if not scope.covers(path):
            raise OutOfReach(path=path)
