"""All tables of the house, as the two databases make them.

Importing this module fills `METADATA`: every kernel module lays its tables there in its `store.py`.
"""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from luoshi import kernel
from luoshi.base import definitions, dirty, installation, jobs
from luoshi.base.db.engine import Dialect
from luoshi.base.db.schema import AFTER_CREATE, GROWING, METADATA

__all__ = ["AFTER_CREATE", "METADATA", "ddl"]

for _module in pkgutil.iter_modules(kernel.__path__):
    if importlib.util.find_spec(f"luoshi.kernel.{_module.name}.store") is not None:
        importlib.import_module(f"luoshi.kernel.{_module.name}.store")
assert definitions and dirty and jobs and installation  # their tables belong to the same schema


def ddl(dialect: Dialect) -> list[str]:
    """Every statement that makes an empty database, in order."""
    target = sqlite.dialect() if dialect == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    statements: list[str] = []
    for table in METADATA.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=target)).strip())
        statements += [
            str(CreateIndex(index).compile(dialect=target))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    if dialect == "postgresql":
        statements += [f"CREATE TABLE {name}_default PARTITION OF {name} DEFAULT" for name in sorted(GROWING)]
    # in an order of their own: which module was imported first must not matter (a function sorts before its triggers)
    return statements + sorted({text for engine, text in AFTER_CREATE if engine == dialect})
