"""The two forms in which `luoshi reconcile` prints: a table for eyes, lines of JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from luoshi.analysis.contradictions import contradictions
from luoshi.analysis.lines import Paper
from luoshi.analysis.reconcile import Outcome, reconcile
from luoshi.exchange.documents.errors import OutputUnknown
from luoshi.publish import lines as pages

_TELLING = (Outcome.KEPT, Outcome.MISSED, Outcome.CHANGED, Outcome.NEVER_MENTIONED)


def printer(form: str) -> Callable[[Sequence[Paper], bool], None]:
    """The function that prints what became of the promises of these papers."""
    forms: dict[str, Callable[[Sequence[Paper], bool], None]] = {"jsonl": _jsonl, "table": _table}
    if form not in forms:
        raise OutputUnknown(format=form)
    return forms[form]


def _jsonl(papers: Sequence[Paper], _every: bool) -> None:
    """Every promise, whatever became of it, then the contradictions inside each paper."""
    rows = [pages.found(each) for each in reconcile(papers)]
    rows += [{"outcome": "contradiction"} | row for row in _clashes(papers)]
    sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _clashes(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    return [pages.contradiction(paper, each) for paper in papers for each in contradictions(paper)]


def _table(papers: Sequence[Paper], every: bool) -> None:
    from rich.console import Console

    found = reconcile(papers)
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160, highlight=False)
    for outcome in Outcome:
        of = [pages.found(each) for each in found if each.outcome is outcome]
        name = pages.OUTCOME_NAMES[outcome]
        console.print(f"{name.zh} {name.en}: {len(of)}", style="bold", markup=False)
        for row in of if every or outcome in _TELLING or outcome is Outcome.UNCLEAR else ():
            console.print(f"  {row['place']} · {row['measure']} · {row['reason']['zh']}", markup=False)
            for mark, each in _sentences(row):
                console.print(f"    {mark} {_told(each)}", markup=False)
    clashes = _clashes(papers)
    console.print(f"自相矛盾 contradictions: {len(clashes)}", style="bold", markup=False)
    for row in clashes:
        console.print(f"  {row['measure']} · {row['clash_name']['zh']}", markup=False)
        for each in row["sentences"]:
            console.print(f"    - {_told(each)}", markup=False)


def _sentences(row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    rest = [("→", each) for each in row["by"]] + [("?", each) for each in row["near"] if not row["by"]]
    return [("-", row["promise"]), *rest]


def _told(of: dict[str, Any]) -> str:
    years = "—".join(str(year) for year in sorted(set(of["period"] or ())))
    return f"{of['title']} [{of['start']}:{of['end']}] {years}: {of['quote']}"
