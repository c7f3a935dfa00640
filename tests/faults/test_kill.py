"""kill -9 of server, worker and PostgreSQL while residents report: nothing acknowledged is lost, nothing doubled."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd
from tests.faults.installation import Served
from tests.faults.kept import everything_acknowledged_is_kept_once, the_journal_verifies
from tests.postgres import Postgres

#: five of each kill in the normal run, two hundred in the long one, shared by the databases where both are tried
FEW = {"sqlite": 3, "postgresql": 2}
MANY = {"sqlite": 100, "postgresql": 100}
IN_ALL = pytest.mark.parametrize(
    "times",
    [
        pytest.param(FEW, id="five times"),
        pytest.param(MANY, id="200 times", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)


@pytest.fixture(scope="module")
def durable_postgres() -> Iterator[Postgres]:
    server = Postgres(durable=True)
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data: Path = tmp_path_factory.mktemp(request.param) / "data"
    url = None
    if request.param == "postgresql":
        postgres: Postgres = request.getfixturevalue("durable_postgres")
        postgres.sql("CREATE DATABASE kills")
        url = postgres.url("kills")
    installation = Served(data, url)
    installation.make()
    yield installation
    installation.stop()


def rounds(served: Served, how_many: int, blow: Callable[[], None]) -> None:
    """Let residents report, strike at a moment nobody chose, let them finish; then look at what is kept."""
    chance = random.Random(how_many)
    crowds: list[Crowd] = []
    for _ in range(how_many):
        crowd = served.crowd()
        crowds.append(crowd)
        crowd.wait_for(15 + chance.randrange(40))
        time.sleep(chance.random() * 0.05)
        blow()
        crowd.wait_for(len(crowd.acknowledged) + 10)
        crowd.stop()
        assert not crowd.refused, crowd.refused[0]
        assert set(crowd.turned_away) <= {503}, crowd.turned_away
    served.wait_until_sealed()
    everything_acknowledged_is_kept_once(served, *crowds)
    the_journal_verifies(served)


def server_dies(served: Served) -> Callable[[], None]:
    def blow() -> None:
        served.kill_server()
        served.start()

    return blow


def worker_dies(served: Served) -> Callable[[], None]:
    chance = random.Random(3)

    def blow() -> None:
        worker = served.start_worker()
        time.sleep(1.0 + chance.random())
        worker.kill()
        worker.wait()

    return blow


def database_dies(postgres: Postgres) -> Callable[[], None]:
    def blow() -> None:
        postgres.kill()
        postgres.start()

    return blow


@IN_ALL
def test_the_server_is_killed_under_load(served: Served, times: dict[str, int]) -> None:
    served.start()
    rounds(served, times[served.dialect], server_dies(served))
    served.stop()


@IN_ALL
def test_the_worker_is_killed_under_load(served: Served, times: dict[str, int]) -> None:
    served.start()
    served.kill_worker()  # the server's own is started again by the end: `rounds` waits until all is sealed
    rounds(served, times[served.dialect], worker_dies(served))
    served.stop()


@IN_ALL
def test_postgresql_is_killed_under_load(tmp_path: Path, durable_postgres: Postgres, times: dict[str, int]) -> None:
    how_many = sum(times.values())
    name = f"blown{how_many}"
    durable_postgres.sql(f"CREATE DATABASE {name}")
    served = Served(tmp_path / "data", durable_postgres.url(name))
    served.make()
    served.start()
    rounds(served, how_many, database_dies(durable_postgres))
    served.stop()
