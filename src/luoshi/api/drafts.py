"""Forms save themselves: one draft for each person and form, kept until it is sent or thrown away."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, delete, get, put
from litestar.params import FromPath, JSONBody

from luoshi.api.errors import NoSuchPage
from luoshi.api.security import asker_of
from luoshi.api.served import served
from luoshi.base.errors import TooLarge
from luoshi.base.time import print_instant

Req = Request[Any, Any, Any]
LONGEST = 256 * 1024


class DraftTooLarge(TooLarge):
    code = "A-010"


class NoDraft(NoSuchPage):
    code = "A-009"


@get("/drafts/{form:str}")
async def read_draft(request: Req, form: FromPath[str]) -> dict[str, Any]:
    """What was typed into a form and not sent yet."""
    house = served(request)
    found = await house.parties.drafts.get(asker_of(request).person(), form)
    if found is None:
        raise NoDraft(form=form)
    body, at = found
    return {"form": form, "body": msgspec.json.decode(body), "saved_at": print_instant(at, house.installation.zone)}


@put("/drafts/{form:str}")
async def keep_draft(request: Req, form: FromPath[str], data: JSONBody[dict[str, Any]]) -> dict[str, Any]:
    """Save a form as it stands."""
    house = served(request)
    body = msgspec.json.encode(data)
    if len(body) > LONGEST:
        raise DraftTooLarge(kib=LONGEST // 1024)
    async with house.installation.database.unit() as unit:
        at = await house.parties.drafts.put(unit, asker_of(request).person(), form[:100], body.decode())
    return {"form": form, "saved_at": print_instant(at, house.installation.zone)}


@delete("/drafts/{form:str}")
async def drop_draft(request: Req, form: FromPath[str]) -> None:
    """The form was sent, or its writer does not want it any more."""
    async with served(request).installation.database.unit() as unit:
        await served(request).parties.drafts.drop(unit, asker_of(request).person(), form)


handlers = [read_draft, keep_draft, drop_draft]
