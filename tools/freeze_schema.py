"""Write the SQL files of a revision that is not released yet: python tools/freeze_schema.py 0001"""

from __future__ import annotations

import sys

from luoshi.app.migrations.frozen import freeze
from luoshi.app.schema import ddl

for dialect in ("sqlite", "postgresql"):
    freeze(sys.argv[1], dialect, ddl(dialect))  # type: ignore[arg-type]
