"""What each part of the kernel offers for judging: relations of typed columns.

A relation is a promise of one module to every rule, indicator and page: these columns, one row per this, at this
place, at these times; this column names a person; this one may be summed. Modules declare their relations in
`CATALOGUE` when they are imported and never import one another to read rows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from luoshi.kernel.facts.errors import BadRelation, DeclaredTwice, Phrase, UnknownRelation
from luoshi.kernel.facts.lexer import KEYWORDS
from luoshi.kernel.facts.types import DATE, INSTANT, TEXT, CodeType, NumberType, Type

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
RESERVED = frozenset({word.lower() for word in KEYWORDS} | {"missing", "invalid", "known"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One fact: its name in expressions, its kind, and what it is called on pages.

    `personal`: it tells something of a person, so no indicator, public page or feed may carry it.
    `additive`: summing it over rows means something (a count, an amount), unlike a rate or a level.
    """

    name: str
    type: Type
    zh: str
    en: str
    unit: str | None = None
    personal: bool = False
    additive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Which columns carry the two times of a fact: `at` (in the city) and `recorded_at` (when Luoshi knew)."""

    at: str | None = None
    local_day: str | None = None
    recorded_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Rows of one kind that a module offers for judging.

    `grain`: the columns that tell one row from another; `path`: the column with the area path in force on the day
    of the fact.
    """

    name: str
    module: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    grain: tuple[str, ...]
    path: str | None = None
    times: Times = field(default_factory=Times)

    @property
    def personal(self) -> bool:
        """Whether any column tells something of a person."""
        return any(column.personal for column in self.columns)

    @property
    def additive(self) -> tuple[str, ...]:
        """The columns that may be summed."""
        return tuple(column.name for column in self.columns if column.additive)

    def column(self, name: str) -> Column:
        """One column by name; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise BadRelation(name=self.name, problem=problem)


def _problems(relation: Relation) -> Iterator[Phrase]:
    kinds = {column.name: column.type for column in relation.columns}
    names = [column.name for column in relation.columns]
    for name in [relation.name, *names]:
        if not NAME.match(name) or name in RESERVED:
            yield Phrase("not_a_name", {"name": name})
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Phrase("column_twice", {"name": name})
    if not relation.grain:
        yield Phrase("no_grain")
    for name in relation.grain:
        if name not in kinds:
            yield Phrase("no_such_column", {"role": "grain", "name": name})
    for role, column_name, kind in (
        ("path", relation.path, TEXT),
        ("at", relation.times.at, INSTANT),
        ("local_day", relation.times.local_day, DATE),
        ("recorded_at", relation.times.recorded_at, INSTANT),
    ):
        if column_name is not None and kinds.get(column_name) != kind:
            yield Phrase("not_of_kind", {"role": role, "name": column_name, "kind": Phrase(f"kind_{kind}")})
    for column in relation.columns:
        if column.additive and not isinstance(column.type, NumberType):
            yield Phrase("cannot_be_summed", {"name": column.name})


@dataclass(frozen=True, slots=True)
class Schema:
    """The facts that one expression may name: a plain `column`, or `prefix.column` where several relations meet."""

    columns: Mapping[str, Column]

    @classmethod
    def of(cls, relation: Relation) -> Schema:
        """The columns of one relation under their own names."""
        return cls({column.name: column for column in relation.columns})

    @classmethod
    def joined(cls, relations: Mapping[str, Relation]) -> Schema:
        """Columns of several relations, each written with the prefix given for it."""
        return cls({f"{prefix}.{column.name}": column for prefix, each in relations.items() for column in each.columns})

    @classmethod
    def plain(cls, **kinds: Type) -> Schema:
        """Names and kinds only, where no relation stands behind them (parameters, tests)."""
        return cls({name: Column(name=name, type=kind, zh=name, en=name) for name, kind in kinds.items()})

    def plus(self, other: Schema) -> Schema:
        """Both; a name in both must mean the same."""
        for name in self.columns.keys() & other.columns.keys():
            if self.columns[name] != other.columns[name]:
                raise BadRelation(name=name, problem=Phrase("name_of_two_kinds"))
        return Schema({**self.columns, **other.columns})

    def nearest(self, name: str) -> str:
        """The known name most like this one, for errors."""
        return nearest(name, self.columns)


class Catalogue:
    """Every relation on offer; `packs check` and the judging modules read it."""

    def __init__(self) -> None:
        self._relations: dict[str, Relation] = {}

    def declare(self, relation: Relation) -> Relation:
        """Offer a relation. Declaring the same again changes nothing; another under its name is refused."""
        known = self._relations.setdefault(relation.name, relation)
        if known != relation:
            raise DeclaredTwice(name=relation.name, module=known.module)
        return known

    def relation(self, name: str) -> Relation:
        """The relation of that name."""
        if name not in self._relations:
            raise UnknownRelation(name=name, nearest=nearest(name, self._relations))
        return self._relations[name]

    def schema(self, name: str) -> Schema:
        """The facts that an expression over this relation may name."""
        return Schema.of(self.relation(name))

    def __contains__(self, name: object) -> bool:
        return name in self._relations

    def __iter__(self) -> Iterator[Relation]:
        return iter(sorted(self._relations.values(), key=lambda relation: relation.name))

    def __len__(self) -> int:
        return len(self._relations)

    def codes(self) -> dict[str, CodeType]:
        """Every closed list that some column uses, by its name."""
        kinds = [column.type for relation in self for column in relation.columns]
        return {kind.domain: kind for kind in kinds if isinstance(kind, CodeType)}


CATALOGUE: Final = Catalogue()


def nearest(name: str, known: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    """The known words most like `name`, at most three, or a few of them where none is alike."""
    words = sorted(known)
    close = difflib.get_close_matches(name.lower(), words, n=3, cutoff=0.5)
    return ", ".join(close or words[:6]) or "—"
