"""Judging a whole snapshot: for every pair of row and expression the answer, and a bitmask of the conditions to blame.

judged = evaluate_many(table, [program, …])
judged.codes(0)          # one byte per row: 0 true, 9 false, else a Status
judged.failed(0)         # bit i set: condition i is false and keeps the row from being true
judged.undecided(0)      # bit i set: condition i has no answer
judged.outcome(17, 0)    # the same for one row, in words
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from luoshi.kernel.facts.batch.plan import Plan
from luoshi.kernel.facts.batch.snapshot import SUFFIX, check_column, survey
from luoshi.kernel.facts.errors import StoppedByTheClock
from luoshi.kernel.facts.functions.sql import FALSE_CODE
from luoshi.kernel.facts.program import Program
from luoshi.kernel.facts.reference import STATUS_TRUTH
from luoshi.kernel.facts.truth import Truth
from luoshi.kernel.facts.values import Status, show, take

DEFAULT_SECONDS = 600.0
SOURCE = "snapshot"


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers of a batch, row by row in the order of the snapshot."""

    programs: tuple[Program, ...]
    table: pa.Table

    def codes(self, place: int) -> pa.ChunkedArray:
        """One byte per row: 0 true, 128 and more false, else bits of Status, of which the highest is told."""
        return self.table.column(f"t{place}")

    def failed(self, place: int) -> pa.ChunkedArray:
        """Bitmask per row of the conditions that are false and to blame."""
        return self.table.column(f"f{place}")

    def undecided(self, place: int) -> pa.ChunkedArray:
        """Bitmask per row of the conditions without an answer that are to blame."""
        return self.table.column(f"u{place}")

    def truth(self, row: int, place: int) -> Truth:
        """The answer of one expression for one row."""
        return truth_of_code(self.codes(place)[row].as_py())

    def blamed(self, row: int, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The conditions that are false, and those without an answer, as they are written."""
        failed, undecided = self.failed(place)[row].as_py(), self.undecided(place)[row].as_py()
        written = self.programs[place].conditions
        return (
            tuple(each.text for each in written if failed >> each.index & 1),
            tuple(each.text for each in written if undecided >> each.index & 1),
        )

    def holds(self, place: int) -> pa.ChunkedArray:
        """Boolean per row: a plain yes. `table.filter(judged.holds(0))` keeps the rows for which it holds."""
        return pc.equal(self.codes(place), 0)

    def columns(self, place: int) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        """Of a value expression: the values in the inside form (numbers scaled) and their statuses."""
        return self.table.column(f"v{place}"), self.table.column(f"s{place}")

    def counts(self, place: int) -> dict[Truth, int]:
        """How many rows come to each answer."""
        totals = dict.fromkeys(Truth, 0)
        for each in pc.value_counts(self.codes(place)).to_pylist():
            totals[truth_of_code(each["values"])] += int(each["counts"])
        return totals

    def values(self, place: int) -> list[object]:
        """What a value expression gives for each row, in the outside form, or a Status."""
        values, statuses = (column.to_pylist() for column in self.columns(place))
        kind = self.programs[place].type
        return [
            Status.highest(status) if status else show(tuple(value) if isinstance(value, list) else value, kind)
            for value, status in zip(values, statuses, strict=True)
        ]


def truth_of_code(code: int) -> Truth:
    """The truth behind a code of a batch."""
    if code == 0:
        return Truth.TRUE
    return Truth.FALSE if code >= FALSE_CODE else STATUS_TRUTH[Status.highest(code)]


def evaluate_many(
    table: pa.Table,
    programs: Sequence[Program],
    *,
    fixed: Mapping[str, object] | None = None,
    seconds: float = DEFAULT_SECONDS,
    threads: int | None = None,
) -> Judged:
    """Run expressions over every row of a snapshot; equal conditions are worked out once.

    `fixed` gives facts that are the same for every row (a limit in force on the day), in the outside form; one that
    is MISSING is missing for every row. Raises F-012 where a column is absent or of another shape, F-014 when the
    time is up (nothing is kept).
    """
    kinds = {name: program.schema.columns[name].type for program in programs for name in program.facts}
    constants = {name: take(value, kinds[name]) for name, value in (fixed or {}).items() if name in kinds}
    kinds = {name: kind for name, kind in kinds.items() if name not in constants}
    for name, kind in kinds.items():
        check_column(table, name, kind)
    columns = {name: survey(table, name, kind) for name, kind in kinds.items()}
    query = Plan(columns, constants).sql(tuple(programs), SOURCE)
    needed = [name for name in table.column_names if name in kinds or name.removesuffix(SUFFIX) in kinds]
    return Judged(tuple(programs), _query(query, table.select(needed or table.column_names[:1]), seconds, threads))


def _query(query: str, table: pa.Table, seconds: float, threads: int | None) -> pa.Table:
    with duckdb.connect(":memory:") as connection:
        if threads is not None:
            connection.execute(f"SET threads = {int(threads)}")
        connection.register(SOURCE, table)
        done = threading.Event()
        watch = threading.Thread(target=_stop_late, args=(connection, done, seconds), daemon=True)
        watch.start()
        try:
            return connection.sql(query).to_arrow_table()
        except duckdb.InterruptException as stopped:
            raise StoppedByTheClock(seconds=f"{seconds:g}") from stopped
        finally:
            done.set()
            watch.join()


def _stop_late(connection: duckdb.DuckDBPyConnection, done: threading.Event, seconds: float) -> None:
    """Interrupt when the time is up, and again until it is heard: between planning and running nobody listens."""
    left = seconds
    while not done.wait(left):
        connection.interrupt()
        left = 0.02
