"""`luoshi erase`: a resident asks to be forgotten, or a rule ends."""

from __future__ import annotations

from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database


def erase(
    ground: Annotated[str, typer.Option(help="On what ground: the request, its date, who decided.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
    phone: Annotated[str | None, typer.Option(help="The number as it was given; - asks for it.")] = None,
    field: Annotated[str, typer.Option(help="What the value is, when it is no phone: name, identity, card.")] = "",
    value: Annotated[str | None, typer.Option(help="The value of that field; - asks for it.")] = None,
) -> None:
    """Erase a person everywhere: contacts, raw reports, photos. Cases and counts stay. There is no way back.

    A number given as an option stays in the history of the shell: give - and type it when asked.

    Example: luoshi erase --phone - --ground "request of 2026-03-02, approved by the security officer"
    """
    import asyncio

    from luoshi.app.erasure import erase_by_name

    if phone is not None:
        field, value = "phone", phone
    if not field or value is None:
        typer.echo("Give --phone, or --field with --value.", err=True)
        raise typer.Exit(1)
    if value == "-":
        value = typer.prompt(field, hide_input=True)
    count = asyncio.run(erase_by_name(data, database, field, value, ground=ground))
    typer.echo(f"{count} values erased by rule." if count else "No record holds this value.")
