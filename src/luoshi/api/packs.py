"""Scene packs at the door: what is installed, every definition with its day, hash and source, and what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

from litestar import Request, get
from litestar.params import FromPath

from luoshi.api import shapes
from luoshi.api.security import asker_of
from luoshi.app.house import House
from luoshi.base.definitions import KINDS, Definition
from luoshi.base.i18n import Language
from luoshi.packs import Problem, Release, check_all
from luoshi.packs.errors import NoSuchPack

Req = Request[Any, Any, Any]


@get("/packs")
async def list_packs(request: Req) -> dict[str, Any]:
    """Every pack whose definitions are in force today."""
    house, asker = cast(House, request.app.state.house), asker_of(request)
    asker.need("pack.read")
    held = _held(house)
    problems = await _problems()
    items = [_pack(each, held, problems.get(each.pack, ()), asker.language) for each in _releases(house)]
    return shapes.listed(items, next_=None, count=len(items), exact=True)


@get("/packs/{pack_id:str}")
async def one_pack(request: Req, pack_id: FromPath[str]) -> dict[str, Any]:
    """One pack with the text of its definitions."""
    house, asker = cast(House, request.app.state.house), asker_of(request)
    asker.need("pack.read")
    releases = {each.pack: each for each in _releases(house)}
    if pack_id not in releases:
        raise NoSuchPack(pack=pack_id, nearest=", ".join(releases) or "—")
    problems = await _problems()
    return _pack(releases[pack_id], _held(house), problems.get(pack_id, ()), asker.language)


def _releases(house: House) -> list[Definition]:
    return house.installation.definitions.all(Release, day=house.installation.today())


def _held(house: House) -> dict[str, list[Definition]]:
    """The definitions in force today by pack, in the order of their kinds."""
    found: dict[str, list[Definition]] = {}
    day = house.installation.today()
    for kind in KINDS.values():
        for each in house.installation.definitions.all(kind.struct, day=day):
            if each.body.kind != Release.kind:
                found.setdefault(each.pack, []).append(each)
    return found


async def _problems() -> Mapping[str, list[Problem]]:
    """What the checker says of the folders as they lie on disc now: the next release, not what is installed."""
    found: dict[str, list[Problem]] = {}
    for each in (await asyncio.to_thread(check_all)).problems:
        found.setdefault(each.pack, []).append(each)
    return found


def _pack(
    release: Definition, held: Mapping[str, list[Definition]], problems: Sequence[Problem], language: Language
) -> dict[str, Any]:
    body = cast(Release, release.body)
    return {
        "id": release.pack,
        "name": shapes.both(body.name),
        "version": body.version,
        "serves": list(body.serves),
        "updated": body.updated.isoformat(),
        "note": None if body.note is None else shapes.both(body.note),
        "definitions": [_definition(each) for each in held.get(release.pack, ())],
        "problems": [each.said(language) for each in problems],
    }


def _definition(each: Definition) -> dict[str, Any]:
    kind = KINDS[each.body.kind]
    return {
        "id": str(each.id),
        "key": each.key,
        "kind": each.body.kind,
        "kind_name": shapes.both(kind.meaning),
        "name": shapes.both(each.body.name),
        "valid_from": shapes.day_text(each.valid_from),
        "sha256": each.sha256,
        "source": each.source,
    }


handlers = [list_packs, one_pack]
