"""What a pack says about a rule, and the parts of its words: when, what it reads, what decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from luoshi.base.definitions import Body, DefinitionKind, Words, declare
from luoshi.kernel.cases import Outcome, Stage
from luoshi.kernel.rules.errors import BadTrigger

#: what can happen to a case, as a rule names it: it reached a stage, or it ended
CASE_EVENTS = tuple(dict.fromkeys([*(each.value for each in Stage), *(each.value for each in Outcome)]))
_NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
_SIGNAL = re.compile(rf"signal:({_NAME})\Z")
_CASE = re.compile(rf"case:({_NAME}):([a-z_]+)\Z")
_LOGIC = re.compile(r"logic:([a-z][a-z0-9_]*)@([1-9][0-9]*)\Z")


class Rule(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A reaction. on: `signal:KIND` or `case:KIND:EVENT` (an event is a stage reached, or how the case ended).

    reads: the facts its function may see, such as `open_cases(kind='lamp_fault', about=signal.subject)`.
    then: the function that decides, with its version, such as `logic:on_lamp_dark@1`.
    """

    kind: ClassVar[str] = "rule"
    on: str
    reads: tuple[str, ...] = ()
    then: str


class Logic(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A function of a scene as it was installed: its code with everything it uses of its file."""

    kind: ClassVar[str] = "logic"
    function: str
    version: int
    code: str


class LogicName(NamedTuple):
    """`logic:on_lamp_dark@1`."""

    function: str
    version: int

    @property
    def key(self) -> str:
        return f"{self.function}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """When a rule reacts. `kind` is the kind of signal or of case, with its pack."""

    what: Literal["signal", "case"]
    kind: str
    event: str = ""


def logic_name(text: str) -> LogicName | None:
    """The function that `logic:NAME@VERSION` names; None for other words."""
    found = _LOGIC.match(text)
    return None if found is None else LogicName(found[1], int(found[2]))


def trigger_of(rule: Rule, pack: str) -> Trigger:
    """When the rule reacts; local names get their pack."""
    if found := _SIGNAL.match(rule.on):
        return Trigger(what="signal", kind=qualified(pack, found[1]))
    if (found := _CASE.match(rule.on)) and found[2] in CASE_EVENTS:
        return Trigger(what="case", kind=qualified(pack, found[1]), event=found[2])
    raise BadTrigger(text=rule.on, nearest=", ".join(CASE_EVENTS))


def qualified(pack: str, name: str) -> str:
    """A name as other packs see it: `lamp` of street_lighting is `street_lighting.lamp`."""
    return name if "." in name or not name else f"{pack}.{name}"


declare(
    DefinitionKind(
        kind="rule",
        struct=Rule,
        meaning=Words(zh="反应规则", en="what follows from a signal or a case"),
    )
)
declare(
    DefinitionKind(kind="logic", struct=Logic, meaning=Words(zh="判定函数", en="a function of a scene, as installed"))
)
