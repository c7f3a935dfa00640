"""The inverted index over pairs of characters: GIN on PostgreSQL, FTS5 on SQLite, as raw SQL beside the model."""

from __future__ import annotations

from django.db import connection

from benchmarks.peers.twin.models import SearchEntry


def create_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS search_gram "
                "USING fts5(grams, content='', detail=none, columnsize=0)"
            )
        else:
            cursor.execute(
                "CREATE INDEX IF NOT EXISTS search_grams ON twin_searchentry USING gin (string_to_array(grams, ' '))"
            )


def bigrams(text: str) -> str:
    kept = "".join(character for character in text.lower() if character.isalnum())
    return " ".join({kept[n : n + 2] for n in range(len(kept) - 1)})


def put(*, kind: str, ref: int, path: str, title: str, body: str) -> None:
    grams = bigrams(f"{title} {body}")
    on_sqlite = connection.vendor == "sqlite"
    entry = SearchEntry.objects.create(
        kind=kind, ref=ref, path=path, title=title, body=body, grams="" if on_sqlite else grams
    )
    if on_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_gram (rowid, grams) VALUES (%s, %s)", [entry.pk, grams])
