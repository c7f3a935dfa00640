"""Every page, on a desk and on a phone, in both languages: no barrier, nothing wider than the screen, nothing
from outside, no error of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.city import City
from tests.browser.conftest import ROOT, Seat

AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
QUIET = """() => !document.querySelector('.wait')
    && [...document.querySelectorAll('.map .holder')].every(map => map.dataset.idle)"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PUBLIC = ["/", "/report", "/promises", "/sign-in", "/help", "/setup/none", "/no-such-page"]
STAFF = ["/overview", "/desk", "/documents", "/ledger", "/indicators"]
FIELD = ["/field", "/field/report", "/field/mine"]
ADMIN = [f"/admin/{name}" for name in ("areas", "agencies", "people", "calendars", "packs", "jobs")]
SCREENS = [
    pytest.param(1440, "zh", id="desk-zh"),
    pytest.param(390, "zh", id="phone-zh"),
    pytest.param(390, "en", id="phone-en"),
]


def settled(page: Page) -> None:
    """Loaded, and every map on it drawn."""
    page.wait_for_load_state("load")
    page.wait_for_selector("h1", state="attached")
    quiet = 0
    for _ in range(150):
        # Asked from outside: the page's own policy forbids evaluating text within it.
        quiet = quiet + 1 if page.evaluate(QUIET) else 0
        if quiet == 4:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.url} does not come to rest")


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


def looked_at(page: Page, city: City, paths: list[str]) -> list[str]:
    """What is wrong with these pages, as sentences; nothing, if all is well."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("request", lambda request: wrong.extend(outside(request.url, city)))
    for path in paths:
        page.goto(path)
        settled(page)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [f"{path} is {wider} px wider than the screen"] * (wider > 0)
        wrong += [f"{path} shows: {box.inner_text()}" for box in page.locator(".box.error").all()]
        wrong += [f"{path} {each}" for each in barriers(page)]
    return wrong


def outside(url: str, city: City) -> list[str]:
    return [] if url.startswith((city.address, "blob:", "data:")) else [f"asks outside: {url}"]


@pytest.fixture(autouse=True, scope="module")
def _axe() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci in web/)")


@pytest.mark.parametrize(("width", "language"), SCREENS)
def test_a_resident_meets_no_barrier(seat: Seat, city: City, width: int, language: str) -> None:
    assert looked_at(seat(width=width, language=language), city, PUBLIC) == []


@pytest.mark.parametrize(("width", "language"), SCREENS)
def test_an_officer_meets_no_barrier(seat: Seat, city: City, width: int, language: str) -> None:
    assert looked_at(seat("supervision", width=width, language=language), city, STAFF) == []


def test_a_grid_worker_meets_no_barrier(seat: Seat, city: City) -> None:
    assert looked_at(seat("grid1", width=390), city, FIELD) == []


@pytest.mark.parametrize(("width", "language"), SCREENS[:2])
def test_an_administrator_meets_no_barrier(seat: Seat, city: City, width: int, language: str) -> None:
    assert looked_at(seat("admin", width=width, language=language), city, ADMIN) == []


def test_the_auditor_reads_the_journal_without_barrier(seat: Seat, city: City) -> None:
    assert looked_at(seat("auditor"), city, ["/admin/journal"]) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_single_records_meet_no_barrier(seat: Seat, city: City, width: int) -> None:
    case = city.get("/cases", "dispatcher", limit=1)["items"][0]["id"]
    commitment = city.get("/commitments", "supervision", limit=1)["items"][0]["id"]
    document = city.get("/documents", "supervision", limit=1)["items"][0]["id"]
    indicator = city.get("/indicators", "supervision", limit=1)["items"][0]["id"]
    released = city.get("/public/commitments", limit=1)["items"][0]["id"]
    desk = [f"/desk/cases/{case}", f"/things/{city.lamp()['id']}"]
    plans = [f"/ledger/{commitment}", f"/documents/{document}", f"/indicators/{indicator}"]
    plans += [f"/indicators/{indicator}/why", f"/promises/{released}"]
    wrong = looked_at(seat("dispatcher", width=width), city, desk)
    assert wrong + looked_at(seat("supervision", width=width), city, plans) == []


def test_both_languages_are_one_click_apart(seat: Seat) -> None:
    page = seat()
    page.goto("/help")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Help", level=1).wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    page.get_by_role("heading", name="Help", level=1).wait_for()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("heading", name="使用说明", level=1).wait_for()


def test_the_public_map_says_that_it_is_no_ground_for_boundaries(seat: Seat) -> None:
    page = seat()
    page.goto("/report")
    page.get_by_text("示意图").first.wait_for()


def test_pictures_can_be_kept(tmp_path: Path, seat: Seat) -> None:
    page = seat()
    page.goto("/")
    settled(page)
    picture = page.screenshot(path=tmp_path / "home.png", full_page=True)
    assert len(picture) > 20_000
