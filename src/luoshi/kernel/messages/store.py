"""How messages are kept: the inbox, and the outbox of deliveries through other channels."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import big, growing, identity, small, table, words
from luoshi.kernel.messages.model import Message, Recipient

MESSAGE = growing(
    "message",
    identity(),
    words("to_kind"),
    big("to_id"),
    words("template"),
    big("definition_id"),
    words("contents"),  # JSON of the placeholders
    words("about_type"),
    big("about_id"),
    words("path"),
    big("at"),
    small("local_day"),
    big("read_at", null=True),
    big("read_by", null=True),
)
Index("ix_message_to", MESSAGE.c.to_id, MESSAGE.c.id)
DELIVERY = table(
    "delivery",
    identity(),
    big("message_id"),
    words("channel"),
    words("state"),  # waiting, sent, failed
    big("not_before"),
    small("attempts"),
    big("sent_at", null=True),
    words("receipt"),
    words("error"),
)
Index(
    "ix_delivery_waiting",
    DELIVERY.c.not_before,
    sqlite_where=text("state='waiting'"),
    postgresql_where=text("state='waiting'"),
)
Index("ix_delivery_message", DELIVERY.c.message_id)


def insert(unit: Unit, message: Message, local_day: int) -> None:
    unit.insert(
        "message",
        {
            "id": message.id,
            "to_kind": message.to.kind,
            "to_id": message.to.id,
            "template": message.template,
            "definition_id": message.definition,
            "contents": json.dumps(message.values, ensure_ascii=False),
            "about_type": message.about[0],
            "about_id": message.about[1],
            "path": message.path,
            "at": message.at,
            "local_day": local_day,
        },
    )


def insert_delivery(unit: Unit, identity_: int, message: int, *, channel: str, not_before: int) -> None:
    unit.insert(
        "delivery",
        {
            "id": identity_,
            "message_id": message,
            "channel": channel,
            "state": "waiting",
            "not_before": not_before,
            "attempts": 0,
            "receipt": "",
            "error": "",
        },
    )


async def inbox(
    database: Database, recipients: Sequence[Recipient], *, before: int | None, unread: bool, limit: int
) -> list[Message]:
    where, args = _to(recipients)
    args += [before if before is not None else 1 << 62, limit]
    more = " AND read_at IS NULL" if unread else ""
    rows = await database.fetch(
        f"SELECT * FROM message WHERE {where}{more} AND id < ${len(args) - 1} ORDER BY id DESC LIMIT ${len(args)}",
        *args,
    )
    return [_message(row) for row in rows]


async def unread(database: Database, recipients: Sequence[Recipient]) -> int:
    where, args = _to(recipients)
    return int(await database.value(f"SELECT count(*) FROM message WHERE {where} AND read_at IS NULL", *args))


async def get(database: Database, identity_: int, recipients: Sequence[Recipient]) -> Message | None:
    where, args = _to(recipients)
    row = await database.row(f"SELECT * FROM message WHERE {where} AND id=${len(args) + 1}", *args, identity_)
    return None if row is None else _message(row)


def mark_read(unit: Unit, identity_: int, person: int | None, at: int) -> None:
    unit.run(
        "UPDATE message SET read_at=$1, read_by=$2 WHERE id=$3 AND read_at IS NULL",
        at,
        person,
        identity_,
    )


def hand_over(unit: Unit, source: Recipient, target: Recipient) -> None:
    unit.run(
        "UPDATE message SET to_kind=$1, to_id=$2 WHERE to_id=$3 AND to_kind=$4 AND read_at IS NULL",
        target.kind,
        target.id,
        source.id,
        source.kind,
    )


async def waiting(database: Database, at: int, limit: int) -> Sequence[Row]:
    return await database.fetch(
        "SELECT d.id AS delivery_id, d.channel, d.attempts, m.* FROM delivery d JOIN message m ON m.id=d.message_id "
        "WHERE d.state='waiting' AND d.not_before<=$1 ORDER BY d.not_before LIMIT $2",
        at,
        limit,
    )


def delivered(unit: Unit, delivery: int, receipt: str, at: int) -> None:
    unit.run(
        "UPDATE delivery SET state='sent', sent_at=$1, receipt=$2, error='', attempts=attempts+1 WHERE id=$3",
        at,
        receipt,
        delivery,
    )


def not_delivered(unit: Unit, delivery: int, error: str, *, state: str, again_at: int) -> None:
    unit.run(
        "UPDATE delivery SET state=$1, error=$2, not_before=$3, attempts=attempts+1 WHERE id=$4",
        state,
        error,
        again_at,
        delivery,
    )


async def receipts(database: Database, message: int) -> Sequence[Row]:
    """What became of a message in each channel."""
    return await database.fetch(
        "SELECT channel, state, attempts, sent_at, receipt, error FROM delivery WHERE message_id=$1 ORDER BY id",
        message,
    )


def message_of(row: Row) -> Message:
    return _message(row)


def _to(recipients: Sequence[Recipient]) -> tuple[str, list[int | str]]:
    if not recipients:
        return "1=0", []
    args: list[int | str] = []
    terms: list[str] = []
    for recipient in recipients:
        args += [recipient.id, recipient.kind]
        terms.append(f"(to_id=${len(args) - 1} AND to_kind=${len(args)})")
    return "(" + " OR ".join(terms) + ")", args


def _message(row: Row) -> Message:
    return Message(
        id=row["id"],
        to=Recipient(row["to_kind"], row["to_id"]),
        template=row["template"],
        definition=row["definition_id"],
        values=json.loads(row["contents"]),
        about=(row["about_type"], row["about_id"]),
        path=row["path"],
        at=row["at"],
        read_at=row["read_at"],
        read_by=row["read_by"],
    )
