"""Lists of official areas."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from luoshi.kernel.territory.areas_csv import level_of, place_name, read_areas
from luoshi.kernel.territory.errors import CodeUsedTwice, WrongRow
from luoshi.kernel.territory.model import Level

HEAD = "code,name,level,parent\n"


def sample() -> str:
    return resources.files("luoshi.packs").joinpath("sample/areas.csv").read_text("utf-8")


def test_the_sample_district_has_its_subdistricts_towns_communities_and_villages() -> None:
    levels = Counter(row.level for row in read_areas(sample()))
    assert levels == {
        Level.PROVINCE: 1,
        Level.PREFECTURE_CITY: 1,
        Level.DISTRICT: 1,
        Level.SUBDISTRICT: 8,
        Level.TOWNSHIP: 5,
        Level.COMMUNITY: 140,
        Level.VILLAGE: 164,
    }


def test_no_place_is_named_after_its_committee() -> None:
    assert [row.name for row in read_areas(sample()) if "委会" in row.name or "委员会" in row.name] == []


def test_the_sample_is_the_part_of_the_whole_list_that_it_says(shared: Path) -> None:
    whole = set((shared / "data" / "zibo_areas.csv").read_text("utf-8").splitlines())
    assert set(sample().splitlines()[1:]) <= whole


def test_the_whole_list_is_read(shared: Path) -> None:
    rows = read_areas((shared / "data" / "zibo_areas.csv").read_text("utf-8"))
    assert len(rows) == 1 + 1 + 8 + 88 + 2_931


@pytest.mark.parametrize(
    ("listed", "place"),
    [
        ("商家村委会", "商家村"),
        ("北关村村民委员会", "北关村"),
        ("三里村民委员会", "三里村"),
        ("北源社区居委会", "北源社区"),
        ("平安社区居民委员会", "平安社区"),
        ("居委会", "居委会"),
        ("马尚街道办事处", "马尚街道"),
        ("南定镇", "南定镇"),
    ],
)
def test_the_place_is_named_instead_of_its_committee(listed: str, place: str) -> None:
    assert place_name(listed) == place


def test_levels_are_read_from_the_last_word() -> None:
    assert level_of("township", "马尚街道") is Level.SUBDISTRICT
    assert level_of("township", "南定镇") is Level.TOWNSHIP
    assert level_of("community", "商家村委会") is Level.VILLAGE
    assert level_of("district", "桓台县") is Level.COUNTY


def test_a_code_listed_twice_is_refused() -> None:
    with pytest.raises(CodeUsedTwice, match="37"):
        read_areas(HEAD + "37,甲,province,\n37,乙,province,\n")


@pytest.mark.parametrize("rows", ["37,,province,\n", "37,甲,empire,\n", "3701,乙,district,37\n"])
def test_a_row_that_cannot_be_taken_is_named(rows: str) -> None:
    with pytest.raises(WrongRow):
        read_areas(HEAD + rows)


def test_a_list_without_its_columns_is_refused() -> None:
    with pytest.raises(WrongRow):
        read_areas("a,b\n1,2\n")
