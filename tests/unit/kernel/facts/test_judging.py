"""What a judgement tells a person: yes, no and which condition, or cannot decide and what is needed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.facts import (
    BOOLEAN,
    DATE,
    INSTANT,
    INTEGER,
    MISSING,
    NULL,
    TEXT,
    FactsError,
    Schema,
    Status,
    Truth,
    code,
    compile_condition,
    compile_expression,
    decimal,
    from_json,
    list_of,
)
from luoshi.kernel.facts.truth import AND, NOT, OR, all_of, any_of, at_least
from luoshi.kernel.facts.types import Calendar, duration
from luoshi.kernel.facts.values import show, take

ENTERPRISE = Schema.plain(
    staff=INTEGER,
    revenue=decimal(2),
    research=decimal(2),
    founded=DATE,
    honest=BOOLEAN,
    tier=code("tier", "seed", "gazelle", "unicorn"),
    district=TEXT,
)
GAZELLE = compile_condition(
    "revenue >= 10000000 AND percent_of(research, revenue, 1) >= 5 AND founded >= DATE '2014-01-01' "
    "AND (tier = 'seed' OR staff >= 50) AND NOT honest = FALSE",
    ENTERPRISE,
)
GOOD: dict[str, object] = {
    "staff": 80,
    "revenue": Decimal("20000000.00"),
    "research": Decimal("1500000.00"),
    "founded": date(2018, 5, 1),
    "honest": True,
    "tier": "gazelle",
}


def test_an_enterprise_that_meets_every_condition_gets_a_plain_yes() -> None:
    outcome = GAZELLE(GOOD)
    assert (outcome.truth, outcome.reasons, bool(outcome)) == (Truth.TRUE, (), True)


def test_a_no_names_the_condition_and_the_values_that_were_read() -> None:
    outcome = GAZELLE({**GOOD, "research": Decimal("300000.00")})
    (reason,) = outcome.failed
    assert outcome.truth is Truth.FALSE
    assert reason.condition == "percent_of(research, revenue, 1) >= 5"
    assert reason.seen == {"research": Decimal("300000.00"), "revenue": Decimal("20000000.00")}


def test_an_or_that_holds_blames_none_of_its_parts() -> None:
    assert GAZELLE({**GOOD, "staff": 10, "tier": "seed"}).reasons == ()


def test_an_or_that_does_not_hold_blames_all_of_its_parts() -> None:
    outcome = GAZELLE({**GOOD, "staff": 10})
    assert [reason.condition for reason in outcome.failed] == ["tier = 'seed'", "staff >= 50"]


def test_a_missing_fact_leaves_the_answer_open_and_is_asked_for() -> None:
    outcome = GAZELLE({name: value for name, value in GOOD.items() if name != "research"})
    assert (outcome.truth, outcome.failed, outcome.needs) == (Truth.MISSING, (), ("research",))


def test_one_false_condition_settles_the_answer_while_the_open_one_is_still_told() -> None:
    outcome = GAZELLE({**GOOD, "research": MISSING, "founded": date(1999, 1, 1)})
    assert outcome.truth is Truth.FALSE
    assert [reason.condition for reason in outcome.failed] == ["founded >= DATE '2014-01-01'"]
    assert [reason.truth for reason in outcome.undecided] == [Truth.MISSING]


def test_recorded_as_having_none_is_neither_missing_nor_zero() -> None:
    outcome = GAZELLE({**GOOD, "research": NULL})
    assert (outcome.truth, outcome.needs) == (Truth.NULL, ())


def test_no_revenue_at_all_is_an_invalid_share_and_not_an_error() -> None:
    rule = compile_condition("percent_of(research, revenue, 1) >= 5", ENTERPRISE)
    (reason,) = rule({**GOOD, "revenue": 0}).undecided
    assert (reason.truth, reason.fault) == (Truth.INVALID, Status.DIVISION_BY_ZERO)


def test_a_wanted_not_is_printed_with_its_not() -> None:
    (reason,) = GAZELLE({**GOOD, "honest": False}).failed
    assert reason.condition == "NOT (honest = FALSE)"


def test_two_of_three_conditions_can_be_asked_for() -> None:
    rule = compile_condition("at_least(2, staff >= 50, revenue >= 1000, founded >= DATE '2014-01-01')", ENTERPRISE)
    assert rule({"staff": 60, "revenue": 5000}).truth is Truth.TRUE
    assert rule({"staff": 60}).truth is Truth.MISSING
    assert rule({"staff": 1, "revenue": 1}).truth is Truth.FALSE
    assert [reason.index for reason in rule({"staff": 1, "revenue": 1}).reasons] == [0, 1, 2]


def test_a_choice_whose_condition_is_open_is_open() -> None:
    program = compile_expression("CASE WHEN staff >= 50 THEN 'large' ELSE 'small' END", ENTERPRISE)
    assert [program.value({"staff": 60}), program.value({"staff": 1}), program.value({})] == ["large", "small", MISSING]


def test_an_expression_without_a_yes_or_no_cannot_be_judged() -> None:
    with pytest.raises(FactsError, match="F-007"):
        compile_expression("staff + 1", ENTERPRISE)({"staff": 1})


def test_a_place_that_needs_a_number_refuses_a_condition() -> None:
    with pytest.raises(FactsError, match="F-007"):
        compile_expression("staff > 1", ENTERPRISE, INTEGER)


def test_a_result_may_be_asked_for_with_more_places_and_as_a_word_of_a_list() -> None:
    assert compile_expression("2", ENTERPRISE, decimal(2)).value({}) == Decimal("2.00")
    assert compile_expression("'seed'", ENTERPRISE, code("tier", "seed")).value({}) == "seed"


# --- the truth table --------------------------------------------------------------------------------------------

TRUTHS = st.sampled_from(list(Truth))


@given(st.lists(TRUTHS, min_size=1, max_size=6))
def test_at_least_of_all_is_and_and_at_least_one_is_or(truths: list[Truth]) -> None:
    assert at_least(len(truths), truths) == all_of(truths)
    assert at_least(1, truths) == any_of(truths)


@given(st.lists(TRUTHS, min_size=1, max_size=6))
def test_not_turns_and_into_or(truths: list[Truth]) -> None:
    assert NOT[all_of(truths)] == any_of(NOT[truth] for truth in truths)


@given(TRUTHS, TRUTHS, TRUTHS)
def test_the_order_of_conditions_does_not_matter(a: Truth, b: Truth, c: Truth) -> None:
    for table in (AND, OR):
        assert table[a, b] == table[b, a]
        assert table[table[a, b], c] == table[a, table[b, c]]


INPUT: dict[Truth, object] = {
    Truth.TRUE: True,
    Truth.FALSE: False,
    Truth.MISSING: MISSING,
    Truth.NULL: NULL,
    Truth.INVALID: "not a boolean",
}


@given(TRUTHS, TRUTHS)
def test_the_evaluator_follows_the_printed_table(a: Truth, b: Truth) -> None:
    schema = Schema.plain(a=BOOLEAN, b=BOOLEAN)
    facts = {"a": INPUT[a], "b": INPUT[b]}
    assert compile_condition("a AND b", schema)(facts).truth == AND[a, b]
    assert compile_condition("a OR b", schema)(facts).truth == OR[a, b]
    assert compile_condition("NOT a", schema)(facts).truth == NOT[a]


# --- values at the door -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "taken"),
    [
        (None, INTEGER, Status.MISSING),
        (1.0, INTEGER, Status.WRONG_TYPE),
        (True, INTEGER, Status.WRONG_TYPE),
        (1, BOOLEAN, Status.WRONG_TYPE),
        ("1", INTEGER, Status.WRONG_TYPE),
        (10**18, INTEGER, Status.OVERFLOW),
        (10**16, decimal(2), Status.OVERFLOW),
        (Decimal("1.5"), decimal(2), 150),
        (Decimal("1.50000"), decimal(2), 150),
        (Decimal("1.555"), decimal(2), Status.WRONG_TYPE),
        (Decimal("-0.01"), decimal(2), -1),
        (Decimal("0E+50"), decimal(2), 0),
        (Decimal("1E+17"), INTEGER, 10**17),
        (Decimal("1E+99999"), INTEGER, Status.OVERFLOW),
        (Decimal("1E-99999"), INTEGER, Status.WRONG_TYPE),
        (Decimal("Infinity"), INTEGER, Status.WRONG_TYPE),
        (Decimal("1.00000000000000000000000000000000000000001"), decimal(2), Status.WRONG_TYPE),
        (datetime(2026, 1, 1, tzinfo=UTC), DATE, Status.WRONG_TYPE),
        (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), INSTANT, 1_000_000),
        (datetime(1970, 1, 1), INSTANT, Status.WRONG_TYPE),  # noqa: DTZ001 - a time without a zone is refused
        ("a\ud800", TEXT, Status.WRONG_TYPE),
        ("x" * 70_000, TEXT, Status.OVERFLOW),
        ([1, None], list_of(INTEGER), Status.WRONG_TYPE),
        ([1, 10**18], list_of(INTEGER), Status.OVERFLOW),
        ("ab", list_of(TEXT), Status.WRONG_TYPE),
        ([Decimal("1.5")], list_of(decimal(1)), (15,)),
        (5, duration(Calendar.WORKING_DAY), 5),
        (Status.NULL, INTEGER, Status.NULL),
    ],
)
def test_a_value_is_taken_exactly_or_told_why_not(value: object, kind: object, taken: object) -> None:
    assert take(value, kind) == taken  # type: ignore[arg-type]


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(1, 9))
def test_a_decimal_comes_out_as_it_went_in(scaled: int, scale: int) -> None:
    value = Decimal(scaled).scaleb(-scale)
    assert show(take(value, decimal(scale)), decimal(scale)) == value


def test_a_json_null_is_recorded_as_having_none() -> None:
    assert from_json({"a": None, "b": 0}) == {"a": NULL, "b": 0}
