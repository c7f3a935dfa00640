"""Which rules react on a signal or on a move of a case, and which facts they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from luoshi.base.definitions import Definition
from luoshi.base.installation import Installation
from luoshi.kernel.cases import CaseEvent
from luoshi.kernel.intake import Signal
from luoshi.kernel.rules.model import Rule, Trigger, trigger_of
from luoshi.kernel.rules.questions import Asked, Question, read_question

Event = Signal | CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """One rule that reacts on one event."""

    definition: Definition
    rule: Rule
    event: Event
    reads: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    trigger: Trigger
    questions: tuple[Question, ...]


class Rules:
    """The reactions of one installation, from the definitions in force at the day and place of each event."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._ready: dict[int, _Ready] = {}
        #: what sets a rule off → the keys of the rules that may react, so that nobody asks all rules for each signal
        self._keys: dict[tuple[str, str, str], list[str]] = {}
        self._version = -1

    def reactions(self, events: Sequence[Event]) -> list[Reaction]:
        """What reacts, event by event, rules in the order of their names."""
        definitions = self._installation.definitions
        if definitions.version != self._version:
            self._keys, self._version = self._listening(), definitions.version
        return [
            reaction
            for event in events
            for key in self._keys.get(_heard(event), ())
            for reaction in self._on(key, event)
        ]

    def _listening(self) -> dict[tuple[str, str, str], list[str]]:
        found: dict[tuple[str, str, str], list[str]] = {}
        definitions = self._installation.definitions
        for key in sorted(definitions.keys(Rule)):
            triggers = [self._read(each, cast(Rule, each.body)).trigger for each in definitions.versions(Rule, key)]
            for heard in sorted({_hears(trigger) for trigger in triggers}):
                found.setdefault(heard, []).append(key)
        return found

    def _on(self, key: str, event: Event) -> Iterator[Reaction]:
        day = event.local_day if isinstance(event, Signal) else self._installation.local_day(event.at)
        definition = self._installation.definitions.in_force(Rule, key, day=day, path=event.path)
        if definition is None:
            return
        rule = cast(Rule, definition.body)
        ready = self._read(definition, rule)
        if _meets(ready.trigger, event):
            reads = tuple(each.about(event, definition.pack) for each in ready.questions)
            yield Reaction(definition=definition, rule=rule, event=event, reads=reads)

    def _read(self, definition: Definition, rule: Rule) -> _Ready:
        found = self._ready.get(definition.id)
        if found is None:
            trigger = trigger_of(rule, definition.pack)
            questions = tuple(read_question(text, root=trigger.what) for text in rule.reads)
            found = self._ready[definition.id] = _Ready(trigger=trigger, questions=questions)
        return found


def _meets(trigger: Trigger, event: Event) -> bool:
    return _hears(trigger) == _heard(event)


def _hears(trigger: Trigger) -> tuple[str, str, str]:
    return trigger.what, trigger.kind, trigger.event if trigger.what == "case" else ""


def _heard(event: Event) -> tuple[str, str, str]:
    return ("signal", event.kind, "") if isinstance(event, Signal) else ("case", event.kind, event.event)
