"""One matter from registration to closure: stages, clocks, rework; its history is the journal filtered by its id."""

from __future__ import annotations

from luoshi.kernel.cases.errors import (
    AlreadyOpen,
    CaseUnknown,
    KindUnknown,
    NotConfirmed,
    OwnWork,
    StepLacks,
    StepNotAllowed,
    StepNotYours,
)
from luoshi.kernel.cases.model import (
    MOVES,
    Case,
    CaseEvent,
    CaseKind,
    Condition,
    Limit,
    OpenCase,
    Outcome,
    Stage,
    StageClock,
    StageLimit,
    Step,
)
from luoshi.kernel.cases.service import Cases, Responsible, Taken

__all__ = [
    "MOVES",
    "AlreadyOpen",
    "Case",
    "CaseEvent",
    "CaseKind",
    "CaseUnknown",
    "Cases",
    "Condition",
    "KindUnknown",
    "Limit",
    "NotConfirmed",
    "OpenCase",
    "Outcome",
    "OwnWork",
    "Responsible",
    "Stage",
    "StageClock",
    "StageLimit",
    "Step",
    "StepLacks",
    "StepNotAllowed",
    "StepNotYours",
    "Taken",
]
