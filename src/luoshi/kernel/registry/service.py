"""What may be done with things: enter them, say how they changed, correct what was wrong, retire them, read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Literal

from msgspec import structs

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
    UnknownThingType,
    WrongDay,
)
from luoshi.kernel.registry.model import DEGREE, CorrectThing, PutThing, RetireThing, Thing, ThingType, ThingVersion

#: Gives the area path of a point (degrees, WGS 84); a point outside the map is its refusal to make.
Locate = Callable[[float, float], str]
PUT = journal.event_kind("thing.put")
CORRECTED = journal.event_kind("thing.corrected")
RETIRED = journal.event_kind("thing.retired")
MOST = 10_000


class Registry:
    """The register of one installation."""

    def __init__(self, installation: Installation, *, locate: Locate | None = None) -> None:
        self._installation = installation
        self._locate = locate

    # --- reading ---

    def type_of(self, key: str, *, day: int, path: str = "") -> ThingType:
        """The declaration of a type (`street_lighting.lamp`) in force on a day."""
        found = self._installation.definitions.body(ThingType, key, day=day, path=path)
        if found is None:
            known = [each.key for each in self._installation.definitions.all(ThingType, day=day)]
            raise UnknownThingType(type=key, nearest=", ".join(get_close_matches(key, known, n=1) or known[:6]) or "—")
        return found

    async def get(self, thing: int, *, scope: Scope) -> Thing:
        """One thing with its shape, as it is now."""
        found = await store.one(self._installation.database, thing, scope=scope)
        if found is None:
            raise NoSuchThing(thing=thing)
        return found

    async def by_code(self, type_: str, code: str, *, scope: Scope) -> Thing | None:
        found = await store.by_codes(self._installation.database, type_, [code], scope=scope)
        return found[0] if found else None

    async def many(self, ids: Collection[int], *, scope: Scope) -> dict[int, Thing]:
        """Things by id, without their shapes; those out of scope are left out."""
        found = await store.by_ids(self._installation.database, ids)
        return {each.id: each for each in found if scope.covers(each.path)}

    async def listing(
        self,
        *,
        scope: Scope,
        type_: str | None = None,
        area: str = "",
        text: str = "",
        equal: Mapping[str, object] | None = None,
        retired: bool = False,
        after: int = 0,
        limit: int = 50,
        shapes: bool = False,
    ) -> list[Thing]:
        """Things of a type in an area, by id. `equal` narrows by properties, `text` by code and name."""
        return await store.listing(
            self._installation.database,
            scope=scope,
            type_=type_,
            area=area,
            text=text,
            equal=self._kept(type_, equal or {}),
            retired=retired,
            after=after,
            limit=limit,
            shapes=shapes,
        )

    async def count(
        self,
        *,
        scope: Scope,
        type_: str | None = None,
        area: str = "",
        text: str = "",
        equal: Mapping[str, object] | None = None,
    ) -> tuple[int, Literal["exact", "more_than"]]:
        """How many such things are in service; beyond 10,000 that is all that is said."""
        found = await store.count(
            self._installation.database,
            scope=scope,
            type_=type_,
            area=area,
            text=text,
            equal=self._kept(type_, equal or {}),
            most=MOST + 1,
        )
        return (MOST, "more_than") if found > MOST else (found, "exact")

    async def history(self, thing: int, *, scope: Scope) -> list[ThingVersion]:
        """Every version of a thing in the order it was recorded."""
        await self.get(thing, scope=scope)
        return await store.versions(self._installation.database, thing)

    async def as_of(self, thing: int, *, day: int, known_at: int | None = None, scope: Scope) -> Thing | None:
        """How a thing was on a day, as Luoshi knew at `known_at` (now when left out); nothing before it existed."""
        at = self._installation.now() if known_at is None else known_at
        found = await store.state_on(self._installation.database, thing, day=day, known_at=at)
        return found.thing if found is not None and scope.covers(found.thing.path) else None

    async def paths_on(self, days: Mapping[int, int]) -> dict[int, str]:
        """The area path each thing lay in on its local day."""
        return await store.paths_on(self._installation.database, days)

    def geojson(self, thing: Thing) -> dict[str, object] | None:
        """Its shape as a GeoJSON geometry; nothing for a thing without a place."""
        return place.geojson_of(thing.geometry, thing.lon, thing.lat)

    async def index_filters(self, type_: str) -> list[str]:
        """Make the properties of a type that say `filter = true` searchable; a job does this when a pack is installed.

        Gives the properties. What is there already stays.
        """
        of = self.type_of(type_, day=self._installation.today())
        names = [each.id for each in of.property if each.filter]
        database = self._installation.database
        await database.script([store.filter_index(database.dialect, type_, name) for name in names])
        return names

    def _kept(self, type_: str | None, equal: Mapping[str, object]) -> dict[str, str]:
        if not equal:
            return {}
        of = self.type_of(type_ or "", day=self._installation.today())
        bare = _optional(of)
        return {name: str(value) for name, value in properties.stored(bare, equal).items()}

    # --- verbs ---

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
        return [
            self._put(unit, each, known.get((each.type, each.code)), by=by, ground=ground, scope=scope)
            for each in commands
        ]

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
        self._record(unit, PUT, "put", thing, None, by=by, ground=ground)
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
        else:
            store.renumber(unit, right.id, right.version)
        self._record(unit, CORRECTED, "correct", right, root, by=by, ground=ground)
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
        self._record(unit, RETIRED, "retire", thing, None, by=by, ground=ground)
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

    def _record(
        self,
        unit: Unit,
        kind: str,
        act: Literal["put", "correct", "retire"],
        thing: Thing,
        corrects: int | None,
        *,
        by: Actor,
        ground: str,
    ) -> None:
        version = ThingVersion(id=self._installation.id(), thing=thing, act=act, corrects=corrects)
        store.add_version(unit, version)
        dirty.mark(unit, self._installation.id, "things", thing.valid_from, thing.path)
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


def _optional(of: ThingType) -> ThingType:
    """The type with no property required: a filter names only what it looks for."""
    return structs.replace(of, property=tuple(structs.replace(each, required=False) for each in of.property))


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
