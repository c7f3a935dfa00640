"""From a document to commitments: what was read is kept, who decided is told, one act can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from luoshi.base.db import Database, Stale
from luoshi.kernel import ledger as house
from luoshi.kernel.ledger import Decision, Filter, Ledger, Review, Status
from luoshi.kernel.ledger.reviews import UNDO_WINDOW
from tests.unit.kernel.ledger.plan import (
    CLERK,
    COLLEAGUE,
    DISTRICT,
    NEIGHBOUR,
    NOON,
    OFFICE,
    TEXT,
    TOWN,
    accepted,
    all_statements,
    place,
    read_plan,
    received,
)

Run = Callable[[Any], Any]


def test_a_document_keeps_its_text_once_and_its_statements_lie_beside_it(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document = run(read_plan(ledger, database))
    text = run(ledger.text(document))
    assert text == TEXT
    assert [text[each.start : each.end] for each in run(all_statements(ledger, document))] == [
        each.quote for each in run(all_statements(ledger, document))
    ]
    assert document.number == "2026-1" and document.state == "read"
    counts = run(ledger.counts([document]))[document.id]
    assert (counts.total, counts.unreviewed, counts.unsure) == (4, 4, 1)


def test_the_same_text_is_received_once_for_one_place(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    run(received(ledger, database))
    with pytest.raises(house.AlreadyReceived) as refusal:
        run(received(ledger, database))
    assert "2026-1" in refusal.value.sentence("zh")
    other = run(received(ledger, database, path=TOWN))
    assert other.number == "2026-2"


def test_a_document_without_text_is_refused_and_leaves_nothing(database: Database, run: Run) -> None:
    with pytest.raises(house.EmptyDocument):
        run(received(Ledger(place(database)), database, text=" \n"))
    assert run(database.value("SELECT count(*) FROM document")) == 0
    assert run(database.value("SELECT count(*) FROM journal")) == 0


def test_an_accepted_target_becomes_a_commitment_that_leads_to_its_sentence(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document = run(read_plan(ledger, database))
    lit = run(all_statements(ledger, document))[1]
    run(_review(ledger, database, lit, Decision.ACCEPT))
    (made,) = run(ledger.commitments(Filter(), scope=OFFICE))
    assert made.number == "2026-1-002"
    assert (made.subject, made.comparator, made.value, made.unit) == ("主次干道路灯亮灯率", ">=", Decimal(98), "%")
    assert made.period == (2026, 2026) and made.due_day == 20_261_231
    origin = run(ledger.origin(made))
    assert origin.quote == TEXT[origin.start : origin.end] == lit.quote
    assert origin.before + origin.quote + origin.after in TEXT


def test_a_result_is_accepted_without_becoming_a_commitment(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    result = run(all_statements(ledger, run(read_plan(ledger, database))))[3]
    after = run(_review(ledger, database, result, Decision.ACCEPT))
    assert after.review is Review.ACCEPTED
    assert run(ledger.commitments(Filter(), scope=OFFICE)) == []


def test_a_correction_is_kept_beside_what_was_read(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    parking = run(all_statements(ledger, run(read_plan(ledger, database))))[0]
    corrections: dict[str, object] = {"value": "3200", "comparator": ">=", "unit": "个"}
    run(_review(ledger, database, parking, Decision.CORRECT, corrections))
    after = run(ledger.statement(parking.id, scope=OFFICE))
    assert after.read.value == Decimal(3000) and after.content.value == Decimal(3200)
    assert after.corrected == {"value": "3200", "comparator": ">="}
    assert run(ledger.commitments(Filter(), scope=OFFICE))[0].value == Decimal(3200)


@pytest.mark.parametrize(
    ("corrections", "word"),
    [
        ({"colour": "red"}, "colour"),
        ({"comparator": "≥"}, "comparator"),
        ({"value": "about ninety"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"period": [2030, 2021]}, "period"),
        ({"subject": " "}, "subject"),
        ({"value": "9", "value_high": "3"}, "value_high"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    database: Database, run: Run, corrections: dict[str, object], word: str
) -> None:
    ledger = Ledger(place(database))
    first = run(all_statements(ledger, run(read_plan(ledger, database))))[0]
    with pytest.raises(house.BadCorrection) as refusal:
        run(_review(ledger, database, first, Decision.CORRECT, corrections))
    assert word in refusal.value.sentence("en")
    assert run(ledger.statement(first.id, scope=OFFICE)).review is Review.UNREVIEWED


def test_of_two_people_at_once_the_second_is_told(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    seen = run(all_statements(ledger, run(read_plan(ledger, database))))[0]
    run(_review(ledger, database, seen, Decision.ACCEPT))
    with pytest.raises(house.ReviewedByAnother) as refusal:
        run(_review(ledger, database, seen, Decision.REJECT, by=COLLEAGUE))
    assert "王敏" in refusal.value.sentence("zh")


def test_of_two_people_in_the_same_moment_one_act_holds(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    seen = run(all_statements(ledger, run(read_plan(ledger, database))))[0]
    first, second = database.unit(), database.unit()
    for unit, by in ((first, CLERK), (second, COLLEAGUE)):
        run(ledger.review(unit, seen.id, version=1, decision=Decision.REJECT, by=by, ground="review", scope=OFFICE))
    run(first.commit())
    with pytest.raises(Stale):
        run(second.commit())
    assert run(ledger.statement(seen.id, scope=OFFICE)).reviewed_by == "王敏"


def test_accepting_above_a_confidence_is_one_signed_act_that_lists_its_statements(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document, made = run(accepted(ledger, database))
    assert [each.number for each in made] == ["2026-1-001", "2026-1-002"]
    reviews = [each.review for each in run(all_statements(ledger, document))]
    assert reviews == ["accepted", "accepted", "unreviewed", "accepted"]
    lines = run(ledger.history(made[0], scope=OFFICE)).lines
    assert [line.kind for line in lines] == ["document.accepted_above"]
    assert len(lines[0].body["statements"]) == 3 and len(lines[0].body["digest"]) == 64


def test_an_act_is_undone_as_a_whole_and_once(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document, made = run(accepted(ledger, database))
    act = made[0].act
    run(_undo(ledger, database, act))
    assert {each.review for each in run(all_statements(ledger, document))} == {"unreviewed"}
    assert run(ledger.commitments(Filter(), scope=OFFICE)) == []
    assert {each.status for each in run(ledger.commitments(Filter(status=None), scope=OFFICE))} == {Status.VOID}
    with pytest.raises(house.CannotUndo):
        run(_undo(ledger, database, act))


def test_a_commitment_void_by_undo_stands_again_under_its_number(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document, made = run(accepted(ledger, database))
    run(_undo(ledger, database, made[0].act))
    first = run(all_statements(ledger, document))[0]
    run(_review(ledger, database, first, Decision.ACCEPT))
    (again,) = run(ledger.commitments(Filter(), scope=OFFICE))
    assert (again.id, again.number, again.status) == (made[0].id, made[0].number, Status.ACTIVE)


def test_an_act_on_which_somebody_has_worked_is_not_undone(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    _, made = run(accepted(ledger, database))

    async def bind() -> None:
        async with database.unit() as unit:
            await ledger.bind(
                unit, made[1].id, version=1, indicator="street_lighting.lit_rate", by=CLERK, ground="", scope=OFFICE
            )

    run(bind())
    with pytest.raises(house.CannotUndo):
        run(_undo(ledger, database, made[0].act))


def test_an_act_is_undone_within_its_time_only(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    _, made = run(accepted(ledger, database))
    late = Ledger(place(database, at=NOON + UNDO_WINDOW + 1))
    with pytest.raises(house.CannotUndo):
        run(_undo(late, database, made[0].act))


def test_a_rejected_statement_takes_its_commitment_with_it(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document, made = run(accepted(ledger, database))
    first = run(all_statements(ledger, document))[0]
    run(_review(ledger, database, first, Decision.REJECT))
    assert [each.number for each in run(ledger.commitments(Filter(), scope=OFFICE))] == [made[1].number]


def test_a_neighbour_district_sees_nothing(database: Database, run: Run) -> None:
    ledger = Ledger(place(database))
    document, made = run(accepted(ledger, database))
    assert run(ledger.documents(scope=NEIGHBOUR)) == []
    assert run(ledger.commitments(Filter(), scope=NEIGHBOUR)) == []
    with pytest.raises(house.NoSuchDocument):
        run(ledger.document(document.id, scope=NEIGHBOUR))
    with pytest.raises(house.NoSuchCommitment):
        run(ledger.commitment(made[0].id, scope=NEIGHBOUR))
    assert document.path == DISTRICT


async def _review(
    ledger: Ledger,
    database: Database,
    statement: house.Statement,
    decision: Decision,
    corrections: dict[str, object] | None = None,
    *,
    by: Any = CLERK,
) -> house.Statement:
    async with database.unit() as unit:
        return await ledger.review(
            unit,
            statement.id,
            version=statement.version,
            decision=decision,
            corrections=corrections,
            by=by,
            ground="review",
            scope=OFFICE,
        )


async def _undo(ledger: Ledger, database: Database, act: int | None) -> None:
    assert act is not None
    async with database.unit() as unit:
        await ledger.undo(unit, act, by=CLERK, ground="too early", scope=OFFICE)
