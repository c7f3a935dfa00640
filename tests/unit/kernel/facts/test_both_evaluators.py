"""The reference evaluator and the batch evaluator never differ."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.facts import FactsError, Program, Status, compile_expression, evaluate_many, snapshot
from luoshi.kernel.facts.check import wanted_kinds
from luoshi.kernel.facts.functions import FUNCTIONS
from luoshi.kernel.facts.tree import Apply, Function, Want, walk
from luoshi.kernel.facts.types import BOOLEAN

from .generate import SCHEMA, Sentences, subjects

SAMPLES: dict[Want, tuple[str, ...]] = {
    Want.NUMBER: ("i1", "d2", "d9"),
    Want.INTEGER: ("i1", "i2"),
    Want.SCALE: ("0", "2", "9"),
    Want.TEXT: ("t1", "t2"),
    Want.CODE: ("stage",),
    Want.DATE: ("day1", "day2"),
    Want.INSTANT: ("at1", "at2"),
    Want.CONTINUOUS: ("h1",),
    Want.HOURS: ("h1", "w1"),
    Want.DAYS: ("wd",),
    Want.LIST: ("li", "ld"),
    Want.NUMBERS: ("li", "ld"),
    Want.ORDERED_LIST: ("ld", "lday", "lt"),
    Want.BOOLEANS: ("lb",),
    Want.ANY: ("d4", "b1", "lt", "kind"),
    Want.SAME: ("d4", "d2", "i1"),
    Want.ORDERED: ("d4", "i2", "d9"),
    Want.ELEMENT: ("i1", "2"),
}
"""Facts of every kind that a parameter takes."""


def plain_calls(function: Function) -> list[str]:
    """A call of the function for each of several choices of facts, with nothing around it."""
    wants = wanted_kinds(function, len(function.parameters) + function.variadic)
    width = max(len(SAMPLES[want]) for want in wants)
    rows = [
        [SAMPLES[want][(turn + place) % len(SAMPLES[want])] for place, want in enumerate(wants)]
        for turn in range(width)
    ]
    return [f"{function.name}({', '.join(row)})" for row in rows]


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


def test_every_function_means_the_same_over_every_edge_value() -> None:
    random = Random(1)
    texts = [text for function in FUNCTIONS for text in plain_calls(function)]
    programs = [program for text in texts for program in _if_it_fits(text)]
    assert {name for program in programs for name in _names(program)} == {function.name for function in FUNCTIONS}
    found = [line for _ in range(4) for line in differences(programs, subjects(random, 80))]
    assert found == []


def _if_it_fits(text: str) -> list[Program]:
    try:
        return [compile_expression(text, SCHEMA)]
    except FactsError:
        return []


def _names(program: Program) -> set[str]:
    return {node.function.name for node in walk(program.node) if isinstance(node, Apply) and not node.function.hidden}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**63))
def test_both_evaluators_give_the_same_answers_and_blame_the_same_conditions(seed: int) -> None:
    random = Random(seed)
    programs = sentences(random, count=6, depth=3)
    assert differences(programs, subjects(random, 25)) == []
