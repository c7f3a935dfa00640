"""What a pack is: a folder that declares one scene, as read from disc and as understood."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from luoshi.base.definitions import Body, DefinitionKind, Words, declare
from luoshi.base.errors import LuoshiError
from luoshi.base.i18n import Language

#: kinds that are compiled from other files of a pack, never written as tables
COMPILED = frozenset({"logic", "pack"})


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The first lines of a pack.toml.

    id: equals the folder's name. serves: the systems of the mission that this scene serves. updated: the day of this
    release. from: the day its first definitions hold from (the day of the release when left out); a definition that a
    later release changes holds from that release on.
    """

    id: str
    name: Words
    version: str
    serves: list[str]
    updated: datetime.date
    valid_from: datetime.date | None = msgspec.field(name="from", default=None)
    note: Words | None = None


class Release(Body, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A release of a pack, as it was installed: what its head said."""

    kind: ClassVar[str] = "pack"
    version: str
    serves: tuple[str, ...]
    updated: datetime.date
    note: Words | None = None

    @classmethod
    def of(cls, head: Head) -> Release:
        return cls(
            id=head.id,
            name=head.name,
            version=head.version,
            serves=tuple(head.serves),
            updated=head.updated,
            note=head.note,
        )


declare(DefinitionKind(kind="pack", struct=Release, meaning=Words(zh="场景包", en="a release of a pack")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a pack: `street_lighting · indicator[2].unit: …`."""

    pack: str
    where: str
    error: LuoshiError

    def said(self, language: Language = "en") -> str:
        """The whole line in one language."""
        return f"{self.pack} · {self.where}: {self.error.sentence(language)}"

    def __str__(self) -> str:
        return self.said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A pack as it lies on disc: its tables as TOML and CSV give them, its code as text."""

    id: str
    path: Path
    head: Mapping[str, Any]
    tables: Mapping[str, Sequence[Any]]
    code: str | None = None

    @property
    def raw(self) -> Mapping[str, Any]:
        return {**self.head, **self.tables}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack whose every table has been understood."""

    folder: Folder
    head: Head
    bodies: Mapping[str, Sequence[Body]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.folder.id

    def rows(self) -> Iterator[tuple[str, str, Body]]:
        """Every definition with its kind and its place in the file."""
        for kind, bodies in self.bodies.items():
            for number, body in enumerate(bodies):
                yield kind, f"{kind}[{number}]", body

    def ids(self, kind: str) -> list[str]:
        return [body.id for body in self.bodies.get(kind, ())]
