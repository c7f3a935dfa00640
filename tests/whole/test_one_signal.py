"""Follow one signal: a promise in a document, a dark lamp, a repair, and the commitment that moved by itself."""

from __future__ import annotations

import uuid
from typing import Any

from luoshi.kernel import journal
from tests.whole.conftest import Place, Visitor

PLAN = """示例区二〇二六年城市照明工作计划

示例区人民政府

2026年,全区主次干道路灯亮灯率达到99%以上。新建改造路灯800盏。
"""


def report(who: Visitor, lamp: str, *, text: str = "灯不亮", expect: int = 201, request: str = "", **more: Any) -> Any:
    body = {"request_id": request or str(uuid.uuid4()), "kind": "street_lighting.lamp_dark", "thing_code": lamp}
    return who.post("/reports", body | {"text": text} | more, expect=expect)


def see_lit(place: Place) -> None:
    """A night round finds every lamp lit."""
    worker = place.as_(place.worker)
    for lamp in place.lamps:
        worker.post(
            "/reports",
            {"request_id": str(uuid.uuid4()), "kind": "street_lighting.lamp_lit", "thing_code": lamp},
            expect=201,
        )


def step(place: Place, who: str, case: str, verb: str, **fields: Any) -> Any:
    visitor = place.as_(who)
    version = visitor.get(f"/cases/{case}")["version"]
    return visitor.post(f"/cases/{case}/{verb}", {"version": version, **fields})


def mended(place: Place, case: str) -> None:
    step(place, "clerk", case, "accept")
    step(place, "clerk", case, "confirm", note="属实")
    step(place, "dispatcher", case, "register", condition="single")
    step(place, "dispatcher", case, "dispatch")
    step(place, "lamps", case, "handle", note="换了光源")
    step(place, place.worker, case, "verify")
    step(place, "dispatcher", case, "close")


def test_the_commitment_moves_when_the_lamp_is_mended(place: Place) -> None:
    plan = place.as_("plan")
    received = plan.upload("/documents", "plan.txt", PLAN.encode(), title="城市照明工作计划")
    place.round()
    statements = plan.get(f"/documents/{received['id']}/statements")["items"]
    promised = next(each for each in statements if each["value"] in {"99", 99})
    assert promised["quote"] in PLAN
    reviewed = plan.post(f"/statements/{promised['id']}/review", {"version": promised["version"], "decision": "accept"})
    number = reviewed["commitment_id"]
    commitment = plan.get(f"/commitments/{number}")
    assert commitment["statement"]["quote"] == promised["quote"]
    plan.post(
        f"/commitments/{number}/bind",
        {"version": commitment["version"], "indicator_id": "street_lighting.lit_rate"},
    )
    see_lit(place)
    place.round()
    before = plan.get(f"/commitments/{number}")
    assert before["actual"]["value"] == "100"
    assert before["state"] in {"done", "on_schedule"}

    told = report(place.visitor(), place.lamps[0])
    place.round()
    dark = plan.get(f"/commitments/{number}")
    assert dark["actual"]["value"] == "66.7"
    assert dark["state"] in {"behind", "not_due"}
    why = plan.get("/indicators/street_lighting.lit_rate/why", area="370303")
    assert (why["numerator"]["count"], why["denominator"]["count"]) == (2, 3)
    assert {row["label"] for row in why["denominator"]["rows"]} == set(place.lamps)

    mended(place, told["case_id"])
    place.round()
    after = plan.get(f"/commitments/{number}")
    assert after["actual"]["value"] == "100"
    assert after["state"] == before["state"]
    followed = place.visitor().get(f"/reports/{told['number']}", key=told["key"])
    assert followed["stage"] == "closed"
    assert followed["reply"] == "换了光源"


def test_the_same_report_sent_again_is_one_report(place: Place) -> None:
    somebody = place.visitor()
    request = str(uuid.uuid4())
    first = report(somebody, place.lamps[0], request=request)
    again = report(somebody, place.lamps[0], request=request, expect=200)
    assert again == first
    other = report(somebody, place.lamps[0], request=request, text="别的内容", expect=409)
    assert other["code"] == "N-101"
    assert place.as_("dispatcher").get("/cases")["count"] == 1


def test_a_second_report_of_the_same_lamp_joins_the_open_case(place: Place) -> None:
    first = report(place.visitor(), place.lamps[1])
    second = report(place.visitor(), place.lamps[1], text="还没修?")
    assert second["joined"]
    assert second["case_id"] == first["case_id"]
    whole = place.as_("dispatcher").get(f"/cases/{first['case_id']}")
    assert [each["text"] for each in whole["signals"]] == ["灯不亮", "还没修?"]
    assert place.visitor().get(f"/reports/{second['number']}", key=second["key"])["text"] == "还没修?"


def test_numbers_of_persons_are_lifted_out_of_the_text(place: Place) -> None:
    told = report(place.visitor(), place.lamps[0], text="灯不亮,请打13805331234", name="王女士", phone="13905330000")
    clerk = place.as_("clerk")
    whole = clerk.get(f"/cases/{told['case_id']}")
    assert "13805331234" not in clerk.last.text
    assert whole["reporter"]["masked_phone"] == "139****0000"
    lamps = place.as_("lamps")
    lamps.get(f"/cases/{told['case_id']}", expect=404)


def test_a_resident_contests_and_the_case_opens_again(place: Place) -> None:
    resident = place.visitor()
    told = report(resident, place.lamps[0])
    mended(place, told["case_id"])
    resident.post(f"/reports/{told['number']}/contest", {"words": "当晚又灭了"}, key=told["key"])
    assert place.as_("dispatcher").get(f"/cases/{told['case_id']}")["stage"] == "dispatched"
    resident.get(f"/reports/{told['number']}", key="wrong", expect=404)


def test_a_point_in_the_sea_and_a_lamp_nobody_knows_are_refused_whole(place: Place) -> None:
    somebody = place.visitor("zh")
    body = {"request_id": str(uuid.uuid4()), "kind": "street_lighting.lamp_dark", "text": "灯不亮"}
    sea = somebody.post("/reports", body | {"lon": 124.0, "lat": 36.0}, expect=422)
    assert sea["code"] == "T-104" or "公里" in sea["happened"]
    somebody.post("/reports", body | {"thing_code": "L-9999"}, expect=400)
    somebody.post("/reports", body, expect=400)
    somebody.post("/reports", body | {"kind": "street_lighting.nothing", "lon": 118.05, "lat": 36.81}, expect=400)
    database = place.house.database
    for table in ("receipt", "signal", "cases", "intake_key", "personal"):
        assert place.run(database.value(f"SELECT count(*) FROM {table}")) == 0
    assert place.run(database.value("SELECT count(*) FROM search_entry WHERE kind='case'")) == 0


def test_everything_that_was_done_is_in_the_journal_and_verifies(place: Place) -> None:
    told = report(place.visitor(), place.lamps[0])
    mended(place, told["case_id"])

    async def seal() -> Any:
        while await journal.seal_once(place.house.database):
            pass
        return await journal.verify(place.house.database)

    checked = place.run(seal())
    assert (checked.faults, checked.unsealed) == ((), 0)
    history = place.as_("dispatcher").get(f"/cases/{told['case_id']}")["history"]
    assert [line["verb"] for line in history] == [
        "reported", "accept", "confirm", "register", "dispatch", "handle", "verify", "close",
    ]  # fmt: skip
