"""The asker's messages: to the person, and to every post at which the person may act today."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery

from luoshi.api.security import Asker, asker_of
from luoshi.api.served import Served, served
from luoshi.base.time import print_instant
from luoshi.kernel.messages import Message, Recipient

Req = Request[Any, Any, Any]


def recipients_of(house: Served, asker: Asker) -> list[Recipient]:
    person = asker.person()
    standing = house.parties.directory.standing(person, house.installation.today())
    posts = () if standing is None else standing.posts
    agencies = dict.fromkeys(each.agency for each in posts)
    return [
        Recipient("person", person),
        *(Recipient("post", each.id) for each in posts),
        *(Recipient("agency", each) for each in agencies),
    ]


@get("/inbox")
async def inbox(
    request: Req, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50, unread: FromQuery[bool] = False
) -> dict[str, Any]:
    """Messages, newest first."""
    house, asker = served(request), asker_of(request)
    recipients = recipients_of(house, asker)
    most = max(1, min(limit, 200))
    before = int(cursor) if cursor and cursor.isdigit() else None
    found = await house.messages.inbox(recipients, before=before, unread=unread, limit=most + 1)
    shown = found[:most]
    return {
        "items": [_message(house, asker, each) for each in shown],
        "next": str(shown[-1].id) if len(found) > most else None,
        "count": await house.messages.unread(recipients),
        "count_is": "exact",
    }


@post("/inbox/{message:int}/read", status_code=200)
async def read(request: Req, message: FromPath[int]) -> dict[str, Any]:
    """Note that a message was read."""
    house, asker = served(request), asker_of(request)
    async with house.installation.database.unit() as unit:
        found = await house.messages.read(
            unit, message, recipients=recipients_of(house, asker), person=asker.actor.person
        )
    return _message(house, asker, found) | {"read": True}


def _message(house: Served, asker: Asker, message: Message) -> dict[str, Any]:
    text = house.messages.text(message, asker.language)
    return {
        "id": str(message.id),
        "title": text.title,
        "text": text.text,
        "about": {"kind": message.about[0], "id": str(message.about[1])},
        "at": print_instant(message.at, house.installation.zone),
        "read": message.read_at is not None,
    }


handlers = [inbox, read]
