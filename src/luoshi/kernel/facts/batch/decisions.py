"""A decision table over a whole snapshot: for every subject the row that counts, or why none does yet."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from luoshi.kernel.facts.batch.run import DEFAULT_SECONDS, Judged, evaluate_many
from luoshi.kernel.facts.decisions import Decision, Hit, State
from luoshi.kernel.facts.functions.sql import FALSE_CODE
from luoshi.kernel.facts.values import MISSING

STATES = (State.DECIDED, State.NONE, State.UNDECIDED, State.OVERLAP)


@dataclass(frozen=True, slots=True)
class DecidedMany:
    """Per subject: its state, and the place of the row that counts (-1 where not exactly one does)."""

    decision: Decision
    judged: Judged
    _states: pa.ChunkedArray
    rows: pa.ChunkedArray

    def state(self, subject: int) -> State:
        """What the table comes to for one subject."""
        return STATES[self._states[subject].as_py()]

    def holding(self, subject: int) -> tuple[str, ...]:
        """The rows that hold for one subject, whatever the hit policy makes of them."""
        table = self.decision.table
        return tuple(row.id for place, row in enumerate(table.rows) if self.judged.codes(place)[subject].as_py() == 0)

    def counts(self) -> dict[State, int]:
        """How many subjects come to each state."""
        totals = dict.fromkeys(STATES, 0)
        for each in pc.value_counts(self._states).to_pylist():
            totals[STATES[each["values"]]] += each["counts"]
        return totals

    def values(self, output: str) -> list[object]:
        """An output for every subject, `MISSING` where no single row counts."""
        places = len(self.decision.table.rows)
        names = list(self.decision.table.outputs)
        columns = [self.judged.values(places + place * len(names) + names.index(output)) for place in range(places)]
        return [columns[row][subject] if row >= 0 else MISSING for subject, row in enumerate(self.rows.to_pylist())]


def decide_many(table: pa.Table, decision: Decision, *, seconds: float = DEFAULT_SECONDS) -> DecidedMany:
    """Run a decision table over every row of a snapshot."""
    programs = [*decision.conditions, *(each for then in decision.outputs for each in then.values())]
    judged = evaluate_many(table, programs, seconds=seconds)
    codes = [judged.codes(place) for place in range(len(decision.conditions))]
    states, rows = _first(codes) if decision.table.hit is Hit.FIRST else _counted(codes, decision.table.hit)
    return DecidedMany(decision, judged, states, rows)


def _first(codes: list[pa.ChunkedArray]) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    none = pc.greater_equal(codes[0], 0)
    states, rows = pc.if_else(none, STATES.index(State.NONE), 0), pc.if_else(none, -1, 0)
    for place in reversed(range(len(codes))):
        holds, false = pc.equal(codes[place], 0), pc.greater_equal(codes[place], FALSE_CODE)
        states = pc.if_else(false, states, pc.if_else(holds, 0, STATES.index(State.UNDECIDED)))
        rows = pc.if_else(false, rows, pc.if_else(holds, place, -1))
    return states, rows


def _counted(codes: list[pa.ChunkedArray], hit: Hit) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    nothing = pc.if_else(pc.greater_equal(codes[0], 0), 0, 0)
    holding, undecided, last = nothing, nothing, pc.subtract(nothing, 1)
    for place, code in enumerate(codes):
        holds, false = pc.equal(code, 0), pc.greater_equal(code, FALSE_CODE)
        holding = pc.add(holding, pc.if_else(holds, 1, 0))
        undecided = pc.add(undecided, pc.if_else(pc.or_(holds, false), 0, 1))
        last = pc.if_else(holds, place, last)
    states = pc.if_else(pc.greater(holding, 0), 0, STATES.index(State.NONE))
    states = pc.if_else(pc.greater(undecided, 0), STATES.index(State.UNDECIDED), states)
    if hit is Hit.UNIQUE:
        states = pc.if_else(pc.greater(holding, 1), STATES.index(State.OVERLAP), states)
    single = pc.and_(pc.equal(states, 0), pc.equal(holding, 1))
    return states, pc.if_else(single, last, -1)
