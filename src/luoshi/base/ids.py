"""Numbers of rows: 63-bit, in order of time, drawn without asking the database.

    42 bits milliseconds since 2020-01-01 UTC | 10 bits process number | 11 bits sequence

The process number comes from the table `process` when a command opens the installation, so that two processes
never draw the same id. The time inside an id is the time of recording: big tables are partitioned by it, and
`floor_of` gives the smallest id of an instant. A clock that steps back does not move ids back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

EPOCH_MS = 1_577_836_800_000
_PROCESS_BITS = 10
_SEQUENCE_BITS = 11
_SHIFT = _PROCESS_BITS + _SEQUENCE_BITS
PROCESSES = 1 << _PROCESS_BITS


class Ids:
    """Draws ids for one process. `clock` gives microseconds UTC (replaced by simulated days)."""

    def __init__(self, process: int, clock: Callable[[], int] | None = None) -> None:
        self.process = process % PROCESSES
        self._clock = clock or (lambda: time.time_ns() // 1000)
        self._ms = 0
        self._sequence = 0

    def never_before(self, identity: int) -> None:
        """Draw only later ids than this one: the clock may have stepped back while no process ran."""
        self._ms = max(self._ms, (identity >> _SHIFT) + 1)

    def __call__(self) -> int:
        now = self._clock() // 1000 - EPOCH_MS
        if now > self._ms:
            self._ms, self._sequence = now, 0
        else:
            self._sequence += 1
            if self._sequence >> _SEQUENCE_BITS:
                self._ms, self._sequence = self._ms + 1, 0
        return (self._ms << _SHIFT) | (self.process << _SEQUENCE_BITS) | self._sequence


def floor_of(instant: int) -> int:
    """The smallest id recorded at or after `instant` (microseconds UTC)."""
    return (instant // 1000 - EPOCH_MS) << _SHIFT


def recorded_at(identity: int) -> int:
    """Microseconds UTC at which an id was drawn, exact to the millisecond."""
    return ((identity >> _SHIFT) + EPOCH_MS) * 1000
