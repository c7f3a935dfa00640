"""抽看: of what was accepted in bulk, one in twenty comes back to be looked at.

Which ones is drawn by a random seed that stands in the journal line of the act, so everybody can draw them again and
nobody could know them before. A statement that was looked at, whatever was decided, does not come back.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from luoshi.base.scope import EVERYTHING, Scope
from luoshi.kernel import journal
from luoshi.kernel.ledger import store
from luoshi.kernel.ledger.cutting import Cutting
from luoshi.kernel.ledger.model import Document, Statement

#: one of so many is looked at, and at least one of each act
ONE_IN = 20


class Sighting(Cutting):
    """What a person still has to look at of the acts over a document."""

    async def for_sight(self, of: Document, *, scope: Scope) -> list[Statement]:
        """In the order of the text."""
        database = self._installation.database
        waiting: set[tuple[int, int]] = set()
        for act in await store.acts_of(database, of.id, "accept_above"):
            lines = await journal.history(database, journal.Subject("ledger_act", act.id), scope=EVERYTHING)
            seed = next((line.body["sight_seed"] for line in lines if "sight_seed" in line.body), None)
            if isinstance(seed, int):
                waiting |= {(act.id, identity) for identity in drawn(act.statements, seed)}
        if not waiting:
            return []
        found = [each for each in await self._all(of.id, scope) if (each.act or 0, each.id) in waiting]
        return sorted(found, key=lambda each: (each.start, each.end))


def drawn(statements: Sequence[int], seed: int) -> list[int]:
    """One in twenty of them, rounded up."""
    how_many = -(-len(statements) // ONE_IN)
    return sorted(random.Random(seed).sample(sorted(statements), how_many))
