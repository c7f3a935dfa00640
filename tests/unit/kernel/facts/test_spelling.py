"""The spelling is that of SQL conditions, every refusal names its place, and no text takes long to read."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from luoshi.base.i18n import Language
from luoshi.kernel.facts import DATE, INTEGER, TEXT, FactsError, Schema, code, compile_expression, decimal
from luoshi.kernel.facts.parse import CallWords, LiteralWords, NameWords, Words, parse
from luoshi.kernel.facts.tree import Want
from luoshi.kernel.facts.words import called, wanted

from .generate import SCHEMA as SCHEMA_OF_ALL_KINDS

SCHEMA = Schema.plain(
    a=INTEGER, b=INTEGER, rate=decimal(2), name=TEXT, day=DATE, stage=code("stage", "handled", "closed")
)


def ours(words: Words) -> str:
    """A tree of words with every bracket written."""
    match words:
        case LiteralWords():
            return words.text
        case NameWords():
            return words.name
        case CallWords(name="-", arguments=(inner,)):
            return f"-{ours(inner)}"
        case CallWords(name="+", arguments=(first, *rest)):
            text = ours(first)
            for each in rest:
                minus = isinstance(each, CallWords) and each.name == "-" and each.place < each.arguments[0].place
                text = f"({text} - {ours(each)[1:]})" if minus else f"({text} + {ours(each)})"
            return text
        case CallWords(name="NOT" | "is_null" as name, arguments=(inner,)):
            return f"{name}({ours(inner)})"
        case CallWords(name="IN" | "BETWEEN" as name, arguments=parts):
            return f"{name}({', '.join(map(ours, parts))})"
        case CallWords(name=name, arguments=(first, *rest)):
            text = ours(first)
            for each in rest:
                text = f"({text} {name} {ours(each)})"
            return text
    raise AssertionError(words)


SIGNS: dict[type[exp.Expr], str] = {
    exp.And: "AND", exp.Or: "OR", exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*",
}  # fmt: skip


def theirs(node: exp.Expr) -> str:
    """The same of sqlglot's tree."""
    match node:
        case exp.Paren():
            return theirs(node.this)
        case exp.Not():
            return f"NOT({theirs(node.this)})"
        case exp.Neg():
            return f"-{theirs(node.this)}"
        case exp.Is():
            return f"is_null({theirs(node.this)})"
        case exp.In():
            return f"IN({', '.join(map(theirs, [node.this, *node.expressions]))})"
        case exp.Between():
            return f"BETWEEN({theirs(node.this)}, {theirs(node.args['low'])}, {theirs(node.args['high'])})"
        case exp.Literal() | exp.Column():
            return str(node.name)
    return f"({theirs(node.this)} {SIGNS[type(node)]} {theirs(node.expression)})"


VALUES = st.recursive(
    st.sampled_from(["a", "b", "1", "2.50", "'x'"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).flatmap(
            lambda parts: st.lists(
                st.sampled_from([" + ", " - ", " * "]), min_size=len(parts) - 1, max_size=len(parts) - 1
            ).map(lambda signs: "".join(x + y for x, y in zip(parts, [*signs, ""], strict=True)))
        ),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)
TESTS = st.one_of(
    st.tuples(VALUES, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), VALUES).map(" ".join),
    st.tuples(VALUES, st.sampled_from([" BETWEEN ", " NOT BETWEEN "]), VALUES, st.just(" AND "), VALUES).map("".join),
    st.tuples(VALUES, st.sampled_from([" IN (1, 2)", " NOT IN ('x')", " IS NULL", " IS NOT NULL"])).map("".join),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(" AND ".join),
        st.lists(inner, min_size=2, max_size=4).map(" OR ".join),
        st.lists(inner, min_size=2, max_size=4).map(" and ".join),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"NOT ({text})"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS)
def test_what_is_accepted_is_read_as_sqlglot_reads_it(text: str) -> None:
    assert ours(parse(text)) == theirs(sqlglot.parse_one(text))


@pytest.mark.parametrize(
    ("text", "error", "place", "hint"),
    [
        ("a / b", "F-002", 3, "div(a, b, scale)"),
        ("a % 2 = 1", "F-002", 3, "mod(a, b)"),
        ("a == 1", "F-002", 3, "="),
        ("a >= 90 且 b = 1", "F-001", 9, "AND"),
        ("a >= 90\uff0cb = 1", "F-002", 8, ","),
        ("name = \u2018x\u2019", "F-002", 8, "'"),
        ("name LIKE '%x%'", "F-002", 6, "contains"),
        ("coalesce(a, 0) = 1", "F-002", 1, "if_missing"),
        ("CAST(a AS TEXT) = 'x'", "F-002", 1, "text_of"),
        ("SELECT a", "F-002", 1, "a >= 90"),
        ("a = (SELECT 1)", "F-002", 6, "a >= 90"),
        ("a = NULL", "F-002", 5, "is_missing"),
        ("a = 1; DROP TABLE cases", "F-002", 6, "AND"),
        ("a = 1 -- comment", "F-002", 7, "a - (-b)"),
        ('"a" = 1', "F-002", 1, "quotes"),
        ("a = 1 = 2", "F-001", 7, "AND"),
        ("a >", "F-001", 4, "a fact"),
        ("(a > 1", "F-001", 7, ")"),
        ("name = 'x", "F-001", 8, "'"),
        ("a = 1.2.3", "F-001", 5, "18 digits"),
        ("a = 1e5", "F-001", 5, "18 digits"),
        ("a = 12345678901234567890", "F-001", 5, "18 digits"),
        ("day = DATE '2026-02-30'", "F-001", 7, "DATE"),
        ("day = DATE '20260101'", "F-001", 7, "DATE"),
        ("day > INSTANT '2026-01-01T08:00:00'", "F-001", 7, "+08:00"),
        ("lit_rate > 1", "F-003", 1, "rate"),
        ("lenght(name) > 1", "F-004", 1, "length"),
        ("to_scale(a) > 1", "F-004", 1, "Nearest"),
        ("negate(a) > 1", "F-004", 1, "Nearest"),
        ("a > 1 AND a = 'x'", "F-005", 15, "integer"),
        ("rate = TRUE", "F-005", 8, "decimal(2)"),
        ("day - day = 1", "F-005", 5, "days_between"),
        ("stage < 'closed'", "F-005", 1, "ordered"),
        ("name + 1 = 2", "F-005", 8, "text"),
        ("rate * rate * rate * rate * rate = 1", "F-005", 6, "mul(a, b, scale)"),
        ("contains(stage, 'h')", "F-005", 10, "text"),
        ("stage = 'handeld'", "F-011", 9, "handled"),
        ("stage IN ('closed', 'open')", "F-011", 21, "closed"),
        ("div(a, b) = 1", "F-015", 1, "div(a, b, scale)"),
        ("div(a, b, a) = 1", "F-015", 11, "div(a, b, scale)"),
        ("round(rate, 10) = 1", "F-015", 13, "round(a, scale)"),
        ("a IN (b)", "F-015", 7, "IN (literal"),
        ("at_least(3, a > 1, b > 1)", "F-015", 1, "at_least(n"),
        ("at_least(a, a > 1)", "F-015", 1, "at_least(n"),
        ("CASE WHEN a THEN 1 ELSE 2 END = 1", "F-007", None, "comparison"),
        ("a AND b", "F-007", None, "comparison"),
        ("CASE WHEN a > 1 THEN 1 ELSE 'x' END = 1", "F-005", 29, "integer"),
    ],
)
def test_a_refusal_names_the_place_and_the_nearest_allowed_word(
    text: str, error: str, place: int | None, hint: str
) -> None:
    with pytest.raises(FactsError) as refused:
        compile_expression(text, SCHEMA)
    assert (refused.value.code, refused.value.values.get("place")) == (error, place)
    assert hint in refused.value.instead("en") + refused.value.happened("en")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("text", ["a >", "a % 2", "x", "f(a)", "a = 'x'", "(" * 99, "a", "stage = 'x'", "div(a)"])
def test_every_refusal_is_a_whole_sentence_in_both_languages(text: str, language: Language) -> None:
    with pytest.raises(FactsError) as refused:
        compile_expression(text, SCHEMA, compile_expression("TRUE", SCHEMA).type)
    assert "{" not in refused.value.sentence(language)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 4_000,
        "abs(" * 1_900 + "a",
        "CASE WHEN a > 1 THEN " * 300 + "a",
        "(a + " * 900 + "a" + ")" * 900,
        "a" + " + a" * 1_900,
        "a > 1" + " AND a > 1" * 700,
        "date_of(" * 700,
        "a IN (" + "1, " * 2_500 + "1)",
        "a" * 9_000,
        "'" + "x" * 9_000 + "'",
        "a > 1 AND " * 100_000,
    ],
)
def test_an_expression_that_would_run_for_an_hour_is_refused_at_once(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(FactsError):
        compile_expression(text, SCHEMA)
    assert time.perf_counter() - begun < 0.5


@pytest.mark.parametrize("text", ["NOT " * 1_900 + "a > 1", "- " * 3_900 + "a", "a IN (" + "1, " * 480 + "1)"])
def test_a_long_chain_of_signs_is_read_at_once(text: str) -> None:
    begun = time.perf_counter()
    compile_expression(text, SCHEMA)
    assert time.perf_counter() - begun < 0.5


SOUP = (
    "a b rate name day stage 1 2.5 'x' 'handled' ( ) , . + - * = <> < AND OR NOT IN IS NULL BETWEEN CASE WHEN THEN "
    "ELSE END TRUE DATE INSTANT div( abs( if_missing( at_least( '2026-01-01' LIKE % ; \u3001 IS MISSING"
)
WORDS = st.sampled_from(SOUP.split())


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=14).map(" ".join)))
def test_any_text_is_either_an_expression_or_a_refusal(text: str) -> None:
    try:
        compile_expression(text, SCHEMA)
    except FactsError as refused:
        assert refused.sentence("zh")


def test_words_are_cut_out_of_the_text_as_they_were_written() -> None:
    program = compile_expression("a >= 90  AND ( name IN ('it''s', 'b')OR NOT rate*2 = 1.50 )", SCHEMA)
    assert [each.text for each in program.conditions] == ["a >= 90", "name IN ('it''s', 'b')", "NOT (rate*2 = 1.50)"]


def test_the_conditions_come_in_the_order_they_are_written() -> None:
    program = compile_expression("a > 1 AND at_least(1, b > 2, rate > 3) AND (a > 4 OR b > 5)", SCHEMA)
    places = [program.text.index(each.text) for each in program.conditions]
    assert all(before < after for before, after in pairwise(places))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_and_want_has_a_name_in_both_languages(language: Language) -> None:
    kinds = [*SCHEMA_OF_ALL_KINDS.columns.values()]
    said = [called(column.type).said(language) for column in kinds] + [wanted(want).said(language) for want in Want]
    assert all(said)
    assert not any("{" in text for text in said)
