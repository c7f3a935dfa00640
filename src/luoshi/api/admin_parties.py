"""机构、岗位: the administration of agencies and posts, who holds which and who stands in."""

from __future__ import annotations

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from luoshi.api.forms import (
    Act,
    DatedForm,
    Ending,
    Id,
    Long,
    Name,
    Req,
    Short,
    agency_ref,
    area_of,
    area_ref,
    both,
    dated,
    fits,
    ground_of,
    needed,
    number,
    paged,
    person_ref,
    sees,
)
from luoshi.api.security import asker_of
from luoshi.api.served import Served, served
from luoshi.kernel.parties import Agency, Post


class AgencyForm(DatedForm, kw_only=True):
    code: Short
    name: Name
    kind: str = "department"
    parent: Id | None = None
    area: str | None = None
    version: int | None = None


class PostForm(DatedForm, kw_only=True):
    agency: Id
    code: Short
    name: Name
    duties: Long | None = None
    version: int | None = None


class HoldingForm(DatedForm, kw_only=True):
    person: Id
    post: Id


class StandInForm(DatedForm, kw_only=True):
    person: Id
    post: Id


@get("/agencies")
async def agencies(
    request: Req, q: FromQuery[str] = "", cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 100
) -> dict[str, Any]:
    """Agencies in force today within what the asker may see."""
    house, scope = served(request), asker_of(request).need("party.read")
    day = house.installation.today()
    found = [
        each
        for each in house.parties.directory.agencies.values()
        if each.holds(day) and sees(scope, each) and fits(q, each.code, each.name.zh, each.name.en)
    ]
    found.sort(key=lambda each: (each.path, each.code))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _agency(house, each))


@post("/agencies")
async def add_agency(request: Req, data: JSONBody[AgencyForm]) -> dict[str, Any]:
    """Enter an agency 机构."""
    return await _put_agency(request, data, None)


@put("/agencies/{agency:int}")
async def change_agency(request: Req, agency: FromPath[int], data: JSONBody[AgencyForm]) -> dict[str, Any]:
    """Rename, move or end an agency; the version says what was seen."""
    return await _put_agency(request, data, agency)


async def _put_agency(request: Req, data: AgencyForm, identity: int | None) -> dict[str, Any]:
    """A field that a change leaves out stays as it was; a new agency stands where its parent does."""
    async with Act(request, "party.write") as act:
        organisation = act.house.parties.organisation
        before = None if identity is None else organisation.agency(identity)
        parent = number(data.parent)
        near = before or (None if parent is None else organisation.agency(parent))
        if data.area is None and near is not None:
            area, path = near.area, near.path
        else:
            area, path = await area_of(act.house, data.area, act.scope)
        done = await organisation.put_agency(
            act.unit,
            code=data.code,
            name=data.name.words(),
            kind=data.kind,
            parent=parent,
            area=area,
            path=path,
            valid_from=data.first(act.house, before),
            valid_to=data.end(before),
            identity=identity,
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _agency(act.house, done)


@get("/posts")
async def posts(
    request: Req,
    agency: FromQuery[int | None] = None,
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> dict[str, Any]:
    """Posts in force today, with who holds them and who stands in."""
    house, scope = served(request), asker_of(request).need("party.read")
    day = house.installation.today()
    known = house.parties.directory.agencies
    found = [
        each
        for each in house.parties.directory.posts.values()
        if each.holds(day)
        and (agency is None or each.agency == agency)
        and sees(scope, known[each.agency])
        and fits(q, each.code, each.name.zh, each.name.en, each.duties)
    ]
    found.sort(key=lambda each: (known[each.agency].path, known[each.agency].code, each.code))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _post(house, each))


@post("/posts")
async def add_post(request: Req, data: JSONBody[PostForm]) -> dict[str, Any]:
    """Enter a post 岗位 at an agency."""
    return await _put_post(request, data, None)


@put("/posts/{post_id:int}")
async def change_post(request: Req, post_id: FromPath[int], data: JSONBody[PostForm]) -> dict[str, Any]:
    """Rename or end a post, or say its duties anew."""
    return await _put_post(request, data, post_id)


async def _put_post(request: Req, data: PostForm, identity: int | None) -> dict[str, Any]:
    async with Act(request, "party.write") as act:
        organisation = act.house.parties.organisation
        before = None if identity is None else organisation.post(identity)
        done = await organisation.put_post(
            act.unit,
            agency=needed("agency", data.agency),
            code=data.code,
            name=data.name.words(),
            duties=data.duties if data.duties is not None else "" if before is None else before.duties,
            valid_from=data.first(act.house, before),
            valid_to=data.end(before),
            identity=identity,
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _post(act.house, done)


@post("/holdings")
async def hold(request: Req, data: JSONBody[HoldingForm]) -> dict[str, Any]:
    """A person takes a post."""
    async with Act(request, "party.write") as act:
        done = await act.house.parties.organisation.hold(
            act.unit,
            person=needed("person", data.person),
            post=needed("post", data.post),
            valid_from=data.first(act.house),
            valid_to=data.end(),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return {"id": str(done.id), "person": data.person, "post": data.post} | dated(done)


@post("/holdings/{holding:int}/end", status_code=200)
async def end_holding(request: Req, holding: FromPath[int], data: JSONBody[Ending]) -> dict[str, Any]:
    """Somebody leaves a post."""
    async with Act(request, "party.write") as act:
        done = await act.house.parties.organisation.end_holding(
            act.unit,
            holding,
            day=data.on(act.house),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return {"id": str(done.id)} | dated(done)


@post("/stand-ins")
async def stand_in(request: Req, data: JSONBody[StandInForm]) -> dict[str, Any]:
    """AB岗: name who acts at a post for some days; an end is required."""
    async with Act(request, "party.write") as act:
        first = data.first(act.house)
        done = await act.house.parties.organisation.stand_in(
            act.unit,
            post=needed("post", data.post),
            person=needed("person", data.person),
            valid_from=first,
            valid_to=needed("valid_to", str(data.end() or "")),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return {"id": str(done.id), "person": data.person, "post": data.post} | dated(done)


@post("/stand-ins/{row:int}/end", status_code=200)
async def end_stand_in(request: Req, row: FromPath[int], data: JSONBody[Ending]) -> dict[str, Any]:
    """A stand-in (AB岗) ends."""
    async with Act(request, "party.write") as act:
        done = await act.house.parties.organisation.end_stand_in(
            act.unit, row, day=data.on(act.house), by=act.asker.actor, ground=ground_of(data.ground), scope=act.scope
        )
    return {"id": str(done.id)} | dated(done)


def _agency(house: Served, agency: Agency) -> dict[str, Any]:
    day = house.installation.today()
    return {
        "id": str(agency.id),
        "code": agency.code,
        "name": both(agency.name),
        "kind": agency.kind,
        "parent": agency_ref(house, agency.parent),
        "area": area_ref(house, agency.path),
        "path": agency.path,
        "posts": len(house.parties.directory.posts_of(agency.id, day)),
        "version": agency.version,
    } | dated(agency)


def _post(house: Served, post: Post) -> dict[str, Any]:
    day = house.installation.today()
    directory = house.parties.directory
    return {
        "id": str(post.id),
        "code": post.code,
        "name": both(post.name),
        "agency": agency_ref(house, post.agency),
        "duties": post.duties,
        "holders": [
            {"holding": str(each.id), "person": person_ref(house, each.person)} | dated(each)
            for each in directory.holdings.values()
            if each.post == post.id and each.holds(day)
        ],
        "stand_ins": [
            {"id": str(each.id), "person": person_ref(house, each.person)} | dated(each)
            for each in directory.stand_ins.values()
            if each.post == post.id and (each.valid_to is None or each.valid_to > day)
        ],
        "version": post.version,
    } | dated(post)


handlers = [
    agencies,
    add_agency,
    change_agency,
    posts,
    add_post,
    change_post,
    hold,
    end_holding,
    stand_in,
    end_stand_in,
]
