"""总览 at the door."""

from __future__ import annotations

from typing import Any

from litestar import Request, get
from litestar.params import FromQuery

from luoshi.api.desk import area_path, house_of
from luoshi.api.security import asker_of
from luoshi.publish import overview as pages

Req = Request[Any, Any, Any]


@get("/overview")
async def overview(
    request: Req, area: FromQuery[str | None] = None, measure: FromQuery[str | None] = None
) -> dict[str, Any]:
    """What was promised, what is true and what needs somebody, for an area; `measure` is what the map shows."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("overview.read")
    return await pages.page(house, path=await area_path(house, area, scope), measure=measure, scope=scope)


handlers = [overview]
