"""Figures that promise nothing: subsidy ceilings, prices and service terms, limits inside a noun, counts of the
paper's own parts, spans of time that say when."""

from __future__ import annotations

import re

from luoshi.reading.figures import Figure
from luoshi.reading.units import LIMITS, MEASURES, MONEY, SHORT_TIME

# What an applicant may get, not what the city will reach.
_GRANT = re.compile(
    r"最高(?:给予|不超过|可|奖励|补助|补贴|\d|额度|达)|一次性|(?:给予|予以|享受)[^,]{0,24}(?:补贴|补助"
    r"|奖励|奖补|资助|贴息|扶持|支持|资金|减免|优惠)|按(?:照)?[^,]{0,20}(?:标准|比例)?(?:给予|予以|补助"
    r"|补贴|奖励)"
    r"|(?:补贴|补助|奖励|奖补|资助|贴息|减免|授信|贷款额度)(?:标准|比例|额度|金额)?(?:最高|不超过|为每|每"
    r"|上限)|每(?:人|户|家|个|亩|吨|辆|件|张|平方米|台|套|项|床)(?:每[年月天])?[^,]{0,6}\d[^,]{0,4}元"
    r"|封顶|上限|每(?:新增|引进|认定|培育|增加|获得|通过|招用|吸纳)"
)
_PRICE = re.compile(
    r"(?:均价|售价|单价|票价|租金|月租|收费|起步价|电价|水价|气价|押金|违约金|定价|限价|挂牌价|学费|报名费|门票)"
)
_TERM = re.compile(r"(?:质保|保修|服务期|合同期|租期|任期|有效期|公示期|免费期|试用期|宽限期|还款|期限|聘期|见习期)")
# Counts of headings and measures of the paper itself, and abstract nouns that are numbered for rhythm.
_OWN_PARTS = re.compile(
    r"^(?:大?方面|(?:主要)?指标(?!体系)|环节|维度|层面|部分|篇章|原则|要求|理念|意识|自信|维护|确立|关系|关口|底线|举措"
    r"|具体举措|措施|具体措施|阶段|层次|步骤|抓手|重点领域|领域|字|文章|市场|大局|标准动作|关键|着力点"
    r"|突破口|战略支点|(?:坚持|优势|转变|结合|着力)$)"
)
_RHYTHM = re.compile(
    r"(?:市场|资源|方面|环节|产品线|产业$|支柱|战役|攻坚战|保卫战|主线|目标|任务|工程|行动|体系|革命|主义"
    r"|时代|力量|要素|领域|循环|空间|世界|文明|地|关|硬仗|层|体|融合)"
)
# 推出20项民心工程, 出台22条任务: a paper that counts what it lists.
_ANNOUNCED = re.compile(r"(?:推出|提出|出台|发布|公布|部署|明确|梳理|这|上述|以下|如下)[^,]{0,12}$|年$|^$")
_AGENDA = re.compile(r"^[^,]{0,12}(?:实事|民心工程|民生工程|任务|举措|措施|政策|事项|重点工作)(?:项目)?(?:中|确定|已)?")
_FRAME = re.compile(r"^[ 、]*(?:按照|根据|坚持|对照|从|针对)")
_REACHED = re.compile(
    r"达到?|提高到|延长|缩短|压缩|减|增加|增至|超过|不超过|不少于|控制在|只需|仅需|为$|突破|连续|至$|到$"
    r"|以内|比上年|[较比]"
)
_TIME_NOUN = re.compile(r"(?:天数|时限|时间|时长|周期|年限|寿命|天|期限)$")
_TRAVEL = re.compile(r"^(?:通勤|畅达|覆盖|直达|通达|到达|可达|交通|抵达)")
_DURATION = re.compile(r"(?:年|个月|月)$")


def grants(clause: str) -> bool:
    """Whether a clause sets out a grant or a price."""
    if _GRANT.search(clause) and not re.search(r"累计|共发放|发放[^,]{0,20}\d|兑现", clause):
        return True
    return _PRICE.search(clause) is not None


def is_limit(text: str, figure: Figure, end: int) -> bool:
    """50万元以上的村达70%以上: a limit that belongs to the noun, when another figure follows in the clause."""
    after = text[figure.end : end]
    if figure.post not in ("以上", "以下", "以内", "及以上") or figure.unit not in LIMITS:
        return _over(text, figure, after)
    if not re.match(r"的?[\u4e00-\u9fff]", after) or re.match(r"的?目标|的?要求|红线", after):
        return False
    return re.search(r"\d|[一二三四五六七八九]成", after) is not None or figure.unit in ("岁", "周岁")


def _over(text: str, figure: Figure, after: str) -> bool:
    """过5亿元项目20个, 投资超10亿元的项目3个."""
    if figure.unit not in MONEY or not re.search(r"[过超逾][ ]?$", text[: figure.start]) or figure.post:
        return False
    return re.match(r"的?(?:项目|企业|工业|重大)", after) is not None and re.search(r"\d", after) is not None


def counts(
    sentence: str,
    text: str,
    figure: Figure,
    start: int,
    end: int,
    subject: str,
    lead: str,
    verb: str,
    right: tuple[int, int],
) -> bool:
    """Whether a figure states something that can be promised or reported."""
    clause, after = text[start:end], text[figure.end : end]
    noun_behind = text[right[0] : right[1]]
    if (
        figure.unit in ("类", "项", "条", "件", "章")
        and not noun_behind
        and re.match(r"[ ,]*(?:总共|共|共计|合计)(?:分为?)?[\d ]", clause)
    ):
        return False
    if figure.unit == "" and figure.form == "arabic":
        return (
            bool(lead)
            and re.search(r"达|为|至|到|超|于|在|逾", lead) is not None
            and not re.match(r"[\u4e00-\u9fffA-Za-z]", after)
        )
    if noun_behind and _OWN_PARTS.match(noun_behind):
        return False
    if (
        figure.unit in ("项", "件", "条", "个")
        and _ANNOUNCED.search(text[start : figure.start])
        and _AGENDA.search(noun_behind)
    ):
        return False
    if figure.form in ("arabic", "chinese") and figure.unit not in ("%", "‰") and _FRAME.match(clause) and not lead:
        return "每年" in clause
    if _DURATION.search(figure.unit) or figure.unit in SHORT_TIME:
        return _time_counts(text, figure, start, subject, lead, after)
    if figure.form == "chinese" and figure.unit != "%":
        return _spoken_counts(sentence, text, figure, clause, lead, verb, noun_behind, subject)
    return not (figure.unit in MONEY and _TERM.search(clause))


def _time_counts(text: str, figure: Figure, start: int, subject: str, lead: str, after: str) -> bool:
    before = text[max(start, figure.start - 8) : figure.start]
    if figure.form == "return" or re.search(r"连续$", before):
        return True
    if _TERM.search(text[start : figure.start]):
        return False
    if figure.unit in ("年", "周年") and figure.form == "chinese" and not _REACHED.search(lead):
        return False
    if _REACHED.search(lead) or re.search(r"[由从]$", before):
        return (
            not re.match(r"[\u4e00-\u9fff]", after)
            or re.match(r"压缩|缩短|提高|减|增|延长|以|左右|的|缩|提升|降", after) is not None
        )
    if figure.post and figure.unit not in ("年", "月", "个月"):
        return bool(subject)
    return _TIME_NOUN.search(subject) is not None or _TRAVEL.match(after) is not None


def _spoken_counts(
    sentence: str, text: str, figure: Figure, clause: str, lead: str, verb: str, noun_behind: str, subject: str
) -> bool:
    """Chinese numerals count things far less often than they set a rhythm (两个市场, 三大攻坚战)."""
    word = sentence[figure.start : figure.end]
    if word.startswith("一") and not word.startswith(("一百", "一千", "一万", "一亿", "一十")):
        return figure.unit == "次" and re.search(r"每|举办|召开|开展|组织", clause) is not None
    if figure.unit in ("个", "项", "种") and text[figure.end : figure.end + 1] in "“一《":
        return False
    if (
        figure.unit in ("个", "项", "种", "类", "条", "部")
        and noun_behind
        and _RHYTHM.search(noun_behind)
        and not re.search(r"打造|建设|建成|新建|培育|举办", verb)
    ):
        return False
    if figure.unit in MEASURES or figure.unit in ("倍", "番", "个百分点", "人次"):
        return True
    return bool(verb or lead or noun_behind or subject)
