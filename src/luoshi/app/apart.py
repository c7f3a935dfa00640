"""Long pure work, in a process of its own beside the doors.

A thread would share the doors' one interpreter lock: while a planning document of 5 MB is looked through, a resident's
report would wait for up to a second. The helper is started for the first long piece of work and ends with the doors.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
#: characters or bytes; what is shorter is done sooner in a thread than it is handed over
LONG = 50_000


async def apart(size: int, work: Callable[[*Ts], T], *args: *Ts) -> T:
    """Do pure work on an input of that size without holding up the event loop. `work` is a function of a module,
    what goes in and comes out is plain data."""
    if size < LONG:
        return await asyncio.to_thread(work, *args)
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_helper(), work, *args)
    except BrokenProcessPool:  # it was killed, for its memory or by hand: once more with another
        _helper.cache_clear()
        return await loop.run_in_executor(_helper(), work, *args)


@cache
def _helper() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=os.nice, initargs=(5,))
