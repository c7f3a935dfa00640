"""A commitment bound to an indicator moves when the street moves, and nothing is public until an officer says so."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.scope import MACHINE
from luoshi.kernel import verdicts as house
from luoshi.kernel.ledger import Commitment, EvidenceKind, Ledger
from luoshi.kernel.verdicts import Verdicts
from tests.unit.kernel.indicators.city import LIT_RATE, City, lit_city
from tests.unit.kernel.ledger.plan import CLERK, OFFICE, accepted

Run = Callable[[Any], Any]


class Street:
    """The plan and the lamps of one district, and what the plan office does with them."""

    def __init__(self, city: City, ledger: Ledger, verdicts: Verdicts, promises: list[Commitment]) -> None:
        self.city, self.ledger, self.verdicts = city, ledger, verdicts
        self.parking, self.lit = promises[0].id, promises[1].id

    async def of(self, identity: int) -> Commitment:
        return await self.ledger.commitment(identity, scope=OFFICE)

    async def bind(self, *, baseline: str | None = None) -> None:
        of = await self.of(self.lit)
        async with self.city.database.unit() as unit:
            await self.ledger.bind(
                unit, of.id, version=of.version, indicator=LIT_RATE,
                baseline=None if baseline is None else Decimal(baseline), by=CLERK, ground="binding", scope=OFFICE,
            )  # fmt: skip

    async def assign(self, identity: int) -> None:
        of = await self.of(identity)
        async with self.city.database.unit() as unit:
            await self.ledger.assign(
                unit, of.id, version=of.version, lead_unit=31, by=CLERK, ground="breakdown", scope=OFFICE
            )

    async def claim(self, identity: int, value: str, day: int) -> None:
        async with self.city.database.unit() as unit:
            await self.ledger.claim(
                unit, identity, local_day=day, value=Decimal(value), by=CLERK, ground="report", scope=OFFICE
            )

    async def verdict(self, identity: int, **asked: int) -> house.Verdict:
        (found,) = await self.verdicts.judge([await self.of(identity)], **asked)
        return found

    async def again(self) -> tuple[int, ...]:
        async with self.city.database.unit() as unit:
            done = await self.verdicts.judge_again(unit, await self.verdicts.active(), cause="a test")
        return done.changed


async def _street(database: Database) -> Street:
    city = await lit_city(database)
    here = city.indicators._installation
    ledger = Ledger(here)
    _, promises = await accepted(ledger, database)
    return Street(city, ledger, Verdicts(here, ledger, city.indicators), promises)


async def _lit_street(database: Database) -> tuple[Street, list[int]]:
    """Ten lamps, nine of them lit, and the promise of 98 % bound to them."""
    street = await _street(database)
    lamps = [await street.city.lamp(number) for number in range(10)]
    for lamp in lamps:
        await street.city.see(lamp, int(lamp != lamps[0]))
    await street.bind()
    return street, lamps


def test_a_commitment_moves_when_its_lamps_move(database: Database, run: Run) -> None:
    street, lamps = run(_lit_street(database))
    before = run(street.verdict(street.lit))
    assert (before.state, before.check, before.actual) == ("behind", "checked_data", Decimal(90))
    assert "现为 90%,目标 不低于98%,未达到" in before.formula.zh
    run(street.city.see(lamps[0], 1))
    after = run(street.verdict(street.lit))
    assert (after.state, after.actual) == ("on_schedule", Decimal(100))
    assert after.definition == before.definition is not None
    assert [each.source for each in after.inputs] == ["statement", "indicator"]


def test_what_nobody_measures_is_not_checkable_and_what_a_unit_owes_is_not_reported(
    database: Database, run: Run
) -> None:
    street = run(_street(database))
    assert run(street.verdict(street.parking)).state == "not_checkable"
    run(street.assign(street.parking))
    assert run(street.verdict(street.parking)).state == "not_reported"
    run(street.claim(street.parking, "0", 20_260_301))
    told = run(street.verdict(street.parking))
    assert (told.state, told.check, told.actual) == ("behind", "unchecked", Decimal(0))


def test_a_bound_indicator_without_data_is_not_reported(database: Database, run: Run) -> None:
    street = run(_street(database))
    run(street.bind())
    assert run(street.verdict(street.lit)).state == "not_checkable"
    run(street.city.lamp(1))
    assert run(street.verdict(street.lit)).state == "not_reported"


def test_a_claim_that_the_street_contradicts_is_doubted_and_changes_no_state(database: Database, run: Run) -> None:
    street, _ = run(_lit_street(database))
    run(street.claim(street.lit, "99", 20_260_301))
    verdict = run(street.verdict(street.lit))
    assert (verdict.state, verdict.doubt, verdict.actual) == ("behind", "raised", Decimal(90))


def test_a_claim_in_a_unit_that_measures_something_else_is_not_checkable(database: Database, run: Run) -> None:
    street = run(_street(database))

    async def claim() -> None:
        async with database.unit() as unit:
            await street.ledger.claim(
                unit, street.parking, local_day=20_260_301, value=Decimal(5), measure="公里", by=CLERK, ground="r",
                scope=OFFICE,
            )  # fmt: skip

    run(claim())
    assert run(street.verdict(street.parking)).state == "not_checkable"


def test_a_site_check_is_told_apart_from_the_state(database: Database, run: Run) -> None:
    street, _ = run(_lit_street(database))

    async def prove() -> None:
        async with database.unit() as unit:
            await street.ledger.attach_evidence(
                unit, street.lit, kind=EvidenceKind.SITE_CHECK, words="walked the road", by=CLERK, ground="r",
                scope=OFFICE,
            )  # fmt: skip

    run(prove())
    verdict = run(street.verdict(street.lit))
    assert (verdict.state, verdict.check) == ("behind", "checked_site")


def test_a_verdict_gives_the_same_answer_when_asked_again(database: Database, run: Run) -> None:
    street, lamps = run(_lit_street(database))
    known = street.city.clock.instant
    asked = {"as_of": 20_260_301, "known_at": known}
    before = run(street.verdict(street.lit, **asked))
    street.city.clock.set("2026-06-10T10:00")
    run(street.city.see(lamps[1], 0, at="2026-03-01T13:00"))
    run(street.claim(street.lit, "99", 20_260_301))
    assert run(street.verdict(street.lit, **asked)) == before
    assert run(street.verdict(street.lit, as_of=20_260_301)).actual == Decimal(80)


def test_the_due_day_decides_and_what_is_made_good_later_stays_late(database: Database, run: Run) -> None:
    street, lamps = run(_lit_street(database))
    street.city.clock.set("2027-02-01T10:00")
    assert run(street.verdict(street.lit)).state == "overdue"
    run(street.city.see(lamps[0], 1))
    assert run(street.verdict(street.lit)).state == "done_late"


def test_only_what_changed_is_kept_with_a_line_of_the_journal(database: Database, run: Run) -> None:
    street, lamps = run(_lit_street(database))
    assert set(run(street.again())) == {street.lit, street.parking}
    assert run(street.again()) == ()
    run(street.city.see(lamps[0], 1))
    assert run(street.again()) == (street.lit,)
    assert [each.state for each in run(street.verdicts.history(run(street.of(street.lit))))] == [
        "on_schedule",
        "behind",
    ]
    lines = run(street.ledger.history(run(street.of(street.lit)), scope=OFFICE)).lines
    told = [line for line in lines if line.kind == "verdict.changed"]
    assert [line.body["to"] for line in told] == ["behind", "on_schedule"]
    assert run(street.of(street.lit)).state == "on_schedule"


def test_a_withdrawn_commitment_is_withdrawn_from_that_day_on(database: Database, run: Run) -> None:
    street, _ = run(_lit_street(database))
    street.city.clock.set("2026-05-01T10:00")

    async def withdraw() -> None:
        of = await street.of(street.lit)
        async with database.unit() as unit:
            await street.ledger.withdraw(
                unit, of.id, version=of.version, by=CLERK, ground="the city took it over", scope=OFFICE
            )

    run(withdraw())
    assert run(street.verdict(street.lit)).state == "withdrawn"
    assert run(street.verdict(street.lit, as_of=20_260_430)).state == "behind"


def test_nothing_is_public_until_a_named_officer_releases_it(database: Database, run: Run) -> None:
    street, _ = run(_lit_street(database))

    async def release(by: Any, ground: str) -> None:
        async with database.unit() as unit:
            await street.verdicts.release(
                unit, "commitment", street.lit, path="000100010001", by=by, ground=ground, scope=OFFICE
            )

    assert run(street.verdicts.all_released("commitment")) == []
    with pytest.raises(house.NeedsAName):
        run(release(MACHINE, "approved"))
    with pytest.raises(house.NeedsAGround):
        run(release(CLERK, " "))
    run(release(CLERK, "approved by the office"))
    with pytest.raises(house.AlreadyReleased):
        run(release(CLERK, "again"))
    assert [each.subject for each in run(street.verdicts.all_released("commitment"))] == [street.lit]

    async def withdraw() -> None:
        async with database.unit() as unit:
            await street.verdicts.withdraw(
                unit, "commitment", street.lit, path="000100010001", by=CLERK, ground="an error", scope=OFFICE
            )

    run(withdraw())
    assert run(street.verdicts.all_released("commitment")) == []
    with pytest.raises(house.NotReleased):
        run(withdraw())
