"""Erasing persons: by rule when their time has come, or on request; keys go last, after the lines are on disc."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from luoshi.base.scope import MACHINE, Actor
from luoshi.kernel.files.personal import PersonalValue

if TYPE_CHECKING:
    from luoshi.app.house import House


async def erase_person(house: House, field: str, value: str, *, by: Actor, ground: str) -> int:
    """Erase every record that holds this value, such as a phone number: all values under the same keys go with it."""
    named = await house.personal.owned_by(field, value)
    rows: dict[int, PersonalValue] = {}
    for each in named:
        for of_record in await house.personal.of(each.owner, scope=house.everything):
            rows[of_record.id] = of_record
    return await _erase(house, list(rows.values()), by=by, ground=ground)


async def erase_past_retention(house: House) -> int:
    """Erase what the retention rule ended; gives how many values."""
    total = 0
    while rows := await house.personal.past_retention(house.installation.today()):
        total += await _erase(house, rows, by=MACHINE, ground="retention ended by rule")
    return total


async def _erase(house: House, rows: Sequence[PersonalValue], *, by: Actor, ground: str) -> int:
    open_rows = [each for each in rows if each.erased_at is None]
    if not open_rows:
        return 0
    unit = house.unit()
    slots = await house.personal.erase(unit, open_rows, by=by, ground=ground)
    await unit.commit()
    house.keys.destroy(slots)
    return len(open_rows)
