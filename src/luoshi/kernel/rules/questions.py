"""What a rule may ask before it decides: a closed list of questions, each answered for a whole batch at once.

`reads = ["open_cases(kind='lamp_fault', about=signal.subject)"]` is read here into a question with arguments. The
module declares the questions; `app` says who answers them.
"""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any, Literal, NamedTuple

from luoshi.base.definitions import Words
from luoshi.kernel.cases import CaseEvent
from luoshi.kernel.intake import Signal
from luoshi.kernel.rules.errors import BadQuestion, NobodyAnswers, UnknownQuestion
from luoshi.kernel.rules.model import qualified

ParameterKind = Literal["thing", "case_kind", "stream", "thing_type", "text", "integer"]
#: names of definitions: they get the pack of the rule where they carry none
NAMED = frozenset({"case_kind", "stream", "thing_type"})
ROOTS: Mapping[str, frozenset[str]] = {
    "signal": frozenset(each.name for each in fields(Signal)),
    "case": frozenset(each.name for each in fields(CaseEvent)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionKind:
    """One question that may be asked. `nothing` is the answer where an argument is not known (a signal about no
    thing)."""

    name: str
    parameters: Mapping[str, ParameterKind]
    meaning: Words
    nothing: object = None


class Asked(NamedTuple):
    """A question with its arguments, in the order of its parameters."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An argument that comes from what the rule reacts on: `signal.subject`, `signal.values.depth`."""

    fields: tuple[str, ...]

    def of(self, event: object) -> Any:
        found: Any = event
        for name in self.fields:
            found = found.get(name) if isinstance(found, Mapping) else getattr(found, name)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One entry of `reads`."""

    kind: QuestionKind
    arguments: tuple[Any, ...]

    def about(self, event: object, pack: str) -> Asked:
        """The question about one signal or case."""
        values = (each.of(event) if isinstance(each, Reference) else each for each in self.arguments)
        return asked(self.kind, values, pack)


QUESTIONS: dict[str, QuestionKind] = {}
Fetch = Callable[[Sequence[tuple[Any, ...]]], Awaitable[Sequence[Any]]]


def declare_question(kind: QuestionKind) -> QuestionKind:
    """Offer a question to rules."""
    if QUESTIONS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"question {kind.name} is declared twice")
    return kind


THING = declare_question(
    QuestionKind(
        name="thing", parameters={"id": "thing"}, meaning=Words(zh="一个部件的现状", en="a thing as it is now")
    )
)
OPEN_CASES = declare_question(
    QuestionKind(
        name="open_cases",
        parameters={"kind": "case_kind", "about": "thing"},
        meaning=Words(zh="某部件尚未办结的案件编号", en="the ids of the open cases of a kind about a thing"),
        nothing=(),
    )
)
LATEST = declare_question(
    QuestionKind(
        name="latest",
        parameters={"thing": "thing", "stream": "stream"},
        meaning=Words(zh="某部件某监测项的最新读数", en="the latest reading of a stream of a thing"),
    )
)


class Questions:
    """Who answers which question, in one running program."""

    def __init__(self) -> None:
        self._fetch: dict[str, Fetch] = {}

    def answer_with(self, name: str, fetch: Fetch) -> None:
        """`fetch` is given the argument tuples of a batch and gives as many answers in the same order."""
        if name not in QUESTIONS:
            raise UnknownQuestion(name=name, nearest=", ".join(QUESTIONS))
        self._fetch[name] = fetch

    async def answers(self, batch: Sequence[Asked]) -> dict[Asked, Any]:
        """The answers to all questions of a batch; each question is fetched once."""
        found: dict[Asked, Any] = {}
        wanted: dict[str, list[Asked]] = {}
        for each in dict.fromkeys(batch):
            if any(argument is None for argument in each.arguments):
                found[each] = QUESTIONS[each.name].nothing
            else:
                wanted.setdefault(each.name, []).append(each)
        for name, questions in wanted.items():
            if name not in self._fetch:
                raise NobodyAnswers(name=name)
            answers = await self._fetch[name]([each.arguments for each in questions])
            found.update(zip(questions, answers, strict=True))
        return found


def asked(kind: QuestionKind, values: Any, pack: str) -> Asked:
    """A question with its arguments; names of definitions get their pack."""
    pairs = zip(kind.parameters.values(), values, strict=True)
    return Asked(kind.name, tuple(qualified(pack, each) if of in NAMED and each else each for of, each in pairs))


def read_question(text: str, *, root: Literal["signal", "case"]) -> Question:
    """One entry of `reads`, such as `thing(signal.subject)`."""
    try:
        call = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError) as cause:
        raise BadQuestion(text=text, problem="name(argument, …)") from cause
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise BadQuestion(text=text, problem="name(argument, …)")
    kind = QUESTIONS.get(call.func.id)
    if kind is None:
        close = get_close_matches(call.func.id, QUESTIONS, n=1) or list(QUESTIONS)
        raise UnknownQuestion(name=call.func.id, nearest=", ".join(close))
    names = list(kind.parameters)
    signature = f"{kind.name}({', '.join(names)})"
    if len(call.args) > len(names):
        raise BadQuestion(text=text, problem=signature)
    given = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in names or keyword.arg in given:
            raise BadQuestion(text=text, problem=signature)
        given[str(keyword.arg)] = keyword.value
    if len(given) != len(names):
        raise BadQuestion(text=text, problem=signature)
    return Question(kind=kind, arguments=tuple(_argument(text, given[name], root) for name in names))


def _argument(text: str, node: ast.expr, root: str) -> Any:
    if isinstance(node, ast.Constant) and type(node.value) in {str, int}:
        return node.value
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.append(node.attr)
        node = node.value
    path.reverse()
    if isinstance(node, ast.Name) and node.id == root and path and path[0] in ROOTS[root]:
        return Reference(fields=tuple(path))
    raise BadQuestion(text=text, problem=f"'text', 1, {root}.{f', {root}.'.join(sorted(ROOTS[root]))}")
