"""Who leads, who supports and by when: 由…牵头, …配合, (责任单位:…), …前完成."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT_CHARS = r"[\u4e00-\u9fffA-Za-z\d()、,和及与 等\-—·]"
_SPLIT = re.compile(r"[、,;/\s]+|(?<=[局委办部院厅处区县镇司会])[和及与](?=[\u4e00-\u9fff])")
_LABELLED = re.compile(
    r"(?P<role>牵头(?:单位|部门|责任单位)?|主办(?:单位|部门)?|责任(?:单位|部门|主体)|负责(?:单位|部门)|承办单位|落实单位|配合(?:单位|部门)?|协办(?:单位|部门)?|参与单位|参加单位|牵头领导|责任领导|分管领导|责任人|完成时限|时间要求|时限|完成时间)\s*[::]\s*(?P<who>[^;。|\n:)\]】]{2,160})"
)
_BY = re.compile(
    rf"(?:由|请)?(?P<lead>[\u4e00-\u9fffA-Za-z\d()、和及与]{{2,60}}?)(?:负责)?牵头(?!单位|部门|领导)(?:负责|组织|落实|抓好|推进|实施|会同[^,。;]*)?(?:[,,、]\s*(?P<support>{_UNIT_CHARS}{{2,120}}?)(?:等)?(?:部门|单位)?(?:配合|协助|参与|按职责分工负责))?"
)
_IN_CHARGE = re.compile(r"[((\[【](?P<who>[^()\[\]【】。]{2,140}?)(?:按照?职责分工)?(?:分别)?负责[^()]{0,6}[))\]】]|由(?P<who2>[\u4e00-\u9fff、和及]{3,40}?)负责(?:落实|办理|实施|组织|推进)?")
_SUPPORT_ONLY = re.compile(r"(?P<support>[\u4e00-\u9fff、和及]{3,80}?)(?:等(?:部门|单位)?)?(?:配合|协助)(?=[,。;)]|$)")
_DUE = re.compile(
    r"(?P<due>(?:(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|中旬|上旬|下旬)?|上半年|年底|年|[一二三四]季度|春节|国庆节?|汛期|(?:本|下)?周[一二三四五六日]|本月底?|下月底?|近期|年内|立即|长期|持续))(?:底)?(?:之)?前?)(?=完成|前|落实|办结|上报|报|启动|建成|投用|取得|到位|交付|出台|印发|制定|提出|形成|达到|整改)"
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
    flat = re.sub(r"(?:等)?(?:有关|相关|各)?(?:部门|单位)?(?:按照?职责分工(?:负责)?)?$", "", words.strip(" ,,。;;()()"))
    names = [re.sub(r"^(?:由|请|并|会同|各?有关|责任单位[::])", "", part).strip(" 等()()") for part in _SPLIT.split(flat)]
    return tuple(dict.fromkeys(name for name in names if 2 <= len(name) <= 24))


def duty_in(plain: str) -> Duty:
    """The duty that a run of text states; empty where it states none."""
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    leader = due = ""
    for match in _LABELLED.finditer(plain):
        role, who = match["role"], match["who"]
        if role.startswith(("牵头领导", "责任领导", "分管领导", "责任人")):
            leader = who.strip()
        elif "时" in role:
            due = who.strip()
        elif role.startswith(("牵头", "主办")):
            lead += units_of(who)
        elif role.startswith(("配合", "协办", "参与", "参加")):
            support += units_of(who)
        else:
            names = units_of(who)
            if lead:
                support += names
            else:
                lead, support = names[:1], support + names[1:]
    if "牵头" in plain and not lead and (match := _BY.search(plain)):
        lead = units_of(match["lead"])
        support = units_of(match["support"] or "")
    if not lead and "负责" in plain and (match := _IN_CHARGE.search(plain)):
        names = units_of(match["who"] or match["who2"])
        lead, support = names[:1], names[1:]
    if lead and not support and ("配合" in plain or "协助" in plain) and (match := _SUPPORT_ONLY.search(plain[plain.find("牵头") + 2 :])):
        support = units_of(match["support"])
    if not due and (match := _DUE.search(plain)):
        due = match["due"]
    return Duty(lead, tuple(name for name in dict.fromkeys(support) if name not in lead), leader, due)
