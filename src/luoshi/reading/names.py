"""Figures that are part of a name, a date or a number of order: blanked before figures are looked for.

Each group says why it exists; all of them keep the length of the text.
"""

from __future__ import annotations

import re

from luoshi.reading.characters import BLANK, HAN, WHEN
from luoshi.reading.units import UNIT

_CN = "[零一二两三四五六七八九十百]"
_YEAR = r"(?:(?:19|20)\d\d|[二一][零九][零一二三四五六七八九]{2})"

# Days, months and years say when, never how much.
_DATES = (
    rf"{_YEAR}(?:年度?)?\s*[-—–~至到]{{1,2}}\s*{_YEAR}(?:年度?)?",
    rf"{_YEAR}(?:年度?)?\s*[-—–~]{{1,2}}\s*\d\d年",
    rf"{_YEAR}\s*[-./]\s*\d{{1,2}}\s*[-./]\s*\d{{1,2}}",
    rf"{_YEAR}\s*年(?:度|版|级)?(?:\s*\d{{1,2}}\s*(?:[-—至到]\s*\d{{1,2}}\s*)?月份?(?:\s*\d{{1,2}}\s*日)?)?",
    rf"(?<!\d){_YEAR}(?!\d|[.,]\d|\s*(?:余|多)?(?:[万亿]|{UNIT}))",
    r"\d{1,2}\s*月\s*\d{1,2}\s*日(?:\s*[-—至到]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日)?",
    r"\d{1,2}\s*[-—至到]\s*\d{1,2}\s*月份?",
    r"\d{1,2}\s*月(?:份|底|末|初|中旬|上旬|下旬|前|起|以前)?(?![\d])",
    r"(?<![\d个])\d{1,2}日(?=[前起至,。;]|上午|下午|$)",
    r"[一二三四五六七八九十]{1,3}月(?:份|底|末|初|中旬|上旬|下旬|前)?",
    r"[前后第]?[一二三四1-4]个?季度|[前后][一二两三]季度",
    r"\d{1,2}:\d\d(?::\d\d)?(?!\s*:)",
)
# Five-year plans: 十四五, “十五五”末.
_PLANS = (r"十[一二三四五六七八九]五|第十[一二三四五六七八九]?个五年",)
# Place in an order: 第三次, 一期, 2号线, 第2家; ranks (第2位) are read apart.
_ORDERS = (
    rf"第\s*(?:\d+|{_CN}+)(?:\s*[个次届批期轮号条款章节家类代产年方医大至到-])?(?:\s*(?:\d+|{_CN}+)[届次])?",
    rf"(?:\d+|{_CN}+)\s*(?:至|、|-)\s*(?:\d+|{_CN}+)期",
    (
        rf"(?:\d+|{_CN}+)(?:期(?!数)|号线?|级|楼|路(?!公里|车)|环(?!境|节|保)|线城市|次党代会|中全会"
        rf"|大(?!{_CN})(?=[{HAN}“])|季)"
    ),
    r"〔\d{4}〕\s*第?\d+\s*号|\[\d{4}\]\s*\d+\s*号",
    (
        rf"(?<!举办)(?<!召开)(?<!开展)(?<!组织)一(?:村|镇|园|业|企|街|路|店|楼|户|校|河|策|品|个|次|件|批|系列"
        rf"|体|条龙|站式|张[网图表]|道|件事|站|网|码|窗|证|本|家|人|项|条|名|类|种|届|层|轮(?!.{{0,3}}\d)|代"
        rf"|部|手|把手|支|套)(?!{_CN})"
    ),
)
# Codes, models, network generations, pollutants: 5G, PM2.5, SO2, P2P, M0, AA+, 1+N, G20, 4A级, H5.
_CODES = (
    r"[A-Za-z][A-Za-z.]*-?\d+(?:\.\d+)?(?:[A-Za-z]+)?",
    (
        r"\d+(?:\.\d+)?(?:G(?![WwBb])|A(?![A-Za-z])|D(?![A-Za-z])|K(?![A-Za-z])|C(?![A-Za-z])|B(?![A-Za-z])"
        r"|R(?![A-Za-z])|S(?![A-Za-z])|T0|V)级?"
    ),
    r"[\dNn一二三四五六七八九十]+(?:\s*\+\s*[\dNnXx一二三四五六七八九十]+)+",
    r"\d+\s*[×xX*]\s*\d+(?=小时|天)",
    r"\b(?:1\d\d|12\d{3}|123\d\d)(?=[”\"]?\s*(?:热线|平台|便民|市民|政务|指挥|急救|电话))",
    r"[Ⅰ-ⅻ]+(?:[-—至][Ⅰ-ⅻ]+)?类?",
)
# Coined labels: 500强, 百佳, 九连冠, 15分钟生活圈, 三年行动, 七大姑, 六个一, 三步走, 360度.
_LABELS = (
    (
        rf"(?:\d+|{_CN}+)(?:强|佳|连冠|连增|连创|连降|优(?=评)|度(?=[{HAN}])|人制|天无理由|小时(?=热线|服务"
        rf"|值班|值守|不间断|营业|自助|便利|心理|在线|图书馆|开放|书房))"
    ),
    r"(?:\d+|[一二两三四五六七八九十]+)分钟[^,。;]{0,12}圈",
    (
        rf"(?:\d+|{_CN}+)个(?:一(?!批)|必须|明确|坚持|确保|更加|统一|同步|不(?!同)|走在|优先|维护|确立|意识"
        rf"|自信|务必|离不开|百年|全面|到位|必谈|革命|结合|注重|相信)(?!\d)"
    ),
    rf"(?:\d+|{_CN}+)\s*年(?:制|期?行动|计划|规划|攻坚|任务|方案|目标|再造|大变|小变|提升|倍增|跃升|突破|会战|战役)",
    (
        r"(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])届(?:[一二三四五六七八九十]+次(?=全)"
        r"|[一二三四五六七八九]中)"
    ),
    (
        rf"(?:新|这|那|每)?(?:\d+|{_CN}+)步走|[一二三]次(?:分配|产业|创业|污染|供水|能源)|八项规定|三(?:农|产"
        rf"|级(?:医院|甲等)?|公(?:经费)?|资|北|甲|好)"
    ),
    rf"[每百千](?:百|千|万)?(?:人口|人|户|名|家|元|亩|公里|平方公里|万人|万人口|百户)(?=[{HAN}])(?<!\d..)",
    rf"\d+千伏(?=[{HAN}])",
    rf"每(?:\d+|{_CN}+)(?:万|千|百)?[人名户](?:口|常住人口)?",
    r"(?:\d+|[十百千]+)[百千]?[万亿]元?级|(?:[十百千]+万?|[万亿]|[百千]亿)级",
    rf"(?:(?<![\d.])\d+(?:[-—至]\d+)|(?<![\d.])\d+|{_CN}+)周?岁(?:(?:以上|以下|以内|及以上|至\d+周?岁)|(?=[老儿婴幼人的(组]))",
)
# Spans of time that say when or how often: 3年内, 近5年, 未来三年, 每两年, 提前1年, 五年来.
_SPANS = (
    (rf"(?:近|未来|今后|过去|每|前|提前|再用|用|利用|经过|力争用|隔|计划|为期|此后|后)(?:\d+"
        rf"|{_CN}+)\s*(?:年?(?:至|乃至|到|-))?\s*(?:\d+|{_CN}+)?\s*(?:年|个月|天|周|个工作日)(?:左右|时间|内"
        rf"|以内)?"),
    rf"(?:\d+|{_CN}+)\s*(?:年|个月)(?:之?内|以内|以来|来|间|累计|左右的?时间|时间|(?=提高|增长|增加|下降|降低|共|净增|翻))",
)  # fmt: skip

_NAME = re.compile(
    "(?P<when>"
    + "|".join((*_DATES, *_PLANS, *_SPANS))
    + ")|"
    + "|".join(f"(?:{p})" for group in (_CODES, _LABELS, _ORDERS) for p in group)
)
# 二十年一遇, “百年一遇”: a design standard in years, read as a figure of its own.
RETURN_PERIOD = re.compile(rf"(?P<n>\d+|{_CN}+)年一遇")
# 第26位, 全国区县第一, 前10名: a rank.
RANK = re.compile(
    rf"(?P<front>前)(?P<f>\d+|{_CN}+)(?P<fu>[位名强])?(?=[,。;、)以]|之内|行列|左右|$)"
    rf"|第\s*(?P<n>\d+|{_CN}+)\s*(?:(?P<u>[位名])|(?=[,。;、)]|$))"
)
_HAS_RANK = re.compile(r"[列居位排全国省市区县]第|前[\d一二三四五六七八九十]")


def shield_order(text: str) -> str:
    """Blank dates, orders, codes and coined labels; figures that count something stay."""
    return _NAME.sub(lambda m: (WHEN if m["when"] else BLANK) * len(m.group()), text)


def may_rank(text: str) -> bool:
    return _HAS_RANK.search(text) is not None
