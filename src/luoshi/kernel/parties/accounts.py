"""Accounts: passwords, sessions, one-time links. Passwords are argon2id; of a token only the hash is kept."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import MACHINE, Actor
from luoshi.base.time import HOUR, MINUTE
from luoshi.kernel import journal
from luoshi.kernel.parties.errors import (
    LockedOut,
    NoSuchParty,
    SessionOver,
    SetupLinkSpent,
    WeakPassword,
    WrongPassword,
)
from luoshi.kernel.parties.limits import Limits, read_limits
from luoshi.kernel.parties.model import Session
from luoshi.kernel.parties.store import accounts as store

CREATED = journal.event_kind("account.created")
PASSWORD_CHANGED = journal.event_kind("account.password_changed")
SUSPENDED = journal.event_kind("account.suspended")
RESUMED = journal.event_kind("account.resumed")
OPENED = journal.event_kind("session.opened")
CLOSED = journal.event_kind("session.closed")
SETUP_MADE = journal.event_kind("account.setup_link_made")
TOUCH = MINUTE  # a session notes that it is alive at most once a minute


def fingerprint(token: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The value that a page of this session must send with every write."""
    return hashlib.sha256(b"csrf:" + token.encode()).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _decoy() -> str:
    """Checked for names nobody has, so that they take as long as others."""
    return _hasher().hash(secrets.token_urlsafe(24))


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


class Accounts:
    """Who may sign in, and who is signed in."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._database = installation.database

    async def limits(self) -> Limits:
        return await read_limits(self._database)

    async def check(self, name: str, password: str) -> int:
        """The person of a name and password. A wrong one is counted at once, whatever becomes of the request."""
        now = self._installation.now()
        row = await store.account_by_name(self._database, name)
        if row is None or row["suspended"]:
            await asyncio.to_thread(lambda: _verify(_decoy(), password))
            raise WrongPassword()
        if row["locked_until"] > now:
            raise LockedOut(minutes=(row["locked_until"] - now) // MINUTE + 1)
        right = await asyncio.to_thread(_verify, row["password"], password)
        unit = self._database.unit()
        if not right:
            limits = await self.limits()
            store.count_failure(unit, row["id"], allowed=limits.failures, until=now + limits.lock_minutes * MINUTE)
            await unit.commit()
            raise WrongPassword()
        if row["failures"] or row["locked_until"]:
            store.forget_failures(unit, row["id"])
            await unit.commit()
        return int(row["id"])

    async def open_session(self, unit: Unit, person: int, *, by: Actor, device: str = "") -> tuple[str, Session]:
        """A new session; the token is shown to the browser once and never kept."""
        limits = await self.limits()
        now = self._installation.now()
        token = secrets.token_urlsafe(32)
        session = Session(
            id=self._installation.id(),
            person=person,
            post=by.post,
            created_at=now,
            seen_at=now,
            expires_at=now + limits.session_minutes * MINUTE,
            device=device[:120],
        )
        store.insert_session(unit, session, fingerprint(token))
        self._record(unit, OPENED, person, by=by, ground="signed in", body={"session": session.id})
        return token, session

    async def session(self, token: str) -> tuple[Session, str]:
        """The session of a token and the version of the directory, in one read; notes that it is alive."""
        found = await store.session_by_hash(self._database, fingerprint(token))
        if found is None:
            raise SessionOver()
        session, closed, directory = found
        now = self._installation.now()
        if closed or now >= session.expires_at:
            raise SessionOver()
        if now - session.seen_at > TOUCH:
            limits = await self.limits()
            if now - session.seen_at > limits.idle_minutes * MINUTE:
                raise SessionOver()
            unit = self._database.unit()
            store.touch_session(unit, session.id, now)
            await unit.commit()
        return session, directory

    async def sessions(self, person: int) -> list[Session]:
        return await store.sessions_of(self._database, person, at=self._installation.now())

    def choose_post(self, unit: Unit, session: Session, post: int | None) -> None:
        """The post at which a browser's acts are done from now on."""
        store.set_session_post(unit, session.id, post)

    async def close_session(self, unit: Unit, session: Session, *, by: Actor, ground: str) -> None:
        store.revoke_session(unit, session.id, self._installation.now())
        self._record(unit, CLOSED, session.person, by=by, ground=ground, body={"session": session.id})

    async def close_all(self, unit: Unit, person: int, *, by: Actor, ground: str, but: int | None = None) -> None:
        """A phone was lost, somebody left, a password changed: every other browser is signed out."""
        store.revoke_sessions_of(unit, person, self._installation.now(), but=but)
        self._record(unit, CLOSED, person, by=by, ground=ground, body={"all": True})

    async def create(self, unit: Unit, person: int, *, name: str, password: str, by: Actor, ground: str) -> None:
        """Give a person an account; a name that is taken is refused by its key when the unit is committed."""
        await self.create_many(unit, {person: name}, password=password, by=by, ground=ground)

    async def create_many(self, unit: Unit, names: Mapping[int, str], *, password: str, by: Actor, ground: str) -> None:
        """Accounts that share a first password (of a sample, of a class in training), hashed once."""
        kept = await self._hashed(password)
        for person, name in names.items():
            self._create(unit, person, name, kept, by=by, ground=ground)

    def _create(self, unit: Unit, person: int, name: str, kept: str, *, by: Actor, ground: str) -> None:
        store.insert_account(unit, person, name, kept, self._installation.now())
        self._record(unit, CREATED, person, by=by, ground=ground, body={})

    async def change_password(
        self, unit: Unit, person: int, *, old: str, new: str, session: int | None, by: Actor
    ) -> None:
        """Change one's own password; other sessions end."""
        row = await store.account_of(self._database, person)
        if row is None:
            raise NoSuchParty(what="account")
        await self.check(row["name"], old)
        kept = await self._hashed(new)
        now = self._installation.now()
        store.set_password(unit, person, kept, now, version=row["version"])
        store.revoke_sessions_of(unit, person, now, but=session)
        self._record(unit, PASSWORD_CHANGED, person, by=by, ground="own password", body={})

    async def reset_password(self, unit: Unit, person: int, *, new: str, by: Actor, ground: str) -> None:
        """An administrator sets a password; every session of the person ends."""
        row = await store.account_of(self._database, person)
        if row is None:
            raise NoSuchParty(what="account")
        kept = await self._hashed(new)
        now = self._installation.now()
        store.set_password(unit, person, kept, now, version=row["version"])
        store.revoke_sessions_of(unit, person, now)
        self._record(unit, PASSWORD_CHANGED, person, by=by, ground=ground, body={"reset": True})

    async def suspend(self, unit: Unit, person: int, *, suspended: bool, by: Actor, ground: str) -> None:
        now = self._installation.now()
        store.set_suspended(unit, person, suspended, now)
        if suspended:
            store.revoke_sessions_of(unit, person, now)
        self._record(unit, SUSPENDED if suspended else RESUMED, person, by=by, ground=ground, body={})

    async def names(self) -> dict[int, str]:
        return await store.account_names(self._database)

    async def exist(self) -> bool:
        return await store.accounts_exist(self._database)

    async def make_setup_link(self, unit: Unit, *, by: Actor = MACHINE) -> str:
        """The token of the one-time link by which the first administrator makes an account."""
        limits = await self.limits()
        token = secrets.token_urlsafe(24)
        identity = self._installation.id()
        store.insert_setup_link(
            unit, identity, fingerprint(token), self._installation.now() + limits.setup_hours * HOUR
        )
        self._record(unit, SETUP_MADE, identity, by=by, ground="luoshi init", body={}, subject="setup_link")
        return token

    async def spend_setup_link(self, unit: Unit, token: str) -> None:
        """Use the link; of two that use it at once, one is told `Stale`."""
        row = await store.setup_link(self._database, fingerprint(token))
        now = self._installation.now()
        if row is None or row["used_at"] is not None or row["expires_at"] <= now:
            raise SetupLinkSpent()
        store.spend_setup_link(unit, row["id"], now)

    async def _hashed(self, password: str) -> str:
        limits = await self.limits()
        if len(password) < limits.password_length or len(set(password)) < 4:
            raise WeakPassword(length=limits.password_length)
        return await asyncio.to_thread(_hasher().hash, password)

    def _record(
        self,
        unit: Unit,
        kind: str,
        subject_id: int,
        *,
        by: Actor,
        ground: str,
        body: dict[str, object],
        subject: str = "person",
    ) -> None:
        at = self._installation.now()
        journal.record(
            unit,
            self._installation.id(),
            kind=kind,
            subject=journal.Subject(subject, subject_id),
            by=by,
            ground=ground,
            at=at,
            local_day=self._installation.local_day(at),
            path="",
            body=body,
        )
