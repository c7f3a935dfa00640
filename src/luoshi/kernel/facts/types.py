"""The kinds of value a fact can have: what a clerk may compare with what.

A number is an exact count of some scale (yuan with two places is a count of fen), so an integer is a number of scale
zero and adding the two loses nothing; every other pair of kinds meets only through a function that names the change.
Values travel inside as: numbers, instants and durations as whole numbers, dates as dates, the rest as themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

DIGITS = 18
NUMBER_LIMIT = 10**DIGITS - 1
"""Largest magnitude of a scaled number. Two of them add inside 64 bits and multiply inside 128, so neither
evaluator can meet an overflow that the other does not see."""
MAX_SCALE = 9
TEXT_LIMIT = 65_536
LIST_LIMIT = 10_000
FIRST_DAY, LAST_DAY = date.min, date.max
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_INSTANT = (datetime.min.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LAST_INSTANT = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


class Calendar(StrEnum):
    """By which calendar a duration runs; durations of different calendars never meet."""

    CONTINUOUS_HOUR = "continuous_hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"

    @property
    def counts_days(self) -> bool:
        """Day kinds count whole days, hour kinds count microseconds."""
        return self in (Calendar.WORKING_DAY, Calendar.CALENDAR_DAY)


@dataclass(frozen=True, slots=True)
class Type:
    """The root of all kinds; `str()` gives the word used in signatures and errors."""

    def __str__(self) -> str:
        return type(self).__name__.removesuffix("Type").lower()


@dataclass(frozen=True, slots=True)
class NumberType(Type):
    """An exact number with `scale` decimal places, at most 18 digits in all."""

    scale: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.scale <= MAX_SCALE:
            raise ValueError(f"a number has 0 to {MAX_SCALE} decimal places, not {self.scale}")

    def __str__(self) -> str:
        return "integer" if self.scale == 0 else f"decimal({self.scale})"


@dataclass(frozen=True, slots=True)
class TextType(Type):
    """Free words, compared by code point."""


@dataclass(frozen=True, slots=True)
class CodeType(Type):
    """One word of a closed list, such as a case stage; compared for equality only.

    `allowed` may be empty where the list lives in data that changes by day.
    """

    domain: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"code({self.domain})"


@dataclass(frozen=True, slots=True)
class DateType(Type):
    """A day in the zone of the place; the proleptic Gregorian calendar, years 1 to 9999."""


@dataclass(frozen=True, slots=True)
class InstantType(Type):
    """A point in time: whole microseconds since 1970-01-01 UTC. Its day is a separate column (`local_day`)."""


@dataclass(frozen=True, slots=True)
class DurationType(Type):
    """A length of time counted by one calendar."""

    calendar: Calendar

    def __str__(self) -> str:
        return f"duration({self.calendar})"


@dataclass(frozen=True, slots=True)
class BooleanType(Type):
    """Yes or no; the kind of every condition."""


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """Several values of one kind; an element that is missing makes the whole list invalid."""

    of: Type

    def __str__(self) -> str:
        return f"list({self.of})"


INTEGER = NumberType()
TEXT = TextType()
DATE = DateType()
INSTANT = InstantType()
BOOLEAN = BooleanType()


def decimal(scale: int) -> NumberType:
    """An exact decimal with `scale` places."""
    return NumberType(scale)


def code(domain: str, *allowed: str) -> CodeType:
    """A word of the closed list `domain`."""
    return CodeType(domain, allowed)


def duration(calendar: Calendar | str) -> DurationType:
    """A length of time counted by `calendar`."""
    return DurationType(Calendar(calendar))


def list_of(of: Type) -> ListType:
    """Several values of one kind; lists of lists do not exist."""
    if isinstance(of, ListType):
        raise ValueError("a list holds single values, not lists")
    return ListType(of)


def is_ordered(kind: Type) -> bool:
    """Whether `<` and `>` mean something for this kind."""
    return isinstance(kind, NumberType | TextType | DateType | InstantType | DurationType)
