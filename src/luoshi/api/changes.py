"""Live pages: a stream that says what changed, so that a page asks again; never what it became."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromQuery
from litestar.response import ServerSentEvent, ServerSentEventMessage

from luoshi.api.security import Asker, asker_of
from luoshi.app.house import House
from luoshi.base.ids import floor_of
from luoshi.kernel import journal

Req = Request[Any, Any, Any]
EVERY = 1.0
#: a line becomes visible when its act commits, which may be a little after a line with a higher id
OVERLAP = 3_000_000
BEAT = 20.0
TOPICS = {"case": "cases", "signal": "cases", "document": "documents", "commitment": "commitments", "area": "areas"}


@get("/changes")
async def changes(request: Req, since: FromQuery[int | None] = None) -> ServerSentEvent:
    """Server-sent events `{"seq": …, "topics": […]}` about what the asker may see."""
    house: House = request.app.state.house
    return ServerSentEvent(_watch(house, asker_of(request), since))


async def _watch(house: House, asker: Asker, since: int | None) -> AsyncIterator[ServerSentEventMessage]:
    newest = since if since is not None else floor_of(house.installation.now())
    told: dict[int, None] = {}
    silent = 0.0
    yield ServerSentEventMessage(data=_packed(newest, []), event="changes")
    while True:
        await asyncio.sleep(EVERY)
        scope = asker.scope_for("case.read")
        low = max(newest - floor_of(OVERLAP) + floor_of(0), 0)
        topics: dict[str, None] = {}
        for row in await journal.newer_than(house.database, low):
            if row["id"] in told:
                continue
            told[row["id"]] = None
            newest = max(newest, row["id"])
            if scope.covers(row["path"], *(reach.agency for reach in scope.reaches)):
                topics[TOPICS.get(row["subject_type"], f"{row['subject_type']}s")] = None
                topics[f"{row['subject_type']}:{row['subject_id']}"] = None
        while len(told) > 5_000:
            told.pop(next(iter(told)))
        silent += EVERY
        if topics:
            silent = 0.0
            yield ServerSentEventMessage(data=_packed(newest, list(topics)), event="changes", id=str(newest))
        elif silent >= BEAT:
            silent = 0.0
            yield ServerSentEventMessage(comment="still here")


def _packed(seq: int, topics: list[str]) -> str:
    return msgspec.json.encode({"seq": str(seq), "topics": topics}).decode()


handlers = [changes]
