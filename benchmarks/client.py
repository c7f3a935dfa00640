"""A load of HTTP requests to the loopback, from a process of its own: bounded in count, time and connections.

Each connection is kept alive and sends its next request when the answer to the last one has come (a closed loop),
or at the set pace (`--rate`), where the latency counts from the moment the request was due, so that a server
which stalls is not flattered by a client that waits for it. The bodies come from a file, one JSON value a line;
`workload.MARK` in a body is replaced by an id that is new for each request. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import uvloop

from benchmarks.workload import MARK

HOST = "127.0.0.1"
PATIENCE = 20.0
MOST_FAILURES = 50


@dataclass(slots=True)
class Answer:
    status: int
    body: bytes


class Line(asyncio.Protocol):
    """One kept-alive connection: `ask` sends the bytes of a request and waits for the whole answer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._waiter: asyncio.Future[Answer] | None = None

    @classmethod
    async def open(cls, port: int) -> Line:
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(cls, HOST, port)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ConnectionResetError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answer = parse(self._buffer)
        if answer is not None and self._waiter is not None and not self._waiter.done():
            self._buffer.clear()
            self._waiter.set_result(answer)

    async def ask(self, request: bytes) -> Answer:
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("the server closed the connection")
        self._waiter = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        async with asyncio.timeout(PATIENCE):
            return await self._waiter

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def parse(buffer: bytes | bytearray) -> Answer | None:
    """The answer at the start of the buffer when it is whole. Only answers that state their length are read."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = bytes(buffer[:end]).lower()
    status = int(head[9:12])
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        if status == 204:
            return Answer(status, b"")
        raise ValueError("an answer without content-length")
    length = int(head[at + 17 :].split(b"\r\n", 1)[0])
    if len(buffer) < end + 4 + length:
        return None
    return Answer(status, bytes(buffer[end + 4 : end + 4 + length]))


def request_bytes(method: str, path: str, body: bytes, headers: tuple[str, ...] = ()) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"host: {HOST}", "accept: application/json", *headers]
    if body or method != "GET":
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(slots=True)
class Tally:
    """What the run saw."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    first_refusal: str = ""
    failures: int = 0

    def count(self, answer: Answer, seconds: float) -> None:
        key = str(answer.status)
        self.statuses[key] = self.statuses.get(key, 0) + 1
        if answer.status < 300:
            self.latencies.append(seconds)
        elif not self.first_refusal:
            self.first_refusal = answer.body[:400].decode(errors="replace")

    def failed(self, error: Exception) -> None:
        key = type(error).__name__
        self.failures += 1
        self.statuses[key] = self.statuses.get(key, 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    port: int
    method: str
    path: str
    headers: tuple[str, ...]
    bodies: tuple[bytes, ...]
    connections: int
    seconds: float
    count: int
    rate: float


async def run(plan: Plan) -> dict[str, object]:
    tally = Tally()
    numbers = itertools.count()
    requests = _requests(plan)
    begun = time.perf_counter()
    deadline = begun + plan.seconds
    # Connections that keep the server busy at one instant must not all have opened at one instant: open first.
    lines = [await Line.open(plan.port) for _ in range(plan.connections)]

    async def worker(line: Line) -> None:
        while (number := next(numbers)) < plan.count:
            due = begun + number / plan.rate if plan.rate else time.perf_counter()
            if due >= deadline:
                return
            wait = due - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                answer = await line.ask(requests(number))
            except (ConnectionError, TimeoutError) as error:
                tally.failed(error)
                if tally.failures > MOST_FAILURES:
                    return
                line = await Line.open(plan.port)
                continue
            tally.count(answer, time.perf_counter() - due)

    await asyncio.gather(*(worker(line) for line in lines))
    elapsed = time.perf_counter() - begun
    for line in lines:
        line.close()
    return summary(tally, elapsed)


def _requests(plan: Plan) -> Callable[[int], bytes]:
    """number → the bytes of that request, with an id that no other run has used."""
    mark, run_id = MARK.encode(), os.urandom(6).hex()
    ready = [request_bytes(plan.method, plan.path, body, plan.headers) for body in plan.bodies]

    def make(number: int) -> bytes:
        return ready[number % len(ready)].replace(mark, f"{run_id}{number:012d}".encode())

    return make


def summary(tally: Tally, elapsed: float) -> dict[str, object]:
    ordered = sorted(tally.latencies)
    return {
        "good": len(ordered),
        "elapsed": elapsed,
        "rate": len(ordered) / elapsed,
        "p50_ms": 1000 * quantile(ordered, 0.5),
        "p99_ms": 1000 * quantile(ordered, 0.99),
        "max_ms": 1000 * (ordered[-1] if ordered else 0.0),
        "statuses": tally.statuses,
        "first_refusal": tally.first_refusal,
    }


def quantile(ordered: list[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed; 0 of nothing."""
    if not ordered:
        return 0.0
    rank = -(-len(ordered) * share // 1)
    return ordered[min(len(ordered), max(1, int(rank))) - 1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--method", default="POST")
    parser.add_argument("--path", required=True)
    parser.add_argument("--header", action="append", default=[])
    parser.add_argument("--bodies", type=Path)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=0.0, help="requests a second in all; 0: as fast as answered")
    given = parser.parse_args()
    lines = given.bodies.read_bytes().splitlines() if given.bodies else [b""]
    plan = Plan(
        port=given.port,
        method=given.method,
        path=given.path,
        headers=tuple(given.header),
        bodies=tuple(lines),
        connections=min(given.connections, 256),
        seconds=min(given.seconds, 120.0),
        count=given.count,
        rate=given.rate,
    )
    print(json.dumps(uvloop.run(run(plan))))


if __name__ == "__main__":
    main()
