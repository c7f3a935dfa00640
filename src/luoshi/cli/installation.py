"""`luoshi init`, `luoshi demo`: an installation begins."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database

DEMO_DATA = Path("demo-data")


def init(
    data: Data = DEFAULT_DATA,
    database: Database = None,
    name: Annotated[str, typer.Option(help="The name of the place, as pages show it.")] = "",
    zone: Annotated[str, typer.Option(help="Its time zone.")] = "Asia/Shanghai",
    port: Annotated[int, typer.Option(help="The port that the printed link names.")] = 8311,
) -> None:
    """Begin an empty installation and print the one-time link of its first administrator.

    Example: luoshi init --data /srv/luoshi --name 某某镇
    """
    import asyncio

    from luoshi.app.begin import begin

    link = asyncio.run(begin(data, database, name=name, zone=zone))
    typer.echo(f"The installation is at {data}. Start it with: luoshi serve --data {data}")
    typer.echo(f"Then open this link once, within 24 hours: http://127.0.0.1:{port}/setup/{link}")


def demo(
    data: Data = DEMO_DATA,
    database: Database = None,
    port: Annotated[int, typer.Option(help="The port of the pages.")] = 8311,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Prepare the data and stop.")] = False,
) -> None:
    """Make a sample district with demo accounts, if there is none yet, and serve it.

    Example: luoshi demo --port 8311
    """
    import asyncio

    from luoshi.app.demo import prepare
    from luoshi.app.serving import serve_all

    asyncio.run(prepare(data, database, say=typer.echo))
    if not no_serve:
        serve_all(data, database, host="127.0.0.1", port=port, tls=None, demo=True)
