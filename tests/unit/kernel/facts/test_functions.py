"""The examples of the function table are its tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.facts import BOOLEAN, INTEGER, NULL, TEXT, Schema, code, compile_expression, decimal, list_of
from luoshi.kernel.facts.functions import SECTIONS, TABLE
from luoshi.kernel.facts.values import Status

SCHEMA = Schema.plain(
    absent=INTEGER,
    none=INTEGER,
    stage=code("stage", "handled", "verified"),
    tags=list_of(TEXT),
    amounts=list_of(decimal(2)),
    nothing=list_of(INTEGER),
    answers=list_of(BOOLEAN),
)
FACTS: dict[str, object] = {
    "none": NULL,
    "stage": "handled",
    "tags": ("green", "old"),
    "amounts": (Decimal("1.50"), 2, 3),
    "nothing": (),
    "answers": (True, False),
}


def written(value: object) -> str:
    """A value as the manual prints it."""
    match value:
        case Status() if value.invalid:
            return f"invalid: {value.name.lower()}"
        case Status():
            return value.word
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case _:
            return str(value)


@pytest.mark.parametrize(
    ("text", "expected"), [(text, result) for row in TABLE.values() for text, result in row.examples]
)
def test_every_example_of_the_manual_holds(text: str, expected: str) -> None:
    assert written(compile_expression(text, SCHEMA).value(FACTS)) == expected


def test_every_function_has_a_signature_two_meanings_and_an_example() -> None:
    rows = [row for _, _, rows in SECTIONS for row in rows if not row.hidden]
    assert [row.name for row in rows if not (row.signature and row.zh and row.en and row.examples)] == []


def test_no_name_stands_twice_in_the_table() -> None:
    assert len(TABLE) == sum(len(rows) for _, _, rows in SECTIONS)
