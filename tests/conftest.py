"""Both databases for every story: a template is made once, each test gets a copy of its own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from luoshi.app.schema import ddl
from luoshi.base.db import Database
from luoshi.base.db.postgresql import PostgreSQL
from luoshi.base.db.sqlite import SQLite
from luoshi.base.ids import Ids
from tests.postgres import Postgres

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, T]], T]
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the real documents (../shared) are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[], Postgres]], str]:
    made: dict[str, str] = {}

    def template(dialect: str, server: Callable[[], Postgres]) -> str:
        if dialect in made:
            return made[dialect]
        if dialect == "sqlite":
            path = tmp_path_factory.mktemp("template") / "luoshi.db"

            async def fill_file() -> None:
                database = SQLite(path)
                await database.script(ddl("sqlite"))
                await database.close()

            asyncio.run(fill_file())
            made[dialect] = str(path)
        else:
            server().sql("CREATE DATABASE luoshi_template")

            async def fill_server() -> None:
                database = await PostgreSQL.open(server().url("luoshi_template"), size=1)
                await database.script(ddl("postgresql"))
                await database.close()

            asyncio.run(fill_server())
            made[dialect] = "luoshi_template"
        return made[dialect]

    return template


@pytest.fixture(scope="session")
def _numbers() -> Iterator[int]:
    return iter(range(1_000_000))


@pytest.fixture
def run() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """One event loop for a test: `run(verb(...))`."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    run: Callable[[Coroutine[Any, Any, Any]], Any],
    _templates: Callable[[str, Callable[[], Postgres]], str],
    _numbers: Iterator[int],
) -> Iterator[Database]:
    """An empty installation's database, on SQLite and on PostgreSQL."""

    def server() -> Postgres:
        found: Postgres = request.getfixturevalue("postgres")
        return found

    template = _templates(request.param, server)
    opened: Database
    if request.param == "sqlite":
        shutil.copy(template, tmp_path / "luoshi.db")
        opened = SQLite(tmp_path / "luoshi.db")
    else:
        name = f"t{next(_numbers)}"
        server().sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        opened = run(PostgreSQL.open(server().url(name), size=4))
    opened.ids = Ids(1)
    yield opened
    run(opened.close())
