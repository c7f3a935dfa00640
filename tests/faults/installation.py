"""An installation as a user has it: made and served by the command line, broken from outside."""

from __future__ import annotations

import asyncio
import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.harness import children, family, spare_port
from benchmarks.rows.installation import LUOSHI, Place, cells_of, make, points_in
from luoshi.base.db import Database, Row
from luoshi.base.db.postgresql import PostgreSQL
from luoshi.base.db.sqlite import SQLite
from tests.faults.crowd import Crowd


@dataclass(slots=True)
class Served:
    """One installation and its running server."""

    data: Path
    url: str | None = None
    environment: Mapping[str, str] | None = None
    port: int = field(default_factory=spare_port)
    process: subprocess.Popen[bytes] | None = None
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def dialect(self) -> str:
        return "sqlite" if self.url is None else "postgresql"

    def make(self) -> None:
        """The sample district and its people, with nothing that happened yet; nothing is served."""
        if self.url is None:
            shutil.copytree(_embedded(), self.data)
        else:
            make(Place(data=self.data, url=self.url))
        self.points = points_in(cells_of(Place(data=self.data, url=self.url)), 300, seed=3)

    def luoshi(
        self, *arguments: str, environment: Mapping[str, str] | None = None, patience: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a verb on this installation; it must succeed."""
        where = ["--data", str(self.data), *(["--database", self.url] if self.url else [])]
        done = subprocess.run(
            [*LUOSHI, *arguments, *where],
            env=environment if environment is not None else self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=patience,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done

    def start(self, patience: float = 40) -> Served:
        """Serve, and wait until the door answers."""
        where = ["--data", str(self.data), *(["--database", self.url] if self.url else [])]
        with self.log_file().open("ab") as log:
            self.process = subprocess.Popen(
                [*LUOSHI, "serve", "--demo", "--port", str(self.port), *where],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _STARTED.append(self.process)
        until = time.monotonic() + patience
        while not self.healthy():
            assert self.process.poll() is None, self.log()[-3000:]
            assert time.monotonic() < until, self.log()[-3000:]
            time.sleep(0.05)
        return self

    def crowd(self, **how: Any) -> Crowd:
        """Residents of this district begin to report."""
        return Crowd(self.port, points=self.points, seed=time.time_ns(), **how).start()

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log_file(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    def log(self) -> str:
        return self.log_file().read_text(errors="replace")

    def pids(self) -> list[int]:
        """Server and worker, and whatever they started."""
        return family(self.process.pid) if self.process is not None else []

    def kill_server(self) -> None:
        """kill -9 of the doors; the worker notices that its parent is gone and ends by itself."""
        assert self.process is not None
        orphans = children(self.process.pid)
        self.process.kill()
        self.process.wait()
        wait_until_gone(orphans)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """One more worker beside the server's own: two may run, and one is killed without waiting for its restart."""
        where = ["--data", str(self.data), *(["--database", self.url] if self.url else [])]
        with self.log_file().open("ab") as log:
            return subprocess.Popen([*LUOSHI, "worker", *where], env=self.environment, stdout=log, stderr=log)

    def kill_worker(self) -> None:
        """kill -9 of the server's worker, which the server starts again."""
        assert self.process is not None
        workers = children(self.process.pid)
        assert workers, "the server has no worker"
        for pid in workers:
            os.kill(pid, signal.SIGKILL)

    def unsealed(self) -> int:
        """Journal lines that the sealer has not reached yet."""
        return int(
            self.ask("SELECT count(*) AS n FROM journal j LEFT JOIN sealed s ON s.journal_id=j.id WHERE s.seq IS NULL")[
                0
            ]["n"]
        )

    def wait_until_sealed(self, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while self.unsealed():
            assert time.monotonic() < until, f"{self.unsealed()} journal lines are never sealed"
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            everyone = self.pids()
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            wait_until_gone(everyone)

    async def _open(self) -> Database:
        return SQLite(self.data / "luoshi.db") if self.url is None else await PostgreSQL.open(self.url, size=1)

    def write(self, sql: str) -> None:
        """Change the database beside the program, as nobody should."""

        async def go() -> None:
            database = await self._open()
            try:
                await database.script([sql])
            finally:
                await database.close()

        asyncio.run(go())

    def ask(self, sql: str, *args: Any) -> list[Row]:
        """Rows of the database, read beside the program."""

        async def go() -> list[Row]:
            database = await self._open()
            try:
                return list(await database.fetch(sql, *args))
            finally:
                await database.close()

        return asyncio.run(go())


_STARTED: list[subprocess.Popen[bytes]] = []


@atexit.register
def _leave_nothing_running() -> None:
    """A story that failed in the middle does not stop its server."""
    for process in _STARTED:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@cache
def _embedded() -> Path:
    """An installation on the embedded database, made once a run and copied."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make(Place(data=folder / "data")).data


def wait_until_gone(pids: list[int], patience: float = 15) -> None:
    """Processes that should end by themselves; those that do not are ended, and the test is told."""
    until = time.monotonic() + patience
    left = [pid for pid in pids if alive(pid)]
    while left and time.monotonic() < until:
        time.sleep(0.02)
        left = [pid for pid in left if alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left, f"processes {left} outlived their parent"


def alive(pid: int) -> bool:
    """Running, and not merely waiting to be collected by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False
