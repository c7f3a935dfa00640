"""Runs a function of a scene as it was installed, with nothing but what it is given."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from typing import Any

from luoshi.base.definitions import Definition, Definitions
from luoshi.kernel.rules import Event, Facts, Logic, Rule, logic_name, qualified
from luoshi.packs.errors import LogicEndless, NoSuchFunction
from luoshi.packs.logic.allowed import BUILTINS, MODULES, read
from luoshi.sdk import Command, Observe, OpenCase, PutThing

LAST_DAY = 99_991_231
#: rounds of loops in one call of a function; a report leads to a handful of commands
STEPS = 100_000
_COUNT = "__count__"
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
    steps = _Steps(name)
    allowed = {word: getattr(builtins, word) for word in BUILTINS}
    allowed |= {"range": steps.range, "__import__": _import, _COUNT: steps.count}
    space: dict[str, Any] = {"__builtins__": allowed, "__name__": "scene"}
    tree = ast.fix_missing_locations(_Counted().visit(ast.parse(code)))
    exec(compile(tree, f"<logic {name}>", "exec"), space)
    function: Callable[..., Iterable[Any]] = space[name]

    def bounded(*arguments: Any) -> list[Any]:
        steps.left = STEPS
        return list(function(*arguments))

    return bounded


class _Steps:
    """How many rounds of loops a function has left in this call."""

    def __init__(self, name: str) -> None:
        self.left = STEPS
        self._name = name

    def count(self) -> bool:
        self.left -= 1
        if self.left < 0:
            raise LogicEndless(name=self._name, steps=STEPS)
        return True

    def range(self, *bounds: int) -> range:
        found = range(*bounds)
        if len(found) > STEPS:
            raise LogicEndless(name=self._name, steps=STEPS)
        return found


class _Counted(ast.NodeTransformer):
    """Every round of a loop is counted: a list that grows while it is walked has no end of its own."""

    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(_call()))
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        node.ifs.insert(0, _call())
        return node


def _call() -> ast.Call:
    return ast.Call(func=ast.Name(id=_COUNT, ctx=ast.Load()), args=[], keywords=[])


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
