"""The responsibility list: the nearest place, then the nearest kind, and never nowhere."""

from __future__ import annotations

import pytest

from luoshi.kernel.parties import Directory
from luoshi.kernel.parties.errors import NoBackstop
from luoshi.kernel.parties.routing import Routes
from tests.unit.kernel.parties.conftest import DAY, Office

LAMP = "street_lighting.lamp_fault"


def _row(office: Office, kind: str, path: str, lead: str, **more: object) -> int:
    values = {"valid_from": 20_200_101} | more
    put = office.parties.lists.put_responsibility
    return int(office.act(put, kind=kind, path=path, lead=office.agency(lead).id, **values).id)


def test_the_nearest_place_wins_before_the_nearest_kind(office: Office) -> None:
    _row(office, LAMP, "0001", "light", source="区责任清单", clause="第3条")
    town = _row(office, "*", "00010002", "town")
    assert office.parties.route(LAMP, "00010002", DAY).rule == town
    found = office.parties.route(LAMP, "00010003", DAY)
    assert found.agency == office.agency("light").id
    assert found.reason.zh == "按责任清单,由路灯所牵头(区责任清单 第3条)。"


def test_a_kind_wins_over_its_scene_and_the_scene_over_all(office: Office) -> None:
    every = _row(office, "*", "0001", "gov")
    scene = _row(office, "street_lighting.*", "0001", "town")
    exact = _row(office, LAMP, "0001", "light", supporting=[office.agency("town").id])
    route = office.parties.route
    assert [route(kind, "0001", DAY).rule for kind in (LAMP, "street_lighting.cable", "river.litter")] == [
        exact,
        scene,
        every,
    ]
    assert route(LAMP, "0001", DAY).supporting == (office.agency("town").id,)


def test_a_newer_row_takes_over_on_its_first_day(office: Office) -> None:
    before = _row(office, LAMP, "0001", "gov")
    after = _row(office, LAMP, "0001", "light", valid_from=20_260_401)
    assert [office.parties.route(LAMP, "0001", day).rule for day in (20_260_331, 20_260_401)] == [before, after]


def test_what_no_row_names_goes_to_the_backstop_and_says_so(office: Office) -> None:
    backstop = _row(office, "*", "", "gov", backstop=True)
    found = office.parties.route("river.litter", "0009", DAY)
    assert (found.rule, found.backstop) == (backstop, True)
    assert "兜底" in found.reason.zh


def test_a_list_with_a_gap_still_leads_somewhere_and_asks_to_be_completed(office: Office) -> None:
    found = office.parties.route("river.litter", "0009", DAY)
    assert (found.agency, found.rule) == (office.agency("gov").id, 0)
    assert "责任清单" in found.reason.zh


def test_an_agency_that_was_dissolved_leads_nothing(office: Office) -> None:
    _row(office, LAMP, "0001", "light")
    every = _row(office, "*", "0001", "gov")
    light = office.agency("light")
    office.act(
        office.parties.organisation.put_agency,
        code=light.code,
        name=light.name,
        path=light.path,
        valid_from=light.valid_from,
        valid_to=20_260_101,
        identity=light.id,
        version=light.version,
    )
    assert office.parties.route(LAMP, "0001", DAY).rule == every


def test_a_place_without_any_agency_refuses() -> None:
    with pytest.raises(NoBackstop):
        Routes(Directory()).find(LAMP, "0001", DAY)
