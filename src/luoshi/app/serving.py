"""Doors and worker behind one command: the worker is a child process, restarted when it dies, ended with its parent."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from luoshi.app.certificates import certificate_for
from luoshi.app.house import House, open_house
from luoshi.base.errors import Refused, Unavailable

LOG = logging.getLogger("luoshi.serve")


class DemoAccounts(Refused):
    """Demo accounts have known passwords: such an installation is served only when that is said aloud."""

    code = "L-110"


class PortTaken(Unavailable):
    """Another program listens there already, or this one may not: `host`, `port`, `problem`."""

    code = "L-114"


def serve_all(data: Path, database: str | None, *, host: str, port: int, tls: str | None, demo: bool) -> None:
    """Serve until interrupted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        runner.run(_serve(data, database, host=host, port=port, tls=tls, demo=demo))


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where there is one (not on Windows): a third less work for each request."""
    try:
        import uvloop
    except ImportError:
        return None
    found: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return found


async def _serve(data: Path, database: str | None, *, host: str, port: int, tls: str | None, demo: bool) -> None:
    listening = _listening(host, port)
    house = await open_house(data, database, role="server")
    stop = asyncio.Event()
    aside = [
        asyncio.create_task(_keep_worker(data, database, stop)),
        asyncio.create_task(house.stay_fresh(stop)),
    ]
    try:
        if house.demo and not demo:
            raise DemoAccounts()
        # What is built once is built before the first report waits for it.
        house.calendars.clock_at()
        house.territory.tree.locator(house.installation.today())
        server = uvicorn.Server(_config(house, host=host, port=port, tls=tls))
        sys.stdout.write(f"http{'s' if tls else ''}://{host}:{port}\n")
        sys.stdout.flush()
        await server.serve(sockets=[listening])
    finally:
        listening.close()
        stop.set()
        await asyncio.gather(*aside, return_exceptions=True)
        await house.close()


def _listening(host: str, port: int) -> socket.socket:
    """The port is taken before anything is opened, so that a second start is told at once."""
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise PortTaken(host=host, port=port, problem=error.strerror) from error
    return taken


def _config(house: House, *, host: str, port: int, tls: str | None) -> uvicorn.Config:
    more: dict[str, Any] = {}
    if tls is not None:
        certificate = certificate_for(house.folder.root, tls, host)
        more = {"ssl_certfile": certificate, "ssl_keyfile": certificate}
    # The door lies above this room, so it is found by its name and handed the house.
    doors = importlib.import_module("luoshi.api.app")
    return uvicorn.Config(
        doors.create_app(house),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
        **more,
    )


async def _keep_worker(data: Path, database: str | None, stop: asyncio.Event) -> None:
    """Start the worker and start it again when it dies, with growing pauses when it dies at once."""
    pause = 0.5
    while not stop.is_set():
        command = [sys.executable, "-m", "luoshi.cli.main", "worker", "--data", str(data), "--parent", str(os.getpid())]
        child = await asyncio.create_subprocess_exec(*command, *(("--database", database) if database else ()))
        began = time.monotonic()
        ended = asyncio.create_task(child.wait())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            if child.returncode is None:
                child.send_signal(signal.SIGTERM)
            await ended
            return
        LOG.error("the worker ended with status %s and is started again", child.returncode)
        pause = 0.5 if time.monotonic() - began > 30 else min(pause * 2, 30)
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue
