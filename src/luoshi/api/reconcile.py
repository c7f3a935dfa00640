"""What became of promises, at the door: by the documents alone, each with its sentences."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from litestar import Request, get
from litestar.params import FromPath, FromQuery, QueryParameter

from luoshi.analysis.contradictions import contradictions
from luoshi.analysis.lines import Paper, lines
from luoshi.analysis.reconcile import Found, Outcome, reconcile
from luoshi.api.desk import area_path, house_of
from luoshi.api.security import asker_of
from luoshi.app.house import House
from luoshi.app.papers import Shelf, shelf, shelf_of
from luoshi.publish import lines as pages
from luoshi.publish import shapes

Req = Request[Any, Any, Any]
Named = Literal["kept", "missed", "changed", "never_mentioned", "under_way", "unclear", "open"]


@get("/reconcile")
async def reconcile_area(
    request: Req,
    area: FromQuery[str | None] = None,
    outcome: FromQuery[Named | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Promises of a place and the places in it, by what later documents say of them: `groups` holds the first
    `limit` of each kind, `counts` all of them."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.read")
    path = await area_path(house, area, scope)
    of = await shelf(house, path=path, scope=scope)
    found = await asyncio.to_thread(reconcile, of.papers)
    shown = [Outcome(outcome)] if outcome else list(Outcome)
    return {
        "area": shapes.area(house, path),
        "documents": [_document(house, each) for each in sorted(of.papers, key=lambda paper: paper.turn)],
        "names": {str(each): pages.both(pages.OUTCOME_NAMES[each]) for each in Outcome},
        "counts": {str(each): sum(row.outcome is each for row in found) for each in Outcome},
        "groups": {str(each): [_row(house, of, row) for row in found if row.outcome is each][:limit] for each in shown},
    }


@get("/commitments/{commitment_id:int}/line")
async def line_of_commitment(request: Req, commitment_id: FromPath[int]) -> dict[str, Any]:
    """The line of history of a commitment: what was promised, promised later and reported of its measure, and what
    became of the promise. Empty for a task without a figure. Other documents only for those who may read them."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.read")
    of = await house.ledger.commitment(commitment_id, scope=scope)
    papers = asker.scope_for("document.read")
    if papers.covers(of.path):
        around = await shelf(house, path=of.path, scope=papers, below=False)
    else:  # who may not read documents sees the sentences of this commitment's own document
        own = await house.ledger.document(of.document, scope=house.everything)
        around = await shelf_of(house, [own], scope=house.everything)
    drawn = await asyncio.to_thread(lines, around.papers)
    key = str(of.statement)
    line = next((each for each in drawn.lines if any(entry.said.key == key for entry in each.entries)), None)
    found = [] if line is None else await asyncio.to_thread(reconcile, around.papers)
    mine = next((each for each in found if each.promise.said.key == key), None)
    entries = [] if line is None else [pages.entry(each) for each in line.entries]
    return {
        "line": [_linked(around, each) for each in entries],
        "became": None if mine is None else _row(house, around, mine),
    }


@get("/documents/{document_id:int}/contradictions")
async def contradictions_of_document(request: Req, document_id: FromPath[int]) -> dict[str, Any]:
    """One measure of the document with two targets, each with its sentence."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("document.read")
    document = await house.ledger.document(document_id, scope=scope)
    of = await shelf_of(house, [document], scope=scope)
    rows = [pages.contradiction(paper, each) for paper in of.papers for each in contradictions(paper)]
    items = [row | {"sentences": [_linked(of, each) for each in row["sentences"]]} for row in rows]
    return {"items": items, "next": None, "count": len(items), "count_is": "exact"}


def _document(house: House, of: Paper) -> dict[str, Any]:
    return {
        "id": of.key,
        "title": of.title,
        "period": list(of.period) if of.period else None,
        "area": shapes.area(house, of.place),
        "link": f"/documents/{of.key}",
    }


def _row(house: House, of: Shelf, found: Found) -> dict[str, Any]:
    row = pages.found(found)
    return row | {
        "place": shapes.area(house, found.line.place),
        "promise": _linked(of, row["promise"]),
        "by": [_linked(of, each) for each in row["by"]],
        "near": [_linked(of, each) for each in row["near"]],
    }


def _linked(of: Shelf, sentence: dict[str, Any]) -> dict[str, Any]:
    """With where it opens: its place in the text, and the commitment that came of it."""
    key = sentence["statement_id"]
    return sentence | {
        "link": f"/documents/{sentence['document']}?statement={key}",
        "commitment_id": of.commitments.get(key),
    }


handlers = [reconcile_area, line_of_commitment, contradictions_of_document]
