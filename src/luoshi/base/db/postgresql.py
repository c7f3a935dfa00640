"""PostgreSQL 15 or later, through asyncpg.

A unit without expectations is one statement in its own implicit transaction: one round trip. A unit with
expectations (a row must still have the version that was read) runs BEGIN, one statement, COMMIT.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

import asyncpg

from luoshi.base.db.engine import Dialect, Reader, Row
from luoshi.base.db.errors import Away, DiscFull, Duplicate, Stale
from luoshi.base.db.unit import Unit, Value, shifted
from luoshi.base.ids import Ids

_PARAMETERS = 32_000
#: how asyncpg says that the server went away; the last one when the connection breaks between two messages
GONE = (OSError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InternalClientError)


class PostgreSQL:
    dialect: Dialect = "postgresql"

    def __init__(self, url: str, pool: asyncpg.Pool, ids: Ids | None = None) -> None:
        self.url = url
        self.ids = ids or Ids(0)
        self._pool = pool

    @classmethod
    async def open(cls, url: str, *, size: int = 8) -> PostgreSQL:
        with _answered():
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=size,
                statement_cache_size=1000,
                max_cacheable_statement_size=65536,
                reset=_as_it_is,
                server_settings={"synchronous_commit": "on", "jit": "off"},
            )
        return cls(url, pool)

    async def fetch(self, sql: str, *args: Value, slow: bool = False) -> Sequence[Row]:
        with _answered():
            found: Sequence[Row] = await self._pool.fetch(sql, *args)
            return found

    async def row(self, sql: str, *args: Value) -> Row | None:
        with _answered():
            return await self._pool.fetchrow(sql, *args)

    async def value(self, sql: str, *args: Value) -> Any:
        with _answered():
            return await self._pool.fetchval(sql, *args)

    def unit(self) -> Unit:
        return Unit(self)

    async def commit(self, unit: Unit) -> None:
        try:
            with _answered():
                await self._commit(unit)
        except asyncpg.UniqueViolationError as error:
            raise Duplicate(constraint=_constraint(error)) from error
        except asyncpg.DiskFullError as error:
            raise DiscFull() from error

    async def _commit(self, unit: Unit) -> None:
        writes = unit.writes
        guarded = any(write.expect is not None for write in writes)
        parameters = sum(len(write.args) for write in writes)
        if unit.ordered or parameters > _PARAMETERS:
            async with self._pool.acquire() as connection, connection.transaction():
                for write in writes:
                    status = await connection.execute(write.sql, *write.args)
                    _expect(write.expect, int(status.rsplit(" ", 1)[1]), write.what)
            return
        sql = _combined(tuple(write.sql for write in writes), tuple(len(write.args) for write in writes), guarded)
        args = [value for write in writes for value in write.args]
        if not guarded:
            await self._pool.execute(sql, *args)
            return
        async with self._pool.acquire() as connection, connection.transaction():
            counts = await connection.fetchrow(sql, *args)
            assert counts is not None
            for write, count in zip(writes, counts, strict=True):
                _expect(write.expect, count, write.what)

    async def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        try:
            with _answered():
                async with self._pool.acquire() as connection, connection.transaction():
                    await connection.copy_records_to_table(table, records=rows, columns=list(columns))
        except asyncpg.UniqueViolationError as error:
            raise Duplicate(constraint=_constraint(error)) from error

    async def script(self, statements: Sequence[str]) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            for statement in statements:
                await connection.execute(statement)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reader]:
        """One state of the whole database for as long as it is read, while others go on writing."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield _Snapshot(connection)

    async def durability(self) -> dict[str, str]:
        return {
            "engine": f"PostgreSQL {await self.value('SHOW server_version')}",
            "synchronous_commit": str(await self.value("SHOW synchronous_commit")),
            "fsync": str(await self.value("SHOW fsync")),
        }

    async def close(self) -> None:
        await self._pool.close()


@contextmanager
def _answered() -> Iterator[None]:
    """A server that is down, starting or shutting down, and a connection that broke, are said as one refusal."""
    try:
        yield
    except GONE as error:
        raise Away() from error
    except asyncpg.InterfaceError as error:
        if "closed" not in str(error):
            raise
        raise Away() from error


async def _as_it_is(connection: Any) -> None:
    """A statement of ours changes no session setting, so asyncpg's RESET ALL, one more round trip for every statement,
    has nothing to undo."""


class _Snapshot:
    dialect: Dialect = "postgresql"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *args: Value, slow: bool = False) -> Sequence[Row]:
        del slow
        found: Sequence[Row] = await self._connection.fetch(sql, *args)
        return found


def _expect(expected: int | None, count: int, what: str) -> None:
    if expected is not None and count != expected:
        raise Stale(what=what)


@lru_cache(maxsize=2048)
def _combined(statements: tuple[str, ...], widths: tuple[int, ...], counted: bool) -> str:
    if len(statements) == 1 and not counted:
        return statements[0]
    parts: list[str] = []
    offset = 0
    for number, (statement, width) in enumerate(zip(statements, widths, strict=True)):
        parts.append(f"w{number} AS ({shifted(statement, offset)} RETURNING 1)")
        offset += width
    result = ", ".join(f"(SELECT count(*) FROM w{number})" for number in range(len(statements))) if counted else "1"
    return f"WITH {', '.join(parts)} SELECT {result}"


def _constraint(error: asyncpg.UniqueViolationError) -> str:
    """A partition's index is named after its parent: `case_2026_11_open_key_key` stays readable, never parsed."""
    return str(error.constraint_name or "")
