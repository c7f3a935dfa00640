"""The conditions of an expression: what is told to a person when the answer is not yes.

NOT is moved down to single conditions (the truth table allows it: NOT leaves the undecided as they are), so each
condition either holds as it stands, or is wanted not to hold. The conditions to blame are those that keep the whole
from being true: within an AND the ones not true, within an OR that is not true all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from luoshi.kernel.facts.errors import Phrase, TooCostly
from luoshi.kernel.facts.tree import Logic, Node

MAX_CONDITIONS = 60
"""As many as a bitmask of 64 bits carries with room to spare."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One yes-or-no that is not made of others; `index` is its bit in the masks of a batch."""

    index: int
    node: Node
    negated: bool

    @property
    def text(self) -> str:
        """How it was written, with NOT where it is wanted not to hold."""
        return f"NOT ({self.node.text})" if self.negated else self.node.text


@dataclass(frozen=True, slots=True)
class Group:
    """True when at least `count` of its parts are: all of them is AND, one of them is OR."""

    word: Literal["and", "or", "at_least"]
    count: int
    parts: tuple[Condition | Group, ...]


def conditions(node: Node) -> tuple[Condition | Group, tuple[Condition, ...]]:
    """The expression as groups of conditions, and the conditions in the order they are written."""
    found: list[Condition] = []
    root = _split(node, False, found)
    if len(found) > MAX_CONDITIONS:
        raise TooCostly(what=Phrase("conditions"), value=len(found), limit=MAX_CONDITIONS)
    return root, tuple(found)


def _split(node: Node, negated: bool, found: list[Condition]) -> Condition | Group:
    if not isinstance(node, Logic):
        found.append(Condition(len(found), node, negated))
        return found[-1]
    if node.word == "not":
        return _split(node.arguments[0], not negated, found)
    parts = tuple(_split(each, negated, found) for each in node.arguments)
    count = {"and": len(parts), "or": 1, "at_least": node.count}[node.word]
    if negated:
        count = len(parts) - count + 1  # not (at least k of n) is: at least n - k + 1 of the opposites
    word: Literal["and", "or", "at_least"] = "and" if count == len(parts) else "or" if count == 1 else "at_least"
    return Group(word, count, parts)
