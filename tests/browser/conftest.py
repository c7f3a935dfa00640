"""A real Chromium against a real server on a fresh sample district; one district for the whole run."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.city import City

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
Seat = Callable[..., Page]
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one; maps are drawn by software."""
    args = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    own = {} if CHROMIUM is None else {"executable_path": CHROMIUM}
    return browser_type_launch_args | own | {"args": args}


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The sample district, served on a spare port."""
    if not (ROOT / "src/luoshi/web/dist/index.html").is_file():
        pytest.skip("the pages are not built (make web)")
    folder = tmp_path_factory.mktemp("city")
    luoshi = [sys.executable, "-m", "luoshi.cli.main"]
    data = str(folder / "data")
    subprocess.run([*luoshi, "demo", "--data", data, "--no-serve"], check=True, capture_output=True, timeout=240)
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    log = (folder / "serve.log").open("w", encoding="utf-8")
    server = subprocess.Popen(
        [*luoshi, "serve", "--data", data, "--demo", "--port", str(port)], stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, folder / "serve.log")
        yield City(address)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        if server.poll() is not None:
            pytest.fail(f"the server ended:\n{log.read_text(encoding='utf-8')[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/api/v1/session", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the server does not answer")


@pytest.fixture
def seat(browser: Browser, city: City) -> Iterator[Seat]:
    """A browser of somebody's own: `seat("dispatcher", width=390, language="en")`; nobody means a resident."""
    open_: list[BrowserContext] = []

    def take(account: str | None = None, *, width: int = 1440, height: int = 900, language: str = "zh") -> Page:
        context = browser.new_context(
            base_url=city.address, viewport={"width": width, "height": height}, service_workers="block"
        )
        open_.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": city.address}])
        context.set_default_timeout(20_000)
        if account is not None:
            context.add_cookies([{"name": "luoshi_session", "value": city.token(account), "url": city.address}])
        return context.new_page()

    yield take
    for context in open_:
        context.close()
