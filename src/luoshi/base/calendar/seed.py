"""The calendar that a new installation starts with: read from a package once, then owned and edited by the city."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from luoshi.base.calendar.model import (
    AnnouncedYear,
    CalendarDay,
    DayStatus,
    WorkingCalendar,
    WorkingHours,
    clock_minute,
)
from luoshi.base.time import day_number


@cache
def seeded_calendar() -> WorkingCalendar:
    """The national calendar of the announced years with factory working periods."""
    facts = tomllib.loads(resources.files(__package__).joinpath("seed.toml").read_text("utf-8"))
    years = range(facts["first_year"], facts["last_year"] + 1)
    announced = tuple(AnnouncedYear(year=year, source=facts["source"].format(year=year)) for year in years)
    return WorkingCalendar(
        zone=facts["zone"],
        years=announced,
        days=tuple(_days(announced)),
        hours=tuple(_hours(row) for row in facts["hours"]),
    )


def _days(announced: tuple[AnnouncedYear, ...]) -> Iterator[CalendarDay]:
    import holidays  # 0.2 s to import and compute; only a new installation and the bare clock need it

    national = holidays.country_holidays("CN", years=[row.year for row in announced], language="zh_CN")
    make_up: set[Any] = getattr(national, "weekend_workdays", set())
    for row in announced:
        for day, name in sorted(national.items()):
            if day.year == row.year:
                yield CalendarDay(
                    day=day_number(day), status=DayStatus.HOLIDAY, name=name.replace("; ", "、"), source=row.source
                )
        for day in sorted(make_up):
            if day.year == row.year:
                yield CalendarDay(day=day_number(day), status=DayStatus.MAKE_UP, name="调休上班", source=row.source)


def _hours(row: dict[str, Any]) -> WorkingHours:
    season = row.get("season")
    return WorkingHours(
        valid_from=day_number(row["valid_from"]),
        valid_to=day_number(row["valid_to"]) if "valid_to" in row else None,
        season=(season[0], season[1]) if season else None,
        name=row["name"],
        periods=tuple((clock_minute(begin), clock_minute(end)) for begin, end in row["periods"]),
        source=row["source"],
    )
