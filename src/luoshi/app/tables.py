"""All rows of all tables, in one form for both databases: what backup, restore and copy carry and compare."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Table, Text

from luoshi.app.schema import METADATA
from luoshi.base.db import Database, Reader
from luoshi.base.db.schema import Json

PAGE = 5_000
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many rows a table has and the hash of all of them in the order of their key."""

    rows: int
    sha256: str


def tables() -> list[Table]:
    return sorted(METADATA.tables.values(), key=lambda table: table.name)


def columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


async def pages(database: Reader, table: Table) -> AsyncIterator[list[Row]]:
    """The rows of a table in the order of its key, in pages, in one form whatever the database."""
    key = [column.name for column in table.primary_key.columns]
    names = columns(table)
    places = [names.index(each) for each in key]
    forms = [_form(column.type) for column in table.columns]
    after: Row | None = None
    # The same order on both databases: text by its bytes, whatever the language of a PostgreSQL server.
    text = {column.name for column in table.columns if isinstance(column.type, Text)}
    bytewise = database.dialect == "postgresql"
    order = ", ".join(f'{each} COLLATE "C"' if bytewise and each in text else each for each in key)
    while True:
        where, args = "", []
        if after is not None:
            args = [after[place] for place in places]
            where = f"WHERE ({order}) > ({', '.join(f'${n + 1}' for n in range(len(key)))})"
        found = await database.fetch(
            f"SELECT {', '.join(names)} FROM {table.name} {where} ORDER BY {order} LIMIT {PAGE}", *args, slow=True
        )
        rows = [tuple(form(row[name]) for form, name in zip(forms, names, strict=True)) for row in found]
        if rows:
            yield rows
        if len(rows) < PAGE:
            return
        after = rows[-1]


async def fill(database: Database, table: Table, rows: Sequence[Row]) -> None:
    await database.load(table.name, columns(table), rows)


async def empty(database: Database, table: Table) -> None:
    """Take out the rows a fresh installation starts with; history refuses this, so it is asked before anything is."""
    await database.script([f"DELETE FROM {table.name}"])


async def sum_of(database: Reader, table: Table) -> Sum:
    count, digest = 0, hashlib.sha256()
    async for rows in pages(database, table):
        count += len(rows)
        digest.update(b"".join(line(row) for row in rows))
    return Sum(rows=count, sha256=digest.hexdigest())


def line(row: Row) -> bytes:
    """One row as one line; bytes as base64 in a list of their own, which nothing else is."""
    return json.dumps([_written(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(text: bytes) -> Row:
    return tuple(base64.b64decode(value[0]) if isinstance(value, list) else value for value in json.loads(text))


def total(sums: Iterable[Sum]) -> int:
    return sum(each.rows for each in sums)


def _written(value: Any) -> Any:
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


def _form(kind: Any) -> Any:
    """Bytes as bytes, JSON with sorted keys; everything else is alike on both databases."""
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else bytes(value)
    if kind is Json:
        return lambda value: (
            None
            if value is None
            else json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )
    return lambda value: value
