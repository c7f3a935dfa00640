"""The kernel beside its peers: what a create costs, what holds it up, what a fault takes.

    python benchmarks/kernel.py [--quick]

Tables first, with the settings that make every commit durable and the machine-speed line; then one JSON line a bar.
Bars are ratios to a peer of the same run; the two absolute ones (locate, scope) hold on a quiet machine of two cores.
`--quick` ends within 50 seconds: it shrinks the data, scales no bar and says `"ok": null` where it did not measure.
The kills are tests: this program runs those of the normal suite (`tests/faults`), 200 of each run in `make test-long`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks import harness, machine
from benchmarks.rows import busy, create, erase, ground
from tests.postgres import Postgres

BUDGET = 44.0  # seconds of a quick run after which no further row is begun
FAULTS = ("tests/faults/test_kill.py", "tests/faults/test_power_cut.py")


def creates(made: list[create.Made], folder: Path, postgres: Postgres, *, quick: bool) -> None:
    bare = []
    found = {}
    begun = time.monotonic()
    for one in made:
        if quick and time.monotonic() - begun > BUDGET / 3:
            continue  # a busy machine: the other database is not measured
        rounds, seconds = (1, 1.5) if quick else (5, 5.0)
        found[one.database] = create.measure(one, folder, postgres, rounds=rounds, seconds=seconds, unsealed=not quick)
        bare.append(found[one.database]["bare"])
    machine.line(bare, folder, postgres)
    for one in made:
        create.print_bars(one.database, found.get(one.database))


def busies(made: list[create.Made], folder: Path, postgres: Postgres, *, quick: bool) -> None:
    for one in made:
        roots = [postgres.process.pid] if one.database != "sqlite" and postgres.process is not None else []
        measured = None if quick else busy.measure(one, folder, roots, seconds=20, megabytes=200, document_mb=5)
        busy.print_bars(one.database, measured)


def grounds(folder: Path, *, quick: bool) -> None:
    cells = 2_000 if quick else 20_000
    found = ground.measure(folder, cells=cells, points=cells, compared=100 if quick else 1000, every=29 if quick else 3)
    ground.print_bars(found, cells=cells)


def erasures(made: list[create.Made], folder: Path, postgres: Postgres, *, quick: bool) -> None:
    for one in made:
        stores = [] if one.database == "sqlite" else [postgres.data]
        erase.print_bars(one.database, None if quick else erase.measure(one, folder, stores, residents=10_000))


def expressions(*, quick: bool) -> None:
    """Its own program, its own JSON lines."""
    done = subprocess.run(
        [sys.executable, "benchmarks/expressions.py", *(["--quick"] if quick else [])],
        cwd=harness.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout + done.stderr[-1000:])


def kills(*, quick: bool) -> None:
    failed = None
    if not quick:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *FAULTS, "-q", "-m", "not long", "-p", "no:cacheprovider"],
            cwd=harness.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout[-1500:])
        failed = float(done.returncode)
    what = "kill -9 of server, worker, PostgreSQL and power cuts under load: lost, doubled or not verifying"
    harness.bar(what, failed, "failed runs", "<= 0")


def main() -> None:
    parser = argparse.ArgumentParser(description="The kernel beside its peers.")
    parser.add_argument("--quick", action="store_true", help="within 50 seconds, on small data")
    quick = parser.parse_args().quick
    begun = time.monotonic()
    postgres = Postgres(durable=True)
    try:
        with harness.scratch() as folder:
            made = create.prepare(folder, postgres)
            creates(made, folder, postgres, quick=quick)
            busies(made, folder, postgres, quick=quick)
            erasures(made, folder, postgres, quick=quick)
            if not quick or time.monotonic() - begun < BUDGET - 12:
                grounds(folder, quick=quick)
            else:
                ground.print_bars(None, cells=0)
            if not quick or time.monotonic() - begun < BUDGET - 10:
                expressions(quick=quick)
            else:
                harness.bar("one expression of 7 conditions for one subject", None, "ms", "<= 0.2")
                what = "batch with the failing conditions of every pair"
                harness.bar(what, None, "M row-condition checks/s", ">= 8")
    finally:
        postgres.stop()
    kills(quick=quick)


if __name__ == "__main__":
    main()
