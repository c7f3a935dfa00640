"""What an installation is: one database, one operator, one place where it stands. Processes that open it are rows."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Column

from luoshi.base.db import Database, Duplicate, now
from luoshi.base.db.schema import big, small, table, words
from luoshi.base.definitions import Definitions
from luoshi.base.ids import Ids

SETTING = table(
    "setting",
    words("name", primary_key=True),
    words("value"),
    big("changed_at"),
)
PROCESS = table(
    "process",
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    words("role"),
    words("host"),
    small("pid"),
    big("started_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What every service of the kernel is built on. `clock` is replaced in simulated days, never asked twice in one
    verb."""

    database: Database
    definitions: Definitions
    zone: ZoneInfo
    clock: Callable[[], int] = now

    def id(self) -> int:
        return self.database.ids()

    def now(self) -> int:
        """Microseconds UTC."""
        return self.clock()

    def local_day(self, instant: int) -> int:
        """The day of an instant in the zone of the place, as yyyymmdd."""
        day = datetime.fromtimestamp(instant // 1_000_000, self.zone)
        return day.year * 10_000 + day.month * 100 + day.day

    def today(self) -> int:
        return self.local_day(self.clock())


async def enter(database: Database, role: str, clock: Callable[[], int] = now) -> Ids:
    """Take the next process number, so that this process draws ids nobody else draws."""
    while True:
        number = int(await database.value("SELECT coalesce(max(number), 0) + 1 FROM process"))
        unit = database.unit()
        unit.insert(
            "process",
            {"number": number, "role": role, "host": socket.gethostname(), "pid": os.getpid(), "started_at": now()},
        )
        try:
            await unit.commit()
        except Duplicate:
            continue
        database.ids = Ids(number, clock)
        return database.ids


async def setting(database: Database, name: str) -> str | None:
    return cast("str | None", await database.value("SELECT value FROM setting WHERE name=$1", name))


async def put_setting(database: Database, name: str, value: str) -> None:
    unit = database.unit()
    unit.run(
        "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (name) DO UPDATE SET value=excluded.value, changed_at=excluded.changed_at",
        name,
        value,
        now(),
    )
    await unit.commit()
