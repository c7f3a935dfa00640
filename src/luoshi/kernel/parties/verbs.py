"""What every group of verbs of parties shares: finding records, checking scopes, writing the line of an act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.errors import DatesCross, NoSuchParty, OutOfScope, RolesExclude
from luoshi.kernel.parties.model import Agency, Grant, Person, Post, Role
from luoshi.kernel.parties.store import directory as store

T = TypeVar("T")
Held = MutableMapping[Unit, dict[int, "Agency | Post | Person"]]


class Verbs:
    """What every group of verbs of parties shares: the installation, the present directory, and what units hold.

    An act may enter an agency, its posts and its people in one unit: later verbs of the same unit find what earlier
    ones put there.
    """

    def __init__(self, installation: Installation, held: Held | None = None) -> None:
        self._installation = installation
        self._held: Held = WeakKeyDictionary() if held is None else held
        self.directory = Directory()

    def _record(
        self,
        unit: Unit,
        kind: str,
        subject: tuple[str, int],
        *,
        by: Actor,
        ground: str,
        path: str,
        body: Mapping[str, Any],
    ) -> None:
        """The journal line of an act, and the stamp that makes every process read the directory again."""
        at = self._installation.now()
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject(*subject),
            by=by,
            ground=ground,
            at=at,
            local_day=self._installation.local_day(at),
            path=path,
            body=body,
        )
        store.bump(unit, self._installation.id(), at)

    def _need(self, scope: Scope, path: str, agency: int | None = None) -> None:
        if not scope.covers(path, *([agency] if agency is not None else [])):
            raise OutOfScope()

    def _hold(self, unit: Unit, record: Agency | Post | Person) -> None:
        self._held.setdefault(unit, {})[record.id] = record

    def _known(self, rows: Mapping[int, T], kind: type[T], identity: int, unit: Unit | None) -> T:
        fresh = self._held.get(unit, {}).get(identity) if unit is not None else None
        if isinstance(fresh, kind):
            return fresh
        return found_in(rows, identity, kind.__name__.lower())

    def _need_whole(self, scope: Scope, path: str, agency: int | None) -> None:
        """A scope that covers the whole area for all agencies, or for the one agency that is meant."""
        if not any(
            path.startswith(reach.path) and (reach.agency is None or reach.agency == agency) for reach in scope.reaches
        ):
            raise OutOfScope()

    def need_person(self, person: int, scope: Scope, unit: Unit | None = None) -> None:
        """Who administers a person must reach every post of that person and all that those posts may: else an
        administrator of one town could take over the account of one above."""
        if not scope.reaches:
            raise OutOfScope()
        day = self._installation.today()
        standing = self.directory.standing(person, day)
        for post in () if standing is None else standing.posts:
            self._need(scope, self.path_of_post(post, unit), post.agency)
        posts = [] if standing is None else [post.id for post in standing.posts]
        for grant in self.directory.grants_to(person, posts, day):
            self._need_whole(scope, grant.path, grant.agency)

    def _need_post(self, post: Post, scope: Scope, unit: Unit) -> None:
        """Who puts somebody at a post must reach the post and all that its grants open."""
        self._need(scope, self.path_of_post(post, unit), post.agency)
        day = self._installation.today()
        for grant in self.directory.grants.values():
            if grant.post == post.id and (grant.valid_to is None or grant.valid_to > day):
                self._need_whole(scope, grant.path, grant.agency)

    def agency(self, identity: int, unit: Unit | None = None) -> Agency:
        return self._known(self.directory.agencies, Agency, identity, unit)

    def post(self, identity: int, unit: Unit | None = None) -> Post:
        return self._known(self.directory.posts, Post, identity, unit)

    def person(self, identity: int, unit: Unit | None = None) -> Person:
        return self._known(self.directory.people, Person, identity, unit)

    def _exclusive(self, person: int, admins: Collection[str], day: int) -> None:
        """System, security and audit administration are never held by one person."""
        if not admins:
            return
        standing = self.directory.standing(person, day)
        posts = [] if standing is None else [post.id for post in standing.posts]
        for grant in self.directory.grants_to(person, posts, day):
            role = self._role(grant, day)
            if role is not None and role.admin and set(admins) - {role.admin}:
                raise RolesExclude(role=role.name.zh)

    def _admins_at(self, post: int, day: int) -> set[str]:
        roles = [
            self._role(grant, day)
            for grant in self.directory.grants.values()
            if grant.post == post and grant.holds(day)
        ]
        return {role.admin for role in roles if role is not None and role.admin}

    def _role(self, grant: Grant, day: int) -> Role | None:
        return self._installation.definitions.body(Role, grant.role, day=day, path=grant.path)

    def path_of_post(self, post: Post, unit: Unit | None = None) -> str:
        return self.agency(post.agency, unit).path


def check_dates(valid_from: int, valid_to: int | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise DatesCross(first=valid_from, last=valid_to)


def found_in(rows: Mapping[int, T], identity: int, what: str) -> T:
    found = rows.get(identity)
    if found is None:
        raise NoSuchParty(what=what)
    return found
