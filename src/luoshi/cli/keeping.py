"""`luoshi backup`, `restore`, `upgrade`, `copy`: an installation is kept, moved and renewed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from luoshi.cli.options import DEFAULT_DATA, Data, Database


def backup(
    file: Annotated[Path, typer.Argument(help="The archive to write; its keys go to FILE.keys.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
) -> None:
    """Back up an installation while it runs.

    Example: luoshi backup /mnt/usb/monday.luoshi --data /srv/luoshi
    """
    import asyncio

    from luoshi.app.backup import backup as write

    manifest = asyncio.run(write(data, database, file, say=_quiet))
    rows = sum(each["rows"] for each in manifest["tables"].values())
    typer.echo(f"{rows} rows and {manifest['files']} files are in {file}; the keys of personal values in {file}.keys")


def restore(
    file: Annotated[Path, typer.Argument(help="The archive.")],
    data: Annotated[Path | None, typer.Option("--data", help="An empty folder to restore into.")] = None,
    database: Database = None,
    keys: Annotated[Path | None, typer.Option("--keys", help="The keys; FILE.keys where not said.")] = None,
    erased: Annotated[Path | None, typer.Option("--erased", help="The erasure list (keys.erased) kept since.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Restore into a temporary folder, compare, forget.")] = False,
) -> None:
    """Restore a backup into an empty folder and compare every table with what was saved.

    Example: luoshi restore /mnt/usb/monday.luoshi --check
    """
    import asyncio
    import tempfile

    from luoshi.app.backup import restore as take

    with tempfile.TemporaryDirectory(prefix="luoshi-check-") as temporary:
        where = Path(temporary) / "data" if check or data is None else data
        manifest = asyncio.run(take(file, where, None if check else database, keys=keys, erased=erased, say=_quiet))
    rows = sum(each["rows"] for each in manifest["tables"].values())
    done = "the backup is whole" if check or data is None else f"restored into {data}"
    typer.echo(f"{rows} rows in {len(manifest['tables'])} tables equal what was saved: {done}")


def upgrade(
    data: Data = DEFAULT_DATA,
    database: Database = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Try it on a copy and change nothing.")] = False,
) -> None:
    """Bring the database of an installation to this program's version.

    Example: luoshi upgrade --data /srv/luoshi --dry-run
    """
    import asyncio

    from luoshi.app.upgrading import try_upgrade
    from luoshi.app.upgrading import upgrade as bring

    before, after = asyncio.run((try_upgrade if dry_run else bring)(data, database))
    word = "would go" if dry_run else "went"
    typer.echo(f"{data} is at {after} already" if before == after else f"{data} {word} from {before} to {after}")


def copy(
    to: Annotated[str, typer.Option("--to", help="postgresql://… of an empty database.")],
    data: Data = DEFAULT_DATA,
    database: Database = None,
) -> None:
    """Copy an installation's rows to PostgreSQL and compare counts and hashes.

    Example: luoshi copy --data /srv/luoshi --to postgresql://luoshi@db/luoshi
    """
    import asyncio

    from luoshi.app.copying import copy as carry

    rows = asyncio.run(carry(data, database, to, say=typer.echo))
    typer.echo(
        f"{rows} rows copied; counts and hashes are equal. Serve it with: luoshi serve --data {data} --database {to}"
    )


def _quiet(_: str) -> None:
    """Only the last line matters to whoever reads it in a log."""
