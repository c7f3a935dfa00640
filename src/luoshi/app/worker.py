"""The worker: runs jobs, seals the journal each second, and does the daily round. It ends with its parent."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path

from luoshi.app.house import House, open_house
from luoshi.base.db import Busy, Duplicate
from luoshi.kernel.journal import seal_once

LOG = logging.getLogger("luoshi.worker")
SEAL_EVERY = 1.0


def work(data: Path, database: str | None, *, parent: int) -> None:
    """Work until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    os.nice(5)
    asyncio.run(_work(data, database, parent))


async def _work(data: Path, database: str | None, parent: int) -> None:
    house = await open_house(data, database, role="worker")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    try:
        await asyncio.gather(
            house.jobs.run(stop), seal(house, stop), house.stay_fresh(stop), house.rounds(stop), _outlive(parent, stop)
        )
    finally:
        await house.close()


async def seal(house: House, stop: asyncio.Event) -> None:
    """Seal what is new; a full batch is followed at once by the next."""
    while not stop.is_set():
        sealed = 0
        try:
            sealed = await seal_once(house.database, head_file=house.folder.head)
        except (Duplicate, Busy):
            LOG.info("another process seals the journal")
        if not sealed:
            await _pause(stop, SEAL_EVERY)


async def _outlive(parent: int, stop: asyncio.Event) -> None:
    """A server that was killed cannot tell its worker: the worker notices that its parent changed."""
    while parent and not stop.is_set():
        if os.getppid() != parent:
            stop.set()
        await _pause(stop, 1.0)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
