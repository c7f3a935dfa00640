"""Statements of a revision as they were released, from the SQL file of each database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from luoshi.base.ids import floor_of

MARK = "\n-- next\n"
FOLDER = Path(__file__).parent / "versions"


def statements(name: str, dialect: str) -> list[str]:
    """The statements of `versions/NAME.DIALECT.sql`, in order."""
    return [each for each in (FOLDER / f"{name}.{dialect}.sql").read_text("utf-8").split(MARK) if each.strip()]


def freeze(name: str, dialect: str, lines: list[str]) -> None:
    """Write a revision's file (once, before it is released)."""
    (FOLDER / f"{name}.{dialect}.sql").write_text(MARK.join(lines) + "\n", "utf-8")


def partitions(tables: list[str], year: int) -> list[str]:
    """One partition a month of a year for every table that grows (PostgreSQL)."""
    made: list[str] = []
    for month in range(1, 13):
        start = datetime(year, month, 1, tzinfo=UTC)
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        low, high = (floor_of(int(day.timestamp()) * 1_000_000) for day in (start, end))
        made += [
            f"CREATE TABLE IF NOT EXISTS {name}_{year}_{month:02} PARTITION OF {name} "
            f"FOR VALUES FROM ({low}) TO ({high})"
            for name in tables
        ]
    return made
