"""How indicators refuse."""

from __future__ import annotations

from luoshi.base.errors import Invalid, NotFound, Unavailable


class NoSuchIndicator(NotFound):
    """No definition of that key is in force at that place on that day."""

    code = "I-001"


class NotAPeriod(Invalid):
    """A period is a year, a quarter, a month, a day, or now."""

    code = "I-002"


class NoSource(Unavailable):
    """Nobody offers the relation an indicator counts."""

    code = "I-003"


class AskedOfTheFuture(Invalid):
    """A judgement is asked for a day that has not come."""

    code = "I-004"
