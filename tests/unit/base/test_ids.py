"""Numbers of rows only grow, whatever the clock does."""

from __future__ import annotations

from luoshi.base.ids import Ids, recorded_at

NOON = 1_785_556_800_000_000
THREE_DAYS = 3 * 24 * 3600 * 1_000_000


def test_a_number_tells_when_it_was_drawn() -> None:
    assert recorded_at(Ids(1, lambda: NOON)()) == NOON


def test_numbers_grow_while_the_clock_stands_still() -> None:
    draw = Ids(1, lambda: NOON)
    drawn = [draw() for _ in range(5000)]
    assert drawn == sorted(set(drawn))


def test_a_clock_set_back_while_the_program_runs_moves_no_number_back() -> None:
    at = [NOON]
    draw = Ids(1, lambda: at[0])
    before = draw()
    at[0] -= THREE_DAYS
    assert draw() > before


def test_a_clock_set_back_while_the_program_was_down_moves_no_number_back() -> None:
    newest = Ids(7, lambda: NOON)()
    after = Ids(3, lambda: NOON - THREE_DAYS)
    after.never_before(newest)
    assert newest < after() < after()


def test_two_processes_never_draw_the_same() -> None:
    one, other = Ids(1, lambda: NOON), Ids(2, lambda: NOON)
    assert not {one() for _ in range(3000)} & {other() for _ in range(3000)}
