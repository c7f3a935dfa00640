"""Commitments in the search box: found by number, by what is measured, and by the words of their sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from luoshi.base.scope import EVERYTHING
from luoshi.kernel.ledger import Commitment, Filter, Status

if TYPE_CHECKING:
    from luoshi.app.house import House

#: put in with one commit: the write lock is held for a few milliseconds
_PART = 25


async def index_document(house: House, document: int) -> None:
    """All commitments that came of a document."""
    after = 0
    while True:
        chosen = Filter(document=document, status=None)
        of = await house.ledger.commitments(chosen, scope=EVERYTHING, after=after, limit=_PART)
        await index(house, of)
        if len(of) < _PART:
            return
        after = of[-1].id


async def index(house: House, of: Sequence[Commitment]) -> None:
    """Put commitments into the search box as they stand now; what is void is taken out."""
    if not of:
        return
    unit = house.unit()
    unit.in_order()
    for each in of:
        await house.search.take_out(unit, each.id)
        if each.status is Status.VOID:
            continue
        origin = await house.ledger.origin(each)
        house.search.put(
            unit,
            kind="commitment",
            ref=each.id,
            path=each.path,
            agency=each.lead_unit,
            title=f"{each.number} {each.subject}",
            body="" if origin is None else origin.quote,
        )
    await unit.commit()
