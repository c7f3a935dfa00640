"""Indicators at the door: the list, one indicator, and why its value is what it is."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import area_path, day, house_of, moment
from luoshi.api.security import asker_of
from luoshi.kernel.indicators import NoSuchIndicator
from luoshi.publish import indicators as pages
from luoshi.publish.public import indicator_subject

Req = Request[Any, Any, Any]


class ReleaseBody(msgspec.Struct):
    ground: str = ""


@get("/indicators")
async def list_indicators(request: Req, area: FromQuery[str | None] = None) -> dict[str, Any]:
    """Every indicator in force, with its newest value at an area."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("indicator.read")
    items = await pages.items(house, path=await area_path(house, area, scope), scope=scope)
    return shapes.listed(items, next_=None, count=len(items), exact=True)


@get("/indicators/{key:str}")
async def one_indicator(
    request: Req,
    key: FromPath[str],
    area: FromQuery[str | None] = None,
    period: FromQuery[str | None] = None,
) -> dict[str, Any]:
    """One indicator: its definition, the areas below, and its series."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("indicator.read")
    page = await pages.page(house, key, path=await area_path(house, area, scope), period=period, scope=scope)
    return page | {"released": await house.verdicts.released(indicator_subject(key), 0) is not None}


@get("/indicators/{key:str}/why")
async def why(
    request: Req,
    key: FromPath[str],
    area: FromQuery[str | None] = None,
    period: FromQuery[str | None] = None,
    as_of: FromQuery[str | None] = None,
    known_at: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=200)] = 100,
) -> dict[str, Any]:
    """The value with the rows behind it, now or as of a day with what was known at a moment."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("indicator.read")
    found = await house.indicators.why(
        key,
        path=await area_path(house, area, scope),
        period=period,
        as_of=day(as_of),
        known_at=moment(house, known_at),
        after=cursor or 0,
        limit=limit,
        scope=scope,
    )
    if found is None:
        raise NoSuchIndicator(key=key, nearest="—")
    return pages.why(house, key, found)


@post("/indicators/{key:str}/release", status_code=200)
async def release(request: Req, key: FromPath[str], data: JSONBody[ReleaseBody]) -> dict[str, Any]:
    """发布: a named officer lets the public see this indicator of the whole place."""
    return await _released(request, key, data.ground, out=True)


@post("/indicators/{key:str}/recall", status_code=200)
async def recall(request: Req, key: FromPath[str], data: JSONBody[ReleaseBody]) -> dict[str, Any]:
    """撤回: take it off the public pages, with a trace."""
    return await _released(request, key, data.ground, out=False)


async def _released(request: Req, key: str, ground: str, *, out: bool) -> dict[str, Any]:
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("verdict.release")
    path = await area_path(house, None, scope)
    house.indicators.definition(key, path=path)
    act = house.verdicts.release if out else house.verdicts.withdraw
    async with house.unit() as unit:
        await act(unit, indicator_subject(key), 0, path=path, by=asker.actor, ground=ground, scope=scope)
    return {"id": key, "released": out}


handlers = [list_indicators, one_indicator, why, release, recall]
