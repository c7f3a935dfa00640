"""Residents who report while the machine is being broken, and who try again until they are answered.

Every report carries a request id of its own; a try that was not answered (the server died, the database was away) is
sent again with the same id and the same bytes. What was answered is remembered, to be looked for afterwards.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.client import Answer, Line, request_bytes
from benchmarks.workload import report

BETWEEN_TRIES = 0.05


@dataclass(slots=True)
class Sent:
    """One report and what became of it."""

    request_id: str
    tries: int = 0
    status: int = 0
    answer: dict[str, object] = field(default_factory=dict)


class Crowd:
    """`size` residents on connections of their own, in a thread beside the test."""

    def __init__(
        self,
        port: int,
        *,
        size: int = 6,
        most: int = 5000,
        seed: int = 1,
        pause: float = 0.0,
        headers: tuple[str, ...] = (),
        path: str = "/api/v1/reports",
        kind: str = "street_lighting.lamp_dark",
        points: Sequence[tuple[float, float]] = (),
        says_when: bool = True,
    ) -> None:
        self.port, self.path = port, path
        self.acknowledged: list[Sent] = []
        self.refused: list[Sent] = []
        self.waiting = 0
        #: answers that asked to try again, by status
        self.turned_away: Counter[int] = Counter()
        self._size, self._most, self._pause, self._headers = size, most, pause, headers
        self._kind, self._points, self._says_when = kind, points, says_when
        self._random = random.Random(seed)
        self._stopping = threading.Event()
        self._give_up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()), daemon=True)

    def start(self) -> Crowd:
        self._thread.start()
        return self

    def wait_for(self, acknowledgements: int, seconds: float = 30.0) -> None:
        """Until so many reports have been answered since the beginning."""
        until = time.monotonic() + seconds
        while len(self.acknowledged) < acknowledgements:
            assert self._thread.is_alive(), "the crowd went home"
            assert not self.refused, self.refused[0]
            assert time.monotonic() < until, f"only {len(self.acknowledged)} answers in {seconds} s"
            time.sleep(0.005)

    def stop(self, seconds: float = 60.0) -> None:
        """No new reports; those under way are tried until they are answered."""
        self._stopping.set()
        self._thread.join(seconds)
        self._give_up.set()
        assert not self._thread.is_alive(), f"{self.waiting} reports were not answered in {seconds} s"

    def leave(self) -> None:
        """No new reports and no further tries: what has no answer yet stays without one."""
        self._stopping.set()
        self._give_up.set()
        self._thread.join(30)

    async def _all(self) -> None:
        await asyncio.gather(*(self._resident() for _ in range(self._size)))

    async def _resident(self) -> None:
        line: Line | None = None
        while not self._stopping.is_set() and len(self.acknowledged) < self._most:
            sent = Sent(str(uuid.UUID(int=self._random.getrandbits(128), version=4)))
            body = report(self._random, kind=self._kind, points=self._points)
            body["request_id"] = sent.request_id
            if not self._says_when:
                del body["occurred_at"]
            body = {name: value for name, value in body.items() if value is not None}
            self.waiting += 1
            raw = json.dumps(body, ensure_ascii=False).encode()
            line = await self._deliver(line, sent, request_bytes("POST", self.path, raw, self._headers))
            self.waiting -= 1
            await asyncio.sleep(self._pause)
        if line is not None:
            line.close()

    async def _deliver(self, line: Line | None, sent: Sent, request: bytes) -> Line | None:
        while not self._give_up.is_set():
            sent.tries += 1
            try:
                line = line or await Line.open(self.port)
                answer = await line.ask(request)
            except (OSError, TimeoutError):
                line = None
                await asyncio.sleep(BETWEEN_TRIES)
                continue
            if answer.status < 500 and answer.status != 429:
                self._keep(sent, answer)
                return line
            self.turned_away[answer.status] += 1
            await asyncio.sleep(BETWEEN_TRIES)
        return line

    def _keep(self, sent: Sent, answer: Answer) -> None:
        sent.status = answer.status
        sent.answer = json.loads(answer.body or b"{}")
        (self.acknowledged if answer.status < 300 else self.refused).append(sent)
