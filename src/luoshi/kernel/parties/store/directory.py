"""Reading and writing agencies, posts, people, grants and lists. All of it is held in memory by `Directory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.unit import Value
from luoshi.kernel.parties.model import (
    Agency,
    ApiToken,
    Grant,
    Holding,
    Liaison,
    Person,
    Portfolio,
    Post,
    Responsibility,
    StandIn,
)
from luoshi.kernel.parties.store import rows

T = TypeVar("T")
VERSION = "parties.version"
_BUMP = (
    "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (name) DO UPDATE SET value=excluded.value, changed_at=excluded.changed_at"
)


def bump(unit: Unit, stamp: int, at: int) -> None:
    """Tell every process, once a unit, that what it holds in memory is old."""
    if not any(write.sql == _BUMP for write in unit.writes):
        unit.run(_BUMP, VERSION, str(stamp), at)


async def version(database: Database) -> str:
    return str(await database.value("SELECT value FROM setting WHERE name=$1", VERSION) or "")


async def _all(database: Database, table: str, make: Callable[[Row], T]) -> dict[int, T]:
    rows = await database.fetch(f"SELECT * FROM {table} ORDER BY id")
    return {row["id"]: make(row) for row in rows}


async def agencies(database: Database) -> dict[int, Agency]:
    return await _all(database, "agency", rows.agency_of)


async def posts(database: Database) -> dict[int, Post]:
    return await _all(database, "post", rows.post_of)


async def people(database: Database) -> dict[int, Person]:
    return await _all(database, "person", rows.person_of)


async def holdings(database: Database) -> dict[int, Holding]:
    return await _all(database, "holding", rows.holding_of)


async def stand_ins(database: Database) -> dict[int, StandIn]:
    return await _all(database, "stand_in", rows.stand_in_of)


async def liaisons(database: Database) -> dict[int, Liaison]:
    return await _all(database, "liaison", rows.liaison_of)


async def portfolios(database: Database) -> dict[int, Portfolio]:
    return await _all(database, "portfolio", rows.portfolio_of)


async def grants(database: Database) -> dict[int, Grant]:
    return await _all(database, "access_grant", rows.grant_of)


async def tokens(database: Database) -> dict[int, ApiToken]:
    return await _all(database, "api_token", rows.token_of)


async def responsibilities(database: Database) -> dict[int, Responsibility]:
    return await _all(database, "responsibility", rows.responsibility_of)


def put(unit: Unit, table: str, row: dict[str, Value], *, before: int | None) -> None:
    """Insert a row (version 1), or change the one whose version was `before`."""
    if before is None:
        unit.insert(table, row)
        return
    values = {name: value for name, value in row.items() if name != "id"}
    unit.update(table, values, where={"id": row["id"], "version": before}, expect=1, what=table)


def insert_holding(unit: Unit, each: Holding) -> None:
    unit.insert(
        "holding",
        {
            "id": each.id,
            "person_id": each.person,
            "post_id": each.post,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
        },
    )


def insert_stand_in(unit: Unit, each: StandIn) -> None:
    unit.insert(
        "stand_in",
        {
            "id": each.id,
            "post_id": each.post,
            "person_id": each.person,
            "ground": each.ground,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
        },
    )


def end(unit: Unit, table: str, identity: int, *, was: int | None, day: int) -> None:
    """End a dated row that has no version of its own."""
    unit.update(table, {"valid_to": day}, where={"id": identity, "valid_to": was}, expect=1, what=table)
