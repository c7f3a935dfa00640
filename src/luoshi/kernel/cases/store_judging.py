"""What cases offer for judging: those reported or ended between two moments, or open at the second, as known then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from luoshi.base.db import Database, Row, Value
from luoshi.base.ids import floor_of
from luoshi.base.scope import Scope
from luoshi.kernel.registry.store_judging import within

_COLUMNS = (
    "c.id, c.number, c.kind, c.outcome, c.path, c.local_day, c.at, c.thing_id, c.title, c.channel, c.condition, "
    "c.rework, c.sent_back, c.registered_at, c.ended_at"
)
#: whether it was handled in its limit: false when any stay in handling that ended by then was late
_IN_TIME = (
    "(SELECT min(k.in_time) FROM case_clock k WHERE k.case_id=c.id AND k.stage='dispatched' AND k.stopped_at<=$3)"
)
_CHOSEN = {
    "reported": "c.at>=$2 AND c.at<$3",
    "ended": "c.ended_at>=$2 AND c.ended_at<$3",
    "open": "c.at<$3 AND $2<$3 AND (c.ended_at IS NULL OR c.ended_at>=$3)",
}


async def chosen(
    database: Database,
    kind: str,
    by: Literal["reported", "ended", "open"],
    prefixes: Sequence[str],
    *,
    first: int,
    end: int,
    known_at: int,
) -> Sequence[Row]:
    """Rows of one kind with `in_time`; `first` and `end` are instants, and nothing after `known_at` counts."""
    where, args = within("c.path", prefixes, start=5)
    return await database.fetch(
        f"SELECT {_COLUMNS}, {_IN_TIME} AS in_time FROM cases c WHERE c.kind=$1 AND {_CHOSEN[by]} AND c.id<$4 "
        f"AND {where}",
        kind,
        first,
        min(end, known_at + 1),
        floor_of(known_at + 1000),
        *args,
        slow=True,
    )


async def by_day(
    database: Database, scope: Scope, *, path: str, first_day: int, first: int, offset: int
) -> tuple[dict[int, int], dict[int, int]]:
    """How many were reported on each local day, and how many were closed on each day counted from the epoch.

    `first` is the instant at which `first_day` begins; `offset` is that of the place in microseconds.
    """
    where, args = _seen(scope, path, start=2)
    reported = await database.fetch(
        f"SELECT local_day, count(*) AS number FROM cases WHERE local_day>=$1 AND {where} GROUP BY local_day",
        first_day,
        *args,
        slow=True,
    )
    day = f"(ended_at + {int(offset)}) / 86400000000"
    closed = await database.fetch(
        f"SELECT {day} AS day, count(*) AS number FROM cases WHERE ended_at>=$1 AND outcome='closed' AND {where} "
        f"GROUP BY {day}",
        first,
        *args,
        slow=True,
    )
    return (
        {row["local_day"]: int(row["number"]) for row in reported},
        {int(row["day"]): int(row["number"]) for row in closed},
    )


async def open_by_area(database: Database, scope: Scope, *, path: str, width: int) -> dict[str, int]:
    """How many cases are open in each area whose path has that many characters."""
    where, args = _seen(scope, path, start=1)
    rows = await database.fetch(
        f"SELECT substr(path,1,{int(width)}) AS area, count(*) AS number FROM cases WHERE outcome='open' AND {where} "
        f"GROUP BY substr(path,1,{int(width)})",
        *args,
    )
    return {row["area"]: int(row["number"]) for row in rows}


def _seen(scope: Scope, path: str, *, start: int) -> tuple[str, list[Value]]:
    """Rows below a path that the asker may see."""
    conditions, args = within("path", (path,), start=start)
    where, more = scope.predicate(path="path", agency="unit_id", start=start + len(args))
    return f"{conditions} AND {where}", [*args, *more]
