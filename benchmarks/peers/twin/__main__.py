"""Serve the twin on the loopback.

    python -m benchmarks.peers.twin --database sqlite:////tmp/twin.db --keys /tmp/twin.keys --port 8401 [--cells 20000]

uvicorn serves Django's WSGI handler from a few threads: of what the lock holds, that costs the twin the least CPU
per request (Django's own ASGI handler costs half as much again). One thread is best on SQLite, which has one
writer; two on PostgreSQL, where a thread waits for the server.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import shapely

from benchmarks import district


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--keys", required=True, help="the file of record keys")
    parser.add_argument("--cells-file", type=Path, help="cells of another contender: CODE PATH WKB-in-hex a line")
    parser.add_argument("--kind", default="lamp_fault", help="the kind of case that the responsibility list knows")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    os.environ["TWIN_DATABASE"] = given.database
    os.environ["TWIN_KEYS"] = given.keys
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.twin.settings"
    prepare(list(read_cells(given.cells_file) if given.cells_file else drawn_cells(given.cells)), given.kind)
    serve(given.port, given.threads)


def read_cells(path: Path) -> Iterator[tuple[str, str, bytes]]:
    for line in path.read_text().splitlines():
        code, at, outline = line.split()
        yield code, at, bytes.fromhex(outline)


def drawn_cells(count: int) -> Iterator[tuple[str, str, bytes]]:
    for cell in district.cells(count):
        yield cell.code, cell.path, shapely.to_wkb(shapely.Polygon(cell.outline))


def prepare(cells: list[tuple[str, str, bytes]], kind: str) -> None:
    """Create the tables and the district where they are missing, and load what is kept in memory."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    from benchmarks.peers.twin import search, territory
    from benchmarks.peers.twin.models import CalendarDay, Cell, Responsibility

    search.create_index()
    if not Cell.objects.exists():
        Cell.objects.bulk_create(
            (Cell(code=code, path=path, outline=outline) for code, path, outline in cells),
            batch_size=500,
        )
        Responsibility.objects.bulk_create(
            Responsibility(kind=kind, path=path, unit_id=number, post_id=number)
            for number, path in enumerate(sorted({path[:n] for _, path, _ in cells for n in (4, 8)}), 1)
        )
        this_year = datetime.now(territory.ZONE).year
        for year in (this_year, this_year + 1):
            CalendarDay.objects.bulk_create(territory.ordinary_days(year))
    territory.warm()


def serve(port: int, threads: int) -> None:
    import uvicorn
    from django.core.wsgi import get_wsgi_application
    from uvicorn.middleware.wsgi import WSGIMiddleware

    uvicorn.run(
        WSGIMiddleware(get_wsgi_application(), workers=threads),
        host="127.0.0.1",
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
