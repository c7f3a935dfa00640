"""Definitions: the dated, immutable rows that packs are compiled to. The system reads these, never a folder.

A kernel module declares the kinds it understands (`case_kind`, `indicator`, `rule` …) with a msgspec Struct that
is both the schema of the pack table and the typed body at run time; a new field there is a legal word in packs the
same day. Cases, findings, scores and verdicts store the id of the definition they ran under.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, cast

import msgspec
from sqlalchemy import Index

from luoshi.base.db import Database, Row, Unit, now
from luoshi.base.db.schema import big, identity, small, table, words

DEFINITION = table(
    "definition",
    identity(),
    words("pack"),
    words("kind"),
    words("key"),  # pack.local_id, such as street_lighting.lit_rate
    words("body"),
    words("sha256"),
    words("path"),  # the area it holds for; the nearest ancestor in force wins
    small("valid_from"),  # local day
    small("valid_to", null=True),
    big("installed_at"),
    words("source"),
    Index("uq_definition_kind_key_path_valid_from_sha256", "kind", "key", "path", "valid_from", "sha256", unique=True),
)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages; a pack carries its own words."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a number, a limit or a weight comes from."""

    title: str
    clause: str = ""
    href: str = ""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What every definition carries. `id` is local to its pack."""

    kind: ClassVar[str] = ""
    id: str
    name: Words


B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One row in force from `valid_from` for `path` and everything below it."""

    id: int
    pack: str
    kind: str
    key: str
    body: Body
    sha256: str
    path: str
    valid_from: int
    valid_to: int | None
    installed_at: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionKind:
    """A table that packs may have. `check` names what is wrong with a body beyond its shape."""

    kind: str
    struct: type[Body]
    meaning: Words
    check: Callable[[Any, Mapping[str, Any]], Iterable[str]] | None = None


KINDS: dict[str, DefinitionKind] = {}


def declare(kind: DefinitionKind) -> None:
    """A kernel module offers one kind of definition to packs."""
    if kind.kind in KINDS:
        raise ValueError(f"definition kind {kind.kind} is declared twice")
    KINDS[kind.kind] = kind


class Definitions:
    """All definitions of an installation in memory, refreshed when rows were added."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: dict[int, Definition] = {}
        self._by_key: dict[tuple[str, str], list[Definition]] = {}
        self._seen = (0, 0)
        self._listed: dict[tuple[str, int, tuple[str, ...]], list[Definition]] = {}
        self._paths: dict[str, tuple[str, ...]] = {}
        #: grows with every change; caches derived from definitions compare it
        self.version = 0

    async def refresh(self) -> bool:
        """Read rows that were added or ended since; True when something changed."""
        row = await self._database.row("SELECT count(*), coalesce(max(installed_at), 0) FROM definition")
        assert row is not None
        ended = await self._database.value("SELECT count(*) FROM definition WHERE valid_to IS NOT NULL")
        seen = (row[0] * 1_000_003 + int(ended), row[1])
        if seen == self._seen:
            return False
        rows = await self._database.fetch("SELECT * FROM definition ORDER BY id")
        self._by_id = {}
        self._by_key = {}
        for each in rows:
            definition = _definition(each)
            self._by_id[definition.id] = definition
            self._by_key.setdefault((definition.kind, definition.key), []).append(definition)
        paths: dict[str, set[str]] = {}
        for definition in self._by_id.values():
            paths.setdefault(definition.kind, set()).add(definition.path)
        self._paths = {kind: tuple(sorted(found)) for kind, found in paths.items()}
        self._listed = {}
        self._seen = seen
        self.version += 1
        return True

    def get(self, identity_: int) -> Definition:
        return self._by_id[identity_]

    def in_force(self, kind: type[B], key: str, *, day: int, path: str = "") -> Definition | None:
        """The definition of `key` at a place on a day: the nearest ancestor, then the newest."""
        fitting = [
            each
            for each in self._by_key.get((kind.kind, key), ())
            if path.startswith(each.path) and each.valid_from <= day and (each.valid_to is None or day < each.valid_to)
        ]
        if len(fitting) == 1:
            return fitting[0]
        return max(fitting, key=lambda each: (len(each.path), each.valid_from, each.id), default=None)

    def versions(self, kind: type[Body], key: str) -> list[Definition]:
        """Every definition of a key, whenever and wherever it holds."""
        return self._by_key.get((kind.kind, key), [])

    def keys(self, kind: type[Body]) -> list[str]:
        """Every key of a kind that was ever installed."""
        return [key for (of, key) in self._by_key if of == kind.kind]

    def all(self, kind: type[B], *, day: int, path: str = "") -> list[Definition]:
        """Every key of a kind in force at a place on a day, by key.

        Remembered per day and per chain of areas that have definitions of their own: rules are asked for each signal.
        """
        chain = tuple(each for each in self._paths.get(kind.kind, ()) if path.startswith(each))
        listed = self._listed.get((kind.kind, day, chain))
        if listed is None:
            found = (
                self.in_force(kind, key, day=day, path=path) for (of, key) in sorted(self._by_key) if of == kind.kind
            )
            listed = [each for each in found if each is not None]
            if len(self._listed) > 10_000:
                self._listed.clear()
            self._listed[kind.kind, day, chain] = listed
        return listed

    def body(self, kind: type[B], key: str, *, day: int, path: str = "") -> B | None:
        found = self.in_force(kind, key, day=day, path=path)
        return None if found is None else cast(B, found.body)


def install(
    unit: Unit, ids: Callable[[], int], *, pack: str, body: Body, valid_from: int, path: str = "", source: str = ""
) -> int:
    """Put one definition into a unit; an equal one that exists stays alone. Gives the id it would have."""
    text = msgspec.json.encode(body, order="deterministic").decode()
    identity_ = ids()
    unit.insert(
        "definition",
        {
            "id": identity_,
            "pack": pack,
            "kind": body.kind,
            "key": f"{pack}.{body.id}",
            "body": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "path": path,
            "valid_from": valid_from,
            "installed_at": now(),
            "source": source,
        },
        ignore_on="kind, key, path, valid_from, sha256",
    )
    return identity_


def _definition(row: Row) -> Definition:
    kind = KINDS[row["kind"]]
    return Definition(
        id=row["id"],
        pack=row["pack"],
        kind=row["kind"],
        key=row["key"],
        body=msgspec.json.decode(row["body"], type=kind.struct),
        sha256=row["sha256"],
        path=row["path"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        installed_at=row["installed_at"],
        source=row["source"],
    )
