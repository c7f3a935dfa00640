"""The tables of the first release."""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import op

from luoshi.app.migrations.frozen import partitions, statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table; on PostgreSQL also the partitions of this year and the next."""
    dialect = op.get_bind().dialect.name
    found = statements("0001", dialect)
    for statement in found:
        op.get_bind().exec_driver_sql(statement)
    if dialect == "postgresql":
        growing = [text.split(" ")[2] for text in found if "PARTITION BY RANGE" in text]
        year = datetime.now(UTC).year
        for statement in (*partitions(growing, year), *partitions(growing, year + 1)):
            op.get_bind().exec_driver_sql(statement)
