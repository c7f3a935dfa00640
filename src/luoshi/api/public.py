"""What everybody may read without an account: only what a named officer released."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.publish import public as pages

Req = Request[Any, Any, Any]


@get("/public/overview")
async def public_overview(request: Req) -> dict[str, Any]:
    """How the released promises stand, and the released indicators."""
    return await pages.overview(house_of(request))


@get("/public/commitments")
async def public_commitments(
    request: Req,
    state_: Annotated[str | None, QueryParameter(name="state")] = None,
    q: FromQuery[str | None] = None,
    year: FromQuery[int | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Released promises, in the order of their release."""
    house = house_of(request)
    of = [
        each
        for each in await pages.released(house)
        if (not q or q in each.subject)
        and (year is None or (each.period is not None and each.period[0] <= year <= each.period[1]))
    ]
    shown = await pages.items(house, of)
    chosen = [each for each in shown if state_ is None or each["state"] == state_]
    start = cursor or 0
    end = start + limit
    next_ = end if end < len(chosen) else None
    return shapes.listed(chosen[start:end], next_=next_, count=len(chosen), exact=True)


@get("/public/commitments/{commitment_id:int}")
async def public_commitment(request: Req, commitment_id: FromPath[int]) -> dict[str, Any]:
    """One released promise with its sentence and how it stands."""
    return await pages.page(house_of(request), commitment_id)


handlers = [public_overview, public_commitments, public_commitment]
