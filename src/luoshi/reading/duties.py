"""Who leads, who supports and by when: 由…牵头, …配合, (责任单位:…), …前完成."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.characters import plain

_UNIT_CHARS = r"[\u4e00-\u9fffA-Za-z\d()、,和及与 等\-—·]"
_SPLIT = re.compile(r"[、,;/\s]+|(?<=[局委办部院厅处区县镇司会])[和及与](?=[\u4e00-\u9fff])")
_LABELLED = re.compile(
    r"(?P<role>牵头(?:单位|部门|责任单位)?|主办(?:单位|部门)?|责任(?:单位|部门|主体)|负责(?:单位|部门)"
    r"|承办单位|落实单位|配合(?:单位|部门)?|协办(?:单位|部门)?|参与单位|参加单位|牵头领导|责任领导"
    r"|分管领导|责任人|完成时限|时间要求|时限|完成时间)\s*[::]\s*(?P<who>[^;。|\n:)\]】]{2,160})"
)
_BY = re.compile(
    rf"(?:由|请)?(?P<lead>[\u4e00-\u9fffA-Za-z\d()、和及与]{{2,60}}?)(?:负责)?牵头(?!单位|部门"
    rf"|领导)(?:负责|组织|落实|抓好|推进|实施"
    rf"|会同[^,。;]*)?(?:[,,、]\s*(?P<support>{_UNIT_CHARS}{{2,120}}?)(?:等)?(?:部门|单位)?(?:配合|协助"
    rf"|参与|按职责分工负责))?"
)
_IN_CHARGE = re.compile(
    r"[((\[【](?P<who>[^()\[\]【】。]{2,140}?)(?:按照?职责分工)?(?:分别)?负责[^()]{0,6}[))\]】]"
    r"|由(?P<who2>[\u4e00-\u9fff、和及]{3,40}?)负责(?:落实|办理|实施|组织|推进)?"
)
_SUPPORT_ONLY = re.compile(r"(?P<support>[\u4e00-\u9fff、和及]{3,80}?)(?:等(?:部门|单位)?)?(?:配合|协助)(?=[,。;)]|$)")
_DUE = re.compile(
    r"(?P<due>(?:(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|中旬|上旬|下旬)?|上半年|年底|年"
    r"|[一二三四]季度|春节|国庆节?|汛期|(?:本|下)?周[一二三四五六日]|本月底?|下月底?|近期|年内|立即|长期"
    r"|持续))(?:底)?(?:之)?前?)(?=完成|前|落实|办结|上报|报|启动|建成|投用|取得|到位|交付|出台|印发|制定"
    r"|提出|形成|达到|整改)"
)


# 请区教育局于8月底前完成…: who is asked leads.
_ASKED = re.compile(
    r"(?:会议(?:要求|明确|强调|决定),?)?(?:请|责成|责令)(?P<who>[\u4e00-\u9fff、和]{3,40}?(?:局|委|办|部|厅|院|公司|街道|镇|中心|办事处|集团|处))(?=[^局委办部厅])"
)


@dataclass(frozen=True, slots=True)
class Duty:
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    leader: str = ""
    due: str = ""

    def __bool__(self) -> bool:
        return bool(self.lead or self.support or self.leader or self.due)


def units_of(words: str) -> tuple[str, ...]:
    """市发展改革局、市财政局和各县区 → three units."""
    flat = re.sub(
        r"(?:等)?(?:有关|相关|各)?(?:部门|单位)?(?:按照?职责分工(?:负责)?)?$", "", plain(words).strip(" ,。;()")
    )
    names = [re.sub(r"^(?:由|请|并|会同|各?有关|责任单位:)", "", part).strip(" 等()") for part in _SPLIT.split(flat)]
    return tuple(dict.fromkeys(name for name in names if 2 <= len(name) <= 24))


def duty_in(text: str) -> Duty:
    """The duty that a run of plain text states; empty where it states none."""
    duty = _labelled(text)
    lead, support = duty.lead, duty.support
    if "牵头" in text and not lead:
        by = _BY.search(text)
        if by:
            lead, support = units_of(by["lead"]), units_of(by["support"] or "")
    if "负责" in text and not lead:
        charge = _IN_CHARGE.search(text)
        if charge:
            names = units_of(charge["who"] or charge["who2"])
            lead, support = names[:1], names[1:]
    asked = _ASKED.match(text) if not lead else None
    if asked:
        lead = units_of(asked["who"])
    if lead and not support and ("配合" in text or "协助" in text):
        helping = _SUPPORT_ONLY.search(text[text.find("牵头") + 2 :])
        support = units_of(helping["support"]) if helping else ()
    due = _DUE.search(text) if not duty.due else None
    return Duty(lead, _others(support, lead), duty.leader, due["due"] if due else duty.due)


def _others(support: tuple[str, ...], lead: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(support) if name not in lead)


def _labelled(text: str) -> Duty:
    """责任单位:…;配合单位:…;完成时限:… . Where no label says who leads, the unit listed first does."""
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    leader = due = ""
    for match in _LABELLED.finditer(text):
        role, who = match["role"], match["who"]
        if role.startswith(("牵头领导", "责任领导", "分管领导", "责任人")):
            leader = who.strip()
        elif "时" in role:
            due = who.strip()
        elif role.startswith(("牵头", "主办")):
            lead += units_of(who)
        elif role.startswith(("配合", "协办", "参与", "参加")) or lead:
            support += units_of(who)
        else:
            lead, support = units_of(who)[:1], support + units_of(who)[1:]
    return Duty(lead, support, leader, due)
