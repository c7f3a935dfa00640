"""How values are kept: the newest one of each indicator, area and period, recomputed by the worker from rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Index

from luoshi.base.db import Database, Row, Unit, Value
from luoshi.base.db.schema import big, identity, small, table, words
from luoshi.kernel.indicators import model
from luoshi.kernel.indicators.model import Measured, State

INDICATOR_VALUE = table(
    "indicator_value",
    identity(),
    words("key"),
    words("path"),
    words("period"),
    big("definition_id"),
    big("run_id"),
    small("as_of"),
    big("known_at"),
    big("numerator"),
    big("denominator"),
    big("excluded"),
    big("value", null=True),
    small("scale"),
    words("unit"),
    words("state"),
    Index("uq_indicator_value_key_path_period", "key", "path", "period", unique=True),
    Index("ix_indicator_value_period", "key", "period"),
)
INDICATOR_RUN = table(
    "indicator_run",
    identity(),
    words("cause"),
    small("as_of"),
    big("known_at"),
    small("indicators"),
    small("changed"),
)
_COLUMNS = (
    "id", "key", "path", "period", "definition_id", "run_id", "as_of", "known_at", "numerator", "denominator",
    "excluded", "value", "scale", "unit", "state",
)  # fmt: skip
_REPLACED = ", ".join(f"{name}=excluded.{name}" for name in _COLUMNS if name not in {"id", "key", "path", "period"})
_PART = 100


async def value(database: Database, key: str, path: str, period: str) -> Measured | None:
    row = await database.row("SELECT * FROM indicator_value WHERE key=$1 AND path=$2 AND period=$3", key, path, period)
    return None if row is None else _measured(row)


async def values(database: Database, key: str, period: str) -> dict[str, Measured]:
    """The kept values of all areas for one period, by path."""
    found = await database.fetch("SELECT * FROM indicator_value WHERE key=$1 AND period=$2", key, period)
    return {row["path"]: _measured(row) for row in found}


async def series(database: Database, key: str, path: str, periods: Sequence[str]) -> dict[str, Measured]:
    marks = ", ".join(f"${i + 3}" for i in range(len(periods)))
    found = await database.fetch(
        f"SELECT * FROM indicator_value WHERE key=$1 AND path=$2 AND period IN ({marks})", key, path, *periods
    )
    return {row["period"]: _measured(row) for row in found}


async def kept_periods(database: Database, key: str) -> list[str]:
    found = await database.fetch("SELECT DISTINCT period FROM indicator_value WHERE key=$1", key)
    return [row["period"] for row in found]


def keep(unit: Unit, ids: Sequence[int], found: Sequence[Measured], run: int) -> None:
    """Put values over those kept before."""
    for start in range(0, len(found), _PART):
        part = found[start : start + _PART]
        args: list[Value] = []
        for identity_, each in zip(ids[start : start + _PART], part, strict=True):
            args += [
                identity_, each.key, each.path, each.period, each.definition, run, each.as_of, each.known_at,
                each.numerator, each.denominator, each.excluded, each.value.scaled, each.value.scale,
                each.value.unit, str(each.value.state),
            ]  # fmt: skip
        width = len(_COLUMNS)
        rows = ", ".join("(" + ", ".join(f"${i * width + c + 1}" for c in range(width)) + ")" for i in range(len(part)))
        unit.run(
            f"INSERT INTO indicator_value ({', '.join(_COLUMNS)}) VALUES {rows} "
            f"ON CONFLICT (key, path, period) DO UPDATE SET {_REPLACED}",
            *args,
        )


def record_run(unit: Unit, run: int, *, cause: str, as_of: int, known_at: int, indicators: int, changed: int) -> None:
    unit.insert(
        "indicator_run",
        {
            "id": run,
            "cause": cause,
            "as_of": as_of,
            "known_at": known_at,
            "indicators": indicators,
            "changed": changed,
        },
    )


async def dirty(database: Database, rollups: Iterable[str], *, limit: int) -> Sequence[Row]:
    """Marks that wait, oldest first."""
    names = sorted(rollups)
    if not names:
        return []
    marks = ", ".join(f"${i + 1}" for i in range(len(names)))
    return await database.fetch(
        f"SELECT id, rollup, bucket, path FROM dirty WHERE rollup IN ({marks}) ORDER BY id LIMIT {limit}", *names
    )


async def is_dirty(database: Database, rollups: Iterable[str]) -> bool:
    names = sorted(rollups)
    marks = ", ".join(f"${i + 1}" for i in range(len(names)))
    return bool(names) and bool(await database.value(f"SELECT 1 FROM dirty WHERE rollup IN ({marks}) LIMIT 1", *names))


def clean(unit: Unit, marks: Sequence[int]) -> None:
    """Take marks away whose buckets were computed."""
    for start in range(0, len(marks), 500):
        part = marks[start : start + 500]
        unit.run(f"DELETE FROM dirty WHERE id IN ({', '.join(f'${i + 1}' for i in range(len(part)))})", *part)


def _measured(row: Row) -> Measured:
    return Measured(
        key=row["key"],
        path=row["path"],
        period=row["period"],
        value=model.Value(state=State(row["state"]), scaled=row["value"], scale=row["scale"], unit=row["unit"]),
        numerator=row["numerator"],
        denominator=row["denominator"],
        excluded=row["excluded"],
        definition=row["definition_id"],
        run=row["run_id"],
        as_of=row["as_of"],
        known_at=row["known_at"],
    )
