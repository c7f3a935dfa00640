"""机构、岗位、人员: the administration of agencies, posts, people, who holds what and who stands in."""

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
    Name,
    Req,
    Short,
    agency_ref,
    area_of,
    area_ref,
    both,
    dated,
    ground_of,
    needed,
    number,
    paged,
    person_ref,
    post_ref,
)
from luoshi.api.security import asker_of
from luoshi.api.served import Served, served
from luoshi.base.scope import Scope
from luoshi.kernel.parties import Agency, Person, Post


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


class AccountForm(msgspec.Struct, forbid_unknown_fields=True):
    name: Short
    password: Short


class PersonForm(DatedForm, kw_only=True):
    name: Short
    office_phone: str | None = None
    post: Id | None = None
    account: AccountForm | None = None
    version: int | None = None


class HoldingForm(DatedForm, kw_only=True):
    person: Id
    post: Id


class StandInForm(DatedForm, kw_only=True):
    person: Id
    post: Id


class ContactForm(msgspec.Struct, forbid_unknown_fields=True):
    field: Short
    value: Short
    ground: Long = ""


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    ground: Short


class PasswordForm(msgspec.Struct, forbid_unknown_fields=True):
    new: Short
    ground: Long = ""


class Suspension(msgspec.Struct, forbid_unknown_fields=True):
    suspended: bool
    ground: Long = ""


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
        if each.holds(day) and _sees(scope, each) and _fits(q, each.code, each.name.zh, each.name.en)
    ]
    found.sort(key=lambda each: (each.path, each.code))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _agency(house, each))


@post("/agencies")
async def add_agency(request: Req, data: JSONBody[AgencyForm]) -> dict[str, Any]:
    return await _put_agency(request, data, None)


@put("/agencies/{agency:int}")
async def change_agency(request: Req, agency: FromPath[int], data: JSONBody[AgencyForm]) -> dict[str, Any]:
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
        and _sees(scope, known[each.agency])
        and _fits(q, each.code, each.name.zh, each.name.en, each.duties)
    ]
    found.sort(key=lambda each: (known[each.agency].path, known[each.agency].code, each.code))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _post(house, each))


@post("/posts")
async def add_post(request: Req, data: JSONBody[PostForm]) -> dict[str, Any]:
    return await _put_post(request, data, None)


@put("/posts/{post_id:int}")
async def change_post(request: Req, post_id: FromPath[int], data: JSONBody[PostForm]) -> dict[str, Any]:
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


@get("/people")
async def people(
    request: Req,
    q: FromQuery[str] = "",
    agency: FromQuery[int | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> dict[str, Any]:
    """People who work here today, with posts and account names; their private contacts are not kept here."""
    house, scope = served(request), asker_of(request).need("party.read")
    day = house.installation.today()
    names = await house.parties.accounts.names()
    found = []
    for each in house.parties.directory.people.values():
        if each.holds(day) and _fits(q, each.name, each.office_phone, names.get(each.id, "")):
            at = _agencies_of(house, each.id, day)
            if (agency is None or agency in at) and _sees_person(house, scope, at):
                found.append(each)
    found.sort(key=lambda each: (each.name, each.id))
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _person(house, each, names))


@post("/people")
async def add_person(request: Req, data: JSONBody[PersonForm]) -> dict[str, Any]:
    """Enter a person, with a post and an account if they are named, in one act."""
    async with Act(request, "party.write") as act:
        done = await _put_person(act, data, None)
        if data.post is not None:
            await act.house.parties.organisation.hold(
                act.unit,
                person=done.id,
                post=needed("post", data.post),
                valid_from=data.first(act.house),
                by=act.asker.actor,
                ground=ground_of(data.ground),
                scope=act.scope,
            )
        if data.account is not None:
            act.asker.need("account.write")
            await act.house.parties.accounts.create(
                act.unit,
                done.id,
                name=data.account.name,
                password=data.account.password,
                by=act.asker.actor,
                ground=ground_of(data.ground),
            )
    return _person(act.house, done, await act.house.parties.accounts.names())


@put("/people/{person:int}")
async def change_person(request: Req, person: FromPath[int], data: JSONBody[PersonForm]) -> dict[str, Any]:
    async with Act(request, "party.write") as act:
        done = await _put_person(act, data, person)
    return _person(act.house, done, await act.house.parties.accounts.names())


async def _put_person(act: Act, data: PersonForm, identity: int | None) -> Person:
    organisation = act.house.parties.organisation
    before = None if identity is None else organisation.person(identity)
    kept = "" if before is None else before.office_phone
    return await organisation.put_person(
        act.unit,
        name=data.name,
        office_phone=kept if data.office_phone is None else data.office_phone,
        valid_from=data.first(act.house, before),
        valid_to=data.end(before),
        identity=identity,
        version=data.version,
        by=act.asker.actor,
        ground=ground_of(data.ground),
        scope=act.scope,
    )


@get("/people/{person:int}/contacts")
async def contacts(request: Req, person: FromPath[int]) -> dict[str, str]:
    """Private contacts, masked."""
    scope = asker_of(request).need("party.read")
    return await served(request).parties.contacts.masked(person, scope=scope)


@post("/people/{person:int}/contacts", status_code=204)
async def put_contact(request: Req, person: FromPath[int], data: JSONBody[ContactForm]) -> None:
    """Keep a private contact, sealed."""
    async with Act(request, "party.write") as act:
        act.house.parties.contacts.put(
            act.unit,
            person,
            data.field,
            data.value,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )


@post("/people/{person:int}/contacts/{field:str}/open", status_code=200)
async def open_contact(
    request: Req, person: FromPath[int], field: FromPath[str], data: JSONBody[Reason]
) -> dict[str, str]:
    """Open a private contact for a stated reason; the journal keeps who did and why."""
    async with Act(request, "person.unmask") as act:
        value = await act.house.parties.contacts.open(
            act.unit, person, field, by=act.asker.actor, ground=data.ground, scope=act.scope
        )
    return {"field": field, "value": value}


@post("/people/{person:int}/account")
async def add_account(request: Req, person: FromPath[int], data: JSONBody[AccountForm]) -> dict[str, Any]:
    """Give a person an account."""
    async with Act(request, "account.write") as act:
        found = act.house.parties.organisation.person(person)
        act.house.parties.organisation.need_person(person, act.scope)
        await act.house.parties.accounts.create(
            act.unit, person, name=data.name, password=data.password, by=act.asker.actor, ground="administration"
        )
    return _person(act.house, found, await act.house.parties.accounts.names())


@post("/people/{person:int}/password", status_code=204)
async def reset_password(request: Req, person: FromPath[int], data: JSONBody[PasswordForm]) -> None:
    """Set a new password for somebody who forgot it; all sessions of that person end."""
    async with Act(request, "account.write") as act:
        act.house.parties.organisation.need_person(person, act.scope)
        await act.house.parties.accounts.reset_password(
            act.unit, person, new=data.new, by=act.asker.actor, ground=ground_of(data.ground)
        )


@post("/people/{person:int}/suspension", status_code=204)
async def suspend(request: Req, person: FromPath[int], data: JSONBody[Suspension]) -> None:
    """Close or open an account; closing ends all its sessions."""
    async with Act(request, "account.write") as act:
        act.house.parties.organisation.need_person(person, act.scope)
        await act.house.parties.accounts.suspend(
            act.unit, person, suspended=data.suspended, by=act.asker.actor, ground=ground_of(data.ground)
        )


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
    async with Act(request, "party.write") as act:
        done = await act.house.parties.organisation.end_stand_in(
            act.unit, row, day=data.on(act.house), by=act.asker.actor, ground=ground_of(data.ground), scope=act.scope
        )
    return {"id": str(done.id)} | dated(done)


def _sees(scope: Scope, agency: Agency) -> bool:
    """Agencies within the asker's reach, and those above it: everybody knows whom the own area belongs to."""
    return any(agency.path.startswith(reach.path) or reach.path.startswith(agency.path) for reach in scope.reaches)


def _agencies_of(house: Served, person: int, day: int) -> set[int]:
    standing = house.parties.directory.standing(person, day)
    return set() if standing is None else {each.agency for each in standing.posts}


def _sees_person(house: Served, scope: Scope, at: set[int]) -> bool:
    known = house.parties.directory.agencies
    if not at:
        return any(reach.path == "" for reach in scope.reaches)
    return any(_sees(scope, known[each]) for each in at)


def _fits(q: str, *texts: str) -> bool:
    wanted = q.strip().lower()
    return not wanted or any(wanted in text.lower() for text in texts)


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


def _person(house: Served, person: Person, names: dict[int, str]) -> dict[str, Any]:
    day = house.installation.today()
    standing = house.parties.directory.standing(person.id, day)
    posts = () if standing is None else standing.posts
    return {
        "id": str(person.id),
        "name": person.name,
        "office_phone": person.office_phone,
        "account": names.get(person.id),
        "posts": [
            (post_ref(house, each.id) or {}) | {"standing_in": standing is not None and each.id in standing.standing_in}
            for each in posts
        ],
        "version": person.version,
    } | dated(person)


handlers = [
    agencies,
    add_agency,
    change_agency,
    posts,
    add_post,
    change_post,
    people,
    add_person,
    change_person,
    contacts,
    put_contact,
    open_contact,
    add_account,
    reset_password,
    suspend,
    hold,
    end_holding,
    stand_in,
    end_stand_in,
]
