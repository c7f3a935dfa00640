"""Several values of one kind: tags of a thing, amounts of three years, answers of a form."""

from __future__ import annotations

from collections.abc import Callable

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.operators import in_range
from luoshi.kernel.facts.functions.rows import always, plainly, template
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import BOOLEAN, INTEGER, LIST_LIMIT, NUMBER_LIMIT, ListType, Type
from luoshi.kernel.facts.values import NULL


def element(arguments: tuple[Node, ...]) -> Type:
    """The kind of the list's elements."""
    kind = arguments[0].type
    assert isinstance(kind, ListType)
    return kind.of


def _sum_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    return sql.checked(f"coalesce(list_sum({cells[0].value}), 0)", LIST_LIMIT * NUMBER_LIMIT)


def _extreme(word: str) -> Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]:
    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        value = cells[0].value
        return Made(f"coalesce({word}({value}), {sql.filler(result)})", sql.failing(f"len({value}) = 0", NULL))

    return build


def _any_of_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    tests = [f"list_contains({cells[0].value}, {cell.value})" for cell in cells[1:]]
    return Made(f"({' OR '.join(tests)})")


def _all_of_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    tests = [f"list_contains({cells[0].value}, {cell.value})" for cell in cells[1:]]
    return Made(f"({' AND '.join(tests)})")


ROWS = (
    Function(
        name="list_length",
        signature="list_length(list)",
        zh="个数",
        en="how many elements",
        examples=(("list_length(amounts)", "3"), ("list_length(nothing)", "0")),
        parameters=(Want.LIST,),
        result=always(INTEGER),
        python=plainly(len),
        duckdb=template("CAST(len({0}) AS BIGINT)"),
    ),
    Function(
        name="list_contains",
        signature="list_contains(list, x)",
        zh="其中有 x",
        en="x is among them",
        examples=(("list_contains(tags, 'green')", "true"), ("list_contains(amounts, 2)", "true")),
        parameters=(Want.LIST, Want.ELEMENT),
        result=always(BOOLEAN),
        python=plainly(lambda values, x: x in values),
        duckdb=_any_of_duck,
    ),
    Function(
        name="list_contains_any",
        signature="list_contains_any(list, x, y, …)",
        zh="其中至少有一个所列值",
        en="at least one of the named values is among them",
        examples=(("list_contains_any(tags, 'red', 'green')", "true"),),
        parameters=(Want.LIST, Want.ELEMENT),
        variadic=True,
        result=always(BOOLEAN),
        python=plainly(lambda values, *wanted: any(x in values for x in wanted)),
        duckdb=_any_of_duck,
    ),
    Function(
        name="list_contains_all",
        signature="list_contains_all(list, x, y, …)",
        zh="所列值都在其中",
        en="all of the named values are among them",
        examples=(("list_contains_all(tags, 'red', 'green')", "false"),),
        parameters=(Want.LIST, Want.ELEMENT),
        variadic=True,
        result=always(BOOLEAN),
        python=plainly(lambda values, *wanted: all(x in values for x in wanted)),
        duckdb=_all_of_duck,
    ),
    Function(
        name="list_sum",
        signature="list_sum(list)",
        zh="数值之和,空列表为 0",
        en="the sum; 0 of none",
        examples=(("list_sum(amounts)", "6.50"), ("list_sum(nothing)", "0")),
        parameters=(Want.NUMBERS,),
        result=element,
        python=plainly(lambda values: in_range(sum(values))),
        duckdb=_sum_duck,
    ),
    Function(
        name="list_min",
        signature="list_min(list)",
        zh="最小者,空列表为“无”",
        en="the smallest; null of none",
        examples=(("list_min(amounts)", "1.50"), ("list_min(nothing)", "null")),
        parameters=(Want.ORDERED_LIST,),
        result=element,
        python=plainly(lambda values: min(values) if values else NULL),
        duckdb=_extreme("list_min"),
    ),
    Function(
        name="list_max",
        signature="list_max(list)",
        zh="最大者,空列表为“无”",
        en="the largest; null of none",
        examples=(("list_max(amounts)", "3.00"),),
        parameters=(Want.ORDERED_LIST,),
        result=element,
        python=plainly(lambda values: max(values) if values else NULL),
        duckdb=_extreme("list_max"),
    ),
    Function(
        name="list_any",
        signature="list_any(list)",
        zh="至少一个为是",
        en="at least one is yes",
        examples=(("list_any(answers)", "true"),),
        parameters=(Want.BOOLEANS,),
        result=always(BOOLEAN),
        python=plainly(any),
        duckdb=template("list_contains({0}, TRUE)"),
    ),
    Function(
        name="list_all",
        signature="list_all(list)",
        zh="全部为是;空列表成立",
        en="all are yes; true of none",
        examples=(("list_all(answers)", "false"),),
        parameters=(Want.BOOLEANS,),
        result=always(BOOLEAN),
        python=plainly(all),
        duckdb=template("NOT list_contains({0}, FALSE)"),
    ),
)
