"""Whose paper it is and for which years: jurisdiction and plan period from issuer, title, date and text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from luoshi.reading import layout, years
from luoshi.reading.characters import HAN

_SUFFIX = (
    r"(?:自治区|自治州|自治县|地区|开发区|示范区|高新区|经开区|保税区|新区|园区|省|市|盟|州|区|县|旗|镇|乡"
    r"|街道)"
)
# After a name's last sign these would make another word of it: 合理区|间, 超市|场, 县|域.
_NOT_AFTER = r"(?!间|域|块|别|分|位|场|民(?!政)|政(?!府)|级|值|容|直|属)"
_NAME = re.compile(rf"[{HAN}]{{2,9}}?{_SUFFIX}{_NOT_AFTER}")
# Words that stand before or inside a match but are no part of a place's name.
_NOT_IN_NAME = re.compile(
    r"^.*(?:中共|关于|印发|提升|推进|推动|打造|建设|服务|实施|加快|全面|支持|围绕|争创|引领|成为|幸福"
    r"|美丽|宜居|宜业|公布|按照|根据|结合|带领|今天|现代化|近日|代表|指导|奋力|努力|领导下|召开|出席|是"
    r"|在|将|把|对|由|为|和|与|及|以|使|让|从|向|到|的|省委|市委|区委|县委|党委|、|完成|引进|招引|了|通过|报告|审议|会议上|大会|实现|确保|力争|获悉|记者|推出|出台|建成|新建|形成|年|日|月)"
)
# Kinds of areas and markets that end like a place (小区, 超市, 示范区) but name none.
_GENERIC = re.compile(
    r"(?:(?:全|本|我|各|该|外|他|邻|跨|多|每个|其他|周边|中心|核心|东部|西部|南部|北部|示范|试验|先行|功能|工业|产业|自贸|集聚|引领|样板"
    r"|聚集|市辖|建成|规划|保护|度假|商务|合作|综合|直辖|地级|县级|副省级|省级|国家级|行政|居民|办公|生活|开放|专业|批发"
    r"|要素|资本|人才|交易|劳动力|消费|国际|国内|海外|住房|二手|期货|证券|金融|沿海|两|三|四|五|六|七|八|九|十|强|大|名|一)"
    rf"{_SUFFIX}|(?:社|小|校|园|景|街|片|厂|库|辖|林|牧|灾|住宅|老城|主城|新城|旧城|城|市)区"
    r"|(?:[部困原深]山)区|(?:重点|国内|贫困|偏远|欠发达|边境|民族|城乡|中西部|落后|风险|发达|上述|相关|有关)地区|(?:入|上|城|股|超|夜|门|都|楼|早|菜|集)市|(?:居|农)民?区|(?:城|乡|小|村|集|建制|中心|重点)镇|(?:城|家|故|返|下|入|回|异|老)乡|(?:各|镇)街道)$"
)
# Places whose names end like the kinds above: 东城区, 苏州工业园区, 城关区's neighbours.
_REAL = re.compile(rf"[东西南北海白石]城区|[{HAN}]{{2,3}}(?:工业园区|示范区|合作区|试验区)|[{HAN}]{{1,2}}州城区")
# Counties of one character: 礼县, 户县, 陇县.
_SHORT = re.compile(rf"[{HAN}](?<![全我本各该此邻外两三区市省知州])县")
_OWN = {"省": "省", "市": "市", "区": "区", "县": "县", "州": "州", "旗": "旗", "镇": "镇", "乡": "乡", "街道": "街道"}
_MINISTRY = re.compile(
    rf"^\s*(?:国家[{HAN}]{{2,10}}(?:委员会|局|总局|部)|[{HAN}]{{2,8}}部(?:办公厅)?"
    rf"|国务院(?:办公厅)?)(?=关于|等|印发|$|、|\s)"
)
_CENTRAL = re.compile(rf"国务院|国家[{HAN}]{{2,8}}(?:局|委|部)|发改委|工信部|(?:^|\n)[{HAN}]{{2,8}}部(?:等|关于|印发)")
# Where an issuer names itself: government, congress, plan title, work report, party committee.
_SELF = (
    (re.compile(rf"([{HAN}]{{1,14}}?{_SUFFIX})(?:人民政府|管理委员会|管委会|政府)"), 4),
    (re.compile(rf"([{HAN}]{{1,14}}?{_SUFFIX})第[{HAN}\d]{{1,5}}届"), 6),
    (
        re.compile(
            rf"([{HAN}]{{1,14}}?{_SUFFIX})(?:\d{{4}}年)?(?:国民经济|政府工作报告|[{HAN}]{{0,8}}(?:发展"
            rf"|总体|专项)规划)"
        ),
        6,
    ),
    (re.compile(rf"中共([{HAN}]{{1,14}}?{_SUFFIX})委"), 4),
    (re.compile(rf"([{HAN}]{{1,14}}?{_SUFFIX})(?:近日|日前|印发|出台|召开|发布)"), 4),
    (re.compile(rf"(?:^|\n|,)\s*(?:\d{{4}}年,?)?([{HAN}]{{1,14}}?{_SUFFIX})(?:将|准备|要|坚持|人大)"), 3),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`plan` is the span a paper without own dates speaks for, `past` the span it looks back on, `year` the
    year in which 今年 and 年内 fall."""

    scope: str
    plan: tuple[int, int] | None
    past: tuple[int, int] | None
    year: int | None
    kind: str  # five_year, report or plan


def origin_of(plain: str, *, issuer: str | None, title: str | None) -> Origin:
    head = (title + "\n" if title else "") + plain[:1500]
    plan, year, kind = _period(plain, head, title)
    past: tuple[int, int] | None = None
    if plan and kind == "five_year":
        past = (plan[0] - 5, plan[0] - 1)
    elif plan:
        past = (plan[0] - 1, plan[0] - 1)
    return Origin(scope_of(plain, issuer=issuer, title=title), plan, past, year, kind)


def scope_of(plain: str, *, issuer: str | None = None, title: str | None = None) -> str:
    """The jurisdiction that the paper speaks for: the issuer's own area, else the place that names itself."""
    for given, strict in ((issuer, True), (title, False)):
        if given:
            found = _best(given, plain, strict)
            if found:
                return found
    return _best(plain[:6000] + "\n" + plain[-600:], plain, False)


def _best(sample: str, plain: str, strict: bool) -> str:
    if _MINISTRY.match(sample):
        return "全国"
    votes: Counter[str] = Counter()
    for pattern, weight in _SELF:
        for match in pattern.finditer(sample):
            name = _trim(match.group(1), plain)
            if name:
                votes[name] += weight
    for match in _NAME.finditer(sample[: 300 if not strict else None]):
        name = _trim(match.group(), plain)
        if name:
            votes[name] += 2 if match.start() < 120 else 1
    if not votes:
        national = sample.count("我国") + sample.count("全国")
        return "全国" if national >= 3 or (national and _CENTRAL.search(sample)) else ""
    own = _own_level(plain)
    for name in list(votes):
        votes[name] += min(6, plain.count(name))
        if votes[name] < 3 and not strict:
            del votes[name]  # a place named once in passing is not the issuer
        elif own and _level(name) == own:
            votes[name] += 8
    return max(votes, key=lambda n: (votes[n], -plain.find(n)), default="")


def _trim(name: str, plain: str) -> str:
    """Cut what stands before a place's name, by words that no name holds and by how the paper writes it elsewhere."""
    name = _NOT_IN_NAME.sub("", name)
    if (len(name) < 3 and not _SHORT.fullmatch(name)) or (_GENERIC.search(name) and not _REAL.fullmatch(name)):
        return ""
    suffix = re.search(rf"{_SUFFIX}$", name)
    if suffix is None:
        return ""
    tail = suffix.group()
    inner = re.match(rf"^([{HAN}]{{2,3}}[省市])([{HAN}]{{2,}}{_SUFFIX})$", name)
    if inner and tail not in ("开发区", "高新区", "经开区", "示范区", "保税区", "园区"):
        name = inner.group(2)
    for size in (2, 3, 4):
        short = name[-(size + len(tail)) :]
        if (
            len(short) < len(name)
            and not _GENERIC.search(short)
            and plain.count(short) >= max(3, 3 * plain.count(name))
        ):
            return short
    return name


def _level(name: str) -> str:
    for tail in ("街道", "自治区", "省", "市", "州", "盟", "县", "旗", "区", "镇", "乡"):
        if name.endswith(tail):
            return "省" if tail == "自治区" else tail
    return ""


def _own_level(plain: str) -> str:
    """省, 市, 区, 县 …: the level that the paper calls its own by 全X and 我X."""
    counts = {
        own: plain.count("全" + own)
        + 2 * plain.count("我" + own)
        + plain.count(own + "政府")
        + plain.count(own + "府办")
        for own in _OWN
    }
    best = max(counts, key=lambda own: counts[own])
    return best if counts[best] >= 2 else ""


_TITLE_YEAR = re.compile(
    r"((?:19|20)\d\d)\s*年(?:度)?[^。\n,]{0,30}?(?:工作总结|工作思路|工作打算|执行情况|计划草案|计划\(草案\)|工作要点|工作报告|重点工作|工作计划|实施方案"
    r"|行动(?:方案|计划)|民生实事|任务|计划|要点|准备|安排|分工|清单|目标)"
)
_LOOKS_BACK = re.compile(r"总结|执行情况|完成情况|工作回顾|进展情况")
_LOOKS_ON = re.compile(r"思路|打算|安排|工作计划|计划(?:草案|\(草案\))|工作要点|进展情况")
_BYLINE = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_SITTING = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_WILL = re.compile(
    r"((?:19|20)\d\d)\s*年[,是]?[^。\n]{0,16}(?:将|是[^。\n]{0,40}之年|目标任务|工作(?:安排|重点|打算"
    r"|建议|总体)|发展(?:主要)?(?:预期)?目标)"
)
_REVIEWED = re.compile(r"((?:19|20)\d\d)年(?:政府)?(?:主要)?工作(?:总结|回顾)|过去的((?:19|20)\d\d)年")
_REPORT = re.compile(r"政府工作报告|人民代表大会第.{1,4}次会议|向大会报告工作")


def _period(plain: str, head: str, title: str | None) -> tuple[tuple[int, int] | None, int | None, str]:
    date = _SITTING.search(head[:600]) or _BYLINE.search(head)
    dated = int(date.group(1)) if date else None
    first_lines = (title + "\n" if title else "") + _first_lines(plain)
    span = years.SPAN.search(first_lines)
    if span and 1 <= years.span_of(span)[1] - years.span_of(span)[0] <= 15:
        return years.span_of(span), dated or years.span_of(span)[0], "plan"
    five = years.FIVE.search(first_lines)
    if five and re.search(r"规划|纲要|建议|计划", first_lines):
        plan = years.five_of(five)
        return plan, dated or plan[0], "five_year" if "纲要" in first_lines or "国民经济" in first_lines else "plan"
    if _REPORT.search(head) and not re.search(r"方案|规划", first_lines):
        year = _planned_year(plain, dated, date)
        return ((year, year) if year else None), year, "report"
    quoted = re.search(r"《[^《》]{4,60}》", head)
    named = years.SPAN.search(quoted.group()) if quoted else None
    if named and 1 <= years.span_of(named)[1] - years.span_of(named)[0] <= 15:
        return years.span_of(named), dated or years.span_of(named)[0], "plan"
    titled = [int(m.group(1)) for m in _TITLE_YEAR.finditer(first_lines)]
    year = max(titled, default=None)
    if year is not None and _LOOKS_BACK.search(first_lines) and not _LOOKS_ON.search(first_lines):
        year += 1  # a summary of the year before
    if year is not None and _LOOKS_BACK.search(first_lines):
        return (year, year), year, "report"
    if year is None:
        loose = years.YEAR.search(first_lines)
        year = years.number(loose.group(1)) if loose else None
    if year is None:
        year = dated or _planned_year(plain, None, None)
    if year is None and (wide := years.SPAN.search(head)):
        return years.span_of(wide), years.span_of(wide)[0], "plan"
    if year is None and (five := years.FIVE.search(plain)):
        return years.five_of(five), years.five_of(five)[0], "five_year"
    return ((year, year) if year else None), year, "plan"


def _first_lines(plain: str) -> str:
    """The first lines that carry words: where a paper has its title."""
    words = [
        line
        for line in plain.split("\n")
        if re.search(rf"[{HAN}]{{4}}", line) and (line.startswith("标题") or not layout.is_chrome(line))
    ]
    return "\n".join(line[:80] for line in words[:3] if len(line) < 120)


def _planned_year(plain: str, dated: int | None, date: re.Match[str] | None) -> int | None:
    """The year a report promises for: the one said to come, else the year of the sitting (the next one for a
    sitting in November or December)."""
    reviewed = _REVIEWED.search(plain)
    if reviewed:
        return int(reviewed.group(1) or reviewed.group(2)) + 1
    said = Counter(int(m.group(1)) for m in _WILL.finditer(plain))
    if said:
        top = max(said, key=lambda y: (said[y], y))
        if dated is None or abs(top - dated) <= 1:
            return top
    if dated is not None and date is not None:
        return dated + 1 if int(date.group(2)) >= 11 else dated
    found = Counter(years.number(m.group(1)) for m in years.YEAR.finditer(plain))
    return max(found, key=lambda y: found[y]) if found else None
