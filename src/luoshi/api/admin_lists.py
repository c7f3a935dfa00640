"""责任清单、分工表、联络员、移交: the administration of who answers for what."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from luoshi.api.forms import (
    Act,
    DatedForm,
    Ending,
    Id,
    Long,
    Req,
    Short,
    agency_ref,
    area_of,
    area_ref,
    both,
    dated,
    ground_of,
    inside,
    needed,
    number,
    paged,
    person_ref,
    post_ref,
)
from luoshi.api.security import asker_of
from luoshi.api.served import Served, served
from luoshi.kernel.parties import Liaison, Portfolio, Responsibility


class ResponsibilityForm(DatedForm, kw_only=True):
    kind: Short
    lead: Id
    area: str | None = None
    supporting: list[Id] = msgspec.field(default_factory=list)
    clause: Long = ""
    source: Long = ""
    backstop: bool = False


class PortfolioForm(DatedForm, kw_only=True):
    post: Id
    theme: str = ""
    area: str | None = None
    agency: Id | None = None
    source: Long = ""


class Move(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    to_post: Id
    version: int = 0
    day: str | None = None
    ground: Long = ""


class LiaisonForm(DatedForm, kw_only=True):
    agency: Id
    person: Id
    topic: str = ""
    reserve: bool = False
    version: int | None = None


@get("/responsibilities")
async def responsibilities(
    request: Req, kind: FromQuery[str | None] = None, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 100
) -> dict[str, Any]:
    """Rows of the responsibility list that hold today or later."""
    house, scope = served(request), asker_of(request).need("party.read")
    day = house.installation.today()
    found = [
        each
        for each in house.parties.directory.responsibilities.values()
        if (each.valid_to is None or each.valid_to > day)
        and (kind is None or each.kind == kind)
        and inside(scope, each.path)
    ]
    found.sort(key=lambda each: (each.kind, each.path, each.valid_from))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _responsibility(house, each))


@post("/responsibilities")
async def add_responsibility(request: Req, data: JSONBody[ResponsibilityForm]) -> dict[str, Any]:
    """A row of the responsibility list 责任清单: who leads for a kind of case in an area, by which clause."""
    async with Act(request, "responsibility.write") as act:
        _, path = await area_of(act.house, data.area, act.scope)
        done = await act.house.parties.lists.put_responsibility(
            act.unit,
            kind=data.kind,
            path=path,
            lead=needed("lead", data.lead),
            supporting=[needed("supporting", each) for each in data.supporting],
            clause=data.clause,
            source=data.source,
            backstop=data.backstop,
            valid_from=data.first(act.house),
            valid_to=data.end(),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _responsibility(act.house, done)


@post("/responsibilities/{row:int}/end", status_code=200)
async def end_responsibility(request: Req, row: FromPath[int], data: JSONBody[Ending]) -> dict[str, Any]:
    """End a row of the responsibility list from a day on."""
    async with Act(request, "responsibility.write") as act:
        done = await act.house.parties.lists.end_responsibility(
            act.unit,
            row,
            day=data.on(act.house),
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _responsibility(act.house, done)


@get("/route")
async def route(request: Req, kind: FromQuery[str], area: FromQuery[str | None] = None) -> dict[str, Any]:
    """Where a case of a kind in an area would go today, and why."""
    house, scope = served(request), asker_of(request).need("party.read")
    _, path = await area_of(house, area, scope)
    found = house.parties.route(kind, path, house.installation.today())
    return {
        "unit": agency_ref(house, found.agency),
        "supporting": [agency_ref(house, each) for each in found.supporting],
        "rule": str(found.rule),
        "backstop": found.backstop,
        "reason": both(found.reason),
    }


@get("/portfolios")
async def portfolios(request: Req, history: FromQuery[bool] = False) -> dict[str, Any]:
    """分工表: who of the leading officers answers for what, today or (with `history`) ever."""
    house, scope = served(request), asker_of(request).need("party.read")
    day = house.installation.today()
    found = [
        each
        for each in house.parties.directory.portfolios.values()
        if (history or each.valid_to is None or each.valid_to > day) and inside(scope, each.path)
    ]
    found.sort(key=lambda each: (each.line, each.valid_from))
    return paged(found, cursor=None, limit=200, show=lambda each: _portfolio(house, each))


@post("/portfolios")
async def add_portfolio(request: Req, data: JSONBody[PortfolioForm]) -> dict[str, Any]:
    """A row of the portfolio list 分工表: which post looks after a theme, a place or a unit."""
    async with Act(request, "party.write") as act:
        _, path = await area_of(act.house, data.area, act.scope)
        done = await act.house.parties.lists.put_portfolio(
            act.unit,
            post=needed("post", data.post),
            theme=data.theme,
            path=path,
            agency=number(data.agency),
            source=data.source,
            valid_from=data.first(act.house),
            valid_to=data.end(),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _portfolio(act.house, done)


@post("/portfolios/{row:int}/move", status_code=200)
async def move_portfolio(request: Req, row: FromPath[int], data: JSONBody[Move]) -> dict[str, Any]:
    """分工调整: one row passes to another post and every open item of it follows, in one act."""
    async with Act(request, "party.write") as act:
        done, moved = await act.house.parties.lists.move_portfolio(
            act.unit,
            row,
            to_post=needed("to_post", data.to_post),
            day=Ending(day=data.day).on(act.house),
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _portfolio(act.house, done) | {"moved": moved}


@get("/posts/{post_id:int}/work")
async def open_work(request: Req, post_id: FromPath[int]) -> dict[str, int]:
    """How much open work a post would hand over."""
    asker_of(request).need("party.read")
    return await served(request).parties.lists.open_work(post_id)


@post("/posts/{post_id:int}/transfer", status_code=200)
async def transfer(request: Req, post_id: FromPath[int], data: JSONBody[Move]) -> dict[str, Any]:
    """移交: all open work of a post goes to another in one act."""
    async with Act(request, "party.write") as act:
        moved = await act.house.parties.lists.transfer(
            act.unit,
            source=post_id,
            target=needed("to_post", data.to_post),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return {"moved": moved, "count": sum(moved.values())}


@get("/liaisons")
async def liaisons(request: Req, agency: FromQuery[int | None] = None) -> dict[str, Any]:
    """联络员: whom to call at an agency, with the office telephone."""
    house = served(request)
    asker_of(request).need("party.read")
    day = house.installation.today()
    found = [
        each
        for each in house.parties.directory.liaisons.values()
        if (each.valid_to is None or each.valid_to > day) and (agency is None or each.agency == agency)
    ]
    return paged(found, cursor=None, limit=200, show=lambda each: _liaison(house, each))


@post("/liaisons")
async def add_liaison(request: Req, data: JSONBody[LiaisonForm]) -> dict[str, Any]:
    """联络员: whom to call in an agency."""
    return await _put_liaison(request, data, None)


@put("/liaisons/{row:int}")
async def change_liaison(request: Req, row: FromPath[int], data: JSONBody[LiaisonForm]) -> dict[str, Any]:
    """Name another liaison contact, or end one."""
    return await _put_liaison(request, data, row)


async def _put_liaison(request: Req, data: LiaisonForm, identity: int | None) -> dict[str, Any]:
    async with Act(request, "party.write") as act:
        before = act.house.parties.directory.liaisons.get(identity) if identity is not None else None
        done = await act.house.parties.organisation.put_liaison(
            act.unit,
            agency=needed("agency", data.agency),
            person=needed("person", data.person),
            topic=data.topic,
            reserve=data.reserve,
            valid_from=data.first(act.house, before),
            valid_to=data.end(before),
            identity=identity,
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _liaison(act.house, done)


def _responsibility(house: Served, row: Responsibility) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "area": area_ref(house, row.path),
        "lead": agency_ref(house, row.lead),
        "supporting": [agency_ref(house, each) for each in row.supporting],
        "clause": row.clause,
        "source": row.source,
        "backstop": row.backstop,
        "version": row.version,
    } | dated(row)


def _portfolio(house: Served, row: Portfolio) -> dict[str, Any]:
    day = house.installation.today()
    return {
        "id": str(row.id),
        "line": str(row.line),
        "theme": row.theme,
        "area": area_ref(house, row.path),
        "agency": agency_ref(house, row.agency),
        "post": post_ref(house, row.post),
        "holders": [person_ref(house, each.id) for each in house.parties.directory.holders(row.post, day)],
        "source": row.source,
        "version": row.version,
    } | dated(row)


def _liaison(house: Served, row: Liaison) -> dict[str, Any]:
    person = house.parties.directory.people.get(row.person)
    return {
        "id": str(row.id),
        "agency": agency_ref(house, row.agency),
        "person": person_ref(house, row.person),
        "office_phone": "" if person is None else person.office_phone,
        "topic": row.topic,
        "reserve": row.reserve,
        "version": row.version,
    } | dated(row)


handlers = [
    responsibilities,
    add_responsibility,
    end_responsibility,
    route,
    portfolios,
    add_portfolio,
    move_portfolio,
    open_work,
    transfer,
    liaisons,
    add_liaison,
    change_liaison,
]
