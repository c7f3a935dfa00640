"""How search entries are kept: one row a text, and the engine's own inverted index over its pairs of characters."""

from __future__ import annotations

from collections.abc import Sequence

from luoshi.base.db import Database, Row, Unit
from luoshi.base.db.schema import AFTER_CREATE, big, identity, table, words
from luoshi.base.scope import Scope

SEARCH_ENTRY = table(
    "search_entry",
    identity(),
    words("kind"),
    big("ref", unique=True),
    words("path"),
    big("agency", null=True),
    words("title"),
    words("body"),
)
AFTER_CREATE += [
    ("sqlite", "CREATE VIRTUAL TABLE search_gram USING fts5(grams, content='', detail=none, columnsize=0)"),
    ("postgresql", "ALTER TABLE search_entry ADD COLUMN grams text[] NOT NULL DEFAULT '{}'"),
    ("postgresql", "CREATE INDEX ix_search_entry_grams ON search_entry USING gin (grams)"),
]


def add(unit: Unit, dialect: str, row: dict[str, int | str | None], grams: Sequence[str]) -> None:
    joined = " ".join(grams)
    if dialect == "sqlite":
        unit.insert("search_entry", row)
        unit.run("INSERT INTO search_gram (rowid, grams) VALUES ($1, $2)", row["id"], joined)
        return
    names = ", ".join(row)
    marks = ", ".join(f"${number + 1}" for number in range(len(row)))
    unit.run(
        f"INSERT INTO search_entry ({names}, grams) VALUES ({marks}, string_to_array(${len(row) + 1}, ' '))",
        *row.values(),
        joined,
    )


def remove(unit: Unit, dialect: str, identity_: int, grams: Sequence[str]) -> None:
    """`grams` must be those of the text as it was added."""
    if dialect == "sqlite":
        unit.run(
            "INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', $1, $2)", identity_, " ".join(grams)
        )
    unit.delete("search_entry", where={"id": identity_})


def index(unit: Unit, dialect: str, identity_: int, grams: Sequence[str]) -> None:
    """Index a text that has no entry in the inverted index yet."""
    joined = " ".join(grams)
    if dialect == "sqlite":
        unit.run("INSERT INTO search_gram (rowid, grams) VALUES ($1, $2)", identity_, joined)
    else:
        unit.run("UPDATE search_entry SET grams=string_to_array($1, ' ') WHERE id=$2", joined, identity_)


async def entries(database: Database, *, after: int, limit: int) -> Sequence[Row]:
    return await database.fetch(
        "SELECT id, title, body FROM search_entry WHERE id > $1 ORDER BY id LIMIT $2", after, limit
    )


async def entry(database: Database, ref: int) -> Row | None:
    return await database.row("SELECT * FROM search_entry WHERE ref=$1", ref)


async def candidates(
    database: Database, grams: Sequence[str], *, scope: Scope, before: int, limit: int
) -> Sequence[Row]:
    """Entries that have all pairs, newest first, within the scope."""
    where, args = scope.predicate(path="e.path", agency="e.agency", start=4)
    if database.dialect == "sqlite":
        source = "search_gram g JOIN search_entry e ON e.id=g.rowid"
        condition, query = "search_gram MATCH $1 AND g.rowid < $2", " AND ".join(f'"{gram}"' for gram in grams)
        order = "g.rowid"
    else:
        source = "search_entry e"
        condition, query = "e.grams @> string_to_array($1, ' ') AND e.id < $2", " ".join(grams)
        order = "e.id"
    return await database.fetch(
        f"SELECT e.id, e.kind, e.ref, e.path, e.title, e.body FROM {source} "
        f"WHERE {condition} AND {where} ORDER BY {order} DESC LIMIT $3",
        query,
        before,
        limit,
        *args,
        slow=True,
    )
