"""Things at the door: lists, one thing with its readings and cases, and the map. A resident finds a thing by its
number, and learns nothing else of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Any

import msgspec
import shapely
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.security import asker_of
from luoshi.app.house import House
from luoshi.base import units
from luoshi.base.errors import Malformed
from luoshi.base.i18n import Language
from luoshi.base.scope import Reach, Scope
from luoshi.base.time import parse_day
from luoshi.kernel.observations import Reading
from luoshi.kernel.registry import CorrectThing, Property, PutThing, RetireThing, Thing, ThingType
from luoshi.kernel.registry.properties import show
from luoshi.kernel.territory import Datum, position

LIMIT = 200
#: a resident sees that a thing is there, nothing of its properties or cases
PUBLIC = Scope(reaches=(Reach(),), released=True)
PUBLIC_LIMIT = 20
ON_ONE_MAP = 5_000
Req = Request[Any, Any, Any]


@get("/things")
async def list_things(
    request: Req,
    type: FromQuery[str | None] = None,
    area: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT)] = 50,
) -> dict[str, Any]:
    """Things of a type, in an area, by words of their code or name."""
    house, scope, open_ = _asked(request)
    if not open_:
        limit = min(limit, PUBLIC_LIMIT)
    path = await shapes.path_of(house, area, scope) or ""
    found = await house.registry.listing(
        scope=scope, type_=type, area=path, text=q or "", after=cursor or 0, limit=limit + 1
    )
    count, exactly = await house.registry.count(scope=scope, type_=type, area=path, text=q or "")
    language = asker_of(request).language
    items = [_item(house, each, language, whole=open_) for each in found[:limit]]
    next_ = found[limit - 1].id if len(found) > limit else None
    return shapes.listed(items, next_=next_, count=count, exact=exactly == "exact")


@get("/things/{thing_id:int}")
async def one_thing(request: Req, thing_id: FromPath[int]) -> dict[str, Any]:
    """One thing: shape, properties, what it showed last, and its cases as far as the asker may see them."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("thing.read")
    thing = await house.registry.get(thing_id, scope=scope)
    latest = await house.observations.latest(scope=scope, thing=thing.id)
    cases = await house.cases.page({"thing_id": thing.id}, scope=asker.scope_for("case.read"), limit=20)
    return _item(house, thing, asker.language, whole=True) | {
        "geometry": house.registry.geojson(thing),
        "latest": [_reading(house, each, asker.language) for each in latest],
        "cases": [shapes.case_item(house, each) for each in cases],
    }


@get("/things/{thing_id:int}/history")
async def thing_history(request: Req, thing_id: FromPath[int]) -> list[dict[str, Any]]:
    """How a thing was, version by version, newest first."""
    house, asker = house_of(request), asker_of(request)
    versions = await house.registry.history(thing_id, scope=asker.need("thing.read"))
    return [
        {
            "version": each.thing.version,
            "act": each.act,
            "corrects": each.corrects,
            "valid_from": shapes.day_text(each.thing.valid_from),
            "recorded_at": shapes.instant(house, each.thing.recorded_at),
            "name": each.thing.name,
            "props": _props(house, each.thing, asker.language),
        }
        for each in reversed(versions)
    ]


@get("/things.geojson")
async def things_map(
    request: Req, type: FromQuery[str | None] = None, within: FromQuery[str | None] = None
) -> Response[dict[str, Any]]:
    """Things as one map layer, at most 5,000; `complete` says whether that was all."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("thing.read")
    path = await shapes.path_of(house, within, scope) or ""
    found = await house.registry.listing(scope=scope, type_=type, area=path, limit=ON_ONE_MAP + 1, shapes=True)
    features = [
        {
            "type": "Feature",
            "id": str(each.id),
            "geometry": house.registry.geojson(each),
            "properties": {"id": str(each.id), "type": each.type, "code": each.code, "name": each.name},
        }
        for each in found[:ON_ONE_MAP]
    ]
    body = {"type": "FeatureCollection", "features": features, "complete": len(found) <= ON_ONE_MAP}
    return Response(body, media_type="application/geo+json")


class ThingForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A thing as it is from a day on. Its place is a point in a datum, or a GeoJSON geometry in WGS 84."""

    type: str
    code: str
    name: str = ""
    lon: float | None = None
    lat: float | None = None
    crs: str = "wgs84"
    geometry: dict[str, Any] | None = None
    props: dict[str, Any] = msgspec.field(default_factory=dict)
    valid_from: str | None = None
    ground: str = ""


class CorrectForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was wrong, said right. `corrects` is the version that was wrong, the newest when left out."""

    version: int
    corrects: int | None = None
    name: str | None = None
    lon: float | None = None
    lat: float | None = None
    crs: str = "wgs84"
    geometry: dict[str, Any] | None = None
    props: dict[str, Any] = msgspec.field(default_factory=dict)
    ground: str


class RetireForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: int
    day: str | None = None
    ground: str


@post("/things", status_code=201)
async def put_thing(request: Req, data: JSONBody[ThingForm]) -> dict[str, Any]:
    """Enter a thing, or say how the thing of that code is from a day on."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("thing.put")
    lon, lat = _wgs84(data.lon, data.lat, data.crs)
    command = PutThing(
        type=data.type,
        code=data.code.strip(),
        name=data.name.strip(),
        lon=lon,
        lat=lat,
        geometry=_wkb(data.geometry),
        props=_exact(data.props),
        valid_from=None if data.valid_from is None else parse_day(data.valid_from),
    )
    async with house.unit() as unit:
        thing = await house.registry.put_thing(unit, command, by=asker.actor, ground=_ground(data.ground), scope=scope)
    return _item(house, thing, asker.language, whole=True)


@post("/things/{thing_id:int}/correct", status_code=200)
async def correct_thing(request: Req, thing_id: FromPath[int], data: JSONBody[CorrectForm]) -> dict[str, Any]:
    """Replace a version that was wrong; what held before and after it stays."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("thing.correct")
    lon, lat = _wgs84(data.lon, data.lat, data.crs)
    command = CorrectThing(
        thing=thing_id,
        version=data.version,
        corrects=data.corrects,
        name=data.name,
        lon=lon,
        lat=lat,
        geometry=_wkb(data.geometry),
        props=_exact(data.props),
    )
    async with house.unit() as unit:
        thing = await house.registry.correct(unit, command, by=asker.actor, ground=_ground(data.ground), scope=scope)
    return _item(house, thing, asker.language, whole=True)


@post("/things/{thing_id:int}/retire", status_code=200)
async def retire_thing(request: Req, thing_id: FromPath[int], data: JSONBody[RetireForm]) -> dict[str, Any]:
    """Take a thing out of service from a day on; its history stays."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("thing.retire")
    command = RetireThing(thing=thing_id, version=data.version, day=None if data.day is None else parse_day(data.day))
    async with house.unit() as unit:
        thing = await house.registry.retire(unit, command, by=asker.actor, ground=_ground(data.ground), scope=scope)
    return _item(house, thing, asker.language, whole=True)


def _wgs84(lon: float | None, lat: float | None, crs: str) -> tuple[float | None, float | None]:
    if lon is None or lat is None:
        return None, None
    if crs not in set(Datum):
        raise Malformed(field="crs", problem=", ".join(Datum))
    return position(lon, lat, Datum(crs))


def _wkb(geometry: dict[str, Any] | None) -> bytes | None:
    if geometry is None:
        return None
    try:
        found: bytes = shapely.from_geojson(json.dumps(geometry)).wkb
    except (shapely.errors.ShapelyError, TypeError, AttributeError) as cause:
        raise Malformed(field="geometry", problem="GeoJSON") from cause
    return found


def _exact(props: dict[str, Any]) -> dict[str, object]:
    """JSON writes 8.5 and means 8.5: the digits as they stand, not the nearest binary number."""
    return {name: Decimal(repr(value)) if isinstance(value, float) else value for name, value in props.items()}


def _ground(text: str) -> str:
    return text.strip() or "register"


def _asked(request: Req) -> tuple[House, Scope, bool]:
    """The house, how far the asker sees, and whether more than that a thing is there."""
    scope = asker_of(request).scope_for("thing.read")
    return house_of(request), scope if scope.reaches else PUBLIC, bool(scope.reaches)


def _type(house: House, thing: Thing) -> ThingType:
    day = house.installation.today()
    return house.registry.type_of(thing.type, day=max(day, thing.valid_from), path=thing.path)


def _item(house: House, thing: Thing, language: Language, *, whole: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": str(thing.id),
        "type": thing.type,
        "type_name": shapes.both(_type(house, thing).name),
        "code": thing.code,
        "name": thing.name,
        "path": thing.path,
        "area": shapes.area_of(house, thing.path),
        "lon": None if thing.point is None else thing.point[0],
        "lat": None if thing.point is None else thing.point[1],
        "in_service": thing.valid_to is None,
    }
    return shown | {"version": thing.version, "props": _props(house, thing, language)} if whole else shown


def _props(house: House, thing: Thing, language: Language) -> list[dict[str, Any]]:
    """Properties that tell nothing of a person, those without a value too: missing is not the same as not there."""
    return [
        {
            "id": each.id,
            "name": shapes.both(each.name),
            "unit": _unit(each.unit),
            "value": _plain(each, thing.props.get(each.id), language),
        }
        for each in _type(house, thing).property
        if not each.personal
    ]


def _reading(house: House, reading: Reading, language: Language) -> dict[str, Any]:
    stream = house.observations.stream_of(reading.stream, day=reading.local_day, path=reading.path)
    kept = _plain(stream.as_property(), reading.kept, language)
    value: Any = kept
    if isinstance(kept, bool):
        value = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}[kept][language]
    elif kept is None or stream.type in {"integer", "decimal"}:
        state = "missing" if kept is None else "number"
        value = {"value": None if kept is None else str(kept), "state": state, "unit": stream.unit, "why": None}
    return {
        "stream": reading.stream,
        "property": shapes.both(stream.name),
        "value": value,
        "at": shapes.instant(house, reading.at),
        "source": {"kind": reading.source_kind, "id": str(reading.source)},
    }


def _plain(of: Property, kept: int | str | None, language: Language) -> Any:
    """A value as pages show it: words of a list by their name, numbers exact as text, yes and no as such."""
    value = show(of, kept)
    if value is None or isinstance(value, bool):
        return value
    if of.type == "code":
        return next((each.name[language] for each in of.options if each.id == value), value)
    return str(value)


def _unit(unit: str) -> dict[str, str] | None:
    if not unit:
        return None
    found = units.unit(unit)
    return {"zh": found.label("zh"), "en": found.label("en")}


handlers = [list_things, one_thing, thing_history, things_map, put_thing, correct_thing, retire_thing]
