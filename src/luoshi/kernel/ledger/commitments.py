"""Commitments live: bound to an indicator, assigned, claimed, proved, withdrawn. Each leads back to its sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from luoshi.base.db import Stale, Unit, Value
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.base.time import date_of
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows, store
from luoshi.kernel.ledger.errors import NoSuchCommitment, NotACommitment
from luoshi.kernel.ledger.model import (
    Assignment,
    Claim,
    Commitment,
    Evidence,
    Facts,
    Filter,
    History,
    Milestone,
    Origin,
    Status,
    Term,
)
from luoshi.kernel.ledger.reviews import Reviews

BOUND = journal.event_kind("commitment.bound")
ASSIGNED = journal.event_kind("commitment.assigned")
WITHDRAWN = journal.event_kind("commitment.withdrawn")
CONTEXT = 60
F = TypeVar("F", Term, Claim, Evidence)
MOST = 10_000


class Commitments(Reviews):
    """The third floor of the ledger."""

    async def commitment(self, identity: int, *, scope: Scope) -> Commitment:
        found = await store.commitment(self._installation.database, identity, scope=scope)
        if found is None:
            raise NoSuchCommitment(id=identity)
        return found

    async def commitments(
        self, chosen: Filter, *, scope: Scope, after: int = 0, limit: int = 50, slow: bool = False
    ) -> list[Commitment]:
        """In the order they entered the ledger; `after` is the id of the last one seen."""
        return await store.commitments(
            self._installation.database, chosen, scope=scope, after=after, limit=limit, slow=slow
        )

    async def count(self, chosen: Filter, *, scope: Scope) -> tuple[int, bool]:
        """How many, and whether that is exact (it is up to 10,000)."""
        found = await store.count_commitments(self._installation.database, chosen, scope=scope, most=MOST)
        return min(found, MOST), found <= MOST

    async def unowned(self, *, path: str, scope: Scope) -> int:
        """How many active commitments no unit answers for yet."""
        return await store.unowned(self._installation.database, path, scope=scope)

    async def count_by_state(self, chosen: Filter, *, scope: Scope) -> Mapping[str, int]:
        return await store.count_by_state(self._installation.database, chosen, scope=scope)

    async def origin(self, of: Commitment) -> Origin | None:
        """The sentence it leads back to, with the text before and after it."""
        if of.statement is None:
            return None
        whole = EVERYTHING  # who may see the commitment may see its sentence
        statement = await self.statement(of.statement, scope=whole)
        document = await self.document(of.document, scope=whole)
        first = max(0, statement.start - CONTEXT)
        length = statement.end + CONTEXT - first
        around = await store.passage(self._installation.database, document.id, first, length)
        return Origin(
            document=document.id,
            title=document.title,
            statement=statement.id,
            start=statement.start,
            end=statement.end,
            quote=statement.quote,
            before=around[: statement.start - first],
            after=around[statement.end - first :],
        )

    async def history(self, of: Commitment, *, scope: Scope) -> History:
        """Its own lines, those of its statement, and the signed act that carried it, in order."""
        database = self._installation.database
        subjects = [journal.Subject("commitment", of.id)]
        subjects += [] if of.statement is None else [journal.Subject("statement", of.statement)]
        subjects += [] if of.act is None else [journal.Subject("ledger_act", of.act)]
        lines = [line for subject in subjects for line in await journal.history(database, subject, scope=scope)]
        terms = await store.terms(database, of.id)
        return History(lines=tuple(sorted(lines, key=lambda line: line.id)), terms=tuple(terms))

    async def terms(self, of: Commitment, *, known_at: int | None = None) -> list[Term]:
        return await store.terms(self._installation.database, of.id, known_at=known_at)

    async def claims(self, of: Commitment, *, known_at: int | None = None) -> list[Claim]:
        return await store.claims(self._installation.database, of.id, known_at=known_at)

    async def evidence(self, of: Commitment, *, known_at: int | None = None) -> list[Evidence]:
        return await store.evidence(self._installation.database, of.id, known_at=known_at)

    async def facts(self, of: Sequence[Commitment], *, known_at: int | None = None) -> list[Facts]:
        """What each is judged by, as known at a moment, in the same order."""
        found = await store.facts_of(self._installation.database, [each.id for each in of], known_at=known_at)
        terms, claims, evidence = _by_commitment(found[0]), _by_commitment(found[1]), _by_commitment(found[2])
        return [
            Facts(
                commitment=each,
                terms=tuple(terms.get(each.id, ())),
                claims=tuple(claims.get(each.id, ())),
                evidence=tuple(evidence.get(each.id, ())),
            )
            for each in of
        ]

    async def milestones(self, of: Commitment) -> list[Milestone]:
        return await store.milestones(self._installation.database, of.id)

    async def assignments(self, of: Commitment) -> list[Assignment]:
        return await store.assignments(self._installation.database, of.id)

    async def bind(
        self,
        unit: Unit,
        identity: int,
        *,
        version: int,
        indicator: str | None,
        baseline: Decimal | None = None,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Commitment:
        """Let an indicator (its key, such as pack.local) measure it; None lets it go."""
        before = await self._active(identity, version, scope)
        after = replace(
            before,
            version=version + 1,
            indicator=indicator,
            baseline=before.baseline if baseline is None else baseline,
        )
        changes: dict[str, Value] = {"indicator": indicator, "baseline": rows.kept(after.baseline)}
        self._change(unit, BOUND, after, changes, by=by, ground=ground, body={"indicator": indicator or ""})
        return after

    async def assign(
        self,
        unit: Unit,
        identity: int,
        *,
        version: int,
        lead_unit: int,
        supporting: Sequence[int] = (),
        due_day: int | None = None,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Commitment:
        """Name the agency that answers for it, its helpers and the due day. Earlier assignments end today."""
        here = self._installation
        before = await self._active(identity, version, scope)
        if due_day is not None:
            date_of(due_day)
        helpers = tuple(sorted(set(supporting) - {lead_unit}))
        due = due_day or before.due_day
        after = replace(before, version=version + 1, lead_unit=lead_unit, supporting=helpers, due_day=due)
        today = here.today()
        unit.run(
            "UPDATE assignment SET valid_to=$1 WHERE commitment_id=$2 AND valid_to IS NULL",
            today,
            identity,
        )
        for agency, role in ((lead_unit, "lead"), *((helper, "supporting") for helper in helpers)):
            unit.insert(
                "assignment",
                {
                    "id": here.id(),
                    "commitment_id": identity,
                    "agency": agency,
                    "role": role,
                    "valid_from": today,
                    "ground": ground,
                },
            )
        changes: dict[str, Value] = {
            "lead_unit": lead_unit,
            "supporting": rows.text_of(helpers),
            "due_day": due,
        }
        body = {"lead_unit": str(lead_unit), "supporting": [str(helper) for helper in helpers], "due_day": due}
        self._change(unit, ASSIGNED, after, changes, by=by, ground=ground, body=body)
        return after

    async def withdraw(
        self, unit: Unit, identity: int, *, version: int, by: Actor, ground: str, scope: Scope
    ) -> Commitment:
        """已调整: the authority that promised it lets it go, on a ground."""
        before = await self._active(identity, version, scope)
        at = self._installation.now()
        after = self._set_status(unit, before, Status.WITHDRAWN, ground=ground, at=at)
        self._record(unit, WITHDRAWN, "commitment", identity, path=before.path, by=by, ground=ground, at=at, body={})
        return after

    def note_verdict(
        self, unit: Unit, of: Commitment, *, state: str, check: str, doubt: str, actual: str | None, actual_state: str
    ) -> None:
        """Repeat the newest verdict on the row, for lists. It is no act, so the version stays."""
        changes: dict[str, Value] = {
            "state": state,
            "checked": check,
            "doubt": doubt,
            "actual": actual,
            "actual_state": actual_state,
        }
        unit.update("commitment", changes, where={"id": of.id}, what="commitment")

    async def _active(self, identity: int, version: int | None, scope: Scope) -> Commitment:
        found = await self.commitment(identity, scope=scope)
        if found.status is not Status.ACTIVE:
            raise NotACommitment(number=found.number, status=str(found.status))
        if version is not None and found.version != version:
            raise Stale(what=f"commitment {found.number}")
        return found

    def _change(
        self,
        unit: Unit,
        kind: str,
        after: Commitment,
        changes: Mapping[str, Value],
        *,
        by: Actor,
        ground: str,
        body: Mapping[str, object],
    ) -> None:
        """The row, a term beside the old ones, and the line."""
        here = self._installation
        unit.update(
            "commitment",
            {**changes, "version": after.version},
            where={"id": after.id, "version": after.version - 1},
            what="commitment",
        )
        at = here.now()
        unit.insert("commitment_term", rows.term_row(here.id(), after, valid_from=here.local_day(at), ground=ground))
        self._record(unit, kind, "commitment", after.id, path=after.path, by=by, ground=ground, at=at, body=body)


def _by_commitment(rows_: Sequence[F]) -> dict[int, list[F]]:
    found: dict[int, list[F]] = {}
    for each in rows_:
        found.setdefault(each.commitment, []).append(each)
    return found
