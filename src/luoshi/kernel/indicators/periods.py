"""Periods: a year, a quarter, a month, a day, now; and any run of days, written first/last as ISO 8601 does."""

from __future__ import annotations

import calendar
import re

from luoshi.base.errors import Invalid
from luoshi.base.time import date_of, parse_day, print_day
from luoshi.kernel.indicators.errors import AskedOfTheFuture, NotAPeriod
from luoshi.kernel.indicators.model import Window

_FORM = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d{2})(?:-(\d{2}))?)?")
NOW = "now"
#: before the first day of any record
_EVER = 10_000_101


def window(text: str, *, as_of: int) -> Window:
    """The days of a period up to `as_of`; a period that begins later has no value yet and is refused."""
    if text == NOW:
        return Window(text=text, first_day=_EVER, last_day=as_of)
    first, last = days_of(text)
    if first > as_of:
        raise AskedOfTheFuture(period=text, as_of=print_day(as_of))
    return Window(text=text, first_day=first, last_day=min(last, as_of))


def days_of(text: str) -> tuple[int, int]:
    """The first and last local day of a period."""
    if "/" in text:
        first, _, last = text.partition("/")
        days = parse_day(first), parse_day(last)
        if days[0] > days[1]:
            raise NotAPeriod(text=text)
        return days
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotAPeriod(text=text)
    year, quarter, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if quarter is not None:
        return _days(year, quarter * 3 - 2, quarter * 3, text)
    if month is None:
        return _days(year, 1, 12, text)
    if day is None:
        return _days(year, month, month, text)
    try:
        date_of(year * 10_000 + month * 100 + day)
    except Invalid as cause:
        raise NotAPeriod(text=text) from cause
    return year * 10_000 + month * 100 + day, year * 10_000 + month * 100 + day


def _days(year: int, first: int, last: int, text: str) -> tuple[int, int]:
    if not (1 <= first <= 12 and year >= 1900):
        raise NotAPeriod(text=text)
    return year * 10_000 + first * 100 + 1, year * 10_000 + last * 100 + calendar.monthrange(year, last)[1]


def of_day(step: str, day: int) -> str:
    """The period of a series that holds a day."""
    text = print_day(day)
    return {"now": NOW, "day": text, "month": text[:7], "year": text[:4]}[step]


def before(text: str, count: int) -> list[str]:
    """The period and those just before it of the same step, oldest first, `count` in all."""
    if text == NOW or "/" in text:
        return [text]
    result = [text]
    while len(result) < count:
        first, _ = days_of(result[0])
        result.insert(0, _previous(result[0], first))
    return result


def _previous(text: str, first: int) -> str:
    year, month = first // 10_000, first // 100 % 100
    if len(text) == 4:
        return f"{year - 1}"
    if "Q" in text:
        quarter = (month + 2) // 3
        return f"{year - 1}-Q4" if quarter == 1 else f"{year}-Q{quarter - 1}"
    if len(text) == 7:
        return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02}"
    day = date_of(first)
    return (day - day.resolution).isoformat()


def months(first: int, last: int) -> list[str]:
    """The months from yyyymm to yyyymm."""
    found: list[str] = []
    while first <= last:
        found.append(f"{first // 100}-{first % 100:02}")
        first = first + 89 if first % 100 == 12 else first + 1
    return found
