"""What readings offer for judging: those of a period, and the one of each thing that held at the end of a day."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.base.db import Database
from luoshi.kernel.observations.model import Reading
from luoshi.kernel.observations.store import reading_of
from luoshi.kernel.registry.store_judging import within

_COLUMNS = "id, thing, stream, path, at, local_day, recorded_at, value, text, source_kind, source, supersedes"
_STANDS = "NOT EXISTS (SELECT 1 FROM reading c WHERE c.supersedes=r.id AND c.recorded_at<=$3)"


async def held(database: Database, stream: str, *, day: int, known_at: int, present: bool) -> dict[int, Reading]:
    """The newest reading of each thing on or before a day, as known at a moment, by thing."""
    if present:
        rows = await database.fetch(
            f"SELECT {_COLUMNS} FROM reading_latest WHERE stream=$1 AND local_day<=$2", stream, day, slow=True
        )
    else:
        rows = await database.fetch(
            f"SELECT {_COLUMNS} FROM (SELECT r.*, row_number() OVER (PARTITION BY thing ORDER BY at DESC, id DESC) "
            "AS place FROM reading r WHERE r.stream=$1 AND r.local_day<=$2 AND r.recorded_at<=$3 "
            f"AND {_STANDS}) AS told WHERE place=1",
            stream,
            day,
            known_at,
            slow=True,
        )
    return {row["thing"]: reading_of(row) for row in rows}


async def shown_alike(
    database: Database, type_: str, stream: str, prefixes: Sequence[str], *, day: int
) -> list[tuple[str, int | str | None, int]]:
    """Things in service now at one path with the same latest reading of a stream: path, reading, how many."""
    where, args = within("t.path", prefixes, start=4)
    rows = await database.fetch(
        "SELECT t.path, l.value, l.text, count(*) AS number FROM thing t LEFT JOIN reading_latest l "
        "ON l.thing=t.id AND l.stream=$2 AND l.local_day<=$3 "
        f"WHERE t.type=$1 AND t.valid_to IS NULL AND {where} GROUP BY t.path, l.value, l.text",
        type_,
        stream,
        day,
        *args,
        slow=True,
    )
    return [(row["path"], row["text"] if row["value"] is None else row["value"], int(row["number"])) for row in rows]


async def of_period(
    database: Database, stream: str, prefixes: Sequence[str], *, first_day: int, last_day: int, known_at: int
) -> list[Reading]:
    """Readings of a stream between two days, corrections known by then applied."""
    where, args = within("r.path", prefixes, start=5)
    rows = await database.fetch(
        f"SELECT {', '.join('r.' + name for name in _COLUMNS.split(', '))} FROM reading r WHERE r.stream=$1 "
        f"AND r.local_day<=$2 AND r.recorded_at<=$3 AND r.local_day>=$4 AND {_STANDS} AND {where}",
        stream,
        last_day,
        known_at,
        first_day,
        *args,
        slow=True,
    )
    return [reading_of(row) for row in rows]
