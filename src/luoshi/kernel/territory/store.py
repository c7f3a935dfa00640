"""How the territory is kept: dated versions of areas, their outlines, what became of what, and calendar entries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import big, identity, immutable, octets, small, table, words
from luoshi.base.time import LocalDay
from luoshi.kernel.territory.model import Area, CalendarEntry, Change, Level, Shape, Succession

_OPEN = text("valid_to IS NULL")

AREA = table(
    "area",
    identity(),  # of the version
    big("area"),  # the area itself
    words("path"),
    words("level"),
    words("name"),
    words("code", null=True),
    small("valid_from"),
    small("valid_to", null=True),
    small("generated"),
    words("source"),
)
Index("uq_area_area", AREA.c.area, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("uq_area_path", AREA.c.path, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("uq_area_code", AREA.c.code, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
SHAPE = table(
    "area_shape",
    identity(),
    big("area"),
    small("valid_from"),
    small("valid_to", null=True),
    octets("wkb"),
    small("generated"),
    words("source"),
)
Index("uq_area_shape_area", SHAPE.c.area, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
SUCCESSION = table(
    "succession",
    identity(),
    small("day"),
    words("change"),
    big("from_area"),
    words("from_path"),
    big("to_area"),
    words("to_path"),
    small("whole"),
    words("source"),
)
CALENDAR = table(
    "calendar_entry",
    identity(),
    words("path"),
    words("kind"),
    words("key"),
    words("body"),
)
for _name in ("succession", "calendar_entry"):
    immutable(_name)

_AREA = ("id", "area", "path", "level", "name", "code", "valid_from", "valid_to", "generated", "source")
_SHAPE = ("id", "area", "valid_from", "valid_to", "wkb", "generated", "source")
_SUCCESSION = ("id", "day", "change", "from_area", "from_path", "to_area", "to_path", "whole", "source")
_CALENDAR = ("id", "path", "kind", "key", "body")


async def mark(database: Database) -> tuple[int, int]:
    """Two numbers that change with every change of the territory and of the calendar."""
    row = await database.row(
        "SELECT (SELECT coalesce(max(id), 0) FROM area) AS areas,"
        " (SELECT coalesce(max(id), 0) FROM area_shape) AS shapes,"
        " (SELECT coalesce(max(id), 0) FROM succession) AS successions,"
        " (SELECT coalesce(max(id), 0) FROM calendar_entry) AS entries"
    )
    assert row is not None
    return max(row["areas"], row["shapes"], row["successions"]), row["entries"]


async def areas(database: Database) -> list[Area]:
    """Every version of every area."""
    rows = await database.fetch(f"SELECT {', '.join(_AREA)} FROM area ORDER BY id", slow=True)
    return [_area(row) for row in rows]


async def shapes(database: Database) -> list[Shape]:
    """Every outline, old ones too."""
    rows = await database.fetch(f"SELECT {', '.join(_SHAPE)} FROM area_shape ORDER BY id", slow=True)
    return [_shape(row) for row in rows]


async def successions(database: Database) -> list[Succession]:
    rows = await database.fetch(f"SELECT {', '.join(_SUCCESSION)} FROM succession ORDER BY id")
    return [_succession(row) for row in rows]


async def calendar_entries(database: Database) -> list[CalendarEntry]:
    """Every entry in the order it was recorded; a later one replaces an earlier one of the same path, kind and key."""
    rows = await database.fetch(f"SELECT {', '.join(_CALENDAR)} FROM calendar_entry ORDER BY id")
    return [
        CalendarEntry(id=row["id"], path=row["path"], kind=row["kind"], key=row["key"], body=json.loads(row["body"]))
        for row in rows
    ]


def open_areas(unit: Unit, versions: Sequence[Area]) -> None:
    """Insert new versions."""
    unit.insert_many(
        "area",
        _AREA,
        [
            (
                version.version,
                version.area,
                version.path,
                version.level.value,
                version.name,
                version.code,
                version.valid_from,
                version.valid_to,
                int(version.generated),
                version.source,
            )
            for version in versions
        ],
    )


def close_area(unit: Unit, version: Area, day: LocalDay) -> None:
    """End a version; somebody else's change since it was read is a conflict."""
    unit.update("area", {"valid_to": day}, where={"id": version.version, "valid_to": None}, what=version.name)


def open_shapes(unit: Unit, outlines: Sequence[Shape]) -> None:
    unit.insert_many(
        "area_shape",
        _SHAPE,
        [
            (
                outline.id,
                outline.area,
                outline.valid_from,
                outline.valid_to,
                outline.wkb,
                int(outline.generated),
                outline.source,
            )
            for outline in outlines
        ],
    )


def close_shape(unit: Unit, outline: Shape, day: LocalDay) -> None:
    unit.update("area_shape", {"valid_to": day}, where={"id": outline.id, "valid_to": None}, what="area_shape")


def record_successions(unit: Unit, lines: Sequence[Succession]) -> None:
    unit.insert_many(
        "succession",
        _SUCCESSION,
        [
            (
                line.id,
                line.day,
                line.change.value,
                line.from_area,
                line.from_path,
                line.to_area,
                line.to_path,
                int(line.whole),
                line.source,
            )
            for line in lines
        ],
    )


def enter_calendar(unit: Unit, entries: Sequence[CalendarEntry]) -> None:
    unit.insert_many(
        "calendar_entry",
        _CALENDAR,
        [
            (entry.id, entry.path, entry.kind, entry.key, json.dumps(entry.body, ensure_ascii=False, sort_keys=True))
            for entry in entries
        ],
    )


def _area(row: Row) -> Area:
    return Area(
        version=row["id"],
        area=row["area"],
        path=row["path"],
        level=Level(row["level"]),
        name=row["name"],
        code=row["code"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        generated=bool(row["generated"]),
        source=row["source"],
    )


def _shape(row: Row) -> Shape:
    values: dict[str, Any] = {name: row[name] for name in _SHAPE}
    return Shape(**values | {"wkb": bytes(row["wkb"]), "generated": bool(row["generated"])})


def _succession(row: Row) -> Succession:
    values: dict[str, Any] = {name: row[name] for name in _SUCCESSION}
    return Succession(**values | {"change": Change(row["change"]), "whole": bool(row["whole"])})
