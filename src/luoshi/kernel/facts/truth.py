"""How yes, no and don't-know are combined: the one table both evaluators read.

A condition is `true`, `false`, `missing`, `null` or `invalid`. One false condition settles an AND and one true
condition settles an OR whatever else is unknown; short of that, what must be dealt with first is told: an invalid
input is corrected, then a missing one is fetched, and a null stays what it is. `render()` prints the table as
`docs/reference/truth-table.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Truth(StrEnum):
    """What a condition, or a whole expression, comes to."""

    TRUE = "true"
    FALSE = "false"
    MISSING = "missing"
    NULL = "null"
    INVALID = "invalid"

    @property
    def decided(self) -> bool:
        """Whether it is a yes or a no."""
        return self in (Truth.TRUE, Truth.FALSE)


PRINTED: Final = """
AND     | true     false    missing  null     invalid
--------+--------------------------------------------
true    | true     false    missing  null     invalid
false   | false    false    false    false    false
missing | missing  false    missing  missing  invalid
null    | null     false    missing  null     invalid
invalid | invalid  false    invalid  invalid  invalid

OR      | true     false    missing  null     invalid
--------+--------------------------------------------
true    | true     true     true     true     true
false   | true     false    missing  null     invalid
missing | true     missing  missing  missing  invalid
null    | true     null     missing  null     invalid
invalid | true     invalid  invalid  invalid  invalid

NOT     | true     false    missing  null     invalid
--------+--------------------------------------------
        | false    true     missing  null     invalid
"""
"""The table as data: everything below is read from these lines."""


def _read() -> tuple[dict[tuple[Truth, Truth], Truth], dict[tuple[Truth, Truth], Truth], dict[Truth, Truth]]:
    blocks = [block.splitlines() for block in PRINTED.strip().split("\n\n")]

    def rows(block: list[str]) -> list[tuple[str, list[Truth]]]:
        split = [line.partition("|") for line in block if "|" in line]
        return [(name.strip(), [Truth(word) for word in cells.split()]) for name, _, cells in split]

    def binary(block: list[str]) -> dict[tuple[Truth, Truth], Truth]:
        (_, head), *body = rows(block)
        return {(Truth(name), column): cell for name, cells in body for column, cell in zip(head, cells, strict=True)}

    (_, head), (_, negated) = rows(blocks[2])
    return binary(blocks[0]), binary(blocks[1]), dict(zip(head, negated, strict=True))


TABLES: Final = _read()
AND: Final[Mapping[tuple[Truth, Truth], Truth]] = TABLES[0]
OR: Final[Mapping[tuple[Truth, Truth], Truth]] = TABLES[1]
NOT: Final[Mapping[Truth, Truth]] = TABLES[2]


def _chain(table: Mapping[tuple[Truth, Truth], Truth]) -> tuple[Truth, ...]:
    """The order in which the table lets the later of two win; a table that is no such order is refused."""
    order = tuple(sorted(Truth, key=lambda truth: sum(table[truth, other] == truth for other in Truth)))
    rank = {truth: place for place, truth in enumerate(order)}
    for (left, right), result in table.items():
        if rank[result] != max(rank[left], rank[right]):
            raise AssertionError(f"{left} and {right} give {result}: the table is no order")
    return order


AND_ORDER: Final = _chain(AND)
"""true, null, missing, invalid, false: of several conditions the one furthest to the right is the result."""
OR_ORDER: Final = _chain(OR)
"""false, null, missing, invalid, true."""
UNDECIDED_ORDER: Final = AND_ORDER[1:4]
"""null, missing, invalid: the same in both orders, and the order of the statuses of values."""


def all_of(truths: Iterable[Truth]) -> Truth:
    """AND over any number of conditions; over none it is true."""
    result = Truth.TRUE
    for truth in truths:
        result = AND[result, truth]
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """OR over any number of conditions; over none it is false."""
    result = Truth.FALSE
    for truth in truths:
        result = OR[result, truth]
    return result


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """True when `count` conditions are true, false when so many cannot become true any more, else undecided.

    Asked for all of them it is AND, asked for one it is OR.
    """
    known = list(truths)
    if known.count(Truth.TRUE) >= count:
        return Truth.TRUE
    if len(known) - known.count(Truth.FALSE) < count:
        return Truth.FALSE
    return max((truth for truth in known if not truth.decided), key=UNDECIDED_ORDER.index)


def render() -> str:
    """The page `docs/reference/truth-table.md`."""
    return f"""# Truth table

Generated from `luoshi.kernel.facts.truth`. Each condition of an expression is one of five things:

| | 中文 | when |
|---|---|---|
| `true` | 成立 | the condition holds |
| `false` | 不成立 | the condition does not hold |
| `missing` | 缺少数据 | something it needs has not been told |
| `null` | 登记为无 | something it needs is recorded as having none |
| `invalid` | 数据无效 | an input or a result cannot be right (wrong type, overflow, division by zero, no such day) |

They are combined by this table and no other, by the evaluator for one subject and by the one for batches:

```
{PRINTED.strip()}
```

Read from left to right, the later wins: AND {" < ".join(AND_ORDER)}; OR {" < ".join(OR_ORDER)}.

`at_least(n, …)` is true when n of its conditions are true, false when so many cannot become true any more, else it
is the furthest of {" < ".join(UNDECIDED_ORDER)} among them. With all of them it is AND, with one it is OR.
"""
