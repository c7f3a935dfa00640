"""What a worker does once a day, as jobs: the retention rule, the sweeping of files that nothing took,
due times that waited for a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.app.due_times import DUE_TIMES
from luoshi.base import jobs
from luoshi.base.installation import setting

if TYPE_CHECKING:
    from luoshi.app.house import House

RETENTION = "personal.retention"
SWEEP = "files.sweep"
_DONE = "daily.last_day"


class Daily:
    """Remembers the day it last planned, so that a round costs nothing; the database remembers for all processes."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._day = 0

    async def plan(self) -> bool:
        """Put the jobs of a new day into the queue, once; True when this call did."""
        house = self._house
        today = house.installation.today()
        if today <= self._day:
            return False
        self._day = today
        if int(await setting(house.database, _DONE) or 0) >= today:
            return False
        unit = house.unit()
        for kind in (RETENTION, SWEEP, DUE_TIMES):
            jobs.enqueue(unit, house.installation.id, kind, {}, key=f"daily:{kind}")
        unit.run(
            "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3) "
            "ON CONFLICT (name) DO UPDATE SET value=excluded.value, changed_at=excluded.changed_at",
            _DONE,
            str(today),
            house.installation.now(),
        )
        await unit.commit()
        return True
