"""Put a text into the box, and find it again."""

from __future__ import annotations

from collections.abc import Collection

from luoshi.base.db import Database, Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Scope
from luoshi.kernel.search import store
from luoshi.kernel.search.model import Found, grams, normal, snippet, terms


class Search:
    """The search box of one installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def put(
        self, unit: Unit, *, kind: str, ref: int, path: str, title: str, body: str, agency: int | None = None
    ) -> None:
        """Add a new text. `ref` is the id of what it belongs to; `body` carries no personal values."""
        identity = self._installation.id()
        row: dict[str, int | str | None] = {
            "id": identity,
            "kind": kind,
            "ref": ref,
            "path": path,
            "agency": agency,
            "title": title,
            "body": body,
        }
        store.add(unit, self._installation.database.dialect, row, grams(f"{title} {body}"))

    async def take_out(self, unit: Unit, ref: int) -> None:
        """Remove the text of `ref`, because it was replaced or erased."""
        row = await store.entry(self._installation.database, ref)
        if row is not None:
            store.remove(unit, self._installation.database.dialect, row["id"], grams(f"{row['title']} {row['body']}"))

    def hand_over(self, unit: Unit, *, ref: int, agency: int | None) -> None:
        """What the text belongs to has passed to another agency, which alone finds it from now on."""
        unit.update("search_entry", {"agency": agency}, where={"ref": ref}, expect=None)

    async def find(
        self, query: str, *, scope: Scope, limit: int = 20, kinds: Collection[str] | None = None
    ) -> list[Found]:
        """Texts of some kinds (all, if none are named) that hold every word of the query, newest first."""
        words = terms(query)
        wanted = [gram for word in words for gram in grams(word)]
        if not wanted:
            return []
        found: list[Found] = []
        before = 1 << 62
        while len(found) < limit:
            rows = await store.candidates(self._installation.database, wanted, scope=scope, before=before, limit=200)
            for row in rows:
                text = normal(f"{row['title']} {row['body']}")
                if (kinds is None or row["kind"] in kinds) and all(word in text for word in words):
                    found.append(
                        Found(
                            kind=row["kind"],
                            id=row["ref"],
                            title=row["title"],
                            snippet=snippet(row["body"], words[0]),
                            path=row["path"],
                        )
                    )
            if len(rows) < 200:
                break
            before = rows[-1]["id"]
        return found[:limit]


async def rebuild(database: Database) -> None:
    """Make the inverted index anew from the texts: after a restore or a copy, whatever the database was before."""
    after = 0
    while True:
        rows = await store.entries(database, after=after, limit=500)
        if not rows:
            return
        async with database.unit() as unit:
            for row in rows:
                store.index(unit, database.dialect, row["id"], grams(f"{row['title']} {row['body']}"))
        after = rows[-1]["id"]
