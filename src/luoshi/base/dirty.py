"""No counters in the hot path: an act notes which roll-up, month and place it touched; the worker recomputes them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Index

from luoshi.base.db import Unit
from luoshi.base.db.schema import identity, small, table, words

DIRTY = table("dirty", identity(), words("rollup"), small("bucket"), words("path"))
Index("ix_dirty_rollup", DIRTY.c.rollup, DIRTY.c.id)


def mark(unit: Unit, ids: Callable[[], int], rollup: str, local_day: int, path: str) -> None:
    """Note that the month of `local_day` at `path` has to be computed again for `rollup` ("cases", "readings")."""
    unit.insert("dirty", {"id": ids(), "rollup": rollup, "bucket": local_day // 100, "path": path})
