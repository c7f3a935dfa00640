"""What the register offers for judging: the things of a type that were in service on a day, as known at a moment."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.base.db import Database, Value
from luoshi.kernel.registry.model import Thing
from luoshi.kernel.registry.store import thing_of

_COLUMNS = "id, type, code, name, path, lon, lat, valid_from, valid_to, recorded_at, props, version"
_VERSION = _COLUMNS.replace("id,", "thing, id,", 1)


async def in_service(
    database: Database, type_: str, prefixes: Sequence[str], *, day: int, known_at: int, present: bool
) -> list[Thing]:
    """Without their shapes. `present`: the day is today and the moment is now, so the register's own rows answer."""
    if present:
        where, args = within("path", prefixes, start=2)
        rows = await database.fetch(
            f"SELECT {_COLUMNS} FROM thing WHERE type=$1 AND valid_to IS NULL AND {where}", type_, *args, slow=True
        )
        return [thing_of(row) for row in rows]
    where, args = within("path", prefixes, start=4)
    rows = await database.fetch(
        f"SELECT {_VERSION} FROM (SELECT v.*, row_number() OVER (PARTITION BY thing ORDER BY valid_from DESC, "
        "coalesce(corrects, version) DESC, version DESC) AS place FROM thing_version v "
        "WHERE type=$1 AND valid_from<=$2 AND recorded_at<=$3) AS told "
        f"WHERE place=1 AND (valid_to IS NULL OR valid_to>$2) AND {where}",
        type_,
        day,
        known_at,
        *args,
        slow=True,
    )
    return [thing_of(row) for row in rows]


def within(column: str, prefixes: Sequence[str], *, start: int) -> tuple[str, list[Value]]:
    """Rows at or below any of these paths; the empty path is everywhere."""
    if "" in prefixes:
        return "1=1", []
    terms = [f"substr({column},1,{len(prefix)})=${start + number}" for number, prefix in enumerate(prefixes)]
    return (f"({' OR '.join(terms)})" if terms else "1=0"), list(prefixes)
