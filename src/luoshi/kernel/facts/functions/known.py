"""Asking whether there is a value, and saying what stands in for one that is not there.

Nothing stands in silently: each function names the case it fills. These are the only rows that look at statuses.
"""

from __future__ import annotations

from collections.abc import Callable

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.rows import always, like, plainly
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import BOOLEAN, Type
from luoshi.kernel.facts.values import MISSING, NULL, WRONG_TYPE, Status

Test = tuple[Callable[[object], bool], str]

IS_MISSING: Test = (lambda value: value is MISSING, f"BETWEEN {MISSING.value} AND {WRONG_TYPE.value - 1}")
IS_NULL: Test = (lambda value: value is NULL, f"= {NULL.value}")
IS_INVALID: Test = (lambda value: type(value) is Status and value.invalid, f">= {WRONG_TYPE.value}")
IS_KNOWN: Test = (lambda value: type(value) is not Status, "= 0")


def _asks(name: str, test: Test, spelled: str, zh: str, en: str, *examples: tuple[str, str]) -> Function:
    python, duck = test

    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        return Made(f"({cells[0].status} {duck})")

    return Function(
        name=name,
        signature=f"{name}(x), x IS {spelled}",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(Want.ANY,),
        result=always(BOOLEAN),
        python=plainly(python),
        duckdb=build,
        strict=False,
    )


def _stands_in(name: str, test: Test, zh: str, en: str, *examples: tuple[str, str]) -> Function:
    python, duck = test

    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        value, other = cells
        pick = f"CASE WHEN {value.status} {duck} THEN"
        return Made(
            f"{pick} {other.value} ELSE {value.value} END",
            f"{pick} {other.status} ELSE {value.status} END",
            max(value.bound, other.bound),
        )

    return Function(
        name=name,
        signature=f"{name}(x, y)",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(Want.SAME, Want.SAME),
        result=like(0),
        python=plainly(lambda value, other: other if python(value) else value),
        duckdb=build,
        strict=False,
    )


def _first_known(*values: object) -> object:
    for value in values:
        if type(value) is not Status:
            return value
    return max(values, key=lambda status: status if isinstance(status, Status) else 0)


def _first_known_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    value = sql.filler(result)
    for cell in reversed(cells):
        value = f"CASE WHEN {cell.status} = 0 THEN {cell.value} ELSE {value} END"
    statuses = [cell.status for cell in cells]
    some = " OR ".join(f"{status} = 0" for status in statuses)
    status = f"CASE WHEN {some} THEN {sql.tiny(0)} ELSE {' | '.join(statuses)} END"
    return Made(value, status, max(cell.bound for cell in cells))


ROWS = (
    _asks("is_missing", IS_MISSING, "MISSING", "缺少数据", "nobody has told it", ("absent IS MISSING", "true")),
    _asks(
        "is_null",
        IS_NULL,
        "NULL",
        "已登记为“无”",
        "recorded as having none",
        ("none IS NULL", "true"),
        ("absent IS NULL", "false"),
    ),
    _asks(
        "is_invalid",
        IS_INVALID,
        "INVALID",
        "数据无效(类型不符、超限、除以零、无此日)",
        "cannot be right: wrong type, overflow, division by zero, no such day",
        ("is_invalid(div(1, 0, 0))", "true"),
    ),
    _asks(
        "is_known", IS_KNOWN, "KNOWN", "有值", "there is a value", ("is_known(0)", "true"), ("none IS KNOWN", "false")
    ),
    _stands_in(
        "if_missing", IS_MISSING, "x 缺少数据时取 y", "y where x is missing, else x", ("if_missing(absent, 0)", "0")
    ),
    _stands_in(
        "if_null",
        IS_NULL,
        "x 登记为“无”时取 y",
        "y where x is recorded as having none, else x",
        ("if_null(none, 0)", "0"),
    ),
    _stands_in(
        "if_invalid",
        IS_INVALID,
        "x 无效时取 y",
        "y where x is invalid, else x",
        ("if_invalid(div(1, 0, 2), 0)", "0.00"),
    ),
    Function(
        name="first_known",
        signature="first_known(x, y, …)",
        zh="第一个有值的;都没有值时,依次报无效、缺少、无",
        en="the first that has a value; where none has, what must be dealt with first: invalid, missing, null",
        examples=(("first_known(absent, none, 3)", "3"), ("first_known(none, absent)", "missing")),
        parameters=(Want.SAME, Want.SAME),
        variadic=True,
        result=like(0),
        python=plainly(_first_known),
        duckdb=_first_known_duck,
        strict=False,
    ),
)
