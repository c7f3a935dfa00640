"""What somebody has typed into a form and not sent: sealed, kept for its writer alone.

A draft of a report holds a caller's number before anything else does, so it lies under a key of its own, which goes
when the draft is sent, thrown away or forgotten.
"""

from __future__ import annotations

import asyncio
import base64
from typing import Protocol

from luoshi.base.db import Row, Unit
from luoshi.base.installation import Installation
from luoshi.base.time import DAY
from luoshi.kernel.parties.errors import OutOfScope
from luoshi.kernel.parties.store import accounts as store

KEPT = 30 * DAY


class DraftKeys(Protocol):
    """The key ring, as far as drafts need it."""

    def take(self) -> int: ...

    def seal(self, slot: int, value: bytes, *, about: bytes = b"") -> bytes: ...

    def open(self, slot: int, sealed: bytes, *, about: bytes = b"") -> bytes | None: ...

    def destroy(self, slots: list[int]) -> None: ...


class Drafts:
    def __init__(self, installation: Installation, keys: DraftKeys | None = None) -> None:
        self._installation = installation
        self._ring = keys

    @property
    def _keys(self) -> DraftKeys:
        if self._ring is None:
            raise OutOfScope()
        return self._ring

    async def get(self, person: int, form: str) -> tuple[str, int] | None:
        """The body (JSON text) of a form and when it was saved."""
        row = await store.draft(self._installation.database, person, form)
        body = None if row is None else self._opened(row)
        return None if row is None or body is None else (body, row["changed_at"])

    async def put(self, unit: Unit, person: int, form: str, body: str) -> int:
        """Save what was typed so far; forgets what everybody left lying for too long."""
        at = self._installation.now()
        before = await store.draft(self._installation.database, person, form)
        slot = self._keys.take() if before is None else _slot(before)
        sealed = base64.b64encode(self._keys.seal(slot, body.encode(), about=_about(person, form))).decode()
        store.put_draft(unit, self._installation.id(), person=person, form=form, body=f"{slot}:{sealed}", at=at)
        await self._forget(unit, await store.drafts(self._installation.database, before=at - KEPT))
        return at

    async def drop(self, unit: Unit, person: int, form: str) -> None:
        row = await store.draft(self._installation.database, person, form)
        await self._forget(unit, [] if row is None else [row])

    async def forget(self, unit: Unit, number: str) -> int:
        """Drop every draft that holds a number of somebody who is erased; gives how many."""
        rows = await store.drafts(self._installation.database)
        holding = [row for row in rows if number in _digits(self._opened(row) or "")]
        await self._forget(unit, holding)
        return len(holding)

    async def _forget(self, unit: Unit, rows: list[Row]) -> None:
        for row in rows:
            store.delete_draft(unit, row["person_id"], row["form"])
        if rows:
            await asyncio.to_thread(self._keys.destroy, [_slot(row) for row in rows])

    def _opened(self, row: Row) -> str | None:
        sealed = base64.b64decode(row["body"].partition(":")[2])
        body = self._keys.open(_slot(row), sealed, about=_about(row["person_id"], row["form"]))
        return None if body is None else body.decode()


def _slot(row: Row) -> int:
    return int(row["body"].partition(":")[0])


def _about(person: int, form: str) -> bytes:
    return f"draft:{person}:{form}".encode()


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
