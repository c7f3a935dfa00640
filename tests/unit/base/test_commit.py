"""Acts that come at the same moment share a transaction, and each is answered for itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from luoshi.base.db import Database, Duplicate, Stale, Unit

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def settle(database: Database, name: str, value: str = "1") -> Unit:
    unit = database.unit()
    unit.insert("setting", {"name": name, "value": value, "changed_at": 1})
    return unit


async def together(*units: Unit) -> list[BaseException | None]:
    return await asyncio.gather(*(unit.commit() for unit in units), return_exceptions=True)


async def names(database: Database) -> list[str]:
    return [row["name"] for row in await database.fetch("SELECT name FROM setting WHERE changed_at=1 ORDER BY name")]


def test_acts_of_one_moment_are_all_kept(database: Database, run: Run) -> None:
    async def story() -> None:
        outcomes = await together(*(settle(database, f"n{number:03d}") for number in range(100)))
        assert outcomes == [None] * 100
        assert len(await names(database)) == 100

    run(story())


def test_an_act_that_is_refused_takes_no_other_with_it(database: Database, run: Run) -> None:
    async def story() -> None:
        outcomes = await together(settle(database, "a"), settle(database, "a"), settle(database, "b"))
        assert sorted(type(each) is Duplicate for each in outcomes) == [False, False, True]
        assert await names(database) == ["a", "b"]

    run(story())


def test_a_refused_act_leaves_nothing_of_itself(database: Database, run: Run) -> None:
    async def story() -> None:
        stale = settle(database, "half")
        stale.update("setting", {"value": "2"}, where={"name": "nobody"}, what="setting")
        outcomes = await together(settle(database, "before"), stale, settle(database, "after"))
        assert isinstance(outcomes[1], Stale)
        assert await names(database) == ["after", "before"]

    run(story())


def test_of_two_acts_on_one_row_the_second_is_told_to_read_again(database: Database, run: Run) -> None:
    async def story() -> None:
        await settle(database, "row", "1").commit()
        first, second = database.unit(), database.unit()
        first.update("setting", {"value": "2"}, where={"name": "row", "value": "1"}, what="setting")
        second.update("setting", {"value": "3"}, where={"name": "row", "value": "1"}, what="setting")
        outcomes = await together(first, second)
        assert sorted(type(each) is Stale for each in outcomes) == [False, True]

    run(story())


def test_an_asker_who_left_does_not_hold_up_the_others(database: Database, run: Run) -> None:
    async def story() -> None:
        left = asyncio.create_task(settle(database, "left").commit())
        stayed = asyncio.create_task(settle(database, "stayed").commit())
        await asyncio.sleep(0)
        left.cancel()
        await stayed
        with pytest.raises(asyncio.CancelledError):
            await left
        assert "stayed" in await names(database)

    run(story())
