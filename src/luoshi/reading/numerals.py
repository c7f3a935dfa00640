"""Numerals of official Chinese: 2.8万, 1,302, 三百二十, 3万5千, 二〇二五 → exact decimals."""

from __future__ import annotations

from decimal import Decimal

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


def scale(word: str) -> Decimal:
    """The factor of a scale word: 万 → 10000, 千万 → 10^7, 万亿 → 10^12, empty → 1."""
    factor = 1
    for char in word:
        factor *= _SMALL.get(char) or _LARGE.get(char, 1)
    return Decimal(factor)


def arabic(digits: str) -> Decimal:
    """1,302 → 1302; 95.90 → 95.9."""
    return Decimal(digits.replace(",", ""))


def chinese(word: str) -> Decimal | None:
    """三百二十 → 320, 十五 → 15, 二零二五 → 2025, 一点五 → 1.5; None if it is no number."""
    if "点" in word:
        whole, _, rest = word.partition("点")
        left = chinese(whole)
        if left is None or not rest or any(c not in _DIGIT for c in rest):
            return None
        return left + Decimal("0." + "".join(str(_DIGIT[c]) for c in rest))
    if word and all(c in _DIGIT for c in word):
        if len(word) == 1 or len(word) >= 3 or "零" in word:
            return Decimal("".join(str(_DIGIT[c]) for c in word))
        return None  # 三五, 二三: an estimate, no number
    return _composed(word)


def _composed(word: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    for char in word:
        if char in _DIGIT:
            if digit not in (None, 0):
                return None
            digit = _DIGIT[char]
        elif char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            digit = None
        elif char in _LARGE:
            section += digit or 0
            total = (total + (section or 1)) * _LARGE[char] if char == "亿" else total + (section or 1) * _LARGE[char]
            section, digit = 0, None
        else:
            return None
    return Decimal(total + section + (digit or 0)) if word else None
