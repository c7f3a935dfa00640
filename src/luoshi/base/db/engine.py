"""The database of one installation, embedded (SQLite) or a server (PostgreSQL), behind one small face.

Reads are one statement each, writes are a `Unit`. Both engines are durable when `commit` returns: SQLite runs WAL
with synchronous=FULL, PostgreSQL with synchronous_commit=on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Literal, Protocol

from luoshi.base.db.unit import Unit, Value
from luoshi.base.ids import Ids

Dialect = Literal["sqlite", "postgresql"]


class Row(Protocol):
    """A row by column name or position."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def keys(self) -> Any: ...


class Reader(Protocol):
    """What reads: the database itself, or one state of it."""

    dialect: Dialect

    async def fetch(self, sql: str, *args: Value, slow: bool = False) -> Sequence[Row]:
        """All rows. `slow=True` for statements that may take over 20 ms: they leave the event loop free."""


class Database(Reader, Protocol):
    """What a `store.py` may use."""

    url: str
    ids: Ids

    async def row(self, sql: str, *args: Value) -> Row | None: ...

    async def value(self, sql: str, *args: Value) -> Any: ...

    def unit(self) -> Unit: ...

    async def commit(self, unit: Unit) -> None: ...

    async def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Insert many rows in one transaction (COPY on PostgreSQL)."""

    async def script(self, statements: Sequence[str]) -> None:
        """Definition statements, in one transaction."""

    def snapshot(self) -> AbstractAsyncContextManager[Reader]:
        """One state of the whole database for as long as it is read, while others go on writing."""

    async def durability(self) -> dict[str, str]:
        """The settings that make a commit durable, read back from the database (benchmarks print them)."""

    async def close(self) -> None: ...


Clock = Callable[[], int]


def now() -> int:
    """Microseconds UTC by the clock of this machine."""
    return time.time_ns() // 1000
