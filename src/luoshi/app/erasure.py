"""Erasing persons: by rule when their time has come, or on request; keys go last, after the lines are on disc.

With the key of a report go its contacts, the bytes it came as, the secret its reporter follows it by, and its photos.
What stays is the case: its text without numbers, its clocks, its counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.app.lifting import marked
from luoshi.base.scope import MACHINE, Actor
from luoshi.kernel.files.personal import PersonalValue, comparable

if TYPE_CHECKING:
    from luoshi.app.house import House

#: digits of a number that is looked for in drafts
SHORTEST = 7
RULE = "retention ended by rule"


async def erase_person(house: House, field: str, value: str, *, by: Actor, ground: str) -> int:
    """Erase every record that holds this value, such as a phone number; gives how many values went."""
    await _forget_drafts(house, field, value)
    # The ground is kept for good: it may name the request, not the number.
    return await _erase(house, await house.personal.owned_by(field, value), by=by, ground=marked(ground, {}))


async def erase_past_retention(house: House) -> int:
    """Erase what the retention rule ended; gives how many values."""
    await finish(house)
    total = 0
    while rows := await house.personal.past_retention(house.installation.today()):
        total += await _erase(house, rows, by=MACHINE, ground=RULE)
    return total


async def erase_by_name(data: Path, url: str | None, field: str, value: str, *, ground: str) -> int:
    """`luoshi erase`."""
    from luoshi.app.house import open_house

    house = await open_house(data, url, role="erase")
    try:
        return await erase_person(house, field, value, by=MACHINE, ground=ground)
    finally:
        await house.close()


async def finish(house: House) -> int:
    """Destroy keys whose erasure is written and whose destruction did not come to pass; gives how many."""
    files = await house.files.unfinished()
    slots = sorted({*(await house.personal.unfinished()), *(slot for slot, _ in files)})
    house.keys.destroy(slots)
    await house.files.dispose([address for _, address in files])
    return len(slots)


async def _forget_drafts(house: House, field: str, value: str) -> None:
    """Somebody may be typing the number at this moment."""
    number = comparable(field, value).removeprefix("number:")
    if number.isdigit() and len(number) >= SHORTEST:
        async with house.unit() as unit:
            await house.parties.drafts.forget(unit, number)


async def _erase(house: House, named: Sequence[PersonalValue], *, by: Actor, ground: str) -> int:
    rows = [each for each in await house.personal.under_the_same_keys(named) if each.erased_at is None]
    if not rows:
        return 0
    files = [
        file
        for owner in sorted({each.owner for each in rows if each.owner.type == "signal"})
        for file in await house.files.about(owner, scope=house.everything)
        if file.slot is not None
    ]
    unit = house.unit()
    slots = await house.personal.erase(unit, rows, by=by, ground=ground)
    slots += await house.files.erase(unit, files, by=by, ground=ground)
    await unit.commit()
    house.keys.destroy(slots)
    await house.files.dispose([file.address for file in files])
    return len(rows)
