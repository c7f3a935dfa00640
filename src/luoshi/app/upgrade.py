"""Is the database of this program's version?"""

from __future__ import annotations

from luoshi.base.db import Database, NewerSchema, OlderSchema
from luoshi.base.installation import setting

SCHEMA_VERSION = 1


async def check_version(database: Database) -> None:
    """Refuse a database that a newer program wrote, and one that has to be upgraded first."""
    found = int(await setting(database, "schema") or "0")
    if found > SCHEMA_VERSION:
        raise NewerSchema(found=found, expected=SCHEMA_VERSION)
    if found < SCHEMA_VERSION:
        raise OlderSchema(found=found, expected=SCHEMA_VERSION)
