"""The commands of lessons and how-to pages are run, as they are printed."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from luoshi.app.demo import prepare
from tests.docs.pages import BIN, DOCS, shell

SECONDS = 150
STAGES = ("accepted", "registered", "dispatched", "handled", "verified", "closed")


def run(commands: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    known = os.environ | {"PATH": path, "LANGUAGE": "en"} | environment
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=folder, env=known, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The sample district after one day, served."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not on this machine")
    asyncio.run(prepare(tmp_path / "demo", None, say=lambda _: None, days=1))
    with socket.socket() as spare:
        spare.bind(("127.0.0.1", 0))
        port = spare.getsockname()[1]
    command = [str(BIN / "luoshi"), "serve", "--demo", "--data", str(tmp_path / "demo"), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        yield _answering(f"http://127.0.0.1:{port}")
        server.terminate()


def _answering(address: str) -> str:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def test_the_first_hour_ends_with_a_closed_case_and_a_lamp_more(demo: str, tmp_path: Path) -> None:
    done = run(shell(DOCS / "tutorials" / "first-hour.md"), tmp_path, LUOSHI=demo)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert [line for line in said if line in STAGES] == ["accepted", *STAGES, "closed"]
    assert "'code': 'C-101'" in done.stdout
    before, after = [line for line in said if line.startswith("{'zh': '亮灯率 =")]
    assert _lit(after) == _lit(before) + 1
    assert any("主次干道路灯亮灯率 >= 98 now" in line for line in said)


def _lit(formula: str) -> int:
    return int(formula.split("= ")[1].split(maxsplit=1)[0])


def test_a_town_is_installed_kept_and_told_the_time(tmp_path: Path) -> None:
    pages = ("install-for-a-town.md", "enter-next-years-holidays.md")
    done = run("\n".join(shell(DOCS / "how-to" / page) for page in pages), tmp_path)
    assert done.returncode == 0, done.stderr
    for sentence in (
        "/setup/", "6 areas are entered.", "the backup is whole", "restored into town-again", "not sealed yet.",
        "is at 0001 already", "2026-10-09T18:00:00+08:00",
    ):  # fmt: skip
        assert sentence in done.stdout
