"""The ledger's acts as they come from a desk: each is one unit, and what it means for verdicts follows at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from luoshi.app.finding import index, index_document
from luoshi.base import jobs
from luoshi.base.db import Unit
from luoshi.base.installation import put_setting, setting
from luoshi.base.jobs import Job, Report
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.kernel.ledger import (
    Act,
    Claim,
    Commitment,
    Decision,
    Evidence,
    EvidenceKind,
    Filter,
    Piece,
    Statement,
    Status,
)

if TYPE_CHECKING:
    from luoshi.app.house import House

JUDGE = "verdicts.judge"
_JUDGED_DAY = "verdicts.judged_day"
#: commitments judged inside one request; more of them are a job
AT_ONCE = 20
#: judged in one commit: the write lock is held for a few milliseconds
_PART = 40


async def review(
    house: House,
    statement: int,
    *,
    version: int,
    decision: Decision,
    corrections: Mapping[str, object] | None,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Statement:
    """One decision; an accepted promise is judged and can be searched for."""
    async with house.unit() as unit:
        await house.ledger.review(
            unit, statement, version=version, decision=decision, corrections=corrections, by=by, ground=ground,
            scope=scope,
        )  # fmt: skip
    after = await house.ledger.statement(statement, scope=scope)
    if after.commitment is not None:
        await judge(house, [after.commitment], cause=f"review {statement}", found=True)
    return after


async def split(
    house: House, statement: int, *, version: int, pieces: Sequence[Piece], by: Actor, ground: str, scope: Scope
) -> Act:
    """One statement becomes several, which wait for review."""
    async with house.unit() as unit:
        act = await house.ledger.split(
            unit, statement, version=version, pieces=pieces, by=by, ground=ground, scope=scope
        )
        _later(house, unit, act.document)
    return act


async def join(
    house: House,
    statements: Sequence[tuple[int, int]],
    *,
    corrections: Mapping[str, object],
    by: Actor,
    ground: str,
    scope: Scope,
) -> Act:
    """Neighbours become one, which waits for review."""
    async with house.unit() as unit:
        act = await house.ledger.join(unit, statements, corrections=corrections, by=by, ground=ground, scope=scope)
        _later(house, unit, act.document)
    return act


async def accept_above(house: House, document: int, *, above: float, by: Actor, ground: str, scope: Scope) -> Act:
    """One signed act; its commitments are judged by a job that exists exactly when the act does."""
    async with house.unit() as unit:
        act = await house.ledger.accept_above(unit, document, above=above, by=by, ground=ground, scope=scope)
        _later(house, unit, document)
    return act


def _later(house: House, unit: Unit, document: int) -> None:
    """A job judges what came of a document and puts it into the search box; it exists exactly when the act does."""
    jobs.enqueue(unit, house.installation.id, JUDGE, {"document": str(document)}, key=f"{JUDGE}:{document}")


async def undo(house: House, act: int, *, by: Actor, ground: str, scope: Scope) -> Act:
    async with house.unit() as unit:
        undone = await house.ledger.undo(unit, act, by=by, ground=ground, scope=scope)
        _later(house, unit, undone.document)
    return undone


async def bind(
    house: House,
    commitment: int,
    *,
    version: int,
    indicator: str | None,
    baseline: Decimal | None,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Commitment:
    """Bind to an indicator that exists at the commitment's place; refused by name where there is none."""
    before = await house.ledger.commitment(commitment, scope=scope)
    if indicator is not None:
        house.indicators.definition(indicator, path=before.path)
    async with house.unit() as unit:
        await house.ledger.bind(
            unit, commitment, version=version, indicator=indicator, baseline=baseline, by=by, ground=ground,
            scope=scope,
        )  # fmt: skip
    await judge(house, [commitment], cause=f"bind {commitment}")
    return await house.ledger.commitment(commitment, scope=EVERYTHING)


async def assign(
    house: House,
    commitment: int,
    *,
    version: int,
    lead_unit: int,
    supporting: Sequence[int],
    due_day: int | None,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Commitment:
    async with house.unit() as unit:
        await house.ledger.assign(
            unit, commitment, version=version, lead_unit=lead_unit, supporting=supporting, due_day=due_day, by=by,
            ground=ground, scope=scope,
        )  # fmt: skip
    await judge(house, [commitment], cause=f"assign {commitment}", found=True)
    return await house.ledger.commitment(commitment, scope=EVERYTHING)


async def claim(
    house: House,
    commitment: int,
    *,
    local_day: int,
    value: Decimal | None,
    measure: str,
    words: str,
    on_behalf: bool,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Claim:
    async with house.unit() as unit:
        made = await house.ledger.claim(
            unit, commitment, local_day=local_day, value=value, measure=measure, words=words, on_behalf=on_behalf,
            by=by, ground=ground, scope=scope,
        )  # fmt: skip
    await judge(house, [commitment], cause=f"claim {made.id}")
    return made


async def attach(
    house: House,
    commitment: int,
    *,
    kind: EvidenceKind,
    reference: str,
    file: int | None,
    sha256: str,
    issuer: str,
    day: int | None,
    words: str,
    claim: int | None,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Evidence:
    async with house.unit() as unit:
        made = await house.ledger.attach_evidence(
            unit, commitment, kind=kind, reference=reference, file=file, sha256=sha256, issuer=issuer, day=day,
            words=words, claim=claim, by=by, ground=ground, scope=scope,
        )  # fmt: skip
    await judge(house, [commitment], cause=f"evidence {made.id}")
    return made


async def withdraw(house: House, commitment: int, *, version: int, by: Actor, ground: str, scope: Scope) -> Commitment:
    async with house.unit() as unit:
        await house.ledger.withdraw(unit, commitment, version=version, by=by, ground=ground, scope=scope)
    await judge(house, [commitment], cause=f"withdraw {commitment}")
    return await house.ledger.commitment(commitment, scope=EVERYTHING)


async def judge(house: House, commitments: Sequence[int], *, cause: str, found: bool = False) -> None:
    """Judge some commitments now and keep what changed. `found`: what the search box says of them changed too."""
    chosen = Filter(ids=tuple(commitments), status=None)
    of = await house.ledger.commitments(chosen, scope=EVERYTHING, limit=len(commitments))
    async with house.unit() as unit:
        await house.verdicts.judge_again(unit, [each for each in of if each.status is not Status.VOID], cause=cause)
    if found:
        await index(house, of)


async def judge_many(house: House, of: Sequence[Commitment], *, cause: str, report: Report | None = None) -> int:
    """In parts, so that the write lock is never held long."""
    changed = 0
    for start in range(0, len(of), _PART):
        async with house.unit() as unit:
            changed += len((await house.verdicts.judge_again(unit, of[start : start + _PART], cause=cause)).changed)
        if report is not None:
            await report(min(99, (start + _PART) * 100 // len(of)))
    return changed


async def judge_document(house: House, job: Job, report: Report) -> object:
    """The job `verdicts.judge`: every commitment of a document, or all of them."""
    document = job.args.get("document")
    of = await house.verdicts.active(document=None if document is None else int(document))
    changed = await judge_many(house, of, cause=f"job {job.id}", report=report)
    if document is not None:
        await index_document(house, int(document))
    return {"looked_at": len(of), "changed": changed}


async def weigh(house: House) -> Collection[str]:
    """One round of the worker: indicators that were touched, and the commitments that hang on them; once a day all.

    Gives the keys of the indicators that changed.
    """
    today = house.installation.today()
    new_day = await setting(house.database, _JUDGED_DAY) != str(today)
    done = await house.indicators.refresh(cause="round", whole=new_day)
    keys = {key for key, _ in done.changed}
    of = await (house.verdicts.active() if new_day else house.verdicts.bound_to(keys))
    await judge_many(house, of, cause=f"run {done.run}")
    if new_day:
        await put_setting(house.database, _JUDGED_DAY, str(today))
    return keys
