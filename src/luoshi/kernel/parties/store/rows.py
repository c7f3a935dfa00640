"""Records of parties as rows of their tables, and back."""

from __future__ import annotations

import json

from luoshi.base.db import Row
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


def agency_of(row: Row) -> Agency:
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


def post_of(row: Row) -> Post:
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


def person_of(row: Row) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        office_phone=row["office_phone"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        version=row["version"],
    )


def holding_of(row: Row) -> Holding:
    return Holding(
        id=row["id"],
        person=row["person_id"],
        post=row["post_id"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def stand_in_of(row: Row) -> StandIn:
    return StandIn(
        id=row["id"],
        post=row["post_id"],
        person=row["person_id"],
        ground=row["ground"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def liaison_of(row: Row) -> Liaison:
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


def portfolio_of(row: Row) -> Portfolio:
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


def grant_of(row: Row) -> Grant:
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


def token_of(row: Row) -> ApiToken:
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


def responsibility_of(row: Row) -> Responsibility:
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
