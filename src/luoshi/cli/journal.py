"""`luoshi journal`: is what was done still what is written?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database

journal = typer.Typer(help="The record of who did what, when, on what ground.", no_args_is_help=True)


@journal.callback()
def _group() -> None:
    """The record of who did what, when, on what ground."""


@journal.command("verify")
def verify(
    data: Data = DEFAULT_DATA,
    database: Database = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="A head that was kept elsewhere.")
    ] = None,
) -> None:
    """Find edits, gaps and insertions in the journal, and say how many lines are not sealed yet.

    Example: luoshi journal verify --data /srv/luoshi --against /mnt/usb/journal.head
    """
    import asyncio

    from luoshi.app.house import open_house
    from luoshi.kernel.journal import VerifyReport
    from luoshi.kernel.journal import verify as verify_journal

    async def go() -> VerifyReport:
        house = await open_house(data, database, role="verify")
        try:
            head = against.read_text("utf-8") if against is not None else None
            return await verify_journal(house.database, against=head)
        finally:
            await house.close()

    report = asyncio.run(go())
    typer.echo(
        f"{report.lines} lines, {report.sealed} sealed in {report.batches} batches, {report.unsealed} not sealed yet."
    )
    typer.echo(f"head {report.head or '-'}")
    for fault in report.faults:
        typer.echo(fault, err=True)
    if report.faults:
        raise typer.Exit(1)
