"""规则: what follows when something is reported or a case moves, as rows that name one pure function each.

A rule says on what it reacts, which facts its function may read, and which function decides. The facts are fetched
for a whole batch before the function runs; the function sees nothing else.
"""

from __future__ import annotations

from luoshi.kernel.rules.errors import BadQuestion, BadTrigger, NobodyAnswers, NotRead, UnknownQuestion
from luoshi.kernel.rules.facts import Facts
from luoshi.kernel.rules.model import Logic, LogicName, Rule, Trigger, logic_name, qualified, trigger_of
from luoshi.kernel.rules.questions import (
    QUESTIONS,
    Asked,
    Fetch,
    Question,
    QuestionKind,
    Questions,
    declare_question,
    read_question,
)
from luoshi.kernel.rules.service import Event, Reaction, Rules

__all__ = [
    "QUESTIONS",
    "Asked",
    "BadQuestion",
    "BadTrigger",
    "Event",
    "Facts",
    "Fetch",
    "Logic",
    "LogicName",
    "NobodyAnswers",
    "NotRead",
    "Question",
    "QuestionKind",
    "Questions",
    "Reaction",
    "Rule",
    "Rules",
    "Trigger",
    "UnknownQuestion",
    "declare_question",
    "logic_name",
    "qualified",
    "read_question",
    "trigger_of",
]
