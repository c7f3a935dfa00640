"""What a grant opens after areas were merged, split or moved."""

from __future__ import annotations

from luoshi.kernel.parties import Lineage, Place, Succeeded

CHANGE = 20_260_601
DISTRICT, NORTH, SOUTH, MERGED, VILLAGE = 1, 2, 3, 4, 5


def _merge() -> Lineage:
    return Lineage.of(
        [
            Place(area=DISTRICT, path="0001", valid_from=20_200_101),
            Place(area=NORTH, path="00010001", valid_from=20_200_101, valid_to=CHANGE),
            Place(area=SOUTH, path="00010002", valid_from=20_200_101, valid_to=CHANGE),
            Place(area=MERGED, path="00010003", valid_from=CHANGE),
        ],
        [
            Succeeded(predecessor=NORTH, successor=MERGED, day=CHANGE),
            Succeeded(predecessor=SOUTH, successor=MERGED, day=CHANGE),
        ],
    )


def test_who_has_the_merged_area_has_the_past_of_both() -> None:
    assert _merge().reach(MERGED, CHANGE) == ("00010001", "00010002", "00010003")


def test_who_had_one_of_the_merged_areas_keeps_its_past_and_no_more() -> None:
    assert _merge().reach(NORTH, CHANGE) == ("00010001",)


def test_who_has_everything_around_needs_no_more_than_one_prefix() -> None:
    assert _merge().reach(DISTRICT, CHANGE) == ("0001",)


def test_who_had_an_area_that_was_split_has_every_part() -> None:
    lineage = Lineage.of(
        [
            Place(area=NORTH, path="00010001", valid_from=20_200_101, valid_to=CHANGE),
            Place(area=SOUTH, path="00010002", valid_from=CHANGE),
            Place(area=MERGED, path="00010003", valid_from=CHANGE),
        ],
        [
            Succeeded(predecessor=NORTH, successor=SOUTH, day=CHANGE),
            Succeeded(predecessor=NORTH, successor=MERGED, day=CHANGE),
        ],
    )
    assert lineage.reach(NORTH, CHANGE) == ("00010001", "00010002", "00010003")
    assert lineage.reach(SOUTH, CHANGE) == ("00010002",)


def test_a_village_that_moved_takes_its_past_along_and_leaves_it_readable_behind() -> None:
    lineage = Lineage.of(
        [
            Place(area=NORTH, path="00010001", valid_from=20_200_101),
            Place(area=SOUTH, path="00010002", valid_from=20_200_101),
            Place(area=VILLAGE, path="000100010001", valid_from=20_200_101, valid_to=CHANGE),
            Place(area=VILLAGE, path="000100020001", valid_from=CHANGE),
        ],
        [],
    )
    assert lineage.reach(SOUTH, CHANGE) == ("00010002", "000100010001")
    assert lineage.reach(NORTH, CHANGE) == ("00010001",)
    assert lineage.reach(VILLAGE, CHANGE) == ("000100010001", "000100020001")
    assert lineage.reach(SOUTH, CHANGE - 100) == ("00010002",)


def test_an_area_nobody_knows_reaches_nothing() -> None:
    assert _merge().reach(99, CHANGE) == ()
