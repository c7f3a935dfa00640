"""Private contacts of people who work here: personal values, kept sealed elsewhere and opened only with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from luoshi.base.db import Unit
from luoshi.base.scope import Actor, Scope
from luoshi.kernel.journal import Subject
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.drafts import DraftKeys
from luoshi.kernel.parties.errors import NoSuchParty, OutOfScope
from luoshi.kernel.parties.verbs import Verbs

FIELDS = ("phone", "email", "address")
PURPOSE = "duty contact"


class Reference(Protocol):
    """A kept value, by its number and field."""

    @property
    def id(self) -> int: ...
    @property
    def field(self) -> str: ...


class PersonalValues(Protocol):
    """Where personal values live: sealed, masked, opened with a line in the journal."""

    @property
    def keys(self) -> DraftKeys: ...

    def put(
        self,
        unit: Unit,
        *,
        owner: Subject,
        field: str,
        value: str,
        path: str,
        purpose: str,
        ground: str,
        retain_until: int | None,
    ) -> int: ...

    async def masked(self, owner: Subject, *, scope: Scope) -> dict[str, str]: ...

    async def of(self, owner: Subject, *, scope: Scope) -> Sequence[Reference]: ...

    async def open(self, unit: Unit, identity_: int, *, by: Actor, ground: str, scope: Scope) -> str: ...


class Contacts(Verbs):
    """Private contacts. The newest value of a field is the one that holds."""

    personal: PersonalValues | None = None

    def put(self, unit: Unit, person: int, field: str, value: str, *, by: Actor, ground: str, scope: Scope) -> int:
        """Keep a contact of a person; what it replaces stays until it is erased by rule."""
        if field not in FIELDS:
            raise NoSuchParty(what=field)
        path = self._path(person, unit)
        self._need(scope, path)
        return self._values().put(
            unit,
            owner=Subject("person", person),
            field=field,
            value=value,
            path=path,
            purpose=PURPOSE,
            ground=ground,
            retain_until=None,
        )

    async def masked(self, person: int, *, scope: Scope) -> dict[str, str]:
        """What colleagues see: 138****5678."""
        return await self._values().masked(Subject("person", person), scope=scope)

    async def open(self, unit: Unit, person: int, field: str, *, by: Actor, ground: str, scope: Scope) -> str:
        """The contact itself, for somebody with a reason; the journal keeps who and why."""
        found = [
            each for each in await self._values().of(Subject("person", person), scope=scope) if each.field == field
        ]
        if not found:
            raise NoSuchParty(what=field)
        return await self._values().open(unit, found[-1].id, by=by, ground=ground, scope=scope)

    def _path(self, person: int, unit: Unit) -> str:
        """A person's record lies where the person's first post is, so that an area's office reaches its own people."""
        self.person(person, unit)
        directory: Directory = self.directory
        standing = directory.standing(person, self._installation.today())
        posts = () if standing is None else standing.posts
        return self.path_of_post(posts[0], unit) if posts else ""

    def _values(self) -> PersonalValues:
        if self.personal is None:
            raise OutOfScope()
        return self.personal
