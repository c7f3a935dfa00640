"""The third look at a pack: do its rows mean something? One small validator for each question, all run, none writes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal, cast

from luoshi.base import units
from luoshi.base.definitions import KINDS
from luoshi.base.errors import LuoshiError
from luoshi.kernel.facts import CATALOGUE
from luoshi.kernel.registry import ThingType
from luoshi.kernel.rules import Rule, logic_name, trigger_of
from luoshi.kernel.rules.questions import NAMED, read_question
from luoshi.packs.errors import (
    BadId,
    BreaksARule,
    CarriesPersonal,
    Circular,
    NoFunctionNamed,
    NoneDeclared,
    NoSourceOfNumber,
    NoSuchReference,
    NotAUnit,
    PackError,
    UsedTwice,
)
from luoshi.packs.model import Pack
from luoshi.packs.shape import nearest

Finding = tuple[str, LuoshiError]

#: Which keys name rows of which tables. `lamp` is a row of the same pack, `street_lighting.lamp` of another.
REFERENCES: Mapping[tuple[str, str], str] = {
    ("thing_type", "part_of"): "thing_type",
    ("stream", "of"): "thing_type",
    ("signal", "thing_type"): "thing_type",
    ("case_kind", "about"): "thing_type",
    ("plan_figure", "indicator"): "indicator",
}
#: Numbers that say how something is written, not how much of it is wanted: they need no source.
STRUCTURAL = frozenset({"scale", "ahead", "order"})
#: Tables whose rows are read by people outside: they may not carry a person's values.
OPEN_KINDS = frozenset({"indicator", "target", "plan_figure", "page", "feed"})
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_WORD = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All packs that are known while one of them is checked."""

    packs: Mapping[str, Pack]

    def has(self, pack: Pack, kind: str, name: str) -> bool:
        if "." not in name:
            return name in pack.ids(kind)
        owner, local = name.split(".", 1)
        return owner in self.packs and local in self.packs[owner].ids(kind)

    def words(self, pack: Pack, kind: str) -> list[str]:
        """Every name that a row of `pack` may use for a kind."""
        others = (
            f"{other.id}.{name}" for other in self.packs.values() if other is not pack for name in other.ids(kind)
        )
        return [*pack.ids(kind), *others]


def ids(pack: Pack, library: Library) -> Iterator[Finding]:
    """Every row has a name, written once."""
    del library
    if not _ID.match(pack.id):
        yield "id", BadId(value=pack.id)
    seen: set[tuple[str, str]] = set()
    for kind, where, body in pack.rows():
        if not _ID.match(body.id):
            yield f"{where}.id", BadId(value=body.id)
        if (kind, body.id) in seen:
            yield f"{where}.id", UsedTwice(value=body.id, table=kind)
        seen.add((kind, body.id))


def known_units(pack: Pack, library: Library) -> Iterator[Finding]:
    """Every `unit` is a row of the unit table."""
    del library
    for where, name, value, _ in _leaves(pack):
        if name == "unit" and isinstance(value, str) and value and value not in units.units():
            yield where, NotAUnit(value=value, nearest=units.nearest(value))


def numbers_have_a_source(pack: Pack, library: Library) -> Iterator[Finding]:
    """A number holds from a day and by a source, said beside it or above it."""
    del library
    for where, name, value, above in _leaves(pack):
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or name in STRUCTURAL:
            continue
        lacking = [key for key in ("from", "source") if not any(key in table for table in above)]
        if lacking:
            yield where, NoSourceOfNumber(value=value, lacking=", ".join(lacking))


def references(pack: Pack, library: Library) -> Iterator[Finding]:
    """Every name that a row uses is a row."""
    for kind, where, body in pack.rows():
        for (of, key), target in REFERENCES.items():
            name = getattr(body, key, None) if of == kind else None
            if isinstance(name, str) and name and not library.has(pack, target, name):
                yield f"{where}.{key}", no_such(pack, library, target, name)


def rules_refer(pack: Pack, library: Library) -> Iterator[Finding]:
    """What a rule reacts on and asks about is there."""
    for number, each in enumerate(pack.bodies.get("rule", ())):
        rule = cast(Rule, each)
        where = f"rule[{number}]"
        if logic_name(rule.then) is None:
            yield f"{where}.then", NoFunctionNamed(value=rule.then)
        try:
            trigger = trigger_of(rule, pack.id)
        except LuoshiError as error:
            yield f"{where}.on", error
            continue
        kind, name = ("signal" if trigger.what == "signal" else "case_kind"), rule.on.split(":")[1]
        if not library.has(pack, kind, name):
            yield f"{where}.on", no_such(pack, library, kind, name)
        for place, text in enumerate(rule.reads):
            yield from ((f"{where}.reads[{place}]", error) for error in _question(pack, library, text, trigger.what))


def _question(pack: Pack, library: Library, text: str, root: Literal["signal", "case"]) -> Iterator[LuoshiError]:
    try:
        question = read_question(text, root=root)
    except LuoshiError as error:
        yield error
        return
    for of, value in zip(question.kind.parameters.values(), question.arguments, strict=True):
        if of in NAMED and isinstance(value, str) and not library.has(pack, of, value):
            yield no_such(pack, library, of, value)


def no_circle(pack: Pack, library: Library) -> Iterator[Finding]:
    """Definitions stand on one another in one direction, fact to verdict."""
    edges, places = _graph(library)
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as found:
        circle: list[str] = found.args[1]
        mine = [name for name in circle if places[name][0] == pack.id]
        if mine:
            yield places[mine[0]][1], Circular(circle=" → ".join(circle))


def nothing_personal(pack: Pack, library: Library) -> Iterator[Finding]:
    """What people outside read carries nothing of a person."""
    personal = {
        column.name: f"{relation.name}.{column.name}"
        for relation in CATALOGUE
        for column in relation.columns
        if column.personal
    }
    for owner in library.packs.values():
        for of in owner.bodies.get("thing_type", ()):
            own = (each.id for each in cast(ThingType, of).property if each.personal)
            personal |= {name: f"{owner.id}.{of.id}.{name}" for name in own}
    for where, name, value, _ in _leaves(pack):
        if where.split("[")[0] not in OPEN_KINDS or not isinstance(value, str) or name in {"zh", "en", "title"}:
            continue
        for word in _WORD.findall(value):
            if word in personal:
                yield where, CarriesPersonal(value=word, column=personal[word])


def kernel_rules(pack: Pack, library: Library) -> Iterator[Finding]:
    """What the module that owns a table says about a row beyond its shape."""
    raw = {**pack.folder.raw, "library": {other.id: other.folder.raw for other in library.packs.values()}}
    for kind, where, body in pack.rows():
        check = KINDS[kind].check
        for text in check(body, raw) if check is not None else ():
            key, _, problem = text.partition(": ")
            named = problem and " " not in key
            yield (f"{where}.{key}", BreaksARule(problem=problem)) if named else (where, BreaksARule(problem=text))


VALIDATORS: tuple[Callable[[Pack, Library], Iterator[Finding]], ...] = (
    ids,
    known_units,
    numbers_have_a_source,
    references,
    rules_refer,
    no_circle,
    nothing_personal,
)


def no_such(pack: Pack, library: Library, kind: str, name: str, words: Iterable[str] | None = None) -> PackError:
    """A name that is no row, with the nearest that is one."""
    known = library.words(pack, kind) if words is None else list(words)
    if not known:
        return NoneDeclared(value=name, kind=kind)
    return NoSuchReference(value=name, kind=kind, nearest=nearest(name, known))


def _graph(library: Library) -> tuple[dict[str, set[str]], dict[str, tuple[str, str]]]:
    """Which definition needs which, over all packs, and where each stands."""
    edges: dict[str, set[str]] = {}
    places: dict[str, tuple[str, str]] = {}
    for pack in library.packs.values():
        for kind, where, body in pack.rows():
            name = f"{kind} {pack.id}.{body.id}"
            places[name] = (pack.id, where)
            needs = edges.setdefault(name, set())
            for (of, key), target in REFERENCES.items():
                value = getattr(body, key, None) if of == kind else None
                if isinstance(value, str) and value:
                    needs.add(f"{target} {value if '.' in value else f'{pack.id}.{value}'}")
    return {name: {need for need in needs if need in places} for name, needs in edges.items()}, places


def _leaves(pack: Pack) -> Iterator[tuple[str, str, Any, tuple[Mapping[str, Any], ...]]]:
    """Every value in the tables: where it stands, its key, itself, the tables above it from near to far."""
    for kind, rows in pack.folder.tables.items():
        for number, row in enumerate(rows):
            yield from _walk(row, f"{kind}[{number}]", "", ())


def _walk(
    value: Any, where: str, name: str, above: tuple[Mapping[str, Any], ...]
) -> Iterator[tuple[str, str, Any, tuple[Mapping[str, Any], ...]]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _walk(each, f"{where}.{key}", key, (value, *above))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _walk(each, f"{where}[{number}]", name, above)
    elif not isinstance(value, datetime.date):
        yield where, name, value, above
