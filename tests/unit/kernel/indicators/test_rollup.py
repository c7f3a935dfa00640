"""Roll-ups over areas equal counting by hand, also after areas were merged; arithmetic holds for any rows."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.base.definitions import Definition, Source, Words
from luoshi.base.units import rounded_integer
from luoshi.kernel.facts import MISSING, Schema, decimal
from luoshi.kernel.indicators import Asked, Counter, Fact, Indicator, State, Window
from luoshi.kernel.indicators.model import Judging
from luoshi.kernel.indicators.rows import Rows

PLACES = ("0001", "00010001", "00010002", "000100010001", "000100010002", "000100020001")
LEAVES = st.sampled_from(PLACES[3:])
SCHEMA = Schema.plain(value=decimal(1))
TODAY = 20_260_301
JUDGING = Judging(window=Window(text="now", first_day=10_000_101, last_day=TODAY), as_of=TODAY, known_at=0)


class Memory:
    """Rows of a test as a relation."""

    rollups: tuple[str, ...] = ()

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = facts

    def schema(self, of: str, *, day: int) -> Schema:
        return SCHEMA

    async def rows(self, asked: Asked) -> Sequence[Fact]:
        return [fact for fact in self.facts if any(fact.path.startswith(prefix) for prefix in asked.prefixes)]

    async def alike(self, asked: Asked, reads: Sequence[str]) -> Sequence[tuple[Fact, int]] | None:
        found: dict[tuple[object, ...], tuple[Fact, int]] = {}
        for fact in await self.rows(asked):
            key = (fact.path, *((type(fact.values[name]), fact.values[name]) for name in reads))
            found[key] = (fact, found.get(key, (fact, 0))[1] + 1)
        return list(found.values())


class Merged:
    """The second part of the first town was merged into its first part; the paths of rows stay as they were."""

    def __init__(self, predecessors: Mapping[str, tuple[str, ...]]) -> None:
        self.predecessors = predecessors

    def prefixes(self, path: str, day: int) -> tuple[str, ...]:
        return (path, *self.predecessors.get(path, ()))

    def areas(self, day: int) -> Sequence[str]:
        return PLACES


def definition(**more: object) -> Definition:
    asked: dict[str, object] = {
        "id": "x",
        "name": Words(zh="数", en="number"),
        "measure": "count",
        "relation": "things",
        "of": "lamp",
        "unit": "count",
        "definition_text": Words(zh="数", en="number"),
        "valid_from": datetime.date(2020, 1, 1),
        "source": Source(title="a test"),
        **more,
    }
    body = Indicator(**asked)  # type: ignore[arg-type]
    return Definition(
        id=1, pack="p", kind="indicator", key="p.x", body=body, sha256="", path="", valid_from=20_200_101,
        valid_to=None, installed_at=0, source="",
    )  # fmt: skip


def facts_of(rows: list[tuple[str, int | None]]) -> list[Fact]:
    return [
        Fact(
            id=number, kind="thing", label=str(number), path=path, at=None, local_day=None,
            values={"value": MISSING if tenth is None else Decimal(tenth).scaleb(-1)},
        )
        for number, (path, tenth) in enumerate(rows)
    ]  # fmt: skip


ROWS = st.lists(st.tuples(LEAVES, st.none() | st.integers(-50, 50)), max_size=40)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_one_pass_over_the_rows_equals_counting_each_area_by_itself(rows: list[tuple[str, int | None]]) -> None:
    facts = facts_of(rows)
    of = definition(measure="rate", unit="%", scale=1, numerator="value > 0")
    together = Rows({"things": Memory(facts)}, Merged({}))
    found = asyncio.run(together.tallies(of, PLACES, JUDGING))
    for path in PLACES:
        here = [fact for fact in facts if fact.path.startswith(path)]
        known = [fact for fact in here if fact.values["value"] is not MISSING]
        lit = [fact for fact in known if Decimal(str(fact.values["value"])) > 0]
        assert (found[path].numerator, found[path].denominator) == (len(lit), len(known))
        assert found[path].left_out == len(here) - len(known)
        value = together.counter(of).value(found[path])
        expected = rounded_integer(Fraction(len(lit) * 1000, len(known))) if known else None
        assert value.scaled == expected


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_rows_of_a_merged_area_count_in_the_area_it_became_part_of(rows: list[tuple[str, int | None]]) -> None:
    facts = facts_of(rows)
    of = definition(numerator="value > 0")
    merged = Rows({"things": Memory(facts)}, Merged({"000100010001": ("000100010002",), "0001": ()}))
    found = asyncio.run(merged.tallies(of, PLACES, JUDGING))
    alone = asyncio.run(merged.tally(of, "000100010001", JUDGING, rows=False))
    lit = [fact for fact in facts if fact.values["value"] is not MISSING and Decimal(str(fact.values["value"])) > 0]
    ours = [fact for fact in lit if fact.path in {"000100010001", "000100010002"}]
    assert found["000100010001"].numerator == alone.numerator == len(ours)
    assert found["00010001"].numerator == len(ours)
    assert found["0001"].numerator == len(lit)


@given(st.lists(st.integers(-(10**6), 10**6), max_size=30), st.sampled_from(["sum", "average", "minimum", "maximum"]))
def test_a_level_is_exact(tenths: list[int], aggregate: str) -> None:
    of = definition(measure="level", value="value", aggregate=aggregate, scale=2)
    counter = Counter(of.body, SCHEMA)  # type: ignore[arg-type]
    value = counter.value(counter.tally(facts_of([(PLACES[3], tenth) for tenth in tenths])))
    numbers = [Fraction(tenth, 10) for tenth in tenths]
    by_hand = {
        "sum": lambda: sum(numbers, Fraction(0)),
        "average": lambda: sum(numbers, Fraction(0)) / len(numbers),
        "minimum": lambda: min(numbers),
        "maximum": lambda: max(numbers),
    }
    expected = rounded_integer(by_hand[aggregate]() * 100) if numbers else None
    assert value.scaled == expected
    assert value.state is (State.NUMBER if numbers else State.NOT_APPLICABLE)


def test_a_row_that_cannot_be_decided_is_never_taken_for_false() -> None:
    rows: list[tuple[str, int | None]] = [(PLACES[3], 5), (PLACES[3], -5), (PLACES[3], None)]
    told = {
        policy: _value(definition(measure="rate", unit="%", numerator="value > 0", missing=policy), rows)
        for policy in ("exclude", "as_false", "no_value")
    }
    assert told == {"exclude": "50", "as_false": "33", "no_value": "missing"}


def _value(of: Definition, rows: list[tuple[str, int | None]]) -> str:
    counter = Counter(of.body, SCHEMA)  # type: ignore[arg-type]
    return str(counter.value(counter.tally(facts_of(rows))))
