"""Words around a figure: what bounds it, what is said to happen to it, what merely fills."""

from __future__ import annotations

import re

from luoshi.reading.characters import listed

AT_LEAST = listed("不少于 不低于 不小于 不得低于 不得少于 至少 不少於 ≥ 最低")
AT_MOST = listed("不超过 不高于 不大于 不多于 不得超过 不得高于 不突破 最多 最高 ≤")
ABOVE = listed("超过 突破 超出 高于 高出 多于 大于 逾 超 过 > 冲刺突破")
BELOW = listed("低于 少于 小于 不足 不到 未达 <")
ABOUT = listed("大约 大概 约为 约达 约占 约有 约 近 接近 将近")
HELD_BELOW = listed("控制在 压减到 压减至 压降至 压降到 限制在 管控在")

# A stock or level is reached or held.
REACH = listed(
    "达到 达成 达 为 是 巩固在 保持在 保持 稳定在 维持在 稳定达到 稳定保持在 提高到 提高至 提升到 提升至 "
    "增加到 增加至 增至 增长到 增长至 扩大到 扩大至 升至 上升到 上升至 跃升至 跃升到 "
    "降至 降到 下降到 下降至 降低到 降低至 减至 减到 减少到 减少至 缩短到 缩短至 缩减到 缩减至 压缩到 "
    "压缩至 精简到 精简至 拓展到 拓展至 扩展到 发展到 壮大到 壮大至 增为 调整为 优化为 到 至 "
    "共有 现有 拥有 已有 建有 设有 有 只需 仅需 需 居 列 位居 位列 排名 排 控制在 压减到 压减至 延长至 "
    "延长到 回升至 回升到 不断扩大到 站上 迈上 跨越 跨上 冲击 争取达到 "
)
# A rate of change.
CHANGE = listed(
    "增长 新增 净增 净增加 增加 递增 上升 上涨 提高 提升 增幅 增速 扩大 下降 降低 减少 缩减 压减 削减 "
    "下调 压降 缩短 压缩 回落 升 涨 降幅 减幅 改善 提速 节约 年均增长率 年均增速 年均增长 年均 负增长 "
    "收窄 翻 "
)
DELIVERED = listed("完成 实现 累计 投入 到位 下达 发放 签约")
FILL = listed(
    "了 已 将 再 均 各 全部 共 分别 同比 环比 年均 平均 力争 确保 努力 争取 预计 预期 可 要 每年 全年 "
    "年内 年 每 总共 也 都 仍 就 并 稳定 左右 总计 共计 同比分别 分别同比 之比 累计 累计达 成功 拟按 拟 合计 完成 "
    "实现 总 规划 就 实际 又 更 基本 全 建议 "
)


def _group(*lists: list[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(w) for w in sorted({w for words in lists for w in words}, key=lambda w: (-len(w), w)))
        + ")"
    )


_BOUND = _group(AT_LEAST, AT_MOST, ABOVE, BELOW, ABOUT, HELD_BELOW)
_REACH, _CHANGE, _FILL = _group(REACH), _group(CHANGE), _group(FILL)
_AGAINST = r"(?:[较比](?:上年|去年|同期|上年同期|全国|全省|全市|全区|(?:“[^”]{1,6}”|[◇□]+)(?:末|底|时期|年)?))"
TAIL_TOKEN = re.compile(
    rf"(?P<bound>{_BOUND})|(?P<reach>{_REACH})|(?P<change>{_CHANGE}|[增升降减涨])|(?P<fill>{_FILL})|(?P<gap>[ ,、]+)"
)
_UPON = (
    r"在[^,]{2,14}基础上|(?:达到|相当于|是|为)(?:全国|全省|全市|全区|全县|同期|上年|上个?五年"
    r"|[^,]{0,6}(?:平均|同期|时期)|[◇]+)[^,]{0,10}的"
)
_SINGLE_CHANGE = r"(?<![新净累递倍加])[增升降减涨](?=[◇ ]*$)"
_TAIL = re.compile(
    rf"(?:{_UPON}|{_BOUND}|{_REACH}|{_CHANGE}|{_SINGLE_CHANGE}|{_FILL}|{_AGAINST}|[由从](?=[ 约近]*$)|[ 、])*$"
)


def tail(left: str) -> tuple[str, str]:
    """Split what stands before a figure into the noun part and the words that lead to the figure:
    营业收入|达到, 年度技改投资|同比增长, 长者食堂|."""
    window = left[-28:]
    match = _TAIL.search(window)
    cut = len(left) - (len(window) - match.start()) if match else len(left)
    return left[:cut], left[cut:]


_RANK_SAID = re.compile(
    r"(?:连续[^,]{0,6})?(?:稳居|位居|位列|名列|跃居|跃升|升至|上升至|上升到|排名|排在|居|列)[^,、]{0,12}$"
)
_RANK_TAIL = re.compile(
    r"(?:连续|[\d◇□]+年|[一二三四五六七八九十]年|[ 、,]|均|稳|保持|稳居|位居|位列|名列|居|列|排名?|排在"
    r"|跃居|跃升|升至|上升到|上升至|达到|达|获得?|荣获|进入|跻身|迈入|力争|进|到|至|在|由|从|全国|全省"
    r"|全市|全区|全县|全球|世界|同类|沿海|省内|国内|市内|参评|各|区县|县区|县\(市\)|地级市|城市"
    r"|县级市|副省级|百强县|百强区|方阵|前列|中西部|[东中西部北]部|地区|城区|区域|县域)*$"
)


def rank_tail(left: str) -> tuple[str, str]:
    """As `tail`, before a rank: 水环境质量指数|居全省."""
    window = left[-28:]
    said = _RANK_SAID.search(window)
    if said and len(left) - len(window) + said.start() >= 2:
        at = len(left) - (len(window) - said.start())
        return left[:at], left[at:]
    match = _RANK_TAIL.search(window)
    cut = len(left) - (len(window) - match.start()) if match else len(left)
    return left[:cut], left[cut:]


def sort_tail(words: str) -> set[str]:
    """Which kinds of words lead to the figure: of bound, reach, change, fill."""
    return {kind for match in TAIL_TOKEN.finditer(words) if (kind := match.lastgroup) and kind != "gap"}


_PRE = re.compile(
    rf"(?P<ge>{_group(AT_LEAST)})|(?P<le>{_group(AT_MOST)})|(?P<lt>{_group(BELOW)})"
    rf"|(?P<gt>{_group(ABOVE)})|(?P<about>{_group(ABOUT)})|(?P<held>{_group(HELD_BELOW)})"
)


def bound_before(words: str) -> str:
    """The bound that the words before a figure set: ge, le, lt, gt, about, held, or empty; the last one counts."""
    last = ""
    for match in _PRE.finditer(words):
        last = match.lastgroup or ""
    return last
