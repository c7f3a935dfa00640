"""A person's values live once: masked for those who handle the matter, opened with a reason, erased by rule."""

from __future__ import annotations

import pytest

from luoshi.base.scope import Actor, Reach, Scope
from luoshi.kernel import journal
from luoshi.kernel.files import PersonalValue, mask
from luoshi.kernel.files.errors import PersonalErased, PersonalNotOpen
from luoshi.kernel.files.personal import comparable
from luoshi.kernel.journal import Subject
from tests.unit.kernel.files.conftest import CLERK, Shelf
from tests.unit.kernel.lamps import IN_NORTH, NORTH, WHOLE

PHONE = "13812345678"
HANDLING = Scope(reaches=(Reach(path=NORTH),), personal=True)
ELSEWHERE = Scope(reaches=(Reach(path="000100010002"),), personal=True)
REPORT = Subject("signal", 41)


def put(shelf: Shelf, values: dict[str, str], *, owner: Subject = REPORT, until: int | None = 20_280_301) -> list[int]:
    async def go() -> list[int]:
        slot = shelf.keys.take()
        async with shelf.unit() as unit:
            return [
                shelf.personal.put(
                    unit,
                    owner=owner,
                    field=field,
                    value=value,
                    path=NORTH,
                    purpose="answer the reporter",
                    ground="given by the reporter",
                    retain_until=until,
                    slot=slot,
                )
                for field, value in values.items()
            ]

    ids: list[int] = shelf.run(go())
    return ids


def open_(shelf: Shelf, identity: int, *, ground: str = "回访", scope: Scope = HANDLING, by: Actor = CLERK) -> str:
    async def go() -> str:
        async with shelf.unit() as unit:
            return await shelf.personal.open(unit, identity, by=by, ground=ground, scope=scope)

    value: str = shelf.run(go())
    return value


def erase(shelf: Shelf, rows: list[PersonalValue]) -> None:
    async def go() -> None:
        async with shelf.unit() as unit:
            slots = await shelf.personal.erase(unit, rows, by=CLERK, ground="on request")
        shelf.keys.destroy(slots)

    shelf.run(go())


def test_values_are_shown_masked_to_those_who_handle_the_matter(shelf: Shelf) -> None:
    put(shelf, {"name": "王小芳", "phone": PHONE})
    assert shelf.run(shelf.personal.masked(REPORT, scope=IN_NORTH)) == {"name": "王**", "phone": "138****5678"}
    assert shelf.run(shelf.personal.masked(REPORT, scope=ELSEWHERE)) == {}


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [("phone", "13812345678", "138****5678"), ("phone", "110", "1**"), ("name", "王", "王*"), ("name", "", "*")],
)
def test_masks_keep_what_is_needed_to_ask_back(field: str, value: str, shown: str) -> None:
    assert mask(field, value) == shown


def test_an_opening_leaves_a_line_with_who_and_why(shelf: Shelf) -> None:
    _, phone = put(shelf, {"name": "王小芳", "phone": PHONE})
    assert open_(shelf, phone) == PHONE
    [line] = shelf.run(shelf.personal.openings(REPORT, scope=WHOLE))
    assert (line.by.name, line.ground, line.body["field"]) == ("受理员", "回访", "phone")
    assert PHONE not in str(line.body)


def test_without_a_reason_a_right_or_the_place_nothing_opens(shelf: Shelf) -> None:
    [phone] = put(shelf, {"phone": PHONE})
    with pytest.raises(PersonalNotOpen):
        open_(shelf, phone, ground="  ")
    with pytest.raises(PersonalNotOpen):
        open_(shelf, phone, scope=IN_NORTH)
    with pytest.raises(PersonalErased):
        open_(shelf, phone, scope=ELSEWHERE)
    assert shelf.run(shelf.personal.openings(REPORT, scope=WHOLE)) == []


def test_an_erased_value_is_gone_and_its_line_stays(shelf: Shelf) -> None:
    _, phone = put(shelf, {"name": "王小芳", "phone": PHONE})
    rows = shelf.run(shelf.personal.of(REPORT, scope=WHOLE))
    erase(shelf, rows)
    with pytest.raises(PersonalErased):
        open_(shelf, phone)
    assert shelf.run(shelf.personal.masked(REPORT, scope=IN_NORTH)) == {}
    assert shelf.run(shelf.personal.owned_by("phone", PHONE)) == []
    lines = shelf.run(shelf.personal.openings(REPORT, scope=WHOLE))
    assert [line.kind for line in lines] == ["personal.erased", "personal.erased"]
    report = shelf.run(journal.verify(shelf.installation.database))
    assert report.faults == ()


def test_a_number_is_found_however_it_was_written(shelf: Shelf) -> None:
    put(shelf, {"phone": "138-1234-5678"})
    put(shelf, {"text_mobile_1": "+86 138 1234 5678"}, owner=Subject("signal", 42))
    put(shelf, {"phone": "13812345679"}, owner=Subject("signal", 43))
    found = shelf.run(shelf.personal.owned_by("phone", PHONE))
    assert [each.owner.id for each in found] == [41, 42]


def test_an_index_digest_is_shared_by_many_numbers(shelf: Shelf) -> None:
    put(shelf, {"phone": PHONE})
    row = shelf.run(shelf.installation.database.row("SELECT digest FROM personal"))
    assert len(bytes(row["digest"])) == 3


def test_numbers_of_one_digest_are_told_apart(shelf: Shelf) -> None:
    """Some six hundred numbers share a digest: what the index finds is compared with the opened value."""
    wanted = shelf.personal.digest("phone", PHONE)
    put(shelf, {"phone": PHONE})
    put(shelf, {"phone": "13999999999"}, owner=Subject("signal", 42))

    async def collide() -> None:
        async with shelf.unit() as unit:
            unit.run("UPDATE personal SET digest=$1", wanted)

    shelf.run(collide())
    assert [each.owner.id for each in shelf.run(shelf.personal.owned_by("phone", PHONE))] == [41]


def test_what_shares_a_key_goes_together_and_nothing_else(shelf: Shelf) -> None:
    put(shelf, {"name": "王小芳", "phone": PHONE})
    put(shelf, {"phone": "13900000000"}, owner=REPORT)
    named = shelf.run(shelf.personal.owned_by("phone", PHONE))
    together = shelf.run(shelf.personal.under_the_same_keys(named))
    assert [each.field for each in together] == ["name", "phone"]
    erase(shelf, together)
    left = shelf.run(shelf.personal.masked(REPORT, scope=IN_NORTH))
    assert left == {"phone": "139****0000"}


def test_retention_ends_on_the_day_after_the_last(shelf: Shelf) -> None:
    put(shelf, {"phone": PHONE}, until=20_260_301)
    put(shelf, {"phone": "13900000000"}, owner=Subject("case", 5), until=None)
    assert shelf.run(shelf.personal.past_retention(20_260_301)) == []
    [row] = shelf.run(shelf.personal.past_retention(20_260_302))
    assert row.owner == REPORT
    erase(shelf, [row])
    assert shelf.run(shelf.personal.past_retention(20_260_302)) == []


def test_a_key_that_outlived_its_erasure_is_found_again(shelf: Shelf) -> None:
    put(shelf, {"phone": PHONE})
    [row] = shelf.run(shelf.personal.of(REPORT, scope=WHOLE))

    async def stopped_between() -> None:
        async with shelf.unit() as unit:
            await shelf.personal.erase(unit, [row], by=CLERK, ground="on request")

    shelf.run(stopped_between())
    assert shelf.run(shelf.personal.unfinished()) == [row.slot]
    shelf.keys.destroy([row.slot])
    assert shelf.run(shelf.personal.unfinished()) == []


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("phone", "8613812345678", "number:13812345678"),
        ("phone", "0533-2345678", "number:05332345678"),
        ("identity", "37030319900101123x", "number:37030319900101123X"),
        ("name", " 王芳 ", "name:王芳"),
    ],
)
def test_writings_of_one_value_compare_equal(field: str, value: str, same: str) -> None:
    assert comparable(field, value) == same
