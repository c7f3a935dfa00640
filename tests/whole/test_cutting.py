"""A clerk cuts statements anew: split, join, take back; and looks at one in twenty of what was accepted in bulk."""

from __future__ import annotations

from typing import Any

from luoshi.kernel.ledger.sighting import drawn
from tests.whole.conftest import Place, Visitor

TEXT = "示例区2026年工作计划\n新建口袋公园8处,改造背街小巷12条。新增便民停车场3处。\n"


def received(who: Visitor, text: str = TEXT) -> str:
    return str(who.post("/documents/text", {"title": "示例区2026年工作计划", "text": text}, expect=201)["id"])


def open_statements(who: Visitor, document: str) -> list[Any]:
    items = who.get(f"/documents/{document}/statements", state="unreviewed", limit=200)["items"]
    return sorted(items, key=lambda each: int(each["start"]))


def test_a_statement_is_split_exactly_on_the_text_and_the_split_is_taken_back(place: Place) -> None:
    plan = place.as_("plan")
    document = received(plan)
    before = open_statements(plan, document)
    of = before[1]
    middle = of["start"] + 4
    pieces = [
        {"start": of["start"], "end": middle, "corrections": {"subject": "背街小巷"}},
        {"start": middle, "end": of["end"], "corrections": {"value": 6}},
    ]
    made = plan.post(f"/statements/{of['id']}/split", {"version": of["version"], "pieces": pieces})
    assert [each["quote"] for each in made["statements"]] == [of["quote"][:4], of["quote"][4:]]
    assert [each["value"] for each in made["statements"]] == ["12", "6"]
    assert of["id"] not in {each["id"] for each in open_statements(plan, document)}
    again = plan.post(f"/statements/{of['id']}/split", {"version": of["version"], "pieces": pieces}, expect=409)
    assert again["code"] == "E-004"
    plan.post(f"/acts/{made['act_id']}/undo", {})
    assert [each["id"] for each in open_statements(plan, document)] == [each["id"] for each in before]
    verbs = {line["kind"] for line in place.as_("auditor").get("/journal", limit=50)["items"]}
    assert {"statement.split", "ledger_act.undone"} <= verbs


def test_pieces_outside_the_quote_or_over_each_other_are_refused(place: Place) -> None:
    plan = place.as_("plan")
    of = open_statements(plan, received(plan))[0]
    for pieces in (
        [{"start": of["start"] - 1, "end": of["end"]}, {"start": of["end"] - 1, "end": of["end"]}],
        [{"start": of["start"], "end": of["end"]}, {"start": of["start"], "end": of["end"]}],
    ):
        told = plan.post(f"/statements/{of['id']}/split", {"version": of["version"], "pieces": pieces}, expect=400)
        assert told["code"] == "E-209"


def test_neighbours_are_joined_and_others_are_not(place: Place) -> None:
    plan = place.as_("plan")
    document = received(plan)
    first, second, third = open_statements(plan, document)
    apart = [{"id": each["id"], "version": each["version"]} for each in (first, third)]
    assert plan.post("/statements/join", {"statements": apart}, expect=422)["code"] == "E-210"
    pair = [{"id": each["id"], "version": each["version"]} for each in (second, first)]
    made = plan.post("/statements/join", {"statements": pair, "corrections": {"subject": "公园和小巷"}})
    (joined,) = made["statements"]
    text = plan.get(f"/documents/{document}")["text"]
    assert joined["quote"] == text[first["start"] : second["end"]]
    assert (joined["subject"], joined["review"]) == ("公园和小巷", "unreviewed")
    plan.post(f"/statements/{joined['id']}/review", {"version": joined["version"], "decision": "accept"})
    assert plan.post(f"/acts/{made['act_id']}/undo", {}, expect=409)["code"] == "E-007"


def test_what_was_accepted_is_void_when_it_is_cut(place: Place) -> None:
    plan = place.as_("plan")
    first, second, _ = open_statements(plan, received(plan))
    for each in (first, second):
        plan.post(f"/statements/{each['id']}/review", {"version": each["version"], "decision": "accept"})
    pair = [{"id": each["id"], "version": each["version"] + 1} for each in (first, second)]
    plan.post("/statements/join", {"statements": pair})
    assert plan.get("/commitments")["items"] == []


def test_one_in_twenty_of_what_was_accepted_in_bulk_comes_back_until_it_was_seen(place: Place) -> None:
    plan = place.as_("plan")
    kinds = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    document = received(plan, "示例区2026年工作计划\n" + "".join(f"新建{each}类公园8处。\n" for each in kinds))
    accepted = plan.post(f"/documents/{document}/accept", {"above": 0})
    assert accepted["count"] > 20
    waiting = plan.get(f"/documents/{document}/sight")["items"]
    assert len(waiting) == 2
    line = next(
        each
        for each in place.as_("auditor").get("/journal", limit=50)["items"]
        if each["kind"] == "document.accepted_above"
    )["body"]
    listed = [int(each) for each in line["statements"]]
    assert {int(each["id"]) for each in waiting} == set(drawn(listed, line["sight_seed"]))
    seen = waiting[0]
    plan.post(f"/statements/{seen['id']}/review", {"version": seen["version"], "decision": "accept"})
    assert [each["id"] for each in plan.get(f"/documents/{document}/sight")["items"]] == [waiting[1]["id"]]
