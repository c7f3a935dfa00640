"""What follows from a signal or from a move of a case: facts fetched for the whole batch, then the scene's own word.

A scene's function is pure: it is given the event and the facts its rule declared, and gives commands. They are put
into the unit of the act that caused them, stamped with the definition that asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import EVERYTHING, Actor
from luoshi.kernel.cases import CaseEvent, Cases, OpenCase, Taken
from luoshi.kernel.intake import Signal
from luoshi.kernel.observations import CorrectReading, Observations, Observe
from luoshi.kernel.registry import CorrectThing, PutThing, Registry, RetireThing
from luoshi.kernel.rules import Facts, Logic, Questions, Reaction, Rules, logic_name, qualified
from luoshi.packs.logic import load

Command = OpenCase | Observe | CorrectReading | PutThing | CorrectThing | RetireThing
Proposed = list[tuple[Command, str]]


class Reactions:
    """The rules of an installation, ready to be asked."""

    def __init__(
        self, installation: Installation, registry: Registry, observations: Observations, cases: Cases
    ) -> None:
        self._installation = installation
        self._registry = registry
        self._observations = observations
        self._cases = cases
        self._rules = Rules(installation)
        self._questions = Questions()
        self._questions.answer_with("thing", self._things)
        self._questions.answer_with("open_cases", self._open_cases)
        self._questions.answer_with("latest", self._latest)

    async def to_signal(self, signal: Signal) -> tuple[Proposed, dict[str, Any]]:
        """The commands that follow from a signal, each with its cause, and the open cases the rules looked at."""
        reactions = self._rules.reactions([signal])
        answers = await self._questions.answers([each for reaction in reactions for each in reaction.reads])
        seen = [case for asked, found in answers.items() if asked.name == "open_cases" for case in found]
        return self._decided(reactions, answers), {"open_cases": seen}

    async def to_event(self, event: CaseEvent) -> Proposed:
        """The commands that follow when a case reached a stage or ended."""
        reactions = self._rules.reactions([event])
        answers = await self._questions.answers([each for reaction in reactions for each in reaction.reads])
        return self._decided(reactions, answers)

    async def after(self, unit: Unit, taken: Taken, *, by: Actor) -> None:
        """Put into the unit of a step what follows from the stage it reached and from how the case ended."""
        case = taken.after
        reached = [str(case.stage)] if case.stage != taken.before.stage else []
        ended = [str(case.outcome)] if case.outcome != taken.before.outcome else []
        for name in dict.fromkeys(reached + ended):
            event = CaseEvent(
                case=case.id,
                kind=case.kind,
                event=name,
                about=case.thing,
                at=case.ended_at or case.stage_since,
                path=case.path,
                signal=case.signal,
            )
            for command, cause in await self.to_event(event):
                await self.execute(unit, command, by=Actor(kind="machine", name=by.name, cause=cause), signal=None)

    async def execute(self, unit: Unit, command: Command, *, by: Actor, signal: Signal | None) -> None:
        """Put one command into the unit by its verb."""
        ground = by.cause
        match command:
            case Observe():
                await self._observations.observe(unit, [command], by=by, ground=ground, scope=EVERYTHING)
            case CorrectReading():
                await self._observations.correct(unit, command, by=by, ground=ground, scope=EVERYTHING)
            case PutThing():
                await self._registry.put_thing(unit, command, by=by, ground=ground, scope=EVERYTHING)
            case CorrectThing():
                await self._registry.correct(unit, command, by=by, ground=ground, scope=EVERYTHING)
            case RetireThing():
                await self._registry.retire(unit, command, by=by, ground=ground, scope=EVERYTHING)
            case OpenCase():
                assert signal is not None, "a case begins with a signal"
                self._cases.open(unit, command, signal, by=by, ground=ground)

    def _decided(self, reactions: Sequence[Reaction], answers: Any) -> Proposed:
        proposed: Proposed = []
        for each in reactions:
            pack, cause = each.definition.pack, f"{each.definition.key}#{each.definition.id}"
            commands = self._function(each)(each.event, Facts(pack, answers))
            proposed += [(_with_pack(command, pack), cause) for command in commands]
        return proposed

    def _function(self, reaction: Reaction) -> Callable[..., Iterable[Command]]:
        """The installed function that the rule names, never the folder's."""
        name = logic_name(reaction.rule.then)
        assert name is not None, "checked when the pack was installed"
        event = reaction.event
        day = event.local_day if isinstance(event, Signal) else self._installation.local_day(event.at)
        key = f"{reaction.definition.pack}.{name.key}"
        found = self._installation.definitions.body(Logic, key, day=day, path=event.path)
        assert found is not None, f"{key} is not installed"
        return load(found.code, found.function)

    async def _things(self, batch: Sequence[tuple[Any, ...]]) -> list[Any]:
        found = await self._registry.many({thing for (thing,) in batch}, scope=EVERYTHING)
        return [found.get(thing) for (thing,) in batch]

    async def _open_cases(self, batch: Sequence[tuple[Any, ...]]) -> list[Any]:
        found = [await self._cases.open_about(kind, thing) for kind, thing in batch]
        return [() if case is None else (case,) for case in found]

    async def _latest(self, batch: Sequence[tuple[Any, ...]]) -> list[Any]:
        found = await self._observations.latest_of(set(batch), scope=EVERYTHING)
        return [found.get(key) for key in batch]


def _with_pack(command: Command, pack: str) -> Command:
    """Names inside a scene are local; recorded names carry their pack."""
    match command:
        case OpenCase():
            return replace(command, kind=qualified(pack, command.kind))
        case Observe():
            return replace(command, stream=qualified(pack, command.stream))
        case PutThing():
            return replace(command, type=qualified(pack, command.type))
        case _:
            return command
