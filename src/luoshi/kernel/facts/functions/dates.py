"""Days: a date is a day in the zone of the place, and a month ends when it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.rows import always, plainly, template
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import (
    DATE,
    INTEGER,
    Type,
)
from luoshi.kernel.facts.values import NO_SUCH_DAY, OVERFLOW

MOST_DAYS = 4_000_000
"""More than the calendar has; numbers of days and months are held to this before the database adds them."""


def whole_months(start: date, end: date) -> int:
    """Months completed from one day to another; a month is complete on the same day of the next."""
    if end < start:
        return -whole_months(end, start)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def whole_years(start: date, end: date) -> int:
    """Years completed; who is born on 29 February completes a year on 1 March."""
    months = whole_months(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def last_day(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_days(day: date, count: int) -> object:
    """The day `count` days on, or overflow."""
    number = day.toordinal() + count
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else OVERFLOW


def add_months(day: date, count: int) -> object:
    """The same day `count` months on, held to the last day of a shorter month, or overflow."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return OVERFLOW
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def date_of(year: int, month: int, day: int) -> object:
    """The day so named, or that there is none."""
    if 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= last_day(year, month):
        return date(year, month, day)
    return NO_SUCH_DAY


def _period(months: int, *, end: bool) -> Callable[[date], date]:
    def first_or_last(day: date) -> date:
        first = (day.month - 1) // months * months + 1
        if not end:
            return date(day.year, first, 1)
        last = first + months - 1
        return date(day.year, last, last_day(day.year, last))

    return first_or_last


def _held(count: str) -> str:
    return f"CAST(least(greatest({count}, {-MOST_DAYS}), {MOST_DAYS}) AS INTEGER)"


def _within_calendar(raw: str) -> Made:
    value = f"CASE WHEN {raw} {sql.DAYS} THEN {raw} ELSE {sql.filler(DATE)} END"
    return Made(value, sql.failing(f"NOT ({raw} {sql.DAYS})", OVERFLOW))


def _add_days_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    return _within_calendar(f"({cells[0].value} + {_held(cells[1].value)})")


def _add_months_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    months = f"CAST(least(greatest({cells[1].value}, -200000), 200000) AS INTEGER)"
    return _within_calendar(f"CAST({cells[0].value} + to_months({months}) AS DATE)")


def _date_of_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    year, month, day = (cell.value for cell in cells)
    first = f"make_date(least(greatest({year}, 1), 9999), least(greatest({month}, 1), 12), 1)"
    exists = f"({year} BETWEEN 1 AND 9999 AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND day(last_day({first})))"
    value = f"CASE WHEN {exists} THEN {first} + CAST(least(greatest({day}, 1), 31) - 1 AS INTEGER)"
    return Made(f"{value} ELSE {sql.filler(DATE)} END", sql.failing(f"NOT {exists}", NO_SUCH_DAY))


def _months_sql(start: str, end: str) -> str:
    early, late = f"least({start}, {end})", f"greatest({start}, {end})"
    months = f"((year({late}) - year({early})) * 12 + month({late}) - month({early})"
    return f"{months} - CASE WHEN day({late}) < day({early}) THEN 1 ELSE 0 END)"


def _whole_duck(unit: int) -> Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]:
    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        start, end = (cell.value for cell in cells)
        sign = f"CASE WHEN {end} < {start} THEN -1 ELSE 1 END"
        return Made(f"CAST({sign} * ({_months_sql(start, end)} // {unit}) AS BIGINT)", None, MOST_DAYS)

    return build


def _part(
    name: str, python: Callable[[date], int], duck: str, zh: str, en: str, *examples: tuple[str, str]
) -> Function:
    return Function(
        name=name,
        signature=f"{name}(day)",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(Want.DATE,),
        result=always(INTEGER),
        python=plainly(python),
        duckdb=template(f"CAST({duck} AS BIGINT)"),
    )


def _edge(name: str, unit: str, months: int, *, end: bool, zh: str, en: str, example: tuple[str, str]) -> Function:
    first = f"CAST(date_trunc('{unit}', {{0}}) AS DATE)"
    return Function(
        name=name,
        signature=f"{name}(day)",
        zh=zh,
        en=en,
        examples=(example,),
        parameters=(Want.DATE,),
        result=always(DATE),
        python=plainly(_period(months, end=end)),
        duckdb=template(f"last_day(CAST({first} + to_months({months - 1}) AS DATE))" if end else first),
    )


ROWS = (
    _part("year_of", lambda day: day.year, "year({0})", "年", "the year", ("year_of(DATE '2026-11-22')", "2026")),
    _part(
        "quarter_of",
        lambda day: (day.month + 2) // 3,
        "quarter({0})",
        "季度(1–4)",
        "the quarter, 1 to 4",
        ("quarter_of(DATE '2026-11-22')", "4"),
    ),
    _part("month_of", lambda day: day.month, "month({0})", "月", "the month", ("month_of(DATE '2026-11-22')", "11")),
    _part("day_of", lambda day: day.day, "day({0})", "日", "the day of the month", ("day_of(DATE '2026-11-22')", "22")),
    _part(
        "weekday_of",
        lambda day: day.isoweekday(),
        "isodow({0})",
        "星期(1 为周一,7 为周日)",
        "the day of the week, 1 Monday to 7 Sunday",
        ("weekday_of(DATE '2026-11-22')", "7"),
    ),
    _edge(
        "month_start",
        "month",
        1,
        end=False,
        zh="当月第一天",
        en="the first day of its month",
        example=("month_start(DATE '2026-11-22')", "2026-11-01"),
    ),
    _edge(
        "month_end",
        "month",
        1,
        end=True,
        zh="当月最后一天",
        en="the last day of its month",
        example=("month_end(DATE '2028-02-01')", "2028-02-29"),
    ),
    _edge(
        "quarter_start",
        "quarter",
        3,
        end=False,
        zh="当季第一天",
        en="the first day of its quarter",
        example=("quarter_start(DATE '2026-11-22')", "2026-10-01"),
    ),
    _edge(
        "quarter_end",
        "quarter",
        3,
        end=True,
        zh="当季最后一天",
        en="the last day of its quarter",
        example=("quarter_end(DATE '2026-11-22')", "2026-12-31"),
    ),
    Function(
        name="date_of",
        signature="date_of(year, month, day)",
        zh="由年、月、日组成日期;没有这一天时无效",
        en="the day so named; invalid where there is none",
        examples=(("date_of(2026, 2, 28)", "2026-02-28"), ("date_of(2026, 2, 29)", "invalid: no_such_day")),
        parameters=(Want.INTEGER, Want.INTEGER, Want.INTEGER),
        result=always(DATE),
        python=plainly(date_of),
        duckdb=_date_of_duck,
    ),
    Function(
        name="add_days",
        signature="add_days(day, count)",
        zh="往后 count 个自然日(负数为往前)",
        en="`count` calendar days on (back where negative)",
        examples=(
            ("add_days(DATE '2026-02-28', 1)", "2026-03-01"),
            ("add_days(DATE '9999-12-31', 1)", "invalid: overflow"),
        ),
        parameters=(Want.DATE, Want.INTEGER),
        result=always(DATE),
        python=plainly(add_days),
        duckdb=_add_days_duck,
    ),
    Function(
        name="add_months",
        signature="add_months(day, count)",
        zh="往后 count 个月的同一天,当月无此日则取月末",
        en="the same day `count` months on, held to the last day of a shorter month",
        examples=(
            ("add_months(DATE '2026-01-31', 1)", "2026-02-28"),
            ("add_months(DATE '2026-03-31', -1)", "2026-02-28"),
        ),
        parameters=(Want.DATE, Want.INTEGER),
        result=always(DATE),
        python=plainly(add_months),
        duckdb=_add_months_duck,
    ),
    Function(
        name="days_between",
        signature="days_between(start, end)",
        zh="从 start 到 end 的天数(end 在前为负)",
        en="days from start to end (negative where end comes first)",
        examples=(("days_between(DATE '2026-01-01', DATE '2026-03-01')", "59"),),
        parameters=(Want.DATE, Want.DATE),
        result=always(INTEGER),
        python=plainly(lambda start, end: (end - start) // timedelta(days=1)),
        duckdb=template("CAST(date_diff('day', {0}, {1}) AS BIGINT)"),
    ),
    Function(
        name="months_between",
        signature="months_between(start, end)",
        zh="从 start 到 end 的整月数",
        en="whole months completed from start to end",
        examples=(
            ("months_between(DATE '2026-01-31', DATE '2026-02-28')", "0"),
            ("months_between(DATE '2026-03-15', DATE '2026-01-15')", "-2"),
        ),
        parameters=(Want.DATE, Want.DATE),
        result=always(INTEGER),
        python=plainly(whole_months),
        duckdb=_whole_duck(1),
    ),
    Function(
        name="years_between",
        signature="years_between(start, end)",
        zh="从 start 到 end 的整年数(周岁、成立年限)",
        en="whole years completed from start to end (age, years since founding)",
        examples=(
            ("years_between(DATE '2008-02-29', DATE '2026-02-28')", "17"),
            ("years_between(DATE '2008-02-29', DATE '2026-03-01')", "18"),
        ),
        parameters=(Want.DATE, Want.DATE),
        result=always(INTEGER),
        python=plainly(whole_years),
        duckdb=_whole_duck(12),
    ),
)
