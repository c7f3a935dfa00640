"""Serve the twin on the loopback.

    python -m benchmarks.peers.twin --database sqlite:////tmp/twin.db --keys /tmp/twin.keys --port 8401 [--cells 20000]

uvicorn serves Django's WSGI handler from a few threads: of what the lock holds, that costs the twin the least CPU
per request (Django's own ASGI handler costs half as much again). One thread is best on SQLite, which has one
writer; two on PostgreSQL, where a thread waits for the server.
"""

from __future__ import annotations

import argparse
import os
from datetime import datetime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--keys", required=True, help="the file of record keys")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    os.environ["TWIN_DATABASE"] = given.database
    os.environ["TWIN_KEYS"] = given.keys
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peers.twin.settings"
    prepare(given.cells)
    serve(given.port, given.threads)


def prepare(cells: int) -> None:
    """Create the tables and the district where they are missing, and load what is kept in memory."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    import shapely

    from benchmarks import district
    from benchmarks.peers.twin import search, territory
    from benchmarks.peers.twin.models import CalendarDay, Cell, Responsibility

    search.create_index()
    if not Cell.objects.exists():
        Cell.objects.bulk_create(
            (
                Cell(code=cell.code, path=cell.path, outline=shapely.to_wkb(shapely.Polygon(cell.outline)))
                for cell in district.cells(cells)
            ),
            batch_size=500,
        )
        Responsibility.objects.bulk_create(
            Responsibility(kind="lamp_fault", path=path, unit_id=number, post_id=number)
            for number, path in enumerate(["0001", *(f"0001000{n}" for n in range(10))], 1)
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
