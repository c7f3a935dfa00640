"""The batch evaluator: the same language over typed columns, by DuckDB."""

from __future__ import annotations

from luoshi.kernel.facts.batch.run import Judged, evaluate_many
from luoshi.kernel.facts.batch.snapshot import snapshot

__all__ = ["Judged", "evaluate_many", "snapshot"]
