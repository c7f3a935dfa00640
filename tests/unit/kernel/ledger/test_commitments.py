"""What happens to a commitment: it is owned, claimed, proved, withdrawn; and every term it ever had is kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from luoshi.base.db import Database, Stale
from luoshi.base.scope import Reach, Scope
from luoshi.kernel import ledger as house
from luoshi.kernel.ledger import EvidenceKind, Filter, Ledger, Status
from tests.unit.kernel.ledger.plan import CLERK, DISTRICT, NOON, OFFICE, accepted, place

Run = Callable[[Any], Any]
LIGHTS, PARKS = 41, 42


class Desk:
    """A plan with two promises, and one who works on them."""

    def __init__(self, database: Database, ledger: Ledger, parking: int, lit: int) -> None:
        self.database, self.ledger, self.parking, self.lit = database, ledger, parking, lit

    async def act(self, verb: str, identity: int, **more: Any) -> Any:
        async with self.database.unit() as unit:
            method = getattr(self.ledger, verb)
            return await method(unit, identity, by=CLERK, ground=verb, scope=OFFICE, **more)

    async def of(self, identity: int, scope: Scope = OFFICE) -> house.Commitment:
        return await self.ledger.commitment(identity, scope=scope)


@pytest.fixture
def desk(database: Database, run: Run) -> Desk:
    ledger = Ledger(place(database))
    _, made = run(accepted(ledger, database))
    return Desk(database, ledger, made[0].id, made[1].id)


def test_a_unit_sees_what_it_answers_for_and_nothing_else(desk: Desk, run: Run) -> None:
    run(desk.act("assign", desk.lit, version=1, lead_unit=LIGHTS, supporting=[PARKS, LIGHTS], due_day=20_261_130))
    lights = Scope(reaches=(Reach(path=DISTRICT, agency=LIGHTS),))
    assert [each.id for each in run(desk.ledger.commitments(Filter(), scope=lights))] == [desk.lit]
    after = run(desk.of(desk.lit, lights))
    assert (after.lead_unit, after.supporting, after.due_day) == (LIGHTS, (PARKS,), 20_261_130)
    with pytest.raises(house.NoSuchCommitment):
        run(desk.of(desk.parking, lights))
    assert run(desk.ledger.unowned(path=DISTRICT, scope=OFFICE)) == 1


def test_a_new_assignment_ends_the_old_one(desk: Desk, run: Run) -> None:
    run(desk.act("assign", desk.lit, version=1, lead_unit=LIGHTS))
    run(desk.act("assign", desk.lit, version=2, lead_unit=PARKS))
    rows = run(desk.ledger.assignments(run(desk.of(desk.lit))))
    assert [(each.agency, each.role, each.valid_to is None) for each in rows] == [
        (LIGHTS, "lead", False),
        (PARKS, "lead", True),
    ]


def test_of_two_who_assign_at_once_the_second_is_told(desk: Desk, run: Run) -> None:
    run(desk.act("assign", desk.lit, version=1, lead_unit=LIGHTS))
    with pytest.raises(Stale):
        run(desk.act("assign", desk.lit, version=1, lead_unit=PARKS))


def test_claim_and_evidence_are_two_things_and_evidence_stays_with_its_commitment(desk: Desk, run: Run) -> None:
    claim = run(desk.act("claim", desk.parking, local_day=20_261_120, value=Decimal(1200), words="已建 1200 个"))
    run(desk.act("attach_evidence", desk.parking, kind=EvidenceKind.PHOTO, claim=claim.id, words="现场照片"))
    with pytest.raises(house.ClaimOfAnother):
        run(desk.act("attach_evidence", desk.lit, kind=EvidenceKind.PHOTO, claim=claim.id))
    of = run(desk.of(desk.parking))
    assert [each.value for each in run(desk.ledger.claims(of))] == [Decimal(1200)]
    assert [(each.kind, each.claim) for each in run(desk.ledger.evidence(of))] == [("photo", claim.id)]
    assert run(desk.ledger.claims(of, known_at=NOON - 10**12)) == []


def test_a_claim_says_something(desk: Desk, run: Run) -> None:
    with pytest.raises(house.BadTerm):
        run(desk.act("claim", desk.parking, local_day=20_261_120, words=" "))


def test_a_revision_never_replaces_the_promise(desk: Desk, run: Run) -> None:
    run(desk.act("bind", desk.lit, version=1, indicator="street_lighting.lit_rate", baseline=Decimal("96.5")))
    run(desk.act("assign", desk.lit, version=2, lead_unit=LIGHTS, due_day=20_261_130))
    run(desk.act("withdraw", desk.lit, version=3))
    terms = run(desk.ledger.terms(run(desk.of(desk.lit))))
    assert [(each.status, each.indicator, each.due_day) for each in terms] == [
        (Status.ACTIVE, None, 20_261_231),
        (Status.ACTIVE, "street_lighting.lit_rate", 20_261_231),
        (Status.ACTIVE, "street_lighting.lit_rate", 20_261_130),
        (Status.WITHDRAWN, "street_lighting.lit_rate", 20_261_130),
    ]
    assert {each.value for each in terms} == {Decimal(98)}
    with pytest.raises(house.NotACommitment):
        run(desk.act("claim", desk.lit, local_day=20_261_120, words="还在做"))


def test_history_is_the_journal(desk: Desk, run: Run) -> None:
    run(desk.act("assign", desk.lit, version=1, lead_unit=LIGHTS))
    run(desk.act("set_milestone", desk.lit, day=20_261_201, value=Decimal(97), words="年中"))
    run(desk.act("claim", desk.lit, local_day=20_261_120, value=Decimal(97)))
    lines = run(desk.ledger.history(run(desk.of(desk.lit)), scope=OFFICE)).lines
    assert [line.kind for line in lines] == [
        "document.accepted_above",
        "commitment.assigned",
        "commitment.milestone_set",
        "commitment.claimed",
    ]
    assert {line.by.name for line in lines} == {CLERK.name}


def test_lists_are_narrowed_by_year_kind_words_and_unit(desk: Desk, run: Run) -> None:
    run(desk.act("assign", desk.lit, version=1, lead_unit=LIGHTS))

    def found(**chosen: Any) -> list[int]:
        return [each.id for each in run(desk.ledger.commitments(Filter(**chosen), scope=OFFICE))]

    assert found() == [desk.parking, desk.lit]
    assert found(words="亮灯") == [desk.lit]
    assert found(words="%") == []
    assert found(unit=LIGHTS) == [desk.lit]
    assert found(unowned=True) == [desk.parking]
    assert found(kind="task") == []
    assert found(year=2026) == [desk.parking, desk.lit]
    assert found(year=2027) == []
    assert run(desk.ledger.count(Filter(), scope=OFFICE)) == (2, True)
    assert [each.id for each in run(desk.ledger.commitments(Filter(), scope=OFFICE, after=desk.parking))] == [desk.lit]
