"""A snapshot is judged whole: in order, each condition once, within its time, and refused where it does not fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from luoshi.kernel.facts import (
    BOOLEAN,
    DATE,
    INTEGER,
    MISSING,
    NULL,
    TEXT,
    FactsError,
    Schema,
    Status,
    Truth,
    compile_condition,
    compile_expression,
    decimal,
    evaluate_many,
    list_of,
    snapshot,
)
from luoshi.kernel.facts.batch.plan import Plan
from luoshi.kernel.facts.batch.snapshot import survey
from luoshi.kernel.facts.functions import TABLE

from .test_functions import FACTS, SCHEMA, written

LAMPS = Schema.plain(power=decimal(1), name=TEXT, since=DATE, lit=BOOLEAN, readings=list_of(INTEGER), nr=INTEGER)


def test_the_examples_of_the_manual_hold_for_a_batch_too() -> None:
    examples = [example for row in TABLE.values() for example in row.examples]
    programs = [compile_expression(text, SCHEMA) for text, _ in examples]
    judged = evaluate_many(snapshot([FACTS], SCHEMA), programs)
    found = []
    for place, program in enumerate(programs):
        is_condition = program.type == BOOLEAN
        found.append(str(judged.truth(0, place)) if is_condition else written(judged.values(place)[0]))
    assert found == [expected for _, expected in examples]


def test_answers_come_in_the_order_of_the_rows() -> None:
    rows = 400_000
    table = pa.table({"nr": pa.array(range(rows), pa.int64())})
    judged = evaluate_many(table, [compile_expression("nr + 0", LAMPS), compile_condition("mod(nr, 1000) = 7", LAMPS)])
    assert judged.values(0) == list(range(rows))
    assert judged.counts(1) == {**dict.fromkeys(Truth, 0), Truth.TRUE: 400, Truth.FALSE: 399_600}


def test_a_condition_that_thirty_rules_share_is_worked_out_once() -> None:
    programs = [compile_condition(f"percent_of(nr, power, 1) > 5 AND nr > {limit}", LAMPS) for limit in range(30)]
    table = snapshot([{"nr": 1, "power": 2}], LAMPS)
    columns = {name: survey(table, name, LAMPS.columns[name].type) for name in ("nr", "power")}
    plan = Plan(columns)
    assert plan.sql(tuple(programs), "snapshot").count("//") == 1


def test_a_plain_table_may_leave_cells_out_and_hold_impossible_values() -> None:
    table = pa.table({
        "power": pa.array([100, None, 10**18, -(10**18), 2**63 - 1], pa.int64()),
        "name": pa.array(["a", None, "x" * 70_000, "张", ""], pa.string()).dictionary_encode(),
        "since": pa.array([0, None, 10**6, -(10**6), 20_000_000], pa.int32()).cast(pa.date32()),
        "lit": pa.array([True, None, False, True, True]),
        "readings": pa.array([[1, 2], None, [1, None], [10**18], list(range(10_001))], pa.list_(pa.int64())),
        "nr": pa.array([1, 2, 3, 4, 5], pa.int16()),
    })  # fmt: skip
    names = ["power", "name", "since", "readings", "nr"]
    programs = [compile_expression(name, LAMPS) for name in names] + [compile_expression("lit", LAMPS)]
    judged = evaluate_many(table, programs)
    found = {name: judged.values(place) for place, name in enumerate(names)}
    missing, overflow, wrong = Status.MISSING, Status.OVERFLOW, Status.WRONG_TYPE
    assert [str(value) for value in found["power"]] == ["10.0", *map(str, (missing, overflow, overflow, overflow))]
    assert found["name"] == ["a", missing, overflow, "张", ""]
    assert found["since"] == [date(1970, 1, 1), missing, date(4707, 11, 29), overflow, overflow]
    assert found["readings"] == [(1, 2), missing, wrong, overflow, overflow]
    assert found["nr"] == [1, 2, 3, 4, 5]
    assert [judged.truth(row, 5) for row in range(3)] == [Truth.TRUE, Truth.MISSING, Truth.FALSE]


def test_the_companion_column_tells_why_a_cell_has_no_value() -> None:
    table = pa.table({
        "nr": pa.array([1, 2, 3, None, 5], pa.int64()),
        "nr__status": pa.array([0, 1, 8, 0, None], pa.uint8()),
    })  # fmt: skip
    judged = evaluate_many(table, [compile_expression("nr * 2", LAMPS)])
    assert judged.values(0) == [2, Status.NULL, Status.OVERFLOW, Status.MISSING, 10]


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        ({"name": pa.array(["a"])}, "power"),
        ({"power": pa.array([1.5])}, "double"),
        ({"power": pa.array(["1"])}, "string"),
        ({"power": pa.array([1]), "power__status": pa.array([0], pa.int32())}, "int32"),
    ],
)
def test_a_snapshot_of_another_shape_is_refused(column: dict[str, pa.Array], problem: str) -> None:
    with pytest.raises(FactsError, match=problem) as refused:
        evaluate_many(pa.table(column), [compile_condition("power > 1", LAMPS)])
    assert refused.value.code == "F-012"


def test_a_batch_that_takes_longer_than_it_may_is_stopped() -> None:
    table = pa.table({"nr": pa.array(range(3_000_000), pa.int64())})
    programs = [compile_condition(f"mod(nr * {each}, 7) = div(nr, 3, 2)", LAMPS) for each in range(1, 40)]
    with pytest.raises(FactsError) as refused:
        evaluate_many(table, programs, seconds=0.05)
    assert refused.value.code == "F-014"


def test_an_empty_snapshot_has_no_answers() -> None:
    judged = evaluate_many(snapshot([], LAMPS), [compile_condition("power > 1", LAMPS)])
    assert len(judged.codes(0)) == 0


def test_more_than_eight_conditions_have_wider_masks() -> None:
    text = " AND ".join(f"nr <> {number}" for number in range(60))
    judged = evaluate_many(snapshot([{"nr": 3}, {"nr": 59}, {}], LAMPS), [compile_condition(text, LAMPS)])
    assert judged.failed(0).to_pylist() == [1 << 3, 1 << 59, 0]
    assert judged.undecided(0).to_pylist() == [0, 0, 2**60 - 1]
    assert judged.blamed(1, 0) == (("nr <> 59",), ())


def test_an_expression_of_constants_needs_no_column() -> None:
    table = pa.table({"other": pa.array([1, 2], pa.int64())})
    judged = evaluate_many(table, [compile_condition("TRUE", LAMPS), compile_expression("1 + 1", LAMPS)])
    assert ([judged.truth(row, 0) for row in (0, 1)], judged.values(1)) == ([Truth.TRUE, Truth.TRUE], [2, 2])


LIMITS = Schema({f"limit.{name}": column for name, column in LAMPS.columns.items()})


@pytest.mark.parametrize("value", [Decimal("1.5"), 3, MISSING, NULL, "x", 10**18])
def test_a_limit_in_force_is_given_once_for_all_rows(value: object) -> None:
    program = compile_condition("power > limit.power AND lit = limit.lit", LAMPS.plus(LIMITS))
    lamps: list[dict[str, object]] = [{"power": 2, "lit": True}, {"power": 1, "lit": False}, {}]
    fixed = {"limit.power": value, "limit.lit": True, "unused": 1}
    judged = evaluate_many(snapshot(lamps, LAMPS), [program], fixed=fixed)
    assert [judged.truth(row, 0) for row in range(3)] == [program({**lamp, **fixed}).truth for lamp in lamps]


def test_the_rows_for_which_a_rule_holds_are_kept_by_a_filter() -> None:
    table = snapshot([{"nr": number} for number in range(10)], LAMPS)
    judged = evaluate_many(table, [compile_condition("mod(nr, 3) = 0", LAMPS), compile_expression("nr * 1.5", LAMPS)])
    values, statuses = judged.columns(1)
    assert table.filter(judged.holds(0)).column("nr").to_pylist() == [0, 3, 6, 9]
    assert (values.to_pylist()[:3], set(statuses.to_pylist())) == ([0, 15, 30], {0})
