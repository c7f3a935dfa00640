"""The facts a function of a scene sees: the answers to what its rule declared, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luoshi.kernel.observations import Reading
from luoshi.kernel.registry import Thing
from luoshi.kernel.rules.errors import NotRead
from luoshi.kernel.rules.questions import LATEST, OPEN_CASES, THING, Asked, QuestionKind, asked


class Facts:
    """What was fetched for one signal or case, by the names the pack uses."""

    __slots__ = ("_answers", "_pack")

    def __init__(self, pack: str, answers: Mapping[Asked, Any]) -> None:
        self._pack = pack
        self._answers = answers

    def thing(self, id: int | None) -> Thing | None:
        """A thing as it is now; None where there is none (or the signal is about none)."""
        found: Thing | None = self._answer(THING, id)
        return found

    def open_cases(self, kind: str, about: int | None) -> tuple[int, ...]:
        """The ids of the open cases of a kind about a thing."""
        return tuple(self._answer(OPEN_CASES, kind, about))

    def latest(self, thing: int | None, stream: str) -> Reading | None:
        """The latest reading of a stream of a thing."""
        found: Reading | None = self._answer(LATEST, thing, stream)
        return found

    def _answer(self, kind: QuestionKind, *arguments: Any) -> Any:
        question = asked(kind, arguments, self._pack)
        if question not in self._answers:
            raise NotRead(question=f"{kind.name}({', '.join(map(repr, question.arguments))})", pack=self._pack)
        return self._answers[question]
