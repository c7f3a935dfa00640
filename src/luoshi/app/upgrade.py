"""The schema's version: Alembic owns the kernel tables, on both databases, in one transaction an upgrade.

A revision is a file of `migrations/versions`; the statements of each database lie beside it as SQL, frozen as they
were released. `HEAD` is the newest; opening a database reads one row and imports nothing of Alembic.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from luoshi.base.db import Database, NewerSchema, NoDatabase, OlderSchema

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"


async def revision(database: Database) -> str | None:
    """The revision a database is at; None for an empty one."""
    if database.dialect == "sqlite":
        there = await database.value("SELECT 1 FROM sqlite_master WHERE name='alembic_version'")
    else:
        there = await database.value("SELECT 1 FROM pg_tables WHERE tablename='alembic_version'")
    return None if there is None else await database.value("SELECT version_num FROM alembic_version")


async def check_version(database: Database) -> None:
    """Refuse a database that a newer program wrote, and one that has to be upgraded first."""
    found = await revision(database)
    if found is None:
        raise NoDatabase(where=database.url.split("@")[-1])
    if found == HEAD:
        return
    if (MIGRATIONS / "versions" / f"r{found}.py").is_file():
        raise OlderSchema(found=found, expected=HEAD)
    raise NewerSchema(found=found, expected=HEAD)


async def migrate(database: Database) -> tuple[str | None, str]:
    """Bring a database to `HEAD`; gives from where to where. Killed in the middle, it is where it was."""
    before = await revision(database)
    await asyncio.to_thread(_migrate, database.url)
    return before, HEAD


def _migrate(url: str) -> None:
    if url.startswith("sqlite"):
        _on_sqlite(url)
    else:
        asyncio.run(_on_postgresql(url))


def _on_sqlite(url: str) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            _run(connection)
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


async def _on_postgresql(url: str) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


def _run(connection: Any) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)

    def steps(found: Any, _: Any) -> Any:
        return scripts._upgrade_revs(HEAD, found)

    with EnvironmentContext(config, scripts, fn=steps, destination_rev=HEAD) as context:
        context.configure(connection=connection, transactional_ddl=False)
        context.run_migrations()
