"""Receipts and signals. A signal is what somebody or something said, before anybody judged it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec

from luoshi.base.definitions import Body, DefinitionKind, Words, declare


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question of the report form; few."""

    id: str
    name: Words
    options: list[Words] = msgspec.field(default_factory=list)


class SignalKind(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What can be reported or sensed: a dark lamp, rubbish in a river.

    thing_type: what it is about, where that is a registered thing. public: residents may report it. photo: `none`,
    `optional` or `asked` (asked only where a closing condition needs it).
    """

    kind: ClassVar[str] = "signal"
    thing_type: str | None = None
    public: bool = True
    photo: str = "optional"
    questions: list[Question] = msgspec.field(name="question", default_factory=list)


def _check(body: SignalKind, pack: Mapping[str, Any]) -> Iterable[str]:
    if body.photo not in {"none", "optional", "asked"}:
        yield f'photo: "{body.photo}" is none of none, optional, asked'
    things = {each.get("id") for each in pack.get("thing_type", ())}
    if body.thing_type is not None and body.thing_type not in things:
        yield f'thing_type: "{body.thing_type}" is no thing type of this pack'


declare(
    DefinitionKind(
        kind="signal",
        struct=SignalKind,
        meaning=Words(zh="信号种类", en="what can be reported or sensed"),
        check=_check,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: the path in force, and the point where one was given (1e-7 degrees, WGS84)."""

    path: str
    lon: int | None = None
    lat: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What a door hands over: already of the right shape, not yet understood.

    `request` is the sender's own number for it (the same number twice is the same report); `body` the bytes as they
    came; `contacts` personal values by field, kept sealed. Three clocks: `at` in the city, `device_at` by the phone
    or sensor, and the server's own.
    """

    source: str
    request: str
    body: bytes
    kind: str
    channel: str
    at: int
    device_at: int | None = None
    place: Place
    thing: int | None = None
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that something came in: when, from where, how much, and what became of it."""

    id: int
    source: str
    digest: str
    size: int
    state: str
    reason: str
    at: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that was said, as scenes see it. `subject` is the thing it is about."""

    id: int
    kind: str
    channel: str
    at: int
    local_day: int
    subject: int | None
    path: str
    lon: int | None
    lat: int | None
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered to a request number before: given again to the same request."""

    receipt: int
    result: Mapping[str, Any]
    follow: str
