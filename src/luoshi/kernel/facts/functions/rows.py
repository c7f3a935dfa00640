"""How a row of the function table is written down.

Each area of the language (numbers, dates, texts…) keeps a tuple of rows in its own file; `functions/__init__` lays
them side by side.
"""

from __future__ import annotations

from collections.abc import Callable

from luoshi.kernel.facts.tree import DuckOf, Made, Node, PythonOf
from luoshi.kernel.facts.types import NumberType, Type


def always(kind: Type) -> Callable[[tuple[Node, ...]], Type]:
    """A function whose result kind does not depend on its arguments."""
    return lambda arguments: kind


def like(place: int) -> Callable[[tuple[Node, ...]], Type]:
    """A function whose result has the kind of one of its arguments."""
    return lambda arguments: arguments[place].type


def scale_at(place: int, default: int = 0) -> Callable[[tuple[Node, ...]], Type]:
    """A number with the scale that a literal argument names."""
    return lambda arguments: NumberType(given_scale(arguments, place, default))


def given_scale(arguments: tuple[Node, ...], place: int, default: int = 0) -> int:
    """The literal scale at a place; the checker has made sure that it is one."""
    if place >= len(arguments):
        return default
    value = getattr(arguments[place], "value", None)
    if not isinstance(value, int):
        raise AssertionError("a scale is a literal")
    return value


def plainly(function: Callable[..., object]) -> PythonOf:
    """A Python function that needs no knowledge of kinds."""
    return lambda arguments, result: function


def template(text: str) -> DuckOf:
    """SQL that cannot fail, written with {0}, {1}… for the arguments."""
    return lambda arguments, result, cells: Made(f"({text.format(*(cell.value for cell in cells))})")


def keeping(text: str) -> DuckOf:
    """The same for a result that is no larger than the largest of its arguments."""
    return lambda arguments, result, cells: Made(
        f"({text.format(*(cell.value for cell in cells))})", None, max(cell.bound for cell in cells)
    )
