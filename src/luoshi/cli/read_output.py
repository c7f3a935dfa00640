"""The three forms in which `luoshi read` prints statements."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence

from luoshi.exchange.documents.errors import OutputUnknown
from luoshi.reading import Statement, to_json

COLUMNS = (
    *("doc", "start", "end", "kind", "subject", "value", "unit", "comparator", "basis", "period", "scope"),
    *("verb", "object", "indicator_no", "nature", "lead_units", "supporting_units", "leader", "due"),
    *("relation", "not_stated", "confidence", "reason", "page", "cell", "quote"),
)


def printer(form: str) -> Callable[[Sequence[Statement]], None]:
    """The function that prints a list of statements in that form."""
    forms: dict[str, Callable[[Sequence[Statement]], None]] = {"jsonl": _jsonl, "csv": _csv(), "table": _table}
    if form not in forms:
        raise OutputUnknown(format=form)
    return forms[form]


def _jsonl(statements: Sequence[Statement]) -> None:
    for statement in statements:
        sys.stdout.write(json.dumps(to_json(statement), ensure_ascii=False) + "\n")


def _csv() -> Callable[[Sequence[Statement]], None]:
    headed = False

    def show(statements: Sequence[Statement]) -> None:
        nonlocal headed
        writer = csv.DictWriter(sys.stdout, COLUMNS, extrasaction="ignore", lineterminator="\n")
        if not headed:
            writer.writeheader()
            headed = True
        for statement in statements:
            writer.writerow({key: _flat(value) for key, value in to_json(statement).items()})

    return show


def _flat(value: object) -> object:
    if isinstance(value, list):
        return (
            "—".join(str(part) for part in value)
            if all(isinstance(v, int | float) for v in value)
            else "、".join(map(str, value))
        )
    if isinstance(value, dict):
        return f"{value['kind']}:{value['to']}"
    text = "" if value is None else value
    # A leading sign before more would be run as a formula by a spreadsheet.
    return "'" + text if isinstance(text, str) and len(text) > 2 and text[0] in "=+-@" else text


def _table(statements: Sequence[Statement]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid("类别", "内容", "数值", "单位", "口径", "期间", "范围", "把握", "原文", show_lines=False)
    for statement in statements:
        line = to_json(statement)
        value = (
            f"{line.get('comparator', '')}{_flat(line.get('value'))}" if "value" in line else str(line.get("verb", ""))
        )
        subject = str(line.get("object") or line["subject"])
        grid.add_row(
            str(line["kind"]), subject, value, str(line.get("unit", "")), str(line.get("basis", "")),
            str(_flat(line["period"])), str(line["scope"]), f"{statement.confidence:.2f}", statement.quote[:40],
        )  # fmt: skip
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160).print(grid)
