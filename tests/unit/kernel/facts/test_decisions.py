"""Decision tables: which row counts, what follows, and why the other rows do not count."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from luoshi.kernel.facts import (
    INTEGER,
    MISSING,
    TEXT,
    DecisionTable,
    FactsError,
    Hit,
    Row,
    Schema,
    State,
    code,
    compile_table,
    decide_many,
    decimal,
    snapshot,
)

SCHEMA = Schema.plain(score=decimal(1), tax=INTEGER, trade=code("trade", "a", "b"))
OUTPUTS = {"tier": code("tier", "A", "B", "C"), "discount": decimal(2)}


def table(hit: Hit, *rows: Row) -> DecisionTable:
    return DecisionTable(name="per_mu_tiers", outputs=OUTPUTS, hit=hit, rows=rows)


TIERS = (
    Row(id="top", when=("score >= 90", "tax > 0"), then={"tier": "'A'", "discount": "0.8"}),
    Row.of_cells(
        id="good", cells={"score": ">= 60", "trade": ""}, then={"tier": "'B'", "discount": "div(tax, 100, 2)"}
    ),
    Row(id="rest", then={"tier": "'C'", "discount": "1"}),
)


def test_the_first_row_that_holds_counts() -> None:
    decide = compile_table(table(Hit.FIRST, *TIERS), SCHEMA)
    decided = decide({"score": Decimal("95.5"), "tax": 50})
    assert (decided.state, decided.hits[0].row, decided.values) == (
        State.DECIDED,
        "top",
        {"tier": "A", "discount": Decimal("0.80")},
    )


def test_a_row_that_does_not_count_says_why() -> None:
    decided = compile_table(table(Hit.FIRST, *TIERS), SCHEMA)({"score": 70, "tax": 50})
    assert decided.values == {"tier": "B", "discount": Decimal("0.50")}
    assert [(each.row, [reason.condition for reason in each.outcome.failed]) for each in decided.others] == [
        ("top", ["score >= 90"]),
        ("rest", []),
    ]


def test_a_row_below_an_open_row_does_not_count() -> None:
    decided = compile_table(table(Hit.FIRST, *TIERS), SCHEMA)({"score": 95})
    assert (decided.state, decided.values) == (State.UNDECIDED, {})
    assert [(each.row, each.outcome.needs) for each in decided.undecided] == [("top", ("tax",))]


def test_two_rows_that_both_hold_overlap_where_only_one_may() -> None:
    decided = compile_table(table(Hit.UNIQUE, *TIERS), SCHEMA)({"score": 70, "tax": 1})
    assert (decided.state, [each.row for each in decided.hits]) == (State.OVERLAP, ["good", "rest"])


def test_a_unique_row_counts_and_an_open_one_keeps_the_table_open() -> None:
    decide = compile_table(table(Hit.UNIQUE, *TIERS[:2]), SCHEMA)
    assert decide({"score": 70, "tax": 1}).values["tier"] == "B"
    assert decide({"score": 10, "tax": 1}).state is State.NONE
    assert decide({"score": MISSING, "tax": 1}).state is State.UNDECIDED


def test_all_rows_that_hold_are_collected() -> None:
    decided = compile_table(table(Hit.COLLECT, *TIERS), SCHEMA)({"score": 95, "tax": 1})
    assert [each.row for each in decided.hits] == ["top", "good", "rest"]
    assert [each.values["tier"] for each in decided.hits] == ["A", "B", "C"]


@pytest.mark.parametrize("hit", list(Hit))
def test_a_batch_decides_as_the_table_does(hit: Hit) -> None:
    random = Random(3)
    scores = (MISSING, Decimal("90"), Decimal("60"), Decimal("59.9"), "x")
    subjects: list[dict[str, object]] = [
        {"score": random.choice(scores), "tax": random.choice((0, 5, MISSING)), "trade": "a"} for _ in range(200)
    ]
    decide = compile_table(table(hit, *TIERS[: 3 if hit is Hit.FIRST else 2]), SCHEMA)
    many = decide_many(snapshot(subjects, SCHEMA), decide)
    single = [decide(subject) for subject in subjects]
    assert [many.state(place) for place in range(200)] == [each.state for each in single]
    assert many.values("tier") == [each.values.get("tier", MISSING) for each in single]
    assert many.values("discount") == [each.values.get("discount", MISSING) for each in single]
    assert sum(many.counts().values()) == 200
    assert many.holding(0) == tuple(each.row for each in (*single[0].hits, *single[0].others) if each.outcome)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((), "no rows"),
        ((TIERS[0], TIERS[0]), "'top' stands twice"),
        ((Row(id="x", then={"tier": "'A'"}),), "must give exactly: tier, discount"),
        ((Row(id="x", when=("score >",), then=TIERS[0].then),), "row 'x': .*character 8"),
        ((Row(id="x", when=("score",), then=TIERS[0].then),), "row 'x': 'score' gives decimal"),
        ((Row(id="x", then={"tier": "'D'", "discount": "1"}),), "'D' at character 1 is not in the list tier"),
        ((Row(id="x", then={"tier": "'A'", "discount": "0.125"}),), r"decimal\(2\) is needed"),
    ],
)
def test_a_table_that_does_not_fit_together_names_the_row(rows: tuple[Row, ...], problem: str) -> None:
    with pytest.raises(FactsError, match=problem) as refused:
        compile_table(table(Hit.FIRST, *rows), SCHEMA)
    assert "{" not in refused.value.sentence("zh")


def test_the_kinds_of_a_table_may_be_text() -> None:
    written = DecisionTable(
        name="notes", outputs={"note": TEXT}, hit=Hit.FIRST, rows=(Row(id="x", then={"note": "concat('a', 'b')"}),)
    )
    assert compile_table(written, SCHEMA)({}).values == {"note": "ab"}
