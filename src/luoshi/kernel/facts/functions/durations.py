"""Instants and durations.

An instant has no day of its own: its relation offers `local_day` beside it. Working hours and days are counted by the
calendars in `base`, never here; this language only names, compares and adds them up.
"""

from __future__ import annotations

from collections.abc import Callable

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.numbers import rounded_quotient
from luoshi.kernel.facts.functions.operators import in_range
from luoshi.kernel.facts.functions.rows import always, given_scale, keeping, like, plainly, scale_at, template
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import FIRST_INSTANT, INTEGER, LAST_INSTANT, Calendar, Type, duration
from luoshi.kernel.facts.values import OVERFLOW

HOUR = 3_600_000_000


def _add_time(instant: int, length: int) -> object:
    moved = instant + length
    return moved if FIRST_INSTANT <= moved <= LAST_INSTANT else OVERFLOW


def _add_time_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    raw = f"({cells[0].value} + {cells[1].value})"
    inside = f"{raw} BETWEEN {FIRST_INSTANT} AND {LAST_INSTANT}"
    value = f"CASE WHEN {inside} THEN {raw} ELSE CAST(0 AS BIGINT) END"
    return Made(value, sql.failing(f"NOT ({inside})", OVERFLOW))


def _hours(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    unit = 10 ** sql.scale_of(arguments[0])
    return lambda count: in_range(rounded_quotient(count * HOUR, unit))


def _hours_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    most, unit = cells[0].bound * HOUR, 10 ** sql.scale_of(arguments[0])
    top = f"({sql.wide(cells[0].value, most)} * {HOUR})"
    return sql.checked(*sql.rounded_quotient(top, most, str(unit), unit, unit))


def _in_hours(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    times = 10 ** given_scale(arguments, 1)
    return lambda length, scale: in_range(rounded_quotient(length * times, HOUR))


def _in_hours_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    times = int(10 ** given_scale(arguments, 1))
    most = cells[0].bound * times
    top = f"({sql.wide(cells[0].value, most)} * {times})"
    return sql.checked(*sql.rounded_quotient(top, most, str(HOUR), HOUR, HOUR))


def _length(name: str, calendar: Calendar, zh: str, en: str, example: tuple[str, str]) -> Function:
    whole = calendar.counts_days
    want = Want.INTEGER if whole else Want.NUMBER
    return Function(
        name=name,
        signature=f"{name}(count)",
        zh=zh,
        en=en,
        examples=(example,),
        parameters=(want,),
        result=always(duration(calendar)),
        python=plainly(lambda count: count) if whole else _hours,
        duckdb=keeping("{0}") if whole else _hours_duck,
    )


ROWS = (
    _length(
        "hours",
        Calendar.CONTINUOUS_HOUR,
        "连续小时",
        "continuous hours",
        ("in_hours(hours(1.5), 1)", "1.5"),
    ),
    _length(
        "working_hours",
        Calendar.WORKING_HOUR,
        "工作时",
        "working hours",
        ("working_hours(2) < working_hours(2.5)", "true"),
    ),
    _length(
        "working_days",
        Calendar.WORKING_DAY,
        "工作日",
        "working days",
        ("in_days(working_days(3) + working_days(2))", "5"),
    ),
    _length(
        "calendar_days",
        Calendar.CALENDAR_DAY,
        "自然日",
        "calendar days",
        ("in_days(calendar_days(7))", "7"),
    ),
    Function(
        name="time_between",
        signature="time_between(start, end)",
        zh="两个时刻之间的连续时长",
        en="the continuous time from one instant to another",
        examples=(
            (
                "time_between(INSTANT '2026-01-01T08:00:00+08:00', INSTANT '2026-01-01T10:30:00+08:00') = hours(2.5)",
                "true",
            ),
        ),
        parameters=(Want.INSTANT, Want.INSTANT),
        result=always(duration(Calendar.CONTINUOUS_HOUR)),
        python=plainly(lambda start, end: end - start),
        duckdb=template("{1} - {0}"),
    ),
    Function(
        name="add_time",
        signature="add_time(instant, hours)",
        zh="时刻加上连续小时",
        en="the instant so many continuous hours on",
        examples=(("add_time(INSTANT '2026-01-01T00:00:00Z', hours(8)) = INSTANT '2026-01-01T08:00:00Z'", "true"),),
        parameters=(Want.INSTANT, Want.CONTINUOUS),
        result=like(0),
        python=plainly(_add_time),
        duckdb=_add_time_duck,
    ),
    Function(
        name="in_hours",
        signature="in_hours(duration, scale)",
        zh="连续小时或工作时的时长,以小时计",
        en="a duration of continuous or working hours as a number of hours",
        examples=(("in_hours(hours(1), 0)", "1"), ("in_hours(working_hours(0.25), 1)", "0.3")),
        parameters=(Want.HOURS, Want.SCALE),
        result=scale_at(1),
        python=_in_hours,
        duckdb=_in_hours_duck,
    ),
    Function(
        name="in_days",
        signature="in_days(duration)",
        zh="工作日或自然日的时长,以天计",
        en="a duration of working or calendar days as a number of days",
        examples=(("in_days(calendar_days(-2))", "-2"),),
        parameters=(Want.DAYS,),
        result=always(INTEGER),
        python=plainly(lambda length: length),
        duckdb=keeping("{0}"),
    ),
)
