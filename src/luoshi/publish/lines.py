"""Lines of history on pages and on paper: what was promised, promised later, reported; and what became of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from luoshi.analysis.contradictions import Clash, Contradiction
from luoshi.analysis.lines import Entry, Paper, Role, Said
from luoshi.analysis.reconcile import Because, Found, Outcome
from luoshi.base.definitions import Words

OUTCOME_NAMES = {
    Outcome.KEPT: Words(zh="已兑现", en="kept"),
    Outcome.MISSED: Words(zh="未完成", en="missed"),
    Outcome.CHANGED: Words(zh="目标有调整", en="changed"),
    Outcome.NEVER_MENTIONED: Words(zh="此后未再提及", en="never mentioned again"),
    Outcome.UNDER_WAY: Words(zh="推进中", en="under way"),
    Outcome.UNCLEAR: Words(zh="待辨认", en="unclear"),
    Outcome.OPEN: Words(zh="暂无后续文件", en="open"),
}
ROLE_NAMES = {
    Role.PROMISED: Words(zh="提出", en="promised"),
    Role.PROMISED_LATER: Words(zh="再次提出", en="promised later"),
    Role.REPORTED: Words(zh="报告", en="reported"),
}
BECAUSE = {
    Because.REACHED: Words(zh="后来报告的数达到了目标。", en="The figure reported later meets the target."),
    Because.REACHED_EARLY: Words(
        zh="期限未到,报告的总量已达到目标。", en="The stock reported before the end of the period meets the target."
    ),
    Because.BELOW: Words(zh="后来报告的数没有达到目标。", en="The figure reported later does not meet the target."),
    Because.OTHER_TARGET: Words(
        zh="后来的文件对同一期间给出了不同的目标。", en="A later document gives another target for the same years."
    ),
    Because.NOT_NAMED: Words(
        zh="后来的文件讲到这一期间,但没有再提这项目标。",
        en="Later documents speak of these years and do not name it.",
    ),
    Because.NOT_REVIEWED: Words(
        zh="后来的文件没有再提;手头也没有讲到这一期间的后续文件。",
        en="Later documents do not name it; none of those at hand speaks of these years.",
    ),
    Because.NAMED_AGAIN: Words(
        zh="后来的文件又提到,但还没有可与目标对照的最终数。",
        en="Later documents name it; there is no final figure to hold against the target yet.",
    ),
    Because.ALIKE: Words(
        zh="后来有相近的说法,是否同一项要由人辨认。",
        en="A later document says something alike; a person has to tell whether it is the same.",
    ),
    Because.NO_LATER_PAPER: Words(zh="手头没有这之后的文件。", en="There is no later document at hand."),
}
CLASH_NAMES = {
    Clash.EXCLUDING: Words(zh="两个目标不能同时成立", en="the two targets exclude each other"),
    Clash.DIFFERING: Words(zh="同一指标有两个目标数", en="one measure has two targets"),
}


def both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def found(of: Found) -> dict[str, Any]:
    """One promise and what became of it, with every sentence."""
    return {
        "outcome": str(of.outcome),
        "outcome_name": both(OUTCOME_NAMES[of.outcome]),
        "because": str(of.because),
        "reason": both(BECAUSE[of.because]),
        "place": of.line.place,
        "measure": of.promise.said.subject,
        "promise": entry(of.promise),
        "by": [entry(each) for each in of.by],
        "near": [entry(each) for each in of.near],
    }


def entry(of: Entry) -> dict[str, Any]:
    """One statement of a line, and why it stands in it."""
    return sentence(of.paper, of.said) | {
        "role": str(of.role),
        "role_name": both(ROLE_NAMES[of.role]),
        "alike": of.alike / 1000,
        "joined_to": of.beside or None,
    }


def sentence(paper: Paper, said: Said) -> dict[str, Any]:
    """The statement in its paper."""
    return {
        "document": paper.key,
        "title": paper.title,
        "year": said.period[1] if said.period else None,
        "period": list(said.period) if said.period else None,
        "kind": said.kind,
        "subject": said.subject,
        "comparator": said.comparator or None,
        "value": plain(said.value),
        "value_high": None if said.high is None else plain(said.high),
        "unit": said.unit or None,
        "basis": said.basis or None,
        "start": said.start,
        "end": said.end,
        "quote": said.quote,
        "statement_id": said.key,
    }


def contradiction(paper: Paper, of: Contradiction) -> dict[str, Any]:
    """Two sentences of one paper."""
    return {
        "clash": str(of.clash),
        "clash_name": both(CLASH_NAMES[of.clash]),
        "measure": of.one.subject,
        "sentences": [sentence(paper, of.one), sentence(paper, of.other)],
    }


def plain(value: Decimal) -> str:
    """Plain digits without empty decimals: 1.0 and 1 are one figure on paper."""
    return format(value.to_integral_value() if value == value.to_integral_value() else value.normalize(), "f")
