"""What may be said about the city, and how it is judged: facts, conditions, and answers with their reasons.

Every rule, indicator and eligibility test of Luoshi is a sentence of one small language with the spelling of SQL
conditions: `lit_rate >= 98 AND stage IN ('handled', 'verified')`. Each kernel module declares in `CATALOGUE` the
relations it offers; `compile_expression(text, schema)` checks a sentence against them; the program answers for one
subject, and a batch answers for a whole snapshot with the failing conditions of every pair.

    schema = CATALOGUE.schema("lamps")                   # or Schema.plain(lit_rate=decimal(1))
    program = compile_condition("lit_rate >= 98", schema)
    outcome = program({"lit_rate": Decimal("97.5")})     # Outcome(truth=false, failed=(Reason(...),))
    outcome.truth, outcome.failed, outcome.undecided, outcome.needs

Facts are ints (also instants: microseconds UTC, and durations), Decimals, str, date, bool and tuples; a name that is
absent, or None, is `MISSING`; recorded as having none is `NULL`. Floats are never taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.kernel.facts.decisions import Decided, Decision, DecisionTable, Hit, Row, RowResult, State, compile_table
from luoshi.kernel.facts.errors import FactsError
from luoshi.kernel.facts.model import CATALOGUE, Catalogue, Column, Relation, Schema, Times
from luoshi.kernel.facts.program import Outcome, Program, Reason, compile_condition, compile_expression
from luoshi.kernel.facts.render import pages as reference_pages
from luoshi.kernel.facts.render import render_reference, render_relations
from luoshi.kernel.facts.truth import Truth
from luoshi.kernel.facts.types import (
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    TEXT,
    Calendar,
    Type,
    code,
    decimal,
    duration,
    list_of,
)
from luoshi.kernel.facts.values import MISSING, NULL, Status, from_json

if TYPE_CHECKING:
    from luoshi.kernel.facts.batch import DecidedMany, Judged, arrow_type, decide_many, evaluate_many, snapshot

BATCH = frozenset({"DecidedMany", "Judged", "arrow_type", "decide_many", "evaluate_many", "snapshot"})


def __getattr__(name: str) -> object:
    """The batch half is imported when first asked for: it brings DuckDB and Arrow."""
    if name in BATCH:
        from luoshi.kernel.facts import batch

        return getattr(batch, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "BOOLEAN",
    "CATALOGUE",
    "DATE",
    "INSTANT",
    "INTEGER",
    "MISSING",
    "NULL",
    "TEXT",
    "Calendar",
    "Catalogue",
    "Column",
    "Decided",
    "Decision",
    "DecidedMany",
    "DecisionTable",
    "FactsError",
    "Hit",
    "Judged",
    "Outcome",
    "Program",
    "Reason",
    "Relation",
    "Row",
    "RowResult",
    "Schema",
    "State",
    "Status",
    "Times",
    "Truth",
    "Type",
    "arrow_type",
    "code",
    "compile_condition",
    "compile_expression",
    "compile_table",
    "decide_many",
    "decimal",
    "duration",
    "evaluate_many",
    "from_json",
    "list_of",
    "reference_pages",
    "render_reference",
    "render_relations",
    "snapshot",
]
