"""What stands in a cell of an indicator table: a figure with its bound, nothing stated, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from luoshi.reading import numerals
from luoshi.reading.characters import listed, plain
from luoshi.reading.model import Relation, Value
from luoshi.reading.units import UNIT

_SCALE = r"(?:[十百千]?万亿|[十百千]?亿|[百千十]?万|千(?![米瓦克伏])|百(?!分))"
_NUM = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_VALUE = re.compile(
    r"^(?P<open>[\[〔【(])?\s*(?P<pre>≥|≤|>=|<=|>|<|=|不低于|不少于|至少|不超过|不高于|控制在|低于|高于"
    r"|超过|突破|大于|小于|约|达到|保持在|稳定在|累计|年均|增长|下降|降低|提高|每年)*\s*"
    rf"(?P<lo>{_NUM})\s*(?P<s1>{_SCALE})?\s*(?P<u1>{UNIT})?(?:\s*(?:-{{1,2}}|—{{1,2}}|–|~"
    rf"|至)\s*(?P<hi>{_NUM})\s*(?P<s2>{_SCALE})?\s*(?P<u2>{UNIT})?)?"
    r"\s*(?P<post>及?以上|以内|以下|之内|左右|上下)?\s*(?P<close>[\]〕】)])?\s*(?P<post2>及?以上|以内"
    r"|以下|左右)?\s*(?P<note>\([^()]*\)|[*①②③④⑤]+)?$"
)
_NOTHING = re.compile(r"^[-—–_/\\\s.…]*$|^(?:无|暂无|空|N/?A)$")
_WITH = re.compile(
    r"与(?P<to>.{2,24}?)(?:基本)?(?:同步|同步增长|保持同步|一致|相当|衔接)|(?P<at>(?:高于|不低于|快于"
    r"|优于|好于|略高于|不高于).{2,20}(?:增速|增长|水平|平均|标准|目标|要求)?$)"
)
_FROM_ABOVE = re.compile(
    r"(?P<to>(?:国家|中央|省|市|区|县|上级)[^,。;]{0,8}(?:分解|下达|要求|任务|目标|标准|核定"
    r"|控制)[^,。;]{0,6}|(?:分解|下达|核定)[^,。;]{0,8})"
)
_BEFORE = {
    word: sign
    for sign, words in {
        ">=": "≥ >= 不低于 不少于 至少",
        "<=": "≤ <= 不超过 不高于 控制在",
        ">": "> 高于 超过 突破 大于",
        "<": "< 低于 小于",
        "~": "约",
    }.items()
    for word in listed(words)
}


@dataclass(frozen=True, slots=True)
class CellValue:
    value: Value | None = None
    unit: str = ""  # as the cell itself gives it
    scaled: bool = False
    comparator: str = "="
    cumulative: bool = False
    nothing: bool = False
    words: str = ""
    relation: Relation | None = None


def read_cell(text: str) -> CellValue:
    """7左右, [0.05], 4.5%以内, 2万吨以上, ——, 完成市分解任务, 与地区生产总值增速同步."""
    flat = plain(text).strip().replace(" ", "")
    if _NOTHING.match(flat):
        return CellValue(nothing=True)
    match = _VALUE.match(flat)
    if match is None:
        return CellValue(words=text.strip(), relation=relation_in(flat))
    low = numerals.arabic(match["lo"]) * numerals.scale(match["s1"] or (match["s2"] or "" if match["hi"] else ""))
    value: Value = low
    comparator = _BEFORE.get(match["pre"] or "", "=")
    if match["hi"]:
        value, comparator = (
            (low, numerals.arabic(match["hi"]) * numerals.scale(match["s2"] or match["s1"] or "")),
            "range",
        )
    post = match["post"] or match["post2"] or ""
    if post:
        comparator = "~" if post in ("左右", "上下") else ">=" if post.endswith("以上") else "<="
    bracket = (match["open"] or "") in ("[", "〔", "【") and bool(match["close"])
    return CellValue(
        value=value,
        unit=match["u2"] or match["u1"] or "",
        scaled=bool(match["s1"] or match["s2"]),
        comparator=comparator,
        cumulative=bracket or flat.startswith("累计"),
    )


def relation_in(flat: str) -> Relation | None:
    """What a target without a figure hangs on."""
    if match := _WITH.search(flat):
        return Relation(kind="同步" if match["to"] else "不低于", to=match["to"] or match["at"])
    if (match := _FROM_ABOVE.search(flat)) and re.search(r"完成|达到|分解|下达|按|以|控制", flat):
        return Relation(kind="下达", to=match["to"])
    return None


def split_unit(word: str) -> tuple[str, Decimal]:
    """万吨标准煤 → (吨标准煤, 10000)."""
    flat = plain(word).strip()
    match = re.match(rf"^({_SCALE})(?=.)", flat)
    if match:
        return flat[match.end() :], numerals.scale(match.group(1))
    return flat, Decimal(1)
