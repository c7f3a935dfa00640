"""The signs: comparison, IN, BETWEEN, sum, product."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.rows import always, keeping, like
from luoshi.kernel.facts.tree import Cell, Constant, Function, Made, Node, PythonOf, Want
from luoshi.kernel.facts.types import BOOLEAN, MAX_SCALE, NUMBER_LIMIT, NumberType, Type
from luoshi.kernel.facts.values import OVERFLOW

FEW = 16
"""Up to so many listed values, asking for each is faster than the database's own IN (15 ns a row against 27 for 12)."""


def factors(arguments: tuple[Node, ...]) -> tuple[int, ...]:
    """What each number is multiplied by so that all have the same scale."""
    common = max(sql.scale_of(each) for each in arguments)
    return tuple(10 ** (common - sql.scale_of(each)) for each in arguments)


def in_range(number: int) -> object:
    """The number, or overflow."""
    return number if -NUMBER_LIMIT <= number <= NUMBER_LIMIT else OVERFLOW


def _compare_python(test: Callable[[Any, Any], bool]) -> PythonOf:
    def build(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
        left, right = factors(arguments)
        if left == right:
            return test
        return lambda a, b: test(a * left, b * right)

    return build


def _common(arguments: tuple[Node, ...], cells: tuple[Cell, ...]) -> list[tuple[str, int]]:
    scale = max(sql.scale_of(each) for each in arguments)
    return [sql.scaled(node, cell, scale) for node, cell in zip(arguments, cells, strict=True)]


def _comparison(sign: str, test: Callable[[Any, Any], bool], zh: str, en: str, *examples: tuple[str, str]) -> Function:
    def duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        (left, _), (right, _) = _common(arguments, cells)
        return Made(f"({left} {sign} {right})")

    want = Want.SAME if sign in ("=", "<>") else Want.ORDERED
    return Function(
        name=sign,
        signature=f"a {sign} b",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(want, want),
        result=always(BOOLEAN),
        python=_compare_python(test),
        duckdb=duck,
        operator=True,
    )


def _between_python(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    value, low, high = factors(arguments)
    if value == low == high:
        return lambda a, b, c: b <= a <= c
    return lambda a, b, c: b * low <= a * value <= c * high


def _between_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    (value, _), (low, _), (high, _) = _common(arguments, cells)
    return Made(f"({value} >= {low} AND {value} <= {high})")


def _options(arguments: tuple[Node, ...]) -> list[object]:
    """The listed values in the scale of the value; one that is finer than the value can never equal it."""
    scale = sql.scale_of(arguments[0])
    options: list[object] = []
    for each in arguments[1:]:
        value = getattr(each, "value", None)
        finer = sql.scale_of(each) - scale
        if not isinstance(value, int) or isinstance(value, bool) or finer == 0:
            options.append(value)
        elif finer < 0:
            options.append(value * 10**-finer)
        elif value % 10**finer == 0:
            options.append(value // 10**finer)
    return options


def _in_python(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    options = frozenset(_options(arguments))
    return lambda value, *_: value in options


def _in_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    value = cells[0].value
    options = [sql.literal(option, arguments[0].type) for option in _options(arguments)]
    if len(options) > FEW:
        return Made(f"({value} IN ({', '.join(options)}))")
    return Made(" OR ".join(f"{value} = {option}" for option in options).join("()") if options else "FALSE")


def _sum_type(arguments: tuple[Node, ...]) -> Type:
    scales = [each.type.scale for each in arguments if isinstance(each.type, NumberType)]
    return NumberType(max(scales)) if scales else arguments[0].type


def _sum_python(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    by = factors(arguments)
    if len(by) == 2:
        left, right = by
        return lambda a, b: in_range(a * left + b * right)
    return lambda *values: in_range(sum(value * factor for value, factor in zip(values, by, strict=True)))


def _sum_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    parts = _common(arguments, cells)
    bound = sum(most for _, most in parts)
    return sql.checked(f"({' + '.join(sql.wide(part, bound) for part, _ in parts)})", bound)


def product_scale(arguments: tuple[Node, ...]) -> int:
    """Places of an exact product."""
    return sum(sql.scale_of(each) for each in arguments)


def _product_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    left, right = cells
    bound = left.bound * right.bound
    return sql.checked(f"({sql.wide(left.value, bound)} * {right.value})", bound)


def _to_scale_python(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    factor = _more(arguments, result)
    return lambda value: in_range(value * factor)


def _more(arguments: tuple[Node, ...], result: Type) -> int:
    assert isinstance(result, NumberType)
    return int(10 ** (result.scale - sql.scale_of(arguments[0])))


def _to_scale_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    bound = cells[0].bound * _more(arguments, result)
    return sql.checked(f"({sql.wide(cells[0].value, bound)} * {_more(arguments, result)})", bound)


def constants_only(arguments: tuple[Node, ...]) -> bool:
    """Whether the listed values of an IN are all written out."""
    return all(isinstance(each, Constant) for each in arguments[1:])


EQUALS = _comparison("=", operator.eq, "相等", "equal", ("1.50 = 1.5", "true"), ("'a' = 'b'", "false"))
ROWS = (
    EQUALS,
    _comparison("<>", operator.ne, "不相等(也可写作 !=)", "not equal (also written !=)", ("1 <> 2", "true")),
    _comparison("<", operator.lt, "小于", "less than", ("1 < 1", "false")),
    _comparison("<=", operator.le, "小于等于", "at most", ("1 <= 1", "true")),
    _comparison(">", operator.gt, "大于", "more than", ("2 > 1.99", "true")),
    _comparison(">=", operator.ge, "大于等于", "at least", ("absent >= 1", "missing"), ("none >= 1", "null")),
    Function(
        name="BETWEEN",
        signature="a BETWEEN low AND high",
        zh="介于两值之间,含两端",
        en="from low to high, both included",
        examples=(("5 BETWEEN 1 AND 5", "true"), ("5 NOT BETWEEN 1 AND 4", "true")),
        parameters=(Want.ORDERED, Want.ORDERED, Want.ORDERED),
        result=always(BOOLEAN),
        python=_between_python,
        duckdb=_between_duck,
        operator=True,
    ),
    Function(
        name="IN",
        signature="a IN (literal, …)",
        zh="等于所列值之一",
        en="equal to one of the listed values",
        examples=(("'a' IN ('a', 'b')", "true"), ("3 NOT IN (1, 2)", "true")),
        parameters=(Want.SAME, Want.SAME),
        variadic=True,
        result=always(BOOLEAN),
        python=_in_python,
        duckdb=_in_duck,
        operator=True,
    ),
    Function(
        name="+",
        signature="a + b, a - b",
        zh="和、差:数值或同一日历的时长;结果小数位取较多者,只检查最后结果是否超限",
        en="sum and difference of numbers, or of durations of one calendar; keeps the larger scale, and only the "
        "final result is checked for overflow",
        examples=(("1 + 0.25", "1.25"), ("1 - 2 - 3", "-4"), ("999999999999999999 + 1", "invalid: overflow")),
        parameters=(Want.SAME, Want.SAME),
        variadic=True,
        result=_sum_type,
        python=_sum_python,
        duckdb=_sum_duck,
        operator=True,
    ),
    Function(
        name="*",
        signature="a * b",
        zh="积:小数位相加,超过 9 位请用 mul",
        en=f"exact product: scales add up; beyond {MAX_SCALE} places use mul",
        examples=(("1.5 * 1.5", "2.25"), ("1000000000 * 1000000000", "invalid: overflow")),
        parameters=(Want.NUMBER, Want.NUMBER),
        result=lambda arguments: NumberType(product_scale(arguments)),
        python=lambda arguments, result: lambda a, b: in_range(a * b),
        duckdb=_product_duck,
        operator=True,
    ),
    Function(
        name="-",
        signature="-a",
        zh="相反数",
        en="the opposite number",
        examples=(("-(1 + 1)", "-2"),),
        parameters=(Want.SAME,),
        result=like(0),
        python=lambda arguments, result: operator.neg,
        duckdb=keeping("-{0}"),
        operator=True,
    ),
    Function(
        name="to_scale",
        signature="",
        zh="",
        en="",
        examples=(),
        parameters=(Want.NUMBER,),
        result=like(0),
        python=_to_scale_python,
        duckdb=_to_scale_duck,
        hidden=True,
    ),
)
