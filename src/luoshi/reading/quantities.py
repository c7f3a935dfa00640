"""From figures to statements: who is measured, by which verb, in which clause.

Official sentences put a figure in three ways: VERB NOUN FIGURE (新建公厕50座), VERB FIGURE NOUN (新建14所学校) and
NOUN REACHES FIGURE (收入达到30亿元). Lists share the verb in front or the noun behind; a clause without a noun
speaks of the one before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from luoshi.reading import bases, bounds, figures, layout, policy, words
from luoshi.reading.characters import HAN, listed, shield_names
from luoshi.reading.figures import Figure
from luoshi.reading.model import Value
from luoshi.reading.verbs import ADVERBS, DELIVERING, INTENT

_SEPARATORS = " 、,和及与以及以及其中并且()"
_AND = (
    r"(?<![共饱缓温总谐平柔祥])和(?![美谐平睦解好])|以及|(?<![普涉惠波遍触危以])及(?![时其格早])"
    r"|(?<![参赠给])与(?![会时])"
)
_JOINT = re.compile(rf"[、,]|{_AND}")
_AFTER_FIGURE = re.compile(r"大关|关口|新?台阶|的?目标|红线|的?水平|[以之][上下内]|的?比例$")
# Where the noun behind a figure ends and its own predicate begins.
_PREDICATE = re.compile(
    r"得到|顺利|达到|(?<![畅通到直送抵发表传])达(?!标)|进行|实现|完成|成功|登陆|落户|挂牌|投用|投产|投入"
    r"|建成|开工|竣工|接入|入选|获|发放|集中(?!供|式)|纳入|进入|通过|组建|运行|被|全部|均(?!衡|等)|由"
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
_EMPTY_NOUN = re.compile(
    r"^(?:同口径|可比口径|按?可比价格?(?:计算)?|按?不变价格?(?:计算)?|名义|实际|年均|同比|比上年|较上年"
    r"|平均|每年|全年|总|累计|其中|分别|增长率|增幅|增速|年均增速|年均增长率"
    r"|年均增长|增长|总量|总数|合计|总计|已|达|规模|占比|比例|比重|数量|也|均|各|预计|年度目标|目标|总额"
    r"|占|年|在|有|约|◇+|“|”|[ 、,])*$"
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
_STRONG_ACT = re.compile(
    r"新增|新建|新引进|引进|招引|培育|培养|打造|建设|建成|改造|完成|实施|发放|投入|培训|吸纳|争取|办理"
    r"|减免|落实|拆除|整治|提供|安排|开展|推进|创建"
)
_NOUNLIKE = frozenset(
    listed(
        "发展 服务 运营 治理 改造 建设 示范 培训 监测 登记 注册 种植 养殖 供应 "
        "供热 供气 开放 上市 试点 转移 转化 帮扶 救助 资助 处理 处置 整改 整治 "
        "修复 绿化 利用 清理 节约 投入 支持 扶持 申请 申报 授权 运行 优化 更新"
    )
)
_SAID = re.compile(rf"(?:[、和]\d[\d.,]*[万余多]*(?:户|人|名|人次))*(?P<said>[{HAN}]{{2,10}})(?=$|[,。;])")
_ACT_ONLY = re.compile(r"^[^的]{0,4}(?:处置|处理|覆盖|达标|办理|受理|整改|利用|落实|合格|办结|回收|治理)$")
_CLASS_ONLY = re.compile(
    r"^(?:国家级?|省级?|市级?|区级?|县级?|部级|市厅级|世界级?|A+级?|□+级?|(?:[十百千万亿]+|□+)级?|重点"
    r"|大型|省部级|校级|甲等|高级|中级|初级|以上)+$"
)
_DISTRIBUTIVE = re.compile(
    r"(?:每个|各|每)(?:区、县\([^)]*\)|县\([^)]*\)、区|区县\([^)]*\)|镇、街道|省份|省\(区[^)]*\)|地市|州\(市\)|市\(州\)|区\(县\)|区县|县区|县市区|县\([^)]*\)"
    r"|镇办|镇街|乡镇\(街道\)|乡镇街道|乡镇|街道|镇|区|县|村|社区|园区|网格|市州"
    r"|市)(?=[^级内域政直属民的])"
)


@dataclass(slots=True)
class Quantity:
    """A figure read in its clause. Offsets are within the sentence."""

    start: int
    end: int
    at: int
    value: Value
    unit: str
    subject: str
    comparator: str
    basis: str
    lead: str
    verb: str
    clause_start: int
    scope_words: str = ""
    behind: bool = False  # the noun stands behind the figure
    doubts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Memory:
    """What a later clause of the sentence may lean on."""

    subject: tuple[int, int] | None = None
    verb: str = ""
    verb_start: int = -1
    lead: str = ""
    unit: str = ""
    ensure: bool = False


def quantities(sentence: str) -> list[Quantity]:
    """The quantified statements of one sentence in plain form."""
    if not figures.may_hold_figures(sentence):
        return []
    named = shield_names(sentence)
    found, masked = figures.find(named)
    if not found:
        return []
    return _Reader(sentence, masked, found).read()


class _Reader:
    def __init__(self, sentence: str, masked: str, found: list[Figure]) -> None:
        self.sentence, self.masked, self.found = sentence, _open_brackets(masked), found
        self.memory = _Memory()
        self.result: list[Quantity] = []
        self.history: list[tuple[int, int]] = []

    def read(self) -> list[Quantity]:
        at = 0
        for clause in layout.clauses(self.masked, 0):
            if self.masked[clause.start - 1 : clause.start] == ";":
                self.memory.verb, self.memory.lead, self.memory.ensure = "", "", False
            inside: list[Figure] = []
            while at < len(self.found) and self.found[at].start < clause.end:
                if self.found[at].end <= clause.end and self.found[at].start >= clause.start:
                    inside.append(self.found[at])
                at += 1
            if inside:
                self._clause(clause.start, clause.end, inside)
            elif "确保" in self.masked[clause.start : clause.end] and clause.end - clause.start < 16:
                self.memory.ensure = True
            else:
                self._remember_topic(clause.start, clause.end)
        return self.result

    def _remember_topic(self, start: int, end: int) -> None:
        """A clause without a figure may name what the next one measures."""
        lead = _LEAD.match(self.masked, start, end)
        begin = lead.end() if lead else start
        verb = DELIVERING.match(self.masked, begin, end)
        if verb and verb.end() < end:
            self.memory.subject = (verb.end(), end)
        else:
            self.memory.subject = (begin, end)
        self.memory.verb, self.memory.lead = "", ""

    def _clause(self, start: int, end: int, inside: list[Figure]) -> None:
        text = self.masked
        if policy.grants(text[start:end]):
            return
        inside = [f for f in inside if not policy.is_limit(text, f, end)]
        for i, figure in enumerate(inside):
            if _counts_next(text, figure, inside[i + 1 : i + 2]):
                text = self.masked = text[: figure.start] + " " * (figure.end - figure.start) + text[figure.end :]
        inside = [f for f in inside if text[f.start] != " "]
        cursor, shared = start, len(self.result)
        nouns: list[tuple[int, int]] = []
        for i, figure in enumerate(inside):
            stop = inside[i + 1].start if i + 1 < len(inside) else end
            left_start = self._skip_joint(cursor, figure.start)
            noun_cut, lead = (words.rank_tail if figure.form in ("rank", "front") else words.tail)(
                text[left_start : figure.start]
            )
            noun_end = left_start + len(noun_cut)
            right = self._right(figure, stop, end, last=i + 1 == len(inside))
            cursor = right[1] if right[1] > right[0] else figure.end
            if "分别" in lead and not nouns:
                nouns = (
                    self._list(left_start, noun_end)
                    if noun_cut.strip(" ◇年底前到")
                    else self._last_subjects(len(inside) - i)
                )
            if nouns and right[1] == right[0] and figure.form != "rank":
                own = nouns.pop(0)
            else:
                nouns, own = [], None
            if i + 1 < len(inside) and inside[i + 1].start == figure.end and right[1] == right[0] and not lead:
                right = self._right(inside[i + 1], self._next_stop(inside, i + 2, end), end, last=i + 2 == len(inside))
                cursor = figure.end
            if lead in ("为", "是", "到", "至", "需") and not noun_cut.strip():
                lead = ""  # 为80万名老人体检: a preposition, no verb
            said = self._state(figure, start, end, left_start, noun_end, lead, right, own, last=i + 1 == len(inside))
            if said is False:
                cursor = left_start  # what counts nothing is part of the next figure's noun
        self._share_trailing_noun(shared, end)

    def _next_stop(self, inside: list[Figure], at: int, end: int) -> int:
        return inside[at].start if at < len(inside) else end

    def _skip_joint(self, at: int, stop: int) -> int:
        while at < stop and (self.masked[at] in " 、," or self.masked.startswith(("和", "及", "与", "以及", "并"), at)):
            at += 2 if self.masked.startswith("以及", at) else 1
        return at

    def _right(self, figure: Figure, stop: int, end: int, *, last: bool) -> tuple[int, int]:
        """The run of the noun behind a figure, empty where none follows."""
        if figure.form in ("rank", "front", "ratio", "return", "doubling"):
            return figure.end, figure.end
        text, at = self.masked, figure.end
        while at < stop and text[at] == " ":
            at += 1
        if at < stop and text[at] == "的":
            at += 1
        if at >= stop or not re.match(rf"[{HAN}“A-Za-z□《]", text[at]) or _AFTER_FIGURE.match(text, at):
            return figure.end, figure.end
        cut = stop
        if not last:
            joint = _JOINT.search(text, at, stop)
            if joint:
                cut = joint.start()
            else:
                switch = _OF_NEXT.search(text, at, stop)
                cut = switch.start() if switch else stop
                act = DELIVERING.search(text, at + 2, cut)
                if act and act.group() not in _NOUNLIKE and act.end() < cut:
                    cut = act.start()  # 3万名低保对象|发放救助金1亿元
                head, lead = words.tail(text[at:cut])
                if lead:
                    cut = at + len(head)
        stopword = _PREDICATE.search(text, max(at, text.rfind("的", at, cut)), cut)
        if stopword:
            cut = stopword.start()
        while cut > at and text[cut - 1] in " 、,和及与的":
            cut -= 1
        return (at, cut) if cut > at else (figure.end, figure.end)

    def _list(self, start: int, end: int) -> list[tuple[int, int]]:
        """The nouns of A、B和C分别 …, as runs."""
        begin = self._strip_lead(start, end, causes=True)
        parts, at = [], begin
        for joint in _JOINT.finditer(self.masked[begin:end]):
            parts.append((at, begin + joint.start()))
            at = begin + joint.end()
        parts.append((at, end))
        # 城镇、农村居民收入分别: an item of two characters leans on the whole list.
        return [p if p[1] - p[0] >= 4 else (begin, end) for p in parts if p[1] > p[0]]

    def _last_subjects(self, count: int) -> list[tuple[int, int]]:
        """分别增长11.2%、14.5% without nouns: those of the figures before, in their order."""
        known = list(dict.fromkeys(self.history))
        if len(known) < count and self.memory.subject:
            known = self._list(*self.memory.subject)
        return known[-count:] if count > 1 else []

    def _strip_lead(self, start: int, end: int, *, causes: bool) -> int:
        at = start
        while True:
            match = _LEAD.match(self.masked, at, end)
            begin = match.end() if match and match.end() < end else at
            cause = _CAUSE.match(self.masked, begin, end) if causes else None
            if cause and cause.end() < end:
                begin = cause.end()
            if begin == at:
                return at
            at = begin

    def _state(
        self,
        figure: Figure,
        start: int,
        end: int,
        left: int,
        noun_end: int,
        lead: str,
        right: tuple[int, int],
        own: tuple[int, int] | None,
        *,
        last: bool,
    ) -> bool | None:
        """True where the figure was stated, False where it counts nothing, None where nobody says what it measures."""
        text, memory = self.masked, self.memory
        kinds = words.sort_tail(lead)
        reaching = "reach" in kinds or "change" in kinds or words.bound_before(lead) == "held"
        begin = self._strip_lead(left, noun_end, causes=reaching)
        verb, verb_at = "", -1
        passed = words.bound_before(lead) in ("gt", "lt")
        if not reaching or right[1] > right[0]:
            match = DELIVERING.match(text, begin, noun_end)
            if match and passed and not _STRONG_ACT.match(match.group()):
                match = None  # 通车总里程突破1000公里: a noun that begins like a verb
            if match and not re.match(r"[业率量额性型器员者站]|数(?![字据控智])", text[match.end() : match.end() + 2]):
                verb, verb_at = self._serial(match, noun_end)
                begin = verb_at
            elif _PREPOSITION.match(text, begin, noun_end) and (
                match := DELIVERING.search(text, begin + 2, noun_end - 1)
            ):
                verb, begin = self._serial(match, noun_end)
        doubts: list[str] = []
        noun = self._noun(figure, begin, noun_end, right, own, lead, doubts)
        if noun is None:
            return None
        bounded = passed and not verb
        inherited = ""
        if bounded or "累计" in lead:
            pass
        elif not verb and not reaching and left > start and memory.verb:
            verb = memory.verb
        elif self._continues(figure, begin, noun_end, end, right) and not verb and not reaching and memory.verb:
            verb, inherited = memory.verb, memory.lead
        if (
            not (kinds & {"reach", "change", "bound"})
            and (left > start or self._continues(figure, begin, noun_end, end, right))
        ) or (doubts and not (kinds & {"reach", "change"})):
            inherited = memory.lead
        subject = self._text(noun)
        if not policy.counts(self.sentence, text, figure, start, end, subject, lead, verb, right):
            return False
        before = text[start : figure.start] + ("确保" if memory.ensure else "")
        quantity = Quantity(
            start=start,
            end=end if right[1] > right[0] and not verb and not reaching and last else max(figure.end, right[1]),
            at=figure.start,
            value=figure.value,
            unit=figure.unit,
            subject=subject,
            comparator=bounds.comparator(figure, inherited if own and not lead else lead, before),
            basis=bases.basis(
                figure,
                lead=lead,
                noun=subject,
                verb=verb,
                inherited=inherited,
                before=text[start : figure.start],
                after=text[right[1] : end],
            ),
            lead=lead,
            verb=verb,
            clause_start=start,
            doubts=doubts,
            behind=right[1] > right[0] and noun == right,
        )
        place = _DISTRIBUTIVE.search(text, start, figure.start)
        if place:
            quantity.scope_words = self.sentence[place.start() : place.end()]
        self.result.append(quantity)
        memory.subject, memory.unit, memory.ensure = noun, figure.unit, False
        if own is None or noun not in self.history:
            self.history.append(noun)
        memory.verb, memory.lead = verb, lead or inherited
        return True

    def _continues(self, figure: Figure, begin: int, noun_end: int, end: int, right: tuple[int, int]) -> bool:
        """NOUN FIGURE and nothing else: the clause goes on with the list of the clause before."""
        alike = (figure.unit == "%") == (self.memory.unit == "%")
        return noun_end > begin and right[1] == right[0] and figure.end >= end and figure.unit != "%" and alike

    def _serial(self, match: re.Match[str], stop: int) -> tuple[str, int]:
        """A run of verbs: 新建、改造; 培育引进."""
        at = match.end()
        while at < stop:
            step = at + 1 if self.masked[at] in "、和并" else at
            further = DELIVERING.match(self.masked, step, stop)
            if not further or further.end() >= stop or (step == at and further.group() not in _SECOND):
                break
            at = further.end()
        return self.masked[match.start() : at], at

    def _noun(
        self,
        figure: Figure,
        begin: int,
        noun_end: int,
        right: tuple[int, int],
        own: tuple[int, int] | None,
        lead: str,
        doubts: list[str],
    ) -> tuple[int, int] | None:
        text = self.masked
        if own:
            return own
        left_words = text[begin:noun_end].strip(" 、,和及与的“”")
        if (
            figure.form == "ratio"
            and self.memory.subject
            and re.match(r"[: ]*$|.{0,2}(?:调整|优化|变化|转变|演变|变)(?:[为到至]|$)|[为到至]", left_words)
        ):
            return self.memory.subject
        percent = figure.unit in ("%", "‰", "倍", "番", "个百分点", "百分点") or figure.form in (
            "rank",
            "front",
            "return",
            "ratio",
        )
        timed = figure.unit in ("小时", "分钟", "个小时", "天", "年")
        if percent and self.memory.subject and not left_words and _ACT_ONLY.search(text[right[0] : right[1]]):
            doubts.append("主语取自前一分句")
            return self.memory.subject
        if right[1] > right[0] and not ((percent or timed) and left_words and not left_words.endswith("等")):
            return right
        if left_words and not _EMPTY_NOUN.match(left_words):
            start = begin
            share = re.search(r"占[^占]{1,20}的$", text[begin:noun_end])
            if share and share.start() >= 2:
                return begin, begin + share.start()
            if share and self.memory.subject:
                doubts.append("主语取自前一分句")
                return self.memory.subject
            if left_words in ("按", "按照", "以") and right[1] > right[0]:
                return self._ordered(right)
            if (
                re.search(r"(?:总额|总量|总数|目标|计划|任务)的$", left_words + text[noun_end - 1 : noun_end])
                and percent
                and self.memory.subject
            ):
                doubts.append("主语取自前文")
                return self.memory.subject
            end = noun_end
            while end > start and text[end - 1] in " 、,和及与的:◇":
                end -= 1
            return start, end
        if right[1] > right[0]:
            return right
        if figure.unit in ("户", "人", "名", "人次") and (said := self._said_of(figure)):
            return said
        if self.memory.subject is not None:
            doubts.append("省略主语,取自前一分句")
            return self.memory.subject
        return None

    def _said_of(self, figure: Figure) -> tuple[int, int] | None:
        """8461户、29100人稳定脱贫: without a noun, what is said of the people names them."""
        match = _SAID.match(self.masked, figure.end)
        return match.span("said") if match else None

    def _ordered(self, right: tuple[int, int]) -> tuple[int, int]:
        """按照7%的比例制定养护计划: what the rate applies to stands behind the verb."""
        match = DELIVERING.search(self.masked, right[0], right[1])
        return (match.end(), right[1]) if match and match.end() < right[1] else right

    def _text(self, noun: tuple[int, int]) -> str:
        words_ = self.sentence[noun[0] : noun[1]].strip(" 、,")
        return re.sub(r"^(?:和(?![美谐平睦])|及(?!时)|与)|(?:和|及|与)$", "", words_)

    def _share_trailing_noun(self, since: int, end: int) -> None:
        """1家国家级、2家省级示范区: the noun behind the last item belongs to the whole list."""
        items = self.result[since:]
        if len(items) < 2 or not items[-1].subject:
            return
        for item in items[:-1]:
            if item.behind and items[-1].behind and _CLASS_ONLY.match(item.subject):
                item.subject = _without_class(items[-1].subject)
                item.end = max(item.end, items[-1].end)


def _without_class(noun: str) -> str:
    return re.sub(r"^(?:(?:国家|省|市|区|县|部|世界|[十百千万亿]+)级)(?:以上)?", "", noun) or noun


def _counts_next(text: str, figure: Figure, following: list[Figure]) -> bool:
    """2个100%: a count of the figures that follow it."""
    return bool(following) and figure.unit == "个" and following[0].start == figure.end and following[0].unit == "%"


def _open_brackets(masked: str) -> str:
    """Brackets that hold a figure become clauses of their own."""
    if "(" not in masked:
        return masked
    return re.sub(r"\(([^()]*\d[^()]*)\)", lambda m: "," + m.group(1) + ",", masked)
