"""灯不亮: a resident reports a dark lamp; the desk takes it through the procedure; the indicator and the
commitment that rests on it move, and the number opens down to the lamp."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.city import City
from tests.browser.conftest import Seat

WAY = ["accept", "confirm", "register", "dispatch", "handle", "verify", "close"]


def report_dark_lamp(page: Page, code: str) -> str:
    """The public form, by a resident without an account; gives the address to follow it."""
    page.goto("/report")
    page.locator(".kind", has_text="路灯不亮").click()
    page.locator("#thing-code").fill(code)
    page.locator(".found button", has_text=code).first.click()
    page.locator("#report-text").fill("路口这盏灯昨晚起不亮,孩子放学看不清路。")
    page.locator("#r-name").fill("王女士")
    page.locator("#r-phone").fill("13800001234")
    page.get_by_role("button", name="提交").click()
    page.locator("[data-test=number]").wait_for()
    return str(page.locator("a.go").get_attribute("href"))


def take_step(seat: Seat, city: City, case: str, verb: str) -> None:
    """The step is taken on the page, by somebody to whom the page offers it."""
    page = seat(city.who_may(case, verb))
    page.goto(f"/desk/cases/{case}")
    page.locator(f"[data-verb={verb}]").click()
    form = page.locator(".act-form")
    form.wait_for()
    for box in form.locator("textarea").all():
        box.fill("已现场核对")
    form.locator("[data-test=act]").click()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator(".act-form")).to_have_count(0)


def lit(city: City) -> dict[str, Any]:
    found = [
        each
        for each in city.get("/indicators", "supervision")["items"]
        if "lit_rate" in each["id"] or "亮灯率" in each["name"]["zh"]
    ]
    return dict(found[0])


def test_a_dark_lamp_is_reported_repaired_and_counted(seat: Seat, city: City) -> None:
    lamp = city.lamp()
    before = lit(city)["latest"]["value"]

    resident = seat(width=390)
    resident.set_default_timeout(20_000)
    follow = report_dark_lamp(resident, lamp["code"])
    case = next(
        each["id"] for each in city.get(f"/things/{lamp['id']}", "dispatcher")["cases"] if each["outcome"] == "open"
    )

    desk = seat("dispatcher")
    desk.goto("/desk")
    desk.locator(f"[data-case='{case}']").wait_for()
    darker = lit(city)["latest"]["value"]
    assert float(darker) < float(before)

    for verb in WAY:
        take_step(seat, city, case, verb)

    resident.goto(follow)
    expect(resident.locator("[data-test=stage]")).to_contain_text("结案")
    expect(resident.get_by_role("heading", name="办得怎么样")).to_be_visible()
    assert float(lit(city)["latest"]["value"]) > float(darker)


def test_a_commitment_opens_down_to_its_rows_and_its_sentence(seat: Seat, city: City) -> None:
    bound = next(
        each
        for each in city.get("/commitments", "supervision", limit=200)["items"]
        if each["indicator_id"] == "street_lighting.lit_rate"
    )
    page = seat("supervision")
    page.goto(f"/ledger/{bound['id']}")
    page.locator("blockquote mark").wait_for()
    page.locator(".pair a.value").click()
    page.wait_for_url("**/why*")
    expect(page.get_by_role("heading", name="数据来由")).to_be_visible()
    page.locator("#numerator tbody a, #denominator tbody a").first.click()
    page.wait_for_url("**/things/**")


def test_two_officers_at_once_the_second_is_told(seat: Seat, city: City) -> None:
    case = city.get("/cases", "clerk", stage="reported", limit=50)["items"][0]["id"]
    account = city.who_may(case, "accept")
    first, second = seat(account), seat(account)
    second.route("**/api/v1/changes*", lambda route: route.abort())
    for page in (first, second):
        page.goto(f"/desk/cases/{case}")
        page.locator("[data-verb=accept]").click()
        page.locator(".act-form").wait_for()
    first.locator("[data-test=act]").click()
    expect(first.locator(".toast.done")).to_be_visible()
    second.locator("[data-test=act]").click()
    expect(second.locator(".toast.bad .code")).to_be_visible()
    expect(second.locator("[data-verb=accept]")).to_have_count(0)
