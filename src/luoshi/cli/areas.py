"""`luoshi areas`: an installation learns which areas its place has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database


def areas(
    listed: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV with the columns code, name, level, parent.", exists=True),
    ],
    source: Annotated[str, typer.Option(help="Where the list comes from, as the journal will show it.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="From which day it holds; today.")] = None,
) -> None:
    """Enter a list of official areas in one act, parents before their parts. Outlines are imported on the pages.

    Example: luoshi areas town.csv --source "statistics office, 2026-06-30" --data /srv/luoshi
    """
    import asyncio

    from luoshi.app.areas import enter_areas

    count = asyncio.run(enter_areas(data, database, listed, source=source, since=since))
    typer.echo(f"{count} areas are entered.")
