"""How sign-in is guarded: numbers as data, replaced by rows of `setting` named `parties.<key>`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from luoshi.base.db import Database


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    session_minutes: int
    idle_minutes: int
    failures: int
    lock_minutes: int
    password_length: int
    setup_hours: int


@cache
def _shipped() -> Limits:
    raw = resources.files(__package__).joinpath("limits.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(raw), Limits)


async def read_limits(database: Database) -> Limits:
    rows = await database.fetch("SELECT name, value FROM setting WHERE name LIKE 'parties.%'")
    stated = {row["name"].removeprefix("parties."): row["value"] for row in rows}
    changes = {name: int(stated[name]) for name in Limits.__struct_fields__ if name in stated}
    return msgspec.structs.replace(_shipped(), **changes)
