"""How a text is cut, and what a search gives back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_GAP = re.compile(r"[\s\u3000,.;:!?,。;:!?、()()\[\]【】《》“”\"'‘’]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit: what it is, its title, and the piece of text around the first word found."""

    kind: str
    id: int
    title: str
    snippet: str
    path: str


def normal(text: str) -> str:
    """One form for what is written and what is asked: full width becomes half width, capitals small."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters, as hexadecimal tokens that every engine takes as one word."""
    seen: dict[str, None] = {}
    for part in _GAP.split(normal(text)):
        codes = [f"{ord(sign):x}" for sign in part]
        seen.update(dict.fromkeys([f"{first}g{second}" for first, second in pairwise(codes)]))
    return list(seen)


def terms(query: str) -> list[str]:
    """The words of a query: separated by spaces, at least two characters each."""
    return [term for term in _GAP.split(normal(query)) if len(term) >= 2]


def snippet(text: str, term: str, *, around: int = 24) -> str:
    place = max(normal(text).find(term), 0)
    start, end = max(place - around, 0), min(place + len(term) + around, len(text))
    return ("…" if start else "") + text[start:end].replace("\n", " ") + ("…" if end < len(text) else "")
