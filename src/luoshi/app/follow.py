"""A reporter follows a report with its key: what is done, by whom, and the right to contest a closure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luoshi.app import moves
from luoshi.app.names import name_of_agency, name_of_kind, word
from luoshi.base.definitions import Words
from luoshi.base.errors import Malformed, NotFound, Refused
from luoshi.base.scope import Actor, Reach, Scope
from luoshi.kernel import journal
from luoshi.kernel.cases import Case, Outcome, Stage, Step
from luoshi.kernel.files import File
from luoshi.kernel.intake import Signal

if TYPE_CHECKING:
    from luoshi.app.house import House

ANSWERED = journal.event_kind("case.answered")
RESIDENT = Actor(kind="resident")
CONTEST_DAYS = 30


class NoSuchReport(NotFound):
    """Wrong number or wrong key: the two are not told apart."""

    code = "N-110"


class NotContestable(Refused):
    code = "N-111"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    stage: str
    name: Words
    at: int | None
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What the reporter sees: no names of clerks, no notes that were written for the office."""

    number: str
    text: str
    kind: Words
    stage: str
    stage_name: Words
    steps: Sequence[Milestone]
    unit: Words | None
    reply: str | None
    due_at: int | None
    can_contest: bool
    can_answer: bool
    answered: bool
    photos: Sequence[File]


async def state(house: House, number: str, key: str) -> Followed:
    """How the report stands."""
    case, signal = await _held(house, number, key)
    history = await house.cases.history(case.id, scope=house.everything)
    reached: dict[str, int] = {str(Stage.REPORTED): case.at}
    for line in history:
        if "to" in line.body:
            reached[str(line.body["to"])] = line.at
    order = list(Stage)
    current = order.index(case.stage)
    steps = [
        Milestone(stage=str(stage), name=word(f"stage.{stage}"), at=reached.get(str(stage)), done=place <= current)
        for place, stage in enumerate(order)
    ]
    ended = case.outcome != Outcome.OPEN
    handled = [line.body.get("note") for line in history if line.kind in {"case.handle", "case.decline"}]
    answered = any(line.kind == ANSWERED for line in history)
    return Followed(
        number=case.number,
        text=signal.text,
        kind=name_of_kind(house, case.definition),
        stage=str(case.stage),
        stage_name=word(f"outcome.{case.outcome}" if ended else f"stage.{case.stage}"),
        steps=steps,
        unit=name_of_agency(house, case.unit),
        reply=handled[-1] if handled else None,
        due_at=case.due_at,
        can_contest=_contestable(house, case),
        can_answer=case.outcome == Outcome.CLOSED and not answered,
        answered=answered,
        photos=await house.files.about(journal.Subject("signal", signal.id), scope=house.everything),
    )


async def answer(house: House, number: str, key: str, *, solved: bool, satisfied: bool | None, words: str) -> None:
    """Solved? Satisfied? Kept as a line of the case; said once."""
    case, signal = await _held(house, number, key)
    history = await house.cases.history(case.id, scope=house.everything)
    if case.outcome != Outcome.CLOSED or any(line.kind == ANSWERED for line in history):
        raise NotContestable(number=number)
    at = house.installation.now()
    async with house.unit() as unit:
        journal.record(
            unit,
            house.installation.id(),
            kind=ANSWERED,
            subject=journal.Subject("case", case.id),
            by=RESIDENT,
            ground="reporter",
            at=at,
            local_day=house.installation.local_day(at),
            path=case.path,
            body={"signal": signal.id, "solved": solved, "satisfied": satisfied},
        )


async def contest(house: House, number: str, key: str, *, words: str) -> None:
    """The reporter says it is not mended: the case opens again, with the same unit."""
    if not words.strip():
        raise Malformed(field="words", problem="empty")
    case, _ = await _held(house, number, key)
    if not _contestable(house, case):
        raise NotContestable(number=number)
    scope = Scope(reaches=(Reach(path=case.path),), verbs=frozenset({f"case.{Step.REOPEN}"}))
    await moves.take(
        house, case.id, Step.REOPEN, version=case.version, by=RESIDENT, scope=scope, ground="reporter", note=words
    )


def _contestable(house: House, case: Case) -> bool:
    if case.outcome != Outcome.CLOSED or case.ended_at is None:
        return False
    return house.installation.now() - case.ended_at < CONTEST_DAYS * 86_400_000_000


async def _held(house: House, number: str, key: str) -> tuple[Case, Signal]:
    found = await house.cases.by_number(number)
    signal = None if found is None else await house.intake.followed(found, key)
    if found is None or signal is None:
        raise NoSuchReport(number=number)
    return await house.cases.get(found, scope=house.everything), signal
