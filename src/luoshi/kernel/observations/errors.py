"""How readings are refused. A refused batch leaves no reading behind; its bytes stay with their receipt."""

from __future__ import annotations

from luoshi.base.errors import Conflict, Forbidden, Invalid, NotFound, Refused


class UnknownStream(NotFound):
    """No installed pack declares this stream on that day: `stream`, `nearest`."""

    code = "O-001"


class NotOfThatType(Invalid):
    """The stream belongs to another type of thing: `stream`, `of`, `found`."""

    code = "O-002"


class BadReading(Invalid):
    """A value the stream cannot take: `stream`, `value`, `expected`."""

    code = "O-003"


class FromTheFuture(Refused):
    """A reading later than the clock allows: `at`, `now`, `ahead`."""

    code = "O-004"


class NoSuchReading(NotFound):
    code = "O-005"


class AlreadyCorrected(Conflict):
    """Somebody corrected that reading before: correct the correction."""

    code = "O-006"


class TwiceInOneBatch(Invalid):
    """One thing, one stream and one moment stand twice in a batch, with different values."""

    code = "O-007"


class OutsideScope(Forbidden):
    """The thing lies outside the area the actor may write in."""

    code = "O-008"
