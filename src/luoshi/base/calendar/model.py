"""The working calendar of the city: which days people work, and from when to when.

Holidays and make-up days come from the yearly notice of the State Council's office, working periods from each
city's own rule (morning, afternoon, often other hours in summer). Both are dated rows with a source; a year is
usable only when its notice has been entered, because nobody can know the make-up days of a later year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

from luoshi.base.calendar.errors import CalendarDoubtful, YearNotAnnounced
from luoshi.base.time import LocalDay, date_of, day_number, print_day

Period: TypeAlias = tuple[int, int]
"""Minutes of the local day, begin and end: 08:00–12:00 is (480, 720); 24:00 is 1440."""

MINUTES_OF_DAY = 1440


class DayStatus(StrEnum):
    """What a day is. Only exceptions are entered; other days follow the week."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"

    @property
    def working(self) -> bool:
        return self in {DayStatus.WORKDAY, DayStatus.MAKE_UP}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One entered day that differs from the week, with the paper that says so."""

    day: LocalDay
    status: DayStatus
    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedYear:
    """A year whose notice is known: only such a year carries deadlines."""

    year: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The working periods of a working day, in force from `valid_from` until before `valid_to`.

    `season` limits the row to a part of every year, (0601, 0930) being June to September, both days included; it
    may run over New Year. On a day that two rows fit, the one of the nearest area (`rank`) holds, then the one with a
    season, then the later `valid_from`.
    """

    valid_from: LocalDay
    valid_to: LocalDay | None = None
    season: tuple[int, int] | None = None
    name: str
    periods: tuple[Period, ...]
    source: str
    rank: int = 0

    def __post_init__(self) -> None:
        last = 0
        for begin, end in self.periods:
            if not (last <= begin < end <= MINUTES_OF_DAY):
                raise CalendarDoubtful(row=self.name, problem=f"{clock_text(begin)}–{clock_text(end)}")
            last = end
        if not self.periods:
            raise CalendarDoubtful(row=self.name, problem="no working period")
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise CalendarDoubtful(row=self.name, problem=f"{self.valid_from} – {self.valid_to}")

    def fits(self, day: LocalDay) -> bool:
        """Whether the row speaks about that day."""
        if day < self.valid_from or (self.valid_to is not None and day >= self.valid_to):
            return False
        if self.season is None:
            return True
        first, last = self.season
        month_day = day % 10_000
        return first <= month_day <= last if first <= last else month_day >= first or month_day <= last


@dataclass(frozen=True, kw_only=True)
class WorkingCalendar:
    """One calendar: its zone, the announced years, the days that differ from the week, the working periods."""

    zone: str
    years: tuple[AnnouncedYear, ...]
    days: tuple[CalendarDay, ...]
    hours: tuple[WorkingHours, ...]
    _by_day: Mapping[LocalDay, CalendarDay] = field(init=False, repr=False, compare=False)
    _by_year: Mapping[int, AnnouncedYear] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day = {row.day: row for row in self.days}
        if len(by_day) != len(self.days):
            twice = sorted(row.day for row in self.days)
            day = next(a for a, b in pairwise(twice) if a == b)
            raise CalendarDoubtful(row=print_day(day), problem="entered twice")
        object.__setattr__(self, "_by_day", by_day)
        object.__setattr__(self, "_by_year", {row.year: row for row in self.years})

    @property
    def announced(self) -> tuple[int, ...]:
        """The usable years, in order."""
        return tuple(sorted(self._by_year))

    def year(self, year: int) -> AnnouncedYear:
        """The notice of a year; without one the year is refused."""
        try:
            return self._by_year[year]
        except KeyError:
            raise YearNotAnnounced(year=year) from None

    def entered(self, day: LocalDay) -> CalendarDay | None:
        """The row entered for a day, if the day differs from the week."""
        return self._by_day.get(day)

    def status(self, day: LocalDay | date) -> DayStatus:
        """What a day of an announced year is."""
        found = date_of(day) if isinstance(day, int) else day
        self.year(found.year)
        row = self._by_day.get(day_number(found))
        if row is not None:
            return row.status
        return DayStatus.WORKDAY if found.weekday() < 5 else DayStatus.WEEKEND

    def hours_on(self, day: LocalDay) -> WorkingHours:
        """The row of working periods in force on a day."""
        fitting = [row for row in self.hours if row.fits(day)]
        if not fitting:
            raise CalendarDoubtful(row=print_day(day), problem="no working period is in force")
        return max(fitting, key=lambda row: (row.rank, row.season is not None, row.valid_from))

    def periods(self, day: LocalDay) -> tuple[Period, ...]:
        """The working periods of a day: none on a day off."""
        return self.hours_on(day).periods if self.status(day).working else ()


def clock_text(minute: int) -> str:
    """Minutes of a day as hh:mm; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def clock_minute(text: str) -> int:
    """hh:mm as minutes of a day."""
    hour, _, minute = text.partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(minute) < 60):
        raise CalendarDoubtful(row=text, problem="hh:mm")
    return int(hour) * 60 + int(minute)
