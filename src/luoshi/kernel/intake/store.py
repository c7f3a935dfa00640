"""How receipts and signals are kept. The body is sealed under the record's own key; its digest is salted by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Index

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import big, growing, identity, octets, small, table, words
from luoshi.base.scope import Scope
from luoshi.kernel.intake.model import Receipt, Signal

RECEIPT = growing(
    "receipt",
    identity(),
    words("source"),
    words("digest"),
    big("size"),
    words("state"),
    words("reason"),
    big("at"),
    small("local_day"),
    words("path"),
    big("slot"),
    octets("body"),
)
SIGNAL = growing(
    "signal",
    identity(),
    big("receipt_id"),
    words("kind"),
    words("channel"),
    big("at"),
    big("device_at", null=True),
    small("local_day"),
    words("path"),
    big("lon", null=True),
    big("lat", null=True),
    big("thing_id", null=True),
    words("text"),
    words("vals"),
    words("files"),
    words("follow"),  # digest of the key a reporter follows with; empty where nobody can
    big("case_id", null=True),
)
Index("ix_signal_case_id", SIGNAL.c.case_id)
Index("ix_signal_thing_id", SIGNAL.c.thing_id, SIGNAL.c.id)
INTAKE_KEY = table(
    "intake_key",
    words("request", primary_key=True),
    big("receipt_id"),
    words("digest"),
    big("slot"),
    words("result"),
    small("local_day"),
)


async def key(database: Database, request: str) -> Row | None:
    return await database.row("SELECT * FROM intake_key WHERE request=$1", request)


def put_key(
    unit: Unit, request: str, *, receipt: int, digest: str, slot: int, result: Mapping[str, Any], day: int
) -> None:
    unit.insert(
        "intake_key",
        {
            "request": request,
            "receipt_id": receipt,
            "digest": digest,
            "slot": slot,
            "result": json.dumps(result, ensure_ascii=False),
            "local_day": day,
        },
    )


async def receipt(database: Database, identity_: int, *, scope: Scope) -> Receipt | None:
    where, args = scope.predicate(start=2)
    row = await database.row(f"SELECT * FROM receipt WHERE id=$1 AND {where}", identity_, *args)
    if row is None:
        return None
    return Receipt(
        id=row["id"],
        source=row["source"],
        digest=row["digest"],
        size=row["size"],
        state=row["state"],
        reason=row["reason"],
        at=row["at"],
        path=row["path"],
    )


async def signal_row(database: Database, identity_: int) -> Row | None:
    return await database.row("SELECT * FROM signal WHERE id=$1", identity_)


async def signals_of_case(database: Database, case: int, *, scope: Scope) -> Sequence[Row]:
    where, args = scope.predicate(start=2)
    return await database.fetch(f"SELECT * FROM signal WHERE case_id=$1 AND {where} ORDER BY id", case, *args)


def signal_of(row: Row) -> Signal:
    return Signal(
        id=row["id"],
        kind=row["kind"],
        channel=row["channel"],
        at=row["at"],
        local_day=row["local_day"],
        subject=row["thing_id"],
        path=row["path"],
        lon=row["lon"],
        lat=row["lat"],
        text=row["text"],
        values=json.loads(row["vals"]),
    )
