"""授权: the administration of roles, grants and the tokens of programs."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import get, post
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
from luoshi.base.time import print_instant
from luoshi.kernel.parties import ApiToken, Grant, Role


class GrantForm(DatedForm, kw_only=True):
    """A role to a post (or, by exception, to a person), in an area (none: everywhere), for one agency or for all."""

    role: Short
    post: Id | None = None
    person: Id | None = None
    area: str | None = None
    agency: Id | None = None


class CarryForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    areas: list[Short]
    to_area: Short
    day: str | None = None
    ground: Long = ""


class TokenForm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: Short
    role: Short
    days: Annotated[int, msgspec.Meta(ge=1, le=3660)]
    area: str | None = None
    agency: Id | None = None
    ground: Long = ""


@get("/roles")
async def roles(request: Req) -> dict[str, Any]:
    """The roles in force, with what each opens."""
    house = served(request)
    asker_of(request).need("grant.read")
    found = house.installation.definitions.all(Role, day=house.installation.today())
    return paged(found, cursor=None, limit=200, show=lambda each: _role(each.key, each.body))


@get("/grants")
async def grants(
    request: Req,
    post_id: FromQuery[int | None] = None,
    person: FromQuery[int | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = 100,
) -> dict[str, Any]:
    """Grants that hold today or later, within what the asker may see."""
    house, scope = served(request), asker_of(request).need("grant.read")
    day = house.installation.today()
    found = [
        each
        for each in house.parties.directory.grants.values()
        if (each.valid_to is None or each.valid_to > day)
        and (post_id is None or each.post == post_id)
        and (person is None or each.person == person)
        and inside(scope, each.path)
    ]
    return paged(found, cursor=cursor, limit=limit, show=lambda each: _grant(house, each))


@post("/grants")
async def grant(request: Req, data: JSONBody[GrantForm]) -> dict[str, Any]:
    """授权: a role to a post, or by exception to a person; nobody gives more than the own reach."""
    async with Act(request, "grant.give") as act:
        area, path = await area_of(act.house, data.area, act.scope)
        done = await act.house.parties.grants.grant(
            act.unit,
            role=data.role,
            post=number(data.post),
            person=number(data.person),
            area=area,
            path=path,
            agency=number(data.agency),
            valid_from=data.first(act.house),
            valid_to=data.end(),
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _grant(act.house, done)


@post("/grants/{row:int}/end", status_code=200)
async def end_grant(request: Req, row: FromPath[int], data: JSONBody[Ending]) -> dict[str, Any]:
    """Take a grant back from a day on."""
    async with Act(request, "grant.end") as act:
        done = await act.house.parties.grants.end_grant(
            act.unit,
            row,
            day=data.on(act.house),
            version=data.version,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _grant(act.house, done)


@post("/grants/carry", status_code=200)
async def carry(request: Req, data: JSONBody[CarryForm]) -> dict[str, Any]:
    """After a merge: grants on the old areas are given on the new one too, in one act."""
    async with Act(request, "grant.give") as act:
        tree, day = act.house.territory.tree, Ending(day=data.day).on(act.house)
        area, path = await area_of(act.house, data.to_area, act.scope)
        olds = {each.area for each in tree.versions if each.code in data.areas and each.area != area}
        done = await act.house.parties.grants.carry(
            act.unit,
            areas=sorted(olds),
            to_area=needed("to_area", None if area is None else str(area)),
            path=path,
            day=day,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return paged(done, cursor=None, limit=200, show=lambda each: _grant(act.house, each))


@get("/tokens")
async def tokens(request: Req) -> dict[str, Any]:
    """Tokens of programs: what each opens and until when, never the token itself."""
    house, scope = served(request), asker_of(request).need("token.read")
    found = [each for each in house.parties.directory.tokens.values() if inside(scope, each.path)]
    return paged(reversed(found), cursor=None, limit=200, show=lambda each: _token(house, each))


@post("/tokens")
async def add_token(request: Req, data: JSONBody[TokenForm]) -> dict[str, Any]:
    """A new token; its text is in this answer and nowhere else."""
    async with Act(request, "token.create") as act:
        area, path = await area_of(act.house, data.area, act.scope)
        text, done = await act.house.parties.grants.create_token(
            act.unit,
            name=data.name,
            role=data.role,
            area=area,
            path=path,
            agency=number(data.agency),
            days=data.days,
            by=act.asker.actor,
            ground=ground_of(data.ground),
            scope=act.scope,
        )
    return _token(act.house, done) | {"token": text}


@post("/tokens/{row:int}/revoke", status_code=200)
async def revoke_token(request: Req, row: FromPath[int]) -> dict[str, Any]:
    """End a program's key at once."""
    async with Act(request, "token.revoke") as act:
        done = await act.house.parties.grants.revoke_token(
            act.unit, row, by=act.asker.actor, ground="administration", scope=act.scope
        )
    return _token(act.house, done)


def _role(key: str, role: Any) -> dict[str, Any]:
    return {
        "id": key.removeprefix("luoshi."),
        "name": both(role.name),
        "verbs": list(role.verbs),
        "faces": list(role.faces),
        "admin": role.admin or None,
    }


def _role_name(house: Served, key: str) -> dict[str, str]:
    found = house.installation.definitions.body(Role, key, day=house.installation.today())
    return {"zh": key, "en": key} if found is None else both(found.name)


def _grant(house: Served, grant: Grant) -> dict[str, Any]:
    return {
        "id": str(grant.id),
        "role": grant.role.removeprefix("luoshi."),
        "role_name": _role_name(house, grant.role),
        "post": post_ref(house, grant.post),
        "person": person_ref(house, grant.person),
        "area": area_ref(house, grant.path),
        "agency": agency_ref(house, grant.agency),
        "version": grant.version,
    } | dated(grant)


def _token(house: Served, token: ApiToken) -> dict[str, Any]:
    zone = house.installation.zone
    ended = token.revoked_at is not None or house.installation.now() >= token.expires_at
    return {
        "id": str(token.id),
        "name": token.name,
        "role": token.role.removeprefix("luoshi."),
        "area": area_ref(house, token.path),
        "agency": agency_ref(house, token.agency),
        "created_at": print_instant(token.created_at, zone),
        "expires_at": print_instant(token.expires_at, zone),
        "state": "revoked" if token.revoked_at is not None else "expired" if ended else "valid",
    }


handlers = [
    roles,
    grants,
    grant,
    end_grant,
    carry,
    tokens,
    add_token,
    revoke_token,
]
