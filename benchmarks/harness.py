"""Starts contenders, sends them the same load in turns, and prints what was measured.

Contenders of a comparison run at the same time but are loaded one after another, in rounds with a shuffled order,
so that a noisy minute of a shared machine falls on all of them. A rate is the median of the rounds; the spread is
printed beside it. CPU per request is that of the server's processes and, on PostgreSQL, of the database's too.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from benchmarks.client import HOST

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one round of one contender showed."""

    good: int
    elapsed: float
    rate: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    statuses: Mapping[str, int]
    first_refusal: str
    server_cpu_us: float = 0.0
    helpers_cpu_us: float = 0.0
    database_cpu_us: float = 0.0


class Server:
    """A contender's process (and its children) on a spare loopback port."""

    def __init__(
        self,
        name: str,
        command: Callable[[int], Sequence[str]],
        *,
        path: str = "/reports",
        ready: str = "/durability",
        headers: tuple[str, ...] = (),
        folder: Path,
        database: Callable[[], list[int]] = list,
        patience: float = 60.0,
    ) -> None:
        self.name, self.path, self.headers = name, path, headers
        self.port = spare_port()
        self._ready, self._patience, self._database = ready, patience, database
        self.log = folder / f"{name.replace(chr(47), chr(45))}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command(self.port), cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )

    def __enter__(self) -> Server:
        until = time.monotonic() + self._patience
        while True:
            try:
                self.get(self._ready)
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    self.stop()
                    raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}") from None
                time.sleep(0.1)
            else:
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://{HOST}:{self.port}{path}", timeout=5) as answer:
            body: bytes = answer.read()
            return body

    def cpu(self) -> float:
        """Seconds of CPU that the process which answers has used."""
        return own_cpu_seconds(self.process.pid)

    def helpers_cpu(self) -> float:
        """Seconds of CPU of what it started: Luoshi's worker seals and rolls up, which no peer does."""
        return sum(map(cpu_seconds, family(self.process.pid)[1:]))

    def database_cpu(self) -> float:
        return sum(map(cpu_seconds, self._database()))


def load(
    server: Server,
    bodies: Path,
    *,
    seconds: float,
    connections: int = 16,
    count: int = 100_000,
    rate: float = 0.0,
) -> Load:
    """Send the load from a process of its own and weigh what it cost."""
    command = [sys.executable, "-m", "benchmarks.client", "--port", str(server.port), "--path", server.path]
    command += ["--bodies", str(bodies), "--connections", str(connections), "--seconds", str(seconds)]
    command += ["--count", str(count), "--rate", str(rate)]
    for header in server.headers:
        command += ["--header", header]
    # Start-up of the client costs no CPU of the server, so the two readings may lie outside of it.
    server_before, helpers_before, database_before = server.cpu(), server.helpers_cpu(), server.database_cpu()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=seconds + 60)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seen = json.loads(done.stdout)
    each = 1_000_000 / max(1, seen["good"])
    return Load(
        **seen,
        server_cpu_us=(server.cpu() - server_before) * each,
        helpers_cpu_us=(server.helpers_cpu() - helpers_before) * each,
        database_cpu_us=(server.database_cpu() - database_before) * each,
    )


@dataclass(slots=True)
class Rounds:
    """All rounds of one contender."""

    name: str
    loads: list[Load] = field(default_factory=list)

    def median(self, of: Callable[[Load], float]) -> float:
        return statistics.median(map(of, self.loads)) if self.loads else 0.0

    @property
    def rate(self) -> float:
        return self.median(lambda one: one.rate)

    @property
    def p99_ms(self) -> float:
        return self.median(lambda one: one.p99_ms)

    @property
    def cpu_us(self) -> float:
        """CPU of the answering process and of the database per request; helpers are printed apart."""
        return self.median(lambda one: one.server_cpu_us + one.database_cpu_us)

    def refused(self) -> str:
        """What was not answered well, in words; empty when all was."""
        bad = {key: n for one in self.loads for key, n in one.statuses.items() if not key.startswith("2")}
        first = next((one.first_refusal for one in self.loads if one.first_refusal), "")
        return f"{bad} {first}" if bad else ""


def interleaved(
    servers: Sequence[Server],
    bodies: Path,
    *,
    rounds: int,
    seconds: float,
    connections: int = 16,
    before: Mapping[str, Callable[[], None]] | None = None,
) -> dict[str, Rounds]:
    """Load every server once a round, in a shuffled order; a first short run warms each up and is not counted."""
    found = {server.name: Rounds(server.name) for server in servers}
    for server in servers:
        load(server, bodies, seconds=min(1.0, seconds), connections=connections)
    shuffle = random.Random(7)
    for _ in range(rounds):
        for server in shuffle.sample(list(servers), len(servers)):
            if before and server.name in before:
                before[server.name]()
            found[server.name].loads.append(load(server, bodies, seconds=seconds, connections=connections))
    return found


def print_rounds(title: str, found: Iterable[Rounds]) -> None:
    print(f"\n{title}")
    heads = f"{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'+ database':>12}{'+ worker':>10}"
    print(f"{'':24}{'req/s (min–max)':>28}{heads}")
    for one in found:
        rates = [each.rate for each in one.loads] or [0.0]
        spread = f"{one.rate:.0f} ({min(rates):.0f}–{max(rates):.0f})"
        p50 = one.median(lambda each: each.p50_ms)
        server, database = one.median(lambda each: each.server_cpu_us), one.median(lambda e: e.database_cpu_us)
        helpers = one.median(lambda each: each.helpers_cpu_us)
        print(f"{one.name:24}{spread:>28}{p50:>9.1f}{one.p99_ms:>9.1f}{server:>9.0f}{database:>12.0f}{helpers:>10.0f}")
        if one.refused():
            print(f"    not answered well: {one.refused()}")


def print_durability(server: Server, path: str = "/durability") -> None:
    """The settings that make a commit durable, as the contender's own connection reads them back."""
    print(f"durability of {server.name}: {server.get(path).decode()}")


def bar(what: str, value: float | None, unit: str, wanted: str) -> bool | None:
    """One JSON line. `wanted` is the bar as written: `>= 0.3`, `<= 2`; no value means it was not measured."""
    relation, _, limit = wanted.partition(" ")
    holds = None
    if value is not None:
        holds = value >= float(limit) if relation == ">=" else value <= float(limit)
    shown = None if value is None else round(value, 4)
    line = {"what": what, "value": shown, "unit": unit, "bar": wanted, "ok": holds}
    print(json.dumps(line, ensure_ascii=False))
    return holds


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found, at = [pid], 0
    while at < len(found):
        found += children(found[at])
        at += 1
    return found


def children(pid: int) -> list[int]:
    """Children of all threads of the process; none when it has gone."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of its children that have ended; 0 when it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


def own_cpu_seconds(pid: int) -> float:
    """User and system time of one process alone; 0 when it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[11:13])) / TICK


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the disc that is measured (not a memory file system), removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="luoshi-bench-", dir=os.environ.get("LUOSHI_BENCH_DIR")))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_bodies(path: Path, bodies: Iterable[bytes]) -> Path:
    path.write_bytes(b"\n".join(bodies))
    return path


def python(module: str, *arguments: str) -> Callable[[int], list[str]]:
    """A command that runs a module with `--port`."""
    return lambda port: [sys.executable, "-m", module, *arguments, "--port", str(port)]
