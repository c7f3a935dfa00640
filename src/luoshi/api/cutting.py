"""Statements cut anew at the door, and those that come back for sight."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.documents import corrections_of
from luoshi.api.security import Asker, asker_of
from luoshi.app import ledger as acts
from luoshi.app.house import House
from luoshi.kernel.ledger import Act, Piece
from luoshi.publish import documents as pages

Req = Request[Any, Any, Any]


class PieceBody(msgspec.Struct, forbid_unknown_fields=True):
    """A run of the text in code points, and what it says other than the whole."""

    start: int
    end: int
    corrections: dict[str, Any] = msgspec.field(default_factory=dict)


class SplitBody(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    pieces: Annotated[list[PieceBody], msgspec.Meta(min_length=2, max_length=50)]
    ground: str = ""


class Shown(msgspec.Struct, forbid_unknown_fields=True):
    """A statement as it was at `version`."""

    id: str
    version: int


class JoinBody(msgspec.Struct, forbid_unknown_fields=True):
    statements: Annotated[list[Shown], msgspec.Meta(min_length=2, max_length=50)]
    corrections: dict[str, Any] = msgspec.field(default_factory=dict)
    ground: str = ""


@post("/statements/{statement_id:int}/split", status_code=200)
async def split(request: Req, statement_id: FromPath[int], data: JSONBody[SplitBody]) -> dict[str, Any]:
    """Make one statement several; the pieces wait for review. Taken back by POST /acts/{id}/undo."""
    house, asker = house_of(request), asker_of(request)
    act = await acts.split(
        house,
        statement_id,
        version=data.version,
        pieces=[Piece(start=p.start, end=p.end, corrections=corrections_of(p.corrections)) for p in data.pieces],
        by=asker.actor,
        ground=data.ground or "split",
        scope=asker.need("statement.review"),
    )
    return await _told(house, asker, act)


@post("/statements/join", status_code=200)
async def join(request: Req, data: JSONBody[JoinBody]) -> dict[str, Any]:
    """Make neighbours of one document one statement, which waits for review."""
    house, asker = house_of(request), asker_of(request)
    act = await acts.join(
        house,
        [(shapes.number_of("statements", each.id), each.version) for each in data.statements],
        corrections=corrections_of(data.corrections),
        by=asker.actor,
        ground=data.ground or "join",
        scope=asker.need("statement.review"),
    )
    return await _told(house, asker, act)


@get("/documents/{document_id:int}/sight")
async def for_sight(request: Req, document_id: FromPath[int]) -> dict[str, Any]:
    """Those accepted in bulk that were drawn to be looked at, and have not been yet. Reviewing one ends it."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.read")
    of = await house.ledger.document(document_id, scope=scope)
    items = [pages.statement(each) for each in await house.ledger.for_sight(of, scope=scope)]
    return shapes.listed(items, next_=None, count=len(items), exact=True)


async def _told(house: House, asker: Asker, act: Act) -> dict[str, Any]:
    """The act with the statements it set aside and made, as they now stand."""
    scope = asker.need("statement.review")
    of = [await house.ledger.statement(each, scope=scope) for each in act.statements]
    return {
        "act_id": str(act.id),
        "undo_until": shapes.instant(house, act.undo_until),
        "set_aside": [str(each.id) for each in of if each.review == "rejected"],
        "statements": [pages.statement(each) for each in of if each.review != "rejected"],
    }


handlers = [split, join, for_sight]
