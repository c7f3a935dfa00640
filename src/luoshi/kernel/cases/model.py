"""What a case is, apart from what a kind of case is.

A `CaseKind` is a definition from a pack: which conditions open a case of this kind, within which limit each has to be
handled, and what proves that it is closed. A `Case` is one matter; it keeps the id of the definition it began under.
The procedure itself is one table, `MOVES`, that can be read aloud.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

import msgspec

from luoshi.base.calendar import LimitKind
from luoshi.base.definitions import Body, DefinitionKind, Source, Words, declare


class Stage(StrEnum):
    """The seven stages. 核实 (confirm) is a step before `registered`, 核查 (verify) one after `handled`."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    HANDLED = "handled"
    VERIFIED = "verified"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case stands as a whole. A declined case was never registered; a void one was registered in error."""

    OPEN = "open"
    CLOSED = "closed"
    DECLINED = "declined"
    VOID = "void"


class Step(StrEnum):
    """The named acts of the procedure, each a verb of `Cases`."""

    ACCEPT = "accept"
    CONFIRM = "confirm"
    DECLINE = "decline"
    REGISTER = "register"
    DISPATCH = "dispatch"
    SEND_BACK = "send_back"
    HANDLE = "handle"
    VERIFY = "verify"
    REWORK = "rework"
    CLOSE = "close"
    REOPEN = "reopen"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step leads, what it must bring with it, and whether it ends the case."""

    to: Stage
    fields: tuple[str, ...] = ()
    outcome: Outcome = Outcome.OPEN


MOVES: Mapping[tuple[Stage, Step], Move] = MappingProxyType(
    {
        (Stage.REPORTED, Step.ACCEPT): Move(Stage.ACCEPTED),
        (Stage.REPORTED, Step.DECLINE): Move(Stage.REPORTED, ("note",), Outcome.DECLINED),
        (Stage.ACCEPTED, Step.CONFIRM): Move(Stage.ACCEPTED, ("note",)),
        (Stage.ACCEPTED, Step.DECLINE): Move(Stage.ACCEPTED, ("note",), Outcome.DECLINED),
        (Stage.ACCEPTED, Step.REGISTER): Move(Stage.REGISTERED, ("condition",)),
        (Stage.REGISTERED, Step.DISPATCH): Move(Stage.DISPATCHED, ("unit",)),
        (Stage.REGISTERED, Step.VOID): Move(Stage.REGISTERED, ("note",), Outcome.VOID),
        (Stage.DISPATCHED, Step.SEND_BACK): Move(Stage.REGISTERED, ("note",)),
        (Stage.DISPATCHED, Step.HANDLE): Move(Stage.HANDLED, ("note",)),
        (Stage.HANDLED, Step.VERIFY): Move(Stage.VERIFIED),
        (Stage.HANDLED, Step.REWORK): Move(Stage.DISPATCHED, ("note",)),
        (Stage.VERIFIED, Step.CLOSE): Move(Stage.CLOSED, (), Outcome.CLOSED),
        (Stage.VERIFIED, Step.REWORK): Move(Stage.DISPATCHED, ("note",)),
        (Stage.CLOSED, Step.REOPEN): Move(Stage.DISPATCHED, ("note",)),
    }
)


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A time limit: a number and the calendar it is counted in."""

    value: Decimal
    calendar: LimitKind


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """立案条件: what must be so for a registration, the limit of its handling, and what proves the end (结案条件).

    `limit` counts from dispatch until handled. `photo` is asked only where the closing condition says so.
    """

    id: str
    name: Words
    limit: Limit
    closing: Words
    valid_from: datetime.date = msgspec.field(name="from")
    source: Source
    photo: bool = False


class StageLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How long a case may stand in a stage other than handling: acceptance, dispatch, verification."""

    stage: Stage
    limit: Limit
    valid_from: datetime.date = msgspec.field(name="from")
    source: Source


class CaseKind(Body, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kind of case: what it is about, when two reports are one case, how it is opened and proved closed.

    about: the thing type it concerns (`lamp`), or nothing. one_open_per: `subject` (one open case per thing), `place`
    (per grid cell) or `none`. confirm: a report must be confirmed on site (核实) before registration. public: it may
    be shown to residents without personal values.
    """

    kind: ClassVar[str] = "case_kind"
    about: str | None = None
    one_open_per: str = "none"
    confirm: bool = False
    public: bool = True
    conditions: list[Condition] = msgspec.field(name="condition")
    stage_limits: list[StageLimit] = msgspec.field(name="stage_limit", default_factory=list)

    def condition(self, identity: str | None) -> Condition | None:
        """The condition of that id; the first one where none was named."""
        if identity is None:
            return self.conditions[0]
        return next((each for each in self.conditions if each.id == identity), None)

    def stage_limit(self, stage: Stage) -> Limit | None:
        return next((each.limit for each in self.stage_limits if each.stage == stage), None)


def _check(body: CaseKind, pack: Mapping[str, Any]) -> Iterable[str]:
    if not body.conditions:
        yield "condition: a kind of case needs at least one condition with its limit"
    if body.one_open_per not in {"subject", "place", "none"}:
        yield f'one_open_per: "{body.one_open_per}" is none of subject, place, none'
    if body.one_open_per == "subject" and body.about is None:
        yield "one_open_per: subject needs `about`, the thing type"
    things = {each.get("id") for each in pack.get("thing_type", ())}
    if body.about is not None and body.about not in things:
        yield f'about: "{body.about}" is no thing type of this pack'
    for number, each in enumerate(body.conditions):
        if each.limit.value <= 0:
            yield f"condition[{number}].limit.value: a limit is greater than zero"


declare(
    DefinitionKind(
        kind="case_kind",
        struct=CaseKind,
        meaning=Words(zh="案件种类", en="a kind of case, with its conditions, limits and proofs of closure"),
        check=_check,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A command: a case of `kind` (pack.local) about a thing or a place begins, at `reported`, because of a signal.

    `at`, `path`, `lon`, `lat` come from the signal; `title` is one line for lists.
    """

    kind: str
    signal: int
    about: int | None = None
    condition: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter from registration to closure."""

    id: int
    number: str
    kind: str
    definition: int
    stage: Stage
    outcome: Outcome
    version: int
    path: str
    local_day: int
    at: int
    thing: int | None
    lon: int | None  # 1e-7 degrees
    lat: int | None
    title: str
    channel: str
    signal: int
    unit: int | None
    condition: str | None
    confirmed: bool
    rework: int
    sent_back: int
    handled_by: int | None
    stage_since: int
    due_at: int | None
    due_reason: str
    registered_at: int | None
    ended_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageClock:
    """The clock of one stay in one stage. `due_at` None with a reason is *missing*, not *no limit*."""

    id: int
    case: int
    stage: Stage
    unit: int | None
    limit_value: str | None
    limit_kind: str | None
    started_at: int
    due_at: int | None
    due_reason: str
    stopped_at: int | None
    in_time: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """What a rule on `case:KIND:EVENT` is given: a case that has just been opened, moved or ended."""

    case: int
    kind: str
    event: str
    about: int | None
    at: int
    path: str
    signal: int
