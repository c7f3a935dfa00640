"""What a reading is, what a pack says about a stream of readings, and the commands that record them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from luoshi.base.definitions import Body, DefinitionKind, Source, Words, declare
from luoshi.kernel.registry import Option, Property


class Stream(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is observed of a type of thing: whether a lamp is lit, the water level of a section.

    of: the type of thing. unit, scale: of numbers; a `decimal` is kept as an integer of `scale` places. options: the
    words of a `code`. ahead: seconds by which a reading may be later than our clock (clocks of devices differ).
    source: the rule or method by which it is observed.
    """

    kind: ClassVar[str] = "stream"
    of: str
    type: Literal["integer", "decimal", "code", "boolean"]
    unit: str = ""
    scale: int = 0
    options: tuple[Option, ...] = ()
    ahead: int = 300
    source: Source | None = None

    def as_property(self) -> Property:
        """The same declaration as a property, for scaling and showing values."""
        return Property(
            id=self.id, name=self.name, type=self.type, unit=self.unit, scale=self.scale, options=self.options
        )


def _check(body: Stream, pack: Mapping[str, Any]) -> Iterable[str]:
    if body.type == "code" and not body.options:
        yield "options: a code needs the words it may be"
    if body.type != "code" and body.options:
        yield f"options: only a code has options, not {body.type}"
    if body.scale and body.type != "decimal":
        yield f"scale: only a decimal has places after the point, not {body.type}"
    if not 0 <= body.scale <= 9:
        yield f"scale: {body.scale} is not between 0 and 9"
    if body.ahead < 0:
        yield f"ahead: {body.ahead} seconds is less than none"


declare(
    DefinitionKind(
        kind="stream", struct=Stream, meaning=Words(zh="监测项", en="what is observed of a type of thing"), check=_check
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe:
    """Record one reading of a thing. `value` is as people write it (None: looked, and could not be told).

    `at` is the instant in the city; `source` is the signal or receipt it rests on, `source_kind` says which.
    """

    subject: int
    stream: str
    value: int | str | bool | Decimal | None
    at: int
    source: int
    source_kind: str = "signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectReading:
    """Say that a reading was wrong, and what it was instead (None: it was no reading at all)."""

    reading: int
    value: int | str | bool | Decimal | None
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading. Numbers are integers of the stream's scale in `value`, words in `text`; neither means missing."""

    id: int
    thing: int
    stream: str
    path: str
    at: int
    local_day: int
    recorded_at: int
    value: int | None
    text: str | None
    source_kind: str
    source: int
    supersedes: int | None = None

    @property
    def kept(self) -> int | str | None:
        return self.text if self.value is None else self.value
