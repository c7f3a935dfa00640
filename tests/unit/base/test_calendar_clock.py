"""The clock of a case against a minute walker, against the rules in words, and against bad input."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base.calendar import (
    Clock,
    ClockStopped,
    LimitKind,
    NotALimit,
    PauseReversed,
    WorkingCalendar,
    WorkingHours,
    YearNotAnnounced,
    answer_line,
    in_time,
    seeded_calendar,
    year_as_rows,
)
from luoshi.base.time import HOUR, MINUTE, instant_of, parse_instant, print_instant
from tests.unit.base.oracle.minute_walker import MinuteWalker

FACTORY = seeded_calendar()
SUMMER = WorkingHours(
    valid_from=20200101, season=(601, 930), name="夏季", periods=((480, 720), (870, 1080)), source="例"
)
CITY = WorkingCalendar(zone=FACTORY.zone, years=FACTORY.years, days=FACTORY.days, hours=(*FACTORY.hours, SUMMER))
CLOCK = Clock(CITY)
FIRST = parse_instant("2024-01-01T00:00", CLOCK.zone)
MINUTES = st.integers(min_value=0, max_value=3 * 365 * 1440 - 90 * 1440)
KINDS = st.sampled_from(list(LimitKind))


def at(text: str) -> int:
    return parse_instant(text, CLOCK.zone)


def due(
    start: str, limit: int | Decimal, kind: LimitKind, *pauses: tuple[str, str], extensions: tuple[int, ...] = ()
) -> str:
    spans = tuple((at(begin), at(end)) for begin, end in pauses)
    found = CLOCK.due(at(start), limit, kind, pauses=spans, extensions=extensions)
    return print_instant(found, CLOCK.zone).removesuffix("+08:00")


def test_two_thousand_random_terms_equal_the_minute_walker() -> None:
    walker = MinuteWalker([year_as_rows(CITY, year) for year in (2024, 2025, 2026)])
    chance = random.Random(20260301)
    differing = []
    for _ in range(2_000):
        kind = chance.choice(list(LimitKind))
        start = walker.first + timedelta(minutes=chance.randrange(2 * 365 * 1440))
        halves, more = chance.randint(1, 24), chance.choice([0, 0, 0, 1, 2, 5])
        pauses = []
        for _ in range(chance.choice([0, 0, 1, 2, 3])):
            begin = start + timedelta(minutes=chance.randint(-600, 6_000))
            pauses.append((begin, begin + timedelta(minutes=chance.randint(0, 4_000))))
        expected = walker.due_minute(start, halves + more, kind.value, pauses)
        found = CLOCK.due(
            instant_of(start.replace(tzinfo=CLOCK.zone)),
            Decimal(halves) / 2,
            kind,
            pauses=[
                (instant_of(a.replace(tzinfo=CLOCK.zone)), instant_of(b.replace(tzinfo=CLOCK.zone))) for a, b in pauses
            ],
            extensions=[Decimal(more) / 2],
        )
        if -(-found // MINUTE) * MINUTE != instant_of(expected.replace(tzinfo=CLOCK.zone)):
            differing.append((start, halves, more, kind, pauses, print_instant(found, CLOCK.zone), expected))
    assert differing == []


def test_a_case_closed_on_the_last_minute_of_the_last_working_day_is_in_time() -> None:
    last = CLOCK.due(at("2026-03-02T10:00"), 2, LimitKind.WORKING_DAY)
    assert in_time(at("2026-03-04T17:59:59"), last)
    assert in_time(at("2026-03-04T18:00:00"), last)
    assert not in_time(at("2026-03-04T18:00:01"), last)


@pytest.mark.parametrize("start", ["2026-03-02T00:00", "2026-03-02T07:00", "2026-03-02T10:00", "2026-03-02T23:59"])
def test_the_day_of_the_start_is_not_counted(start: str) -> None:
    assert due(start, 1, LimitKind.WORKING_DAY) == "2026-03-03T18:00:00"
    assert due(start, 1, LimitKind.CALENDAR_DAY) == "2026-03-03T23:59:59"


def test_a_working_day_given_on_a_saturday_ends_when_monday_ends() -> None:
    assert due("2026-03-07T09:00", 1, LimitKind.WORKING_DAY) == "2026-03-09T18:00:00"


def test_a_make_up_saturday_is_a_working_day_and_the_festival_is_none() -> None:
    assert due("2026-02-13T10:00", 2, LimitKind.WORKING_DAY) == "2026-02-24T18:00:00"
    assert due("2026-02-27T10:00", 1, LimitKind.WORKING_DAY) == "2026-02-28T18:00:00"


def test_working_hours_stop_over_noon_and_night() -> None:
    assert due("2026-03-02T11:00", 2, LimitKind.WORKING_HOUR) == "2026-03-02T15:00:00"
    assert due("2026-03-02T17:00", 2, LimitKind.WORKING_HOUR) == "2026-03-03T09:00:00"


def test_a_limit_that_fills_at_noon_is_due_at_noon_not_after_the_break() -> None:
    assert due("2026-03-02T10:00", 2, LimitKind.WORKING_HOUR) == "2026-03-02T12:00:00"


def test_a_start_outside_working_time_waits_for_the_next_period() -> None:
    assert due("2026-03-06T20:00", 1, LimitKind.WORKING_HOUR) == "2026-03-09T09:00:00"


def test_continuous_hours_run_through_night_and_festival() -> None:
    assert due("2026-02-16T23:00", 2, LimitKind.CONTINUOUS_HOUR) == "2026-02-17T01:00:00"


def test_a_pause_gives_back_the_working_time_it_took() -> None:
    pause = ("2026-03-03T10:00", "2026-03-03T15:00")
    assert due("2026-03-02T10:00", 2, LimitKind.WORKING_DAY, pause) == "2026-03-05T11:00:00"


def test_a_pause_over_the_weekend_takes_no_working_time() -> None:
    pause = ("2026-03-06T18:00", "2026-03-09T08:00")
    assert due("2026-03-06T10:00", 2, LimitKind.WORKING_DAY, pause) == "2026-03-10T18:00:00"


def test_overlapping_pauses_are_given_back_once() -> None:
    pauses = (("2026-03-02T09:00", "2026-03-02T11:00"), ("2026-03-02T10:00", "2026-03-02T12:00"))
    assert due("2026-03-02T08:00", 2, LimitKind.CONTINUOUS_HOUR, *pauses) == "2026-03-02T13:00:00"


def test_a_pause_after_the_due_time_changes_nothing() -> None:
    pause = ("2026-03-03T10:00", "2026-03-03T15:00")
    assert due("2026-03-02T08:00", 2, LimitKind.WORKING_HOUR, pause) == "2026-03-02T10:00:00"


def test_a_summer_day_with_fewer_hours_is_still_one_day() -> None:
    assert due("2026-05-29T10:00", 2, LimitKind.WORKING_DAY) == "2026-06-02T18:00:00"
    assert due("2026-05-29T10:00", Decimal("1.5"), LimitKind.WORKING_DAY) == "2026-06-02T11:45:00"


def test_a_year_nobody_has_announced_has_no_due_time_whatever_the_kind() -> None:
    for kind in LimitKind:
        with pytest.raises(YearNotAnnounced) as refusal:
            CLOCK.due(at("2026-12-31T23:30"), 3, kind)
        assert refusal.value.values == {"year": 2027}


def test_a_case_of_an_unannounced_year_has_a_missing_due_time_with_its_reason() -> None:
    answer = CLOCK.due_or_missing(at("2027-03-01T09:00"), 3, LimitKind.WORKING_DAY)
    assert answer.at is None
    assert isinstance(answer.missing, YearNotAnnounced)


def test_the_last_working_day_of_the_last_announced_year_still_has_a_due_time() -> None:
    assert due("2026-12-30T10:00", 1, LimitKind.WORKING_DAY) == "2026-12-31T18:00:00"


def test_a_clock_that_stands_without_an_end_has_no_due_time() -> None:
    with pytest.raises(ClockStopped):
        CLOCK.due(at("2026-03-02T08:00"), 2, LimitKind.WORKING_HOUR, pauses=((at("2026-03-02T09:00"), None),))


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PauseReversed):
        due("2026-03-02T08:00", 2, LimitKind.WORKING_HOUR, ("2026-03-02T10:00", "2026-03-02T09:00"))


@pytest.mark.parametrize("limit", [0, -1, Decimal("NaN"), Decimal("Infinity"), Decimal("1e-40"), True])
def test_a_limit_that_is_no_usable_number_is_refused(limit: int | Decimal) -> None:
    with pytest.raises(NotALimit):
        CLOCK.due(at("2026-03-02T08:00"), limit, LimitKind.WORKING_HOUR)


@given(MINUTES, st.integers(1, 60), KINDS, st.integers(0, 6_000), st.integers(0, 2_000))
def test_a_pause_never_brings_the_due_time_forward(
    start: int, limit: int, kind: LimitKind, later: int, length: int
) -> None:
    begin = FIRST + (start + later) * MINUTE
    moment = FIRST + start * MINUTE
    plain = CLOCK.due(moment, limit, kind)
    assert CLOCK.due(moment, limit, kind, pauses=((begin, begin + length * MINUTE),)) >= plain


@given(MINUTES, st.integers(1, 40), st.integers(1, 20), KINDS)
def test_an_extension_is_the_same_as_a_longer_limit(start: int, limit: int, more: int, kind: LimitKind) -> None:
    moment = FIRST + start * MINUTE
    assert CLOCK.due(moment, limit, kind, extensions=(more,)) == CLOCK.due(moment, limit + more, kind)


@given(MINUTES, st.integers(1, 40), st.sampled_from([LimitKind.CONTINUOUS_HOUR, LimitKind.WORKING_HOUR]))
def test_what_was_used_at_the_due_time_is_the_limit(start: int, limit: int, kind: LimitKind) -> None:
    moment = FIRST + start * MINUTE
    assert CLOCK.used(moment, CLOCK.due(moment, limit, kind), kind) == limit


def test_what_was_used_leaves_pauses_out() -> None:
    pauses = ((at("2026-03-02T09:00"), at("2026-03-02T10:00")), (at("2026-03-02T11:30"), None))
    used = CLOCK.used(at("2026-03-02T08:00"), at("2026-03-02T17:00"), LimitKind.WORKING_HOUR, pauses=pauses)
    assert used == Fraction(5, 2)


def test_working_time_ends_with_the_period() -> None:
    assert CLOCK.working_at(at("2026-03-02T11:59"))
    assert not CLOCK.working_at(at("2026-03-02T12:00"))
    assert not CLOCK.working_at(at("2026-02-17T10:00"))


def test_a_line_of_json_is_answered_with_a_due_time() -> None:
    line = '{"start": "2026-03-02T01:00:00Z", "limit": 1.5, "kind": "working_hour", "pauses": [], "extensions": [0.5]}'
    assert answer_line(CLOCK, line) == {"due": "2026-03-02T11:00:00+08:00"}


def test_a_limit_in_days_needs_only_the_date_of_its_start() -> None:
    line = '{"start": "2026-03-02", "limit": 1, "kind": "working_day"}'
    assert answer_line(CLOCK, line) == {"due": "2026-03-03T18:00:00+08:00"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not json", "L-001"),
        ("[]", "L-001"),
        ('{"start": "2026-03-02T08:00", "limit": 1, "kind": "working_hour", "pause": []}', "L-001"),
        (
            '{"start": "2026-03-02T08:00", "limit": 1, "kind": "working_hour", "pauses": [["2026-03-02T08:00"]]}',
            "L-001",
        ),
        ('{"start": 5, "limit": 1, "kind": "working_hour"}', "L-001"),
        ('{"start": "soon", "limit": 1, "kind": "working_hour"}', "K-001"),
        ('{"start": "2026-03-02", "limit": 1, "kind": "working_hour"}', "K-002"),
        ('{"start": "2027-03-02T08:00", "limit": 1, "kind": "working_day"}', "K-010"),
        ('{"start": "2026-03-02T08:00", "limit": 1e30, "kind": "continuous_hour"}', "K-011"),
        ('{"start": "2026-03-02T08:00", "limit": 1000000, "kind": "working_day"}', "K-010"),
        ('{"start": "2026-03-02T08:00", "limit": "2", "kind": "working_hour"}', "K-011"),
        ('{"start": "2026-03-02T08:00", "limit": NaN, "kind": "working_hour"}', "K-011"),
        ('{"start": "2026-03-02T08:00", "limit": 1, "kind": "banking_day"}', "K-012"),
        ('{"start": "2026-03-02T08:00", "limit": 1, "kind": "working_hour", "extensions": [-1]}', "K-011"),
    ],
)
def test_a_bad_line_is_answered_with_an_error_and_its_code(line: str, code: str) -> None:
    answer = answer_line(CLOCK, line)
    assert answer["code"] == code
    assert answer["error"].endswith(f"[{code}]")


def test_a_hundred_thousand_terms_a_second() -> None:
    chance = random.Random(7)
    terms = [(FIRST + chance.randrange(700 * 24) * HOUR, chance.randint(1, 10)) for _ in range(50_000)]
    begin = perf_counter()
    for start, limit in terms:
        CLOCK.due(start, limit, LimitKind.WORKING_HOUR)
    # The bar is 100,000 a second on a quiet machine; here a fifth, because other tests run beside this one.
    assert perf_counter() - begin < 2.5
