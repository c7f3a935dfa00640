"""/health for watchdogs and /metrics for Prometheus; neither tells anything about persons."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from time import perf_counter
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.types import Message, Scope

from luoshi.api.served import served

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_BEGAN = "luoshi_began"
LINES = "luoshi_http_requests_total"
TOOK = "luoshi_http_request_seconds"


class Meter:
    """Counts answers by method and status, and how long they took until the first byte."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, int]] = Counter()
        self._steps: Counter[float] = Counter()
        self._seconds = 0.0
        self._count = 0

    async def began(self, request: Request[Any, Any, Any]) -> None:
        request.scope["state"][_BEGAN] = perf_counter()

    async def note(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        self._answers[str(scope.get("method", "")), message["status"]] += 1
        began = scope["state"].get(_BEGAN)
        if began is not None:
            took = perf_counter() - began
            self._seconds += took
            self._count += 1
            for step in STEPS:
                if took <= step:
                    self._steps[step] += 1

    def lines(self) -> list[str]:
        lines = [f"# TYPE {LINES} counter"]
        lines += [
            f'{LINES}{{method="{method}",status="{status}"}} {count}'
            for (method, status), count in sorted(self._answers.items())
        ]
        lines.append(f"# TYPE {TOOK} histogram")
        lines += [f'{TOOK}_bucket{{le="{step}"}} {self._steps[step]}' for step in STEPS]
        lines += [
            f'{TOOK}_bucket{{le="+Inf"}} {self._count}',
            f"{TOOK}_sum {self._seconds:.6f}",
            f"{TOOK}_count {self._count}",
        ]
        return lines


@get("/health")
async def health(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """200 when the database answers, else 503."""
    database = served(request).installation.database
    try:
        await database.value("SELECT 1")
    except Exception as error:  # whatever it is, the watchdog is told
        return Response({"ok": False, "database": type(error).__name__}, status_code=503)
    return Response({"ok": True, "database": database.dialect, "version": version("luoshi")})


@get("/metrics", media_type=MediaType.TEXT)
async def metrics(request: Request[Any, Any, Any]) -> Response[str]:
    """Prometheus text: requests, their time, jobs by state, journal lines not yet sealed."""
    database = served(request).installation.database
    meter: Meter = request.app.state.meter
    lines = meter.lines()
    lines.append("# TYPE luoshi_jobs gauge")
    for row in await database.fetch("SELECT state, count(*) AS n FROM job GROUP BY state ORDER BY state"):
        lines.append(f'luoshi_jobs{{state="{row["state"]}"}} {row["n"]}')
    unsealed = await database.value(
        "SELECT count(*) FROM journal WHERE id > (SELECT coalesce(max(journal_id), 0) FROM sealed)"
    )
    lines += ["# TYPE luoshi_journal_unsealed gauge", f"luoshi_journal_unsealed {unsealed}"]
    return Response("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


mount = "/"
handlers = [health, metrics]
