"""The manual of the language, printed from the tables that the evaluators read.

`luoshi packs generate` writes the pages of `pages()`; a test holds the committed files to them.
"""

from __future__ import annotations

from luoshi.kernel.facts import truth
from luoshi.kernel.facts.check import MAX_TREE_DEPTH
from luoshi.kernel.facts.conditions import MAX_CONDITIONS
from luoshi.kernel.facts.functions import SECTIONS
from luoshi.kernel.facts.lexer import INSTEAD, MAX_CHARACTERS, SIGNS_INSTEAD
from luoshi.kernel.facts.model import Catalogue, Relation
from luoshi.kernel.facts.parse import MAX_DEPTH, MAX_NODES
from luoshi.kernel.facts.tree import Function
from luoshi.kernel.facts.types import DIGITS, LIST_LIMIT, MAX_SCALE, TEXT_LIMIT
from luoshi.kernel.facts.values import Status

KINDS = (
    ("integer", "整数", "`90`", f"a whole number of at most {DIGITS} digits"),
    (
        "decimal(n)",
        "小数",
        "`12.50`",
        f"an exact number with n places (0 to {MAX_SCALE}), at most {DIGITS} digits in all",
    ),
    ("text", "文本", "`'路灯'`", f"words, compared by code point; at most {TEXT_LIMIT:,} characters"),
    ("code(list)", "代码", "`'handled'`", "one word of a closed list; only =, <>, IN; a literal must be in the list"),
    ("date", "日期", "`DATE '2026-01-31'`", "a day in the zone of the place, years 1 to 9999"),
    ("instant", "时刻", "`INSTANT '2026-01-31T08:00:00+08:00'`", "a point in time; the offset is always written"),
    (
        "duration(calendar)",
        "时长",
        "`working_days(5)`",
        "continuous hours, working hours, working days or calendar days",
    ),
    ("boolean", "是否", "`TRUE`", "yes or no"),
    ("list(kind)", "列表", "—", f"several values of one kind, at most {LIST_LIMIT:,}; only from facts"),
)
STATUSES = {
    Status.MISSING: ("缺少数据", "nobody has told it"),
    Status.NULL: ("登记为无", "recorded as having none"),
    Status.WRONG_TYPE: ("类型不符", "invalid: not of the declared kind, or finer than its scale"),
    Status.OVERFLOW: ("超出范围", "invalid: beyond the range of its kind"),
    Status.DIVISION_BY_ZERO: ("除以零", "invalid: divided by zero"),
    Status.NO_SUCH_DAY: ("无此日", "invalid: no such day"),
}


def render_reference() -> str:
    """The page `docs/reference/expressions.md`."""
    parts = [_opening(), _kinds(), _values(), *map(_section, SECTIONS), _connectives(), _refused(), _limits()]
    return "\n".join(parts)


def pages() -> dict[str, str]:
    """Every generated page of this module by its path under `docs/reference/`."""
    return {"expressions.md": render_reference(), "truth-table.md": truth.render()}


def render_relations(catalogue: Catalogue) -> str:
    """The page of every relation on offer; complete once every kernel module has been imported."""
    parts = ["# Relations 可用于判断的数据", "", "Generated from the declarations of the kernel's modules.", ""]
    for relation in catalogue:
        parts += [f"## `{relation.name}` {relation.zh} ({relation.en})", "", _about(relation), ""]
        parts += ["| column | kind | 中文 | meaning | unit | personal | additive |", "|---|---|---|---|---|---|---|"]
        for column in relation.columns:
            marks = f"{'yes' if column.personal else ''} | {'yes' if column.additive else ''}"
            kind = f"`{column.type}`"
            parts.append(f"| `{column.name}` | {kind} | {column.zh} | {column.en} | {column.unit or ''} | {marks} |")
        parts.append("")
    return "\n".join(parts)


def _about(relation: Relation) -> str:
    times = relation.times
    roles = {"path": relation.path, "at": times.at, "day": times.local_day, "recorded at": times.recorded_at}
    told = "".join(f"; {role}: `{name}`" for role, name in roles.items() if name)
    return f"From `{relation.module}`; one row per {', '.join(f'`{name}`' for name in relation.grain)}{told}."


def _opening() -> str:
    return """# Expressions 表达式

Generated from `luoshi.kernel.facts`. Rules, indicators, eligibility tests and decision tables are written in one small
language with the spelling of SQL conditions:

```
lit_rate >= 98 AND stage IN ('handled', 'verified') AND days_between(reported, closed) <= 5
```

Nothing is converted silently. Numbers of different scales meet exactly, a text literal that meets a code is a word of
its list, and every other change of kind has a function. `AND`, `OR` and `NOT` follow the [truth table](truth-table.md).
"""


def _kinds() -> str:
    rows = "\n".join(f"| `{name}` | {zh} | {literal} | {en} |" for name, zh, literal, en in KINDS)
    return f"## Kinds of value 类型\n\n| kind | 中文 | written | meaning |\n|---|---|---|---|\n{rows}\n"


def _values() -> str:
    rows = "\n".join(
        f"| `{status.name.lower()}` | {zh} | {status.value} | {en} |" for status, (zh, en) in STATUSES.items()
    )
    return f"""## Ways of having no value 没有值的几种情形

| status | 中文 | bit in `x__status` | meaning |
|---|---|---|---|
{rows}

A function or comparison whose arguments have no value has none either; of several statuses the one with the highest
bit is told. Only the functions under "Whether there is a value" look at statuses.
"""


def _section(section: tuple[str, str, tuple[Function, ...]]) -> str:
    zh, en, rows = section
    lines = [f"## {en} {zh}", "", "| written | 含义 | meaning | examples |", "|---|---|---|---|"]
    for row in rows:
        if not row.hidden:
            examples = "<br>".join(f"`{_cell(text)}` → {_cell(result) or '(empty)'}" for text, result in row.examples)
            lines.append(f"| `{_cell(row.signature)}` | {row.zh} | {_cell(row.en)} | {examples} |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _connectives() -> str:
    return """## Connectives 条件的组合

| written | 含义 | meaning |
|---|---|---|
| `a AND b`, `a OR b`, `NOT a` | 且、或、非 | by the truth table |
| `at_least(n, a, b, …)` | 至少 n 项成立 | n or more of the conditions hold |
| `CASE WHEN a THEN x … ELSE y END` | 依次判断 | the first branch whose condition is true; an open one leaves it open |

In the examples above `absent` is missing, `none` is null, `stage` is `'handled'`, `tags` is `green, old`, `amounts` is
`1.50, 2, 3`, `nothing` is an empty list and `answers` is `yes, no`.
"""


def _refused() -> str:
    words = "\n".join(f"| `{word}` | {hint} |" for word, hint in sorted(INSTEAD.items()))
    signs = "\n".join(f"| `{_cell(sign)}` | `{_cell(hint)}` |" for sign, hint in SIGNS_INSTEAD.items())
    return f"""## What is left out, and what to write 不支持的写法

| word | write |
|---|---|
{words}

| sign | write |
|---|---|
{signs}
"""


def _limits() -> str:
    return f"""## Limits 上限

| what | at most |
|---|---|
| characters of an expression | {MAX_CHARACTERS:,} |
| brackets and calls inside one another | {MAX_DEPTH} |
| depth of the whole tree | {MAX_TREE_DEPTH} |
| parts (names, literals, functions, signs) | {MAX_NODES} |
| conditions | {MAX_CONDITIONS} |
| digits of a number, places among them | {DIGITS}, {MAX_SCALE} |
| characters of a text | {TEXT_LIMIT:,} |
| elements of a list | {LIST_LIMIT:,} |

There are no loops, no patterns and no repeating functions, so the work for one subject is bounded by these limits.
A batch is given a time (600 s unless the caller says otherwise) and keeps nothing when it runs past it.
"""
