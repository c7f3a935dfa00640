"""Figures in a sentence: a numeral with its scale, its measure word and the words that bound it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from luoshi.reading import numerals
from luoshi.reading.model import Value
from luoshi.reading.names import RANK, RETURN_PERIOD, may_rank, shield_order
from luoshi.reading.units import UNIT

_NUM = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[百千十]?万|千(?![米瓦克伏卡赫])|百(?!分))"
_RANGE = r"\s*(?:-{1,2}|—{1,2}|–|~|至|到|或)\s*"
_POST = r"(?:及?以上|以内|以下|之内|之上|左右|上下|之间|不等)"
_ARABIC = re.compile(
    rf"(?<![\dA-Za-z.])(?P<neg>(?<=[比长速别为达降、])-)?(?P<lo>{_NUM})\s*(?P<m0>[余多来])?(?P<s1>{_SCALE})?(?P<m1>[余多])?\s*(?P<u1>{UNIT})?"
    rf"(?:{_RANGE}(?P<hi>{_NUM})\s*(?P<s2>{_SCALE})?(?P<m2>[余多])?\s*(?P<u2>{UNIT})?)?\s*(?P<post>{_POST})?"
)
# Chinese numerals count only with a measure word; 一 counts nothing by itself (一批, 一个) but 一次 may.
_CN = r"[零一二两三四五六七八九十百千万亿]"
_CN_UNIT = (
    r"(?:个百分点|个|家|项|条|所|座|处|类|轮|届|场次|场|次|名|户|支|批次|套|台|辆|片|栋|件|部|种|人次|人|位"
    r"|倍|番|公里|亩|平方米|吨|元|岁|天|年|个月|小时|分钟|份|本|首|幅|间|张|只|头|起|例|宗|款|门|笔|期)"
)
_CHINESE = re.compile(
    rf"(?<![第几数上半单每零一二两三四五六七八九十百千万亿\d])(?P<lo>{_CN}+?)(?P<m>[余多])?(?P<s>[万亿])?(?"
    rf":[至到-](?P<hi>{_CN}+?))?(?P<u>{_CN_UNIT})(?!\d)(?P<post>{_POST})?"
)
_PERCENT_CN = re.compile(rf"百分之(?P<n>\d+(?:\.\d+)?|{_CN}+(?:点{_CN}+)?)(?P<post>{_POST})?")
_TENTHS = re.compile(
    rf"(?<!{_CN})(?P<n>[\d一二两三四五六七八九]{{1,2}})成(?P<half>半)?(?P<more>多)?(?P<post>{_POST})?(?![立"
    rf"为员果效功本长熟就套都年人品型交绩片体份])"
)
_FRACTION = re.compile(rf"(?P<d>{_CN}+)分之(?P<n>{_CN}+)(?P<post>{_POST})?")
_DOUBLING = re.compile(r"翻(?P<n>[一两二三])?番(?P<post>(?:以上))?")
_RATIO = re.compile(r"(?<![\d:])(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)\s*:\s*(\d+(?:\.\d+)?)(?![\d:])")
_CN_CANDIDATE = re.compile(rf"{_CN}(?:[余多万亿])?{_CN_UNIT}|分之|成|番|[百千万亿][美欧日]?元")
# 突破千亿元, 超百家: a scale word alone is a figure behind a word that passes it.
_SCALE_ALONE = re.compile(
    rf"(?:突破|超过|超|逾|达到|跨上|站上|迈上|跃上|冲刺|跨越)(?P<s>[十百千]?[万亿]|[百千])(?P<u>{UNIT})(?P<post>{_POST})?"
    r"(?=[,。;、)]|$|大关|关口|台阶|目标)"
)
_DIGIT = re.compile(r"\d")
# 全市第一, 居副省级城市第三: what makes an order a rank.
_RANKED = re.compile(r"[国省市区县界类域]$|[列居位排名]$|总量$|[前首]$|(?:居|列|排名?|获|夺)[^,、]{0,10}$")


@dataclass(slots=True)
class Figure:
    """One figure with its run, the numeral's own form and what bounds it. Offsets are within the sentence."""

    start: int
    end: int
    value: Value
    unit: str
    more: bool = False
    post: str = ""
    form: str = "arabic"  # arabic, chinese, rank, front, ratio, return, tenths, doubling, fraction

    @property
    def ranged(self) -> bool:
        return isinstance(self.value, tuple)


def may_hold_figures(plain: str) -> bool:
    """A cheap look before the real one."""
    return _DIGIT.search(plain) is not None or _CN_CANDIDATE.search(plain) is not None or may_rank(plain)


def find(shielded: str) -> tuple[list[Figure], str]:
    """The figures of a sentence whose names are shielded, in order, and the text with orders shielded too."""
    found: list[Figure] = []
    if "年一遇" in shielded:
        found += _return_periods(shielded)
    if may_rank(shielded):
        found += _ranks(shielded)
    masked = list(shielded)
    for figure in found:
        masked[figure.start : figure.end] = "□" * (figure.end - figure.start)
    text = "".join(masked) if found else shielded
    if ":" in text:
        ratios = list(_ratios(text))
        if ratios:
            masked = list(text)
            for figure in ratios:
                masked[figure.start : figure.end] = "□" * (figure.end - figure.start)
            text = "".join(masked)
            found += ratios
    text = shield_order(text)
    if _DIGIT.search(text):
        found += _arabic(text)
    if _CN_CANDIDATE.search(text):
        found += _chinese(text)
    found.sort(key=lambda f: (f.start, -f.end))
    return _disjoint(found), text


def _disjoint(found: list[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in found:
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _arabic(text: str) -> Iterator[Figure]:
    at = 0
    while match := _ARABIC.search(text, at):
        figure = _of_arabic(text, match)
        at = max(figure.end, match.start() + 1)
        yield figure


def _of_arabic(text: str, match: re.Match[str]) -> Figure:
    low, unit, end = numerals.arabic(match["lo"]), match["u1"] or "", match.end()
    if match["neg"]:
        low = -low
    more = bool(match["m0"] or match["m1"])
    scale1 = match["s1"] or ""
    post = match["post"] or ""
    if match["hi"]:
        unit2, scale2 = match["u2"] or "", match["s2"] or ""
        before = text[max(0, match.start() - 6) : match.start()]
        same = not unit or not unit2 or unit == unit2
        fromto = re.search(r"[由从]\s*$", before) is not None
        upper = numerals.arabic(match["hi"]) * numerals.scale(scale2)
        lower = low * numerals.scale(scale1 or (scale2 if not unit else ""))
        if same and not fromto and upper > lower and (unit2 or unit):
            return Figure(match.start(), end, (lower, upper), unit2 or unit, bool(match["m2"]), post)
        end, post = match.start("hi"), ""
        end = match.start() + len(text[match.start() : end].rstrip(" -—–~至到或"))
    return Figure(match.start(), _trim(text, match.start(), end), low * numerals.scale(scale1), unit, more, post)


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _chinese(text: str) -> Iterator[Figure]:
    for match in _PERCENT_CN.finditer(text):
        value = numerals.arabic(match["n"]) if match["n"][0].isdigit() else numerals.chinese(match["n"])
        if value is not None:
            yield Figure(match.start(), match.end(), value, "%", post=match["post"] or "", form="chinese")
    for match in _TENTHS.finditer(text):
        value = numerals.arabic(match["n"]) if match["n"].isdigit() else numerals.chinese(match["n"])
        if value is not None and value <= 10:
            whole = value * 10 + (5 if match["half"] else 0)
            yield Figure(match.start(), match.end(), whole, "%", bool(match["more"]), match["post"] or "", "tenths")
    for match in _FRACTION.finditer(text):
        if match["d"] == "百":
            continue
        below, above = numerals.chinese(match["d"]), numerals.chinese(match["n"])
        if below and above and above < below:
            share = (above * 100 / below).quantize(Decimal("0.01")).normalize()
            yield Figure(match.start(), match.end(), share, "%", post=match["post"] or "", form="fraction")
    for match in _DOUBLING.finditer(text):
        yield Figure(
            match.start(),
            match.end(),
            numerals.chinese(match["n"] or "一") or Decimal(1),
            "番",
            post=match["post"] or "",
            form="doubling",
        )
    for match in _SCALE_ALONE.finditer(text):
        yield Figure(
            match.start("s"), match.end(), numerals.scale(match["s"]), match["u"], False, match["post"] or "", "chinese"
        )
    for match in _CHINESE.finditer(text):
        value = numerals.chinese(match["lo"])
        if not value or match["lo"].startswith("零") or (match["lo"] in "十百千万亿" and not match["m"]):
            continue
        factor = numerals.scale(match["s"] or "")
        high = numerals.chinese(match["hi"]) if match["hi"] else None
        whole_value: Value = (value * factor, high * factor) if high is not None and high > value else value * factor
        yield Figure(
            match.start(), match.end(), whole_value, match["u"], bool(match["m"]), match["post"] or "", "chinese"
        )


def _ranks(text: str) -> Iterator[Figure]:
    for match in RANK.finditer(text):
        word = match["f"] or match["n"]
        unit = match["fu"] or match["u"] or ""
        value = numerals.arabic(word) if word.isdigit() else numerals.chinese(word)
        before = text[max(0, match.start() - 12) : match.start()]
        if value is None or (not match["front"] and not unit and not _RANKED.search(before)):
            continue
        yield Figure(match.start(), match.end(), value, unit, form="front" if match["front"] else "rank")


def _return_periods(text: str) -> Iterator[Figure]:
    for match in RETURN_PERIOD.finditer(text):
        word = match["n"]
        value = numerals.arabic(word) if word.isdigit() else numerals.chinese(word)
        if value is not None:
            yield Figure(match.start(), match.end(), value, "年", form="return")


def _ratios(text: str) -> Iterator[Figure]:
    for match in _RATIO.finditer(text):
        for group in (1, 2, 3):
            yield Figure(match.start(group), match.end(group), Decimal(match[group]), "", form="ratio")
