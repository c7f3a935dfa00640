"""Everything by keyboard: the skip link, shortcuts and their help, the search box, the queue."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.city import City
from tests.browser.conftest import Seat


def test_the_first_tab_offers_to_skip_to_the_content(seat: Seat) -> None:
    page = seat()
    page.goto("/help")
    page.get_by_role("heading", level=1).wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_a_question_mark_shows_the_shortcuts(seat: Seat) -> None:
    page = seat("dispatcher")
    page.goto("/desk")
    page.locator(".cases").wait_for()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("键盘快捷键")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_cases_are_walked_with_j_and_k(seat: Seat) -> None:
    page = seat("dispatcher")
    page.goto("/desk")
    page.locator("[data-case]").first.wait_for()
    page.keyboard.press("j")
    first = page.locator("li.on [data-case]").get_attribute("data-case")
    page.keyboard.press("j")
    expect(page.locator("li.on [data-case]")).not_to_have_attribute("data-case", str(first))
    page.keyboard.press("k")
    expect(page.locator("li.on [data-case]")).to_have_attribute("data-case", str(first))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/cases/*")


def test_search_finds_a_case_by_its_number(seat: Seat, city: City) -> None:
    case = city.get("/cases", "dispatcher", limit=1)["items"][0]
    page = seat("dispatcher")
    page.goto("/overview")
    page.get_by_role("heading", level=1).wait_for()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill(case["number"])
    page.locator("#hit-0").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{case['id']}")


def test_a_desk_list_moves_when_a_case_arrives(seat: Seat, city: City) -> None:
    lamp = city.lamp()
    page = seat("dispatcher")
    page.goto("/desk")
    page.locator("[data-case]").first.wait_for()
    city.client().post(
        "/reports",
        json={
            "request_id": f"live-{lamp['id']}",
            "kind": "street_lighting.lamp_dark",
            "text": "实时刷新",
            "thing_code": lamp["code"],
        },
    ).raise_for_status()
    case = next(each for each in city.get(f"/things/{lamp['id']}", "dispatcher")["cases"] if each["outcome"] == "open")
    page.locator(f"[data-case='{case['id']}']").wait_for(timeout=10_000)


def test_a_stranger_is_asked_to_sign_in_and_comes_back(seat: Seat) -> None:
    page = seat()
    page.goto("/ledger")
    page.wait_for_url("**/sign-in?next=**")
    page.locator("#u").fill("supervision")
    page.locator("#p").fill("luoshi-demo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger")


def test_a_wrong_password_is_answered_with_a_code(seat: Seat) -> None:
    page = seat()
    page.goto("/sign-in")
    page.locator("#u").fill("supervision")
    page.locator("#p").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("-")


def test_a_place_is_chosen_on_the_map_without_a_mouse(seat: Seat) -> None:
    page = seat()
    page.goto("/report")
    page.locator(".map .holder[data-idle]").wait_for()
    page.locator(".map canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".where")).to_contain_text("地图点选")
