"""What may be asked of the register: one thing, lists by type and place, how a thing was on a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Literal

from msgspec import structs

from luoshi.base.installation import Installation
from luoshi.base.scope import Scope
from luoshi.kernel.registry import place, properties, store
from luoshi.kernel.registry.errors import NoSuchThing, UnknownThingType
from luoshi.kernel.registry.model import Thing, ThingType, ThingVersion

MOST = 10_000


class Lookup:
    """The reading half of the register."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

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


def _optional(of: ThingType) -> ThingType:
    """The type with no property required: a filter names only what it looks for."""
    return structs.replace(of, property=tuple(structs.replace(each, required=False) for each in of.property))
