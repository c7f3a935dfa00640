"""Which indicator answers for a figure of a plan: a plan says 亮灯率, a scene says that its lit rate is meant.

It proposes; a person binds. Words of a pack are looked for in the subject of a statement, the longest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from luoshi.base import units
from luoshi.base.definitions import Body, DefinitionKind, Definitions, Words, declare


class PlanFigure(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure that plans promise, and the indicator that measures it.

    indicator: the indicator that answers for it. words: how documents call it. unit: the unit plans give it in; a
    figure of another dimension is another figure.
    """

    kind: ClassVar[str] = "plan_figure"
    indicator: str
    words: tuple[str, ...]
    unit: str = ""


def _check(body: PlanFigure, pack: Mapping[str, Any]) -> Iterable[str]:
    del pack
    if not body.words:
        yield "words: at least one word by which documents call the figure"
    for number, each in enumerate(body.words):
        if len(each) < 2:
            yield f'words[{number}]: "{each}" is too short to be told from other words'


declare(
    DefinitionKind(
        kind="plan_figure",
        struct=PlanFigure,
        meaning=Words(zh="规划指标对应", en="a figure of plans, and the indicator that measures it"),
        check=_check,
    )
)


def answering(definitions: Definitions, subject: str, *, unit: str = "", day: int, path: str = "") -> list[str]:
    """The keys of indicators that answer for a subject, the most exact first."""
    found: dict[str, int] = {}
    for each in definitions.all(PlanFigure, day=day, path=path):
        figure = cast(PlanFigure, each.body)
        if unit and figure.unit and not _same_dimension(unit, figure.unit):
            continue
        longest = max((len(word) for word in figure.words if word in subject), default=0)
        if longest:
            key = figure.indicator if "." in figure.indicator else f"{each.pack}.{figure.indicator}"
            found[key] = max(longest, found.get(key, 0))
    return sorted(found, key=lambda key: (-found[key], key))


def _same_dimension(first: str, second: str) -> bool:
    known = units.units()
    return first in known and second in known and known[first].dimension == known[second].dimension
