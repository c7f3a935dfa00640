"""What a rule reacts on, what it asks, and what its function is allowed to see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from luoshi.base.db import Database
from luoshi.base.definitions import Words, install
from luoshi.kernel.cases import CaseEvent
from luoshi.kernel.intake import Signal
from luoshi.kernel.rules import (
    BadQuestion,
    BadTrigger,
    Facts,
    NobodyAnswers,
    NotRead,
    Questions,
    Rule,
    Rules,
    UnknownQuestion,
    logic_name,
    read_question,
    trigger_of,
)
from luoshi.kernel.rules.questions import Asked
from tests.unit.kernel.lamps import HandClock, city

Run = Callable[[Any], Any]
NAME = Words(zh="规则", en="rule")
AT = 1_772_300_000_000_000


def rule(on: str = "signal:lamp_dark", *reads: str, id: str = "one") -> Rule:
    return Rule(id=id, name=NAME, on=on, reads=reads, then="logic:decide@1")


def signal(subject: int | None = 5, kind: str = "street_lighting.lamp_dark") -> Signal:
    return Signal(
        id=9, kind=kind, channel="resident", at=AT, local_day=20_260_301, subject=subject, path="0001", lon=None,
        lat=None, text="不亮", values={"depth": 12},
    )  # fmt: skip


def event(name: str = "closed") -> CaseEvent:
    return CaseEvent(case=8, kind="street_lighting.lamp_fault", event=name, about=5, at=AT, path="0001", signal=9)


def test_a_trigger_names_a_kind_of_its_own_pack_or_of_another() -> None:
    assert trigger_of(rule("signal:lamp_dark"), "street_lighting").kind == "street_lighting.lamp_dark"
    assert trigger_of(rule("signal:roads.hole"), "street_lighting").kind == "roads.hole"
    found = trigger_of(rule("case:lamp_fault:closed"), "street_lighting")
    assert (found.what, found.kind, found.event) == ("case", "street_lighting.lamp_fault", "closed")


@pytest.mark.parametrize("on", ["lamp_dark", "signal:", "signal:Lamp", "case:lamp_fault", "case:lamp_fault:mended"])
def test_what_is_no_trigger_is_refused(on: str) -> None:
    with pytest.raises(BadTrigger):
        trigger_of(rule(on), "street_lighting")


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("thing(signal.subject)", (5,)),
        ("thing(id=signal.subject)", (5,)),
        ("open_cases(kind='lamp_fault', about=signal.subject)", ("street_lighting.lamp_fault", 5)),
        ("open_cases('roads.hole', 7)", ("roads.hole", 7)),
        ("latest(signal.subject, stream='lit')", (5, "street_lighting.lit")),
        ("latest(signal.values.depth, 'lit')", (12, "street_lighting.lit")),
    ],
)
def test_a_question_is_asked_about_the_signal(text: str, arguments: tuple[Any, ...]) -> None:
    assert read_question(text, root="signal").about(signal(), "street_lighting").arguments == arguments


@pytest.mark.parametrize(
    "text",
    [
        "thing",
        "thing(",
        "thing()",
        "thing(1, 2)",
        "thing(signal.nothing)",
        "thing(case.about)",
        "thing(__import__('os'))",
        "thing(signal.subject + 1)",
        "open_cases(kind='a', kind='b')",
        "open_cases(kind='lamp_fault', of=signal.subject)",
        "thing(True)",
        "thing(1.5)",
    ],
)
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_question(text, root="signal")


def test_a_question_nobody_offers_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownQuestion, match="open_cases"):
        read_question("open_case(kind='lamp_fault', about=1)", root="signal")


def test_rules_react_on_their_kind_in_the_order_of_their_names(database: Database, run: Run) -> None:
    bodies = [
        rule("signal:lamp_dark", id="b"),
        rule("signal:lamp_dark", "thing(signal.subject)", id="a"),
        rule("signal:lamp_lit", id="c"),
        rule("case:lamp_fault:closed", "thing(case.about)", id="d"),
    ]
    rules = Rules(run(city(database, HandClock(), *bodies)))
    assert [each.rule.id for each in rules.reactions([signal()])] == ["a", "b"]
    (closing,) = rules.reactions([event()])
    assert (closing.rule.id, closing.reads) == ("d", (Asked("thing", (5,)),))
    assert rules.reactions([event("verified"), signal(kind="roads.hole")]) == []


def test_a_rule_that_is_installed_while_the_program_runs_reacts_at_once(database: Database, run: Run) -> None:
    installation = run(city(database, HandClock(), rule(id="a")))
    rules = Rules(installation)
    assert len(rules.reactions([signal()])) == 1

    async def add() -> None:
        async with database.unit() as unit:
            install(unit, database.ids, pack="street_lighting", body=rule(id="b"), valid_from=20_200_101)
        await installation.definitions.refresh()

    run(add())
    assert len(rules.reactions([signal()])) == 2


def test_questions_of_a_batch_are_fetched_once_each(run: Run) -> None:
    fetched: list[Sequence[tuple[Any, ...]]] = []

    async def things(batch: Sequence[tuple[Any, ...]]) -> Sequence[Any]:
        fetched.append(batch)
        return [f"thing {thing}" for (thing,) in batch]

    questions = Questions()
    questions.answer_with("thing", things)
    asked = [Asked("thing", (5,)), Asked("thing", (6,)), Asked("thing", (5,)), Asked("thing", (None,))]
    answers = run(questions.answers(asked))
    assert fetched == [[(5,), (6,)]]
    assert [answers[each] for each in asked] == ["thing 5", "thing 6", "thing 5", None]


def test_a_question_without_an_answer_in_the_program_is_said(run: Run) -> None:
    with pytest.raises(NobodyAnswers):
        run(Questions().answers([Asked("thing", (5,))]))
    with pytest.raises(UnknownQuestion):
        Questions().answer_with("weather", None)  # type: ignore[arg-type]


def test_a_function_sees_only_what_its_rule_declared() -> None:
    facts = Facts("street_lighting", {Asked("open_cases", ("street_lighting.lamp_fault", 5)): (77,)})
    assert facts.open_cases(kind="lamp_fault", about=5) == (77,)
    with pytest.raises(NotRead, match="thing"):
        facts.thing(5)
    with pytest.raises(NotRead):
        facts.open_cases(kind="lamp_fault", about=6)


def test_a_function_is_named_with_its_version() -> None:
    found = logic_name("logic:on_lamp_dark@12")
    assert found is not None
    assert (found.function, found.version, found.key) == ("on_lamp_dark", 12, "on_lamp_dark@12")
    assert [logic_name(text) for text in ("on_lamp_dark", "logic:on_lamp_dark", "logic:x@0", "logic:X@1")] == [None] * 4
