"""分工调整 and 移交: many items move in one act, and the rows of before stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from luoshi.base.db import Stale, Unit
from luoshi.base.scope import EVERYTHING, MACHINE, Actor
from luoshi.kernel import journal
from luoshi.kernel.parties import Portfolio
from luoshi.kernel.parties.errors import NoSuchParty
from tests.unit.kernel.parties.conftest import DAY, Office


@dataclass
class Ledger:
    """A module whose items belong to posts; it keeps them in its own table."""

    office: Office
    name: str = "items"
    made: bool = field(default=False, init=False)

    def begin(self, items: list[tuple[int, int, int]]) -> None:
        database = self.office.installation.database
        self.office.run(database.script(["CREATE TABLE item (id BIGINT PRIMARY KEY, post_id BIGINT, line BIGINT)"]))
        self.office.run(database.load("item", ("id", "post_id", "line"), items))

    async def open_at(self, post: int) -> int:
        return int(await self.office.installation.database.value("SELECT count(*) FROM item WHERE post_id=$1", post))

    async def transfer(self, unit: Unit, *, source: int, target: int, by: Actor, ground: str) -> int:
        unit.update("item", {"post_id": target}, where={"post_id": source}, expect=None)
        return await self.open_at(source)

    async def follow(self, unit: Unit, *, line: int, source: int, target: int, by: Actor, ground: str) -> int:
        unit.update("item", {"post_id": target}, where={"post_id": source, "line": line}, expect=None)
        found = "SELECT count(*) FROM item WHERE post_id=$1 AND line=$2"
        return int(await self.office.installation.database.value(found, source, line))

    def owners(self) -> list[int]:
        rows = self.office.run(self.office.installation.database.fetch("SELECT post_id FROM item ORDER BY id"))
        return [row["post_id"] for row in rows]


def _line(office: Office) -> Portfolio:
    found: Portfolio = office.act(
        office.parties.lists.put_portfolio, post=office.post("chief").id, theme="城市管理", valid_from=20_200_101
    )
    return found


def test_one_changed_row_moves_every_item_of_the_portfolio_and_keeps_the_row_of_before(office: Office) -> None:
    line, ledger = _line(office), Ledger(office)
    chief, dispatch = office.post("chief").id, office.post("dispatch").id
    ledger.begin([(1, chief, line.line), (2, chief, line.line), (3, chief, 99)])
    office.parties.lists.holds_work(ledger)
    new, moved = office.act(
        office.parties.lists.move_portfolio, row=line.id, to_post=dispatch, day=DAY, version=line.version
    )
    assert moved == 2
    assert ledger.owners() == [dispatch, dispatch, chief]
    rows = sorted(office.parties.directory.portfolios.values(), key=lambda row: row.valid_from)
    assert [(row.post, row.valid_from, row.valid_to) for row in rows] == [
        (chief, 20_200_101, DAY),
        (dispatch, DAY, None),
    ]
    assert {row.line for row in rows} == {new.line}
    (written,) = office.run(journal.page(office.installation.database, scope=EVERYTHING, kind="party.portfolio_moved"))
    assert written.body["items"] == 2


def test_two_that_change_one_row_at_once_are_told(office: Office) -> None:
    line = _line(office)
    values = {"row": line.id, "to_post": office.post("dispatch").id, "version": line.version}
    office.act(office.parties.lists.move_portfolio, day=DAY, **values)
    with pytest.raises(Stale):
        office.act(office.parties.lists.move_portfolio, day=DAY + 1, **values)


def test_the_line_of_the_unit_answers_before_the_theme_and_the_place(office: Office) -> None:
    put, chief = office.parties.lists.put_portfolio, office.post("chief").id
    office.act(put, post=chief, path="0001", valid_from=20_200_101)
    theme = office.act(put, post=chief, theme="城市管理", valid_from=20_200_101)
    unit = office.act(put, post=chief, agency=office.agency("light").id, valid_from=20_200_101)
    officer = office.parties.lists.officer
    light = office.agency("light").id
    assert officer(about="城市管理水平", path="0001", agency=light, day=DAY) == unit
    assert officer(about="城市管理", path="0001", agency=None, day=DAY) == theme
    assert officer(about="教育", path="0009", agency=None, day=DAY) is None


def test_all_open_work_of_a_post_goes_to_another_in_one_act(office: Office) -> None:
    ledger = Ledger(office)
    source, target = office.post("dispatch").id, office.post("clerk").id
    ledger.begin([(number, source, 0) for number in range(60)])
    office.parties.lists.holds_work(ledger)
    assert office.run(office.parties.lists.open_work(source)) == {"portfolio_lines": 0, "items": 60}
    assert office.act(office.parties.lists.transfer, source=source, target=target)["items"] == 60
    assert set(ledger.owners()) == {target}


def test_the_lines_of_the_portfolio_list_are_handed_over_with_the_rest(office: Office) -> None:
    line, ledger = _line(office), Ledger(office)
    chief, dispatch = office.post("chief").id, office.post("dispatch").id
    ledger.begin([(1, chief, line.line), (2, chief, 99)])
    office.parties.lists.holds_work(ledger)
    assert office.run(office.parties.lists.open_work(chief)) == {"portfolio_lines": 1, "items": 2}
    office.act(office.parties.lists.transfer, source=chief, target=dispatch)
    assert ledger.owners() == [dispatch, dispatch]
    assert office.run(office.parties.lists.open_work(chief)) == {"portfolio_lines": 0, "items": 0}
    found = office.parties.lists.officer(about="城市管理", path="0001", agency=None, day=DAY)
    assert found is not None
    assert (found.post, found.line) == (dispatch, line.line)


def test_a_transfer_to_nowhere_moves_nothing(office: Office) -> None:
    ledger = Ledger(office)
    source = office.post("dispatch").id
    ledger.begin([(1, source, 0)])
    office.parties.lists.holds_work(ledger)
    with pytest.raises(NoSuchParty):
        office.act(office.parties.lists.transfer, source=source, target=1)
    assert ledger.owners() == [source]


def test_one_unit_may_enter_an_agency_its_post_and_who_holds_it(office: Office) -> None:
    async def enter() -> None:
        organisation = office.parties.organisation
        common: dict[str, Any] = {"by": MACHINE, "ground": "a test", "scope": EVERYTHING, "valid_from": DAY}
        unit = office.installation.database.unit()
        name = office.agency("gov").name
        agency = await organisation.put_agency(unit, code="new", name=name, path="0001", **common)
        post = await organisation.put_post(unit, agency=agency.id, code="new-1", name=name, **common)
        person = await organisation.put_person(unit, name="钱五", **common)
        await organisation.hold(unit, person=person.id, post=post.id, **common)
        await office.parties.grants.grant(unit, role="leader", path="0001", post=post.id, **common)
        await unit.commit()
        await office.parties.refresh()

    office.run(enter())
    actor = office.parties.actor_of(office.person("钱五").id)
    assert office.parties.may(actor, "overview.read", "0001")
