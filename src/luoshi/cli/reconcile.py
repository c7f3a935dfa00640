"""`luoshi reconcile`: what became of the promises of several papers, each with its sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from luoshi.cli.options import Database

if TYPE_CHECKING:
    from luoshi.analysis.lines import Paper


def reconcile(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="Documents of one place or several, in any order.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", envvar="LUOSHI_DATA", help="Take the documents of an installation.")
    ] = None,
    database: Database = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Only this place: a name, or with --data an official code.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="table or jsonl.")] = "table",
    every: Annotated[
        bool, typer.Option("--all", help="Also promises that no later document can tell about yet.")
    ] = False,
) -> None:
    """List promises kept, missed, changed and never mentioned again, by the documents alone.

    Example: luoshi reconcile plan-2021-2025.docx report-2022.docx report-2023.docx
    """
    import asyncio

    from luoshi.base.errors import LuoshiError
    from luoshi.cli import reconcile_output

    try:
        show = reconcile_output.printer(format_)
        if files:
            from luoshi.app.papers import paper_of_file

            papers = [each for each in map(paper_of_file, files) if place in {None, each.place}]
        elif data is not None:
            papers = asyncio.run(_of_installation(data, database, place))
        else:
            typer.echo("Name the documents, or an installation with --data.", err=True)
            raise typer.Exit(1)
        show(papers, every)
    except LuoshiError as refusal:
        typer.echo(refusal.sentence(), err=True)
        raise typer.Exit(1) from refusal


async def _of_installation(data: Path, database: str | None, place: str | None) -> list[Paper]:
    from dataclasses import replace

    from luoshi.app.house import open_house
    from luoshi.app.papers import shelf

    house = await open_house(data, database, role="reconcile")
    try:
        scope = house.everything
        path = None if place is None else (await house.territory.by_code(place, scope=scope)).path
        found = (await shelf(house, path=path, scope=scope)).papers
        return [replace(each, place=house.territory.name_of(each.place) or house.name) for each in found]
    finally:
        await house.close()
