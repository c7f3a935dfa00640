"""The function table: one row each, with its signature, its meaning in two languages, and examples that are tests.

The checker, both evaluators, the manual and the property test read these rows; there is no second list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from luoshi.kernel.facts.functions import dates, durations, known, lists, numbers, operators, texts
from luoshi.kernel.facts.tree import Function

SECTIONS: Final[tuple[tuple[str, str, tuple[Function, ...]], ...]] = (
    ("运算符", "Operators", operators.ROWS),
    ("数值", "Numbers", numbers.ROWS),
    ("有没有值", "Whether there is a value", known.ROWS),
    ("日期", "Days", dates.ROWS),
    ("时刻与时长", "Instants and durations", durations.ROWS),
    ("文本", "Texts", texts.ROWS),
    ("列表", "Lists", lists.ROWS),
)
TABLE: Final[Mapping[str, Function]] = {row.name: row for _, _, rows in SECTIONS for row in rows}
FUNCTIONS: Final = tuple(row for row in TABLE.values() if not row.operator and not row.hidden)
"""What an author may call by name."""

__all__ = ["FUNCTIONS", "SECTIONS", "TABLE"]
