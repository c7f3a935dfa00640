"""The clock of a case: from a limit of the standard to the moment it runs out.

Four kinds of limit (the field's 紧急工作时, 工作时, 工作日, 自然日), and what each counts:

    continuous_hour  every minute from the start, night and holiday alike
    working_hour     every minute of a working period; a start outside working time waits for the next period
    working_day      whole working days; the day of the start is not counted, so one working day given on Monday at
                     10:00 (or at 07:00, or at 20:00) ends on Tuesday when work ends; given on a day off, it ends
                     when the next working day ends
    calendar_day     whole days; the day of the start is not counted, the limit ends with its last day

Limits in hours run from the moment, limits in days from the next day, and a limit in days ends when business ends
or, for calendar days, with the day: Civil Code, articles 201 and 203. Calendar days do not move on to a working day.

Pauses (挂账, waiting for the reporter) give back exactly what they took: a minute counts unless it lies in a pause;
overlapping pauses are joined. A minute of a working day weighs one part of that day's working minutes, so after a
pause, or with a limit of half a day, a due time may lie inside a working day, and days of different length (summer
hours) each count as one day. Extensions (延期) are added to the limit in its own unit.

The due time is the earliest moment at which the limit is full, and it is the last moment that is still in time: a
case closed on the last minute of the last working day is in time. A due time at 24:00 of a limit in days is written
23:59:59, so that it names the day it belongs to.

No due time is computed in, or across, a year that nobody has announced, whatever the kind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import TypeAlias
from zoneinfo import ZoneInfo

from luoshi.base.calendar.errors import ClockStopped, NotALimit, PauseReversed, UnknownLimitKind, YearNotAnnounced
from luoshi.base.calendar.model import WorkingCalendar
from luoshi.base.errors import LuoshiError
from luoshi.base.time import (
    HOUR,
    MINUTE,
    SECOND,
    Instant,
    LocalDay,
    at_zone,
    day_number,
    day_start,
    local_day,
    print_instant,
    zone_of,
)

Amount: TypeAlias = int | Decimal
Pause: TypeAlias = tuple[Instant, Instant | None]
"""From when to when the clock stood; no end means that it still stands."""


class LimitKind(StrEnum):
    """What a limit counts."""

    CONTINUOUS_HOUR = "continuous_hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"

    @classmethod
    def of(cls, text: object) -> LimitKind:
        """The kind by its word; a wrong word is answered with the allowed ones."""
        try:
            return cls(str(text))
        except ValueError:
            raise UnknownLimitKind(kind=text, allowed=", ".join(cls)) from None


IN_DAYS = frozenset({LimitKind.WORKING_DAY, LimitKind.CALENDAR_DAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due time, or the reason why it is missing until the calendar or the matter allows one."""

    at: Instant | None
    day: LocalDay | None
    missing: LuoshiError | None = None


class _Axis:
    """One kind of limit laid along the announced years: spans that count, each with the weight of a microsecond."""

    __slots__ = ("before", "ends", "last_year", "starts", "total", "unit", "weights")

    def __init__(self, spans: Iterable[tuple[Instant, Instant, int]], unit: int, last_year: int) -> None:
        self.starts: list[Instant] = []
        self.ends: list[Instant] = []
        self.weights: list[int] = []
        self.before: list[int] = []
        total = 0
        for start, end, weight in spans:
            self.starts.append(start)
            self.ends.append(end)
            self.weights.append(weight)
            self.before.append(total)
            total += (end - start) * weight
        self.total = total
        self.unit = unit
        self.last_year = last_year

    def position(self, at: Instant) -> int:
        """How much has been counted from the first announced day until that instant."""
        i = bisect_right(self.starts, at) - 1
        if i < 0:
            return 0
        end = self.ends[i]
        return self.before[i] + ((at if at < end else end) - self.starts[i]) * self.weights[i]

    def instant(self, position: int) -> Instant:
        """The earliest instant (whole microseconds, rounded up) at which so much has been counted."""
        if position > self.total:
            raise YearNotAnnounced(year=self.last_year + 1)
        i = bisect_left(self.before, position) - 1
        return self.starts[i] - (self.before[i] - position) // self.weights[i]


class _Block:
    """A run of announced years without a gap."""

    def __init__(self, calendar: WorkingCalendar, first: int, last: int) -> None:
        zone = zone_of(calendar.zone)
        self.last_year = last
        one = timedelta(days=1)
        day, stop = date(first, 1, 1), date(last, 12, 31)
        days: list[LocalDay] = []
        while day <= stop:
            days.append(day_number(day))
            day += one
        edges = [day_start(number, zone) for number in days]
        edges.append(day_start(day_number(stop + one), zone))
        self.midnights = edges
        self.edges = frozenset(edges)
        spans: list[tuple[Instant, Instant]] = []
        lengths: list[int] = []
        for number, start in zip(days, edges, strict=False):
            # Working periods are read as minutes after local midnight; China's clocks have no summer-time jump.
            periods = calendar.periods(number)
            length = sum(end - begin for begin, end in periods) * MINUTE
            spans += [(start + begin * MINUTE, start + end * MINUTE) for begin, end in periods]
            lengths += [length] * len(periods)
        whole = [end - start for start, end in pairwise(edges)]
        work_unit, day_unit = lcm(*set(lengths)), lcm(*set(whole))
        worked = zip(spans, lengths, strict=True)
        self.axes = {
            LimitKind.CONTINUOUS_HOUR: _Axis([(edges[0], edges[-1], 1)], HOUR, last),
            LimitKind.WORKING_HOUR: _Axis(((a, b, 1) for a, b in spans), HOUR, last),
            LimitKind.WORKING_DAY: _Axis(((a, b, work_unit // n) for (a, b), n in worked), work_unit, last),
            LimitKind.CALENDAR_DAY: _Axis(((a, b, day_unit // (b - a)) for a, b in pairwise(edges)), day_unit, last),
        }


class Clock:
    """Computes due times from one calendar; built once, then some hundred thousand answers a second."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.zone = zone_of(calendar.zone)
        self._blocks = [_Block(calendar, first, last) for first, last in _runs(calendar.announced)]

    def due(
        self,
        start: Instant,
        limit: Amount,
        kind: LimitKind,
        *,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Amount] = (),
    ) -> Instant:
        """The last moment in time. Refuses a year nobody announced, and a clock that stands without an end."""
        block = self._block(start)
        axis = block.axes[kind]
        remaining = _measure(limit, axis.unit, least=1)
        for extension in extensions:
            remaining += _measure(extension, axis.unit, least=0)
        if kind in IN_DAYS:
            start = block.midnights[bisect_right(block.midnights, start)]
        cursor = axis.position(start)
        for begin, end in _joined(pauses, start, self.zone) if pauses else ():
            counted = axis.position(begin) - cursor
            if counted >= remaining:
                break
            if end is None:
                raise ClockStopped(since=print_instant(begin, self.zone))
            remaining -= counted
            cursor = axis.position(end)
        due = axis.instant(cursor + remaining)
        return due - SECOND if kind in IN_DAYS and due in block.edges else due

    def due_or_missing(
        self,
        start: Instant,
        limit: Amount,
        kind: LimitKind,
        *,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Amount] = (),
    ) -> Due:
        """For a case, which is never refused: the due time, or the reason why there is none yet."""
        try:
            due = self.due(start, limit, kind, pauses=pauses, extensions=extensions)
        except (YearNotAnnounced, ClockStopped) as reason:
            return Due(at=None, day=None, missing=reason)
        return Due(at=due, day=local_day(due, self.zone))

    def used(self, start: Instant, until: Instant, kind: LimitKind, *, pauses: Sequence[Pause] = ()) -> Fraction:
        """How many units of the kind were counted from the start until that moment, pauses left out."""
        block = self._block(start)
        axis = block.axes[kind]
        if until > block.midnights[-1]:
            raise YearNotAnnounced(year=block.last_year + 1)
        if kind in IN_DAYS:
            start = block.midnights[bisect_right(block.midnights, start)]
        if until <= start:
            return Fraction(0)
        counted = axis.position(until) - axis.position(start)
        for begin, end in _joined(pauses, start, self.zone):
            if begin >= until:
                break
            counted -= axis.position(until if end is None else min(end, until)) - axis.position(begin)
        return Fraction(counted, axis.unit)

    def working_at(self, at: Instant) -> bool:
        """Whether that moment lies in a working period (the end of a period no longer does)."""
        axis = self._block(at).axes[LimitKind.WORKING_HOUR]
        i = bisect_right(axis.starts, at) - 1
        return i >= 0 and at < axis.ends[i]

    def _block(self, at: Instant) -> _Block:
        for block in self._blocks:
            if block.midnights[0] <= at < block.midnights[-1]:
                return block
        raise YearNotAnnounced(year=at_zone(at, self.zone).year)


def in_time(closed: Instant, due: Instant) -> bool:
    """Whether an act came in time: the second that the due time names still belongs to it."""
    return closed // SECOND <= due // SECOND


@lru_cache(maxsize=4096, typed=True)
def _measure(amount: Amount, unit: int, *, least: int) -> int:
    """An amount of units as exact weight, rounded up to the next whole part; limits are above zero."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise NotALimit(value=amount)
    if isinstance(amount, Decimal) and not (amount.is_finite() and abs(amount.adjusted()) < 12):
        raise NotALimit(value=amount)
    exact = Fraction(amount) * unit
    if exact < least:
        raise NotALimit(value=amount)
    return -int(-exact // 1)


def _joined(pauses: Sequence[Pause], start: Instant, zone: ZoneInfo) -> list[Pause]:
    """The pauses after the start, in order, overlapping ones joined."""
    joined: list[Pause] = []
    for begin, end in sorted(pauses, key=lambda pause: pause[0]):
        if end is not None and end < begin:
            raise PauseReversed(begin=print_instant(begin, zone), end=print_instant(end, zone))
        if end is not None and end <= start:
            continue
        first = max(begin, start)
        if joined and (joined[-1][1] is None or first <= joined[-1][1]):
            known = joined[-1][1]
            joined[-1] = (joined[-1][0], None if known is None or end is None else max(known, end))
        else:
            joined.append((first, end))
    return joined


def _runs(years: Sequence[int]) -> list[tuple[int, int]]:
    """Announced years as runs without a gap."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs
