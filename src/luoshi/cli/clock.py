"""`luoshi clock`: ask the working calendar when a limit runs out, or look at a year of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
) -> None:
    """When does a limit run out, by Chinese working days?

    Example: echo '{"start": "2026-09-30T16:00:00+08:00", "limit": 2, "kind": "working_day"}' | luoshi clock
    """
    import json
    import sys

    from luoshi.base.calendar import Clock, answer_line, seeded_calendar, year_as_rows
    from luoshi.base.errors import LuoshiError

    if format_ != "jsonl":
        typer.echo(f"The clock speaks jsonl only, not '{format_}'.", err=True)
        raise typer.Exit(1)
    try:
        calendar = seeded_calendar()
        if show_calendar is not None:
            typer.echo(json.dumps(year_as_rows(calendar, show_calendar), ensure_ascii=False, indent=1))
            return
        ready = Clock(calendar)
    except LuoshiError as refusal:
        typer.echo(refusal.sentence(), err=True)
        raise typer.Exit(1) from refusal
    for line in sys.stdin:
        if line.strip():
            sys.stdout.write(json.dumps(answer_line(ready, line), ensure_ascii=False) + "\n")
            sys.stdout.flush()
