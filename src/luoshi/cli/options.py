"""Options that every verb on an installation shares."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[Path, typer.Option("--data", envvar="LUOSHI_DATA", help="The folder of the installation.")]
Database = Annotated[
    str | None,
    typer.Option("--database", envvar="LUOSHI_DATABASE", help="postgresql://… instead of the embedded database."),
]
DEFAULT_DATA = Path("luoshi-data")
