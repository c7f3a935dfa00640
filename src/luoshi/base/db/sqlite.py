"""The embedded database: one file, one writer at a time, called in line.

One writer connection per process takes BEGIN IMMEDIATE and never suspends inside a transaction; when another
process (the worker) holds the lock, the wait is here, by retry with `await`, never in SQLite's busy handler, so
that the event loop goes on serving. Units that wait at the same moment are written in one transaction:
one report dirties 54 pages, sixteen together little more, for one fsync (527 → 1,502 reports a second in process).
Slow reads go to a reader connection of their own in a thread.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from luoshi.base.db.engine import Dialect, Reader, Row
from luoshi.base.db.errors import Busy, DiscFull, Duplicate, Stale
from luoshi.base.db.unit import Unit, Value, Write, for_sqlite
from luoshi.base.ids import Ids

LOCK_SECONDS = 10.0
#: writes of one shared transaction: some 32 reports, 5 ms of the write lock
SHARED_WRITES = 450
_Waiting = tuple[Unit, "asyncio.Future[None]"]


def connect(path: Path, *, readonly: bool = False) -> sqlite3.Connection:
    mode = "ro" if readonly else "rwc"
    connection = sqlite3.connect(
        f"file:{path}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA busy_timeout=0")
    if not readonly:
        _retry(connection, "PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute("PRAGMA mmap_size=268435456")
    return connection


def _retry(connection: sqlite3.Connection, sql: str) -> None:
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if not _locked(error) or time.monotonic() > until:
                raise
            time.sleep(0.005)


def _locked(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class SQLite:
    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, ids: Ids | None = None) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"
        self.ids = ids or Ids(0)
        self._writer = connect(path)
        self._reader = connect(path, readonly=True)
        self._aside = threading.local()
        self._asides: list[sqlite3.Connection] = []
        self._waiting: deque[_Waiting] = deque()
        self._draining: asyncio.Task[None] | None = None

    async def fetch(self, sql: str, *args: Value, slow: bool = False) -> Sequence[Row]:
        if slow:
            return await asyncio.to_thread(self._fetch_aside, for_sqlite(sql), args)
        return await self._read(for_sqlite(sql), args)

    async def row(self, sql: str, *args: Value) -> Row | None:
        rows = await self._read(for_sqlite(sql), args)
        return rows[0] if rows else None

    async def value(self, sql: str, *args: Value) -> Any:
        rows = await self._read(for_sqlite(sql), args)
        return rows[0][0] if rows else None

    async def _read(self, sql: str, args: Sequence[Value]) -> Sequence[Row]:
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                return self._reader.execute(sql, args).fetchall()
            except sqlite3.OperationalError as error:
                # A reader meets a lock only while the log is recovered or reset after a crash.
                if not _locked(error):
                    raise
                await _wait(until)

    def _fetch_aside(self, sql: str, args: Sequence[Value]) -> Sequence[Row]:
        connection: sqlite3.Connection | None = getattr(self._aside, "connection", None)
        if connection is None:
            connection = connect(self.path, readonly=True)
            connection.execute("PRAGMA busy_timeout=5000")
            self._aside.connection = connection
            self._asides.append(connection)
        return connection.execute(sql, args).fetchall()

    def unit(self) -> Unit:
        return Unit(self)

    async def commit(self, unit: Unit) -> None:
        """Units that wait at the same moment share one transaction and one fsync; each is answered for itself."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append((unit, done))
        if self._draining is None or self._draining.done():
            self._draining = loop.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        while self._waiting:
            batch = self._batch()
            try:
                await self._together(batch)
            finally:
                for _, done in batch:
                    done.cancel()  # only where this task itself was cancelled: an answered future stays as it is

    def _batch(self) -> list[_Waiting]:
        """What goes into the next transaction: few enough writes that other processes get the lock soon."""
        batch = [self._waiting.popleft()]
        writes = len(batch[0][0].writes)
        while self._waiting and writes + len(self._waiting[0][0].writes) <= SHARED_WRITES:
            batch.append(self._waiting.popleft())
            writes += len(batch[-1][0].writes)
        return batch

    async def _together(self, batch: Sequence[_Waiting]) -> None:
        try:
            await self._begin()
            for unit, _ in batch:
                for write in unit.writes:
                    _run(self._writer, write)
            self._writer.execute("COMMIT")
        except Exception as error:
            self._rollback()
            if len(batch) > 1 and not isinstance(error, Busy):
                for each in batch:  # whose write it was shows when each stands alone
                    await self._together([each])
                return
            refusal = _translated(error)
            if refusal is not error:
                refusal.__cause__ = error
            for _, done in batch:
                if not done.done():
                    done.set_exception(refusal)
        else:
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    async def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        # Several short transactions of one logical load would not be atomic: one, however long it takes.
        await self._begin()
        try:
            self._writer.executemany(sql, rows)
            self._writer.execute("COMMIT")
        except BaseException as error:
            self._rollback()
            raise _translated(error) from error

    async def script(self, statements: Sequence[str]) -> None:
        unit = self.unit()
        for statement in statements:
            unit.run(statement)
        await self.commit(unit)

    async def _begin(self) -> None:
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if not _locked(error):
                    raise _translated(error) from error
                await _wait(until)

    def _rollback(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Reader]:
        """One state of the whole database for as long as it is read, while others go on writing."""
        connection = connect(self.path, readonly=True)
        try:
            await asyncio.to_thread(connection.execute, "BEGIN")
            await asyncio.to_thread(lambda: connection.execute("SELECT 1 FROM sqlite_master").fetchone())
            yield _Snapshot(connection)
        finally:
            connection.close()

    async def durability(self) -> dict[str, str]:
        read = self._writer.execute
        return {
            "engine": f"SQLite {sqlite3.sqlite_version}",
            "journal_mode": str(read("PRAGMA journal_mode").fetchone()[0]),
            "synchronous": {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}[read("PRAGMA synchronous").fetchone()[0]],
        }

    async def close(self) -> None:
        for connection in (*self._asides, self._reader, self._writer):
            connection.close()


class _Snapshot:
    dialect: Dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch(self, sql: str, *args: Value, slow: bool = False) -> Sequence[Row]:
        del slow
        return await asyncio.to_thread(lambda: self._connection.execute(for_sqlite(sql), args).fetchall())


async def _wait(until: float) -> None:
    if time.monotonic() > until:
        raise Busy(seconds=int(LOCK_SECONDS))
    await asyncio.sleep(0.001 + random.random() * 0.003)


def _run(connection: sqlite3.Connection, write: Write) -> None:
    cursor = connection.execute(for_sqlite(write.sql), write.args)
    if write.expect is not None and cursor.rowcount != write.expect:
        raise Stale(what=write.what)


def _translated(error: BaseException) -> BaseException:
    if isinstance(error, sqlite3.IntegrityError) and "UNIQUE constraint failed: " in str(error):
        return Duplicate(constraint=_constraint(str(error)))
    if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
    }:
        return DiscFull()
    return error


def _constraint(message: str) -> str:
    """SQLite names the columns of a broken key, or `index 'name'`: give the name both engines share."""
    rest = message.split("UNIQUE constraint failed: ", 1)[1]
    if rest.startswith("index '"):
        return rest.removeprefix("index '").rstrip("'")
    columns = [part.strip() for part in rest.split(",")]
    table = columns[0].split(".")[0]
    names = [column.split(".")[1] for column in columns]
    return f"uq_{table}_{'_'.join(names)}"
