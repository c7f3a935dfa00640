"""How readings are kept: history that is only appended, and the latest of each stream beside it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Index, Text

from luoshi.base.db import Database, Row, Unit, Value
from luoshi.base.db.schema import big, by_area, growing, identity, immutable, small, table, words
from luoshi.base.scope import Scope
from luoshi.kernel.observations.model import Reading

READING = growing(
    "reading",
    identity(),
    big("thing"),
    words("stream"),
    words("path"),
    big("at"),
    small("local_day"),
    big("recorded_at"),
    big("value", null=True),
    words("text", null=True),
    words("source_kind"),
    big("source"),
    big("supersedes", null=True),
)
Index("ix_reading_series", READING.c.thing, READING.c.stream, READING.c.at)
Index("ix_reading_stream_day", READING.c.stream, READING.c.local_day)
Index("ix_reading_supersedes", READING.c.supersedes)
immutable("reading")

LATEST = table(
    "reading_latest",
    Column("thing", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, primary_key=True),
    big("id"),
    words("path"),
    big("at"),
    small("local_day"),
    big("recorded_at"),
    big("value", null=True),
    words("text", null=True),
    words("source_kind"),
    big("source"),
    big("supersedes", null=True),
)
by_area(LATEST, levels=(3, 4, 5))
Index("ix_reading_latest_stream", LATEST.c.stream, LATEST.c.thing)

_COLUMNS = (
    "id", "thing", "stream", "path", "at", "local_day", "recorded_at", "value", "text", "source_kind", "source",
    "supersedes",
)  # fmt: skip
_LIST = ", ".join(_COLUMNS)
_R = ", ".join(f"r.{name}" for name in _COLUMNS)
_MOVED = ", ".join(f"{name}=excluded.{name}" for name in _COLUMNS if name not in {"thing", "stream"})
_NEWER = (
    " ON CONFLICT (thing, stream) DO UPDATE SET " + _MOVED + " WHERE excluded.at > reading_latest.at "
    "OR (excluded.at = reading_latest.at AND excluded.id > reading_latest.id)"
)
#: a reading counts unless a correction known by then replaced it
_STANDS = (
    "NOT EXISTS (SELECT 1 FROM reading c WHERE c.supersedes=r.id AND c.recorded_at<={known_at})"
)  # fmt: skip


def add(unit: Unit, readings: Sequence[Reading]) -> None:
    """Append readings, and move the latest of each stream forward where they are newer."""
    unit.insert_many("reading", _COLUMNS, [_row(each) for each in readings])
    newest: dict[tuple[int, str], Reading] = {}
    for each in readings:
        held = newest.setdefault((each.thing, each.stream), each)
        if (each.at, each.id) > (held.at, held.id):
            newest[each.thing, each.stream] = each
    _forward(unit, list(newest.values()))


def append_only(unit: Unit, reading: Reading) -> None:
    unit.insert_many("reading", _COLUMNS, [_row(reading)])


def _forward(unit: Unit, newest: Sequence[Reading]) -> None:
    width = len(_COLUMNS)
    for start in range(0, len(newest), 500):
        part = newest[start : start + 500]
        groups = ", ".join(
            "(" + ", ".join(f"${row * width + column + 1}" for column in range(width)) + ")" for row in range(len(part))
        )
        unit.run(
            f"INSERT INTO reading_latest ({_LIST}) VALUES {groups}{_NEWER}",
            *(value for each in part for value in _row(each)),
        )


def set_latest(unit: Unit, latest: Reading, *, instead_of: int) -> None:
    """After a correction another reading is the latest, unless a newer one came in between."""
    columns = [name for name in _COLUMNS if name not in {"thing", "stream"}]
    values = dict(zip(_COLUMNS, _row(latest), strict=True))
    sets = ", ".join(f"{name}=${number + 1}" for number, name in enumerate(columns))
    args = [values[name] for name in columns]
    width = len(columns)
    unit.run(
        f"UPDATE reading_latest SET {sets} WHERE thing=${width + 1} AND stream=${width + 2} AND id=${width + 3}",
        *args,
        latest.thing,
        latest.stream,
        instead_of,
    )


async def one(database: Database, reading: int) -> Reading | None:
    row = await database.row(f"SELECT {_LIST} FROM reading WHERE id=$1", reading)
    return None if row is None else reading_of(row)


async def correction_of(database: Database, reading: int) -> int | None:
    found = await database.value("SELECT id FROM reading WHERE supersedes=$1 LIMIT 1", reading)
    return None if found is None else int(found)


async def at_or_before(
    database: Database, thing: int, stream: str, *, at: int, known_at: int, without: int = 0
) -> Reading | None:
    """The reading of a thing that held at an instant, as known at another."""
    row = await database.row(
        f"SELECT {_R} FROM reading r WHERE r.thing=$1 AND r.stream=$2 AND r.at<=$3 AND r.recorded_at<=$4 AND r.id<>$5 "
        f"AND {_STANDS.format(known_at='$4')} ORDER BY r.at DESC, r.id DESC LIMIT 1",
        thing,
        stream,
        at,
        known_at,
        without,
    )
    return None if row is None else reading_of(row)


async def series(
    database: Database, thing: int, stream: str, *, scope: Scope, first: int, last: int, known_at: int, limit: int
) -> list[Reading]:
    where, args = scope.predicate(path="r.path", start=7)
    rows = await database.fetch(
        f"SELECT {_R} FROM reading r WHERE r.thing=$1 AND r.stream=$2 AND r.at>=$3 AND r.at<$4 AND r.recorded_at<=$5 "
        f"AND {_STANDS.format(known_at='$5')} AND {where} ORDER BY r.at, r.id LIMIT $6",
        thing,
        stream,
        first,
        last,
        known_at,
        limit,
        *args,
    )
    return [reading_of(row) for row in rows]


async def latest(
    database: Database, *, scope: Scope, stream: str | None, thing: int | None, area: str, after: int, limit: int
) -> list[Reading]:
    args: list[Value] = [after, limit]
    conditions = ["thing > $1"]
    for text, value in (("stream=", stream), ("thing=", thing)):
        if value is not None:
            args.append(value)
            conditions.append(f"{text}${len(args)}")
    if area:
        args.append(area)
        conditions.append(f"substr(path,1,{len(area)})=${len(args)}")
    where, more = scope.predicate(start=len(args) + 1)
    conditions.append(where)
    rows = await database.fetch(
        f"SELECT {_LIST} FROM reading_latest WHERE {' AND '.join(conditions)} ORDER BY thing, stream LIMIT $2",
        *args,
        *more,
    )
    return [reading_of(row) for row in rows]


async def latest_of(database: Database, keys: Sequence[tuple[int, str]]) -> list[Reading]:
    """The latest readings of these (thing, stream)."""
    found: list[Reading] = []
    for start in range(0, len(keys), 300):
        part = keys[start : start + 300]
        pairs = " OR ".join(f"(thing=${2 * number + 1} AND stream=${2 * number + 2})" for number in range(len(part)))
        rows = await database.fetch(
            f"SELECT {_LIST} FROM reading_latest WHERE {pairs}", *(value for key in part for value in key)
        )
        found += [reading_of(row) for row in rows]
    return found


def _row(reading: Reading) -> list[Value]:
    return [getattr(reading, name) for name in _COLUMNS]


def reading_of(row: Row) -> Reading:
    return Reading(**{name: row[name] for name in _COLUMNS})
