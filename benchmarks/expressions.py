"""What an eligibility rule costs: one subject at a desk, and a million enterprises against thirty policies at night.

    python benchmarks/expressions.py [--quick]

The batch gives for every pair of row and expression the answer and a bitmask of the conditions to blame; the peers in
the same run are the plainest ways of getting less: Python's own `eval` (no reasons, no kinds, no missing) and one
DuckDB query of boolean columns (no reasons, SQL's NULL). Nothing here touches a disc, so there is no durability line.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import duckdb
import pyarrow as pa

from benchmarks.harness import bar
from luoshi.kernel.facts import (
    BOOLEAN,
    DATE,
    INTEGER,
    Program,
    Schema,
    code,
    compile_condition,
    decimal,
    evaluate_many,
)

STAGES = ("seed", "gazelle", "unicorn", "little_giant", "none")
TRADES = tuple(f"C{number}" for number in range(13, 44))
SCHEMA = Schema.plain(
    **{f"n{number}": INTEGER for number in range(6)},
    **{f"amount{number}": decimal(2) for number in range(6)},
    founded=DATE,
    audited=DATE,
    stage=code("stage", *STAGES),
    trade=code("trade"),
    listed=BOOLEAN,
    honest=BOOLEAN,
)
POLICIES, CONDITIONS = 30, 7


def table(rows: int) -> pa.Table:
    """Invented enterprises: one amount in twenty missing, one in fifty recorded as having none."""

    def dice(name: str, sides: int) -> str:
        return f"(hash(x, '{name}') % {sides})::BIGINT"

    columns = [f"{dice(f'n{number}', 1000)} AS n{number}" for number in range(6)]
    for number in range(6):
        chance = dice(f"status{number}", 100)
        columns.append(f"{dice(f'amount{number}', 100_000_000)} AS amount{number}")
        status = f"(CASE WHEN {chance} < 5 THEN 2 WHEN {chance} < 7 THEN 1 ELSE 0 END)::UTINYINT"
        columns.append(f"{status} AS amount{number}__status")
    for name in ("founded", "audited"):
        columns.append(f"DATE '2000-01-01' + {dice(name, 9700)}::INTEGER AS {name}")
    columns.append(f"{list(STAGES)}[1 + {dice('stage', len(STAGES))}] AS stage")
    columns.append(f"'C' || (13 + {dice('trade', 31)}) AS trade")
    columns += [f"{dice('listed', 2)} = 0 AS listed", f"{dice('honest', 10)} > 0 AS honest"]
    return duckdb.connect().sql(f"SELECT {', '.join(columns)} FROM range({rows}) AS t(x)").to_arrow_table()


def policies(seed: int = 11) -> list[list[str]]:
    """Thirty policies of seven conditions, all 210 different, of the sorts that support measures use."""
    dice = random.Random(seed)
    seen: set[str] = set()

    def fresh(make: Callable[[], str]) -> str:
        while (text := make()) in seen:
            pass
        seen.add(text)
        return text

    sorts: list[Callable[[], str]] = [
        lambda: f"n{dice.randrange(6)} >= {dice.randrange(1, 900)}",
        lambda: f"amount{dice.randrange(6)} >= {dice.randrange(1, 500_000)}.50",
        lambda: f"n{dice.randrange(6)} BETWEEN {dice.randrange(1, 300)} AND {dice.randrange(400, 999)}",
        lambda: f"trade IN ({', '.join(repr(each) for each in sorted(dice.sample(TRADES, 12)))})",
        lambda: f"founded >= DATE '{date(2001, 1, 1) + timedelta(days=dice.randrange(6000))}'",
        lambda: f"percent_of(amount{dice.randrange(6)}, amount{dice.randrange(6)}, 1) >= {dice.randrange(1, 90)}",
        lambda: f"amount{dice.randrange(6)} + amount{dice.randrange(6)} > {dice.randrange(1, 900_000)}",
    ]
    return [[fresh(sorts[place]) for place in range(CONDITIONS)] for _ in range(POLICIES)]


def shared(sets: list[list[str]]) -> list[list[str]]:
    """The same shape with 40 different conditions, as policies of one city repeat one another."""
    pool = [each for conditions in sets for each in conditions][:40]
    dice = random.Random(5)
    return [dice.sample(pool, CONDITIONS) for _ in range(POLICIES)]


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds of several rounds: the best, the median, and the least processor time of a round."""

    best: float
    median: float
    cpu: float


def timed(work: Callable[[], object], rounds: int) -> Time:
    """Run the work several times."""
    walls, cpus = [], []
    for _ in range(rounds):
        gc.collect()
        begun, used = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - begun)
        cpus.append(time.process_time() - used)
    return Time(min(walls), statistics.median(walls), min(cpus))


def compiled(sets: Sequence[Sequence[str]]) -> list[Program]:
    return [compile_condition(" AND ".join(conditions), SCHEMA) for conditions in sets]


def one_subject(conditions: Sequence[str], subjects: Sequence[dict[str, object]]) -> dict[str, float]:
    """Milliseconds for one expression of seven conditions with its reasons, and for the same in `eval`."""
    text = " AND ".join(conditions)
    program = compile_condition(text, SCHEMA)
    begun = time.perf_counter()
    for _ in range(50):
        compile_condition(text, SCHEMA)
    reading = (time.perf_counter() - begun) / 50
    single: list[float] = []
    for subject in subjects:
        begun = time.perf_counter()
        program(subject)
        single.append(time.perf_counter() - begun)
    plain = compile(python_text(conditions), "policy", "eval")
    names = {"date": date, "div": lambda a, b: a / b if b else 0.0}
    whole = [{name: value if value is not None else 0 for name, value in subject.items()} for subject in subjects]
    begun = time.perf_counter()
    for values in whole:
        eval(plain, names, values)
    peer = (time.perf_counter() - begun) / len(whole)
    single.sort()
    return {
        "median": single[len(single) // 2] * 1000,
        "p99": single[len(single) * 99 // 100] * 1000,
        "read": reading * 1000,
        "eval": peer * 1000,
    }


def python_text(conditions: Sequence[str]) -> str:
    """The conditions as a Python programmer would type them."""
    parts = []
    for condition in conditions:
        words = condition.replace("DATE '", "date.fromisoformat('").replace(" AND ", " <= ")
        if "BETWEEN" in words:
            name, _, rest = words.partition(" BETWEEN ")
            low, _, high = rest.partition(" <= ")
            words = f"{low} <= {name} <= {high}"
        if "percent_of" in words:
            inner, _, limit = words.removeprefix("percent_of(").partition(", 1) >= ")
            words = f"div({inner}) * 100 >= {limit}"
        if "fromisoformat" in words:
            words += ")"
        parts.append(words.replace(" IN ", " in "))
    return " and ".join(f"({part})" for part in parts)


def plain_sql(sets: Sequence[Sequence[str]]) -> str:
    """One boolean column an expression, as anyone would write it: no reasons, SQL's NULL, floats in the division."""
    columns = []
    for place, conditions in enumerate(sets):
        text = " AND ".join(f"({condition})" for condition in conditions)
        for number in range(6):
            text = text.replace(f"percent_of(amount{number}, ", f"round(100.0 * amount{number} / ")
        columns.append(f"{text} AS p{place}")
    return f"SELECT {', '.join(columns)} FROM rows"


def as_sql_would(rows: pa.Table) -> pa.Table:
    """The same rows with amounts as SQL's own decimals and NULL where there is no value."""
    connection = duckdb.connect()
    connection.register("rows", rows)
    others = [name for name in rows.column_names if not name.startswith("amount")]
    amounts = [
        f"CASE WHEN amount{number}__status = 0 THEN (amount{number} / 100)::DECIMAL(12, 2) END AS amount{number}"
        for number in range(6)
    ]
    return connection.sql(f"SELECT {', '.join([*others, *amounts])} FROM rows").to_arrow_table()


def run_plain(rows: pa.Table, sql: str) -> object:
    connection = duckdb.connect()
    connection.register("rows", rows)
    return connection.sql(sql).to_arrow_table()


def main() -> None:
    parser = argparse.ArgumentParser(description="What an eligibility rule costs.")
    parser.add_argument("--quick", action="store_true", help="shrink the data and end within 50 s; bars not measured")
    quick = parser.parse_args().quick
    count, rounds = (100_000, 1) if quick else (1_000_000, 3)
    rows, sets = table(count), policies()
    sample = subjects_of(rows, 2_000 if quick else 20_000)

    single = one_subject(sets[0], sample)
    print("\none subject, one expression of 7 conditions, in ms")
    print(f"{'':34}{'median':>9}{'p99':>9}")
    print(f"{'Luoshi, with reasons':34}{single['median']:9.4f}{single['p99']:9.4f}")
    print(f"{'eval, yes or no only':34}{single['eval']:9.4f}")
    print(f"{'Luoshi, reading and checking':34}{single['read']:9.4f}")

    checks = count * POLICIES * CONDITIONS
    programs, again = compiled(sets), compiled(shared(sets))
    print(f"\n{count:,} rows x {POLICIES} expressions of {CONDITIONS} conditions, reasons of every pair unless said")
    print(f"{'':46}{'best s':>8}{'median':>8}{'CPU s':>8}{'M checks/s':>12}")
    batch = timed(lambda: evaluate_many(rows, programs), rounds)
    show("Luoshi, 210 different conditions", batch, checks)
    show("Luoshi, 40 different conditions among them", timed(lambda: evaluate_many(rows, again), rounds), checks)
    show("Luoshi, 210 different, 1 thread", timed(lambda: evaluate_many(rows, programs, threads=1), 1), checks)
    plain_rows, sql = as_sql_would(rows), plain_sql(sets)
    peer = timed(lambda: run_plain(plain_rows, sql), rounds)
    show("plain DuckDB columns, no reasons", peer, checks)
    evaluated = single["eval"] / 1000 * count * POLICIES
    show("eval, no reasons, worked out from one subject", Time(evaluated, evaluated, evaluated), checks)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    plain = f"plain boolean columns {checks / peer.median / 1e6:.1f} M checks/s"
    evals = f"eval {1000 / single['eval']:,.0f} expressions/s"
    print(f"\nmachine: DuckDB {duckdb.__version__}, {plain}, {evals}; largest memory {memory:,.0f} MiB\n")

    bar("one expression of 7 conditions for one subject", None if quick else single["median"], "ms", "<= 0.2")
    rate = None if quick else checks / batch.median / 1e6
    bar("batch with the failing conditions of every pair", rate, "M row-condition checks/s", ">= 8")
    ratio = None if quick else batch.cpu / peer.cpu
    bar("batch with reasons against plain DuckDB columns without", ratio, "x the processor time", "<= 4")


def subjects_of(rows: pa.Table, count: int) -> list[dict[str, object]]:
    """The first rows as subjects at a desk."""
    names = [name for name in rows.column_names if not name.endswith("__status")]
    cells = rows.slice(0, count).to_pylist()
    return [{name: outside(name, cell) for name in names} for cell in cells]


def outside(name: str, cell: dict[str, object]) -> object:
    value = cell[name]
    if name.startswith("amount") and isinstance(value, int):
        return Decimal(value).scaleb(-2)
    return value


def show(what: str, taken: Time, checks: int) -> None:
    rate = checks / taken.median / 1e6
    print(f"{what:46}{taken.best:8.2f}{taken.median:8.2f}{taken.cpu:8.2f}{rate:12.1f}")


if __name__ == "__main__":
    main()
    sys.exit(0)
