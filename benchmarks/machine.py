"""How fast this machine is today: the line that stands beside every measurement.

    python benchmarks/machine.py [--quick]

The bare endpoint's rate on each database, and how many rows a second the databases take by their raw bulk way
(COPY on PostgreSQL, `executemany` in one transaction on SQLite).
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import asyncpg

from benchmarks import harness, workload
from tests.postgres import Postgres

BULK = 100_000


def bulk_rows(count: int) -> list[tuple[int, str, int, int]]:
    return [(n, f"station-{n % 300}", 1_767_225_600_000_000 + n, n % 500) for n in range(count)]


def sqlite_bulk(path: Path, count: int = BULK) -> float:
    """Rows a second into SQLite by executemany, one durable transaction."""
    rows = bulk_rows(count)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bulk (id INTEGER PRIMARY KEY, source TEXT, at INTEGER, value INTEGER)")
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO bulk VALUES (?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    elapsed = time.perf_counter() - begun
    connection.close()
    return count / elapsed


async def postgres_bulk(url: str, count: int = BULK) -> float:
    """Rows a second into PostgreSQL by COPY."""
    rows = bulk_rows(count)
    connection = await asyncpg.connect(url)
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS bulk (id BIGINT, source TEXT, at BIGINT, value BIGINT); TRUNCATE bulk"
    )
    begun = time.perf_counter()
    await connection.copy_records_to_table("bulk", records=rows)
    elapsed = time.perf_counter() - begun
    await connection.close()
    return count / elapsed


def database_processes(postgres: Postgres) -> list[int]:
    return harness.family(postgres.process.pid) if postgres.process else []


def bare_sqlite(folder: Path) -> harness.Server:
    command = harness.python("benchmarks.peers.bare", "--database", f"sqlite:///{folder}/bare.db")
    return harness.Server("bare/sqlite", command, folder=folder)


def bare_postgres(folder: Path, postgres: Postgres) -> harness.Server:
    postgres.sql("CREATE DATABASE bare")
    command = harness.python("benchmarks.peers.bare", "--database", postgres.url("bare"))
    return harness.Server("bare/postgresql", command, folder=folder, database=lambda: database_processes(postgres))


def line(bare: Sequence[harness.Rounds], folder: Path, postgres: Postgres) -> None:
    """Print the machine-speed line from the rounds of the bare endpoints."""
    rates = ", ".join(f"{one.name} {one.rate:.0f} req/s" for one in bare)
    copy = asyncio.run(postgres_bulk(postgres.url()))
    bulk = sqlite_bulk(folder / "bulk.db")
    print(f"machine speed: {rates}; COPY {copy:.0f} rows/s, SQLite executemany {bulk:.0f} rows/s")


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    postgres = Postgres(durable=True)
    with harness.scratch() as folder:
        bodies = harness.write_bodies(folder / "bodies", workload.bodies(2000))
        with bare_sqlite(folder) as sqlite, bare_postgres(folder, postgres) as server:
            found = harness.interleaved([sqlite, server], bodies, rounds=2 if quick else 5, seconds=2 if quick else 5)
            harness.print_durability(sqlite)
            harness.print_durability(server)
        harness.print_rounds("the bare endpoint", found.values())
        line(list(found.values()), folder, postgres)
    postgres.stop()


if __name__ == "__main__":
    main()
