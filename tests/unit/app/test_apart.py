"""Long pure work runs beside the doors, and its refusals come back as they are."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from luoshi.app.apart import LONG, apart
from luoshi.app.gate import CarriesASecrecyMark

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def who() -> int:
    return os.getpid()


def refuse(level: str) -> None:
    raise CarriesASecrecyMark(level=level, name="方案.txt")


def hold_the_interpreter(seconds: float) -> None:
    """Pure work that never lets go, as one long search through a text does not."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        sum(range(2000))


def test_long_work_is_done_by_another_process(run: Run) -> None:
    assert run(apart(LONG, who)) != os.getpid()


def test_short_work_stays_here(run: Run) -> None:
    assert run(apart(LONG - 1, who)) == os.getpid()


def test_a_refusal_of_the_helper_is_the_same_refusal_here(run: Run) -> None:
    with pytest.raises(CarriesASecrecyMark) as refused:
        run(apart(LONG, refuse, "机密"))
    assert refused.value.values["level"] == "机密"


def test_a_helper_that_was_killed_is_replaced(run: Run) -> None:
    os.kill(run(apart(LONG, who)), signal.SIGKILL)
    assert run(apart(LONG, who)) != os.getpid()


def test_the_doors_go_on_while_it_works(run: Run) -> None:
    async def story() -> float:
        working = asyncio.create_task(apart(LONG, hold_the_interpreter, 0.5))
        worst = 0.0
        while not working.done():
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            worst = max(worst, time.perf_counter() - begun)
        await working
        return worst

    run(apart(LONG, who))  # the helper is there
    assert run(story()) < 0.4
