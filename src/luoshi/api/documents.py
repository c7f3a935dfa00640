"""Documents at the door: received, listed, read beside their statements, and reviewed."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import area_path, house_of
from luoshi.api.security import asker_of
from luoshi.app import documents as arriving
from luoshi.app import ledger as acts
from luoshi.app.documents import Paper
from luoshi.app.house import House
from luoshi.base.errors import Malformed
from luoshi.kernel.ledger import Decision, Document, DocumentState
from luoshi.publish import documents as pages

Req = Request[Any, Any, Any]
LIMIT = 200
#: a little above the largest document (50 MB), for the form around it
LARGEST = 51 * 1024 * 1024


class Upload(msgspec.Struct):
    """A file with what is known of it; `area` is an official code."""

    file: UploadFile
    title: str = ""
    issuer: str = ""
    document_number: str = ""
    area: str = ""
    numbers_seen: str = ""


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """Text pasted from a page or a chat."""

    text: str
    title: str = ""
    issuer: str = ""
    area: str = ""
    numbers_seen: bool = False


class ReviewBody(msgspec.Struct, forbid_unknown_fields=True):
    """A decision on one statement as it was at `version`."""

    version: int
    decision: str
    corrections: dict[str, Any] | None = None
    ground: str = ""


class AcceptBody(msgspec.Struct, forbid_unknown_fields=True):
    above: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.9
    ground: str = ""


class GroundBody(msgspec.Struct):
    ground: str = ""


@post("/documents", status_code=201, request_max_body_size=LARGEST)
async def receive_file(
    request: Req, data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> dict[str, Any]:
    """Receive a planning document; a short one is read at once, a long one by a job."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.receive")
    paper = Paper(
        name=data.file.filename or "document.txt",
        path=await area_path(house, data.area, scope),
        title=data.title.strip(),
        issuer=data.issuer.strip(),
        document_number=data.document_number.strip(),
        numbers_seen=data.numbers_seen in {"1", "true", "yes"},
    )
    content = await data.file.read()
    of = await arriving.receive_document(house, content, paper, by=asker.actor, ground="upload", scope=scope)
    return await _item(house, of)


@post("/documents/text", status_code=201)
async def receive_text(request: Req, data: JSONBody[Pasted]) -> dict[str, Any]:
    """Receive pasted text; it is read like a file."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.receive")
    path = await area_path(house, data.area, scope)
    paper = Paper(
        name=f"{data.title.strip() or 'pasted'}.txt",
        path=path,
        title=data.title.strip(),
        issuer=data.issuer.strip(),
        numbers_seen=data.numbers_seen,
    )
    return await _item(
        house, await arriving.receive_text(house, data.text, paper, by=asker.actor, ground="pasted", scope=scope)
    )


@get("/documents")
async def list_documents(
    request: Req,
    area: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT)] = 50,
) -> dict[str, Any]:
    """Documents, newest first."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.read")
    path = await shapes.path_of(house, area, scope)
    rows = await house.ledger.documents(scope=scope, before=cursor, limit=limit + 1, path=path, words=q)
    counts = await house.ledger.counts(rows[:limit])
    items = [pages.item(house, each, counts[each.id], progress=await _progress(house, each)) for each in rows[:limit]]
    more = len(rows) > limit
    return shapes.listed(items, next_=rows[limit - 1].id if more else None, count=len(items), exact=not more)


@get("/documents/{document_id:int}")
async def one_document(request: Req, document_id: FromPath[int]) -> dict[str, Any]:
    """One document with its canonical text, in which all offsets count code points."""
    house, asker = house_of(request), asker_of(request)
    of = await house.ledger.document(document_id, scope=asker.need("document.read"))
    text = await house.ledger.text(of)
    return await _item(house, of) | {"text": text, "sections": await asyncio.to_thread(pages.sections, text)}


@get("/documents/{document_id:int}/statements")
async def list_statements(
    request: Req,
    document_id: FromPath[int],
    review: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    unsure: FromQuery[bool] = False,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT)] = 100,
    state_: Annotated[str | None, QueryParameter(name="state")] = None,
) -> dict[str, Any]:
    """What was read from it, in the order of the text. `state` and `review` both narrow by the review."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.read")
    of = await house.ledger.document(document_id, scope=scope)
    rows = await house.ledger.statements(
        of, scope=scope, after=cursor or 0, limit=limit + 1, review=review or state_, kind=kind, unsure=unsure
    )
    counts = (await house.ledger.counts([of]))[of.id]
    items = [pages.statement(each) for each in rows[:limit]]
    next_ = rows[limit - 1].number if len(rows) > limit else None
    return shapes.listed(items, next_=next_, count=counts.total, exact=True)


@post("/statements/{statement_id:int}/review", status_code=200)
async def review_statement(request: Req, statement_id: FromPath[int], data: JSONBody[ReviewBody]) -> dict[str, Any]:
    """Accept, correct or reject one statement; of two people at once the second is told."""
    house, asker = house_of(request), asker_of(request)
    if data.decision not in set(Decision):
        raise Malformed(field="decision", problem=", ".join(Decision))
    after = await acts.review(
        house,
        statement_id,
        version=data.version,
        decision=Decision(data.decision),
        corrections=None if data.corrections is None else corrections_of(data.corrections),
        by=asker.actor,
        ground=data.ground or "review",
        scope=asker.need("statement.review"),
    )
    return pages.statement(after)


@post("/documents/{document_id:int}/accept", status_code=200)
async def accept_above(request: Req, document_id: FromPath[int], data: JSONBody[AcceptBody]) -> dict[str, Any]:
    """Accept everything at or above a confidence, as one signed act that can be undone."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("statement.accept")
    act = await acts.accept_above(
        house,
        document_id,
        above=data.above,
        by=asker.actor,
        ground=data.ground or f"accepted above {data.above:g}",
        scope=scope,
    )
    return {
        "act_id": str(act.id),
        "count": len(act.statements),
        "digest": act.digest,
        "undo_until": shapes.instant(house, act.undo_until),
    }


@post("/acts/{act_id:int}/undo", status_code=200)
async def undo_act(request: Req, act_id: FromPath[int], data: JSONBody[GroundBody]) -> dict[str, Any]:
    """Take an act back while nobody has worked on what came of it."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("statement.accept")
    act = await acts.undo(house, act_id, by=asker.actor, ground=data.ground or "undo", scope=scope)
    return {"act_id": str(act.id), "count": len(act.statements), "undone_at": shapes.instant(house, act.undone_at)}


def corrections_of(given: dict[str, Any]) -> dict[str, object]:
    """A range may be written as one value of two numbers."""
    found: dict[str, object] = {**given}
    value = found.get("value")
    if isinstance(value, list) and len(value) == 2:
        found["value"], found["value_high"] = str(value[0]), str(value[1])
    elif isinstance(value, int | float):
        found["value"] = str(value)
    empty = {name: "" for name, each in found.items() if each is None and name not in _NULLABLE}
    return found | empty


_NULLABLE = frozenset({"value", "value_high", "period", "relation"})


async def _item(house: House, of: Document) -> dict[str, Any]:
    counts = await house.ledger.counts([of])
    return pages.item(house, of, counts[of.id], progress=await _progress(house, of))


async def _progress(house: House, of: Document) -> int | None:
    """How far the reading of a document that waits is, in percent."""
    if of.job is None or of.state is not DocumentState.RECEIVED:
        return None
    job = await house.jobs.get(of.job)
    return None if job is None else job.progress


handlers = [
    receive_file,
    receive_text,
    list_documents,
    one_document,
    list_statements,
    review_statement,
    accept_above,
    undo_act,
]
