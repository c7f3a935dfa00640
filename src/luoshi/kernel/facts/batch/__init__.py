"""The batch evaluator: the same language over typed columns, by DuckDB."""

from __future__ import annotations

from luoshi.kernel.facts.batch.decisions import DecidedMany, decide_many
from luoshi.kernel.facts.batch.run import Judged, evaluate_many
from luoshi.kernel.facts.batch.snapshot import arrow_type, snapshot

__all__ = ["DecidedMany", "Judged", "arrow_type", "decide_many", "evaluate_many", "snapshot"]
