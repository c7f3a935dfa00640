"""Paths: fixed-width segments, so that 'inside' is a comparison of the first characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.territory import model
from luoshi.kernel.territory.errors import NoRoomForParts, WrongLevel
from luoshi.kernel.territory.model import Level


@given(st.integers(min_value=1, max_value=36**4 - 1))
def test_a_segment_has_four_characters_and_gives_its_number_back(number: int) -> None:
    assert len(model.segment(number)) == 4
    assert model.number_of(model.segment(number)) == number


def test_segments_sort_as_their_numbers() -> None:
    numbers = [1, 9, 10, 35, 36, 1295, 1296, 36**4 - 1]
    assert sorted(map(model.segment, numbers)) == [model.segment(number) for number in numbers]


def test_a_parent_whose_segments_are_used_up_takes_no_more_parts() -> None:
    with pytest.raises(NoRoomForParts):
        model.segment(36**4)


def test_a_level_that_is_left_out_is_zeros_and_no_area() -> None:
    below = model.stem("0001", Level.PROVINCE, Level.COUNTY) + "0007"
    assert below == "000100000007"
    assert model.depth_of(below) == Level.COUNTY.depth
    assert model.parent_path(below) == "0001"
    assert model.ancestors(below) == ("0001",)


@pytest.mark.parametrize("level", [Level.DISTRICT, Level.COUNTY, Level.PREFECTURE_CITY])
def test_no_area_stands_below_one_of_its_own_or_a_lower_level(level: Level) -> None:
    with pytest.raises(WrongLevel):
        model.stem("000100010001", Level.COUNTY, level)


def test_the_paths_above_a_cell_lead_from_province_to_community() -> None:
    cell = "0001" * 5 + "0000" + "000a"
    assert [model.depth_of(path) for path in model.ancestors(cell)] == [1, 2, 3, 4, 5]
    assert model.parent_path(cell) == "0001" * 5
