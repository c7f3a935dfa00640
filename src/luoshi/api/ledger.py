"""The ledger at the door: commitments, and what is done with them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import ledger_actions, shapes
from luoshi.api.desk import day, house_of, moment, number
from luoshi.api.security import Asker, asker_of
from luoshi.app import ledger as acts
from luoshi.app.house import House
from luoshi.base.scope import Scope
from luoshi.kernel.ledger import Commitment, EvidenceKind, Filter, Status
from luoshi.publish import commitments as pages

Req = Request[Any, Any, Any]
LIMIT = 200


class BindBody(msgspec.Struct):
    """The indicator that measures it; without one it is let go. `baseline` is the value from which it started."""

    version: int
    indicator_id: str | None = None
    baseline: str | None = None
    ground: str = ""


class AssignBody(msgspec.Struct):
    version: int
    lead_unit: str
    supporting: list[str] = msgspec.field(default_factory=list)
    due_day: str | None = None
    ground: str = ""


class ClaimBody(msgspec.Struct):
    """At most one number and one sentence, as of a day (today)."""

    value: str | None = None
    unit: str = ""
    words: str = ""
    day: str | None = None
    on_behalf: bool = False
    ground: str = ""


class EvidenceBody(msgspec.Struct):
    kind: Literal["file", "photo", "row", "case", "site_check"]
    reference: str = ""
    file: str | None = None
    sha256: str = ""
    issuer: str = ""
    day: str | None = None
    words: str = ""
    claim_id: str | None = None
    ground: str = ""


class WithdrawBody(msgspec.Struct):
    version: int
    ground: Annotated[str, msgspec.Meta(min_length=1)]


class ReleaseBody(msgspec.Struct):
    ground: str = ""


@get("/commitments")
async def list_commitments(
    request: Req,
    area: FromQuery[str | None] = None,
    unit: FromQuery[int | None] = None,
    state_: Annotated[str | None, QueryParameter(name="state")] = None,
    doubt: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    nature: FromQuery[str | None] = None,
    document: FromQuery[int | None] = None,
    year: FromQuery[int | None] = None,
    indicator: FromQuery[str | None] = None,
    unowned: FromQuery[bool] = False,
    q: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT)] = 50,
) -> dict[str, Any]:
    """Commitments in the order they entered the ledger."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.read")
    chosen = Filter(
        path=await shapes.path_of(house, area, scope),
        unit=unit,
        state=state_,
        doubt=doubt,
        kind=kind,
        nature=nature,
        document=document,
        year=year,
        indicator=indicator,
        unowned=unowned,
        words=q,
        status=Status.WITHDRAWN if state_ == "withdrawn" else Status.ACTIVE,
    )
    rows = await house.ledger.commitments(chosen, scope=scope, after=cursor or 0, limit=limit + 1)
    count, exact = await house.ledger.count(chosen, scope=scope)
    items = await pages.items(house, rows[:limit], scope=house.everything)
    return shapes.listed(items, next_=rows[limit - 1].id if len(rows) > limit else None, count=count, exact=exact)


@get("/commitments/{commitment_id:int}")
async def one_commitment(
    request: Req,
    commitment_id: FromPath[int],
    as_of: FromQuery[str | None] = None,
    known_at: FromQuery[str | None] = None,
) -> dict[str, Any]:
    """One commitment, down to its sentence; its verdict now, or as of a day with what was known at a moment."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.read")
    of = await house.ledger.commitment(commitment_id, scope=scope)
    return await _page(house, asker, of, scope, as_of=day(as_of), known_at=moment(house, known_at))


@post("/commitments/{commitment_id:int}/bind", status_code=200)
async def bind(request: Req, commitment_id: FromPath[int], data: JSONBody[BindBody]) -> dict[str, Any]:
    """Let an indicator measure it."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.bind")
    of = await acts.bind(
        house,
        commitment_id,
        version=data.version,
        indicator=data.indicator_id or None,
        baseline=number("baseline", data.baseline),
        by=asker.actor,
        ground=data.ground or "binding",
        scope=scope,
    )
    return await _page(house, asker, of, scope)


@post("/commitments/{commitment_id:int}/assign", status_code=200)
async def assign(request: Req, commitment_id: FromPath[int], data: JSONBody[AssignBody]) -> dict[str, Any]:
    """Name the unit that answers for it, its helpers and the due day."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.assign")
    of = await acts.assign(
        house,
        commitment_id,
        version=data.version,
        lead_unit=shapes.number_of("lead_unit", data.lead_unit),
        supporting=[shapes.number_of("supporting", each) for each in data.supporting],
        due_day=day(data.due_day),
        by=asker.actor,
        ground=data.ground or "breakdown",
        scope=scope,
    )
    return await _page(house, asker, of, scope)


@post("/commitments/{commitment_id:int}/claim", status_code=200)
async def claim(request: Req, commitment_id: FromPath[int], data: JSONBody[ClaimBody]) -> dict[str, Any]:
    """自报进展: what the unit says of its own progress."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.claim")
    await acts.claim(
        house,
        commitment_id,
        local_day=day(data.day) or house.installation.today(),
        value=number("value", data.value),
        measure=data.unit,
        words=data.words.strip(),
        on_behalf=data.on_behalf,
        by=asker.actor,
        ground=data.ground or "claim",
        scope=scope,
    )
    return await _page(house, asker, await house.ledger.commitment(commitment_id, scope=scope), scope)


@post("/commitments/{commitment_id:int}/evidence", status_code=200)
async def attach(request: Req, commitment_id: FromPath[int], data: JSONBody[EvidenceBody]) -> dict[str, Any]:
    """佐证材料: what a claim, or the commitment itself, rests on."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.claim")
    await acts.attach(
        house,
        commitment_id,
        kind=EvidenceKind(data.kind),
        reference=data.reference,
        file=None if data.file is None else shapes.number_of("file", data.file),
        sha256=data.sha256,
        issuer=data.issuer,
        day=day(data.day),
        words=data.words,
        claim=None if data.claim_id is None else shapes.number_of("claim_id", data.claim_id),
        by=asker.actor,
        ground=data.ground or "evidence",
        scope=scope,
    )
    return await _page(house, asker, await house.ledger.commitment(commitment_id, scope=scope), scope)


@post("/commitments/{commitment_id:int}/withdraw", status_code=200)
async def withdraw(request: Req, commitment_id: FromPath[int], data: JSONBody[WithdrawBody]) -> dict[str, Any]:
    """已调整: the authority lets it go, on a ground."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("commitment.withdraw")
    of = await acts.withdraw(
        house, commitment_id, version=data.version, by=asker.actor, ground=data.ground, scope=scope
    )
    return await _page(house, asker, of, scope)


@post("/commitments/{commitment_id:int}/release", status_code=200)
async def release(request: Req, commitment_id: FromPath[int], data: JSONBody[ReleaseBody]) -> dict[str, Any]:
    """发布: a named officer lets the public see it."""
    return await _released(request, commitment_id, data.ground, out=True)


@post("/commitments/{commitment_id:int}/recall", status_code=200)
async def recall(request: Req, commitment_id: FromPath[int], data: JSONBody[ReleaseBody]) -> dict[str, Any]:
    """撤回: take it off the public pages, with a trace."""
    return await _released(request, commitment_id, data.ground, out=False)


async def _released(request: Req, commitment_id: int, ground: str, *, out: bool) -> dict[str, Any]:
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("verdict.release")
    of = await house.ledger.commitment(commitment_id, scope=scope)
    act = house.verdicts.release if out else house.verdicts.withdraw
    async with house.unit() as unit:
        await act(unit, "commitment", of.id, path=of.path, by=asker.actor, ground=ground, scope=scope)
    return await _page(house, asker, of, scope)


async def _page(
    house: House,
    asker: Asker,
    of: Commitment,
    scope: Scope,
    *,
    as_of: int | None = None,
    known_at: int | None = None,
) -> dict[str, Any]:
    read = asker.scope_for("commitment.read") if asker.scope_for("commitment.read").reaches else scope
    page = await pages.page(house, of, as_of=as_of, known_at=known_at, scope=read)
    return page | {"actions": ledger_actions.open_to(house, asker, of, released=page["released"])}


handlers = [list_commitments, one_commitment, bind, assign, claim, attach, withdraw, release, recall]
