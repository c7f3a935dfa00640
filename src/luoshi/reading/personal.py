"""Identity, card and mobile numbers inside a text, pointed out before it is saved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.reading.characters import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalNumber:
    """`kind` is identity (居民身份证), card (bank card) or mobile; the run is in code points of the text."""

    kind: str
    start: int
    end: int
    text: str


_EDGE = r"(?<![0-9A-Za-z.])"
_IDENTITY = re.compile(
    _EDGE + r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_OLD_IDENTITY = re.compile(_EDGE + r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])")
_CARD = re.compile(_EDGE + r"[34569]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?(?![0-9A-Za-z]|\s*[元吨亩户家个万亿%])")
_MOBILE = re.compile(_EDGE + r"(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z.]|\s*[元吨亩户家个万亿%])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def personal_numbers(text: str) -> list[PersonalNumber]:
    """Every identity, card and mobile number, in order; numbers whose check digit fails are left out."""
    flat = plain(text)
    found: list[PersonalNumber] = []
    for kind, pattern, holds in (
        ("identity", _IDENTITY, identity_holds),
        ("identity", _OLD_IDENTITY, _old_identity_holds),
        ("card", _CARD, card_holds),
        ("mobile", _MOBILE, lambda digits: True),
    ):
        for match in pattern.finditer(flat):
            digits = re.sub(r"[ +-]", "", match.group())
            if holds(digits) and not any(match.start() < f.end and f.start < match.end() for f in found):
                start, end = match.span()
                found.append(PersonalNumber(kind=kind, start=start, end=end, text=text[start:end]))
    return sorted(found, key=lambda number: number.start)


def identity_holds(digits: str) -> bool:
    """GB 11643: the eighteenth character is the check of the seventeen before it."""
    total = sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == digits[17].upper()


def _old_identity_holds(digits: str) -> bool:
    """The fifteen-digit form has no check digit; a known province code is asked for instead."""
    return 11 <= int(digits[:2]) <= 82 and int(digits[6:8]) <= 99 and not digits.startswith("62")


def card_holds(digits: str) -> bool:
    """ISO/IEC 7812: the Luhn check."""
    if not 15 <= len(digits) <= 19:
        return False
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
