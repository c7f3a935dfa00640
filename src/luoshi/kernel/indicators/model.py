"""指标, an indicator: what it is called, what it counts and how (its 口径), as a dated definition; and its values.

An indicator counts rows that other parts of Luoshi keep: things, the latest reading of each thing, readings, cases.
Its value is exact, or one of four honest ways of not having one; zero is a number.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Literal, Protocol

import msgspec

from luoshi.base import units
from luoshi.base.definitions import Body, DefinitionKind, Source, Words, declare
from luoshi.base.errors import Invalid
from luoshi.kernel.facts import Schema

Measure = Literal["count", "rate", "level"]
Relation = Literal["things", "latest", "readings", "cases"]


class State(StrEnum):
    """Whether there is a number, and why not. Suppressed is said on public pages only."""

    NUMBER = "number"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    INVALID = "invalid"


class Indicator(Body, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A named way of counting.

    kind: `count` of rows, `rate` of rows among rows, `level` a number told by rows. relation and of: which rows
    (`latest` of `lamp.lit`, `cases` of `lamp_fault`). by: for cases, those `reported` in the period, those `ended` in
    it, or those `open` at its end. filter: which rows are looked at. numerator, denominator: conditions on them.
    value: of a level, the number a row tells; aggregate: how rows become one. period: the steps of its series.
    missing: a row that cannot be decided is left out and told (`exclude`), counts as not holding (`as_false`), or
    leaves the whole without a value (`no_value`). additivity: whether values of areas may be added up.
    """

    kind: ClassVar[str] = "indicator"
    measure: Measure = msgspec.field(name="kind")
    relation: Relation
    of: str
    unit: str
    definition_text: Words
    direction: Literal["up", "down", "none"] = "none"
    by: Literal["reported", "ended", "open"] = "reported"
    filter: str = ""
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    aggregate: Literal["sum", "average", "minimum", "maximum"] = "sum"
    scale: int = 0
    period: Literal["now", "day", "month", "year"] = "month"
    missing: Literal["exclude", "as_false", "no_value"] = "exclude"
    additivity: Literal["additive", "ratio", "none"] = "ratio"
    public: bool = False
    valid_from: datetime.date = msgspec.field(name="from")
    source: Source


def _check(body: Indicator, pack: Mapping[str, Any]) -> Iterable[str]:
    try:
        units.unit(body.unit)
    except Invalid as refusal:
        yield f"unit: {refusal.happened()} {refusal.instead()}"
    if not 0 <= body.scale <= 9:
        yield f"scale: {body.scale} is not between 0 and 9"
    if body.measure == "rate" and not body.numerator:
        yield "numerator: a rate needs the condition of its numerator"
    if body.measure == "level" and not body.value:
        yield "value: a level needs the number a row tells"
    if body.measure != "level" and body.value:
        yield f"value: only a level has it, not a {body.measure}"
    if body.measure != "rate" and body.denominator:
        yield f"denominator: only a rate has it, not a {body.measure}"
    if body.relation == "readings" and body.period == "now":
        yield "period: readings are counted over a day, a month or a year, not now"
    if body.relation != "cases" and body.by != "reported":
        yield f"by: only cases are counted by it, not {body.relation}"
    if body.relation in {"latest", "readings"} and "." not in body.of:
        yield f'of: "{body.of}" names no stream; write thing_type.stream'


declare(
    DefinitionKind(
        kind="indicator",
        struct=Indicator,
        meaning=Words(zh="指标", en="an indicator: what is counted, and how"),
        check=_check,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of an indicator. `scaled` is exact, an integer of `scale` decimal places."""

    state: State
    scaled: int | None = None
    scale: int = 0
    unit: str = ""

    @property
    def number(self) -> Decimal | None:
        return None if self.scaled is None else Decimal(self.scaled).scaleb(-self.scale)

    def __str__(self) -> str:
        return str(self.state) if self.number is None else format(self.number, "f")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row that an indicator looks at: what it is, where and when, and its columns."""

    id: int
    kind: str
    label: str
    path: str
    at: int | None
    local_day: int | None
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The period of a value as days: `last_day` never lies after the day as of which it is asked."""

    text: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What a value is computed for: a period, as of a day, with what was known at a moment. `present`: today, now."""

    window: Window
    as_of: int
    known_at: int
    present: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a source is asked: rows of `of` below these paths, in this window, as known then.

    `present`: the window ends today and what is known now counts, so the newest rows may answer.
    """

    of: str
    by: str
    prefixes: tuple[str, ...]
    window: Window
    known_at: int
    present: bool = False


class RelationSource(Protocol):
    """A part of the kernel that offers rows for judging. `app` registers one for each relation."""

    #: roll-ups of `base.dirty` whose marks mean that its rows changed
    rollups: tuple[str, ...]

    def schema(self, of: str, *, day: int) -> Schema:
        """The columns that expressions over these rows may name."""

    async def rows(self, asked: Asked) -> Sequence[Fact]: ...

    async def alike(self, asked: Asked, reads: Sequence[str]) -> Sequence[tuple[Fact, int]] | None:
        """Rows that lie at one place and agree in these columns, as one row and how many; None where the source
        cannot tell them so. Counting needs no more; `why` asks for the rows themselves."""


class Ground(Protocol):
    """What the territory says about areas that were merged, split or moved."""

    def prefixes(self, path: str, day: int) -> tuple[str, ...]:
        """Every path, also of earlier days, whose rows belong to the area that has `path` on `day`."""

    def areas(self, day: int) -> Sequence[str]:
        """The paths of all areas in force on a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A row that was looked at and left out, with the condition that says why."""

    fact: Fact
    reason: str
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A value with the rows behind it: pages of the numerator, the denominator, and what was left out. `run` is that
    of the kept value, where one stands."""

    value: Value
    formula: Words
    numerator: int
    denominator: int
    excluded: int
    numerator_rows: tuple[Fact, ...]
    denominator_rows: tuple[Fact, ...]
    excluded_rows: tuple[Excluded, ...]
    definition: int
    run: int | None
    window: Window
    as_of: int
    known_at: int
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A value for one area and period, with the definition and run it came from; `run` is None where computed now."""

    key: str
    path: str
    period: str
    value: Value
    numerator: int
    denominator: int
    excluded: int
    definition: int
    run: int | None
    as_of: int
    known_at: int
