"""Where a point lies and when a limit ends: what the twin keeps in memory, loaded once per process."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import shapely
from shapely import Point, STRtree

from benchmarks.peers.twin.models import CalendarDay, Cell

ZONE = ZoneInfo("Asia/Shanghai")
MORNING, EVENING = time(9), time(17)


@cache
def _cells() -> tuple[STRtree, list[str]]:
    rows = list(Cell.objects.order_by("id").values_list("path", "outline"))
    outlines = shapely.from_wkb([bytes(outline) for _, outline in rows])
    shapely.prepare(outlines)
    return STRtree(outlines), [path for path, _ in rows]


@cache
def _working_days() -> list[int]:
    return list(CalendarDay.objects.filter(working=True).order_by("day").values_list("day", flat=True))


def warm() -> None:
    _cells()
    _working_days()


def locate(lon: float, lat: float) -> str | None:
    """The path of the cell that holds the point; the first one where the point is on a border."""
    tree, paths = _cells()
    found = tree.query(Point(lon, lat), predicate="intersects")
    return paths[found.min()] if len(found) else None


def due_after(start: datetime, days: int) -> datetime | None:
    """The end of the working period on the `days`-th working day after the start; None past the kept calendar."""
    local = start.astimezone(ZONE)
    today = int(local.strftime("%Y%m%d"))
    known = _working_days()
    at = bisect_right(known, today) + days - 1
    if local.time() < MORNING and today in known:
        at -= 1
    if at >= len(known):
        return None
    year, month, day = known[at] // 10_000, known[at] // 100 % 100, known[at] % 100
    return datetime(year, month, day, EVENING.hour, tzinfo=ZONE)


def ordinary_days(year: int) -> list[CalendarDay]:
    """Every day of a year with Monday to Friday working: the seed of the twin's table."""
    first = datetime(year, 1, 1, tzinfo=ZONE)
    days = (first + timedelta(days=n) for n in range(366))
    return [CalendarDay(day=int(day.strftime("%Y%m%d")), working=day.weekday() < 5) for day in days if day.year == year]
