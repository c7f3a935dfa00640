"""The typed tree: what an expression means once every name, function and kind is settled.

Both evaluators read this tree and nothing earlier. Equal pieces are equal nodes, so a condition that thirty rules
share is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from luoshi.kernel.facts.types import BOOLEAN, NUMBER_LIMIT, Type


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of an expression with the kind of value it gives; `text` is how it was written."""

    type: Type
    text: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A value written in the expression, in the inside form (`values.take`)."""

    value: object


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A fact read from the subject."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function or operator of the table on its arguments."""

    function: Function
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Conditions combined: all of them, any of them, not, or at least `count` of them."""

    word: Literal["and", "or", "not", "at_least"]
    arguments: tuple[Node, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """CASE: the first branch whose condition is true; an undecided condition leaves the whole undecided."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


class Want(StrEnum):
    """What a parameter takes. `same`: one kind for all parameters so marked. `scale`: a literal 0 to 9."""

    NUMBER = "number"
    INTEGER = "integer"
    SCALE = "scale"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    INSTANT = "instant"
    CONTINUOUS = "duration(continuous_hour)"
    HOURS = "duration in hours"
    DAYS = "duration in days"
    BOOLEAN = "boolean"
    LIST = "list"
    NUMBERS = "list of numbers"
    ORDERED_LIST = "list of ordered values"
    BOOLEANS = "list of booleans"
    ANY = "any"
    SAME = "same kind"
    ORDERED = "same ordered kind"
    ELEMENT = "element of the list"


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL for one value: never SQL's NULL.

    `status`: 0 where there is a value, else the bits of why not. A condition carries `code` alone (0 true, 128 and
    more false, else the status), from which the other two are read. `bound`: no whole number in it is larger.
    """

    value: str
    status: str
    code: str | None = None
    bound: int = NUMBER_LIMIT


@dataclass(frozen=True, slots=True)
class Made:
    """SQL of a function's result: its value, its status where it can fail, and how large it can be."""

    value: str
    fault: str | None = None
    bound: int = NUMBER_LIMIT


PythonOf = Callable[[tuple[Node, ...], Type], Callable[..., object]]
"""Given the typed arguments and the result kind, the function on inside values; it may return a Status."""
DuckOf = Callable[[tuple[Node, ...], Type, tuple[Cell, ...]], Made]
"""Given the same and the SQL of the arguments, the SQL of the result."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Function:
    """One row of the function table: both evaluators, the checker and the manual read it."""

    name: str
    signature: str
    zh: str
    en: str
    examples: tuple[tuple[str, str], ...]
    parameters: tuple[Want, ...]
    result: Callable[[tuple[Node, ...]], Type]
    python: PythonOf
    duckdb: DuckOf
    variadic: bool = False
    optional: int = 0
    strict: bool = True
    operator: bool = False
    hidden: bool = False


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """The pieces directly below a node."""
    if isinstance(node, Apply | Logic):
        return node.arguments
    if isinstance(node, Choice):
        return (*(piece for branch in node.branches for piece in branch), node.otherwise)
    return ()


def facts_of(node: Node) -> tuple[str, ...]:
    """Names of the facts a piece reads, in reading order, each once."""
    return tuple(dict.fromkeys(each.name for each in walk(node) if isinstance(each, Fact)))


def condition(node: Node) -> bool:
    """Whether the piece is a yes-or-no."""
    return node.type == BOOLEAN
