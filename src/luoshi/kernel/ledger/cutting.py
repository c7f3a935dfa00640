"""Split and join: where the reader cut a sentence wrongly, a person cuts it again, exactly on the text.

What was cut is set aside (rejected) and what came of it waits for review; one signed act lists both and can be
undone while nobody has reviewed the new pieces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from luoshi.base.db import Unit, Value
from luoshi.base.scope import EVERYTHING, Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows, store
from luoshi.kernel.ledger.amending import Amendments
from luoshi.kernel.ledger.errors import BadJoin, BadSplit, CannotUndo, NoSuchAct, ReviewedByAnother, WorkedOn
from luoshi.kernel.ledger.model import Act, Content, Document, Review, Statement, Status
from luoshi.kernel.ledger.reviews import UNDO_WINDOW, UNDONE, corrected

SPLIT = journal.event_kind("statement.split")
JOINED = journal.event_kind("statement.joined")
_KINDS = frozenset({"split", "join"})
#: sure as only a person can be; the piece is reviewed all the same
_BY_HAND = 1000
#: a piece that runs over more is no sentence
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of the canonical text, and what it says other than the statement it comes from."""

    start: int
    end: int
    corrections: Mapping[str, object] = field(default_factory=dict)


class Cutting(Amendments):
    """Statements cut anew."""

    async def split(
        self,
        unit: Unit,
        identity: int,
        *,
        version: int,
        pieces: Sequence[Piece],
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Act:
        """Make one statement several; the pieces lie within it, one after the other."""
        before = await self.statement(identity, scope=scope)
        _unchanged(before, version)
        if len(pieces) < 2:
            raise BadSplit(problem="1")
        at = before.start
        for piece in pieces:
            if not at <= piece.start < piece.end <= before.end:
                raise BadSplit(problem=f"{piece.start}–{piece.end}")
            at = piece.end
        made = [(piece, corrected(before.content, piece.corrections)) for piece in pieces]
        return await self._cut(unit, "split", [before], made, by=by, ground=ground)

    async def join(
        self,
        unit: Unit,
        statements: Sequence[tuple[int, int]],
        *,
        corrections: Mapping[str, object],
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Act:
        """Make neighbours one. `statements` are ids with the versions that were shown; the first in the text gives
        the content."""
        of = [await self.statement(identity, scope=scope) for identity, _ in dict(statements).items()]
        for each, (_, version) in zip(of, dict(statements).items(), strict=True):
            _unchanged(each, version)
        of.sort(key=lambda each: (each.start, each.end, each.number))
        await self._neighbours(of)
        piece = Piece(start=of[0].start, end=max(each.end for each in of), corrections=corrections)
        if piece.end - piece.start > LONGEST:
            raise BadJoin(problem=f"> {LONGEST}")
        content = corrected(of[0].content, corrections)
        return await self._cut(unit, "join", of, [(piece, content)], by=by, ground=ground)

    async def _neighbours(self, of: Sequence[Statement]) -> None:
        if len(of) < 2 or len({each.document for each in of}) != 1:
            raise BadJoin(problem=", ".join(str(each.number) for each in of))
        between = [
            each.number
            for each in await self._all(of[0].document, EVERYTHING)
            if each.review is not Review.REJECTED
            and each.id not in {one.id for one in of}
            and of[0].start < each.start < of[-1].start
        ]
        if between:
            raise BadJoin(problem=", ".join(map(str, between)))

    async def _cut(
        self,
        unit: Unit,
        kind: str,
        old: Sequence[Statement],
        new: Sequence[tuple[Piece, Content]],
        *,
        by: Actor,
        ground: str,
    ) -> Act:
        here = self._installation
        born = await store.commitments_of(here.database, [each.id for each in old])
        for touched in await store.touched(here.database, [each.id for each in born.values()]):
            raise WorkedOn(number=next(each.number for each in born.values() if each.id == touched))
        if any(each.review is Review.REJECTED for each in old):
            raise ReviewedByAnother(who=old[0].reviewed_by, decision="rejected", version=old[0].version)
        of = await self.document(old[0].document, scope=EVERYTHING)
        text = await self.text(of)
        first = await store.last_number(here.database, of.id) + 1
        at = here.now()
        made = [
            _piece(here.id(), number, old[0], piece, content, text[piece.start : piece.end])
            for number, (piece, content) in enumerate(new, start=first)
        ]
        act = self._act(unit, kind, of, [*old, *made], at=at, by=by, ground=ground)
        self._mark(unit, old, Review.REJECTED, at=at, by=by, act=act.id)
        standing = [each for each in born.values() if each.status is Status.ACTIVE]
        self._set_statuses(unit, standing, Status.VOID, ground=ground, at=at)
        for each in made:
            unit.insert("statement", _row(each, act))
        body = {
            "document": str(of.id),
            "from": [str(each.id) for each in old],
            "to": [{"id": str(each.id), "start": each.start, "end": each.end} for each in made],
            "act": str(act.id),
        }
        for each in old:
            told = SPLIT if kind == "split" else JOINED
            self._record(unit, told, "statement", each.id, path=of.path, by=by, ground=ground, at=at, body=body)
        return act

    def _act(
        self, unit: Unit, kind: str, of: Document, listed: Sequence[Statement], *, at: int, by: Actor, ground: str
    ) -> Act:
        here = self._installation
        digest = hashlib.sha256("\n".join(f"{each.id} {each.quote}" for each in listed).encode()).hexdigest()
        act = Act(
            id=here.id(), version=1, kind=kind, document=of.id, statements=tuple(each.id for each in listed), at=at,
            by_name=by.name, ground=ground, digest=digest, undo_until=at + UNDO_WINDOW, undone_at=None,
        )  # fmt: skip
        row: dict[str, Value] = {
            "id": act.id, "version": 1, "kind": kind, "document_id": of.id, "statements": rows.text_of(act.statements),
            "at": at, "local_day": here.local_day(at), "by_person": by.person, "by_name": by.name, "ground": ground,
            "digest": digest, "undo_until": act.undo_until,
        }  # fmt: skip
        unit.insert("ledger_act", row)
        return act

    async def undo(self, unit: Unit, identity: int, *, by: Actor, ground: str, scope: Scope) -> Act:
        """Also of a split or a join: the pieces are set aside and what was cut waits for review again."""
        here = self._installation
        act = await store.act(here.database, identity)
        if act is None or act.kind not in _KINDS:
            return await super().undo(unit, identity, by=by, ground=ground, scope=scope)
        of = await store.document(here.database, act.document, scope=scope)
        if of is None:
            raise NoSuchAct(id=identity)
        at = here.now()
        if act.undone_at is not None or at > act.undo_until:
            raise CannotUndo(reason="undone" if act.undone_at is not None else "late")
        carried = [each for each in await self._all(of.id, scope) if each.act == act.id]
        made = [each for each in carried if each.review is Review.UNREVIEWED]
        old = [each for each in carried if each.review is Review.REJECTED]
        if len(made) + len(old) != len(act.statements):
            raise CannotUndo(reason="worked_on")
        self._mark(unit, made, Review.REJECTED, at=at, by=by, act=act.id)
        self._mark(unit, old, Review.UNREVIEWED, at=None, by=by, act=None)
        unit.update(
            "ledger_act",
            {"version": act.version + 1, "undone_at": at},
            where={"id": act.id, "version": act.version},
            what="ledger_act",
        )
        body = {"statements": [str(each.id) for each in old]}
        self._record(unit, UNDONE, "ledger_act", act.id, path=of.path, by=by, ground=ground, at=at, body=body)
        return replace(act, version=act.version + 1, undone_at=at)


def _unchanged(of: Statement, version: int) -> None:
    if of.version != version:
        raise ReviewedByAnother(who=of.reviewed_by, decision=str(of.review), version=of.version)


def _piece(identity: int, number: int, old: Statement, piece: Piece, content: Content, quote: str) -> Statement:
    return replace(
        old, id=identity, version=1, number=number, start=piece.start, end=piece.end, quote=quote, read=content,
        content=content, corrected=None, confidence=_BY_HAND, reason="", review=Review.UNREVIEWED, reviewed_at=None,
        reviewed_by="", commitment=None,
    )  # fmt: skip


def _row(of: Statement, act: Act) -> dict[str, Value]:
    return {
        "id": of.id, "version": 1, "document_id": of.document, "number": of.number, "start_offset": of.start,
        "end_offset": of.end, "quote": of.quote, "kind": of.content.kind, "subject": of.content.subject,
        "reading": rows.text_of(of.content), "confidence": of.confidence, "reason": of.reason, "page": of.page,
        "cell": of.cell, "review": str(of.review), "reviewed_by": "", "act_id": act.id, "path": of.path,
    }  # fmt: skip
