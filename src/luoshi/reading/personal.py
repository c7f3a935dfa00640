"""Numbers of persons in a text: mobile numbers, identity card numbers, bank card numbers, by their own check digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\d.]|[元吨亩户家个]|万|亿)")
_IDENTITY = re.compile(r"(?<!\d)([1-9]\d{5}(?:19|20)\d{2}\d{4}\d{3}[\dXx])(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a number of a person stands, in code points, and what it is: mobile, identity or card."""

    kind: str
    start: int
    end: int


def personal_numbers(text: str) -> list[Span]:
    """Every number of a person in the text, in order; none overlaps another."""
    found = [Span("identity", *m.span(1)) for m in _IDENTITY.finditer(text) if _is_identity(m[1])]
    for kind, pattern in (("mobile", _MOBILE), ("card", _CARD)):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < each.end and each.start < end for each in found):
                continue
            if kind == "mobile" or _is_card(match[1]):
                found.append(Span(kind, start, end))
    return sorted(found, key=lambda each: each.start)


def _is_identity(number: str) -> bool:
    """GB 11643: the birthday exists and the check digit follows from the seventeen digits before it."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """A bank card number of 16 to 19 digits passes the Luhn check and begins as cards of this country do."""
    digits = [int(sign) for sign in number if sign.isdigit()]
    if digits[0] not in {3, 4, 5, 6, 9}:
        return False
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
