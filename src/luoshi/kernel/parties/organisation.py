"""The verbs that change agencies, posts, people, holdings, stand-ins and liaison contacts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from luoshi.base.db import Unit
from luoshi.base.definitions import Words
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.parties.directory import Directory
from luoshi.kernel.parties.errors import DatesCross, NoSuchParty, OutOfScope, RolesExclude, TreeLoop
from luoshi.kernel.parties.model import Agency, Grant, Holding, Liaison, Person, Post, Role, StandIn
from luoshi.kernel.parties.store import directory as store

T = TypeVar("T")
Held = MutableMapping[Unit, dict[int, "Agency | Post | Person"]]
AGENCY_PUT = journal.event_kind("party.agency_put")
POST_PUT = journal.event_kind("party.post_put")
PERSON_PUT = journal.event_kind("party.person_put")
HELD = journal.event_kind("party.post_held")
HOLDING_ENDED = journal.event_kind("party.holding_ended")
STOOD_IN = journal.event_kind("party.stand_in_named")
STAND_IN_ENDED = journal.event_kind("party.stand_in_ended")
LIAISON_PUT = journal.event_kind("party.liaison_put")


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


class Organisation(Verbs):
    """机构编制: who there is and who sits where."""

    async def put_agency(
        self,
        unit: Unit,
        *,
        code: str,
        name: Words,
        path: str,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        kind: str = "department",
        parent: int | None = None,
        area: int | None = None,
        valid_to: int | None = None,
        identity: int | None = None,
        version: int | None = None,
    ) -> Agency:
        """Enter an agency, or change the one with `identity` that was read at `version`."""
        check_dates(valid_from, valid_to)
        self._need(scope, path, identity)
        if identity is not None:
            before = self.agency(identity, unit)
            self._need(scope, before.path, identity)
            if parent is not None and parent in self.directory.under(identity):
                raise TreeLoop(name=name.zh)
        if parent is not None:
            self.agency(parent, unit)
        agency = Agency(
            id=identity or self._installation.id(),
            code=code,
            name=name,
            kind=kind,
            parent=parent,
            area=area,
            path=path,
            valid_from=valid_from,
            valid_to=valid_to,
            version=(version or 0) + 1,
        )
        self._hold(unit, agency)
        store.put(unit, "agency", store.agency_row(agency), before=version if identity is not None else None)
        body = {"code": code, "name": name.zh, "kind": kind, "parent": parent, "from": valid_from, "to": valid_to}
        self._record(unit, AGENCY_PUT, ("agency", agency.id), by=by, ground=ground, path=path, body=body)
        return agency

    async def put_post(
        self,
        unit: Unit,
        *,
        agency: int,
        code: str,
        name: Words,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        duties: str = "",
        valid_to: int | None = None,
        identity: int | None = None,
        version: int | None = None,
    ) -> Post:
        check_dates(valid_from, valid_to)
        path = self.agency(agency, unit).path
        self._need(scope, path, agency)
        if identity is not None:
            before = self.post(identity, unit)
            self._need(scope, self.path_of_post(before, unit), before.agency)
        post = Post(
            id=identity or self._installation.id(),
            agency=agency,
            code=code,
            name=name,
            duties=duties,
            valid_from=valid_from,
            valid_to=valid_to,
            version=(version or 0) + 1,
        )
        self._hold(unit, post)
        store.put(unit, "post", store.post_row(post), before=version if identity is not None else None)
        body = {"agency": agency, "code": code, "name": name.zh, "from": valid_from, "to": valid_to}
        self._record(unit, POST_PUT, ("post", post.id), by=by, ground=ground, path=path, body=body)
        return post

    async def put_person(
        self,
        unit: Unit,
        *,
        name: str,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        office_phone: str = "",
        valid_to: int | None = None,
        identity: int | None = None,
        version: int | None = None,
    ) -> Person:
        """Enter somebody who works here. The journal says that it was done, never the name or the telephone."""
        check_dates(valid_from, valid_to)
        if not scope.reaches:
            raise OutOfScope()
        if identity is not None:
            self.person(identity, unit)
            self.need_person(identity, scope, unit)
        person = Person(
            id=identity or self._installation.id(),
            name=name,
            office_phone=office_phone,
            valid_from=valid_from,
            valid_to=valid_to,
            version=(version or 0) + 1,
        )
        self._hold(unit, person)
        store.put(unit, "person", store.person_row(person), before=version if identity is not None else None)
        body = {"from": valid_from, "to": valid_to}
        self._record(unit, PERSON_PUT, ("person", person.id), by=by, ground=ground, path="", body=body)
        return person

    async def hold(
        self,
        unit: Unit,
        *,
        person: int,
        post: int,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        valid_to: int | None = None,
    ) -> Holding:
        """A person takes a post."""
        check_dates(valid_from, valid_to)
        self.person(person, unit)
        at = self.post(post, unit)
        path = self.path_of_post(at, unit)
        self._need_post(at, scope, unit)
        self._exclusive(person, self._admins_at(post, valid_from), valid_from)
        holding = Holding(
            id=self._installation.id(), person=person, post=post, valid_from=valid_from, valid_to=valid_to
        )
        store.insert_holding(unit, holding)
        body = {"person": person, "from": valid_from, "to": valid_to}
        self._record(unit, HELD, ("post", post), by=by, ground=ground, path=path, body=body)
        return holding

    async def end_holding(self, unit: Unit, holding: int, *, day: int, by: Actor, ground: str, scope: Scope) -> Holding:
        found = found_in(self.directory.holdings, holding, "holding")
        check_dates(found.valid_from, day)
        at = self.post(found.post, unit)
        path = self.path_of_post(at, unit)
        self._need(scope, path, at.agency)
        store.end(unit, "holding", holding, was=found.valid_to, day=day)
        body = {"person": found.person, "to": day}
        self._record(unit, HOLDING_ENDED, ("post", found.post), by=by, ground=ground, path=path, body=body)
        return replace(found, valid_to=day)

    async def stand_in(
        self,
        unit: Unit,
        *,
        post: int,
        person: int,
        valid_from: int,
        valid_to: int,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> StandIn:
        """AB岗: name who acts at a post for some days."""
        check_dates(valid_from, valid_to)
        self.person(person, unit)
        at = self.post(post, unit)
        path = self.path_of_post(at, unit)
        self._need_post(at, scope, unit)
        self._exclusive(person, self._admins_at(post, valid_from), valid_from)
        row = StandIn(
            id=self._installation.id(),
            post=post,
            person=person,
            ground=ground,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        store.insert_stand_in(unit, row)
        body = {"person": person, "from": valid_from, "to": valid_to}
        self._record(unit, STOOD_IN, ("post", post), by=by, ground=ground, path=path, body=body)
        return row

    async def end_stand_in(
        self, unit: Unit, stand_in: int, *, day: int, by: Actor, ground: str, scope: Scope
    ) -> StandIn:
        found = found_in(self.directory.stand_ins, stand_in, "stand_in")
        at = self.post(found.post, unit)
        path = self.path_of_post(at, unit)
        self._need(scope, path, at.agency)
        store.end(unit, "stand_in", stand_in, was=found.valid_to, day=max(day, found.valid_from))
        body = {"person": found.person, "to": day}
        self._record(unit, STAND_IN_ENDED, ("post", found.post), by=by, ground=ground, path=path, body=body)
        return replace(found, valid_to=day)

    async def put_liaison(
        self,
        unit: Unit,
        *,
        agency: int,
        person: int,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        topic: str = "",
        reserve: bool = False,
        valid_to: int | None = None,
        identity: int | None = None,
        version: int | None = None,
    ) -> Liaison:
        """联络员 of an agency."""
        check_dates(valid_from, valid_to)
        self.person(person, unit)
        path = self.agency(agency, unit).path
        self._need(scope, path, agency)
        liaison = Liaison(
            id=identity or self._installation.id(),
            agency=agency,
            person=person,
            topic=topic,
            reserve=reserve,
            valid_from=valid_from,
            valid_to=valid_to,
            version=(version or 0) + 1,
        )
        store.put(unit, "liaison", store.liaison_row(liaison), before=version if identity is not None else None)
        body = {"person": person, "topic": topic, "reserve": reserve, "from": valid_from, "to": valid_to}
        self._record(unit, LIAISON_PUT, ("agency", agency), by=by, ground=ground, path=path, body=body)
        return liaison


def check_dates(valid_from: int, valid_to: int | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise DatesCross(first=valid_from, last=valid_to)


def found_in(rows: Mapping[int, T], identity: int, what: str) -> T:
    found = rows.get(identity)
    if found is None:
        raise NoSuchParty(what=what)
    return found
