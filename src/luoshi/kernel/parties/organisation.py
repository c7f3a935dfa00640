"""The verbs that change agencies, posts, people, holdings, stand-ins and liaison contacts."""

from __future__ import annotations

from dataclasses import replace

from luoshi.base.db import Unit
from luoshi.base.definitions import Words
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.parties.errors import OutOfScope, TreeLoop
from luoshi.kernel.parties.model import Agency, Holding, Liaison, Person, Post, StandIn
from luoshi.kernel.parties.store import directory as store
from luoshi.kernel.parties.store import rows
from luoshi.kernel.parties.verbs import Verbs, check_dates, found_in

AGENCY_PUT = journal.event_kind("party.agency_put")
POST_PUT = journal.event_kind("party.post_put")
PERSON_PUT = journal.event_kind("party.person_put")
HELD = journal.event_kind("party.post_held")
HOLDING_ENDED = journal.event_kind("party.holding_ended")
STOOD_IN = journal.event_kind("party.stand_in_named")
STAND_IN_ENDED = journal.event_kind("party.stand_in_ended")
LIAISON_PUT = journal.event_kind("party.liaison_put")


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
        store.put(unit, "agency", rows.agency_row(agency), before=version if identity is not None else None)
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
        store.put(unit, "post", rows.post_row(post), before=version if identity is not None else None)
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
        store.put(unit, "person", rows.person_row(person), before=version if identity is not None else None)
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
        store.put(unit, "liaison", rows.liaison_row(liaison), before=version if identity is not None else None)
        body = {"person": person, "topic": topic, "reserve": reserve, "from": valid_from, "to": valid_to}
        self._record(unit, LIAISON_PUT, ("agency", agency), by=by, ground=ground, path=path, body=body)
        return liaison
