"""What somebody has typed into a form and not sent: kept for its writer alone."""

from __future__ import annotations

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.time import DAY
from luoshi.kernel.parties.store import accounts as store

KEPT = 30 * DAY


class Drafts:
    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    async def get(self, person: int, form: str) -> tuple[str, int] | None:
        """The body (JSON text) of a form and when it was saved."""
        row = await store.draft(self._installation.database, person, form)
        return None if row is None else (row["body"], row["changed_at"])

    def put(self, unit: Unit, person: int, form: str, body: str) -> int:
        at = self._installation.now()
        store.put_draft(unit, self._installation.id(), person=person, form=form, body=body, at=at)
        store.forget_drafts(unit, at - KEPT)
        return at

    def drop(self, unit: Unit, person: int, form: str) -> None:
        store.delete_draft(unit, person, form)
