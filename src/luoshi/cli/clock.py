"""`luoshi clock`: ask the working calendar when a limit runs out, or look at a year of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.options import Database

if TYPE_CHECKING:
    from luoshi.base.calendar import WorkingCalendar


def clock(
    format_: Annotated[
        str, typer.Option("--format", help="jsonl: one term a line in, one answer a line out.")
    ] = "jsonl",
    show_calendar: Annotated[
        int | None,
        typer.Option("--show-calendar", metavar="YEAR", help="Print the days and working periods of a year."),
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Use the calendar of this installation instead of the factory one.")
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="CODE", help="With --data: the calendar in force in this area.")
    ] = None,
    database: Database = None,
) -> None:
    """When does a limit run out, by Chinese working days?

    Example: echo '{"start": "2026-09-30T16:00:00+08:00", "limit": 2, "kind": "working_day"}' | luoshi clock
    """
    import json
    import sys

    from luoshi.base.calendar import Clock, answer_line, seeded_calendar, year_as_rows
    from luoshi.base.errors import Malformed

    if format_ != "jsonl":
        raise Malformed(field="--format", problem=f"{format_}; allowed: jsonl")
    calendar = seeded_calendar() if data is None else _installed(data, database, area)
    if show_calendar is not None:
        typer.echo(json.dumps(year_as_rows(calendar, show_calendar), ensure_ascii=False, indent=1))
        return
    ready = Clock(calendar)
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(answer_line(ready, line), ensure_ascii=False) + "\n")
            sys.stdout.flush()


def _installed(data: Path, database: str | None, area: str | None) -> WorkingCalendar:
    """The calendar of an installation, at one of its areas or for the whole of it."""
    import asyncio

    from luoshi.app.house import open_house

    async def go() -> WorkingCalendar:
        house = await open_house(data, database, role="clock")
        try:
            path = "" if area is None else (await house.territory.by_code(area, scope=house.everything)).path
            return house.calendars.calendar_at(path)
        finally:
            await house.close()

    return asyncio.run(go())
