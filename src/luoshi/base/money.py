"""Money: exact yuan, kept as whole fen (1 yuan = 100 fen) in integers and never as a float.

Papers of the city write 万元 and 亿元; pages show the rounded figure and open to the exact one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from luoshi.base.errors import Invalid
from luoshi.base.i18n import Language
from luoshi.base.units import convert, find_unit, rounded

Fen: TypeAlias = int

_WRITTEN = re.compile(r"\s*[¥¥]?\s*([+-]?\d[\d,,]*(?:\.\d+)?)\s*(\D*?)\s*")
_ZH = ((10**10, "亿元"), (10**6, "万元"), (10**2, "元"))
_EN = ((10**11, " billion"), (10**8, " million"), (10**2, ""))


class NotMoney(Invalid):
    """A text that is no amount of yuan."""

    code = "U-010"


class FinerThanFen(Invalid):
    code = "U-011"


class NothingToShareBy(Invalid):
    """Weights that cannot share out an amount: none, negative, or all zero."""

    code = "U-012"


def fen_of(value: int | Decimal, unit_id: str = "yuan") -> Fen:
    """An exact amount in fen; an amount finer than a fen is refused, not rounded."""
    fen = convert(value, unit_id, "fen")
    if fen.denominator != 1:
        raise FinerThanFen(value=f"{value} {unit_id}")
    return fen.numerator


def read_money(text: str) -> Fen:
    """Read `1,234.50`, `1.2亿元`, `¥3万元`; without a unit the amount is in yuan."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise NotMoney(text=text[:80])
    number, word = found.groups()
    measured = find_unit(word) if word else find_unit("yuan")
    if measured.dimension != "money":
        raise NotMoney(text=text[:80])
    return fen_of(Decimal(re.sub("[,,]", "", number)), measured.id)


def yuan_of(fen: Fen) -> Decimal:
    """The exact amount in yuan with two decimals."""
    return rounded(Fraction(fen, 100), 2)


def write_money(fen: Fen, language: Language = "zh", *, scale: int = 2) -> str:
    """The amount as pages show it: in 亿元, 万元 or 元 (billion, million or yuan), rounded half away from zero."""
    table = _ZH if language == "zh" else _EN
    size, name = next((row for row in table if abs(fen) >= row[0]), table[-1])
    amount = rounded(Fraction(fen, size), scale)
    return f"{amount:,}{name}" if language == "zh" else f"CNY {amount:,}{name}"


def write_exact(fen: Fen, language: Language = "zh") -> str:
    """The amount to the fen."""
    return f"{yuan_of(fen):,}元" if language == "zh" else f"CNY {yuan_of(fen):,}"


def share_out(fen: Fen, weights: Sequence[int]) -> list[Fen]:
    """Split an amount by weights so that the parts add up to it exactly (largest remainders get the odd fen)."""
    total = sum(weights)
    if total <= 0 or any(weight < 0 for weight in weights):
        raise NothingToShareBy(weights=", ".join(map(str, weights)))
    size = abs(fen)
    parts = [size * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % total), i))
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return parts if fen >= 0 else [-part for part in parts]
