"""A compiled expression, and what it says about one subject: yes, no and why not, or cannot decide and what is needed.

`compile_expression` reads and checks a text once; the program may then judge any number of subjects, and the same
program is what a batch runs over a snapshot (`batch.evaluate_many`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from luoshi.kernel.facts.check import check
from luoshi.kernel.facts.conditions import Condition, Group, conditions
from luoshi.kernel.facts.errors import NotACondition
from luoshi.kernel.facts.model import Schema
from luoshi.kernel.facts.reference import Closure, Facts, closure, combined, truth_of
from luoshi.kernel.facts.tree import Node, facts_of
from luoshi.kernel.facts.truth import Truth
from luoshi.kernel.facts.types import BOOLEAN, Type
from luoshi.kernel.facts.values import Status, show, take
from luoshi.kernel.facts.words import called


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition that keeps the whole from being true.

    `seen`: each fact it reads with the value that was there (Decimal, date, text… or a Status). `fault`: why the
    condition has no answer, where it has none. `index` is the bit of the same condition in a batch's masks.
    """

    index: int
    condition: str
    truth: Truth
    seen: Mapping[str, object]
    fault: Status | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an expression comes to for one subject; `failed` and `undecided` are empty where it is true."""

    truth: Truth
    failed: tuple[Reason, ...] = ()
    undecided: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Everything that keeps it from being true, in the order written."""
        return tuple(sorted((*self.failed, *self.undecided), key=lambda reason: reason.index))

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of facts that are missing in the conditions left open: what to ask for."""
        names = [name for reason in self.undecided for name, value in reason.seen.items() if value is Status.MISSING]
        return tuple(dict.fromkeys(names))

    def __bool__(self) -> bool:
        """Only a plain yes counts as one."""
        return self.truth is Truth.TRUE


HELD = Outcome(Truth.TRUE)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A checked expression ready to run. Calling it judges one subject; `value` works out what it gives."""

    text: str
    node: Node
    schema: Schema
    conditions: tuple[Condition, ...]
    _root: Condition | Group | None
    _closures: tuple[Closure, ...]
    _reads: tuple[tuple[str, ...], ...]
    _value: Closure
    _readers: Mapping[str, Closure] = field(repr=False)

    @property
    def type(self) -> Type:
        """The kind of value it gives; boolean for a condition."""
        return self.node.type

    @property
    def facts(self) -> tuple[str, ...]:
        """Names of the facts it reads."""
        return facts_of(self.node)

    @property
    def root(self) -> Condition | Group:
        """How its conditions are grouped; an expression that gives a value has none."""
        if self._root is None:
            raise NotACondition(text=self.text, found=called(self.type), expected=called(BOOLEAN))
        return self._root

    def value(self, facts: Facts) -> object:
        """What the expression gives for one subject: int, Decimal, str, date, bool… or a Status."""
        return show(self._value(facts), self.type)

    def __call__(self, facts: Facts) -> Outcome:
        """Judge one subject. Facts that are not in the mapping are missing."""
        root = self.root
        found: list[object] = []
        for each, run in zip(self.conditions, self._closures, strict=True):
            value = run(facts)
            found.append(not value if each.negated and type(value) is bool else value)
        total = _total(root, found)
        if total is True:
            return HELD
        failed: list[Reason] = []
        undecided: list[Reason] = []
        _blame(root, found, lambda each: self._tell(each, found[each.index], facts, failed, undecided))
        return Outcome(truth_of(total), tuple(failed), tuple(undecided))

    def _tell(
        self, each: Condition, value: object, facts: Facts, failed: list[Reason], undecided: list[Reason]
    ) -> None:
        columns = self.schema.columns
        seen = {name: show(self._readers[name](facts), columns[name].type) for name in self._reads[each.index]}
        fault = value if isinstance(value, Status) else None
        reason = Reason(each.index, each.text, truth_of(value), seen, fault)
        (failed if fault is None else undecided).append(reason)


def compile_expression(text: str, schema: Schema, wanted: Type | None = None) -> Program:
    """Read and check an expression over these facts. Raises one of the F-errors, each with its place.

    With `wanted`, the result must be of that kind (F-007).
    """
    node = check(text, schema, wanted)
    root, found = conditions(node) if node.type == BOOLEAN else (None, ())
    names = facts_of(node)
    return Program(
        text=text,
        node=node,
        schema=schema,
        conditions=found,
        _root=root,
        _closures=tuple(closure(each.node) for each in found),
        _reads=tuple(facts_of(each.node) for each in found),
        _value=closure(node),
        _readers={name: _reader(name, schema.columns[name].type) for name in names},
    )


def compile_condition(text: str, schema: Schema) -> Program:
    """The same, for a place where only a yes-or-no will do."""
    return compile_expression(text, schema, BOOLEAN)


def _reader(name: str, kind: Type) -> Closure:
    return lambda facts: take(facts.get(name), kind)


def _total(part: Condition | Group, found: list[object]) -> object:
    if isinstance(part, Condition):
        return found[part.index]
    return combined(part.count, [_total(each, found) for each in part.parts])


def _blame(part: Condition | Group, found: list[object], tell: Callable[[Condition], None]) -> None:
    """Hand to `tell` each condition that keeps this part from being true."""
    if isinstance(part, Condition):
        if found[part.index] is not True:
            tell(part)
    elif _total(part, found) is not True:
        for each in part.parts:
            _blame(each, found, tell)
