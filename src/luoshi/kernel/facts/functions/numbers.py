"""Arithmetic that must say how it rounds: every division names the places of its result.

Rounding is to the nearest, halves away from zero (四舍五入), the rule of Chinese statistical practice.
"""

from __future__ import annotations

from collections.abc import Callable

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.operators import in_range
from luoshi.kernel.facts.functions.rows import always, given_scale, keeping, like, plainly, scale_at
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import INTEGER, NUMBER_LIMIT, Type
from luoshi.kernel.facts.values import DIVISION_BY_ZERO, OVERFLOW


def rounded_quotient(top: int, bottom: int) -> int:
    """top ÷ bottom to the nearest whole number, halves away from zero."""
    whole, rest = divmod(abs(top), abs(bottom))
    whole += rest >= abs(bottom) - rest
    return whole if (top < 0) == (bottom < 0) else -whole


def _ratio(arguments: tuple[Node, ...], times: int) -> tuple[int, int]:
    """Factors for dividend and divisor so that their whole quotient has the scale named by the third argument."""
    shift = given_scale(arguments, 2) - sql.scale_of(arguments[0]) + sql.scale_of(arguments[1])
    return times * 10 ** max(shift, 0), 10 ** max(-shift, 0)


def _divide(times: int) -> Callable[[tuple[Node, ...], Type], Callable[..., object]]:
    def build(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
        up, down = _ratio(arguments, times)

        def divide(top: int, bottom: int, scale: int) -> object:
            if bottom == 0:
                return DIVISION_BY_ZERO
            return in_range(rounded_quotient(top * up, bottom * down))

        return divide

    return build


def _divide_duck(times: int) -> Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]:
    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        up, down = _ratio(arguments, times)
        most, largest = cells[0].bound * up, cells[1].bound * down
        top = f"({sql.wide(cells[0].value, most)} * {up})" if up > 1 else cells[0].value
        divisor = f"({sql.not_zero(cells[1].value)})"
        bottom = f"({sql.wide(divisor, largest)} * {down})" if down > 1 else divisor
        made = sql.checked(*sql.rounded_quotient(top, most, bottom, down, largest))
        zero = f"CASE WHEN {cells[1].value} = 0 THEN {sql.tiny(DIVISION_BY_ZERO)}"
        return Made(made.value, f"{zero} ELSE {made.fault or sql.tiny(0)} END", made.bound)

    return build


def _multiply(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    drop = sql.scale_of(arguments[0]) + sql.scale_of(arguments[1]) - given_scale(arguments, 2)
    if drop <= 0:
        return lambda a, b, scale: in_range(a * b * 10**-drop)
    return lambda a, b, scale: in_range(rounded_quotient(a * b, 10**drop))


def _multiply_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    drop = sql.scale_of(arguments[0]) + sql.scale_of(arguments[1]) - given_scale(arguments, 2)
    bound = cells[0].bound * cells[1].bound
    product = f"({sql.wide(cells[0].value, bound)} * {cells[1].value})"
    if drop > 0:
        return sql.checked(*sql.rounded_quotient(product, bound, str(10**drop), 10**drop, 10**drop))
    times = 10**-drop
    if bound * times <= NUMBER_LIMIT:
        return Made(f"({product} * {times})", None, bound * times)
    # The exact product may have 36 digits; what cannot fit after scaling up is set aside before it is scaled.
    limit = NUMBER_LIMIT // times
    inside = f"{product} BETWEEN {-limit} AND {limit}"
    value = f"CASE WHEN {inside} THEN CAST({product} * {times} AS BIGINT) ELSE CAST(0 AS BIGINT) END"
    return Made(value, sql.failing(f"NOT ({inside})", OVERFLOW))


def _round(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
    drop = sql.scale_of(arguments[0]) - given_scale(arguments, 1)
    if drop <= 0:
        return lambda a, scale=0: in_range(a * 10**-drop)
    return lambda a, scale=0: in_range(rounded_quotient(a, 10**drop))


def _round_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    drop = sql.scale_of(arguments[0]) - given_scale(arguments, 1)
    if drop <= 0:
        return sql.checked(*sql.scaled(arguments[0], cells[0], given_scale(arguments, 1)))
    unit = 10**drop
    return sql.checked(*sql.rounded_quotient(cells[0].value, cells[0].bound, str(unit), unit, unit))


def _floor(up: bool) -> Callable[[tuple[Node, ...], Type], Callable[..., object]]:
    def build(arguments: tuple[Node, ...], result: Type) -> Callable[..., object]:
        unit = 10 ** sql.scale_of(arguments[0])
        return (lambda a: -(-a // unit)) if up else (lambda a: a // unit)

    return build


def _floor_duck(up: bool) -> Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]:
    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        unit, value = 10 ** sql.scale_of(arguments[0]), cells[0].value
        beyond = f"{value} > 0" if up else f"{value} < 0"
        step = "+ 1" if up else "- 1"
        moved = f"CASE WHEN {beyond} AND {value} % {unit} <> 0 THEN {value} // {unit} {step}"
        return Made(f"({moved} ELSE {value} // {unit} END)", None, cells[0].bound // unit + 1)

    return build


def _mod(a: int, b: int) -> object:
    if b == 0:
        return DIVISION_BY_ZERO
    rest = abs(a) % abs(b)
    return -rest if a < 0 else rest


def _mod_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    a, b = cells[0].value, cells[1].value
    rest = f"(abs({a}) % CASE WHEN {b} = 0 THEN 1 ELSE abs({b}) END)"
    value = f"CASE WHEN {a} < 0 THEN -{rest} ELSE {rest} END"
    return Made(value, sql.failing(f"{b} = 0", DIVISION_BY_ZERO), cells[0].bound)


def _chosen(word: str) -> Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]:
    def build(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
        largest = max(cell.bound for cell in cells)
        return Made(f"{word}({', '.join(cell.value for cell in cells)})", None, largest)

    return build


ROWS = (
    Function(
        name="div",
        signature="div(a, b, scale)",
        zh="a ÷ b,结果保留 scale 位小数,四舍五入;b 为 0 时无效",
        en="a ÷ b with `scale` places, halves away from zero; invalid where b is 0",
        examples=(("div(10, 4, 1)", "2.5"), ("div(-1, 8, 2)", "-0.13"), ("div(1, 0, 0)", "invalid: division_by_zero")),
        parameters=(Want.NUMBER, Want.NUMBER, Want.SCALE),
        result=scale_at(2),
        python=_divide(1),
        duckdb=_divide_duck(1),
    ),
    Function(
        name="percent_of",
        signature="percent_of(part, whole, scale)",
        zh="part 占 whole 的百分比,保留 scale 位小数",
        en="part as a percentage of whole, with `scale` places",
        examples=(("percent_of(1, 3, 2)", "33.33"), ("percent_of(2, 3, 1)", "66.7")),
        parameters=(Want.NUMBER, Want.NUMBER, Want.SCALE),
        result=scale_at(2),
        python=_divide(100),
        duckdb=_divide_duck(100),
    ),
    Function(
        name="mul",
        signature="mul(a, b, scale)",
        zh="a × b,结果保留 scale 位小数,四舍五入",
        en="a × b with `scale` places, halves away from zero",
        examples=(("mul(1.25, 0.1, 2)", "0.13"), ("mul(-1.25, 0.1, 2)", "-0.13")),
        parameters=(Want.NUMBER, Want.NUMBER, Want.SCALE),
        result=scale_at(2),
        python=_multiply,
        duckdb=_multiply_duck,
    ),
    Function(
        name="round",
        signature="round(a), round(a, scale)",
        zh="保留 scale 位小数(默认取整),四舍五入",
        en="to `scale` places (none: whole), halves away from zero",
        examples=(("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(1.005, 2)", "1.01"), ("round(7, 2)", "7.00")),
        parameters=(Want.NUMBER, Want.SCALE),
        optional=1,
        result=scale_at(1),
        python=_round,
        duckdb=_round_duck,
    ),
    Function(
        name="floor",
        signature="floor(a)",
        zh="不大于 a 的最大整数",
        en="the largest whole number not above a",
        examples=(("floor(-0.5)", "-1"), ("floor(1.9)", "1")),
        parameters=(Want.NUMBER,),
        result=always(INTEGER),
        python=_floor(up=False),
        duckdb=_floor_duck(up=False),
    ),
    Function(
        name="ceil",
        signature="ceil(a)",
        zh="不小于 a 的最小整数",
        en="the smallest whole number not below a",
        examples=(("ceil(-0.5)", "0"), ("ceil(1.1)", "2")),
        parameters=(Want.NUMBER,),
        result=always(INTEGER),
        python=_floor(up=True),
        duckdb=_floor_duck(up=True),
    ),
    Function(
        name="abs",
        signature="abs(a)",
        zh="绝对值",
        en="the size without its sign",
        examples=(("abs(-1.5)", "1.5"),),
        parameters=(Want.NUMBER,),
        result=like(0),
        python=plainly(abs),
        duckdb=keeping("abs({0})"),
    ),
    Function(
        name="mod",
        signature="mod(a, b)",
        zh="整数 a 除以 b 的余数,符号同 a;b 为 0 时无效",
        en="the rest of whole a ÷ b, with the sign of a; invalid where b is 0",
        examples=(("mod(7, 3)", "1"), ("mod(-7, 3)", "-1"), ("mod(1, 0)", "invalid: division_by_zero")),
        parameters=(Want.INTEGER, Want.INTEGER),
        result=always(INTEGER),
        python=plainly(_mod),
        duckdb=_mod_duck,
    ),
    Function(
        name="least",
        signature="least(a, b, …)",
        zh="最小者;有一项没有值时,结果也没有值",
        en="the smallest; without a value where any of them is without one",
        examples=(("least(3, 2.5)", "2.5"), ("least(DATE '2026-02-01', DATE '2026-01-01')", "2026-01-01")),
        parameters=(Want.ORDERED, Want.ORDERED),
        variadic=True,
        result=like(0),
        python=plainly(min),
        duckdb=_chosen("least"),
    ),
    Function(
        name="greatest",
        signature="greatest(a, b, …)",
        zh="最大者;有一项没有值时,结果也没有值",
        en="the largest; without a value where any of them is without one",
        examples=(("greatest(3, 2.5)", "3.0"), ("greatest(1, absent)", "missing")),
        parameters=(Want.ORDERED, Want.ORDERED),
        variadic=True,
        result=like(0),
        python=plainly(max),
        duckdb=_chosen("greatest"),
    ),
    Function(
        name="clamp",
        signature="clamp(a, low, high)",
        zh="限制在 low 与 high 之间(得分封顶保底)",
        en="a held between low and high (a score with floor and cap)",
        examples=(("clamp(120, 0, 100)", "100"), ("clamp(-3, 0, 100)", "0")),
        parameters=(Want.ORDERED, Want.ORDERED, Want.ORDERED),
        result=like(0),
        python=plainly(lambda a, low, high: min(max(a, low), high)),
        duckdb=keeping("least(greatest({0}, {1}), {2})"),
    ),
)
