"""Luoshi as `luoshi serve` runs it, but with a worker that does not seal: what the sealer costs is the difference.

python -m benchmarks.rows.unsealed --data DIR [--database URL] --port N
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from luoshi.app import serving, worker
from luoshi.app.house import House


async def no_sealing(house: House, stop: asyncio.Event) -> None:
    await stop.wait()


async def keep_worker(data: Path, database: str | None, stop: asyncio.Event) -> None:
    """Start this module's own worker; it ends with the server."""
    own = ["--worker", "--parent", str(os.getpid()), "--data", str(data)]
    command = [sys.executable, "-m", "benchmarks.rows.unsealed", *own]
    child = await asyncio.create_subprocess_exec(*command, *(("--database", database) if database else ()))
    await stop.wait()
    child.terminate()
    await child.wait()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--parent", type=int, default=0)
    given = parser.parse_args()
    if given.worker:
        worker.seal = no_sealing
        worker.work(given.data, given.database, parent=given.parent)
        return
    serving._keep_worker = keep_worker
    serving.serve_all(given.data, given.database, host="127.0.0.1", port=given.port, tls=None, demo=True)


if __name__ == "__main__":
    main()
