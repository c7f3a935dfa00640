"""Units of measure and measure words that follow a figure, longest first, in groups by what they count."""

from __future__ import annotations

import re

MONEY = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "英镑", "元")
RATE = ("个百分点", "百分点", "%", "‰")
MULTIPLE = ("倍", "番")
LENGTH = ("车道公里", "公里", "千米", "海里", "延米", "厘米", "毫米", "km", "米")
AREA = ("平方公里", "平方千米", "万平方米", "平方米", "平米", "公顷", "亩次", "亩", "km²", "㎡", "m²", "平方")
VOLUME = ("立方米", "立方", "m³", "方", "升")
MASS = ("吨标准煤", "吨标煤", "吨煤", "蒸吨", "吨", "公斤", "千克", "毫克", "微克", "斤", "克")
ENERGY = (
    "千瓦时",
    "兆瓦时",
    "千伏安",
    "兆伏安",
    "千瓦",
    "兆瓦",
    "吉瓦",
    "千伏",
    "亿度",
    "kWh",
    "MWh",
    "kW",
    "MW",
    "GW",
    "kV",
)
DATA = ("PFLOPS", "PFlops", "EFLOPS", "Gbps", "Mbps", "PB", "TB", "GB", "兆", "P")
LONG_TIME = ("年", "个月", "周年", "年限")
SHORT_TIME = ("个工作日", "工作日", "个小时", "小时", "分钟", "课时", "学时", "秒", "天", "周", "日")
PEOPLE = ("人次", "家次", "件次", "项次", "台次", "人日", "人份", "人", "名", "位", "户次", "户", "口")
AGE = ("周岁", "岁")
# Measure words that count things; those that mostly number things (级, 期, 号, 楼, 大) are left out on purpose.
THINGS = (
    "台(套)", "台套", "套次", "场次", "批次", "车次", "架次", "班次", "航次", "标准箱", "标箱", "TEU",
    "个", "家", "项", "件", "条", "处", "座", "所", "栋", "幢", "套", "间", "台", "辆", "艘", "架", "部", "支",
    "只", "头", "匹", "株", "棵", "颗", "批", "场", "次", "届", "轮", "册", "本", "篇", "份", "张", "枚", "块",
    "片", "段", "门", "类", "种", "款", "例", "起", "宗", "笔", "对", "组", "队", "班", "节", "根", "孔", "眼",
    "道", "尾", "羽", "箱", "桶", "盏", "盆", "面", "幅", "列", "趟", "席", "层",
)  # fmt: skip

_ALL = (
    MONEY
    + RATE
    + MULTIPLE
    + LENGTH
    + AREA
    + VOLUME
    + MASS
    + ENERGY
    + DATA
    + LONG_TIME
    + SHORT_TIME
    + PEOPLE
    + AGE
    + THINGS
)
_SINGLE = "|".join(re.escape(u) for u in sorted(set(_ALL) - {"P", "亿度", "万平方米"}, key=lambda u: (-len(u), u)))
_RATIO_TO = "|".join(
    (
        *("平方公里", "平方米", "立方米", "公里", "万人", "百户", "公顷", "千瓦时", "m³", "m²", "亩", "升", "吨"),
        *("小时", "人", "户", "天", "日", "年", "月", "万元", "h", "a", "d"),
    )
)
UNIT = rf"(?:(?:{_SINGLE}|P(?![A-Za-z]))(?:/(?:{_RATIO_TO}))?)"

MEASURES = frozenset(MONEY + LENGTH + AREA + VOLUME + MASS + ENERGY + DATA)
TIMES = frozenset(LONG_TIME + SHORT_TIME)
# Units that, with 以上 or 以下 before a noun, draw a limit inside the noun (50万元以上的村, 60岁以上老人).
LIMITS = frozenset(MONEY + LENGTH + AREA + VOLUME + MASS + ENERGY + LONG_TIME + AGE + ("人", "户", "层", "头", "名"))
