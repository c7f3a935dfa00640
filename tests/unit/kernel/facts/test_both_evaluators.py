"""The reference evaluator and the batch evaluator never differ."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.facts import Program, Status, compile_expression, evaluate_many, snapshot
from luoshi.kernel.facts.types import BOOLEAN

from .generate import SCHEMA, Sentences, subjects

Answer = tuple[object, ...]
KINDS = ("boolean", "boolean", "boolean", "number_text", "number_text", "integer", "date", "text", "hours", "instant")


def reference(program: Program, facts: dict[str, object]) -> Answer:
    """What the reference evaluator says: the answer and whom it blames, or the value."""
    if program.type != BOOLEAN:
        return (program.value(facts),)
    outcome = program(facts)
    value = program.value(facts)
    fault = value if isinstance(value, Status) else None
    return (
        outcome.truth,
        fault,
        tuple(reason.condition for reason in outcome.failed),
        tuple(reason.condition for reason in outcome.undecided),
    )


def differences(programs: list[Program], rows: list[dict[str, object]]) -> list[str]:
    """Every pair on which the two evaluators differ, one line each."""
    judged = evaluate_many(snapshot(rows, SCHEMA), programs, threads=1)
    found = []
    for place, program in enumerate(programs):
        values = None if program.type == BOOLEAN else judged.values(place)
        for row, facts in enumerate(rows):
            if values is not None:
                batch: Answer = (values[row],)
            else:
                code = judged.codes(place)[row].as_py()
                fault = Status.highest(code) if 0 < code < 128 else None
                batch = (judged.truth(row, place), fault, *judged.blamed(row, place))
            expected = reference(program, facts)
            if batch != expected:
                found.append(f"{program.text}\n  facts {facts}\n  reference {expected}\n  batch {batch}")
    return found


def sentences(random: Random, count: int, depth: int) -> list[Program]:
    """Programs of several kinds, of which one is a list fact's neighbour now and then."""
    speaker = Sentences(random)
    texts = [getattr(speaker, random.choice(KINDS))(random.randint(1, depth)) for _ in range(count)]
    return [compile_expression(text, SCHEMA) for text in texts if text.count("(") < 150]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**63))
def test_both_evaluators_give_the_same_answers_and_blame_the_same_conditions(seed: int) -> None:
    random = Random(seed)
    programs = sentences(random, count=6, depth=3)
    assert differences(programs, subjects(random, 12)) == []
