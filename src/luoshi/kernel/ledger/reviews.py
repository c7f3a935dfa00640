"""Review: a person looks at what was read and says yes, no, or what it should be.

An accepted target or task enters the ledger as a commitment in the same act. Accepting all sure rows is one signed
act that lists its statements; it can be undone while nobody has worked on what came of it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import fields, replace

import msgspec

from luoshi.base.db import Unit
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.base.time import HOUR
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows, store
from luoshi.kernel.ledger.births import Births
from luoshi.kernel.ledger.errors import (
    BadCorrection,
    CannotUndo,
    NoSuchAct,
    NoSuchStatement,
    NotReadYet,
    ReviewedByAnother,
    WorkedOn,
)
from luoshi.kernel.ledger.model import (
    BASES,
    COMPARATORS,
    KINDS,
    NATURES,
    PROMISING,
    Act,
    Content,
    Decision,
    DocumentState,
    Review,
    Statement,
    Status,
)

REVIEWED = journal.event_kind("statement.reviewed")
ACCEPTED_ALL = journal.event_kind("document.accepted_above")
UNDONE = journal.event_kind("ledger_act.undone")
UNDO_WINDOW = 24 * HOUR
_AFTER = {Decision.ACCEPT: Review.ACCEPTED, Decision.CORRECT: Review.CORRECTED, Decision.REJECT: Review.REJECTED}
_FIELDS = frozenset(field.name for field in fields(Content))
_ALLOWED = {"kind": KINDS, "comparator": COMPARATORS, "basis": BASES, "nature": NATURES}


class Reviews(Births):
    """The second floor of the ledger: from statements to commitments."""

    async def statement(self, identity: int, *, scope: Scope) -> Statement:
        found = await store.statement(self._installation.database, identity, scope=scope)
        if found is None:
            raise NoSuchStatement(id=identity)
        return found

    async def review(
        self,
        unit: Unit,
        identity: int,
        *,
        version: int,
        decision: Decision,
        corrections: Mapping[str, object] | None = None,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Statement:
        """Decide on one statement as it was when `version` was shown. Gives it as it then stands."""
        here = self._installation
        before = await self.statement(identity, scope=scope)
        if before.version != version:
            raise ReviewedByAnother(who=before.reviewed_by, decision=str(before.review), version=before.version)
        changes = _checked(before.read, corrections or {}) if decision is Decision.CORRECT else None
        content = before.read if changes is None else rows.changed(before.read, changes)
        at = here.now()
        after = replace(
            before,
            version=version + 1,
            content=content,
            corrected=changes,
            review=_AFTER[decision],
            reviewed_at=at,
            reviewed_by=by.name,
            act=None,
        )
        after = replace(after, commitment=await self._follow(unit, before, after, by=by, ground=ground, at=at))
        unit.update(
            "statement",
            {
                "version": after.version,
                "kind": content.kind,
                "subject": content.subject,
                "corrected": None if changes is None else rows.text_of(changes),
                "review": str(after.review),
                "reviewed_at": at,
                "reviewed_by": by.name,
                "act_id": None,
            },
            where={"id": identity, "version": version},
            what="statement",
        )
        body = {"decision": str(decision), "corrections": changes or {}, "document": str(before.document)}
        self._record(unit, REVIEWED, "statement", identity, path=before.path, by=by, ground=ground, at=at, body=body)
        return after

    async def accept_above(
        self, unit: Unit, document: int, *, above: float, by: Actor, ground: str, scope: Scope
    ) -> Act:
        """Accept every unreviewed statement with at least this confidence, as one act that lists them."""
        here = self._installation
        of = await store.document(here.database, document, scope=scope)
        if of is None or of.state is not DocumentState.READ:
            raise NotReadYet(id=document)
        chosen = await store.unreviewed_above(here.database, document, round(above * 1000))
        at = here.now()
        digest = hashlib.sha256("\n".join(f"{each.id} {each.quote}" for each in chosen).encode()).hexdigest()
        act = Act(
            id=here.id(),
            version=1,
            kind="accept_above",
            document=document,
            statements=tuple(each.id for each in chosen),
            at=at,
            by_name=by.name,
            ground=ground,
            digest=digest,
            undo_until=at + UNDO_WINDOW,
            undone_at=None,
        )
        self._mark(unit, chosen, Review.ACCEPTED, at=at, by=by, act=act.id)
        promises = [each for each in chosen if each.content.kind in PROMISING]
        await self._bear(unit, of, promises, ground=ground, at=at, act=act.id)
        unit.insert(
            "ledger_act",
            {
                "id": act.id,
                "version": 1,
                "kind": act.kind,
                "document_id": document,
                "statements": rows.text_of(act.statements),
                "at": at,
                "local_day": here.local_day(at),
                "by_person": by.person,
                "by_name": by.name,
                "ground": ground,
                "digest": digest,
                "undo_until": act.undo_until,
            },
        )
        body = {
            "document": str(document),
            "above": f"{above:.3f}",
            "statements": [str(identity) for identity in act.statements],
            "digest": digest,
            "sight_seed": secrets.randbits(32),  # draws those that come back for sight
        }
        self._record(unit, ACCEPTED_ALL, "ledger_act", act.id, path=of.path, by=by, ground=ground, at=at, body=body)
        return act

    async def undo(self, unit: Unit, identity: int, *, by: Actor, ground: str, scope: Scope) -> Act:
        """Take one act back: its statements are unreviewed again and the commitments that came of it are void."""
        here = self._installation
        act = await store.act(here.database, identity)
        of = None if act is None else await store.document(here.database, act.document, scope=scope)
        if act is None or of is None:
            raise NoSuchAct(id=identity)
        at = here.now()
        if act.undone_at is not None or at > act.undo_until:
            raise CannotUndo(reason="undone" if act.undone_at is not None else "late")
        still = [each for each in await self._all(of.id, scope) if each.act == act.id]
        born = await store.commitments_of(here.database, [each.id for each in still])
        if await store.touched(here.database, [each.id for each in born.values()]):
            raise CannotUndo(reason="worked_on")
        self._mark(unit, still, Review.UNREVIEWED, at=None, by=by, act=None)
        self._set_statuses(unit, list(born.values()), Status.VOID, ground=ground, at=at)
        unit.update(
            "ledger_act",
            {"version": act.version + 1, "undone_at": at},
            where={"id": act.id, "version": act.version},
            what="ledger_act",
        )
        body = {"statements": [str(each.id) for each in still]}
        self._record(unit, UNDONE, "ledger_act", act.id, path=of.path, by=by, ground=ground, at=at, body=body)
        return replace(act, version=act.version + 1, undone_at=at)

    async def _all(self, document: int, scope: Scope) -> list[Statement]:
        return await store.statements(
            self._installation.database,
            document,
            scope=scope,
            after=0,
            limit=1_000_000,
            review=None,
            kind=None,
            unsure=False,
        )

    async def _follow(
        self, unit: Unit, before: Statement, after: Statement, *, by: Actor, ground: str, at: int
    ) -> int | None:
        """What the decision means for the commitment: it is born, told anew, or void."""
        here = self._installation
        born = (await store.commitments_of(here.database, [before.id])).get(before.id)
        promising = after.review is not Review.REJECTED and after.content.kind in PROMISING
        if born is not None and await store.touched(here.database, [born.id]):
            if not promising:
                raise WorkedOn(number=born.number)
            return born.id
        if promising:
            of = await store.document(here.database, before.document, scope=EVERYTHING)
            assert of is not None
            await self._bear(unit, of, [after], ground=ground, at=at, act=None)
            return before.commitment
        if born is not None and born.status is Status.ACTIVE:
            self._set_status(unit, born, Status.VOID, ground=ground, at=at)
        return before.commitment


def corrected(content: Content, corrections: Mapping[str, object]) -> Content:
    """The content with these corrections, each of which its field can have."""
    return rows.changed(content, _checked(content, corrections))


def _checked(read: Content, corrections: Mapping[str, object]) -> dict[str, object]:
    """The corrections that differ from what was read, each with a value its field can have."""
    for name, value in corrections.items():
        if name not in _FIELDS:
            raise BadCorrection(field=name, problem="is no field of a statement")
        allowed = _ALLOWED.get(name)
        if allowed is not None and value not in allowed:
            raise BadCorrection(
                field=name, problem=f"{value!r} is none of {', '.join(sorted(a for a in allowed if a))}"
            )
    try:
        content = rows.changed(read, dict(corrections))
    except (msgspec.ValidationError, ValueError) as cause:
        raise BadCorrection(field=", ".join(corrections), problem=str(cause)) from cause
    _possible(content)
    old, new = msgspec.to_builtins(read), msgspec.to_builtins(content)
    return {name: new[name] for name in corrections if new[name] != old[name]}


def _possible(content: Content) -> None:
    if content.period is not None and not 1900 <= content.period[0] <= content.period[1] <= 2200:
        raise BadCorrection(field="period", problem=f"{content.period[0]}–{content.period[1]} are no years of a plan")
    for name, value in (("value", content.value), ("value_high", content.value_high)):
        if value is not None and not value.is_finite():
            raise BadCorrection(field=name, problem="is no number")
    if content.value is not None and content.value_high is not None and content.value > content.value_high:
        raise BadCorrection(field="value_high", problem="is below the other end of the range")
    if not content.subject.strip():
        raise BadCorrection(field="subject", problem="is empty")
