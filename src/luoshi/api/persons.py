"""Persons behind a case: opened by those who handle it, with a reason, and everybody sees who looked."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from luoshi.api import shapes
from luoshi.api.desk import house_of
from luoshi.api.security import asker_of
from luoshi.app.erasure import erase_person
from luoshi.app.house import House
from luoshi.app.lifting import marked
from luoshi.base.scope import Scope
from luoshi.kernel.files.errors import PersonalErased, PersonalNotOpen
from luoshi.kernel.journal import Line, Subject

Req = Request[Any, Any, Any]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]


class OpenBody(msgspec.Struct, forbid_unknown_fields=True):
    """Why, and of which report; without one the first reporter's. `notes` opens numbers that stood in notes."""

    reason: Annotated[str, msgspec.Meta(max_length=400)]
    signal: str | None = None
    notes: bool = False


class EraseBody(msgspec.Struct, forbid_unknown_fields=True):
    """A value that a resident names (`phone`, `name`, `identity`), and on what ground it is erased."""

    field: Short
    value: Short
    ground: Annotated[str, msgspec.Meta(min_length=2, max_length=400)]


@post("/cases/{case_id:int}/reporter/open", status_code=200)
async def open_reporter(request: Req, case_id: FromPath[int], data: JSONBody[OpenBody]) -> dict[str, Any]:
    """Open the contacts of a reporter. The opening is on disc before a value leaves the house."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("person.unmask")
    case = await house.cases.get(case_id, scope=scope)
    if not data.reason.strip():
        raise PersonalNotOpen()
    owner = Subject("case", case.id) if data.notes else await _owner(house, case.id, data.signal, scope)
    unit, reason = house.unit(), marked(data.reason.strip(), {})
    opened: dict[str, str] = {}
    for each in await house.personal.of(owner, scope=scope):
        if each.erased_at is None:
            value = await house.personal.open(unit, each.id, by=asker.actor, ground=reason, scope=scope)
            opened[each.field] = value
    if not opened:
        raise PersonalErased()
    await unit.commit()
    return {
        "signal": str(owner.id) if owner.type == "signal" else None,
        "name": opened.get("name"),
        "phone": opened.get("phone"),
        "values": [{"field": field, "value": value} for field, value in opened.items()],
    }


@get("/cases/{case_id:int}/reporter/openings")
async def who_looked(request: Req, case_id: FromPath[int]) -> dict[str, Any]:
    """Who opened contacts of this case, when and why; and what was erased by rule."""
    house, asker = house_of(request), asker_of(request)
    scope = asker.need("case.read")
    case = await house.cases.get(case_id, scope=scope)
    signals = await house.intake.signals_of(case.id, scope=scope)
    owners = [Subject("case", case.id), *(Subject("signal", signal.id) for signal, _, _ in signals)]
    lines = [line for owner in owners for line in await house.personal.openings(owner, scope=scope)]
    items = [_line(house, line) for line in sorted(lines, key=lambda line: line.id)]
    return shapes.listed(items, next_=None, count=len(items), exact=True)


@post("/persons/erase", status_code=200)
async def erase(request: Req, data: JSONBody[EraseBody]) -> dict[str, Any]:
    """Erase every value of a person who asked for it: keys, contacts, raw bodies, photos. The cases stay."""
    house, asker = house_of(request), asker_of(request)
    asker.need("personal.erase")
    count = await erase_person(house, data.field, data.value, by=asker.actor, ground=data.ground)
    return {"erased": count}


async def _owner(house: House, case: int, signal: str | None, scope: Scope) -> Subject:
    """The named report of the case, or the first that left contacts."""
    found = [each.id for each, _, _ in await house.intake.signals_of(case, scope=scope)]
    if signal is not None:
        wanted = shapes.number_of("signal", signal)
        if wanted not in found:
            raise PersonalErased()
        return Subject("signal", wanted)
    for each in found:
        values = await house.personal.of(Subject("signal", each), scope=scope)
        if any(value.erased_at is None for value in values):
            return Subject("signal", each)
    raise PersonalErased()


def _line(house: House, line: Line) -> dict[str, Any]:
    post_ = house.parties.directory.posts.get(line.by.post) if line.by.post is not None else None
    return {
        "id": str(line.id),
        "at": shapes.instant(house, line.at),
        "act": "erased" if line.kind.endswith("erased") else "opened",
        "field": line.body["field"],
        "by": line.by.name or None,
        "post": None if post_ is None else shapes.both(post_.name),
        "reason": line.ground,
        "record": {"type": line.subject.type, "id": str(line.subject.id)},
    }


handlers = [open_reporter, who_looked, erase]
