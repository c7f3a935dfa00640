"""A private telephone number of somebody who works here is sealed, shown masked, and opened only with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from luoshi.base.scope import EVERYTHING, MACHINE, Reach, Scope
from luoshi.kernel import journal
from luoshi.kernel.files import KeyRing, Personal
from luoshi.kernel.files.errors import PersonalNotOpen
from luoshi.kernel.parties.contacts import Contacts
from luoshi.kernel.parties.errors import NoSuchParty, OutOfScope
from tests.unit.kernel.parties.conftest import Office

NUMBER = "13800005678"
MAY_OPEN = Scope(reaches=(Reach(path="0001"),), personal=True)


@pytest.fixture
def contacts(office: Office, tmp_path: Path) -> Contacts:
    office.parties.contacts.personal = Personal(office.installation, KeyRing(tmp_path / "keys.bin"))
    return office.parties.contacts


def _put(office: Office, field: str = "phone", value: str = NUMBER, scope: Scope = EVERYTHING) -> None:
    async def go() -> None:
        async with office.installation.database.unit() as unit:
            office.parties.contacts.put(
                unit, office.person("张三").id, field, value, by=MACHINE, ground="a test", scope=scope
            )

    office.run(go())


def _open(office: Office, scope: Scope, ground: str) -> Any:
    async def go() -> str:
        async with office.installation.database.unit() as unit:
            return await office.parties.contacts.open(
                unit, office.person("张三").id, "phone", by=MACHINE, ground=ground, scope=scope
            )

    return office.run(go())


def test_colleagues_see_it_masked(office: Office, contacts: Contacts) -> None:
    _put(office)
    assert office.run(contacts.masked(office.person("张三").id, scope=EVERYTHING)) == {"phone": "138****5678"}
    elsewhere = Scope(reaches=(Reach(path="0002"),))
    assert office.run(contacts.masked(office.person("张三").id, scope=elsewhere)) == {}


def test_opening_needs_a_reason_and_leaves_a_line(office: Office, contacts: Contacts) -> None:
    _put(office)
    with pytest.raises(PersonalNotOpen):
        _open(office, MAY_OPEN, "  ")
    assert _open(office, MAY_OPEN, "night alarm") == NUMBER
    lines = office.run(journal.page(office.installation.database, scope=EVERYTHING, kind="personal.opened"))
    assert [line.ground for line in lines] == ["night alarm"]


def test_the_newest_number_is_the_one_that_holds(office: Office, contacts: Contacts) -> None:
    _put(office)
    _put(office, value="13911112222")
    assert _open(office, MAY_OPEN, "night alarm") == "13911112222"


def test_only_known_fields_within_the_own_scope_are_kept(office: Office, contacts: Contacts) -> None:
    with pytest.raises(NoSuchParty):
        _put(office, field="religion")
    with pytest.raises(OutOfScope):
        _put(office, scope=Scope(reaches=(Reach(path="0002"),)))
