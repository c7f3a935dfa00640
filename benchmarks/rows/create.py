"""Row 1: the create of a case, beside the bare endpoint and the Django twin, with and without the sealer."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks import harness, machine, workload
from benchmarks.rows import installation
from benchmarks.rows.installation import Place
from tests.postgres import Postgres

KIND = "street_lighting.lamp_dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What is measured on one database: the same load for every contender."""

    database: str
    luoshi: Place
    unsealed: Place
    bodies: Path
    cells: Path


def prepare(folder: Path, postgres: Postgres) -> list[Made]:
    """An installation on each database, a copy of it to run without the sealer, and reports for it."""
    made = []
    for database in ("sqlite", "postgresql"):
        url, copied = None, None
        if database == "postgresql":
            postgres.sql("CREATE DATABASE luoshi_bench")
            url, copied = postgres.url("luoshi_bench"), postgres.url("luoshi_unsealed")
        place = installation.make(Place(data=folder / f"luoshi-{database}", url=url))
        if url is not None:
            postgres.sql("CREATE DATABASE luoshi_unsealed TEMPLATE luoshi_bench")
        cells = installation.cells_of(place)
        points = installation.points_in(cells, 2000, seed=11)
        made.append(
            Made(
                database=database,
                luoshi=place,
                unsealed=place.copy(folder / f"unsealed-{database}", copied),
                bodies=harness.write_bodies(
                    folder / f"bodies-{database}", workload.bodies(4000, kind=KIND, points=points)
                ),
                cells=installation.write_cells(cells, folder / f"cells-{database}"),
            )
        )
    return made


def contenders(made: Made, folder: Path, postgres: Postgres, *, unsealed: bool) -> list[harness.Server]:
    """Bare, twin, Luoshi and Luoshi without its sealer, all on databases of their own."""
    embedded = made.database == "sqlite"
    roots = [] if embedded or postgres.process is None else [postgres.process.pid]
    if embedded:
        bare, twin_url = machine.bare_sqlite(folder), f"sqlite:///{folder}/twin.db"
    else:
        bare, twin_url = machine.bare_postgres(folder, postgres), postgres.url("twin")
        postgres.sql("CREATE DATABASE twin")
    twin = harness.Server(
        f"twin/{made.database}",
        harness.python(
            "benchmarks.peers.twin", "--database", twin_url, "--keys", f"{folder}/twin-{made.database}.keys",
            "--cells-file", str(made.cells), "--kind", KIND, "--threads", "1" if embedded else "2",
        ),
        folder=folder,
        database=lambda: [pid for root in roots for pid in harness.family(root)],
    )  # fmt: skip
    servers = [bare, twin, installation.serve(made.luoshi, folder, f"luoshi/{made.database}", roots)]
    if unsealed:
        servers.append(installation.serve_unsealed(made.unsealed, folder, f"luoshi unsealed/{made.database}", roots))
    return servers


def measure(
    made: Made, folder: Path, postgres: Postgres, *, rounds: int, seconds: float, unsealed: bool
) -> dict[str, harness.Rounds]:
    """Every contender in turns. The key is the contender's name without the database."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in contenders(made, folder, postgres, unsealed=unsealed)]
        found = harness.interleaved(servers, made.bodies, rounds=rounds, seconds=seconds)
        for server in servers[:2]:
            harness.print_durability(server)
        print(f"durability of luoshi/{made.database}: {installation.durability(made.luoshi)}")
    harness.print_rounds(f"create of a case on {made.database}", found.values())
    return {name.partition("/")[0]: one for name, one in found.items()}


def ratio(of: Sequence[harness.Load], to: Sequence[harness.Load]) -> float:
    """Median over the rounds of rate by rate: both were measured within the same seconds."""
    return statistics.median(one.rate / max(other.rate, 1e-9) for one, other in zip(of, to, strict=True))


def print_bars(database: str, found: dict[str, harness.Rounds] | None) -> None:
    what = f"create of a case on {database}"
    against_bare = cpu = sealed = None
    if found is not None and not found["luoshi"].refused():
        luoshi = found["luoshi"]
        against_bare = ratio(luoshi.loads, found["bare"].loads)
        cpu = found["twin"].cpu_us / luoshi.cpu_us
        if "luoshi unsealed" in found:
            sealed = ratio(luoshi.loads, found["luoshi unsealed"].loads)
    harness.bar(f"{what}: rate beside the bare one-insert endpoint", against_bare, "ratio", ">= 0.3")
    harness.bar(f"{what}: CPU per request of the Django twin beside ours", cpu, "ratio", ">= 4")
    harness.bar(f"{what}: rate with the sealer beside without", sealed, "ratio", ">= 0.9")
