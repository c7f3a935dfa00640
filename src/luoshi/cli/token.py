"""`luoshi token`: keys for programs that read or write through the API."""

from __future__ import annotations

from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database

token = typer.Typer(help="Keys for programs that use the API.", no_args_is_help=True)


@token.callback()
def _group() -> None:
    """Keys for programs that use the API."""


@token.command("create")
def create(
    role: Annotated[str, typer.Option(help="What it may do, such as dispatcher or auditor.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
    area: Annotated[
        str | None, typer.Option(help="Code of the area it reaches, and everything below; none: the whole place.")
    ] = None,
    agency: Annotated[str | None, typer.Option(help="Code of the agency whose rows it reaches; none: all.")] = None,
    expires: Annotated[int, typer.Option(help="Days until it ends.")] = 90,
    name: Annotated[str, typer.Option(help="What it is for, as the journal will show it.")] = "token",
) -> None:
    """Make a token and print it once.

    Example: luoshi token create --role auditor --area 110101 --expires 30
    """
    import asyncio

    from luoshi.app.accounts import create_token

    typer.echo(asyncio.run(create_token(data, database, role, area, agency, expires, name)))
