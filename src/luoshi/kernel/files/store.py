"""How files are kept beside personal values. A sealed file's name and photo facts are sealed with it (`detail`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import big, growing, identity, octets, small, words
from luoshi.kernel.files.model import File, PhotoFacts, State
from luoshi.kernel.files.personal import PERSONAL
from luoshi.kernel.journal import Subject

__all__ = ["FILE", "PERSONAL"]

FILE = growing(
    "file",
    identity(),
    words("address"),
    words("type"),
    big("size"),
    big("slot", null=True),  # key of the ring; none for papers of an office
    octets("detail"),
    small("thumbnail"),
    words("purpose"),
    words("path"),
    words("uploader"),
    big("at"),
    small("local_day"),
    words("state"),
    words("about_type", null=True),
    big("about_id", null=True),
)
Index("ix_file_about", FILE.c.about_id)
Index("ix_file_address", FILE.c.address)
Index(
    "ix_file_pending",
    FILE.c.at,
    sqlite_where=text("state='pending'"),
    postgresql_where=text("state='pending'"),
)


def insert(unit: Unit, file: File, *, detail: bytes) -> None:
    unit.insert(
        "file",
        {
            "id": file.id,
            "address": file.address,
            "type": file.type,
            "size": file.size,
            "slot": file.slot,
            "detail": detail,
            "thumbnail": int(file.thumbnail),
            "purpose": file.purpose,
            "path": file.path,
            "uploader": file.uploader,
            "at": file.at,
            "local_day": file.local_day,
            "state": str(file.state),
        },
    )


def file_of(row: Row, detail: Mapping[str, Any]) -> File:
    return File(
        id=row["id"],
        address=row["address"],
        name=detail["name"],
        type=row["type"],
        size=row["size"],
        slot=row["slot"],
        photo=None if detail["photo"] is None else PhotoFacts(**detail["photo"]),
        thumbnail=bool(row["thumbnail"]),
        purpose=row["purpose"],
        path=row["path"],
        uploader=row["uploader"],
        at=row["at"],
        local_day=row["local_day"],
        state=State(row["state"]),
        about=None if row["about_id"] is None else Subject(row["about_type"], row["about_id"]),
    )


async def row(database: Database, identity_: int) -> Row | None:
    return await database.row("SELECT * FROM file WHERE id=$1", identity_)


async def rows(database: Database, ids: Sequence[int]) -> Sequence[Row]:
    if not ids:
        return []
    marks = ", ".join(f"${n + 1}" for n in range(len(ids)))
    return await database.fetch(f"SELECT * FROM file WHERE id IN ({marks})", *ids)


async def about(database: Database, type_: str, identity_: int) -> Sequence[Row]:
    return await database.fetch("SELECT * FROM file WHERE about_id=$1 AND about_type=$2 ORDER BY id", identity_, type_)


async def pending_before(database: Database, at: int, *, limit: int) -> Sequence[Row]:
    return await database.fetch("SELECT * FROM file WHERE state='pending' AND at<$1 ORDER BY at LIMIT $2", at, limit)


async def waiting_of(database: Database, uploader: str) -> int:
    """How many bytes of those whose names begin so nothing has taken yet."""
    found = await database.value(
        "SELECT coalesce(sum(size), 0) FROM file WHERE state='pending' AND substr(uploader, 1, $2)=$1",
        uploader,
        len(uploader),
    )
    return int(found)


async def erased_slots(database: Database) -> list[tuple[int, str]]:
    """Keys and addresses of erased files."""
    found = await database.fetch("SELECT slot, address FROM file WHERE state='erased' AND slot IS NOT NULL", slow=True)
    return [(each["slot"], each["address"]) for each in found]


async def total(database: Database) -> int:
    rows_ = await database.fetch("SELECT coalesce(sum(size), 0) AS total FROM file WHERE state<>'erased'", slow=True)
    return int(rows_[0]["total"])


async def known(database: Database, addresses: Sequence[str]) -> set[str]:
    """Those addresses that a file which is not erased has."""
    if not addresses:
        return set()
    marks = ", ".join(f"${n + 1}" for n in range(len(addresses)))
    found = await database.fetch(
        f"SELECT DISTINCT address FROM file WHERE state<>'erased' AND address IN ({marks})", *addresses
    )
    return {each["address"] for each in found}


async def rules(database: Database) -> dict[str, str]:
    found = await database.fetch("SELECT name, value FROM setting WHERE name LIKE 'files.%'")
    return {each["name"].removeprefix("files."): each["value"] for each in found}
