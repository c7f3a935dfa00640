"""The tables that code expects are the tables that an installation gets, on both databases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from luoshi.app.migrations.frozen import statements
from luoshi.app.schema import ddl
from luoshi.app.upgrade import HEAD, MIGRATIONS, check_version, migrate, revision
from luoshi.base.db import Database, NewerSchema
from luoshi.base.db.postgresql import PostgreSQL
from luoshi.base.db.sqlite import SQLite
from tests.city import Run
from tests.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, run: Run) -> Any:
    """A database with nothing in it."""
    opened: Database
    if request.param == "sqlite":
        opened = SQLite(tmp_path / "empty.db")
    else:
        server: Postgres = request.getfixturevalue("postgres")
        server.sql(f"CREATE DATABASE empty_{tmp_path.name.replace('-', '_')[:40].lower()}")
        opened = run(PostgreSQL.open(server.url(f"empty_{tmp_path.name.replace('-', '_')[:40].lower()}"), size=2))
    yield opened
    run(opened.close())


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_newest_revision_makes_exactly_the_tables_of_the_code(dialect: Any) -> None:
    frozen = [statement.strip() for statement in statements(HEAD, dialect)]
    assert frozen == [statement.strip() for statement in ddl(dialect)]


def test_an_empty_database_becomes_one_of_this_version_and_stays_it(empty: Database, run: Run) -> None:
    assert run(revision(empty)) is None
    assert run(migrate(empty)) == (None, HEAD)
    assert run(migrate(empty)) == (HEAD, HEAD)
    run(check_version(empty))
    assert run(empty.value("SELECT count(*) FROM cases")) == 0


def test_a_database_of_a_newer_program_is_refused_and_untouched(empty: Database, run: Run) -> None:
    run(migrate(empty))
    run(empty.script(["UPDATE alembic_version SET version_num='0999'"]))
    with pytest.raises(NewerSchema, match="0999"):
        run(check_version(empty))


def test_every_revision_has_its_statements_for_both_databases() -> None:
    for file in (MIGRATIONS / "versions").glob("r*.py"):
        for dialect in ("sqlite", "postgresql"):
            assert statements(file.stem.removeprefix("r"), dialect)
