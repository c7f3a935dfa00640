"""How the journal is kept. Lines and seals are history: triggers in both engines refuse to edit them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Index

from luoshi.base.db import Database, Row
from luoshi.base.db.schema import big, growing, identity, immutable, octets, small, table, words
from luoshi.base.scope import Actor, Scope
from luoshi.kernel.journal.model import KINDS, Line, Sealed, Subject

JOURNAL = growing(
    "journal",
    identity(),
    big("at"),
    small("local_day"),
    words("kind"),
    small("version"),
    words("subject_type"),
    big("subject_id"),
    words("by_kind"),
    big("by_person", null=True),
    big("by_post", null=True),
    words("by_name"),
    words("cause"),
    words("ground"),
    words("path"),
    words("body"),
)
Index("ix_journal_subject", JOURNAL.c.subject_id, JOURNAL.c.id)
SEALED = table(
    "sealed",
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    big("journal_id", unique=True),
    octets("leaf"),
    big("batch"),
)
SEAL_BATCH = table(
    "seal_batch",
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    big("first_seq"),
    big("last_seq"),
    octets("root"),
    octets("head"),
    big("sealed_at"),
)
for _name in ("journal", "sealed", "seal_batch"):
    immutable(_name)

_COLUMNS = (
    "j.id, j.at, j.local_day, j.kind, j.version, j.subject_type, j.subject_id, j.by_kind, j.by_person, j.by_post, "
    "j.by_name, j.cause, j.ground, j.path, j.body"
)


async def history(database: Database, subject: Subject, *, scope: Scope) -> list[Line]:
    """All lines about one subject, oldest first."""
    where, args = scope.predicate(path="j.path", start=3)
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM journal j WHERE j.subject_id=$1 AND j.subject_type=$2 AND {where} ORDER BY j.id",
        subject.id,
        subject.type,
        *args,
    )
    return [line_of(row) for row in rows]


async def page(
    database: Database,
    *,
    scope: Scope,
    before: int | None = None,
    limit: int = 50,
    kind: str | None = None,
    subject: Subject | None = None,
    person: int | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
) -> list[Line]:
    """Lines, newest first, with their seals."""
    where, args = scope.predicate(path="j.path")
    conditions = [where]
    for text, value in (
        ("j.id < ", before),
        ("j.kind = ", kind),
        ("j.by_person = ", person),
        ("j.local_day >= ", first_day),
        ("j.local_day <= ", last_day),
        ("j.subject_type = ", subject.type if subject else None),
        ("j.subject_id = ", subject.id if subject else None),
    ):
        if value is not None:
            args.append(value)
            conditions.append(f"{text}${len(args)}")
    args.append(limit)
    rows = await database.fetch(
        f"SELECT {_COLUMNS}, s.seq, s.batch, s.leaf FROM journal j LEFT JOIN sealed s ON s.journal_id=j.id "
        f"WHERE {' AND '.join(conditions)} ORDER BY j.id DESC LIMIT ${len(args)}",
        *args,
    )
    return [line_of(row) for row in rows]


async def newest(database: Database) -> int:
    """The id of the newest line, 0 where there is none."""
    return int(await database.value("SELECT coalesce(max(id), 0) FROM journal"))


async def newer_than(database: Database, identity_: int, *, limit: int = 500) -> Sequence[Row]:
    """(id, subject_type, subject_id, path) of lines after an id: what live pages watch."""
    return await database.fetch(
        "SELECT id, kind, subject_type, subject_id, path FROM journal WHERE id > $1 ORDER BY id LIMIT $2",
        identity_,
        limit,
    )


async def state(database: Database) -> dict[str, int | str]:
    """How much is sealed, and the head of the chain."""
    lines = await database.value("SELECT count(*) FROM journal")
    sealed = await database.value("SELECT count(*) FROM sealed")
    head = await database.value("SELECT head FROM seal_batch ORDER BY number DESC LIMIT 1")
    return {
        "lines": int(lines),
        "sealed": int(sealed),
        "unsealed": int(lines) - int(sealed),
        "head": bytes(head).hex() if head is not None else "",
    }


def line_of(row: Row) -> Line:
    body = json.loads(row["body"])
    version, kind = row["version"], KINDS.get(row["kind"])
    if kind is not None and kind.upcast is not None and version < kind.version:
        body, version = kind.upcast(body, version), kind.version
    sealed = None
    if "seq" in row.keys() and row["seq"] is not None:  # noqa: SIM118 - a database row, not a dict
        sealed = Sealed(row["seq"], row["batch"], bytes(row["leaf"]))
    return Line(
        id=row["id"],
        at=row["at"],
        local_day=row["local_day"],
        kind=row["kind"],
        version=version,
        subject=Subject(row["subject_type"], row["subject_id"]),
        by=Actor(
            kind=row["by_kind"],
            person=row["by_person"],
            post=row["by_post"],
            name=row["by_name"],
            cause=row["cause"],
        ),
        ground=row["ground"],
        path=row["path"],
        body=body,
        process=(row["id"] >> 11) & 1023,
        sealed=sealed,
    )
