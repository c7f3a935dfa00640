"""Cases at the door: queues, lists, one case with all that is known of it, and the steps of the procedure."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.security import Asker, asker_of
from luoshi.app import moves
from luoshi.app.house import House
from luoshi.base.db import Value
from luoshi.base.errors import Malformed
from luoshi.base.scope import Scope
from luoshi.kernel.cases import Case, CaseUnknown, Step

LIMIT = 200


class StepBody(msgspec.Struct, forbid_unknown_fields=True):
    """What a step brings: the version that was seen, and the fields its form asked for."""

    version: int
    note: str = ""
    ground: str = ""
    unit: str | None = None
    condition: str | None = None
    files: list[str] = msgspec.field(default_factory=list)


@get("/cases")
async def list_cases(
    request: Request[Any, Any, Any],
    area: FromQuery[str | None] = None,
    stage: FromQuery[str | None] = None,
    kind: FromQuery[str | None] = None,
    unit: FromQuery[int | None] = None,
    outcome: FromQuery[str | None] = None,
    thing: FromQuery[int | None] = None,
    day: FromQuery[int | None] = None,
    late: FromQuery[bool] = False,
    mine: FromQuery[bool] = False,
    q: FromQuery[str | None] = None,
    cursor: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(name="limit", ge=1, le=LIMIT)] = 50,
) -> dict[str, Any]:
    """A list of cases, newest first, within what the asker may see."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("case.read")
    filters: dict[str, Value] = {
        "area": await shapes.path_of(house, area, scope),
        "stage": stage,
        "kind": kind,
        "unit_id": asker.actor.agency if mine else unit,
        "outcome": outcome or ("open" if stage else None),
        "thing_id": thing,
        "local_day": day,
        "late": 1 if late else None,
    }
    if q:
        return await _found(house, q, scope, limit)
    rows = await house.cases.page(filters, scope=scope, before=cursor, limit=limit + 1)
    count, exact = await house.cases.count(filters, scope=scope)
    items = [shapes.case_item(house, each) for each in rows[:limit]]
    return shapes.listed(items, next_=rows[limit - 1].id if len(rows) > limit else None, count=count, exact=exact)


async def _found(house: House, words: str, scope: Scope, limit: int) -> dict[str, Any]:
    number = await house.cases.by_number(words)
    hits = [number] if number is not None else []
    hits += [hit.id for hit in await house.search.find(words, scope=scope, limit=limit, kinds={"case"})]
    items = []
    for each in dict.fromkeys(hits):
        try:
            items.append(shapes.case_item(house, await house.cases.get(each, scope=scope)))
        except CaseUnknown:
            continue
    return shapes.listed(items, next_=None, count=len(items), exact=True)


@get("/queues")
async def queues(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """Open work by stage, for the stages at which the asker can do something."""
    house, asker = house_of(request), asker_of(request)
    counts = await house.cases.queues(scope=asker.need("case.read"))
    return [shapes.queue(stage, counts.get(stage, (0, 0, 0))) for stage in shapes.stages_of(asker)]


@get("/tasks")
async def tasks(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What waits for the asker in the field: to confirm, to handle, to verify."""
    house, asker = house_of(request), asker_of(request)
    asker.need("case.read")
    items: list[dict[str, Any]] = []
    for step, stage in shapes.FIELD_TASKS:
        scope = asker.scope_for(f"case.{step}")
        for case in await house.cases.page({"stage": stage, "outcome": "open"}, scope=scope, limit=LIMIT):
            if step in house.cases.steps(case):
                items.append(shapes.case_item(house, case) | {"task": str(step)})
    items.sort(key=lambda each: (each["due_at"] is None, each["due_at"] or "", each["id"]))
    return shapes.listed(items[:LIMIT], next_=None, count=len(items), exact=True)


@get("/cases/{case_id:int}")
async def one_case(request: Request[Any, Any, Any], case_id: FromPath[int]) -> dict[str, Any]:
    """One case: signal, clocks, route, history, and the steps open to the asker."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("case.read")
    return await _whole(house, asker, await house.cases.get(case_id, scope=scope), scope)


@post("/cases/{case_id:int}/{verb:str}", status_code=200)
async def take_step(
    request: Request[Any, Any, Any], case_id: FromPath[int], verb: FromPath[str], data: JSONBody[StepBody]
) -> dict[str, Any]:
    """Take one step of the procedure; refused when somebody else was first."""
    house, asker = house_of(request), asker_of(request)
    if verb not in set(Step):
        raise Malformed(field="verb", problem=", ".join(Step))
    step = Step(verb)
    case = await moves.take(
        house,
        case_id,
        step,
        version=data.version,
        by=asker.actor,
        scope=asker.need(f"case.{step}"),
        ground=data.ground,
        note=data.note,
        to=None if data.unit is None else shapes.number_of("unit", data.unit),
        condition=data.condition,
        files=[shapes.number_of("files", each) for each in data.files],
    )
    scope = asker.scope_for("case.read")
    if not scope.covers(case.path, case.unit):
        return shapes.case_item(house, case)
    return await _whole(house, asker, case, scope)


async def _whole(house: House, asker: Asker, case: Case, scope: Scope) -> dict[str, Any]:
    signals = await house.intake.signals_of(case.id, scope=scope)
    history = await house.cases.history(case.id, scope=scope)
    clocks = await house.cases.clocks(case.id)
    thing = None
    if case.thing is not None:
        thing = (await house.registry.many({case.thing}, scope=house.everything)).get(case.thing)
    receipt = await house.intake.receipt(signals[0][1], scope=scope) if signals else None
    reporter = await shapes.reporter(house, asker, case, [signal for signal, _, _ in signals])
    return shapes.case_whole(
        house,
        case,
        thing=thing,
        signals=signals,
        receipt=receipt,
        history=history,
        clocks=clocks,
        reporter=reporter,
        files=await house.files.several(shapes.files_of(signals, history), scope=house.everything),
        steps=[step for step in house.cases.steps(case) if _may(asker, step, case)],
    )


def _may(asker: Asker, step: Step, case: Case) -> bool:
    return asker.scope_for(f"case.{step}").covers(case.path, case.unit)


handlers = [list_cases, queues, tasks, one_case, take_step]
