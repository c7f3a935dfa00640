"""A plan at the doors: reviewed beside its text, released by an officer, read by everybody; and every number opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from luoshi.app.sample_plan import lay_plan
from luoshi.base.scope import MACHINE
from luoshi.kernel.territory import NewArea
from tests.whole.conftest import Place, Visitor
from tests.whole.test_one_signal import report, see_lit

SECRET_PAPER = "机密★10年\n示例区工作计划\n新增5个公园。\n"
WITH_NUMBER = "示例区2026年计划\n全年新增公园5个。联系人13812345678。\n"


def lay(place: Place) -> int:
    """The sample plan in the ledger."""
    district = place.house.territory.tree.by_code("370303", place.house.installation.today())
    return int(place.run(lay_plan(place.house, district)))


def the_lit_rate(who: Visitor) -> Any:
    (found,) = who.get("/commitments", q="亮灯率")["items"]
    return found


def opening(page: Any) -> Iterator[dict[str, Any]]:
    """Every value of a page that says where it opens."""
    if isinstance(page, dict):
        if page.get("why") and "state" in page:
            yield page
        for each in page.values():
            yield from opening(each)
    elif isinstance(page, list):
        for each in page:
            yield from opening(each)


def test_a_plan_is_reviewed_beside_its_text_and_of_two_clerks_the_second_is_told(place: Place) -> None:
    assert lay(place) >= 20
    plan = place.as_("plan")
    (document,) = plan.get("/documents")["items"]
    whole = plan.get(f"/documents/{document['id']}")
    waiting = plan.get(f"/documents/{document['id']}/statements", state="unreviewed")["items"]
    assert waiting
    assert all(whole["text"][each["start"] : each["end"]] == each["quote"] for each in waiting)
    assert {each["title"] for each in whole["sections"]} >= {"一、产业与项目", "三、民生实事"}
    first = waiting[0]
    path = f"/statements/{first['id']}/review"
    done = plan.post(path, {"version": first["version"], "decision": "correct", "corrections": {"object": "全部线路"}})
    assert (done["object"], done["review"]) == ("全部线路", "corrected")
    told = place.as_("supervision").post(path, {"version": first["version"], "decision": "reject"}, expect=409)
    assert told["code"] == "E-004"
    accepted = plan.post(f"/documents/{document['id']}/accept", {"above": 0.5})
    assert accepted["count"] == len(waiting) - 1
    place.round()
    assert [each["kind"] for each in plan.get("/search", q="灯杆统一编号")["items"]] == ["commitment", "document"]
    undone = plan.post(f"/acts/{accepted['act_id']}/undo", {})
    place.round()
    assert [each["kind"] for each in plan.get("/search", q="灯杆统一编号")["items"]] == ["document"]
    assert undone["count"] == accepted["count"]
    again = plan.get(f"/documents/{document['id']}/statements", state="unreviewed")
    assert len(again["items"]) == len(waiting) - 1


def test_a_paper_that_may_not_be_kept_is_refused_before_anything_is_stored(place: Place) -> None:
    plan = place.as_("plan")
    assert plan.upload("/documents", "a.txt", SECRET_PAPER.encode(), expect=422)["detail"]["level"] == "机密"
    assert plan.post("/documents/text", {"title": "计划", "text": WITH_NUMBER}, expect=422)["code"] == "E-016"
    assert plan.get("/documents")["items"] == []
    seen = {"title": "计划", "text": WITH_NUMBER, "numbers_seen": True}
    kept = plan.post("/documents/text", seen, expect=201)
    assert plan.post("/documents/text", seen, expect=409)["detail"]["number"] == kept["number"]
    place.as_("lamps").upload("/documents", "a.txt", "区计划\n新增5个公园".encode(), expect=403)


def test_a_long_paper_is_read_by_a_job(place: Place) -> None:
    plan = place.as_("plan")
    text = "示例区2026年计划\n" + "".join(f"新建第{number}类公园{number}个。\n" for number in range(1, 600))
    received = plan.upload("/documents", "long.txt", text.encode())
    assert received["state"] == "received"
    assert received["job"]["progress"] == 0
    place.round()
    assert plan.get(f"/documents/{received['id']}")["state"] == "read"


def test_nothing_is_public_until_a_named_officer_releases_it_and_then_without_units_and_doubts(place: Place) -> None:
    lay(place)
    resident, office = place.visitor(), place.as_("supervision")
    released = resident.get("/public/commitments")["items"]
    assert {"老旧小区", "背街小巷"} < {each["subject"] for each in released}
    inside = {"supporting", "officer", "lead_words", "check_name", "version"}
    assert all(each["lead_unit"] is None and not inside & set(each) for each in released)
    page = resident.get(f"/public/commitments/{released[0]['id']}")
    assert page["statement"]["quote"] and page["verdict"]["formula"]["zh"]
    hidden = next(each for each in office.get("/commitments")["items"] if each["subject"] == "学校")
    resident.get(f"/public/commitments/{hidden['id']}", expect=404)
    resident.get(f"/commitments/{hidden['id']}", expect=401)
    place.as_("plan").post(f"/commitments/{hidden['id']}/release", {"ground": "x"}, expect=403)
    office.post(f"/commitments/{hidden['id']}/release", {"ground": "办公会同意"})
    resident.get(f"/public/commitments/{hidden['id']}")
    office.post(f"/commitments/{hidden['id']}/recall", {"ground": "数字有误"})
    resident.get(f"/public/commitments/{hidden['id']}", expect=404)
    assert resident.get("/public/overview")["tiles"][0]["id"] == "street_lighting.lit_rate"


def test_every_number_that_says_why_opens_to_the_same_number(place: Place) -> None:
    lay(place)
    see_lit(place)
    report(place.visitor(), place.lamps[0])
    place.round()
    leader = place.as_("leader")
    lit = the_lit_rate(leader)
    pages = [
        leader.get("/overview"),
        leader.get("/overview", measure="street_lighting.lit_rate"),
        leader.get("/indicators"),
        leader.get("/indicators/street_lighting.lit_rate"),
        leader.get(f"/commitments/{lit['id']}"),
    ]
    values = [value for page in pages for value in opening(page)]
    assert len(values) > 20
    for value in values:
        parts = urlsplit(value["why"].removeprefix("/api/v1"))
        opened = leader.get(parts.path, **dict(parse_qsl(parts.query)))["value"]
        assert (opened["value"], opened["state"]) == (value["value"], value["state"])
    lit_now = leader.get(f"/commitments/{lit['id']}")
    assert (lit_now["state"], lit_now["check"], lit_now["actual"]["value"]) == ("behind", "checked_data", "66.7")
    assert leader.get("/overview")["attention"]


def test_after_a_merge_the_new_area_has_what_both_had_and_old_days_stay(place: Place) -> None:
    see_lit(place)
    report(place.visitor(), place.lamps[0])
    place.round()
    house = place.house
    today, tree = house.installation.today(), house.territory.tree
    district = tree.by_code("370303", today)
    towns = tree.parts(district.path, today)
    mine = next(town for town in towns if house.territory.locate(118.052, 36.81).path.startswith(town.path))
    other = next(town for town in towns if town != mine and town.level == mine.level)

    def rate(path: str) -> Any:
        asked = house.indicators.value("street_lighting.lit_rate", path=path, scope=house.everything)
        found = place.run(asked)
        return found.numerator, found.denominator, str(found.value)

    before = rate(mine.path)
    whole = rate(district.path)
    merged = place.run(
        house.territory.merge(
            [mine.area, other.area],
            NewArea(level=mine.level, name="合并后的街道", code="370303999"),
            day=today,
            source="批复",
            by=MACHINE,
            ground="a test",
            scope=house.everything,
        )
    )
    place.run(house.refresh())
    assert rate(merged.path) == before
    assert rate(district.path) == whole
    place.round()
    assert rate(merged.path) == before
    shown = place.as_("leader").get("/indicators/street_lighting.lit_rate", area="370303")
    assert {each["area"]["name"]: each["value"]["numerator"] for each in shown["areas"]}["合并后的街道"] == before[0]
