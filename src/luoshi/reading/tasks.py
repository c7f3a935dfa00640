"""Commitments without a figure: VERB OBJECT clauses that look ahead, and goals told of a subject.

Run-in titles, framing (围绕, 以…为牵引) and clauses with a figure are no tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading import layout
from luoshi.reading.characters import HAN, listed, shield_names
from luoshi.reading.verbs import ADVERB_RUN, NOMINAL, VERB, VERB_START, VERBS

_TIME = (
    r"(?:(?:到|至|力争到|自)?“?(?:(?:19|20)\d\d|十[一二三四五六七八九]五|20\d\d)年?”?(?:\d{1,2}月)?(?:底|末"
    r"|初)?(?:之?前)?(?:期间|时期)?|今年|年内|明年|期间|未来[一二三五十\d]+年|上半年|下半年|年底前)"
)
_LINK = (
    r"(?:其中|同时|此外|另外|并且?|以及|还要|一是|二是|三是|四是|五是|六是|七是|要|将|我们|全区上下|全市上下"
    r"|各级各部门|各级|各部门|全市|全区|全县|全省|我市|我区|我县|(?:[一二三四五六七八九十]|\d{1,2})是)"
)
_LEADING = re.compile(rf"(?:{_TIME}|{_LINK}|[ 、])*")
# Framing: means and grounds, the act comes after them.
_PHRASE = re.compile(
    rf"(?:(?:通过|依托|利用|结合|借助|立足|围绕|聚焦|按照|根据|针对|面向|瞄准|对照|对标|紧扣|紧盯|按|从|在"
    rf"|以|用|为|与|向|同|由|经|将|把|对|就|使|让|自|按期|紧紧围绕|统筹利用|综合运用|运用|突出|坚持|发挥"
    rf"|抢抓|适应|顺应|着眼|采取|联合|会同|参照|本着)[^,]{{1,60}}?)(?={VERB})"
)
_FRAME = re.compile(
    r"^(?:紧紧|牢牢)?(?:围绕|聚焦|立足|依托|按照|根据|针对|面向|瞄准|对照|对标|紧扣|紧盯|着眼|锚定"
    r"|以(?!及)[^,]{1,50}(?:为(?:[^,]{0,14})|契机|主线|重点)|通过|借助|结合|利用|适应|顺应|本着|随着|面对"
    r"|鉴于|基于|为(?:了|深入|全面|进一步|贯彻)|采取|践行|坚持[^,]{0,24}(?:至上|优先|原则|并重|理念|导向"
    r"|方向|并举|为本|结合|当头|统一|两手|先行|第一)|坚持(?:以|把)[^,]{0,30}为[^,]{0,14}"
    r"|坚持(?:[^,、]{2,6}、)+[^,、]{2,6}$|在[^,]{2,20}(?:中|下|上|基础上|前提下|过程中|方面|的同时)$|高举"
    r"|深入贯彻|增强[^,]{0,30}意识|全面贯彻|牢记|深刻|认真学习)"
)
# 以…为核心, 坚持把…作为…: framing through and through, no act behind it.
_PURE_FRAME = re.compile(
    r"^(?:坚持|始终)?(?:以[^,]{1,70}为(?:核心|重点|抓手|主线|导向|目标|方向|牵引|引领|支撑|主体|基础|契机"
    r"|载体|龙头|突破口|统领|动力|依托|根本|先导|主题|指引|指导|遵循|保障|手段|关键|中心|主|补充|纽带"
    r"|目的|宗旨|切入点|着力点|总抓手|原则)[^,]{0,5}$|把[^,]{1,60}作为[^,]{2,40}$)"
)
_PURPOSE = re.compile(r"聚焦|围绕|紧紧围绕|立足|紧扣|瞄准|锚定|突出|按照|根据|着眼|针对")
# First halves of serial acts: 策划推出, 盘活利用, 深化拓展.
_SERIAL_FIRST = frozenset(
    listed("策划 深化 盘活 谋划 布局 巩固 规范 组织 研究 规划 创新 挖掘 整合 修订 编制 遴选 改造 培育 宣传 保护 传承")
)
# Goals told of a subject: 水平显著提升, 问题得到有效解决, 体系基本建成.
_TOLD = re.compile(
    r"^(?P<subject>[^,]{2,60}?)(?:得到|实现|全面|全部|基本|显著|明显|持续|不断|稳步|有效|进一步|更加|大幅"
    r"|逐步|切实|充分|有序|加快|同步|总体|普遍|初步|广泛|稳定|根本|较大|深度|整体|更为|日益|率先)+(?:有效"
    r"|充分|妥善|根本|全面|基本|彻底|及时|大幅|重大|新的?|质的|历史性)*"
    r"(?P<verb>提升|提高|增强|改善|优化|完善|建成|建立|形成|完成|解决|好转|突破|健全|确立|构建|彰显|扩大"
    r"|增长|增加|下降|降低|减少|投用|投入使用|开工|竣工|落地|推进|实施|开展|覆盖|拓展|深化|发展|壮大|保障"
    r"|满足|体现|改进|化解|消除|更新|升级|进展|提质|转型|集聚|集中|巩固|强化|加强|显现|凸显|释放|规范"
    r"|通车|达标|普及|缩小|缩短|丰富|跃升|融合|推广|控制|遏制|治理|整治|修复|清零|使用"
    r"|应用)(?P<rest>[^,]{0,20})$"
)
_TURNED = re.compile(
    r"^(?P<subject>[^,]{2,50}?)(?P<verb>纳入|成为|达到|延伸到|实现|位居|进入|迈入|保持|跻身|走在|接入"
    r"|向)(?P<rest>[^,]{2,40})$"
)
_ALONGSIDE = re.compile(r"^(?P<subject>[^,]{2,30}?)与[^,]{2,20}?(?:基本|保持)?同步(?:增长)?$")
# Who is to do it is no act of its own: 由区财政局牵头, 区住建局配合.
_DUTY_ONLY = re.compile(r"^(?:由|请)?[^,]{2,60}(?:牵头|配合|协助|负责)(?:落实|办理|实施|抓好)?$")
_EMPTY_OBJECT = re.compile(r"^(?:的|了|着|地|得|性|率|业|者|量|度|型|式|中|上|下|好|到|至|在|化|后|前|时|、|。|等)?$")
_NO_TASK = re.compile(
    r"(?:谢谢|审议|各位代表|报告如下|请予|列席|主持|讲话|出席|开幕|闭幕|记者|崇高敬意|衷心感谢|领导下|团结在|旗帜)"
)
_BAD_START = re.compile(
    r"^(?:的|了|是|有|也|都|而|但|或|若|如|因|则|其|这|那|该|此|所|之|不(?!断)|没|未|无|更|最|很|越)"
)


@dataclass(frozen=True, slots=True)
class Task:
    """Offsets are within the sentence."""

    start: int
    end: int
    verb: str
    object: str
    told: bool = False


def tasks(sentence: str, taken: list[tuple[int, int]]) -> Iterator[Task]:
    """The tasks of a sentence in plain form; `taken` are the clauses that carry figures."""
    if _NO_TASK.search(sentence):
        return
    shielded = shield_names(sentence)
    for clause in layout.clauses(shielded, 0):
        if any(a < clause.end and clause.start < b for a, b in taken):
            continue
        yield from _clause(sentence, shielded, clause.start, clause.end)


def _clause(sentence: str, shielded: str, start: int, end: int) -> Iterator[Task]:
    while start < end and sentence[start] in " 、:":
        start += 1
    if end - start < 4 or _DUTY_ONLY.match(shielded[start:end]):
        return
    lead = _LEADING.match(shielded, start, end)
    begin = lead.end() if lead else start
    adverbs = ADVERB_RUN.match(shielded, begin, end)
    at = adverbs.end() if adverbs else begin
    found = _act(sentence, shielded, start, begin, at, end) or (
        _act(sentence, shielded, start, begin, begin, end) if at != begin else None
    )
    if found is None and adverbs and at > begin:
        found = _last_adverb(sentence, shielded, start, begin, at, end)
    if found is not None:
        yield found
        yield from _further(sentence, shielded, start, found, end)
        return
    told = _told(sentence, shielded, start, begin, end)
    if told is not None:
        yield told
        return
    if _BAD_START.match(shielded[begin:end]):
        return
    for place in dict.fromkeys((at, begin, start)):
        after = _after_phrase(sentence, shielded, start, place, end)
        if after is not None:
            yield after
            return


def _act(sentence: str, shielded: str, start: int, begin: int, at: int, end: int) -> Task | None:
    """VERB OBJECT at this very place."""
    match = VERBS.match(shielded, at, end)
    if match is None or _FRAME.match(shielded[begin:end]):
        return None
    if (
        match.group() in _SERIAL_FIRST
        and (second := VERB_START.match(shielded, match.end(), end))
        and second.group() not in NOMINAL - {"利用"}
    ):
        thing = sentence[second.end() : end].strip(" 、")
        if len(thing) >= 2:
            return Task(start, end, sentence[at : second.end()], thing)
    thing = sentence[match.end() : end].strip(" 、")
    if thing[:1] in ("和", "与", "、", "及"):
        return None
    if len(thing) < 2 or (
        _EMPTY_OBJECT.match(thing[:1]) and thing[:1] not in ("等", "中", "上", "下", "前", "后", "好")
    ):
        # 加快提升, 稳定发展: the last verb of the run may be the object.
        run = match.group()
        shorter = re.match(rf"^({VERB})(?=.)", run)
        if shorter and shorter.end() < len(run):
            rest = sentence[at + shorter.end() : end]
            return Task(start, end, shorter.group(), rest) if len(rest) >= 2 else None
        return None
    return Task(start, end, match.group(), thing)


def _last_adverb(sentence: str, shielded: str, start: int, begin: int, at: int, end: int) -> Task | None:
    """加快总部大厦建设, 统筹传统安全: a word that is dropped before a verb is the verb before a noun."""
    run = shielded[begin:at]
    for word in (
        "加快",
        "加速",
        "统筹",
        "突出",
        "规范",
        "集中",
        "争取",
        "确保",
        "力争",
        "联合",
        "创新",
        "注重",
        "狠抓",
        "配套",
        "动态",
    ):
        if run.endswith(word):
            thing = sentence[at:end].strip(" 、")
            if len(thing) >= 2 and not _FRAME.match(shielded[start:end]):
                return Task(start, end, word, thing)
    return None


def _further(sentence: str, shielded: str, start: int, first: Task, end: int) -> Iterator[Task]:
    """A second act in the same clause: 优化规划布局、加快推进学校建设."""
    at = start + len(sentence[start:end]) - len(first.object)
    for joint in re.finditer(r"、|并(?!举|重|网|联)", shielded[at:end]):
        place = at + joint.end()
        adverbs = ADVERB_RUN.match(shielded, place, end)
        begin = adverbs.end() if adverbs else place
        if begin == place and joint.group() == "、":
            continue
        verb = VERBS.match(shielded, begin, end)
        if verb and end - verb.end() >= 2:
            yield Task(start, end, verb.group(), sentence[verb.end() : end])
            return


def _told(sentence: str, shielded: str, start: int, begin: int, end: int) -> Task | None:
    text = shielded[begin:end]
    match = _ALONGSIDE.match(text)
    if match:
        return Task(start, end, "同步", sentence[begin : begin + match.end("subject")], told=True)
    match = _TOLD.match(text)
    if match and len(match["rest"]) <= 12 and not VERBS.match(match["subject"]):
        subject = sentence[begin : begin + match.end("subject")]
        return Task(start, end, match["verb"], subject, told=True)
    match = _TURNED.match(text)
    if match and not VERBS.match(match["subject"]) and not re.match(r"以|为|在|对|从|通过|依托|按", text):
        verb = match["verb"]
        if verb in ("成为", "达到", "实现", "走在", "位居", "进入", "迈入", "保持", "跻身"):
            return Task(start, end, verb, sentence[begin + match.start("rest") : end], told=True)
        if verb in ("纳入", "延伸到", "接入"):
            return Task(start, end, verb, sentence[begin : begin + match.end("subject")], told=True)
    return None


def _after_phrase(sentence: str, shielded: str, start: int, at: int, end: int) -> Task | None:
    """The act after means and ground: 依托基金港引入人工智能创投基金; 将管理精细到社区."""
    text = shielded[at:end]
    if _PURE_FRAME.match(text):
        return None
    given = re.match(
        (
            r"(?:将|把|对)(?P<thing>[^,]{2,60}?)(?P<verb>纳入|打造成为|打造成|打造得|打造|作为|放在|摆在"
            r"|延伸到|延伸至|扩大到|精细到|落实到|消除|列入|转化为|建设成为|建设成|建成|进行[^,]{2,16}"
            r"|实施[^,]{2,10}|开展[^,]{2,10}|给予[^,]{2,10}|转移|覆盖|贯穿|融入|引向|用于)"
        ),
        text,
    )
    if given:
        verb = re.sub(r"^(?:进行|开展|实施)(?:实时|全面|规范|彻底|重点|分类)?", "", given["verb"]) or given["verb"]
        return Task(start, end, verb, sentence[at + given.start("thing") : at + given.end("thing")])
    phrase = _PHRASE.match(text)
    if phrase is None:
        return None
    place = at + phrase.end()
    found = _first_act(sentence, shielded, start, place, end, NOMINAL)
    if found is None and not _PURPOSE.match(text):
        found = _first_act(sentence, shielded, start, place, end, frozenset())
    return found


def _first_act(sentence: str, shielded: str, start: int, place: int, end: int, skipped: frozenset[str]) -> Task | None:
    """The first verb from `place` on that has an object, verbs of `skipped` passed over."""
    while place < end:
        adverbs = ADVERB_RUN.match(shielded, place, end)
        begin = adverbs.end() if adverbs else place
        match = VERBS.match(shielded, begin, end) or VERBS.match(shielded, place, end)
        if (
            match
            and match.group() not in skipped
            and end - match.end() >= 2
            and sentence[match.end()] not in "的为导方性业者率量、"
        ):
            return Task(start, end, match.group(), sentence[match.end() : end])
        found = VERB_START.search(shielded, place + 1, end)
        if not found:
            return None
        place = found.start()
    return None


def is_run_in_title(sentence: str, paragraph_length: int, first: bool) -> bool:
    """A short first sentence without a comma in a paragraph of several: the paragraph's title."""
    return (
        first
        and len(sentence) <= 26
        and "," not in sentence
        and paragraph_length > len(sentence) + 30
        and re.search(rf"[{HAN}]", sentence) is not None
    )
