"""The reference evaluator: what an expression means, as Python closures for one subject.

Where the batch evaluator and this one differ, this one is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from luoshi.kernel.facts.tree import Apply, Choice, Constant, Fact, Logic, Node
from luoshi.kernel.facts.truth import AND_ORDER, OR_ORDER, UNDECIDED_ORDER, Truth
from luoshi.kernel.facts.values import MISSING, NULL, WRONG_TYPE, Status, take

Facts = Mapping[str, object]
Closure = Callable[[Facts], object]

STATUS_TRUTH: Mapping[Status, Truth] = {
    status: Truth.INVALID if status.invalid else Truth(status.word) for status in Status
}


def truth_of(value: object) -> Truth:
    """The truth of what a condition's closure returned."""
    if value is True:
        return Truth.TRUE
    if value is False:
        return Truth.FALSE
    assert isinstance(value, Status)
    return STATUS_TRUTH[value]


def _follows_the_table() -> bool:
    """Statuses are compared by number here and in SQL; the printed table must rank them so."""
    by_number = tuple(STATUS_TRUTH[status] for status in (NULL, MISSING, WRONG_TYPE))
    ends = (AND_ORDER[0], AND_ORDER[-1], OR_ORDER[0], OR_ORDER[-1])
    return by_number == UNDECIDED_ORDER == OR_ORDER[1:4] and ends == (
        Truth.TRUE,
        Truth.FALSE,
        Truth.FALSE,
        Truth.TRUE,
    )


if not _follows_the_table():
    raise AssertionError("the statuses are not ranked as the truth table ranks them")


def closure(node: Node) -> Closure:
    """The meaning of a typed tree: facts in, a value in the inside form or a Status out."""
    match node:
        case Constant(value=value):
            return lambda facts: value
        case Fact(name=name, type=kind):
            return lambda facts: take(facts.get(name), kind)
        case Apply():
            return _apply(node)
        case Logic():
            return _logic(node)
        case Choice():
            return _choice(node)
    raise AssertionError(f"unknown node {node}")


def _apply(node: Apply) -> Closure:
    function = node.function.python(node.arguments, node.type)
    parts = tuple(closure(each) for each in node.arguments)
    if not node.function.strict:
        return lambda facts: function(*(part(facts) for part in parts))
    if len(parts) == 1:
        return _one(function, parts[0])
    if len(parts) == 2:
        return _two(function, *parts)
    return _many(function, parts)


def _one(function: Callable[..., object], part: Closure) -> Closure:
    def run(facts: Facts) -> object:
        value = part(facts)
        return value if type(value) is Status else function(value)

    return run


def _two(function: Callable[..., object], first: Closure, second: Closure) -> Closure:
    def run(facts: Facts) -> object:
        left, right = first(facts), second(facts)
        if type(left) is Status:
            return max(left, right) if type(right) is Status else left
        return right if type(right) is Status else function(left, right)

    return run


def _many(function: Callable[..., object], parts: tuple[Closure, ...]) -> Closure:
    def run(facts: Facts) -> object:
        values = [part(facts) for part in parts]
        faults = [value for value in values if type(value) is Status]
        return max(faults) if faults else function(*values)

    return run


def _logic(node: Logic) -> Closure:
    parts = tuple(closure(each) for each in node.arguments)
    if node.word == "not":
        return _negated(parts[0])
    count = {"and": len(parts), "or": 1}.get(node.word, node.count)
    return lambda facts: combined(count, [part(facts) for part in parts])


def _negated(part: Closure) -> Closure:
    def run(facts: Facts) -> object:
        value = part(facts)
        return value if type(value) is Status else not value

    return run


def combined(count: int, values: list[object]) -> object:
    """At least `count` of the conditions, with the reason kept where the answer is open (truth.at_least)."""
    if sum(value is True for value in values) >= count:
        return True
    if sum(value is not False for value in values) < count:
        return False
    return max(value for value in values if isinstance(value, Status))


def _choice(node: Choice) -> Closure:
    branches = tuple((closure(when), closure(then)) for when, then in node.branches)
    otherwise = closure(node.otherwise)

    def run(facts: Facts) -> object:
        for when, then in branches:
            holds = when(facts)
            if holds is True:
                return then(facts)
            if holds is not False:
                return holds
        return otherwise(facts)

    return run
