"""The database engine: two engines behind one face (see `engine.Database`), one schema, writes as units of work."""

from __future__ import annotations

from luoshi.base.db.engine import Database, Dialect, Reader, Row, now
from luoshi.base.db.errors import Away, Busy, DiscFull, Duplicate, NewerSchema, NoDatabase, OlderSchema, Stale
from luoshi.base.db.unit import Unit, Value, Write

__all__ = [
    "Away",
    "Busy",
    "Database",
    "Dialect",
    "DiscFull",
    "Duplicate",
    "NewerSchema",
    "NoDatabase",
    "OlderSchema",
    "Reader",
    "Row",
    "Stale",
    "Unit",
    "Value",
    "Write",
    "now",
]
