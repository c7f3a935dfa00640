"""The bare endpoint: one JSON case of twelve fields in, one INSERT, its number out; nothing else.

It is the speed of the machine and of the parts (Litestar, msgspec, uvicorn, the database and its disc) with no
city in it, and so the yardstick of everything that Luoshi adds to a create.

    python -m benchmarks.peers.bare --database sqlite:////tmp/bare.db --port 8400
    python -m benchmarks.peers.bare --database postgresql://user@127.0.0.1:5433/name --port 8400
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
import uvicorn
from litestar import Litestar, get, post
from litestar.params import JSONBody

COLUMNS = (
    "request_id", "kind", "text", "lon", "lat", "crs",
    "thing_code", "name", "phone", "photos", "occurred_at", "answers",
)  # fmt: skip


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """What a resident sends. Limits are those any careful door would set."""

    request_id: str
    kind: str
    text: str
    lon: float
    lat: float
    crs: str
    occurred_at: datetime
    thing_code: str | None = None
    name: str | None = None
    phone: str | None = None
    photos: list[str] = []
    answers: dict[str, str] = {}

    def row(self, received_at: int) -> tuple[Any, ...]:
        at = int(self.occurred_at.timestamp() * 1_000_000)
        photos = json.dumps(self.photos)
        return (
            self.request_id, self.kind, self.text, self.lon, self.lat, self.crs,
            self.thing_code, self.name, self.phone, photos, at, json.dumps(self.answers), received_at,
        )  # fmt: skip


class Stored(msgspec.Struct):
    id: str


Insert = Callable[[tuple[Any, ...]], Awaitable[int]]
Settings = Callable[[], Awaitable[dict[str, str]]]


def table(key: str) -> str:
    return (
        f"CREATE TABLE IF NOT EXISTS report (id {key}, request_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
        "text TEXT NOT NULL, lon DOUBLE PRECISION NOT NULL, lat DOUBLE PRECISION NOT NULL, crs TEXT NOT NULL, "
        "thing_code TEXT, name TEXT, phone TEXT, photos TEXT NOT NULL, occurred_at BIGINT NOT NULL, "
        "answers TEXT NOT NULL, received_at BIGINT NOT NULL)"
    )


def insert_sql(mark: Callable[[int], str]) -> str:
    names = (*COLUMNS, "received_at")
    marks = ", ".join(mark(n) for n in range(1, len(names) + 1))
    return f"INSERT INTO report ({', '.join(names)}) VALUES ({marks}) RETURNING id"


def sqlite_store(path: str) -> tuple[Insert, Settings]:
    """SQLite called in line: one connection, one implicit transaction per insert."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(table("INTEGER PRIMARY KEY"))
    sql = insert_sql(lambda _: "?")

    async def insert(row: tuple[Any, ...]) -> int:
        return int(connection.execute(sql, row).fetchall()[0][0])

    async def settings() -> dict[str, str]:
        names = ("journal_mode", "synchronous")
        return {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in names}

    return insert, settings


def postgres_store(pool: asyncpg.Pool) -> tuple[Insert, Settings]:
    sql = insert_sql(lambda n: f"${n}")

    async def insert(row: tuple[Any, ...]) -> int:
        return int(await pool.fetchval(sql, *row))

    async def settings() -> dict[str, str]:
        names = ("fsync", "synchronous_commit", "full_page_writes")
        return {name: str(await pool.fetchval(f"SHOW {name}")) for name in names}

    return insert, settings


def build(database: str) -> Litestar:
    """The application on the named database."""
    store: dict[str, Any] = {}

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        if database.startswith("sqlite:///"):
            store["insert"], store["settings"] = sqlite_store(database.removeprefix("sqlite:///"))
            yield
            return
        durable = {"synchronous_commit": "on"}
        async with asyncpg.create_pool(database, min_size=8, max_size=8, server_settings=durable) as pool:
            await pool.execute(table("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
            store["insert"], store["settings"] = postgres_store(pool)
            yield

    @post("/reports")
    async def create(data: JSONBody[Report]) -> Stored:
        return Stored(id=str(await store["insert"](data.row(time.time_ns() // 1000))))

    @get("/durability")
    async def durability() -> dict[str, str]:
        settings: dict[str, str] = await store["settings"]()
        return settings

    return Litestar([create, durability], lifespan=[lifespan], openapi_config=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    uvicorn.run(
        build(given.database),
        host="127.0.0.1",
        port=given.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
