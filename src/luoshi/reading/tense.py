"""Looking back or looking ahead: which paragraphs report and which promise.

A heading that says so decides for everything under it. Without headings the paragraphs vote by their words and
the cheapest path through the two states is taken, since a paper does not change its tense at every paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading import years
from luoshi.reading.origin import Origin

_PAST_HEADING = re.compile(
    r"工作回顾|回顾|过去[一五几\d]?年|主要(?:工作)?(?:成效|成就|成绩|进展)|(?:完成|执行|进展|落实)情况"
    r"|发展(?:基础|成就|成效|现状|回顾)|(?:工作|取得的?)(?:成效|成绩|总结)|基础条件|(?:成就|成效|成绩)$"
    r"|取得[^。]{0,14}(?:成就|成效|成绩|进展)|现实基础|运行情况|五年来"
)
_FUTURE_HEADING = re.compile(
    r"(?:目标|任务|安排|打算|思路|部署|举措|要求|重点|措施|计划|展望|蓝图|愿景|保障|原则|指导思想|战略"
    r"|主要工作|工作$)|今后|未来|下一步|下步|明年"
)
_TROUBLE = re.compile(r"问题|困难|挑战|不足|短板|机遇|形势|环境")

# Words of reports: honours, completion, "already", comparison with the year before.
_PAST = re.compile(
    r"获评|荣获|入选|获批|被评为|顺利通过|圆满(?:完成|举办|收官)|成效(?:显著|明显)"
    r"|取得[^,。]{0,10}(?:成效|成绩|进展|突破|成果)|硕果|丰硕|(?<!为)了(?=[,。;“《\d])|已(?:有|建成|完成"
    r"|实现|达|形成|成为|全面)|现已|累计|同比|比上年|建成投用|建成启用|竣工通车|位居|列全|稳居"
    r"|持续(?:向好|改善|优化)|不断(?:提升|深化|完善|壮大|优化|改善|加强)|过去|一年来|五年来|去年|上年"
    r"|率先|首次|成功(?:举办|创建|申|入选|培育|落户)|截至|连续|跃居|预计(?:全|完成|实现)|提前[一两\d]年"
    r"|蓬勃发展|实现[^,。]{0,12}零的突破|超额完成"
)
# Words of promises: will, strive, ensure, by the year, orders to act.
_FUTURE = re.compile(
    r"将(?!近|军|来)|力争|争取|确保|到20\d\d年|年内|今年|明年|未来|今后|加快|推进|推动|打造|完善|健全"
    r"|鼓励|支持|引导|探索|加大|加强|坚持|争创|着力|积极|努力|聚焦|围绕|要(?=[,加坚把以进全])|必须|谋划"
    r"|奋力"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading with what was found out about it."""

    start: int
    end: int
    heading: bool


def tenses(plain: str, blocks: list[Block], origin: Origin) -> list[tuple[bool, bool]]:
    """For every block: (looks back, the vote was clear)."""
    fixed: list[bool | None] = []
    current: bool | None = None
    for block in blocks:
        text = plain[block.start : block.end]
        if block.heading or _HEADED.match(text):
            said = _by_heading(text if block.heading else text[:30], origin)
            current = current if said is None else said
        fixed.append(current)
    scores = [_score(plain[b.start : b.end], origin) for b in blocks]
    path = _cheapest(scores, fixed, origin)
    return [
        (past, known is not None or abs(score) >= 2) for past, known, score in zip(path, fixed, scores, strict=True)
    ]


def spans(plain: str, blocks: list[Block], origin: Origin) -> list[tuple[int, int] | None]:
    """For every block the years its heading or its own first words set: 过去五年工作回顾, 2017年,…"""
    found: list[tuple[int, int] | None] = []
    current: tuple[int, int] | None = None
    for block in blocks:
        text = plain[block.start : block.end]
        if (block.heading and _MAIN_HEADING.match(text)) or _HEADED.match(text):
            current = _span_of_heading(text[:40], origin)
        own = None if block.heading else _span_of_opening(text, origin)
        found.append(own or current)
    return found


_MAIN_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+[章节部分篇]+|[一二三四五六七八九十]+、)|.{0,24}(?:回顾|总结|安排|目标任务)"
)
_FIVE_YEARS = re.compile(r"(?:过去|近|这)五年|五年来|(?:过去|近)5年|5年来|本届政府(?:任期)?[五5]年")
_NEXT_FIVE = re.compile(r"(?:今后|未来)[五5]年")


def _span_of_heading(text: str, origin: Origin) -> tuple[int, int] | None:
    years_found = {years.number(m.group(1)) for m in years.YEAR.finditer(text)}
    if origin.year is not None and _FIVE_YEARS.search(text):
        return (origin.year - 5, origin.year - 1)
    if origin.year is not None and _NEXT_FIVE.search(text) and not years_found:
        return (origin.year, origin.year + 4)
    fives = [years.five_of(m) for m in years.FIVE.finditer(text)]
    if len(set(fives)) == 1 and not years_found:
        return fives[0]
    if len(years_found) == 1 and origin.kind == "report":
        year = years_found.pop()
        return (year, year)
    return None


def _span_of_opening(text: str, origin: Origin) -> tuple[int, int] | None:
    """A paragraph that opens with 过去五年, or with a past year, speaks of it throughout."""
    opening = text[:14]
    if origin.year is not None and _FIVE_YEARS.match(opening.lstrip()):
        return (origin.year - 5, origin.year - 1)
    if origin.year is not None and _NEXT_FIVE.match(opening.lstrip()):
        return (origin.year, origin.year + 4)
    year = re.match(r"\s*((?:19|20)\d\d)年,", opening)
    return (
        (int(year.group(1)), int(year.group(1)))
        if year and origin.plan and int(year.group(1)) < origin.plan[0]
        else None
    )


# A heading and its paragraph run together on one line: 一、2023年工作回顾 2023年是….
_HEADED = re.compile(r"\s*[一二三四五六七八九十]+、[^,。]{0,20}(?:回顾|总结|成效|安排|思路|打算|目标任务)")


def _by_heading(text: str, origin: Origin) -> bool | None:
    """True: looks back; False: looks ahead; None: says nothing."""
    if _PAST_HEADING.search(text) and not re.search(r"目标任务|今后|明年|下一步", text):
        return True
    spoken = [years.number(m.group(1)) for m in years.YEAR.finditer(text)]
    fives = [years.five_of(m) for m in years.FIVE.finditer(text)]
    if origin.plan and (spoken or fives):
        last = max([*spoken, *(five[1] for five in fives)])
        if last < origin.plan[0] and not fives:
            return True
        if last >= origin.plan[0] and _FUTURE_HEADING.search(text):
            return False
    if re.match(
        r"\s*(?:第[一二三四五六七八九十]+[章节部分篇]+|[一二三四五六七八九十]+、)", text
    ) and _FUTURE_HEADING.search(text):
        return False
    return None


def _score(text: str, origin: Origin) -> float:
    """Above zero: looks back."""
    past, future = len(_PAST.findall(text)), len(_FUTURE.findall(text))
    for match in years.FIVE.finditer(text):
        span = years.five_of(match)
        if origin.plan and span[1] < origin.plan[0]:
            past += 3
        elif origin.plan and span[1] >= origin.plan[0]:
            future += 1
    for match in years.YEAR.finditer(text):
        year = years.number(match.group(1))
        if origin.plan and year < origin.plan[0]:
            past += 1
        elif origin.plan and year >= origin.plan[0]:
            future += 2
    return (past * 1.6 - future) / max(1.0, len(text) / 120) * 1.5


def _cheapest(scores: list[float], fixed: list[bool | None], origin: Origin) -> list[bool]:
    """Two states. Papers look back first and then ahead: the way back costs more than the way on."""
    wall = 1e6
    turn = {True: 8.0, False: 3.0}  # the price of turning to looking back, to looking ahead
    cost = {True: 1.0 if origin.kind != "plan" else 3.0, False: 0.0}
    back: list[dict[bool, bool]] = []
    for score, known in zip(scores, fixed, strict=True):
        step: dict[bool, bool] = {}
        new: dict[bool, float] = {}
        for state in (True, False):
            stay, move = cost[state], cost[not state] + turn[state]
            step[state] = state if stay <= move else not state
            penalty = max(0.0, -score if state else score)
            new[state] = (
                min(stay, move) + min(penalty, 6.0) + (wall if known is not None and known is not state else 0.0)
            )
        back.append(step)
        cost = new
    state = cost[True] < cost[False]
    path: list[bool] = []
    for step in reversed(back):
        path.append(state)
        state = step[state]
    return path[::-1]
