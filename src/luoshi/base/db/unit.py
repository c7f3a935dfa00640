"""A unit of work: the writes of one act, collected first and committed together.

A verb reads what it needs, decides, and puts its writes into one unit; nothing waits inside a transaction. On
SQLite the writes run one after the other between BEGIN IMMEDIATE and COMMIT; on PostgreSQL they become one
statement of data-modifying CTEs. All writes of one PostgreSQL statement see the same state of the database, so a
unit that writes one row twice says so by `in_order()`.

SQL is written once, with `$1`-style parameters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

Value = int | str | bytes | float | None
_PARAMETER = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    """One statement. `expect` is the number of rows it must touch, `what` names the record for the refusal."""

    sql: str
    args: tuple[Value, ...]
    expect: int | None = None
    what: str = ""


@lru_cache(maxsize=4096)
def _insert_sql(table: str, columns: tuple[str, ...], ignore: str) -> str:
    marks = ", ".join(f"${i + 1}" for i in range(len(columns)))
    names = ", ".join(columns)
    return f"INSERT INTO {table} ({names}) VALUES ({marks}){ignore}"


@lru_cache(maxsize=4096)
def shifted(sql: str, by: int) -> str:
    """The same statement with its parameters renumbered."""
    return _PARAMETER.sub(lambda m: f"${int(m[1]) + by}", sql) if by else sql


@lru_cache(maxsize=4096)
def for_sqlite(sql: str) -> str:
    """With plain marks where the parameters stand in their order: SQLite looks numbered ones up one by one, which
    grows with the square of their count (500 rows of 37 columns: 0.4 s to parse, else 0.01 s)."""
    numbers = _PARAMETER.findall(sql)
    if all(int(number) == place for place, number in enumerate(numbers, start=1)):
        return _PARAMETER.sub("?", sql)
    return _PARAMETER.sub(r"?\1", sql)


class Commits(Protocol):
    """What takes a unit to the database."""

    async def commit(self, unit: Unit) -> None: ...


class Unit:
    """Collects writes; `async with database.unit() as unit:` commits them if nothing was raised."""

    def __init__(self, database: Commits) -> None:
        self._database = database
        self.writes: list[Write] = []
        self.ordered = False
        self.committed = False

    def in_order(self) -> None:
        """Run the writes one after the other: later ones see what earlier ones wrote."""
        self.ordered = True

    def insert(self, table: str, row: Mapping[str, Value], *, ignore_on: str | None = None) -> None:
        """Insert one row; with `ignore_on="a, b"` a row with the same key stays as it is."""
        ignore = "" if ignore_on is None else f" ON CONFLICT ({ignore_on}) DO NOTHING"
        self.writes.append(Write(_insert_sql(table, tuple(row), ignore), tuple(row.values())))

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]], *, ignore_on: str | None = None
    ) -> None:
        """Insert some rows as one statement (for thousands use `Database.load`)."""
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            width = len(columns)
            groups = ", ".join(
                "(" + ", ".join(f"${r * width + c + 1}" for c in range(width)) + ")" for r in range(len(part))
            )
            ignore = "" if ignore_on is None else f" ON CONFLICT ({ignore_on}) DO NOTHING"
            sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {groups}{ignore}"
            self.writes.append(Write(sql, tuple(value for row in part for value in row)))

    def update(
        self,
        table: str,
        values: Mapping[str, Value],
        *,
        where: Mapping[str, Value],
        expect: int | None = 1,
        what: str = "",
    ) -> None:
        """Change the rows that equal `where` (a None there means IS NULL); refuse when not `expect` rows matched."""
        args: list[Value] = list(values.values())
        sets = ", ".join(f"{name}=${i + 1}" for i, name in enumerate(values))
        conditions: list[str] = []
        for name, value in where.items():
            if value is None:
                conditions.append(f"{name} IS NULL")
            else:
                args.append(value)
                conditions.append(f"{name}=${len(args)}")
        sql = f"UPDATE {table} SET {sets} WHERE {' AND '.join(conditions)}"
        self.writes.append(Write(sql, tuple(args), expect, what or table))

    def delete(self, table: str, *, where: Mapping[str, Value]) -> None:
        conditions = " AND ".join(f"{name}=${i + 1}" for i, name in enumerate(where))
        self.writes.append(Write(f"DELETE FROM {table} WHERE {conditions}", tuple(where.values())))

    def run(self, sql: str, *args: Value, expect: int | None = None, what: str = "") -> None:
        """Any other single writing statement."""
        self.writes.append(Write(sql, args, expect, what))

    async def commit(self) -> None:
        if self.writes and not self.committed:
            await self._database.commit(self)
        self.committed = True

    async def __aenter__(self) -> Unit:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            await self.commit()
