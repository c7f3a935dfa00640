"""The words around a figure as runs: what stands before a noun, the noun behind a figure, the members of a list,
the verb that governs it.
"""

from __future__ import annotations

import re

from luoshi.reading import words
from luoshi.reading.characters import HAN, listed
from luoshi.reading.figures import Figure
from luoshi.reading.verbs import ADVERBS, DELIVERING, INTENT

Run = tuple[int, int]

_AND = (
    r"(?<![共饱缓温总谐平柔祥])和(?![美谐平睦解好])|以及|(?<![普涉惠波遍触危以])及(?![时其格早])"
    r"|(?<![参赠给])与(?![会时])"
)
_JOINT = re.compile(rf"[、,]|{_AND}")
_AFTER_FIGURE = re.compile(r"大关|关口|新?台阶|的?目标|红线|的?水平|[以之][上下内]|的?比例$")
# Where the noun behind a figure ends and its own predicate begins.
_PREDICATE = re.compile(
    r"得到|顺利|达到|(?<![畅通到直送抵发表传])达(?!标)|进行|实现|完成|成功|登陆|落户|挂牌|投用|投产|投入"
    r"|建成|开工|竣工|接入|入选|获|发放|集中(?!供|式)|纳入|进入|通过|组建|运行|被|提供|全部|(?<![亩人户日月年生平村])均(?!衡|等)|由"
    r"|喜迁|提高|增长|新增"
    r"|减少|降低|享受|实施|开展|成为|列入|取得|位居|总计|合计|已|将|并(?!网)|以上|上线|覆盖|稳定|在(?!线|建|校|册"
    r"|编|岗|职|孵|研|库)|力争|确保|努力|用于|支持|参加|参与|按|为(?!主)"
)
_OF_NEXT = re.compile(
    r"(?:总投资|年度|计划投资|投资|面积|涉及|惠及|带动|共|总|计|长|里程|金额|资金|户数|占|较|同比|比上年|其中|,)"
)
# What stands before the noun or verb of an item: when, where, whose, and words of intent. Manner words are dropped
# only before a verb, for they also begin nouns (高标准农田, 重点水域, 全程网办率).
_LEAD = re.compile(
    rf"(?:(?:到|至|截至|截止|自|从|在|力争到|争取到)?“?[◇]{{2,}}[◇、—-]*”?(?:底|末|初|前|以前|之前|期间"
    rf"|时期|以来|全年|度|中|年)*|(?:全|我|本|各)(?:市|区|县|省|镇|旗|州|域|街道|乡)(?!域|级|属|直|内"
    rf"|外)(?:各级|上下)?|其中|每年|每季度|每月|年均|一是|二是|三是|四是|五是|□{{0,4}}期间|时期|末|底|并"
    rf"|[,、 :]|{INTENT}|(?:{ADVERBS}[地,]?)+(?={DELIVERING.pattern}))*"
)
_CAUSE = re.compile(
    r"(?:努力|积极)?(?:推动|带动|促进|实现|确保|力争|争取|使|让|保障|保持|推进|支持|促使|牢牢|拉动"
    r"|积极拓展|完成|提升|引导|保证|引领)(?=[^到至率量业])"
)
_PREPOSITION = re.compile(r"为(?!主)|在|向|对|依托|通过|面向|围绕|利用|从|将|由|支持|鼓励|引导")
# Second halves of serial verbs; others (上市, 服务, 示范) rather begin the noun.
_SECOND = frozenset(
    listed(
        "改造 提升 建设 引进 培育 打造 实施 开工 开工建设 新建 改建 扩建 优化 整治 改造提升 新增 举办 承办 "
        "投用 启用 认定 推广 壮大 培养 招引 吸引 完成 推进 建成 修复 治理 调整 创建 落地 布局 储备 谋划 策划 "
        "开展"
    )
)
# 3个亿元以上项目: the class belongs to the noun.
_CLASS_ABOVE = re.compile(r"(?:[十百千]*[万亿]元|[国省市区县部]级|规模|限额|中型|[科处]级|□+)及?以上")
_STATES = frozenset(listed("通车 入驻 落户 累计 在建 投用 投产 上线 到位 签约"))
_NOUNLIKE = frozenset(
    listed(
        "发展 服务 运营 治理 改造 建设 示范 培训 监测 登记 注册 种植 养殖 供应 "
        "供热 供气 开放 上市 试点 转移 转化 帮扶 救助 资助 处理 处置 整改 整治 "
        "修复 绿化 利用 清理 节约 投入 支持 扶持 申请 申报 授权 运行 优化 更新"
    )
)


def skip_joint(text: str, at: int, stop: int) -> int:
    """Past the signs and words that join the members of a list."""
    while at < stop and (text[at] in " 、," or text.startswith(("和", "及", "与", "以及", "并"), at)):
        at += 2 if text.startswith("以及", at) else 1
    return at


def lead_end(text: str, start: int, end: int) -> int:
    """Where time, place and intent at the start of a run end."""
    match = _LEAD.match(text, start, end)
    return match.end() if match else start


def strip_lead(text: str, start: int, end: int, *, causes: bool) -> int:
    """Where the noun or verb of a run begins; with `causes`, past 推动, 确保 and the like as well."""
    at = start
    while True:
        match = _LEAD.match(text, at, end)
        begin = match.end() if match and match.end() < end else at
        cause = _CAUSE.match(text, begin, end) if causes else None
        if cause and cause.end() < end:
            begin = cause.end()
        if begin == at:
            return at
        at = begin


def behind(text: str, figure: Figure, stop: int, *, last: bool) -> Run:
    """The run of the noun behind a figure, empty where none follows."""
    nothing = (figure.end, figure.end)
    if figure.form in ("rank", "front", "ratio", "return", "doubling"):
        return nothing
    at = figure.end
    while at < stop and text[at] == " ":
        at += 1
    if at < stop and text[at] == "的":
        at += 1
    if at >= stop or not re.match(rf"[{HAN}“A-Za-z□《]", text[at]) or _AFTER_FIGURE.match(text, at):
        return nothing
    cut = stop if last else _before_next(text, at, stop)
    class_ = _CLASS_ABOVE.match(text, at, cut)
    stopword = _PREDICATE.search(text, max(class_.end() if class_ else at, text.rfind("的", at, cut)), cut)
    if stopword:
        cut = stopword.start()
    while cut > at and text[cut - 1] in " 、,和及与的":
        cut -= 1
    return (at, cut) if cut > at else nothing


def _before_next(text: str, at: int, stop: int) -> int:
    """Where the noun behind a figure ends when another figure follows in the clause."""
    joint = _JOINT.search(text, at, stop)
    if joint:
        return joint.start()
    switch = _OF_NEXT.search(text, at, stop)
    cut = switch.start() if switch else stop
    act = DELIVERING.search(text, at + 2, cut)
    if act and act.group() not in _NOUNLIKE and act.end() < cut:
        cut = act.start()  # 3万名低保对象|发放救助金1亿元
    head, lead = words.tail(text[at:cut])
    return at + len(head) if lead else cut


def members(text: str, start: int, end: int) -> list[Run]:
    """The nouns of A、B和C分别 …, as runs."""
    begin = strip_lead(text, start, end, causes=True)
    parts, at = [], begin
    for joint in _JOINT.finditer(text[begin:end]):
        parts.append((at, begin + joint.start()))
        at = begin + joint.end()
    parts.append((at, end))
    # 城镇、农村居民收入分别: a stump leans on the whole list.
    whole = end - parts[-1][0]
    return [(begin, end) if p[1] - p[0] < 4 and 2 * (p[1] - p[0]) < whole else p for p in parts if p[1] > p[0]]


def governing(text: str, begin: int, end: int, *, passed: bool) -> tuple[str, int]:
    """The verb at the head of a run and where its noun begins. `passed`: the figure is exceeded (突破, 超过), and
    then a noun may begin like a verb (通车总里程突破1000公里)."""
    match = DELIVERING.match(text, begin, end)
    if match and passed and (match.group() in _NOUNLIKE or match.group() in _STATES):
        match = None
    if match and not re.match(r"[业率量额性型器员者站]|数(?![字据控智])", text[match.end() : match.end() + 2]):
        return _serial(text, match, end)
    if _PREPOSITION.match(text, begin, end):
        inner = DELIVERING.search(text, begin + 2, end - 1)
        if inner:
            return _serial(text, inner, end)
    return "", begin


def _serial(text: str, match: re.Match[str], stop: int) -> tuple[str, int]:
    """A run of verbs: 新建、改造; 培育引进."""
    at = match.end()
    while at < stop:
        step = at + 1 if text[at] in "、和并" else at
        further = DELIVERING.match(text, step, stop)
        if not further or further.end() >= stop or (step == at and further.group() not in _SECOND):
            break
        at = further.end()
    return text[match.start() : at], at
