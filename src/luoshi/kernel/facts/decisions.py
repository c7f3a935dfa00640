"""Decision tables: rows of conditions that lead to values, as clerks know them from every scheme of support.

Each row is a few conditions and what follows from them. Which rows count is the hit policy, as in DMN:
`first` from the top, `unique` at most one, `collect` all that hold. An undecided row is never passed over: under
`first` a row below it does not count while it is open, under `unique` it keeps the table open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.facts.errors import BadDecisionTable, FactsError, Phrase
from luoshi.kernel.facts.model import Schema
from luoshi.kernel.facts.program import Outcome, Program, compile_condition, compile_expression
from luoshi.kernel.facts.reference import Facts
from luoshi.kernel.facts.truth import Truth
from luoshi.kernel.facts.types import Type


class Hit(StrEnum):
    """Which of the rows that hold count."""

    FIRST = "first"
    UNIQUE = "unique"
    COLLECT = "collect"


class State(StrEnum):
    """What a table comes to for one subject."""

    DECIDED = "decided"
    NONE = "none"
    UNDECIDED = "undecided"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: all of `when` must hold (none: always); `then` gives an expression for each output."""

    id: str
    when: tuple[str, ...] = ()
    then: Mapping[str, str]

    @classmethod
    def of_cells(cls, *, id: str, cells: Mapping[str, str], then: Mapping[str, str]) -> Row:
        """A row written as in a grid: for each fact a test such as `>= 90`, `IN ('a', 'b')`, or empty for any."""
        tests = {name: test.strip() for name, test in cells.items()}
        return cls(id=id, when=tuple(f"{name} {test}" for name, test in tests.items() if test), then=then)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """A table as written: its outputs with their kinds, its hit policy and its rows from the top."""

    name: str
    outputs: Mapping[str, Type]
    hit: Hit
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What one row says about one subject; `values` only where it holds."""

    row: str
    outcome: Outcome
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the table says: the rows that count, and every other row with the reasons why it does not."""

    state: State
    hits: tuple[RowResult, ...]
    others: tuple[RowResult, ...]

    @property
    def values(self) -> Mapping[str, object]:
        """The outputs where exactly one row counts; else nothing."""
        return self.hits[0].values if self.state is State.DECIDED and len(self.hits) == 1 else {}

    @property
    def undecided(self) -> tuple[RowResult, ...]:
        """Rows without an answer, with what they need."""
        return tuple(each for each in self.others if not each.outcome.truth.decided)


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A compiled table; calling it judges one subject."""

    table: DecisionTable
    conditions: tuple[Program, ...]
    outputs: tuple[Mapping[str, Program], ...]

    def __call__(self, facts: Facts) -> Decided:
        """Which rows count for this subject, and why the others do not."""
        results = [self._row(place, facts) for place in range(len(self.table.rows))]
        holding = [each for each in results if each.outcome]
        undecided = [each for each in results if not each.outcome.truth.decided]
        state, hits = _counted(self.table.hit, results, holding, undecided)
        return Decided(state=state, hits=tuple(hits), others=tuple(each for each in results if each not in hits))

    def _row(self, place: int, facts: Facts) -> RowResult:
        outcome = self.conditions[place](facts)
        values = {name: program.value(facts) for name, program in self.outputs[place].items()} if outcome else {}
        return RowResult(row=self.table.rows[place].id, outcome=outcome, values=values)


def compile_table(table: DecisionTable, schema: Schema) -> Decision:
    """Check every row of a table against the facts. Raises F-013 with the row where something does not fit."""
    for problem in _problems(table):
        raise BadDecisionTable(name=table.name, problem=problem)
    compiled = [_compiled(table, row, schema) for row in table.rows]
    return Decision(table, tuple(when for when, _ in compiled), tuple(then for _, then in compiled))


def _compiled(table: DecisionTable, row: Row, schema: Schema) -> tuple[Program, Mapping[str, Program]]:
    try:
        for text in row.when:  # one by one first, so that an error's place is a place in the cell
            compile_condition(text, schema)
        whole = compile_condition(" AND ".join(f"({text})" for text in row.when) or "TRUE", schema)
        then = {name: compile_expression(row.then[name], schema, kind) for name, kind in table.outputs.items()}
    except FactsError as fault:
        problem = Phrase("row_text", {"row": row.id, "problem": fault})
        raise BadDecisionTable(name=table.name, problem=problem) from fault
    return whole, then


def _problems(table: DecisionTable) -> Iterator[Phrase]:
    if not table.rows:
        yield Phrase("no_rows")
    ids = [row.id for row in table.rows]
    for row in table.rows:
        if ids.count(row.id) > 1:
            yield Phrase("row_twice", {"row": row.id})
        if row.then.keys() != table.outputs.keys():
            yield Phrase("outputs", {"row": row.id, "names": ", ".join(table.outputs)})


def _counted(
    hit: Hit, results: list[RowResult], holding: list[RowResult], undecided: list[RowResult]
) -> tuple[State, list[RowResult]]:
    match hit:
        case Hit.FIRST:
            first = next((each for each in results if each.outcome.truth is not Truth.FALSE), None)
            if first is None:
                return State.NONE, []
            return (State.DECIDED, [first]) if first.outcome else (State.UNDECIDED, [])
        case Hit.UNIQUE if len(holding) > 1:
            return State.OVERLAP, holding
        case Hit.UNIQUE if undecided:
            return State.UNDECIDED, []
        case Hit.COLLECT if undecided:
            return State.UNDECIDED, holding
        case _:
            return (State.DECIDED, holding) if holding else (State.NONE, [])
