"""`luoshi simulate`: a district lives for some days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database


def simulate(
    data: Data = DEFAULT_DATA,
    database: Database = None,
    days: Annotated[int, typer.Option(help="How many days, up to now.", min=1, max=3660)] = 30,
    scale: Annotated[float, typer.Option(help="1.0 is the sample district's usual traffic.", min=0.0)] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same city.")] = 1,
    parameters: Annotated[
        Path | None, typer.Option("--parameters", metavar="FILE", help="Rates, delays and faults as TOML.", exists=True)
    ] = None,
) -> None:
    """Let residents, workers, lamps and rivers live through the same doors as people.

    Example: luoshi simulate --data demo-data --days 7 --scale 2 --seed 3
    """
    import asyncio

    from luoshi.app.simulate import live

    counted = asyncio.run(
        live(data, database, days=days, scale=scale, seed=seed, say=typer.echo, parameters=parameters)
    )
    typer.echo(", ".join(f"{number} {name}" for name, number in counted.items()))
