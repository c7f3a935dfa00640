"""Verdicts answer how commitments stand, keep what changed, and let named officers release it to the public."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, MACHINE, Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.indicators import Indicator, Indicators, Measured, NoSuchIndicator
from luoshi.kernel.ledger import Commitment, Facts, Filter, Ledger, Status
from luoshi.kernel.verdicts import store
from luoshi.kernel.verdicts.errors import AlreadyReleased, NeedsAGround, NeedsAName, NotReleased
from luoshi.kernel.verdicts.judging import Observed, Question, term_of, verdict_of, window_of
from luoshi.kernel.verdicts.model import Released, Verdict

CHANGED = journal.event_kind("verdict.changed")
RELEASED = journal.event_kind("release.made")
WITHDRAWN = journal.event_kind("release.withdrawn")
_PART = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one round of judging did."""

    looked_at: int
    changed: tuple[int, ...]


class Verdicts:
    """进度研判."""

    def __init__(self, installation: Installation, ledger: Ledger, indicators: Indicators) -> None:
        self._installation = installation
        self._ledger = ledger
        self._indicators = indicators

    async def judge(
        self, of: Sequence[Commitment], *, as_of: int | None = None, known_at: int | None = None
    ) -> list[Verdict]:
        """How these commitments stand, now or as of a day with what was known at a moment. Nothing is kept."""
        here = self._installation
        question = Question(
            as_of=here.today() if as_of is None else as_of, known_at=here.now() if known_at is None else known_at
        )
        present = as_of is None and known_at is None
        found: list[Verdict] = []
        for facts in await self._ledger.facts(of, known_at=None if present else question.known_at):
            observed = await self._observe(facts, question, present=present)
            found.append(verdict_of(facts, observed, question))
        return found

    async def judge_again(self, unit: Unit, of: Sequence[Commitment], *, cause: str) -> Judged:
        """Judge and keep what changed: a row, a line of the journal, and the repeat on the commitment for lists."""
        here = self._installation
        before = await store.newest_of(here.database, [each.id for each in of])
        changed: list[int] = []
        for each, verdict in zip(of, await self.judge(of), strict=True):
            old = before.get(each.id)
            if old is not None and _same(old, verdict):
                continue
            changed.append(each.id)
            self._keep(unit, each, old, verdict, cause)
        return Judged(looked_at=len(of), changed=tuple(changed))

    async def bound_to(self, keys: Collection[str]) -> list[Commitment]:
        """Every active commitment that one of these indicators measures."""
        found: list[Commitment] = []
        for key in sorted(keys):
            found += await self._all(Filter(indicator=key))
        return found

    async def active(self, *, document: int | None = None) -> list[Commitment]:
        """Every commitment that stands, and those withdrawn; of one document or of all."""
        standing = await self._all(Filter(document=document))
        return standing + await self._all(Filter(document=document, status=Status.WITHDRAWN))

    async def _all(self, chosen: Filter) -> list[Commitment]:
        found: list[Commitment] = []
        after = 0
        while True:
            page = await self._ledger.commitments(chosen, scope=EVERYTHING, after=after, limit=_PART)
            found += page
            if len(page) < _PART:
                return found
            after = page[-1].id

    async def history(self, of: Commitment, *, limit: int = 50) -> list[Verdict]:
        """The verdicts that were kept, newest first."""
        return await store.history(self._installation.database, of.id, limit=limit)

    async def series(self, of: Commitment, *, count: int = 12, scope: Scope) -> list[Measured]:
        """The newest values of its indicator at its area, oldest first."""
        if of.indicator is None:
            return []
        try:
            return await self._indicators.series(of.indicator, path=of.path, count=count, scope=scope)
        except NoSuchIndicator:
            return []

    # --- release ---

    async def release(
        self, unit: Unit, type_: str, subject: int, *, path: str, by: Actor, ground: str, scope: Scope
    ) -> Released:
        """发布: a named officer lets the public see it, on a ground. Until then nothing is public."""
        self._named(by, ground)
        here = self._installation
        if await store.released(here.database, type_, subject) is not None:
            raise AlreadyReleased(type=type_, id=subject)
        if not scope.covers(path):
            raise NotReleased(type=type_, id=subject)
        at = here.now()
        made = Released(id=here.id(), type=type_, subject=subject, released_at=at, by_name=by.name, ground=ground)
        unit.insert(
            "release",
            {
                "id": made.id,
                "type": type_,
                "subject_id": subject,
                "released_at": at,
                "by_person": by.person,
                "by_name": by.name,
                "ground": ground,
                "withdrawn_ground": "",
            },
        )
        self._line(unit, RELEASED, type_, subject, path=path, by=by, ground=ground, body={"release": str(made.id)})
        return made

    async def withdraw(
        self, unit: Unit, type_: str, subject: int, *, path: str, by: Actor, ground: str, scope: Scope
    ) -> None:
        """撤回: taken off the public pages; that it was there stays in the journal."""
        self._named(by, ground)
        here = self._installation
        known = await store.released(here.database, type_, subject)
        if known is None or not scope.covers(path):
            raise NotReleased(type=type_, id=subject)
        unit.update(
            "release",
            {"withdrawn_at": here.now(), "withdrawn_by": by.person, "withdrawn_ground": ground},
            where={"id": known.id, "withdrawn_at": None},
            what="release",
        )
        self._line(unit, WITHDRAWN, type_, subject, path=path, by=by, ground=ground, body={"release": str(known.id)})

    async def released(self, type_: str, subject: int) -> Released | None:
        return await store.released(self._installation.database, type_, subject)

    async def all_released(self, type_: str, *, after: int = 0, limit: int = 200) -> list[Released]:
        """In the order of release; `after` is the id of the last release seen."""
        return await store.all_released(self._installation.database, type_, after=after, limit=limit)

    # --- inside ---

    async def _observe(self, facts: Facts, question: Question, *, present: bool) -> Observed | None:
        """What the bound indicator says at the commitment's area; an indicator no longer in force says nothing."""
        term = term_of(facts, question.as_of)
        if term.indicator is None:
            return None
        path, due = facts.commitment.path, term.due_day
        try:
            body = cast(Indicator, self._indicators.definition(term.indicator, path=path, day=question.as_of).body)
        except NoSuchIndicator:
            return None
        now = await self._indicators.value(
            term.indicator,
            path=path,
            period=window_of(term, body, question.as_of),
            as_of=None if present else question.as_of,
            known_at=None if present else question.known_at,
            scope=EVERYTHING,
        )
        at_due = None
        if due is not None and due < question.as_of:
            at_due = await self._indicators.value(
                term.indicator,
                path=path,
                period=window_of(term, body, due),
                as_of=due,
                known_at=question.known_at,
                scope=EVERYTHING,
            )
        assert now is not None
        return Observed(body=body, now=now, at_due=at_due)

    def _keep(self, unit: Unit, of: Commitment, old: Verdict | None, verdict: Verdict, cause: str) -> None:
        here = self._installation
        actual = None if verdict.actual is None else format(verdict.actual, "f")
        store.keep(unit, here.id(), verdict, path=of.path, local_day=here.today(), cause=cause)
        self._ledger.note_verdict(
            unit,
            of,
            state=str(verdict.state),
            check=str(verdict.check),
            doubt=str(verdict.doubt),
            actual=actual,
            actual_state=verdict.actual_state,
        )
        if old is None or (old.state, old.check, old.doubt) != (verdict.state, verdict.check, verdict.doubt):
            body = {
                "from": "" if old is None else str(old.state),
                "to": str(verdict.state),
                "check": str(verdict.check),
                "doubt": str(verdict.doubt),
                "actual": actual,
                "definition": str(verdict.definition or ""),
                "as_of": verdict.as_of,
            }
            by = Actor(kind=MACHINE.kind, name=MACHINE.name, cause=cause)
            self._line(unit, CHANGED, "commitment", of.id, path=of.path, by=by, ground="", body=body)

    def _line(
        self,
        unit: Unit,
        kind: str,
        type_: str,
        subject: int,
        *,
        path: str,
        by: Actor,
        ground: str,
        body: Mapping[str, object],
    ) -> None:
        here = self._installation
        at = here.now()
        journal.record(
            unit,
            here.id(),
            kind=kind,
            subject=journal.Subject(type_, subject),
            by=by,
            ground=ground,
            at=at,
            local_day=here.local_day(at),
            path=path,
            body=body,
        )

    @staticmethod
    def _named(by: Actor, ground: str) -> None:
        if by.kind != "person" or by.person is None:
            raise NeedsAName()
        if not ground.strip():
            raise NeedsAGround()


def _same(old: Verdict, new: Verdict) -> bool:
    """Whether nothing changed but the day on which it was asked."""
    axes = (old.state, old.check, old.doubt) == (new.state, new.check, new.doubt)
    return axes and (old.actual, old.actual_state) == (new.actual, new.actual_state)
