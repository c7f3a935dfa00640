"""人员、账号: the administration of people, their accounts and their private contacts."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from luoshi.api.forms import (
    Act,
    DatedForm,
    Id,
    Long,
    Req,
    Short,
    dated,
    fits,
    ground_of,
    needed,
    paged,
    post_ref,
    sees,
)
from luoshi.api.security import asker_of
from luoshi.api.served import Served, served
from luoshi.base.scope import Scope
from luoshi.kernel.parties import Person


class AccountForm(msgspec.Struct, forbid_unknown_fields=True):
    name: Short
    password: Short


class PersonForm(DatedForm, kw_only=True):
    name: Short
    office_phone: str | None = None
    post: Id | None = None
    account: AccountForm | None = None
    version: int | None = None


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
        if each.holds(day) and fits(q, each.name, each.office_phone, names.get(each.id, "")):
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
    """Change a person's name or office telephone, or end their time here."""
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


def _agencies_of(house: Served, person: int, day: int) -> set[int]:
    standing = house.parties.directory.standing(person, day)
    return set() if standing is None else {each.agency for each in standing.posts}


def _sees_person(house: Served, scope: Scope, at: set[int]) -> bool:
    known = house.parties.directory.agencies
    if not at:
        return any(reach.path == "" for reach in scope.reaches)
    return any(sees(scope, known[each]) for each in at)


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
    people,
    add_person,
    change_person,
    contacts,
    put_contact,
    open_contact,
    add_account,
    reset_password,
    suspend,
]
