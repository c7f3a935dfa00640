"""Two characters are enough to find, and nobody finds what is not theirs."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.base.db import Database
from luoshi.base.scope import EVERYTHING, Reach, Scope
from luoshi.kernel.search import Search
from luoshi.kernel.search.model import normal
from tests.city import Run, town

TEXTS = {
    1: "世纪路与华光路口的停车场已经满了",
    2: "停车难,车场外面也停满",
    3: "A类企业 2026年第12号文",
    4: "路灯不亮,晚上很黑",
}


def _filled(database: Database, run: Run) -> Search:
    search = Search(town(database, run).installation)

    async def fill() -> None:
        async with database.unit() as unit:
            for ref, text in TEXTS.items():
                search.put(unit, kind="case", ref=ref, path=f"000{ref}", title="", body=text)

    run(fill())
    return search


def test_two_characters_find_exactly_the_texts_that_hold_them(database: Database, run: Run) -> None:
    search = _filled(database, run)
    assert [hit.id for hit in run(search.find("停车", scope=EVERYTHING))] == [2, 1]
    assert [hit.id for hit in run(search.find("停车场", scope=EVERYTHING))] == [1]
    assert [hit.id for hit in run(search.find("路灯 很黑", scope=EVERYTHING))] == [4]
    assert [hit.id for hit in run(search.find("a类 12号", scope=EVERYTHING))] == [3]
    assert run(search.find("灯", scope=EVERYTHING)) == []


def test_hits_outside_the_scope_are_not_found(database: Database, run: Run) -> None:
    search = _filled(database, run)
    scope = Scope(reaches=(Reach(path="0002"),))
    assert [hit.id for hit in run(search.find("停车", scope=scope))] == [2]


def test_a_text_taken_out_is_not_found(database: Database, run: Run) -> None:
    search = _filled(database, run)

    async def take_out() -> None:
        async with database.unit() as unit:
            await search.take_out(unit, 1)

    run(take_out())
    assert [hit.id for hit in run(search.find("停车", scope=EVERYTHING))] == [2]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(alphabet="停车场路灯不亮满了很黑世纪12", min_size=2, max_size=4))
def test_recall_equals_a_full_scan(database: Database, run: Run, word: str) -> None:
    search = Search(town(database, run).installation)
    existing = run(database.value("SELECT count(*) FROM search_entry"))
    filled = search if existing else _filled(database, run)
    found = {hit.id for hit in run(filled.find(word, scope=EVERYTHING))}
    assert found == {ref for ref, text in TEXTS.items() if normal(word) in normal(text)}
