"""What cases offer for judging: those reported or ended between two moments, or open at the second, as known then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from luoshi.base.db import Database, Row
from luoshi.base.ids import floor_of
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
