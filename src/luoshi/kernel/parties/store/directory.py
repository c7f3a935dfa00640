"""Reading and writing agencies, posts, people, grants and lists. All of it is held in memory by `Directory`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.unit import Value
from luoshi.base.definitions import Words
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
    return await _all(database, "agency", _agency)


async def posts(database: Database) -> dict[int, Post]:
    return await _all(database, "post", _post)


async def people(database: Database) -> dict[int, Person]:
    return await _all(database, "person", _person)


async def holdings(database: Database) -> dict[int, Holding]:
    return await _all(database, "holding", _holding)


async def stand_ins(database: Database) -> dict[int, StandIn]:
    return await _all(database, "stand_in", _stand_in)


async def liaisons(database: Database) -> dict[int, Liaison]:
    return await _all(database, "liaison", _liaison)


async def portfolios(database: Database) -> dict[int, Portfolio]:
    return await _all(database, "portfolio", _portfolio)


async def grants(database: Database) -> dict[int, Grant]:
    return await _all(database, "access_grant", _grant)


async def tokens(database: Database) -> dict[int, ApiToken]:
    return await _all(database, "api_token", _token)


async def responsibilities(database: Database) -> dict[int, Responsibility]:
    return await _all(database, "responsibility", _responsibility)


def put(unit: Unit, table: str, row: dict[str, Value], *, before: int | None) -> None:
    """Insert a row (version 1), or change the one whose version was `before`."""
    if before is None:
        unit.insert(table, row)
        return
    values = {name: value for name, value in row.items() if name != "id"}
    unit.update(table, values, where={"id": row["id"], "version": before}, expect=1, what=table)


def agency_row(each: Agency) -> dict[str, Value]:
    return {
        "id": each.id,
        "code": each.code,
        "name_zh": each.name.zh,
        "name_en": each.name.en,
        "kind": each.kind,
        "parent_id": each.parent,
        "area_id": each.area,
        "path": each.path,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def post_row(each: Post) -> dict[str, Value]:
    return {
        "id": each.id,
        "agency_id": each.agency,
        "code": each.code,
        "name_zh": each.name.zh,
        "name_en": each.name.en,
        "duties": each.duties,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def person_row(each: Person) -> dict[str, Value]:
    return {
        "id": each.id,
        "name": each.name,
        "office_phone": each.office_phone,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def liaison_row(each: Liaison) -> dict[str, Value]:
    return {
        "id": each.id,
        "agency_id": each.agency,
        "person_id": each.person,
        "topic": each.topic,
        "reserve": int(each.reserve),
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def portfolio_row(each: Portfolio) -> dict[str, Value]:
    return {
        "id": each.id,
        "line": each.line,
        "post_id": each.post,
        "theme": each.theme,
        "path": each.path,
        "agency_id": each.agency,
        "source": each.source,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def grant_row(each: Grant) -> dict[str, Value]:
    return {
        "id": each.id,
        "role": each.role,
        "area_id": each.area,
        "path": each.path,
        "agency_id": each.agency,
        "post_id": each.post,
        "person_id": each.person,
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


def responsibility_row(each: Responsibility) -> dict[str, Value]:
    return {
        "id": each.id,
        "kind": each.kind,
        "path": each.path,
        "lead_id": each.lead,
        "supporting": json.dumps(each.supporting),
        "clause": each.clause,
        "source": each.source,
        "backstop": int(each.backstop),
        "valid_from": each.valid_from,
        "valid_to": each.valid_to,
        "version": each.version,
    }


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


def _agency(row: Row) -> Agency:
    return Agency(
        id=row["id"],
        code=row["code"],
        name=Words(zh=row["name_zh"], en=row["name_en"]),
        kind=row["kind"],
        parent=row["parent_id"],
        area=row["area_id"],
        path=row["path"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _post(row: Row) -> Post:
    return Post(
        id=row["id"],
        agency=row["agency_id"],
        code=row["code"],
        name=Words(zh=row["name_zh"], en=row["name_en"]),
        duties=row["duties"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        office_phone=row["office_phone"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _holding(row: Row) -> Holding:
    return Holding(
        id=row["id"],
        person=row["person_id"],
        post=row["post_id"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _stand_in(row: Row) -> StandIn:
    return StandIn(
        id=row["id"],
        post=row["post_id"],
        person=row["person_id"],
        ground=row["ground"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _liaison(row: Row) -> Liaison:
    return Liaison(
        id=row["id"],
        agency=row["agency_id"],
        person=row["person_id"],
        topic=row["topic"],
        reserve=bool(row["reserve"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _portfolio(row: Row) -> Portfolio:
    return Portfolio(
        id=row["id"],
        line=row["line"],
        post=row["post_id"],
        theme=row["theme"],
        path=row["path"],
        agency=row["agency_id"],
        source=row["source"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _grant(row: Row) -> Grant:
    return Grant(
        id=row["id"],
        role=row["role"],
        area=row["area_id"],
        path=row["path"],
        agency=row["agency_id"],
        post=row["post_id"],
        person=row["person_id"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def _token(row: Row) -> ApiToken:
    return ApiToken(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        area=row["area_id"],
        path=row["path"],
        agency=row["agency_id"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )


def _responsibility(row: Row) -> Responsibility:
    return Responsibility(
        id=row["id"],
        kind=row["kind"],
        path=row["path"],
        lead=row["lead_id"],
        supporting=tuple(json.loads(row["supporting"])),
        clause=row["clause"],
        source=row["source"],
        backstop=bool(row["backstop"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )
