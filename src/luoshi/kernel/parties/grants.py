"""Granting and ending roles, and tokens for programs."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from luoshi.base.db import Unit
from luoshi.base.scope import MACHINE, Actor, Scope
from luoshi.base.time import DAY
from luoshi.kernel import journal
from luoshi.kernel.parties.accounts import fingerprint
from luoshi.kernel.parties.errors import NoSuchParty
from luoshi.kernel.parties.model import ApiToken, Grant
from luoshi.kernel.parties.roles import find_role, key_of
from luoshi.kernel.parties.store import accounts as account_store
from luoshi.kernel.parties.store import directory as store
from luoshi.kernel.parties.store import rows
from luoshi.kernel.parties.verbs import Verbs, check_dates, found_in

GRANTED = journal.event_kind("grant.given")
GRANT_ENDED = journal.event_kind("grant.ended")
TOKEN_MADE = journal.event_kind("token.created")
TOKEN_REVOKED = journal.event_kind("token.revoked")


class Grants(Verbs):
    """授权: role × area × agency, with dates, to a post (or, by exception, to a person)."""

    async def grant(
        self,
        unit: Unit,
        *,
        role: str,
        path: str,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        post: int | None = None,
        person: int | None = None,
        area: int | None = None,
        agency: int | None = None,
        valid_to: int | None = None,
    ) -> Grant:
        """Give a role. Nobody gives beyond what the own scope covers."""
        check_dates(valid_from, valid_to)
        if (post is None) == (person is None):
            raise NoSuchParty(what="post")
        self._need_whole(scope, path, agency)
        admin = find_role(self._installation.definitions, role, day=valid_from, path=path).admin
        if post is not None:
            self.post(post, unit)
        if person is not None:
            self.person(person, unit)
        grant = Grant(
            id=self._installation.id(),
            role=key_of(role),
            area=area,
            path=path,
            agency=agency,
            post=post,
            person=person,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        if admin:
            people = {person} if person is not None else set()
            if post is not None:
                people = {each.id for each in self.directory.acting(post, valid_from)}
            for each in people:
                self._exclusive(each, {admin}, valid_from)
        store.put(unit, "access_grant", rows.grant_row(grant), before=None)
        body = {"role": grant.role, "post": post, "person": person, "agency": agency, "area": area}
        body |= {"from": valid_from, "to": valid_to}
        self._record(unit, GRANTED, ("grant", grant.id), by=by, ground=ground, path=path, body=body)
        return grant

    def give_first(self, unit: Unit, person: int, *, role: str, day: int) -> None:
        """The first administrator, whom nobody could grant anything."""
        grant = Grant(id=self._installation.id(), role=key_of(role), person=person, valid_from=day)
        store.put(unit, "access_grant", rows.grant_row(grant), before=None)
        body = {"role": grant.role, "person": person, "from": day}
        self._record(unit, GRANTED, ("grant", grant.id), by=MACHINE, ground="one-time link", path="", body=body)

    async def end_grant(
        self, unit: Unit, grant: int, *, day: int, version: int, by: Actor, ground: str, scope: Scope
    ) -> Grant:
        """Take a role back from a day on."""
        found: Grant = found_in(self.directory.grants, grant, "grant")
        self._need_whole(scope, found.path, found.agency)
        ended = replace(found, valid_to=max(day, found.valid_from), version=version + 1)
        store.put(unit, "access_grant", rows.grant_row(ended), before=version)
        self._record(
            unit, GRANT_ENDED, ("grant", grant), by=by, ground=ground, path=found.path, body={"to": ended.valid_to}
        )
        return ended

    async def carry(
        self,
        unit: Unit,
        *,
        areas: Sequence[int],
        to_area: int,
        path: str,
        day: int,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> list[Grant]:
        """After a merge: who had a role in one of the old areas has it in the new one from a day on, in one act.

        Nothing does this by itself: half of the new area is ground that the holder had no business with before.
        """
        self._need_whole(scope, path, None)
        wanted = {
            (row.role, row.agency, row.post, row.person): row
            for row in self.directory.grants.values()
            if row.area in areas and row.holds(day)
        }
        carried: list[Grant] = []
        for row in wanted.values():
            new = replace(
                row,
                id=self._installation.id(),
                area=to_area,
                path=path,
                valid_from=day,
                valid_to=row.valid_to,
                version=1,
            )
            store.put(unit, "access_grant", rows.grant_row(new), before=None)
            body = {"role": new.role, "post": new.post, "person": new.person, "carried": row.id, "from": day}
            self._record(unit, GRANTED, ("grant", new.id), by=by, ground=ground, path=path, body=body)
            carried.append(new)
        return carried

    async def create_token(
        self,
        unit: Unit,
        *,
        name: str,
        role: str,
        path: str,
        days: int,
        by: Actor,
        ground: str,
        scope: Scope,
        area: int | None = None,
        agency: int | None = None,
    ) -> tuple[str, ApiToken]:
        """A token for a program; the text is shown once."""
        self._need_whole(scope, path, agency)
        now = self._installation.now()
        find_role(self._installation.definitions, role, day=self._installation.local_day(now), path=path)
        text = "luoshi_" + secrets.token_urlsafe(32)
        token = ApiToken(
            id=self._installation.id(),
            name=name,
            role=key_of(role),
            area=area,
            path=path,
            agency=agency,
            created_at=now,
            expires_at=now + days * DAY,
        )
        account_store.insert_token(unit, token, fingerprint(text))
        body = {"name": name, "role": token.role, "agency": agency, "area": area, "days": days}
        self._record(unit, TOKEN_MADE, ("token", token.id), by=by, ground=ground, path=path, body=body)
        return text, token

    async def revoke_token(self, unit: Unit, token: int, *, by: Actor, ground: str, scope: Scope) -> ApiToken:
        found: ApiToken = found_in(self.directory.tokens, token, "token")
        self._need_whole(scope, found.path, found.agency)
        now = self._installation.now()
        account_store.revoke_token(unit, token, now)
        self._record(unit, TOKEN_REVOKED, ("token", token), by=by, ground=ground, path=found.path, body={})
        return replace(found, revoked_at=now)
