"""One year of the calendar as it hangs on the wall: every day, what it is, and its working periods."""

from __future__ import annotations

from datetime import date, timedelta

from luoshi.base.calendar.model import WorkingCalendar, clock_text
from luoshi.base.time import day_number, print_day


def year_as_rows(calendar: WorkingCalendar, year: int) -> dict[str, object]:
    """The year as plain values: `days` (each with `periods`) and `working_periods` by the dates they hold for."""
    notice = calendar.year(year)
    days: list[dict[str, object]] = []
    runs: list[dict[str, object]] = []
    day = date(year, 1, 1)
    while day.year == year:
        number = day_number(day)
        row, hours = calendar.entered(number), calendar.hours_on(number)
        status = calendar.status(day)
        periods = [[clock_text(begin), clock_text(end)] for begin, end in hours.periods]
        entry: dict[str, object] = {"date": print_day(number), "status": status.value, "working": status.working}
        if row is not None:
            entry |= {"name": row.name, "source": row.source}
        days.append(entry | {"periods": periods if status.working else []})
        if not runs or runs[-1]["name"] != hours.name or runs[-1]["periods"] != periods:
            runs.append({"name": hours.name, "from": print_day(number), "periods": periods, "source": hours.source})
        runs[-1]["to"] = print_day(number)
        day += timedelta(days=1)
    return {
        "year": year,
        "zone": calendar.zone,
        "source": notice.source,
        "working_periods": runs,
        "days": days,
    }
