"""Money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import money
from luoshi.base.units import UnknownUnit

FEN = st.integers(min_value=-(10**18), max_value=10**18)


def test_a_hundred_million_yuan_is_ten_thousand_million_fen() -> None:
    assert money.fen_of(1, "yi_yuan") == 10**10


def test_an_amount_finer_than_a_fen_is_refused() -> None:
    with pytest.raises(money.FinerThanFen):
        money.fen_of(Decimal("0.001"))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1.2亿元", 120_000_000_00),
        ("¥3万元", 30_000_00),
        ("1,234.50", 1_234_50),
        ("-5元", -500),
        ("0.5 万元", 5_000_00),
    ],
)
def test_written_amounts_are_read_exactly(text: str, fen: int) -> None:
    assert money.read_money(text) == fen


@pytest.mark.parametrize("text", ["", "元", "约3亿元", "3亩", "1.2.3元", "1e9"])
def test_a_text_that_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises((money.NotMoney, UnknownUnit)):
        money.read_money(text)


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (120_000_000_00, "1.20亿元", "CNY 120.00 million"),
        (12_345_67, "1.23万元", "CNY 12,345.67"),
        (99_99, "99.99元", "CNY 99.99"),
        (-5, "-0.05元", "CNY -0.05"),
        (0, "0.00元", "CNY 0.00"),
        (1_500_000_000_00, "15.00亿元", "CNY 1.50 billion"),
    ],
)
def test_amounts_are_shown_in_the_unit_that_fits(fen: int, zh: str, en: str) -> None:
    assert money.write_money(fen) == zh
    assert money.write_money(fen, "en") == en


def test_an_amount_opens_to_the_fen() -> None:
    assert money.write_exact(1_234_567_89) == "1,234,567.89元"


@given(FEN)
def test_the_exact_text_reads_back_as_the_amount(fen: int) -> None:
    assert money.read_money(money.write_exact(fen)) == fen


@given(FEN, st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12).filter(any))
def test_shares_add_up_to_the_amount_and_stay_within_a_fen(fen: int, weights: list[int]) -> None:
    parts = money.share_out(fen, weights)
    assert sum(parts) == fen
    assert all(
        abs(part * sum(weights) - fen * weight) < sum(weights) for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(money.NothingToShareBy):
        money.share_out(100, weights)
