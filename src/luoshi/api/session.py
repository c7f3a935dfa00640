"""Signing in and out, the one-time setup link, passwords, the asker's own sessions."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody

from luoshi.api.forms import agency_ref, area_ref, both, commit
from luoshi.api.security import COOKIE, Asker, asker_of
from luoshi.api.served import Served, served
from luoshi.base.installation import setting
from luoshi.base.scope import Actor
from luoshi.base.time import SECOND, print_instant
from luoshi.kernel.parties import Session, Standing, csrf_of
from luoshi.kernel.parties.errors import SessionOver

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Req = Request[Any, Any, Any]


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    name: Text
    password: Text


class SetUp(msgspec.Struct, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=60, pattern=r"^\S+$")]
    password: Text
    display_name: Text


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    old: Text
    new: Text


class AtPost(msgspec.Struct, forbid_unknown_fields=True):
    post: str


@get("/session")
async def read_session(request: Req) -> dict[str, Any]:
    """Who is signed in here, what they may open, and what this installation is."""
    return await _shown(request, asker_of(request))


@post("/session")
async def sign_in(request: Req, data: JSONBody[SignIn]) -> Response[dict[str, Any]]:
    """Sign in with name and password; the answer sets the session cookie."""
    house = served(request)
    await house.parties.refresh()
    person = await house.parties.accounts.check(data.name, data.password)
    actor = house.parties.actor_of(person)
    return await _signed_in(request, actor)


@delete("/session")
async def sign_out(request: Req) -> None:
    """End this session."""
    asker = asker_of(request)
    if asker.session is not None:
        async with served(request).installation.database.unit() as unit:
            await served(request).parties.accounts.close_session(
                unit, asker.session, by=asker.actor, ground="signed out"
            )


@post("/setup/{token:str}")
async def set_up(request: Req, token: FromPath[str], data: JSONBody[SetUp]) -> Response[dict[str, Any]]:
    """The first administrator makes an account by the one-time link of `luoshi init`."""
    house = served(request)
    unit = house.installation.database.unit()
    person = await house.parties.set_up(
        unit, token, name=data.name, password=data.password, display_name=data.display_name
    )
    await commit(unit)
    await house.parties.refresh()
    return await _signed_in(request, house.parties.actor_of(person))


@post("/session/password", status_code=204)
async def change_password(request: Req, data: JSONBody[NewPassword]) -> None:
    """Change one's own password; every other session of the account ends."""
    asker = asker_of(request)
    house = served(request)
    async with house.installation.database.unit() as unit:
        await house.parties.accounts.change_password(
            unit,
            asker.person(),
            old=data.old,
            new=data.new,
            session=asker.session.id if asker.session else None,
            by=asker.actor,
        )


@post("/session/post", status_code=200)
async def choose_post(request: Req, data: JSONBody[AtPost]) -> dict[str, Any]:
    """Act from now on at another of one's posts (or at one stood in for)."""
    asker = asker_of(request)
    house = served(request)
    person = asker.person()
    if asker.session is None:
        raise SessionOver()
    actor = house.parties.actor_of(person, int(data.post) if data.post.isdigit() else 0)
    async with house.installation.database.unit() as unit:
        house.parties.accounts.choose_post(unit, asker.session, actor.post)
    return await _shown(request, replace(asker, actor=actor))


@get("/sessions")
async def own_sessions(request: Req) -> dict[str, Any]:
    """The browsers in which the asker is signed in."""
    asker = asker_of(request)
    found = await served(request).parties.accounts.sessions(asker.person())
    items = [_session(served(request), each, asker) for each in found]
    return {"items": items, "next": None, "count": len(items), "count_is": "exact"}


@delete("/sessions")
async def end_other_sessions(request: Req) -> None:
    """A phone was lost: end every other session."""
    asker = asker_of(request)
    async with served(request).installation.database.unit() as unit:
        await served(request).parties.accounts.close_all(
            unit,
            asker.person(),
            by=asker.actor,
            ground="ended by the owner",
            but=asker.session.id if asker.session else None,
        )


async def _signed_in(request: Req, actor: Actor) -> Response[dict[str, Any]]:
    house = served(request)
    assert actor.person is not None
    async with house.installation.database.unit() as unit:
        token, session = await house.parties.accounts.open_session(
            unit, actor.person, by=actor, device=request.headers.get("user-agent", "")
        )
    asker = Asker(actor=actor, parties=house.parties, session=session, csrf=csrf_of(token))
    cookie = Cookie(
        key=COOKIE,
        value=token,
        httponly=True,
        samesite="lax",
        secure=request.scope.get("scheme") == "https",
        path="/",
        max_age=(session.expires_at - session.created_at) // SECOND,
    )
    return Response(await _shown(request, asker), status_code=200, cookies=[cookie])


def _session(house: Served, session: Session, asker: Asker) -> dict[str, Any]:
    zone = house.installation.zone
    return {
        "id": str(session.id),
        "device": session.device,
        "opened_at": print_instant(session.created_at, zone),
        "seen_at": print_instant(session.seen_at, zone),
        "this": asker.session is not None and asker.session.id == session.id,
    }


async def _shown(request: Req, asker: Asker) -> dict[str, Any]:
    house = served(request)
    signed_in = asker.signed_in and asker.actor.kind == "person"
    return {
        "signed_in": signed_in,
        "csrf": asker.csrf or "",
        "demo": await _demo(house),
        "actor": _actor(house, asker) if signed_in else None,
        "installation": await _installation(house),
    }


async def _demo(house: Served) -> Any:
    """Accounts anybody may try: only where demo data was loaded (`setting` "demo_accounts", JSON)."""
    if not house.demo:
        return None
    accounts = await setting(house.installation.database, "demo_accounts")
    return {"accounts": msgspec.json.decode(accounts) if accounts else []}


def _actor(house: Served, asker: Asker) -> dict[str, Any]:
    actor, directory = asker.actor, house.parties.directory
    day = house.installation.today()
    assert actor.person is not None
    standing = directory.standing(actor.person, day)
    posts = () if standing is None else standing.posts
    agency = directory.agencies.get(actor.agency) if actor.agency is not None else None
    roles = house.parties.roles_of(actor)
    faces = dict.fromkeys(face for role in roles for face in role.faces)
    return {
        "id": str(actor.person),
        "name": actor.name,
        "agency": agency_ref(house, actor.agency),
        "post": None if actor.post is None else str(actor.post),
        "posts": [
            {"id": str(each.id), "name": both(each.name), "standing_in": _stands_in(standing, each.id)}
            for each in posts
        ],
        "roles": [role.id for role in roles],
        "role_names": [both(role.name) for role in roles],
        "verbs": sorted({verb for role in roles for verb in role.verbs}),
        "faces": [*faces, "public"],
        "area": area_ref(house, "" if agency is None else agency.path),
    }


def _stands_in(standing: Standing | None, post: int) -> bool:
    return standing is not None and post in standing.standing_in


async def _installation(house: Served) -> dict[str, Any]:
    database = house.installation.database
    name = house.name or "落实"
    return {
        "name": {"zh": name, "en": await setting(database, "name_en") or name},
        "area": area_ref(house, _place(house)),
        "version": version("luoshi"),
        "secrecy_level": await setting(database, "secrecy_level") or "public",
    }


def _place(house: Served) -> str:
    """The path of the place itself: down from the top as long as there is one way."""
    tree, day, path = house.territory.tree, house.installation.today(), ""
    parts = tree.parts(path, day)
    while len(parts) == 1:
        path = parts[0].path
        parts = tree.parts(path, day)
    return path


handlers = [
    read_session,
    sign_in,
    sign_out,
    set_up,
    change_password,
    choose_post,
    own_sessions,
    end_other_sessions,
]
