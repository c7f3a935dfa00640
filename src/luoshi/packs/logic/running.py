"""Runs a function of a scene as it was installed, with nothing but what it is given."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

from luoshi.base.definitions import Definition, Definitions
from luoshi.kernel.rules import Event, Facts, Logic, Rule, logic_name, qualified
from luoshi.packs.errors import NoSuchFunction
from luoshi.packs.logic.allowed import BUILTINS, MODULES, read
from luoshi.sdk import Command, Observe, OpenCase, PutThing

LAST_DAY = 99_991_231
Decide = Callable[[Event, Facts], list[Command]]


def function_of(definitions: Definitions, of: Definition, rule: Rule) -> Decide:
    """The function that a rule names, from the definitions. Its commands name kinds with their pack."""
    named = logic_name(rule.then)
    key = f"{of.pack}.{named.key}" if named else rule.then
    found = definitions.body(Logic, key, day=LAST_DAY)
    if named is None or found is None:
        raise NoSuchFunction(value=rule.then, nearest="—")
    decide = load(found.code, found.function)

    def proposed(event: Event, facts: Facts) -> list[Command]:
        commands: Iterable[Command] = decide(event, facts)
        return [_full(command, of.pack) for command in commands]

    return proposed


@lru_cache(maxsize=1024)
def load(code: str, name: str) -> Callable[..., Any]:
    """A function from its code. The code was checked when it was installed and is checked again: a row may have been
    written beside the program."""
    functions, findings = read(code)
    if findings:
        raise findings[0][1]
    if name not in {each.name for each in functions}:
        raise NoSuchFunction(value=name, nearest="—")
    allowed = {word: getattr(builtins, word) for word in BUILTINS}
    space: dict[str, Any] = {"__builtins__": {**allowed, "__import__": _import}, "__name__": "scene"}
    exec(compile(code, f"<logic {name}>", "exec"), space)
    found: Callable[..., Any] = space[name]
    return found


def _import(name: str, *_: Any, **__: Any) -> Any:
    if name not in MODULES:
        raise ImportError(name)
    return import_module(name)


def _full(command: Command, pack: str) -> Command:
    match command:
        case Observe():
            return replace(command, stream=qualified(pack, command.stream))
        case OpenCase():
            return replace(command, kind=qualified(pack, command.kind))
        case PutThing():
            return replace(command, type=qualified(pack, command.type))
