"""A second, slow clock that walks minute by minute over a printed calendar. It imports nothing of ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import lcm
from typing import Any


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


class MinuteWalker:
    """Walks the minutes of some printed years (the output of the calendar page), which must follow one another."""

    def __init__(self, years: Sequence[dict[str, Any]]) -> None:
        days = [day for year in years for day in year["days"]]
        self.first = datetime.fromisoformat(days[0]["date"])
        lengths = [sum(minutes(b) - minutes(a) for a, b in day["periods"]) for day in days]
        day_unit = lcm(*(length for length in lengths if length))
        every = [1] * (len(days) * 1440)
        worked, shares = [0] * len(every), [0] * len(every)
        for index, (day, length) in enumerate(zip(days, lengths, strict=True)):
            for begin, end in day["periods"]:
                for minute in range(index * 1440 + minutes(begin), index * 1440 + minutes(end)):
                    worked[minute], shares[minute] = 1, day_unit // length
        self.kinds = {
            "continuous_hour": (every, 60),
            "working_hour": (worked, 60),
            "working_day": (shares, day_unit),
            "calendar_day": (every, 1440),
        }

    def minute_of(self, moment: datetime) -> int:
        return int((moment.replace(tzinfo=None) - self.first) // timedelta(minutes=1))

    def due_minute(
        self,
        start: datetime,
        halves: int,
        kind: str,
        pauses: Sequence[tuple[datetime, datetime]] = (),
    ) -> datetime:
        """The end of the minute in which the limit (counted in halves of its unit) is full."""
        minute = self.minute_of(start)
        paused: set[int] = set()
        for begin, end in pauses:
            paused.update(range(self.minute_of(begin), self.minute_of(end)))
        if kind.endswith("_day"):
            minute = (minute // 1440 + 1) * 1440
        weights, unit = self.kinds[kind]
        counted, needed = 0, halves * unit
        while counted < needed:
            if minute not in paused:
                counted += 2 * weights[minute]
            minute += 1
        return self.first + timedelta(minutes=minute)
