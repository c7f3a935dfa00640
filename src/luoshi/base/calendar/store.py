"""The installation's own calendar: dated rows an administrator edits, the nearest area above a place holds.

An installation starts with the seeded rows at the empty path. A district that works other hours enters rows at its
own path; days and years are looked up at the nearest path that has any.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Column, Integer, Text

from luoshi.base.calendar.clock import Clock
from luoshi.base.calendar.model import AnnouncedYear, CalendarDay, DayStatus, WorkingCalendar, WorkingHours
from luoshi.base.calendar.seed import seeded_calendar
from luoshi.base.db import Database, Unit, Value
from luoshi.base.db.schema import big, identity, small, table, words
from luoshi.base.installation import Installation

CALENDAR_DAY = table(
    "calendar_day",
    Column("path", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    words("status"),
    words("name"),
    words("source"),
    big("version"),
)
CALENDAR_YEAR = table(
    "calendar_year",
    Column("path", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    words("source"),
)
WORKING_HOURS = table(
    "working_hours",
    identity(),
    words("path"),
    small("valid_from"),
    small("valid_to", null=True),
    words("season"),
    words("name"),
    words("periods"),
    words("source"),
)


def seed(unit: Unit, installation: Installation, *, path: str = "") -> None:
    """The calendar a new installation starts with."""
    calendar = seeded_calendar()
    unit.insert_many(
        "calendar_year", ("path", "year", "source"), [(path, row.year, row.source) for row in calendar.years]
    )
    unit.insert_many(
        "calendar_day",
        ("path", "day", "status", "name", "source", "version"),
        [(path, row.day, str(row.status), row.name, row.source, 1) for row in calendar.days],
    )
    for hours in calendar.hours:
        put_hours(unit, installation.id(), hours, path=path)


def put_day(unit: Unit, row: CalendarDay, *, path: str = "", version: int) -> None:
    """Enter or change one day; `version` is the one that was seen, 0 for a day that was not entered."""
    values: dict[str, Value] = {"status": str(row.status), "name": row.name, "source": row.source, "version": version + 1}
    if version == 0:
        unit.insert("calendar_day", {"path": path, "day": row.day, **values})
    else:
        unit.update("calendar_day", values, where={"path": path, "day": row.day, "version": version}, what=str(row.day))


def announce(unit: Unit, year: AnnouncedYear, *, path: str = "") -> None:
    """From now on deadlines may fall into this year: its notice has been entered."""
    unit.insert("calendar_year", {"path": path, "year": year.year, "source": year.source}, ignore_on="path, year")


def put_hours(unit: Unit, identity_: int, row: WorkingHours, *, path: str = "") -> None:
    unit.insert(
        "working_hours",
        {
            "id": identity_,
            "path": path,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "season": json.dumps(row.season),
            "name": row.name,
            "periods": json.dumps(row.periods),
            "source": row.source,
        },
    )


async def load(database: Database, zone: str) -> dict[str, WorkingCalendar]:
    """Every calendar of the installation by path; what a path does not enter itself it takes from the path above."""
    days = await database.fetch("SELECT path, day, status, name, source FROM calendar_day")
    years = await database.fetch("SELECT path, year, source FROM calendar_year")
    hours = await database.fetch("SELECT * FROM working_hours")
    paths = {str(row["path"]) for rows in (days, years, hours) for row in rows} | {""}

    def nearest(path: str, having: Iterable[str]) -> str:
        return max((each for each in having if path.startswith(each)), key=len, default="")

    found: dict[str, WorkingCalendar] = {}
    for path in paths:
        own_years = nearest(path, {row["path"] for row in years})
        own_days = nearest(path, {row["path"] for row in days})
        own_hours = nearest(path, {row["path"] for row in hours})
        found[path] = WorkingCalendar(
            zone=zone,
            years=tuple(AnnouncedYear(year=r["year"], source=r["source"]) for r in years if r["path"] == own_years),
            days=tuple(
                CalendarDay(day=r["day"], status=DayStatus(r["status"]), name=r["name"], source=r["source"])
                for r in days
                if r["path"] == own_days
            ),
            hours=tuple(
                WorkingHours(
                    valid_from=r["valid_from"],
                    valid_to=r["valid_to"],
                    season=None if (season := json.loads(r["season"])) is None else (season[0], season[1]),
                    name=r["name"],
                    periods=tuple((begin, end) for begin, end in json.loads(r["periods"])),
                    source=r["source"],
                )
                for r in hours
                if r["path"] == own_hours
            ),
        )
    return found


class Calendars:
    """The clocks of one installation by path, in memory; `refresh` after a calendar was edited."""

    def __init__(self, calendars: dict[str, WorkingCalendar]) -> None:
        self._clocks = {path: Clock(calendar) for path, calendar in calendars.items()}
        self.clock_at = lru_cache(maxsize=10_000)(self._nearest)

    @classmethod
    async def open(cls, installation: Installation) -> Calendars:
        return cls(await load(installation.database, str(installation.zone)))

    async def refresh(self, installation: Installation) -> None:
        calendars = await load(installation.database, str(installation.zone))
        self._clocks = {path: Clock(calendar) for path, calendar in calendars.items()}
        self.clock_at.cache_clear()

    def _nearest(self, path: str) -> Clock:
        return self._clocks[max((each for each in self._clocks if path.startswith(each)), key=len)]
