"""How things are kept: one row that says how a thing is, and its versions, which are history."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Index, func

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.engine import Dialect
from luoshi.base.db.schema import LEVEL_WIDTH, big, identity, immutable, octets, props, small, table, words
from luoshi.base.scope import Scope
from luoshi.kernel.registry.model import Thing, ThingVersion


def _state() -> list[Any]:
    return [
        words("type"),
        words("code"),
        words("name"),
        words("path"),
        octets("geometry", null=True),
        big("lon", null=True),
        big("lat", null=True),
        small("valid_from"),
        small("valid_to", null=True),
        big("recorded_at"),
        props("props"),
        small("version"),
    ]


THING = table("thing", identity(), *_state())
Index("uq_thing_type_code", THING.c.type, THING.c.code, unique=True)
Index("ix_thing_type_id", THING.c.type, THING.c.id)
for _level in (3, 4, 5, 6):  # district, town, community, grid
    Index(f"ix_thing_area{_level}", THING.c.type, func.substr(THING.c.path, 1, _level * LEVEL_WIDTH), THING.c.id)

THING_VERSION = table("thing_version", identity(), big("thing"), *_state(), words("act"), small("corrects", null=True))
Index("uq_thing_version_thing_version", THING_VERSION.c.thing, THING_VERSION.c.version, unique=True)
immutable("thing_version")

_COLUMNS = "id, type, code, name, path, lon, lat, valid_from, valid_to, recorded_at, props, version"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


def add(unit: Unit, thing: Thing) -> None:
    """A new thing."""
    unit.insert("thing", {"id": thing.id, **_row(thing)})


def replace(unit: Unit, thing: Thing) -> None:
    """The next version of a thing becomes how it is now."""
    unit.update("thing", _row(thing), where={"id": thing.id, "version": thing.version - 1}, what=f"thing {thing.code}")


def renumber(unit: Unit, thing: int, version: int) -> None:
    """A correction of an older state leaves the present one as it is, but is a newer version of the thing."""
    unit.update("thing", {"version": version}, where={"id": thing, "version": version - 1}, what="thing")


def add_version(unit: Unit, version: ThingVersion) -> None:
    row = _row(version.thing)
    unit.insert(
        "thing_version",
        {"id": version.id, "thing": version.thing.id, **row, "act": version.act, "corrects": version.corrects},
    )


def _row(thing: Thing) -> dict[str, Any]:
    return {
        "type": thing.type,
        "code": thing.code,
        "name": thing.name,
        "path": thing.path,
        "geometry": thing.geometry,
        "lon": thing.lon,
        "lat": thing.lat,
        "valid_from": thing.valid_from,
        "valid_to": thing.valid_to,
        "recorded_at": thing.recorded_at,
        "props": json.dumps(thing.props, ensure_ascii=False, sort_keys=True),
        "version": thing.version,
    }


async def one(database: Database, thing: int, *, scope: Scope) -> Thing | None:
    """One thing with its shape."""
    where, args = scope.predicate(start=2)
    row = await database.row(f"SELECT * FROM thing WHERE id=$1 AND {where}", thing, *args)
    return None if row is None else thing_of(row)


async def by_codes(database: Database, type_: str, codes: Sequence[str], *, scope: Scope) -> list[Thing]:
    found: list[Thing] = []
    for start in range(0, len(codes), 500):
        part = codes[start : start + 500]
        marks = ", ".join(f"${number + 2}" for number in range(len(part)))
        where, args = scope.predicate(start=len(part) + 2)
        rows = await database.fetch(
            f"SELECT * FROM thing WHERE type=$1 AND code IN ({marks}) AND {where}", type_, *part, *args
        )
        found += [thing_of(row) for row in rows]
    return found


async def by_ids(database: Database, ids: Collection[int]) -> list[Thing]:
    """Things without their shapes."""
    found: list[Thing] = []
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join(f"${number + 1}" for number in range(len(part)))
        found += [
            thing_of(row) for row in await database.fetch(f"SELECT {_COLUMNS} FROM thing WHERE id IN ({marks})", *part)
        ]
    return found


async def listing(
    database: Database,
    *,
    scope: Scope,
    type_: str | None,
    area: str,
    text: str,
    equal: Mapping[str, str],
    retired: bool,
    after: int,
    limit: int,
    shapes: bool,
) -> list[Thing]:
    where, args = _where(database.dialect, scope, type_, area, text, equal, retired)
    args += [after, limit]
    rows = await database.fetch(
        f"SELECT {'*' if shapes else _COLUMNS} FROM thing WHERE {where} AND id > ${len(args) - 1} "
        f"ORDER BY id LIMIT ${len(args)}",
        *args,
    )
    return [thing_of(row) for row in rows]


async def count(
    database: Database, *, scope: Scope, type_: str | None, area: str, text: str, equal: Mapping[str, str], most: int
) -> int:
    """How many, counted up to `most`."""
    where, args = _where(database.dialect, scope, type_, area, text, equal, False)
    found = await database.value(
        f"SELECT count(*) FROM (SELECT 1 FROM thing WHERE {where} LIMIT ${len(args) + 1}) counted", *args, most
    )
    return int(found)


def _where(
    dialect: Dialect, scope: Scope, type_: str | None, area: str, text: str, equal: Mapping[str, str], retired: bool
) -> tuple[str, list[int | str]]:
    args: list[int | str] = []
    conditions: list[str] = []
    if type_ is not None:
        args.append(type_)
        conditions.append("type=$1")
    if area:
        args.append(area)
        conditions.append(f"substr(path,1,{len(area)})=${len(args)}")
    for name, value in equal.items():
        args.append(value)
        conditions.append(f"{filter_expression(dialect, name)}=${len(args)}")
    if text:
        args.append(f"%{text.lower().replace('%', '').replace('_', '')}%")
        conditions.append(f"(lower(code) LIKE ${len(args)} OR lower(name) LIKE ${len(args)})")
    if not retired:
        conditions.append("valid_to IS NULL")
    where, more = scope.predicate(start=len(args) + 1)
    return " AND ".join([*conditions, where]), [*args, *more]


async def versions(database: Database, thing: int) -> list[ThingVersion]:
    """All versions in the order they were recorded."""
    rows = await database.fetch("SELECT * FROM thing_version WHERE thing=$1 ORDER BY version", thing)
    return [_version_of(row) for row in rows]


async def state_on(database: Database, thing: int, *, day: int, known_at: int) -> ThingVersion | None:
    """The version that held on a day, as known at an instant: the latest beginning, then the latest word on it."""
    row = await database.row(
        "SELECT * FROM thing_version WHERE thing=$1 AND valid_from<=$2 AND recorded_at<=$3 "
        "ORDER BY valid_from DESC, coalesce(corrects, version) DESC, version DESC LIMIT 1",
        thing,
        day,
        known_at,
    )
    return None if row is None else _version_of(row)


async def paths_on(database: Database, days: Mapping[int, int]) -> dict[int, str]:
    """The area path of each thing on its day, for those that had a version by then."""
    found: dict[int, str] = {}
    for thing, day in days.items():
        version = await state_on(database, thing, day=day, known_at=1 << 62)
        if version is not None:
            found[thing] = version.thing.path
    return found


def filter_expression(dialect: Dialect, name: str) -> str:
    """The text of one property, written exactly as its index has it."""
    if not _NAME.match(name):
        raise ValueError(f"{name} is no property id")
    if dialect == "postgresql":
        return f"(props->>'{name}')"
    return f"CAST(json_extract(props,'$.{name}') AS TEXT)"


def filter_index(dialect: Dialect, type_: str, name: str) -> str:
    """The statement that makes a property of one type searchable."""
    if not all(_NAME.match(part) for part in type_.split(".")):
        raise ValueError(f"{type_} is no thing type")
    label = f"ix_thing_{type_.replace('.', '_')}_{name}"[:60]
    return f"CREATE INDEX IF NOT EXISTS {label} ON thing ({filter_expression(dialect, name)}, id) WHERE type='{type_}'"


def thing_of(row: Row) -> Thing:
    columns = frozenset(row.keys())
    kept = row["props"]
    return Thing(
        id=row["thing"] if "thing" in columns else row["id"],
        type=row["type"],
        code=row["code"],
        name=row["name"],
        path=row["path"],
        lon=row["lon"],
        lat=row["lat"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        recorded_at=row["recorded_at"],
        props=json.loads(kept),
        version=row["version"],
        geometry=None if "geometry" not in columns or row["geometry"] is None else bytes(row["geometry"]),
    )


def _version_of(row: Row) -> ThingVersion:
    return ThingVersion(id=row["id"], thing=thing_of(row), act=row["act"], corrects=row["corrects"])
