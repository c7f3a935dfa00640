"""工作日历: the calendar in force at every area, entered by people and kept as dated entries.

The whole installation has one calendar; an area may enter its own days and working hours (a county's market day, a
town's summer hours), and the nearest area above a place that says something about a day holds there. A notice for a
year is entered once it is issued; until then nothing is due in that year.
"""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.base.calendar import (
    AnnouncedYear,
    CalendarDay,
    Clock,
    DayStatus,
    WorkingCalendar,
    WorkingHours,
    seeded_calendar,
)
from luoshi.base.db.schema import LEVEL_WIDTH
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.base.time import print_day
from luoshi.kernel import journal
from luoshi.kernel.territory import store
from luoshi.kernel.territory.errors import NoSuchArea
from luoshi.kernel.territory.model import ROOT, CalendarEntry

ENTERED = journal.event_kind("calendar.entered")
YEAR, DAY, HOURS = "year", "day", "hours"


class Calendars:
    """The calendars of one installation; `refresh` before the first question and when others may have edited."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._mark = -1
        self._entries: dict[str, list[CalendarEntry]] = {}
        self._calendars: dict[tuple[str, ...], WorkingCalendar] = {}
        self._clocks: dict[tuple[str, ...], Clock] = {}

    async def refresh(self) -> bool:
        """Read the entries anew if some were added; says whether they were."""
        _, mark = await store.mark(self._installation.database)
        if mark == self._mark:
            return False
        self._entries = {}
        for entry in await store.calendar_entries(self._installation.database):
            self._entries.setdefault(entry.path, []).append(entry)
        self._calendars.clear()
        self._clocks.clear()
        self._mark = mark
        return True

    # --- reading: a calendar is public, so no scope ---

    def calendar_at(self, path: str = ROOT) -> WorkingCalendar:
        """The calendar in force at an area. Before anything was entered it is the factory one."""
        places = self._places(path)
        found = self._calendars.get(places)
        if found is None:
            found = self._calendars[places] = self._composed(places)
        return found

    def clock_at(self, path: str = ROOT) -> Clock:
        """The clock of the calendar in force at an area."""
        places = self._places(path)
        found = self._clocks.get(places)
        if found is None:
            found = self._clocks[places] = Clock(self.calendar_at(path))
        return found

    def entries_at(self, path: str = ROOT) -> list[CalendarEntry]:
        """What was entered for exactly this area, later entries in place of earlier ones."""
        return list(_latest(self._entries.get(path, ())).values())

    def _places(self, path: str) -> tuple[str, ...]:
        """The areas above a path that have entries of their own, the widest first."""
        cuts = range(0, len(path) + 1, LEVEL_WIDTH)
        return tuple(path[:cut] for cut in cuts if path[:cut] in self._entries)

    def _composed(self, places: tuple[str, ...]) -> WorkingCalendar:
        base = seeded_calendar()
        zone = str(self._installation.zone)
        years = {} if ROOT in places else {row.year: row for row in base.years}
        days = {} if ROOT in places else {row.day: row for row in base.days}
        hours = [] if ROOT in places else list(base.hours)
        for place in places:
            for entry in _latest(self._entries[place]).values():
                if entry.kind == YEAR:
                    years[int(entry.key)] = AnnouncedYear(year=int(entry.key), source=entry.body["source"])
                elif entry.kind == DAY:
                    days[int(entry.key)] = _day(entry)
                else:
                    hours.append(_hours(entry, rank=len(place)))
        return WorkingCalendar(zone=zone, years=tuple(years.values()), days=tuple(days.values()), hours=tuple(hours))

    # --- verbs ---

    async def seed(self, *, by: Actor, ground: str) -> None:
        """Write the factory calendar into a new installation, where it is edited from then on."""
        factory = seeded_calendar()
        entries = [self._entry(ROOT, YEAR, str(row.year), {"source": row.source}) for row in factory.years]
        entries += [self._entry(ROOT, DAY, str(row.day), _day_body(row)) for row in factory.days]
        entries += [self._entry(ROOT, HOURS, _hours_key(row), _hours_body(row)) for row in factory.hours]
        await self._enter(ROOT, entries, by=by, ground=ground)

    async def announce(
        self,
        year: int,
        *,
        holidays: Sequence[CalendarDay],
        source: str,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> None:
        """Enter the notice of a year with its holidays and make-up days, for the whole installation."""
        self._within(scope, ROOT)
        entries = [self._entry(ROOT, YEAR, str(year), {"source": source})]
        entries += [self._entry(ROOT, DAY, str(row.day), _day_body(row)) for row in holidays]
        await self._enter(ROOT, entries, by=by, ground=ground)

    async def enter_day(self, row: CalendarDay, *, path: str = ROOT, by: Actor, ground: str, scope: Scope) -> None:
        """Say what a day is, there and below."""
        self._within(scope, path)
        await self._enter(path, [self._entry(path, DAY, str(row.day), _day_body(row))], by=by, ground=ground)

    async def enter_hours(self, row: WorkingHours, *, path: str = ROOT, by: Actor, ground: str, scope: Scope) -> None:
        """Set the working periods of an area, there and below; the same start and season replaces an earlier row."""
        self._within(scope, path)
        await self._enter(path, [self._entry(path, HOURS, _hours_key(row), _hours_body(row))], by=by, ground=ground)

    def _within(self, scope: Scope, path: str) -> None:
        if not scope.covers(path):
            raise NoSuchArea(area=path, day=print_day(self._installation.today()))

    def _entry(self, path: str, kind: str, key: str, body: dict[str, object]) -> CalendarEntry:
        return CalendarEntry(id=self._installation.id(), path=path, kind=kind, key=key, body=body)

    async def _enter(self, path: str, entries: Sequence[CalendarEntry], *, by: Actor, ground: str) -> None:
        installation = self._installation
        now = installation.now()
        unit = installation.database.unit()
        store.enter_calendar(unit, entries)
        journal.record(
            unit,
            installation.id(),
            kind=ENTERED,
            subject=journal.Subject("calendar", entries[0].id),
            by=by,
            ground=ground,
            at=now,
            local_day=installation.local_day(now),
            path=path,
            body={"entries": len(entries), "first": [entries[0].kind, entries[0].key]},
        )
        await unit.commit()
        await self.refresh()


def _latest(entries: Sequence[CalendarEntry]) -> dict[tuple[str, str], CalendarEntry]:
    return {(entry.kind, entry.key): entry for entry in entries}


def _day(entry: CalendarEntry) -> CalendarDay:
    body = entry.body
    return CalendarDay(day=int(entry.key), status=DayStatus(body["status"]), name=body["name"], source=body["source"])


def _day_body(row: CalendarDay) -> dict[str, object]:
    return {"status": row.status.value, "name": row.name, "source": row.source}


def _hours_key(row: WorkingHours) -> str:
    return str(row.valid_from) if row.season is None else f"{row.valid_from}/{row.season[0]:04d}-{row.season[1]:04d}"


def _hours_body(row: WorkingHours) -> dict[str, object]:
    return {
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "season": row.season,
        "name": row.name,
        "periods": row.periods,
        "source": row.source,
    }


def _hours(entry: CalendarEntry, *, rank: int) -> WorkingHours:
    body = entry.body
    season, periods = body["season"], body["periods"]
    return WorkingHours(
        valid_from=body["valid_from"],
        valid_to=body["valid_to"],
        season=None if season is None else (season[0], season[1]),
        name=body["name"],
        periods=tuple((begin, end) for begin, end in periods),
        source=body["source"],
        rank=rank,
    )
