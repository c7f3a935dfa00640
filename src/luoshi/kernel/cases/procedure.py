"""The procedure as pure functions: which steps are open to a case, and what a step makes of it."""

from __future__ import annotations

import secrets
from dataclasses import replace

from luoshi.kernel.cases.errors import NotConfirmed, OwnWork, StepLacks, StepNotAllowed
from luoshi.kernel.cases.model import MOVES, Case, CaseKind, Move, Outcome, Stage, Step

_DIGITS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L: read over the telephone
REOPENED_FROM = frozenset({Outcome.CLOSED})


def number_for(local_day: int) -> str:
    """The case number as it is told over the telephone: day and five signs. Uniqueness is a key in the store."""
    return f"{local_day % 1_000_000:06d}-" + _signs(secrets.randbits(40))


def _signs(drawn: int) -> str:
    """Five signs from a number drawn much wider than they need, so that each is as likely as another."""
    signs = ""
    for _ in range(5):
        drawn, at = divmod(drawn, len(_DIGITS))
        signs += _DIGITS[at]
    return signs


def steps(case: Case, kind: CaseKind) -> tuple[Step, ...]:
    """What the procedure allows next."""
    if case.outcome in {Outcome.DECLINED, Outcome.VOID}:
        return ()
    found = [step for (stage, step) in MOVES if stage == case.stage]
    if case.confirmed or not kind.confirm:
        found = [step for step in found if step != Step.CONFIRM]
    return tuple(found)


def move(
    case: Case,
    kind: CaseKind,
    step: Step,
    *,
    note: str,
    unit: int | None,
    condition: str | None,
    person: int | None,
    files: int,
) -> Move:
    """The move of `step`, or why it is refused."""
    allowed = steps(case, kind)
    if step not in allowed:
        raise StepNotAllowed(number=case.number, stage=case.stage, step=step, allowed=", ".join(allowed) or "-")
    found = MOVES[case.stage, step]
    if step == Step.REGISTER and kind.confirm and not case.confirmed:
        raise NotConfirmed(number=case.number)
    if "note" in found.fields and not note.strip():
        raise StepLacks(step=step, what="note")
    if "unit" in found.fields and unit is None:
        raise StepLacks(step=step, what="unit")
    if step == Step.REGISTER and kind.condition(condition) is None:
        raise StepLacks(step=step, what="condition")
    if step == Step.HANDLE:
        wanted = kind.condition(case.condition)
        if wanted is not None and wanted.photo and not files:
            raise StepLacks(step=step, what="photo")
    if step == Step.VERIFY and person is not None and person == case.handled_by:
        raise OwnWork(number=case.number)
    return found


def moved(
    case: Case,
    kind: CaseKind,
    step: Step,
    found: Move,
    *,
    at: int,
    unit: int | None,
    condition: str | None,
    person: int | None,
) -> Case:
    """The case after the step, without its clock."""
    after = replace(
        case,
        stage=found.to,
        outcome=found.outcome,
        version=case.version + 1,
        stage_since=case.stage_since if found.to == case.stage else at,
    )
    match step:
        case Step.CONFIRM:
            return replace(after, confirmed=True)
        case Step.REGISTER:
            chosen = kind.condition(condition)
            assert chosen is not None
            return replace(after, registered_at=at, condition=chosen.id)
        case Step.DISPATCH:
            return replace(after, unit=unit)
        case Step.SEND_BACK:
            return replace(after, unit=None, sent_back=case.sent_back + 1)
        case Step.HANDLE:
            return replace(after, handled_by=person)
        case Step.REWORK:
            return replace(after, rework=case.rework + 1)
        case Step.CLOSE | Step.DECLINE | Step.VOID:
            return replace(after, ended_at=at)
        case Step.REOPEN:
            return replace(after, ended_at=None, rework=case.rework + 1)
        case _:
            return after


def limited_stages() -> tuple[Stage, ...]:
    """Stages in which a case waits for somebody."""
    return tuple(stage for stage in Stage if stage != Stage.CLOSED)
