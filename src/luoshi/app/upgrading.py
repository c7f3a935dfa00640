"""`luoshi upgrade`: the real thing, and the same on a copy."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from pathlib import Path

from luoshi.app.place import DataFolder, open_database
from luoshi.app.upgrade import HEAD, MIGRATIONS, migrate, revision
from luoshi.base.db import NewerSchema
from luoshi.base.db.sqlite import SQLite


async def upgrade(data: Path, url: str | None) -> tuple[str | None, str]:
    """Bring a database to this program's version; gives from where to where."""
    database = await open_database(DataFolder(data), url)
    try:
        _known(await revision(database))
        return await migrate(database)
    finally:
        await database.close()


async def try_upgrade(data: Path, url: str | None) -> tuple[str | None, str]:
    """Say what an upgrade would do. An embedded database is upgraded as a copy, so that what would fail fails here;
    of a server only the steps are told."""
    folder = DataFolder(data)
    database = await open_database(folder, url)
    try:
        before = await revision(database)
        _known(before)
        if database.dialect == "sqlite" and before != HEAD:
            with tempfile.TemporaryDirectory(prefix="luoshi-upgrade-") as temporary:
                copy = Path(temporary) / "copy.db"
                await asyncio.to_thread(_copy, folder.database, copy)
                aside = SQLite(copy)
                try:
                    await migrate(aside)
                finally:
                    await aside.close()
        return before, HEAD
    finally:
        await database.close()


def _known(found: str | None) -> None:
    if found is not None and not (MIGRATIONS / "versions" / f"r{found}.py").is_file():
        raise NewerSchema(found=found, expected=HEAD)


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as here, sqlite3.connect(target) as there:
        here.backup(there)
