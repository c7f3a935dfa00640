"""A planning document goes in, is read, and is reviewed beside its text, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.city import City
from tests.browser.conftest import Seat

TEXT = """𠮷安镇二〇二六年工作要点

一、主要目标
到2026年底,全镇路灯亮灯率达到98%,新增停车泊位1200个,污水集中处理率不低于97.5%。
二、重点任务
由镇建设办牵头,6月底前完成老旧小区改造12个,惠及居民3400户。
"""


def upload(page: Page, file: Path) -> None:
    page.goto("/documents")
    page.locator(".drop input[type=file]").set_input_files(file)
    page.wait_for_url("**/documents/*", timeout=60_000)
    page.locator(".st").first.wait_for()


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """The same words are received once only: each test adds a line of its own."""
    path = tmp_path / "工作要点.txt"
    path.write_text(f"{TEXT}附:{tmp_path.name}\n", encoding="utf-8")
    return path


def test_marks_lie_on_their_words_even_after_rare_characters(seat: Seat, city: City, paper: Path) -> None:
    page = seat("supervision")
    upload(page, paper)
    document = page.url.rsplit("/", 1)[-1]
    for statement in city.get(f"/documents/{document}/statements", "supervision", limit=200)["items"]:
        words = TEXT[statement["start"] : statement["end"]]
        shown = page.evaluate(
            "id => [...document.querySelectorAll(`mark[data-s~='${id}']`)].map(m => m.textContent).join('\\n')",
            statement["id"],
        )
        assert shown.replace("\n", "") == words.replace("\n", "")


def test_statements_are_reviewed_by_keyboard(seat: Seat, paper: Path) -> None:
    page = seat("supervision")
    upload(page, paper)
    page.keyboard.press("j")
    expect(page.locator(".st.on")).to_have_count(1)
    expect(page.locator("mark.on").first).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".st.accepted")).to_have_count(1)
    page.keyboard.press("c")
    page.locator("#e-subject").fill("更正后的对象")
    page.keyboard.press("Enter")
    expect(page.locator(".st.corrected")).to_have_count(1)
    page.keyboard.press("x")
    expect(page.locator(".st.rejected")).to_have_count(1)


def test_an_acceptance_can_be_taken_back(seat: Seat, city: City) -> None:
    sample = next(each for each in city.get("/documents", "supervision")["items"] if "示例" in each["title"])
    page = seat("supervision")
    page.goto(f"/documents/{sample['id']}")
    page.get_by_role("button", name="认可把握高的").click()
    expect(page.get_by_role("button", name="认可把握高的")).to_have_count(0)
    page.locator(".toast .undo").click()
    expect(page.get_by_role("button", name="认可把握高的")).to_have_count(1)


def test_a_long_plan_scrolls_without_stopping(seat: Seat, city: City, tmp_path: Path) -> None:
    line = "到2025年,全区第{n}类公共服务设施覆盖率达到{n}.5%,建设质量和管理水平明显提升,"
    line += "群众获得感、幸福感、安全感持续增强,为高质量发展打下坚实基础。\n"
    plan = tmp_path / "长规划.txt"
    plan.write_text("长规划\n" + "".join(line.format(n=1000 + n) for n in range(2000)), encoding="utf-8")
    page = seat("supervision")
    upload(page, plan)
    page.locator(".chunk").nth(20).wait_for(state="attached")
    middle = page.evaluate(
        """async () => {
          const text = document.querySelector('.text'); const frames = []; let last = performance.now()
          for (let i = 0; i < 60; i += 1) {
            text.scrollTop += 900
            await new Promise(requestAnimationFrame)
            const now = performance.now(); frames.push(now - last); last = now
          }
          return frames.sort((a, b) => a - b)[30]
        }"""
    )
    # Some 20 ms on a quiet machine; the bound only catches a page that draws everything at every step.
    assert middle < 400
    assert page.locator(".st").count() < 60
