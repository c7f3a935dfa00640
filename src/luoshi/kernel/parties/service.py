"""Parties of an installation: one object that every door and every other service asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE, Actor, Reach, Scope
from luoshi.kernel.parties import access
from luoshi.kernel.parties.accounts import Accounts, fingerprint
from luoshi.kernel.parties.contacts import Contacts, PersonalValues
from luoshi.kernel.parties.directory import Directory, read_directory
from luoshi.kernel.parties.drafts import Drafts
from luoshi.kernel.parties.errors import NotYourPost, SessionOver, TokenExpired, TokenUnknown
from luoshi.kernel.parties.grants import Grants
from luoshi.kernel.parties.lineage import Lineage
from luoshi.kernel.parties.lists import Lists
from luoshi.kernel.parties.model import Role, Route, Session
from luoshi.kernel.parties.organisation import Organisation
from luoshi.kernel.parties.roles import install_roles
from luoshi.kernel.parties.routing import Routes
from luoshi.kernel.parties.store import accounts as account_store
from luoshi.kernel.parties.store import directory as directory_store
from luoshi.kernel.parties.verbs import Held

Source = Callable[[], Awaitable[Lineage]]


async def _no_lineage() -> Lineage:
    return Lineage()


class Parties:
    """Who there is (`organisation`), who may what (`grants`), who answers for what (`lists`), who signs in
    (`accounts`). The picture of all that (`directory`) is in memory; `refresh` reads it again when it changed."""

    def __init__(
        self, installation: Installation, lineage: Source = _no_lineage, personal: PersonalValues | None = None
    ) -> None:
        self._installation = installation
        self._lineage = lineage
        held: Held = WeakKeyDictionary()
        self.organisation = Organisation(installation, held)
        self.grants = Grants(installation, held)
        self.lists = Lists(installation, held)
        self.contacts = Contacts(installation, held)
        self.contacts.personal = personal
        self.accounts = Accounts(installation)
        self.drafts = Drafts(installation, None if personal is None else personal.keys)
        self.directory = Directory()
        self._routes = Routes(self.directory)
        self._scopes: dict[tuple[object, ...], Scope] = {}
        self._held: dict[tuple[object, ...], list[access.Held]] = {}

    async def refresh(self, seen: str | None = None, *, force: bool = False) -> bool:
        """Read the directory again if it changed since; `seen` is the version a caller has just read."""
        newest = seen if seen is not None else await directory_store.version(self._installation.database)
        if newest == self.directory.version and not force:
            return False
        self._show(await read_directory(self._installation.database, await self._lineage()))
        return True

    def _show(self, directory: Directory) -> None:
        self.directory = directory
        self._routes = Routes(directory)
        self._scopes.clear()
        self._held.clear()
        for verbs in (self.organisation, self.grants, self.lists, self.contacts):
            verbs.directory = directory

    def seed(self, unit: Unit, *, day: int) -> None:
        """The roles that an installation starts with."""
        install_roles(unit, self._installation.id, day=day)

    # -- who acts, and how far -----------------------------------------------------------------------------------

    def actor_of(self, person: int, post: int | None = None, *, day: int | None = None) -> Actor:
        """A person at a post: the first one held if none is named. A stand-in's name shows both people."""
        on = self._installation.today() if day is None else day
        standing = self.directory.standing(person, on)
        if standing is None:
            raise SessionOver()
        if post is None:
            if not standing.posts:
                return Actor(kind="person", person=person, name=standing.person.name)
            post = standing.posts[0].id
        found = next((each for each in standing.posts if each.id == post), None)
        if found is None:
            raise NotYourPost()
        name = standing.person.name
        if post in standing.standing_in:
            held_by = "、".join(each.name for each in self.directory.holders(post, on)) or found.name.zh
            name = f"{name}(代{held_by})"
        return Actor(kind="person", person=person, post=post, agency=found.agency, name=name)

    def scope_of(self, actor: Actor, verb: str, at: int | None = None) -> Scope:
        """How far an actor may do (or, with a `.read` verb, see) something at an instant."""
        if actor.kind == "machine" and not actor.cause.startswith(access.TOKEN):
            return Scope(reaches=(Reach(),), personal=True, verbs=frozenset({verb}))
        if actor.kind == "resident":
            return Scope(released=True)
        at = self._installation.now() if at is None else at
        day = self._installation.local_day(at)
        if actor.cause:
            return access.scope_of(self.directory, self._held_by(actor, day, at), verb, day)
        key = (actor.person, verb, day, self._installation.definitions.version)
        if key not in self._scopes:
            if len(self._scopes) > 100_000:
                self._scopes.clear()
            self._scopes[key] = access.scope_of(self.directory, self._held_by(actor, day, at), verb, day)
        return self._scopes[key]

    def may(self, actor: Actor, verb: str, path: str, *agencies: int | None, at: int | None = None) -> bool:
        """Whether an actor may do something to a row at a place that belongs to these agencies."""
        return self.scope_of(actor, verb, at).covers(path, *agencies)

    def roles_of(self, actor: Actor, at: int | None = None) -> list[Role]:
        """The roles an actor has now, each once."""
        at = self._installation.now() if at is None else at
        day = self._installation.local_day(at)
        return list({each.role.id: each.role for each in self._held_by(actor, day, at)}.values())

    def _held_by(self, actor: Actor, day: int, at: int) -> list[access.Held]:
        if actor.cause:
            return access.held(self.directory, self._installation.definitions, actor, day, at)
        key = (actor.person, day, self._installation.definitions.version)
        if key not in self._held:
            if len(self._held) > 10_000:
                self._held.clear()
            self._held[key] = access.held(self.directory, self._installation.definitions, actor, day, at)
        return self._held[key]

    # -- doors ---------------------------------------------------------------------------------------------------

    async def by_session(self, token: str) -> tuple[Actor, Session]:
        """Who a browser's session token stands for, now."""
        session, version = await self.accounts.session(token)
        await self.refresh(version)
        day = self._installation.today()
        standing = self.directory.standing(session.person, day)
        if standing is None:
            raise SessionOver()
        post = session.post if session.post in {each.id for each in standing.posts} else None
        return self.actor_of(session.person, post, day=day), session

    async def by_token(self, token: str) -> Actor:
        """Who a program's token stands for. A token of yesterday is told so."""
        found = await account_store.token_by_hash(self._installation.database, fingerprint(token))
        if found is None:
            raise TokenUnknown()
        identity, version = found
        await self.refresh(version)
        known = self.directory.tokens[identity]
        if known.revoked_at is not None:
            raise TokenUnknown()
        if self._installation.now() >= known.expires_at:
            raise TokenExpired(name=known.name)
        return Actor(kind="machine", agency=known.agency, name=known.name, cause=f"{access.TOKEN}{identity}")

    async def set_up(self, unit: Unit, token: str, *, name: str, password: str, display_name: str) -> int:
        """The first administrator's account, by the one-time link of `luoshi init`; gives the person."""
        await self.accounts.spend_setup_link(unit, token)
        day = self._installation.today()
        person = await self.organisation.put_person(
            unit, name=display_name, valid_from=day, by=MACHINE, ground="one-time link", scope=EVERYTHING
        )
        await self.accounts.create(unit, person.id, name=name, password=password, by=MACHINE, ground="one-time link")
        self.grants.give_first(unit, person.id, role="administrator", day=day)
        return person.id

    def route(self, kind: str, path: str, day: int) -> Route:
        """Where a case of a kind at a place goes, and why. Never nowhere."""
        return self._routes.find(kind, path, day)
