"""Who is measured: the noun of a figure, or the one of the clause before where a clause has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.characters import HAN
from luoshi.reading.figures import Figure
from luoshi.reading.nouns import Run
from luoshi.reading.verbs import DELIVERING

_EMPTY_NOUN = re.compile(
    r"^(?:同口径|可比口径|按?可比价格?(?:计算)?|按?不变价格?(?:计算)?|名义|实际|年均|同比|比上年|较上年"
    r"|平均|每年|全年|总|累计|其中|分别|增长率|增幅|增速|年均增速|年均增长率"
    r"|年均增长|增长|总量|总数|合计|总计|已|达|规模|占比|比例|比重|数量|也|均|各|预计|年度目标|目标|总额"
    r"|占|年|在|有|约|◇+|“|”|[ 、,])*$"
)
_SAID = re.compile(rf"(?:[、和]\d[\d.,]*[万余多]*(?:户|人|名|人次))*(?P<said>[{HAN}]{{2,10}})(?=$|[,。;])")
_ACT_ONLY = re.compile(r"^[^的]{0,4}(?:处置|处理|覆盖|达标|办理|受理|整改|利用|落实|合格|办结|回收|治理)$")
_CLASS_ONLY = re.compile(
    r"^(?:国家级?|省级?|市级?|区级?|县级?|部级|市厅级|世界级?|A+级?|□+级?|(?:[十百千万亿]+|□+)级?|重点"
    r"|大型|省部级|校级|甲等|高级|中级|初级|以上)+$"
)
_RATIO_GOES_ON = re.compile(r"[: ]*$|.{0,2}(?:调整|优化|变化|转变|演变|变)(?:[为到至]|$)|[为到至]")
_OF_TOTAL = re.compile(r"(?:总额|总量|总数|目标|计划|任务)的$")
_RATES = frozenset(("%", "‰", "倍", "番", "个百分点", "百分点"))
_PEOPLE = frozenset(("户", "人", "名", "人次"))
_TRAVEL_TIMES = frozenset(("小时", "分钟", "个小时", "天", "年"))


@dataclass(slots=True)
class Place:
    """A figure in its clause: the noun part before it, the noun behind it, the member of a list that is its own."""

    figure: Figure
    begin: int
    noun_end: int
    right: Run
    own: Run | None

    @property
    def has_noun_behind(self) -> bool:
        return self.right[1] > self.right[0]


def subject_of(text: str, place: Place, remembered: Run | None) -> tuple[Run | None, str]:
    """The run that names what a figure measures, and the doubt that comes with it."""
    if place.own:
        return place.own, ""
    figure, right = place.figure, place.right
    left_words = text[place.begin : place.noun_end].strip(" 、,和及与的“”")
    rate = figure.unit in _RATES or figure.form in ("rank", "front", "return", "ratio")
    if remembered:
        if figure.form == "ratio" and _RATIO_GOES_ON.match(left_words):
            return remembered, ""
        if rate and not left_words and _ACT_ONLY.search(text[right[0] : right[1]]):
            return remembered, "主语取自前一分句"
    before_counts = (rate or figure.unit in _TRAVEL_TIMES) and left_words and not left_words.endswith("等")
    if place.has_noun_behind and not before_counts:
        return right, ""
    if left_words and not _EMPTY_NOUN.match(left_words):
        return _before(text, place, left_words, rate, remembered)
    if place.has_noun_behind:
        return right, ""
    said = _SAID.match(text, figure.end) if figure.unit in _PEOPLE else None
    if said:  # 8461户、29100人稳定脱贫: what is said of the people names them
        return said.span("said"), ""
    return remembered, "省略主语,取自前一分句"


def _before(text: str, place: Place, left_words: str, rate: bool, remembered: Run | None) -> tuple[Run | None, str]:
    """The noun before the figure; 占…的60% and 年度目标的80% lean on the clause before."""
    begin, end = place.begin, place.noun_end
    share = re.search(r"占[^占]{1,20}的$", text[begin:end])
    if share and share.start() >= 2:
        return (begin, begin + share.start()), ""
    if share and remembered:
        return remembered, "主语取自前一分句"
    if left_words in ("按", "按照", "以") and place.has_noun_behind:
        act = DELIVERING.search(text, *place.right)
        return ((act.end(), place.right[1]) if act and act.end() < place.right[1] else place.right), ""
    if rate and remembered and _OF_TOTAL.search(left_words + text[end - 1 : end]):
        return remembered, "主语取自前文"
    while end > begin and text[end - 1] in " 、,和及与的:◇":
        end -= 1
    return (begin, end), ""


def shown(sentence: str, run: Run) -> str:
    """The words of a run without the signs and joints at its edges."""
    text = sentence[run[0] : run[1]].strip(" 、,")
    return re.sub(r"^(?:和(?![美谐平睦])|及(?!时)|与)|(?:和|及|与)$", "", text)


def is_class(subject: str) -> bool:
    """国家级, 省级 …: a class without its noun."""
    return _CLASS_ONLY.match(subject) is not None


def without_class(noun: str) -> str:
    """省级示范区 → 示范区."""
    return re.sub(r"^(?:(?:国家|省|市|区|县|部|世界|[十百千万亿]+)级)(?:以上)?", "", noun) or noun
