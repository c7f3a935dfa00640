"""What cases offer for judging: those reported or ended between two moments, or open at the second, as known then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from luoshi.base.db import Database, Row, Value
from luoshi.base.ids import floor_of
from luoshi.base.scope import Scope
from luoshi.kernel.registry.store_judging import within

_COLUMNS = (
    "id, number, kind, outcome, path, local_day, at, thing_id, title, channel, condition, rework, sent_back, "
    "registered_at"
)
#: an open case always has a clock that runs; the last one that stopped tells when it ended, also when it was
#: reopened since
_GONE = (
    "CASE WHEN EXISTS (SELECT 1 FROM case_clock k WHERE k.case_id=c.id AND k.started_at<$3 "
    "AND (k.stopped_at IS NULL OR k.stopped_at>=$3)) THEN NULL "
    "ELSE (SELECT max(k.stopped_at) FROM case_clock k WHERE k.case_id=c.id AND k.stopped_at<$3) END"
)
#: whether it was handled in its limit: false when any stay in handling that ended by then was late
_IN_TIME = "(SELECT min(k.in_time) FROM case_clock k WHERE k.case_id=c.id AND k.stage='dispatched' AND k.stopped_at<$3)"
#: which rows can be meant at all, by the row alone, and which are
_MAYBE = {
    "reported": "c.at>=$2 AND c.at<$3",
    "ended": "c.at<$3 AND (c.ended_at IS NULL OR c.ended_at>=$2)",
    "open": "c.at<$3 AND $2<$3 AND (c.ended_at IS NULL OR c.ended_at>=$3)",
}
_MEANT = {"reported": "1=1", "ended": "gone>=$2", "open": "gone IS NULL"}


async def chosen(
    database: Database,
    kind: str,
    by: Literal["reported", "ended", "open"],
    prefixes: Sequence[str],
    *,
    first: int,
    end: int,
    known_at: int | None,
) -> Sequence[Row]:
    """Rows of one kind as they stood at `end`, with `in_time` and with `gone`, when they had ended by then.

    `first` and `end` are instants; nothing after `known_at` counts, or everything counts that is known.
    """
    where, args = within("c.path", prefixes, start=5)
    columns = ", ".join(f"c.{name}" for name in _COLUMNS.split(", "))
    return await database.fetch(
        f"SELECT {_COLUMNS}, in_time, gone FROM (SELECT {columns}, {_IN_TIME} AS in_time, {_GONE} AS gone "
        f"FROM cases c WHERE c.kind=$1 AND {_MAYBE[by]} AND c.id<$4 AND {where}) AS told WHERE {_MEANT[by]}",
        kind,
        first,
        end if known_at is None else min(end, known_at + 1),
        1 << 62 if known_at is None else floor_of(known_at + 1000),
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
