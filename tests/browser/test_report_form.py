"""The report form saves itself, is sent once, and waits for a signal when there is none."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.city import City
from tests.browser.conftest import Seat


def fill(page: Page, city: City, words: str, account: str = "dispatcher") -> None:
    page.locator(".kind", has_text="路灯不亮").click()
    page.locator("#thing-code").fill(city.lamp(account)["code"])
    page.locator(".found button").first.click()
    page.locator("#report-text").fill(words)


def test_what_was_typed_is_there_after_a_reload(seat: Seat) -> None:
    page = seat(width=390)
    page.goto("/report")
    page.locator(".kind").first.click()
    page.locator("#report-text").fill("写到一半")
    page.reload()
    expect(page.locator("#report-text")).to_have_value("写到一半")


def test_without_signal_a_report_waits_and_then_arrives_once(seat: Seat, city: City) -> None:
    page = seat("grid1", width=390)
    page.goto("/field/report")
    fill(page, city, "没有信号时的上报", "grid1")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/reports") else None)
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已存在本机")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-test=number]").wait_for()
    number = page.locator("[data-test=number]").inner_text()
    page.goto("/field/mine")
    expect(page.get_by_text("已送达")).to_be_visible()
    assert number in page.locator("#main").inner_text()


def test_a_page_opened_without_signal_sends_later_with_its_own_session(seat: Seat, city: City) -> None:
    page = seat("grid1", width=390)
    page.route("**/api/v1/session", lambda route: route.abort())
    page.goto("/field/report")
    fill(page, city, "开机时就没有信号", "grid1")
    page.unroute("**/api/v1/session")
    page.get_by_role("button", name="提交").click()
    page.locator("[data-test=number]").wait_for()


def test_an_answer_that_got_lost_does_not_make_a_second_report(seat: Seat, city: City) -> None:
    page = seat(width=390)
    page.goto("/report")
    fill(page, city, "答复丢失的上报")
    numbers: list[str] = []

    def lose_first(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        numbers.append(answer.json()["number"])
        if len(numbers) == 1:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fulfill(response=answer)  # type: ignore[attr-defined]

    page.route("**/api/v1/reports", lose_first)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已存在本机")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator("[data-test=number]").wait_for()
    assert len(numbers) == 2
    assert len(set(numbers)) == 1


def test_a_photo_tells_where_it_was_taken(seat: Seat, city: City, tmp_path: Path) -> None:
    lamp = city.lamp()
    photo = tmp_path / "lamp.jpg"
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    lat, lon = abs(lamp["lat"]), abs(lamp["lon"])
    gps[1], gps[2] = "N", (int(lat), int(lat * 60) % 60, round(lat * 3600 % 60, 2))
    gps[3], gps[4] = "E", (int(lon), int(lon * 60) % 60, round(lon * 3600 % 60, 2))
    Image.new("RGB", (320, 240), "#223344").save(photo, exif=exif)
    page = seat(width=390)
    page.goto("/report")
    page.locator(".picker input[type=file]").set_input_files(photo)
    expect(page.locator(".where")).to_contain_text("照片自带位置")
    page.locator(".kind").first.click()
    page.get_by_role("button", name="提交").click()
    page.locator("[data-test=number]").wait_for()


def test_a_point_outside_the_district_is_seen_before_it_is_sent(seat: Seat) -> None:
    page = seat()
    page.goto("/report")
    page.wait_for_selector(".map .holder[data-idle]")
    page.locator(".map canvas").click(position={"x": 4, "y": 4})
    expect(page.locator(".problem")).to_be_visible()


def test_an_empty_report_says_what_is_missing(seat: Seat) -> None:
    page = seat(language="en")
    page.goto("/report")
    page.locator(".kind").first.wait_for()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("give a place or a number")).to_be_visible()
