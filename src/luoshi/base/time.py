"""Moments and days: when something held in the city.

An *instant* is an integer of microseconds since 1970-01-01T00:00:00Z. A *local day* is the integer yyyymmdd that
the people of the place wrote on their papers that day; months, quarters and roll-ups use it and nothing else.
A date whose time of day nobody wrote down stays a date: it has a local day and no instant.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from luoshi.base.errors import Invalid

Instant: TypeAlias = int
LocalDay: TypeAlias = int

MICROSECOND = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(microseconds=1)
_DATE_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")


class NotAMoment(Invalid):
    """A text at a door that is neither a date nor a date with a time of day."""

    code = "K-001"


class TimeOfDayMissing(Invalid):
    """A date was given where only a moment can be used."""

    code = "K-002"


class UnknownZone(Invalid):
    code = "K-003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in the city's time: always a local day, an instant only when the time of day is known."""

    local_day: LocalDay
    at: Instant | None = None


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of a place by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise UnknownZone(zone=name) from cause


def now() -> Instant:
    """The present instant by this machine's clock; only doors and the worker ask for it."""
    return time.time_ns() // 1_000


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware datetime, exact to the microsecond."""
    return (moment - _EPOCH) // _ONE


def at_zone(instant: Instant, zone: ZoneInfo) -> datetime:
    """The wall clock of the place at that instant."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def local_day(instant: Instant, zone: ZoneInfo) -> LocalDay:
    """The day, as yyyymmdd, that the people of the place were living at that instant."""
    there = at_zone(instant, zone)
    return there.year * 10_000 + there.month * 100 + there.day


def day_number(day: date) -> LocalDay:
    return day.year * 10_000 + day.month * 100 + day.day


def date_of(day: LocalDay) -> date:
    """The date of a yyyymmdd; a number that is no day is refused."""
    try:
        return date(day // 10_000, day // 100 % 100, day % 100)
    except ValueError as cause:
        raise NotAMoment(text=day) from cause


def shift_day(day: LocalDay, days: int) -> LocalDay:
    """The local day so many days later (or earlier)."""
    return day_number(date_of(day) + timedelta(days=days))


def days_between(first: LocalDay, last: LocalDay) -> int:
    """How many days `last` lies after `first`."""
    return (date_of(last) - date_of(first)).days


def year_of(day: LocalDay) -> int:
    return day // 10_000


def month_of(day: LocalDay) -> int:
    """The month as yyyymm."""
    return day // 100


def quarter_of(day: LocalDay) -> int:
    """The quarter as yyyyq, q from 1 to 4."""
    return day // 10_000 * 10 + (day // 100 % 100 + 2) // 3


def day_start(day: LocalDay, zone: ZoneInfo) -> Instant:
    """The first instant of a local day."""
    found = date_of(day)
    return instant_of(datetime(found.year, found.month, found.day, tzinfo=zone))


def day_end(day: LocalDay, zone: ZoneInfo) -> Instant:
    """The first instant after a local day (24:00)."""
    return day_start(shift_day(day, 1), zone)


def parse_moment(text: str, zone: ZoneInfo) -> Moment:
    """Read ISO 8601. A date stays a date; a time without offset is read on the clock of the place."""
    cleaned = text.strip()
    try:
        if _DATE_ONLY.fullmatch(cleaned):
            return Moment(local_day=day_number(date.fromisoformat(cleaned)))
        found = datetime.fromisoformat(cleaned)
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        instant = instant_of(found)
        return Moment(local_day=local_day(instant, zone), at=instant)
    except (ValueError, OverflowError) as cause:
        raise NotAMoment(text=text[:80]) from cause


def parse_instant(text: str, zone: ZoneInfo) -> Instant:
    """Read ISO 8601 where the time of day must be known."""
    moment = parse_moment(text, zone)
    if moment.at is None:
        raise TimeOfDayMissing(text=text)
    return moment.at


def print_instant(instant: Instant, zone: ZoneInfo) -> str:
    """ISO 8601 on the clock of the place, with its offset; fractions only where there are any."""
    return at_zone(instant, zone).isoformat()


def print_day(day: LocalDay) -> str:
    """A local day as yyyy-mm-dd."""
    return date_of(day).isoformat()


def parse_day(text: str) -> LocalDay:
    """A yyyy-mm-dd (or yyyymmdd) as a local day."""
    cleaned = text.strip()
    if not _DATE_ONLY.fullmatch(cleaned):
        raise NotAMoment(text=text[:80])
    try:
        return day_number(date.fromisoformat(cleaned))
    except ValueError as cause:
        raise NotAMoment(text=text[:80]) from cause
