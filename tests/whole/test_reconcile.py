"""Three papers of one district at the doors: what was promised, what was promised later, what was reported."""

from __future__ import annotations

from typing import Any

from tests.whole.conftest import Place, Visitor

PLAN = """示例区国民经济和社会发展第十四个五年规划纲要
到2025年,科技型中小企业总数达到200家。“十四五”期间,新建改造老旧小区150个,新增便民停车场20处。
"""
YEARLY = """示例区2025年工作计划
2025年,科技型中小企业数量达到180家。年内新增高新技术企业14家,新建口袋公园8处,改造背街小巷12条。
城镇登记失业率控制在4%以内。确保城镇登记失业率控制在3.5%以内。
"""
REPORT = """示例区2026年政府工作报告
一、2025年工作回顾
过去的一年,全区科技型中小企业达到185家,新增高新技术企业12家,建成口袋公园9处。
二、2026年工作安排
2026年,新增高新技术企业16家。
"""


def receive(who: Visitor, title: str, text: str) -> str:
    return str(who.post("/documents/text", {"title": title, "text": text}, expect=201)["id"])


def three_papers(place: Place) -> tuple[Visitor, list[str]]:
    """Received in no order; the plan office sees them."""
    plan = place.as_("plan")
    titled = [("示例区2026年政府工作报告", REPORT), ("示例区2025年工作计划", YEARLY)]
    titled += [("示例区国民经济和社会发展第十四个五年规划纲要", PLAN)]
    return plan, [receive(plan, title, text) for title, text in titled]


def subjects(page: Any, outcome: str) -> set[str]:
    return {row["measure"] for row in page["groups"][outcome]}


def of_measure(page: Any, outcome: str, measure: str) -> Any:
    (found,) = [row for row in page["groups"][outcome] if row["measure"] == measure]
    return found


def test_promises_are_told_by_what_became_of_them_each_with_its_sentences(place: Place) -> None:
    plan, _ = three_papers(place)
    page = plan.get("/reconcile")
    assert [each["title"][3:7] for each in page["documents"]] == ["国民经济", "2025", "2026"]
    assert subjects(page, "kept") == {"科技型中小企业数量", "口袋公园"}
    assert subjects(page, "missed") == {"科技型中小企业总数", "高新技术企业"}
    assert subjects(page, "never_mentioned") >= {"背街小巷", "便民停车场"}
    missed = of_measure(page, "missed", "高新技术企业")
    sentences = [missed["promise"], *missed["by"]]
    assert [each["value"] for each in sentences] == ["14", "12"]
    for each in sentences:
        text = plan.get(f"/documents/{each['document']}")["text"]
        assert text[each["start"] : each["end"]] == each["quote"]
    assert page["counts"]["missed"] == 2
    only = plan.get("/reconcile", outcome="kept", limit=1)
    assert [len(rows) for rows in only["groups"].values()] == [1]


def test_a_commitment_shows_its_line_through_all_papers(place: Place) -> None:
    plan, papers = three_papers(place)
    for each in papers:
        plan.post(f"/documents/{each}/accept", {"above": 0})
    (of,) = plan.get("/commitments", q="科技型中小企业总数")["items"]
    page = plan.get(f"/commitments/{of['id']}/line")
    told = [(each["role"], each["value"], each["year"]) for each in page["line"]]
    assert told == [("promised", "200", 2025), ("promised_later", "180", 2025), ("reported", "185", 2025)]
    assert page["line"][0]["commitment_id"] == of["id"]
    assert page["became"]["outcome"] == "missed"
    without_documents = place.as_("dispatcher")
    assert len(without_documents.get(f"/commitments/{of['id']}/line")["line"]) == 1
    without_documents.get("/reconcile", expect=403)
    place.visitor().get(f"/commitments/{of['id']}/line", expect=401)


def test_a_rejected_sentence_says_nothing_any_more(place: Place) -> None:
    plan, _ = three_papers(place)
    missed = of_measure(plan.get("/reconcile"), "missed", "高新技术企业")
    said = missed["by"][0]
    rows = plan.get(f"/documents/{said['document']}/statements")["items"]
    version = next(each["version"] for each in rows if each["id"] == said["statement_id"])
    plan.post(f"/statements/{said['statement_id']}/review", {"version": version, "decision": "reject"})
    assert "高新技术企业" not in subjects(plan.get("/reconcile"), "missed")


def test_one_measure_with_two_targets_is_a_finding(place: Place) -> None:
    plan, (_, yearly, _) = three_papers(place)
    (found,) = plan.get(f"/documents/{yearly}/contradictions")["items"]
    assert [each["value"] for each in found["sentences"]] == ["4", "3.5"]
    assert found["clash"] == "differing"
