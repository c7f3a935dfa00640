"""The notice of the next year is entered: limits may run into it, and what waited for it is looked at."""

from __future__ import annotations

from luoshi.base.scope import MACHINE
from tests.whole.conftest import Place

NOTICE = "国务院办公厅关于2035年部分节假日安排的通知"


async def whole_place(place: Place) -> str:
    """A program that may edit the calendar of the whole place."""
    async with place.house.unit() as unit:
        secret, _ = await place.house.parties.grants.create_token(
            unit, name="calendar", role="administrator", path="", days=1, by=MACHINE, ground="a test",
            scope=place.house.everything,
        )  # fmt: skip
    return secret


def test_a_year_is_entered_and_cases_that_waited_are_looked_at(place: Place) -> None:
    admin = place.as_("admin")
    admin.get("/calendars/2035", expect=422)
    headers = {"authorization": f"Bearer {place.run(whole_place(place))}"}
    new_year = {"status": "holiday", "name": "元旦", "source": NOTICE}
    body = {"source": NOTICE, "days": {"2035-01-01": new_year}}
    entered = place.run(place.client.put("/api/v1/calendars/2035", json=body, headers=headers))
    assert entered.status_code == 200, entered.text
    assert 2035 in admin.get("/calendars/2035")["announced"]
    place.round()
    jobs = {each["kind"]: each for each in admin.get("/jobs")["items"]}
    assert (jobs["cases.due_times"]["state"], jobs["cases.due_times"]["result"]) == ("done", 0)
