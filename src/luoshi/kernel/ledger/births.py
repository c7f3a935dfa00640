"""How an accepted statement becomes a commitment, and how a commitment is void when its statement was none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from luoshi.base.db import Unit, Value
from luoshi.base.errors import Invalid
from luoshi.base.scope import Actor
from luoshi.base.time import parse_day
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows, store
from luoshi.kernel.ledger.documents import Documents
from luoshi.kernel.ledger.model import Commitment, Content, Document, Review, Statement, Status

_PART = 500


class Births(Documents):
    """What reviews and commitments have in common: rows that come and go with a statement."""

    async def _bear(
        self, unit: Unit, of: Document, statements: Sequence[Statement], *, ground: str, at: int, act: int | None
    ) -> None:
        """Make the commitments of these statements; one that exists is told anew with the content that holds."""
        here = self._installation
        known = await store.commitments_of(here.database, [each.id for each in statements])
        fresh = [self._commitment(of, each, at, act) for each in statements if each.id not in known]
        again = [
            replace(
                self._commitment(of, each, at, act),
                id=known[each.id].id,
                version=known[each.id].version + 1,
                created_at=known[each.id].created_at,
                local_day=known[each.id].local_day,
            )
            for each in statements
            if each.id in known
        ]
        _insert(unit, "commitment", [rows.commitment_row(each) for each in fresh])
        for each in again:
            row = rows.commitment_row(each)
            unit.update("commitment", row, where={"id": each.id, "version": each.version - 1}, what="commitment")
        today = here.local_day(at)
        terms = [rows.term_row(here.id(), each, valid_from=today, ground=ground) for each in (*fresh, *again)]
        _insert(unit, "commitment_term", terms)

    def _commitment(self, of: Document, statement: Statement, at: int, act: int | None) -> Commitment:
        content = statement.content
        return Commitment(
            id=self._installation.id(),
            version=1,
            number=f"{of.number}-{statement.number:03d}",
            document=of.id,
            statement=statement.id,
            parent=None,
            status=Status.ACTIVE,
            kind=content.kind,
            subject=content.subject,
            verb=content.verb,
            object=content.object,
            comparator=content.comparator,
            value=content.value,
            value_high=content.value_high,
            unit=content.unit,
            basis=content.basis,
            nature=content.nature,
            baseline=None,
            period=content.period or of.period,
            due_day=due_of(content, of),
            scope=content.scope or of.scope,
            path=of.path,
            lead_unit=None,
            lead_words="、".join(content.lead_units),
            supporting=(),
            supporting_words=content.supporting_units,
            leader_words=content.leader,
            relation=content.relation,
            not_stated=content.not_stated,
            indicator=None,
            act=act,
            created_at=at,
            local_day=self._installation.local_day(at),
            state=None,
            check="unchecked",
            doubt="none",
            actual=None,
            actual_state="missing",
        )

    def _set_status(self, unit: Unit, of: Commitment, status: Status, *, ground: str, at: int) -> Commitment:
        """The commitment stands differently from today on: its row, and a term beside the old ones."""
        (after,) = self._set_statuses(unit, [of], status, ground=ground, at=at)
        return after

    def _set_statuses(
        self, unit: Unit, of: Sequence[Commitment], status: Status, *, ground: str, at: int
    ) -> list[Commitment]:
        """The same for many; refused as a whole when one was changed meanwhile."""
        here = self._installation
        for part, marks, pairs in _pairs([(each.id, each.version) for each in of], after=1):
            unit.run(
                f"UPDATE commitment SET status=$1, version=version+1 WHERE (id, version) IN ({marks})",
                str(status),
                *pairs,
                expect=part,
                what="commitment",
            )
        changed = [replace(each, status=status, version=each.version + 1) for each in of]
        today = here.local_day(at)
        terms = [rows.term_row(here.id(), each, valid_from=today, ground=ground) for each in changed]
        _insert(unit, "commitment_term", terms)
        return changed

    def _mark(
        self, unit: Unit, statements: Sequence[Statement], review: Review, *, at: int | None, by: Actor, act: int | None
    ) -> None:
        """Set the review of many statements; refused as a whole when one was decided meanwhile."""
        for part, marks, pairs in _pairs([(each.id, each.version) for each in statements], after=4):
            unit.run(
                "UPDATE statement SET version=version+1, review=$1, reviewed_at=$2, reviewed_by=$3, act_id=$4 "
                f"WHERE (id, version) IN ({marks})",
                str(review),
                at,
                by.name if at is not None else "",
                act,
                *pairs,
                expect=part,
                what="statement",
            )

    def _record(
        self,
        unit: Unit,
        kind: str,
        type_: str,
        identity: int,
        *,
        path: str,
        by: Actor,
        ground: str,
        at: int,
        body: Mapping[str, object],
    ) -> None:
        here = self._installation
        journal.record(
            unit,
            here.id(),
            kind=kind,
            subject=journal.Subject(type_, identity),
            by=by,
            ground=ground,
            at=at,
            local_day=here.local_day(at),
            path=path,
            body=body,
        )


def due_of(content: Content, of: Document) -> int | None:
    """The day by which it is due: the one named, else the last day of the period it is about."""
    if content.due:
        try:
            return parse_day(content.due)
        except Invalid:
            pass  # words such as "by the middle of the year" stay words; the period then says when
    period = content.period or of.period
    return None if period is None else period[1] * 10_000 + 1231


def _insert(unit: Unit, table: str, new: Sequence[Mapping[str, Value]]) -> None:
    if new:
        unit.insert_many(table, tuple(new[0]), [tuple(row.values()) for row in new])


def _pairs(rows_: Sequence[tuple[int, int]], *, after: int) -> Iterator[tuple[int, str, list[Value]]]:
    """Parts of rows by id and version: how many, their parameters numbered from `after` + 1, and the values."""
    for start in range(0, len(rows_), _PART):
        part = rows_[start : start + _PART]
        marks = ", ".join(f"(${2 * i + after + 1}, ${2 * i + after + 2})" for i in range(len(part)))
        yield len(part), marks, [value for pair in part for value in pair]
