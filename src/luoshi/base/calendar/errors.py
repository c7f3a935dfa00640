"""How the calendar and the clock refuse."""

from __future__ import annotations

from luoshi.base.errors import Invalid, Refused


class YearNotAnnounced(Refused):
    """The deadline would fall into a year whose holidays and make-up days nobody has announced."""

    code = "K-010"


class NotALimit(Invalid):
    """A limit or an extension that is no usable number."""

    code = "K-011"


class UnknownLimitKind(Invalid):
    code = "K-012"


class PauseReversed(Invalid):
    code = "K-013"


class ClockStopped(Refused):
    """The clock is paused and nobody has said until when, so there is no due time yet."""

    code = "K-014"


class CalendarDoubtful(Invalid):
    """A row of the calendar that cannot be: a period that ends before it begins, a day entered twice."""

    code = "K-015"
