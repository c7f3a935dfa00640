"""Basis of a figure: delivered in the period, level reached, rate of change, share, rank or multiple."""

from __future__ import annotations

import re

from luoshi.reading.characters import listed
from luoshi.reading.figures import Figure
from luoshi.reading.units import MEASURES, MONEY, TIMES

_GROWTH = re.compile(
    r"增长|增幅|增速|递增|下降|降低|降幅|减少|减幅|上升|上涨|下调|削减|压减|缩减|压缩|缩短|年均|同比|提速|改善|收窄"
    r"|回落|增加|节约|[较比][^,]{1,8}(?:增|减|升|降)|^增$|^降$|^减$"
)
_GROWTH_NOUN = re.compile(r"(?:增速|增幅|增长率|增长|降幅|减幅|下降|降低|涨幅|递增|下降率|降低率)$")
_RAISED = re.compile(r"提高|提升|扩大")
_TO = re.compile(r"(?:提高|提升|增加|增长|扩大|下降|降低|减少|缩短|压缩|上升)[到至]|达|保持|稳定|控制|占")
# Words that say what happens to a rate; 力争 or 预计 alone leave it to the clause before.
_LEADING = re.compile(r"增|升|涨|降|减|达|提|高|低|超|破|为|至|到|占|控|稳|保持|改|持|于|过|约|近|节|扩|收|回")
_SHARE_NOUN = re.compile(r"(?:比重|占比|比例|率|覆盖面|份额|强度|比率|百分比)(?:[^,]{0,4})$")
_LEVEL_LEAD = re.compile(
    r"达|突破|超|稳定|保持|维持|控制|共有|现有|拥有|已有|建有|到|至|总计|共计|总数|总量|保有|不断扩大"
    r"|只需|仅需|需|为|站上|迈上|逾"
)
_LEVEL_NOUN = re.compile(
    r"(?:总数|总量|总额|总值|总规模|规模|数量|存量|保有量|余额|产值|收入|产量|面积|人数|数|量|额|浓度"
    r"|寿命|年限|指数|能力|标准|值|水平|天数|时限|时间|密度|高度|人口|价格|里程|长度|净值|市值|股数|容量"
    r"|装机)$"
)
_FLOW_NOUN = re.compile(
    r"(?:投资|资金|外资|到位|新增[^,]{0,12}|就业|引进[^,]{0,10}|减免[^,]{0,12}|贷款|补助|奖补|捐赠|建设|改造)$"
)
# What stands there already; a series that has been held so many times.
_STANDING = re.compile(r"现已|共有|现有|拥有|已有|保有|连续")
# 新增人才达到60人, 累计孵化企业达800家: what is reached is a number delivered.
_ADDED = re.compile(
    r"(?:^|累计|[,、 ◇□”年内期间])(?:新增|新引进|引进|招引|孵化|培训|发放|新建|新增加|新培育|新认定"
    r"|新登记)[^,]*达到?$"
)
# Output and revenue of the whole place are levels, also where 完成 stands before them; so are pools of people.
_MACRO = re.compile(r"生产总值|财政总收入|(?:预算|财政|税收|营业|主营业务)收入|总产值|零售总额|进出口总?额|GDP")
_POOL = re.compile(r"(?:库|池|队伍|清单)$")
_FIT = re.compile(r"达到|符合|全部达")
_HOLDING = frozenset(listed("实现 完成 保持 力争 确保 稳定"))
_STRONG = re.compile(r"新增|引进|新建|建设|建成|改造|培育|完成|发放|投入|培训|实现|招引|打造|实施|新登记")
_INCREMENT_VERB = re.compile(
    r"新增|新建|改建|扩建|改造|引进|引入|招引|培育|培养|打造|建设|建成|完成|实施|培训|发放|孵化|签约|开工"
    r"|创建|认定|争创|举办|开展|拨付|投入|减免|新认定|新登记|新开|竣工|投用|取消|办理|化解|整治|修复|清理"
    r"|关停|拆除|安置|落实|争取|投放|转移"
)


def basis(figure: Figure, *, lead: str, noun: str, verb: str, inherited: str, before: str, after: str) -> str:
    """`lead`: words that lead to the figure; `noun`: what is measured; `verb`: the governing verb;
    `inherited`: lead words of the figure before in the same list; `before`: the clause up to the figure;
    `after`: what follows the noun behind it."""
    if figure.form in ("rank", "front"):
        return "rank"
    if figure.unit in ("倍", "番"):
        return "multiple"
    if figure.form == "ratio":
        return "share"
    if figure.form == "return":
        return "level"
    if figure.unit in ("个百分点", "百分点"):
        return "increment"
    if figure.unit in ("%", "‰"):
        return _of_percent(lead if _LEADING.search(lead) else inherited or lead, noun)
    return _of_count(figure, lead, noun, verb, inherited, before, after)


def _of_percent(lead: str, noun: str) -> str:
    if _SHARE_NOUN.search(noun) and _RAISED.search(lead) and not _TO.search(lead):
        return "increment"
    if _GROWTH_NOUN.search(noun) or (
        _GROWTH.search(lead) and not re.search(r"(?:长|加|降|低|少|升|减|高|缩|短)[到至]", lead)
    ):
        return "growth"
    if _RAISED.search(lead) and not _TO.search(lead):
        return "growth"
    return "share"


def _of_count(figure: Figure, lead: str, noun: str, verb: str, inherited: str, before: str, after: str) -> str:
    words = re.sub(r"总计|共计|合计", "", lead or inherited) if verb else lead or inherited
    said = _by_words(figure, words, lead, before)
    if said is None:
        said = _by_noun(figure, lead, noun, verb)
    if said is not None:
        return said
    if _INCREMENT_VERB.search(verb) and not re.search(r"总数|总量", noun):
        return "increment"
    if _LEVEL_LEAD.search(words) or (not verb and figure.unit in MEASURES and _FIT.match(after)):
        return "level"
    flow = _FLOW_NOUN.search(noun) or (figure.unit in MONEY and verb)
    return "level" if not flow and not verb and _LEVEL_NOUN.search(noun) else "increment"


def _by_words(figure: Figure, words: str, lead: str, before: str) -> str | None:
    """What the words before the figure say by themselves."""
    if re.search(r"[由从][ 约]*$", before):
        return "level"
    if re.search(r"新增|净增", lead):
        return "increment"
    if _GROWTH.search(words) and not re.search(r"[到至达超]|突破", words):
        return "increment"
    if figure.unit in TIMES or _STANDING.search(before):
        return "level"
    return "increment" if _ADDED.search(before) and "达" in lead else None


def _by_noun(figure: Figure, lead: str, noun: str, verb: str) -> str | None:
    """What the thing measured says by itself: output and revenue of a place, pools, totals that are held."""
    if verb in _HOLDING and _LEVEL_NOUN.search(noun) and not _FLOW_NOUN.search(noun):
        return "level"
    if re.search(r"超过|突破|逾", lead) and verb and re.search(r"的[^的]{1,6}$", noun):
        return "level"
    if _MACRO.search(noun) or _POOL.search(noun):
        return "level"
    return "level" if "累计" in lead and not verb and "完成" not in lead else None
