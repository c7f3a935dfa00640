"""Work that takes over 100 ms is a job: a row that a worker leases, that survives a restart and that can be looked at.

A job is enqueued in the unit of the act that needs it, so it exists exactly when the act does. A worker that dies
loses its lease, and another worker starts the job again: handlers are idempotent. A job that failed is tried again
with growing pauses, then stays `failed` until somebody retries it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, text

from luoshi.base.db import Database, Row, Stale, Unit, Value, now
from luoshi.base.db.schema import big, identity, small, table, words
from luoshi.base.errors import LuoshiError

LEASE = 60 * 1_000_000
PAUSES = (1, 5, 30, 300)  # seconds before the second, third … try
LOG = logging.getLogger("luoshi.jobs")

JOB = table(
    "job",
    identity(),
    words("kind"),
    words("args"),
    words("state"),  # waiting, running, done, failed
    big("run_at"),
    big("leased_until"),
    small("attempts"),
    small("progress"),  # percent
    words("result", null=True),
    words("error", null=True),
    words("unique_key", null=True),
    small("version"),
    big("changed_at"),
)
Index(
    "ix_job_open",
    JOB.c.run_at,
    sqlite_where=text("state IN ('waiting','running')"),
    postgresql_where=text("state IN ('waiting','running')"),
)
Index(
    "uq_job_unique_key",
    JOB.c.unique_key,
    unique=True,
    sqlite_where=text("state IN ('waiting','running')"),
    postgresql_where=text("state IN ('waiting','running')"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    id: int
    kind: str
    args: Mapping[str, Any]
    state: str
    run_at: int
    attempts: int
    progress: int
    result: Any
    error: str | None
    version: int
    changed_at: int


Report = Callable[[int], Awaitable[None]]
Handler = Callable[[Job, Report], Awaitable[object]]


def enqueue(
    unit: Unit, ids: Callable[[], int], kind: str, args: Mapping[str, Any], *, run_at: int | None = None, key: str = ""
) -> int:
    """Put a job into the unit of the act that needs it; gives its id. With `key`, a job with the same key that is
    still open stays alone."""
    at = now()
    identity_ = ids()
    row: dict[str, Value] = {
        "id": identity_,
        "kind": kind,
        "args": json.dumps(args, ensure_ascii=False),
        "state": "waiting",
        "run_at": run_at if run_at is not None else at,
        "leased_until": 0,
        "attempts": 0,
        "progress": 0,
        "unique_key": key or None,
        "version": 1,
        "changed_at": at,
    }
    if not key:
        unit.insert("job", row)
        return identity_
    names = ", ".join(row)
    marks = ", ".join(f"${i + 1}" for i in range(len(row)))
    unit.run(
        f"INSERT INTO job ({names}) VALUES ({marks}) "
        "ON CONFLICT (unique_key) WHERE state IN ('waiting','running') DO NOTHING",
        *row.values(),
    )
    return identity_


class Jobs:
    """The queue of one installation: `handlers` by kind are registered by `app`."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler]) -> None:
        self._database = database
        self._handlers = handlers

    async def get(self, identity_: int) -> Job | None:
        row = await self._database.row("SELECT * FROM job WHERE id=$1", identity_)
        return None if row is None else _job(row)

    async def listing(self, *, limit: int = 100, before: int | None = None) -> list[Job]:
        rows = await self._database.fetch(
            "SELECT * FROM job WHERE id < $1 ORDER BY id DESC LIMIT $2", before or (1 << 62), limit
        )
        return [_job(row) for row in rows]

    async def retry(self, identity_: int) -> None:
        """Start a failed job again now."""
        unit = self._database.unit()
        unit.run(
            "UPDATE job SET state='waiting', run_at=$1, attempts=0, error=NULL, version=version+1, changed_at=$1 "
            "WHERE id=$2 AND state='failed'",
            now(),
            identity_,
            expect=1,
            what="job",
        )
        await unit.commit()

    async def run_one(self) -> bool:
        """Lease and run one job that is due; False when there is none."""
        job = await self._lease()
        if job is None:
            return False
        handler = self._handlers.get(job.kind)
        if handler is None:
            await self._end(job, state="failed", error=f"this program knows no job of kind {job.kind}")
            return True
        beat = asyncio.create_task(self._keep(job))
        try:
            result = await handler(job, lambda percent: self._progress(job, percent))
        except LuoshiError as error:
            await self._end(job, state="failed", error=error.sentence("zh"))
        except Exception as error:
            LOG.exception("job %s %s", job.kind, job.id)
            await self._again(job, error)
        else:
            await self._end(job, state="done", result=json.dumps(result, ensure_ascii=False), progress=100)
        finally:
            beat.cancel()
        return True

    async def run(self, stop: asyncio.Event, *, idle: float = 0.25) -> None:
        """The worker's loop."""
        while not stop.is_set():
            if not await self.run_one():
                try:
                    await asyncio.wait_for(stop.wait(), idle)
                except TimeoutError:
                    continue

    async def _lease(self) -> Job | None:
        at = now()
        row = await self._database.row(
            "SELECT * FROM job WHERE state IN ('waiting','running') AND run_at<=$1 AND leased_until<$1 "
            "ORDER BY run_at LIMIT 1",
            at,
        )
        if row is None:
            return None
        unit = self._database.unit()
        unit.update(
            "job",
            {
                "state": "running",
                "leased_until": at + LEASE,
                "attempts": row["attempts"] + 1,
                "version": row["version"] + 1,
                "changed_at": at,
            },
            where={"id": row["id"], "version": row["version"]},
            what="job",
        )
        try:
            await unit.commit()
        except Stale:
            return None
        return await self.get(row["id"])

    async def _keep(self, job: Job) -> None:
        while True:
            await asyncio.sleep(LEASE / 1_000_000 / 3)
            unit = self._database.unit()
            unit.run("UPDATE job SET leased_until=$1 WHERE id=$2 AND state='running'", now() + LEASE, job.id)
            await unit.commit()

    async def _progress(self, job: Job, percent: int) -> None:
        unit = self._database.unit()
        unit.run("UPDATE job SET progress=$1, changed_at=$2 WHERE id=$3", percent, now(), job.id)
        await unit.commit()

    async def _end(
        self, job: Job, *, state: str, result: str | None = None, error: str | None = None, progress: int | None = None
    ) -> None:
        unit = self._database.unit()
        unit.update(
            "job",
            {
                "state": state,
                "result": result,
                "error": error,
                "leased_until": 0,
                "progress": job.progress if progress is None else progress,
                "changed_at": now(),
            },
            where={"id": job.id, "version": job.version},
            expect=None,
        )
        await unit.commit()

    async def _again(self, job: Job, error: Exception) -> None:
        if job.attempts > len(PAUSES):
            await self._end(job, state="failed", error=f"{type(error).__name__}: {error}")
            return
        unit = self._database.unit()
        unit.update(
            "job",
            {
                "state": "waiting",
                "run_at": now() + PAUSES[job.attempts - 1] * 1_000_000,
                "leased_until": 0,
                "error": f"{type(error).__name__}: {error}",
                "changed_at": now(),
            },
            where={"id": job.id, "version": job.version},
            expect=None,
        )
        await unit.commit()


def _job(row: Row) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        args=json.loads(row["args"]),
        state=row["state"],
        run_at=row["run_at"],
        attempts=row["attempts"],
        progress=row["progress"],
        result=None if row["result"] is None else json.loads(row["result"]),
        error=row["error"],
        version=row["version"],
        changed_at=row["changed_at"],
    )
