"""A year was announced: the cases that waited for it get their due times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.base import jobs
from luoshi.base.db import Stale
from luoshi.base.jobs import Job, Report
from luoshi.base.scope import MACHINE

if TYPE_CHECKING:
    from luoshi.app.house import House

DUE_TIMES = "cases.due_times"
GROUND = "the year was announced"
_PART = 200


async def later(house: House) -> None:
    """Have the worker do it; planned once a day as well."""
    async with house.unit() as unit:
        jobs.enqueue(unit, house.installation.id, DUE_TIMES, {}, key=DUE_TIMES)


async def set_due_times(house: House, job: Job, report: Report) -> int:
    """The job: gives how many cases got a due time."""
    del job, report
    await house.calendars.refresh()
    done, after = 0, 0
    while of := await house.cases.waiting(after=after, limit=_PART):
        for case in of:
            unit = house.unit()
            if await house.cases.set_due(unit, case, by=MACHINE, ground=GROUND):
                try:
                    await unit.commit()
                except Stale:
                    continue  # somebody moved the case on: its new stage has a clock of its own
                done += 1
        after = of[-1].id
    return done
