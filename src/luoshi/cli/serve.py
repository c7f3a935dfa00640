"""`luoshi serve`: the doors and the worker, two processes behind one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database


def serve(
    data: Data = DEFAULT_DATA,
    database: Database = None,
    host: Annotated[str, typer.Option(help="Where to listen; 127.0.0.1 means this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the pages and of the API.")] = 8311,
    tls: Annotated[str | None, typer.Option(help="auto (a local authority), or CERT.pem with its key in it.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Serve an installation that holds demo accounts.")] = False,
) -> None:
    """Serve the pages, the API and the worker of one installation.

    Example: luoshi serve --data /srv/luoshi --host 0.0.0.0 --port 8311
    """
    from luoshi.app.serving import serve_all

    serve_all(data, database, host=host, port=port, tls=tls, demo=demo)


def worker(data: Data = DEFAULT_DATA, database: Database = None, parent: Annotated[int, typer.Option()] = 0) -> None:
    """Run the jobs and seal the journal (started by `serve`)."""
    from luoshi.app.worker import work

    work(Path(data), database, parent=parent)
