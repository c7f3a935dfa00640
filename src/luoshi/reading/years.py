"""Years a text speaks of: single years, spans, five-year plans."""

from __future__ import annotations

import re

_CN = "零一二三四五六七八九"
_YEAR = r"((?:19|20)\d\d|[二一][零九][零一二三四五六七八九]{2})"
SPAN = re.compile(rf"{_YEAR}\s*年?度?\s*[-—–~至到]{{1,2}}\s*(?:{_YEAR}|(\d\d)(?=年))")
YEAR = re.compile(rf"(?<!\d){_YEAR}(?=\s*年)")
FIVE = re.compile(r"十([一二三四五六七八九])五|第十([一二三四五六七八九])?个五年")


def number(word: str) -> int:
    """2025 or 二零二五 as a number."""
    return int(word) if word.isdigit() and word.isascii() else int("".join(str(_CN.index(c)) for c in word))


def five_year(nth: int) -> tuple[int, int]:
    """The span of the n-th five-year plan: the 14th runs 2021–2025."""
    first = 1966 + 5 * (nth - 3)
    return first, first + 4


def five_of(match: re.Match[str]) -> tuple[int, int]:
    digit = match.group(1) or match.group(2)
    return five_year(10 + (_CN.index(digit) if digit else 0))


def span_of(match: re.Match[str]) -> tuple[int, int]:
    first = number(match.group(1))
    last = number(match.group(2)) if match.group(2) else first // 100 * 100 + int(match.group(3))
    return first, last
