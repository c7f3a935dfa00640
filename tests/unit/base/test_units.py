"""Units of measure."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import units

IDS = st.sampled_from(sorted(units.units()))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)


def test_one_mu_is_a_fifteenth_of_a_hectare() -> None:
    assert units.convert(1, "mu", "ha") == Fraction(1, 15)
    assert units.convert(15, "mu", "ha") == 1


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (Decimal("1.2"), "yi_yuan", "wan_yuan", 12_000),
        (3, "km", "m", 3_000),
        (50, "%", "one", Fraction(1, 2)),
        (1, "wan_yuan_per_mu", "yuan_per_m2", 15),
        (36, "km_per_hour", "m_per_second", 10),
        (2, "wan_person", "person", 20_000),
        (1, "year", "quarter", 4),
    ],
)
def test_known_conversions(value: int | Decimal, source: str, target: str, expected: int | Fraction) -> None:
    assert units.convert(value, source, target) == expected


def test_a_percentage_point_is_no_percent() -> None:
    with pytest.raises(units.DifferentDimension, match="permille"):
        units.convert(1, "%", "pp")


def test_an_unknown_unit_names_the_nearest_one() -> None:
    with pytest.raises(units.UnknownUnit, match="'%'"):
        units.unit("percent")
    with pytest.raises(units.UnknownUnit, match="'wan_yuan'"):
        units.unit("wanyuan")


@pytest.mark.parametrize(
    ("word", "id_"), [("亩", "mu"), ("万元", "wan_yuan"), ("㎡", "m2"), ("家", "enterprise"), ("盏", "count")]
)
def test_words_of_documents_find_their_unit(word: str, id_: str) -> None:
    assert units.find_unit(word).id == id_


def test_no_two_units_share_a_name() -> None:
    for names in ([row.zh for row in units.units().values()], [row.en for row in units.units().values()]):
        assert [name for name, times in Counter(names).items() if times > 1] == []


def test_each_dimension_has_a_unit_of_factor_one() -> None:
    rows = units.units().values()
    assert {row.dimension for row in rows} == {row.dimension for row in rows if row.factor == 1}


@pytest.mark.parametrize("value", [1.5, True, Decimal("NaN"), Decimal("Infinity")])
def test_a_value_that_is_not_exact_is_refused(value: Decimal) -> None:
    with pytest.raises(units.NotANumber):
        units.convert(value, "m", "km")


def test_halves_are_rounded_away_from_zero() -> None:
    assert units.convert_rounded(Decimal("0.5"), "m", "m", 0) == 1
    assert units.convert_rounded(Decimal("-0.5"), "m", "m", 0) == -1
    assert str(units.convert_rounded(1, "mu", "ha", 4)) == "0.0667"


@given(NUMBERS, IDS, st.data())
def test_there_and_back_is_the_same_number(value: Decimal, first: str, data: st.DataObject) -> None:
    second = data.draw(st.sampled_from([row for row in units.units() if units.same_dimension(first, row)]))
    assert units.convert(units.convert(value, first, second), second, first) == Fraction(value)
