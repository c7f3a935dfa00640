"""分工调整 and 移交 through the house: what passes on with a line of the portfolio list, or with all work of a post.

A commitment names the agency that leads; which leading officer answers for it is read from the portfolio list of the
day, so one changed row moves all of them, and each keeps a line in its history.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, Actor
from luoshi.kernel import journal
from luoshi.kernel.ledger import Commitment, Filter, Ledger
from luoshi.kernel.messages import Messages, Recipient
from luoshi.kernel.parties import Parties, Portfolio

OFFICER_MOVED = journal.event_kind("commitment.officer_moved")
PAGE = 500


class Officers:
    """The commitments that leading officers answer for."""

    name = "commitments"

    def __init__(self, installation: Installation, ledger: Ledger, parties: Parties) -> None:
        self._installation = installation
        self._ledger = ledger
        self._parties = parties

    async def open_at(self, post: int) -> int:
        found = [each async for each in self._commitments() if (row := self.line(each)) and row.post == post]
        return len(found)

    async def transfer(self, unit: Unit, *, source: int, target: int, by: Actor, ground: str) -> int:
        """Nothing hangs on the post itself: it follows the lines of the list, which are handed over too."""
        return 0

    async def follow(self, unit: Unit, *, line: int, source: int, target: int, by: Actor, ground: str) -> int:
        here = self._installation
        at = here.now()
        moved = 0
        async for each in self._commitments():
            row = self.line(each)
            if row is None or row.line != line:
                continue
            journal.record(
                unit,
                here.id(),
                kind=OFFICER_MOVED,
                subject=journal.Subject("commitment", each.id),
                by=by,
                ground=ground,
                at=at,
                local_day=here.local_day(at),
                path=each.path,
                body={"source": source, "target": target, "line": line},
            )
            moved += 1
        return moved

    def line(self, of: Commitment) -> Portfolio | None:
        """The line of the portfolio list that a commitment falls under today."""
        return self._parties.lists.officer(
            about=of.subject, path=of.path, agency=of.lead_unit, day=self._installation.today()
        )

    async def _commitments(self) -> AsyncIterator[Commitment]:
        after = 0
        while True:
            page = await self._ledger.commitments(Filter(), scope=EVERYTHING, after=after, limit=PAGE, slow=True)
            for each in page:
                yield each
            if len(page) < PAGE:
                return
            after = page[-1].id


class Letters:
    """Messages to a post that nobody has read yet."""

    name = "messages"

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    async def open_at(self, post: int) -> int:
        return await self._messages.unread([Recipient("post", post)])

    async def transfer(self, unit: Unit, *, source: int, target: int, by: Actor, ground: str) -> int:
        count = await self.open_at(source)
        self._messages.hand_over(unit, source=Recipient("post", source), target=Recipient("post", target))
        return count

    async def follow(self, unit: Unit, *, line: int, source: int, target: int, by: Actor, ground: str) -> int:
        return 0
