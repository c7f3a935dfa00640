"""From the embedded database to PostgreSQL (or back): every row, compared by count and hash on both sides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from luoshi.app import tables
from luoshi.app.backup import BackupDamaged
from luoshi.app.house import open_house
from luoshi.app.upgrade import migrate, revision
from luoshi.base.db.postgresql import PostgreSQL
from luoshi.base.errors import Refused
from luoshi.kernel.search import rebuild


class TargetNotEmpty(Refused):
    code = "L-123"


async def copy(data: Path, url: str | None, target: str, *, say: Callable[[str], None]) -> int:
    """Copy an installation's rows to an empty PostgreSQL database; gives how many rows. The folder keeps files and
    keys: afterwards serve it with `--database TARGET`."""
    house = await open_house(data, url, role="copy")
    there = await PostgreSQL.open(target)
    try:
        if await revision(there) is not None:
            raise TargetNotEmpty(where=target.rsplit("@", 1)[-1])
        await migrate(there)
        rows = 0
        async with house.database.snapshot() as state:
            for table in tables.tables():
                async for page in tables.pages(state, table):
                    await tables.fill(there, table, page)
                here, copied = await tables.sum_of(state, table), await tables.sum_of(there, table)
                if here != copied:
                    raise BackupDamaged(what=f"{table.name}: {here.rows} / {copied.rows}")
                rows += here.rows
                say(f"{table.name}: {here.rows} {here.sha256[:12]}")
        await rebuild(there)
        return rows
    finally:
        await there.close()
        await house.close()
