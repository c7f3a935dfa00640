"""What arrives is kept once, as it came, under a key of its own; the same request is the same report."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from luoshi.base.db import Database, Duplicate
from luoshi.base.definitions import Words
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor
from luoshi.kernel import journal
from luoshi.kernel.files import KeyRing, Personal
from luoshi.kernel.intake import (
    Arrival,
    Intake,
    Place,
    Reception,
    RequestReused,
    SignalKind,
    SignalKindUnknown,
    SignalUnknown,
    TimeDoubtful,
)
from luoshi.kernel.journal import Subject
from tests.unit.kernel.lamps import IN_NORTH, NORTH, SOUTH, WHOLE, HandClock, city

Run = Callable[[Coroutine[Any, Any, Any]], Any]
RESIDENT = Actor(kind="resident")
DARK = SignalKind(id="lamp_dark", name=Words(zh="路灯不亮", en="lamp is dark"), thing_type="lamp")
BODY = '{"text":"门口的灯不亮","phone":"13812345678"}'.encode()


@dataclass(kw_only=True)
class Door:
    installation: Installation
    clock: HandClock
    keys: KeyRing
    personal: Personal
    intake: Intake
    run: Run
    path: Path

    def arrival(self, request: str = "r-1", **more: Any) -> Arrival:
        made = Arrival(
            source="resident",
            request=request,
            body=BODY,
            kind="street_lighting.lamp_dark",
            channel="resident",
            at=self.clock(),
            place=Place(path=NORTH, lon=1_180_500_000, lat=368_083_333),
            text="门口的灯不亮",
            contacts={"name": "王小芳", "phone": "13812345678"},
        )
        return replace(made, **more)

    def take(self, arrival: Arrival, case: int | None = 900) -> Reception:
        async def go() -> Reception:
            reception = self.intake.read(arrival)
            async with self.installation.database.unit() as unit:
                self.intake.record(unit, reception, case=case, result={"number": "N1", "case": case}, by=RESIDENT)
            return reception

        found: Reception = self.run(go())
        return found

    def count(self, table: str) -> int:
        return int(self.run(self.installation.database.value(f"SELECT count(*) FROM {table}")))


@pytest.fixture
def door(database: Database, run: Run, tmp_path: Path) -> Door:
    clock = HandClock()
    installation = run(city(database, clock, DARK))
    keys = KeyRing(tmp_path / "keys.bin")
    personal = Personal(installation, keys)
    return Door(
        installation=installation,
        clock=clock,
        keys=keys,
        personal=personal,
        intake=Intake(installation, personal),
        run=run,
        path=tmp_path,
    )


def test_a_report_becomes_a_receipt_and_a_signal(door: Door) -> None:
    taken = door.take(door.arrival())
    receipt = door.run(door.intake.receipt(taken.receipt, scope=IN_NORTH))
    assert (receipt.size, receipt.state, receipt.digest) == (len(BODY), "read", taken.digest)
    [(signal, of, files)] = door.run(door.intake.signals_of(900, scope=IN_NORTH))
    assert (signal.text, signal.local_day, of, files) == ("门口的灯不亮", 20_260_301, taken.receipt, ())
    lines = door.run(journal.history(door.installation.database, Subject("signal", signal.id), scope=WHOLE))
    assert [(line.kind, line.body["digest"]) for line in lines] == [("signal.received", taken.digest)]


def test_the_same_request_gives_the_same_answer_and_key(door: Door) -> None:
    taken = door.take(door.arrival())
    before = door.run(door.intake.answered("resident", "r-1", BODY))
    assert (before.receipt, before.result["number"], before.follow) == (taken.receipt, "N1", taken.follow)
    assert door.run(door.intake.answered("resident", "r-2", BODY)) is None
    assert door.run(door.intake.answered("person:4", "r-1", BODY)) is None


def test_another_body_under_the_same_request_is_refused(door: Door) -> None:
    door.take(door.arrival())
    with pytest.raises(RequestReused):
        door.run(door.intake.answered("resident", "r-1", BODY + b" "))


def test_two_at_once_with_one_request_leave_one_report(door: Door) -> None:
    door.take(door.arrival())
    with pytest.raises(Duplicate):
        door.take(door.arrival())
    assert [door.count(table) for table in ("receipt", "signal", "intake_key")] == [1, 1, 1]
    assert door.count("personal") == 2


@pytest.mark.parametrize("moment", ["2026-03-02T12:01", "2026-03-10T00:00", "2025-02-27T12:00"])
def test_a_report_from_the_future_or_of_long_ago_is_refused(door: Door, moment: str) -> None:
    here = HandClock()
    with pytest.raises(TimeDoubtful):
        door.intake.read(door.arrival(at=here.set(moment)))


def test_a_kind_that_is_not_in_force_here_is_refused(door: Door) -> None:
    with pytest.raises(SignalKindUnknown):
        door.intake.read(door.arrival(kind="street_lighting.lamp_green"))


def test_who_is_outside_the_area_sees_no_receipt_and_no_signal(door: Door) -> None:
    taken = door.take(door.arrival(place=Place(path=SOUTH)))
    with pytest.raises(SignalUnknown):
        door.run(door.intake.receipt(taken.receipt, scope=IN_NORTH))
    assert door.run(door.intake.signals_of(900, scope=IN_NORTH)) == []


def test_only_the_holder_of_the_key_follows(door: Door) -> None:
    taken = door.take(door.arrival())
    assert door.run(door.intake.followed(900, taken.follow)).id == taken.signal.id
    for key in ("", "wrong", taken.follow + "x"):
        assert door.run(door.intake.followed(900, key)) is None
    assert door.run(door.intake.followed(901, taken.follow)) is None


def test_contacts_and_the_body_lie_sealed(door: Door) -> None:
    taken = door.take(door.arrival())
    rows = door.run(door.installation.database.fetch("SELECT body FROM receipt"))
    sealed = bytes(rows[0]["body"])
    assert b"13812345678" not in sealed
    assert door.keys.open(taken.slot, sealed, about=str(taken.receipt).encode()) == BODY
    shown = door.run(door.personal.masked(Subject("signal", taken.signal.id), scope=IN_NORTH))
    assert shown == {"name": "王**", "phone": "138****5678"}
    [value] = {each.slot for each in door.run(door.personal.owned_by("phone", "13812345678"))}
    assert value == taken.slot


def test_an_erased_reporter_leaves_a_signal_whose_body_and_key_nobody_has(door: Door) -> None:
    taken = door.take(door.arrival())

    async def erase() -> None:
        rows = await door.personal.under_the_same_keys(await door.personal.owned_by("phone", "13812345678"))
        async with door.installation.database.unit() as unit:
            slots = await door.personal.erase(unit, rows, by=RESIDENT, ground="on request")
        door.keys.destroy(slots)

    door.run(erase())
    row = door.run(door.installation.database.row("SELECT slot, body FROM receipt"))
    assert door.keys.open(row["slot"], bytes(row["body"]), about=str(taken.receipt).encode()) is None
    assert door.run(door.intake.receipt(taken.receipt, scope=IN_NORTH)).digest == taken.digest
    [(signal, _, _)] = door.run(door.intake.signals_of(900, scope=IN_NORTH))
    assert signal.text == "门口的灯不亮"
    with pytest.raises(RequestReused):
        door.run(door.intake.answered("resident", "r-1", BODY))
    assert door.run(journal.verify(door.installation.database)).faults == ()


def test_the_case_behind_a_signal_is_known(door: Door) -> None:
    with_case, without = door.take(door.arrival()), door.take(door.arrival("r-2"), case=None)
    assert door.run(door.intake.case_of(with_case.signal.id)) == 900
    assert door.run(door.intake.case_of(without.signal.id)) is None
    assert door.run(door.intake.case_of(1)) is None
