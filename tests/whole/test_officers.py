"""分工调整 and 移交 in a whole house: commitments follow the portfolio list, and each keeps it in its history."""

from __future__ import annotations

from typing import Any

from luoshi.app.sample_plan import lay_plan
from tests.whole.conftest import Place, Visitor


def _posts(admin: Visitor) -> dict[str, str]:
    return {each["name"]["zh"]: each["id"] for each in admin.get("/posts", limit=200)["items"]}


def _owned(office: Visitor) -> list[dict[str, Any]]:
    return [each for each in office.get("/commitments", limit=200)["items"] if each["officer"]]


def test_one_changed_row_moves_every_commitment_of_the_portfolio_in_one_act(place: Place) -> None:
    day = place.house.installation.today()
    district = next(each for each in place.house.territory.tree.versions if each.level == "district")
    place.run(lay_plan(place.house, place.house.territory.tree.area(district.area, day)))
    admin, office = place.as_("admin"), place.as_("supervision")
    bureau = next(
        row for row in admin.get("/portfolios")["items"] if row["agency"]["name"]["en"] == "City Management Bureau"
    )
    before = [each for each in _owned(office) if each["officer"]["line"] == bureau["line"]]
    assert len(before) > 1
    assert {tuple(each["officer"]["people"]) for each in before} == {("刘建国",)}
    shift = _posts(admin)["值班长"]
    body = {"to_post": shift, "version": bureau["version"], "ground": "分工调整通知"}
    assert admin.post(f"/portfolios/{bureau['id']}/move", body)["moved"] == len(before)
    after = [each for each in _owned(office) if each["officer"]["line"] == bureau["line"]]
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert {tuple(each["officer"]["people"]) for each in after} == {("高志远",)}
    history = office.get(f"/commitments/{after[0]['id']}")["history"]
    assert (history[0]["verb"], history[0]["ground"]) == ("commitment.officer_moved", "分工调整通知")
    rows = [row for row in admin.get("/portfolios", history="true")["items"] if row["line"] == bureau["line"]]
    assert [row["post"]["name"]["zh"] for row in rows] == ["分管副区长", "值班长"]
    admin.post(f"/portfolios/{bureau['id']}/move", body, expect=409)


def test_a_leave_hands_over_the_lines_and_the_unread_messages_of_a_post(place: Place) -> None:
    admin = place.as_("admin")
    posts = _posts(admin)
    leader, shift = posts["分管副区长"], posts["值班长"]
    work = admin.get(f"/posts/{leader}/work")
    assert work["portfolio_lines"] == 3
    moved = admin.post(f"/posts/{leader}/transfer", {"to_post": shift, "ground": "休假"})["moved"]
    assert moved["portfolio_lines"] == 3
    assert admin.get(f"/posts/{leader}/work")["portfolio_lines"] == 0
    assert admin.get(f"/posts/{shift}/work")["portfolio_lines"] == 3
