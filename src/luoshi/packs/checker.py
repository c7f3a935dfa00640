"""`packs check`: everything that is wrong with a pack, said at once, in words about the pack. It only reads."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from luoshi import kernel
from luoshi.base.errors import LuoshiError
from luoshi.kernel.rules import QUESTIONS, BadTrigger, Logic, LogicName, Rule, logic_name, trigger_of
from luoshi.packs import folder as folders
from luoshi.packs import logic, meaning
from luoshi.packs.compile import understand
from luoshi.packs.errors import NoSuchFunction, NotDeclared, UnnamedFunction, WrongFolder, WrongSignature, WrongVersion
from luoshi.packs.expressions import indicators_count_what_is_there
from luoshi.packs.model import Pack, Problem
from luoshi.packs.samples import samples_fit
from luoshi.packs.shape import look, nearest

EVENT_TYPES = {"signal": "Signal", "case": "CaseEvent"}
VALIDATORS = (*meaning.VALIDATORS, indicators_count_what_is_there, meaning.kernel_rules, samples_fit)
GIVES = ("list[Command]", "Iterator[Command]", "Iterable[Command]", "Sequence[Command]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Packs that were looked at: those that are right, and what is wrong with the others."""

    packs: tuple[Pack, ...]
    problems: tuple[Problem, ...]

    def find(self, identity: str) -> Pack | None:
        return next((each for each in self.packs if each.id == identity), None)


def know_all_kinds() -> None:
    """Every kernel module that declares tables for packs is imported, so that its words are legal words."""
    for module in pkgutil.iter_modules(kernel.__path__):
        importlib.import_module(f"luoshi.kernel.{module.name}")


def check(paths: Iterable[Path], *, beside: Sequence[Pack] = ()) -> Checked:
    """Look at the packs in these folders. `beside` are packs that their rows may name."""
    know_all_kinds()
    problems: list[Problem] = []
    packs: list[Pack] = []
    for path in paths:
        pack, found = _understand(path)
        problems += found
        if pack is not None:
            packs.append(pack)
    library = meaning.Library(packs={each.id: each for each in (*beside, *packs)})
    good: list[Pack] = []
    for pack in packs:
        found = _first_of_each_place(_meaning(pack, library))
        problems += found
        if not found:
            good.append(pack)
    return Checked(packs=tuple(good), problems=tuple(problems))


def check_all(extra: Iterable[Path] = ()) -> Checked:
    """All packs that come with Luoshi or with other packages, and the named folders beside them."""
    return check(dict.fromkeys([*folders.all_folders(), *extra]))


def _understand(path: Path) -> tuple[Pack | None, list[Problem]]:
    try:
        folder = folders.read(path)
    except LuoshiError as error:
        return None, [Problem(pack=path.name, where="pack.toml", error=error)]
    problems = look(folder)
    named = folder.head.get("id")
    if isinstance(named, str) and named != folder.id:
        problems.append(Problem(pack=folder.id, where="id", error=WrongFolder(value=named, folder=folder.id)))
    if problems:
        return None, problems
    return understand(folder)


def _meaning(pack: Pack, library: meaning.Library) -> Iterator[Problem]:
    for validate in VALIDATORS:
        for where, error in validate(pack, library):
            yield Problem(pack=pack.id, where=where, error=error)
    yield from _logic(pack)


def _first_of_each_place(problems: Iterable[Problem]) -> list[Problem]:
    """Two validators that stumble over one value say it once."""
    found: dict[str, Problem] = {}
    for each in problems:
        found.setdefault(each.where, each)
    return list(found.values())


def functions_of(pack: Pack) -> list[logic.Function]:
    """The functions of a pack's logic.py; empty where it has none or where they may not be."""
    return [] if pack.folder.code is None else logic.read(pack.folder.code)[0]


def _logic(pack: Pack) -> Iterator[Problem]:
    """Every function that a row names exists with that version and signature; nothing else is in logic.py."""

    def problem(where: str, error: LuoshiError) -> Problem:
        return Problem(pack=pack.id, where=where, error=error)

    if pack.folder.code is not None:
        findings = logic.read(pack.folder.code)[1]
        if findings:
            yield from (problem(f"logic.py:{line}", error) for line, error in findings)
            return
    functions = {each.name: each for each in functions_of(pack)}
    named: set[str] = set()
    for where, name, body in _named(pack):
        function = functions.get(name.function)
        named.add(name.function)
        if function is None:
            yield problem(where, NoSuchFunction(value=name.function, nearest=nearest(name.function, functions)))
        elif function.version != name.version:
            yield problem(where, WrongVersion(name=name.function, value=name.version, found=function.version))
        elif isinstance(body, Rule):
            yield from (problem(f"logic.py:{function.line}", error) for error in _signature(body, function, pack))
            declared = _declared(body)
            undeclared = sorted(function.asks - declared)
            if undeclared and declared <= QUESTIONS.keys():  # a question that is none is said already
                place = f"{where.rpartition('.')[0]}.reads"
                yield problem(place, NotDeclared(name=function.key, questions=", ".join(undeclared)))
    for function in functions.values():
        if function.name not in named:
            yield problem(f"logic.py:{function.line}", UnnamedFunction(name=function.key))


def _named(pack: Pack) -> Iterator[tuple[str, LogicName, object]]:
    for _, where, body in pack.rows():
        for key in body.__struct_fields__:
            value = getattr(body, key)
            found = logic_name(value) if isinstance(value, str) else None
            if found is not None:
                yield f"{where}.{key}", found, body


def _declared(rule: Rule) -> frozenset[str]:
    """The names of the facts a rule says its function may see."""
    return frozenset(text.partition("(")[0].strip() for text in rule.reads)


def _signature(rule: Rule, function: logic.Function, pack: Pack) -> Iterator[LuoshiError]:
    try:
        event = EVENT_TYPES[trigger_of(rule, pack.id).what]
    except BadTrigger:
        return  # said of the rule already
    kinds = [kind for _, kind in function.parameters]
    if kinds != [event, "Facts"] or function.gives not in GIVES:
        first = "signal" if event == "Signal" else "event"
        needed = f"def {function.name}({first}: {event}, facts: Facts) -> list[Command]"
        written = ", ".join(f"{name}: {kind}" if kind else name for name, kind in function.parameters)
        yield WrongSignature(found=f"def {function.name}({written}) -> {function.gives or '—'}", expected=needed)


def compiled_logic(pack: Pack) -> list[Logic]:
    """The functions of a pack as definitions."""
    return [
        Logic(id=each.key, name=pack.head.name, function=each.name, version=each.version, code=each.code)
        for each in functions_of(pack)
    ]
