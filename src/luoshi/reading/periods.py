"""The years a statement is about, from the time words that govern it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading import years
from luoshi.reading.origin import Origin

_Y = r"((?:19|20)\d\d|[二一][零九][零一二三四五六七八九]{2})"
_EXPRESSION = re.compile(
    rf"(?P<span>{_Y}\s*年?\s*[-—–~至到]{{1,2}}\s*(?:(?:19|20)\d\d|\d\d(?=年))\s*年)"
    rf"|(?P<againstlast>(?:较|比)(?:去年|上年|上一年|同期))"
    rf"|(?P<against>(?:较|比|相比|相较|对比|在|是|相当于)\s*“?(?P<ay>{_Y})\s*年?[^,。;]{{0,3}}?(?:末|底|基础上)?)"
    rf"|(?P<by>(?:到|至|力争|争取)\s*(?P<by_y>{_Y})\s*年(?:底|末)?)"
    rf"|(?P<until>截[至止]\s*(?:到|目前|)\s*(?P<until_y>{_Y})?\s*年?)"
    rf"|(?P<year>(?<!\d)(?P<y>{_Y})\s*年(?P<before>[^,。;]{{0,4}}[底月日]?前)?)"
    r"|(?P<fivea>(?:较|比|在)“?(?:十[一二三四五六七八九]五)”?(?:末|期|时|数据|基础)*)"
    r"|(?P<five>“?(?:十[一二三四五六七八九]五|第十[一二三四五六七八九]?个五年)”?)"
    r"|(?P<this>年内|今年|本年|全年|当年)|(?P<next>明年|次年)|(?P<last>去年|上年|上一年|过去一年|一年来)"
    r"|(?P<past5>五年来|过去五年|近五年|本届政府任期)|(?P<next5>未来五年|今后五年|今后5年|未来5年)"
    r"|(?P<next3>未来三年|今后三年|未来3年|今后3年)"
)
Span = tuple[int, int]


@dataclass(slots=True)
class When:
    """What the time words said: a span, whether it is an end to be reached, a base year compared with."""

    span: Span | None = None
    by: int | None = None
    base: int | None = None
    stated: bool = False
    until: bool = False


def read(text: str, origin: Origin, *, past: bool = False) -> When:
    """The time words of a run of text that ends at the figure; the last ones count. Where the paper looks back,
    今年 and 全年 mean the year it looks back on."""
    when = When()
    if "年" not in text and "五" not in text and "截" not in text and "任期" not in text:
        return when
    for match in _EXPRESSION.finditer(text):
        _take(when, match, origin, past)
    return when


def _take(when: When, match: re.Match[str], origin: Origin, past: bool) -> None:
    kind = match.lastgroup
    year = origin.year
    if match["against"]:
        when.base = years.number(match["ay"])
    elif match["fivea"] or match["againstlast"]:
        pass
    elif match["span"]:
        found = years.SPAN.search(match["span"])
        if found:
            when.span, when.by, when.base, when.stated = years.span_of(found), None, None, True
    elif match["by"]:
        when.by, when.span, when.stated = years.number(match["by_y"]), None, True
    elif match["until"]:
        last = years.number(match["until_y"]) if match["until_y"] else None
        when.span = (last, last) if last else (origin.past and (origin.past[1], origin.past[1]))
        when.by, when.stated, when.until = None, True, True
    elif match["year"]:
        last = years.number(match["y"])
        when.span, when.by, when.stated = ((last, last), None, True) if not match["before"] else (None, last, True)
    elif match["five"]:
        found = years.FIVE.search(match["five"])
        if found:
            when.span, when.by, when.stated = years.five_of(found), None, True
    elif year is not None:
        relative: dict[str, Span] = {
            "this": (year, year),
            "next": (year, year) if origin.kind == "report" else (year + 1, year + 1),
            "last": (year - 1, year - 1),
            "past5": (year - 5, year - 1),
            "next5": (year, year + 4),
            "next3": (year, year + 2),
        }
        if past and kind == "this":
            return
        if kind in relative and not (
            kind == "this" and origin.plan and origin.plan[1] > origin.plan[0] and match.group() == "全年"
        ):
            when.span, when.by, when.stated = relative[kind], None, True


def settle(when: When, origin: Origin, *, promised: bool, reaching: bool, section: Span | None = None) -> Span | None:
    """The span of a statement. `promised` for targets, `reaching` when a level is to be reached, `section` the
    years that the heading or the opening of the paragraph set."""
    plan, past = origin.plan, origin.past
    if when.by is not None:
        start = plan[0] if plan else when.by
        return (min(start, when.by), when.by) if promised or when.by >= start else (when.by, when.by)
    if when.span is not None:
        first, last = when.span
        if when.base is not None and first == last and when.base < first:
            return (when.base + 1, last)
        if (
            promised
            and plan
            and plan[0] < plan[1]
            and first == last
            and (reaching or last == plan[1])
            and plan[0] <= last
        ):
            return (plan[0], last)
        return when.span
    if section is not None and plan is not None and (section[1] >= plan[0]) == promised:
        return section
    return plan if promised else past
