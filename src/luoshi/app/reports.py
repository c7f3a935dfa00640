"""A report comes in and leads to what its scene says: one act, one unit, one transaction.

Receipt, signal, contacts, case, clock, readings, search entry, message and journal lines commit together or not at
all. The same request number gives the same answer; a second report of what is open joins it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from luoshi.app.gate import uploader_of
from luoshi.app.lifting import lifted
from luoshi.base.db import Duplicate, Unit
from luoshi.base.errors import LuoshiError
from luoshi.base.scope import MACHINE, Actor
from luoshi.kernel import journal
from luoshi.kernel.cases import OpenCase
from luoshi.kernel.intake import Arrival, Reception
from luoshi.kernel.messages import Recipient

if TYPE_CHECKING:
    from luoshi.app.house import House

TRIES = 8
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reporter is told. `key` opens the page on which the report is followed and contested."""

    number: str
    key: str
    case: int | None
    joined: bool
    again: bool


async def report(house: House, arrival: Arrival, *, by: Actor, visitor: str = "") -> Answer:
    """Take one report or sensor signal; safe to send again. `visitor` is the browser that sent its photos."""
    last: LuoshiError
    for _ in range(TRIES):
        try:
            return await _once(house, arrival, by=by, visitor=visitor)
        except LuoshiError as error:
            # A report that was sent before is refused by its own traces: it is given its first answer. Nearly none
            # was, so nobody looks before.
            before = await house.intake.answered(arrival.source, arrival.request, arrival.body)
            if before is not None:
                return _told(before.result, before.follow, again=True)
            if not isinstance(error, Duplicate):
                raise
            # Somebody was first with this lamp (joined the next time), or a number was drawn twice (drawn again).
            last = error
    raise last


async def _once(house: House, arrival: Arrival, *, by: Actor, visitor: str) -> Answer:
    arrival, found = lifted(arrival)
    reception = house.intake.read(replace(arrival, contacts={**found, **arrival.contacts}))
    commands, facts = await house.reactions.to_signal(reception.signal)
    unit = house.unit()
    case, number = _joined(facts), ""
    joined = case is not None
    for command, cause in commands:
        machine = replace(MACHINE, cause=cause)
        if isinstance(command, OpenCase):
            opened = house.cases.open(unit, command, reception.signal, by=machine, ground=arrival.source)
            case, number = opened.id, opened.number
            _find_later(house, unit, reception, case, number, opened.title)
            _tell_unit(house, unit, reception, case, number, opened.kind, opened.title)
        else:
            await house.reactions.execute(unit, command, by=machine, signal=reception.signal)
    if joined and case is not None:
        number = (await house.cases.get(case, scope=house.everything)).number
    result = {"number": number or str(reception.signal.id), "case": case, "joined": joined}
    if arrival.files:
        await house.files.attach(
            unit,
            arrival.files,
            about=journal.Subject("signal", reception.signal.id),
            path=reception.signal.path,
            uploader=uploader_of(by, visitor),
            by=by,
            ground=arrival.source,
        )
    house.intake.record(unit, reception, case=case, result=result, by=by)
    await unit.commit()
    return _told(result, reception.follow, again=False)


def _joined(facts: Mapping[str, Any]) -> int | None:
    """The open case that the rule looked at, if there is one."""
    open_cases: Sequence[int] = facts.get("open_cases", ())
    return open_cases[0] if open_cases else None


def _find_later(house: House, unit: Unit, reception: Reception, case: int, number: str, title: str) -> None:
    signal = reception.signal
    house.search.put(
        unit, kind="case", ref=case, path=signal.path, title=f"{number} {title}", body=signal.text, agency=None
    )


def _tell_unit(house: House, unit: Unit, reception: Reception, case: int, number: str, kind: str, title: str) -> None:
    """The proposed unit hears of it in its inbox; nobody is woken by it."""
    signal = reception.signal
    route = house.parties.route(kind, signal.path, signal.local_day)
    house.messages.send(
        unit,
        to=Recipient(kind="agency", id=route.agency),
        template="case_to_do",
        values={"number": number, "title": title, "stage": "上报"},
        about=("case", case),
        path=signal.path,
    )


def _told(result: Mapping[str, Any], key: str, *, again: bool) -> Answer:
    return Answer(number=result["number"], key=key, case=result["case"], joined=bool(result["joined"]), again=again)


def canonical(body: Mapping[str, Any]) -> bytes:
    """The bytes of a report that came as a form: the same form gives the same bytes."""
    return _CANONICAL.encode(body).encode()
