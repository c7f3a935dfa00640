"""Working calendars and the clocks of the city: which days count, and when a limit runs out."""

from luoshi.base.calendar.clock import Amount, Clock, Due, LimitKind, Pause, in_time
from luoshi.base.calendar.errors import (
    CalendarDoubtful,
    ClockStopped,
    NotALimit,
    PauseReversed,
    UnknownLimitKind,
    YearNotAnnounced,
)
from luoshi.base.calendar.model import (
    AnnouncedYear,
    CalendarDay,
    DayStatus,
    Period,
    WorkingCalendar,
    WorkingHours,
)
from luoshi.base.calendar.seed import seeded_calendar
from luoshi.base.calendar.show import year_as_rows
from luoshi.base.calendar.terms import answer_line

__all__ = [
    "Amount",
    "AnnouncedYear",
    "CalendarDay",
    "CalendarDoubtful",
    "Clock",
    "ClockStopped",
    "DayStatus",
    "Due",
    "LimitKind",
    "NotALimit",
    "Pause",
    "PauseReversed",
    "Period",
    "UnknownLimitKind",
    "WorkingCalendar",
    "WorkingHours",
    "YearNotAnnounced",
    "answer_line",
    "in_time",
    "seeded_calendar",
    "year_as_rows",
]
