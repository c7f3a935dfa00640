"""The dated lists of who answers for what: the responsibility list, the portfolio list, and the transfer of work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.parties.model import Portfolio, Responsibility
from luoshi.kernel.parties.store import directory as store
from luoshi.kernel.parties.store import rows
from luoshi.kernel.parties.verbs import Held, Verbs, check_dates, found_in

RESPONSIBILITY_PUT = journal.event_kind("responsibility.put")
RESPONSIBILITY_ENDED = journal.event_kind("responsibility.ended")
PORTFOLIO_PUT = journal.event_kind("party.portfolio_put")
PORTFOLIO_MOVED = journal.event_kind("party.portfolio_moved")
TRANSFERRED = journal.event_kind("party.work_transferred")


class OpenWork(Protocol):
    """A module whose open items belong to posts (cases, commitments). It registers itself with `Lists.holds_work`."""

    name: str

    async def open_at(self, post: int) -> int:
        """How many open items a post has."""

    async def transfer(self, unit: Unit, *, source: int, target: int, by: Actor, ground: str) -> int:
        """Put into the unit the move of all open items of one post to another; gives how many."""

    async def follow(self, unit: Unit, *, line: int, source: int, target: int, by: Actor, ground: str) -> int:
        """Put into the unit the move of all open items of one line of the portfolio list; gives how many."""


class Lists(Verbs):
    """责任清单、分工表、移交."""

    def __init__(self, installation: Installation, held: Held | None = None) -> None:
        super().__init__(installation, held)
        self._work: list[OpenWork] = []

    def holds_work(self, module: OpenWork) -> None:
        self._work.append(module)

    async def put_responsibility(
        self,
        unit: Unit,
        *,
        kind: str,
        path: str,
        lead: int,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        supporting: Sequence[int] = (),
        clause: str = "",
        source: str = "",
        backstop: bool = False,
        valid_to: int | None = None,
    ) -> Responsibility:
        """A row of the responsibility list; a newer row for the same kind and place takes over on its first day."""
        check_dates(valid_from, valid_to)
        self._need(scope, path, lead)
        for agency in (lead, *supporting):
            self.agency(agency, unit)
        row = Responsibility(
            id=self._installation.id(),
            kind=kind,
            path=path,
            lead=lead,
            supporting=tuple(supporting),
            clause=clause,
            source=source,
            backstop=backstop,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        store.put(unit, "responsibility", rows.responsibility_row(row), before=None)
        body = {"kind": kind, "lead": lead, "supporting": list(supporting), "clause": clause, "backstop": backstop}
        body |= {"from": valid_from, "to": valid_to}
        self._record(unit, RESPONSIBILITY_PUT, ("responsibility", row.id), by=by, ground=ground, path=path, body=body)
        return row

    async def end_responsibility(
        self, unit: Unit, row: int, *, day: int, version: int, by: Actor, ground: str, scope: Scope
    ) -> Responsibility:
        found: Responsibility = found_in(self.directory.responsibilities, row, "responsibility")
        self._need(scope, found.path, found.lead)
        ended = replace(found, valid_to=max(day, found.valid_from), version=version + 1)
        store.put(unit, "responsibility", rows.responsibility_row(ended), before=version)
        self._record(
            unit,
            RESPONSIBILITY_ENDED,
            ("responsibility", row),
            by=by,
            ground=ground,
            path=found.path,
            body={"to": ended.valid_to},
        )
        return ended

    async def put_portfolio(
        self,
        unit: Unit,
        *,
        post: int,
        valid_from: int,
        by: Actor,
        ground: str,
        scope: Scope,
        theme: str = "",
        path: str = "",
        agency: int | None = None,
        source: str = "",
        valid_to: int | None = None,
    ) -> Portfolio:
        """A line of the 分工表: a theme, a place or a unit, and the leading officer's post that answers for it."""
        check_dates(valid_from, valid_to)
        self.post(post, unit)
        if not path and agency is not None:
            path = self.agency(agency, unit).path
        self._need(scope, path, agency)
        identity = self._installation.id()
        row = Portfolio(
            id=identity,
            line=identity,
            post=post,
            theme=theme,
            path=path,
            agency=agency,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        store.put(unit, "portfolio", rows.portfolio_row(row), before=None)
        body = {"post": post, "theme": theme, "agency": agency, "from": valid_from, "to": valid_to}
        self._record(unit, PORTFOLIO_PUT, ("portfolio", row.line), by=by, ground=ground, path=path, body=body)
        return row

    async def move_portfolio(
        self, unit: Unit, row: int, *, to_post: int, day: int, version: int, by: Actor, ground: str, scope: Scope
    ) -> tuple[Portfolio, int]:
        """分工调整: the line passes to another post from a day on and every open item of it follows, in one act.

        Gives the new row and how many items moved. The row before stays, ended on that day.
        """
        found: Portfolio = found_in(self.directory.portfolios, row, "portfolio")
        self.post(to_post, unit)
        check_dates(found.valid_from, day)
        self._need(scope, found.path, found.agency)
        moved = await self._follow(unit, found, to_post, by=by, ground=ground)
        new = self._pass_on(unit, replace(found, version=version), to_post, day=day)
        self._moved(unit, found, to_post, moved, day=day, by=by, ground=ground)
        return new, sum(moved.values())

    async def _follow(self, unit: Unit, line: Portfolio, to_post: int, *, by: Actor, ground: str) -> dict[str, int]:
        return {
            module.name: await module.follow(
                unit, line=line.line, source=line.post, target=to_post, by=by, ground=ground
            )
            for module in self._work
        }

    def _pass_on(self, unit: Unit, row: Portfolio, to_post: int, *, day: int) -> Portfolio:
        """End a row of the list and open the next one; a row that began on that very day just changes hands."""
        if row.valid_from >= day:
            changed = replace(row, post=to_post, version=row.version + 1)
            store.put(unit, "portfolio", rows.portfolio_row(changed), before=row.version)
            return changed
        ended = replace(row, valid_to=day, version=row.version + 1)
        new = replace(row, id=self._installation.id(), post=to_post, valid_from=day, version=1)
        store.put(unit, "portfolio", rows.portfolio_row(ended), before=row.version)
        store.put(unit, "portfolio", rows.portfolio_row(new), before=None)
        return new

    def _moved(
        self,
        unit: Unit,
        row: Portfolio,
        to_post: int,
        moved: Mapping[str, int],
        *,
        day: int,
        by: Actor,
        ground: str,
    ) -> None:
        body = {"source": row.post, "target": to_post, "items": sum(moved.values()), "from": day}
        self._record(unit, PORTFOLIO_MOVED, ("portfolio", row.line), by=by, ground=ground, path=row.path, body=body)

    async def transfer(
        self, unit: Unit, *, source: int, target: int, by: Actor, ground: str, scope: Scope
    ) -> dict[str, int]:
        """移交: all open work of one post goes to another in one act; gives how many items of each kind."""
        giving, taking = self.post(source, unit), self.post(target, unit)
        path = self.path_of_post(giving, unit)
        self._need(scope, path, giving.agency)
        day = self._installation.today()
        lines = [row for row in self.directory.portfolios.values() if row.post == source and row.holds(day)]
        total = Counter({"portfolio_lines": len(lines)})
        for row in lines:
            moved = await self._follow(unit, row, target, by=by, ground=ground)
            self._pass_on(unit, row, target, day=day)
            self._moved(unit, row, target, moved, day=day, by=by, ground=ground)
            total.update(moved)
        for module in self._work:
            total[module.name] += await module.transfer(unit, source=source, target=target, by=by, ground=ground)
        body = {"source": source, "target": target, "items": dict(total)}
        self._record(unit, TRANSFERRED, ("post", taking.id), by=by, ground=ground, path=path, body=body)
        return dict(total)

    async def open_work(self, post: int) -> dict[str, int]:
        """How much a post would hand over."""
        day = self._installation.today()
        lines = sum(row.post == post and row.holds(day) for row in self.directory.portfolios.values())
        return {"portfolio_lines": lines} | {module.name: await module.open_at(post) for module in self._work}

    def officer(self, *, about: str, path: str, agency: int | None, day: int) -> Portfolio | None:
        """The line of the portfolio list that answers for something: by its unit first, then by a theme that occurs in
        the words about it, then by the nearest place."""
        fitting = [
            row
            for row in self.directory.portfolios.values()
            if row.holds(day)
            and path.startswith(row.path)
            and row.theme in about
            and (row.agency is None or row.agency == agency)
        ]
        return max(
            fitting,
            key=lambda row: (row.agency is not None, bool(row.theme), len(row.path), row.valid_from, row.id),
            default=None,
        )
