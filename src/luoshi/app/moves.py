"""One step of a case as one act: the step, what its scene says follows, and who is told, in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from luoshi.app.gate import uploader_of
from luoshi.app.lifting import keep_lifted, marked
from luoshi.base.db import Unit
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.cases import Case, Step, Taken
from luoshi.kernel.messages import Recipient

if TYPE_CHECKING:
    from luoshi.app.house import House


async def take(
    house: House,
    case: int,
    step: Step,
    *,
    version: int | None,
    by: Actor,
    scope: Scope,
    ground: str = "",
    note: str = "",
    to: int | None = None,
    condition: str | None = None,
    files: Sequence[int] = (),
) -> Case:
    """Take a step and commit; gives the case after it."""
    unit = house.unit()
    numbers: dict[str, str] = {}
    note, ground = marked(note, numbers), marked(ground, numbers)
    taken = await house.cases.take(
        unit,
        case,
        step,
        version=version,
        by=by,
        ground=ground or by.name,
        scope=scope,
        note=note,
        to=to,
        condition=condition,
        files=files,
    )
    if files:
        about, sender = journal.Subject("case", case), uploader_of(by)
        await house.files.attach(
            unit, files, about=about, path=taken.after.path, uploader=sender, by=by, ground=ground or by.name
        )
    keep_lifted(house, unit, numbers, owner=journal.Subject("case", case), path=taken.after.path, ground=step)
    await house.reactions.after(unit, taken, by=by)
    if taken.after.unit != taken.before.unit:
        house.search.hand_over(unit, ref=case, agency=taken.after.unit)
    _tell(house, unit, taken, note)
    await unit.commit()
    return taken.after


def _tell(house: House, unit: Unit, taken: Taken, note: str) -> None:
    case = taken.after
    if taken.step == Step.DISPATCH and case.unit is not None:
        values = {"number": case.number, "title": case.title, "reason": note}
        _send(house, unit, Recipient("agency", case.unit), "case_dispatched", values, case)
    elif taken.step == Step.REWORK and case.unit is not None:
        values = {"number": case.number, "title": case.title, "reason": note}
        _send(house, unit, Recipient("agency", case.unit), "case_sent_back", values, case)


def _send(house: House, unit: Unit, to: Recipient, template: str, values: dict[str, str], case: Case) -> None:
    house.messages.send(unit, to=to, template=template, values=values, about=("case", case.id), path=case.path)
