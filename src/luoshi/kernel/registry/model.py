"""What a thing is, what a pack says about a type of thing, and the commands that change the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import msgspec

from luoshi.base.definitions import Body, DefinitionKind, Words, declare

#: How many properties of one type may be searched: each is an index that every write pays for.
FILTERS = 6
DEGREE = 10_000_000
PropertyType = Literal["integer", "decimal", "text", "code", "date", "boolean"]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One word of a closed list, with its name in both languages."""

    id: str
    name: Words


class Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One fact kept with a thing.

    unit: of numbers. scale: decimal places of a `decimal`; it is kept as an integer of that scale. options: the words
    of a `code`. required: a thing without it is refused. filter: lists can be narrowed by it (at most 6 a type).
    personal: it tells something of a person, so no indicator, page or feed may carry it.
    """

    id: str
    name: Words
    type: PropertyType
    unit: str = ""
    scale: int = 0
    options: tuple[Option, ...] = ()
    required: bool = False
    filter: bool = False
    personal: bool = False


class ThingType(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A type of thing: a lamp, a section of a river.

    geometry: how it lies on the map. code_pattern: a regular expression its codes match. part_of: the type of the
    larger thing it belongs to.
    """

    kind: ClassVar[str] = "thing_type"
    geometry: Literal["none", "point", "line", "polygon"] = "point"
    code_pattern: str = ""
    part_of: str | None = None
    property: tuple[Property, ...] = ()

    def find(self, identity: str) -> Property | None:
        """The property of that id."""
        return next((each for each in self.property if each.id == identity), None)


def _check(body: ThingType, pack: Mapping[str, Any]) -> Iterable[str]:
    filters = [each.id for each in body.property if each.filter]
    if len(filters) > FILTERS:
        yield f"property: {len(filters)} properties say filter = true, a type may have {FILTERS}"
    try:
        re.compile(body.code_pattern)
    except re.error as problem:
        yield f'code_pattern: "{body.code_pattern}" is no regular expression ({problem})'
    seen: set[str] = set()
    for number, each in enumerate(body.property):
        where = f"property[{number}]"
        if each.id in seen:
            yield f'{where}.id: "{each.id}" stands twice'
        seen.add(each.id)
        if each.type == "code" and not each.options:
            yield f"{where}.options: a code needs the words it may be"
        if each.type != "code" and each.options:
            yield f"{where}.options: only a code has options, not {each.type}"
        if each.scale and each.type != "decimal":
            yield f"{where}.scale: only a decimal has places after the point, not {each.type}"
        if not 0 <= each.scale <= 9:
            yield f"{where}.scale: {each.scale} is not between 0 and 9"


declare(
    DefinitionKind(
        kind="thing_type",
        struct=ThingType,
        meaning=Words(zh="部件类型", en="a type of thing, with its properties"),
        check=_check,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing as it is now. `props` holds numbers as integers of their property's scale.

    `lon` and `lat` are in 1e-7 degrees (WGS 84); for a line or an area they are a point on it.
    """

    id: int
    type: str
    code: str
    name: str
    path: str
    lon: int | None
    lat: int | None
    valid_from: int
    valid_to: int | None
    recorded_at: int
    props: Mapping[str, int | str | None]
    version: int
    geometry: bytes | None = field(default=None, repr=False)

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude in degrees."""
        if self.lon is None or self.lat is None:
            return None
        return self.lon / DEGREE, self.lat / DEGREE


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingVersion:
    """How a thing was from `thing.valid_from` on, as known since `thing.recorded_at`.

    `corrects` is the version that was first said of that time and was wrong; a plain change leaves it empty.
    """

    id: int
    thing: Thing
    act: Literal["put", "correct", "retire"]
    corrects: int | None

    @property
    def order(self) -> tuple[int, int, int]:
        """Of two versions that hold on a day, the greater one counts: a correction stands where the wrong one stood."""
        return self.thing.valid_from, self.corrects or self.thing.version, self.thing.version


@dataclass(frozen=True, slots=True, kw_only=True)
class PutThing:
    """Enter a thing, or say how it is from `valid_from` (a local day, today when left out).

    The place is `lon`/`lat` in degrees, or `geometry` (WKB), or, for things without a place on the map, `path`.
    `props` are as people write them: 8.5, "LED", True; the register scales them.
    """

    type: str
    code: str
    name: str = ""
    lon: float | None = None
    lat: float | None = None
    geometry: bytes | None = None
    path: str | None = None
    props: Mapping[str, object] = field(default_factory=dict)
    valid_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectThing:
    """Say that one version of a thing was wrong and how it was instead. `version` is the version that was read.

    `corrects` is the version to replace, the newest when left out. Properties not named stay as they are.
    """

    thing: int
    version: int
    corrects: int | None = None
    name: str | None = None
    lon: float | None = None
    lat: float | None = None
    geometry: bytes | None = None
    props: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireThing:
    """Take a thing out of service from a day on; its history stays."""

    thing: int
    version: int
    day: int | None = None
