"""One measure in several papers: who counts what, in which unit, recognised again under other words.

A paper says 新建改造绿地40万平方米 and the next one 新增绿地35公顷. What is measured is the noun without the act, the
place and the way it is counted; two nouns are one measure when nearly all their two-character words are shared and
nothing in them is known to tell measures apart. Pure; thresholds and words stand in measures.toml, each with a reason.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

_BRACKETS = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]")
_SIGNS = re.compile(r"[\s“”\"'‘’《》<>·:,。;\-—]+")
_JOINTS = re.compile(r"[、/]|(?<=.{2})[和及与](?=.{2})")
_SIZES = re.compile(r"\d+(?:\.\d+)?|[十百千万亿]+(?=元|级|家企业)|“[^”]{1,8}”")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. `members` are the nouns of a list, each without act and place; a list is their sum. `words`
    are their two-character words; `named` says that the nouns are narrow enough to be met again."""

    members: tuple[str, ...]
    marks: frozenset[str]
    unit: str
    basis: str
    scope: str
    named: bool
    words: frozenset[str] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two measures are, in thousandths, and why they may not be one (empty: nothing speaks against it)."""

    thousandths: int
    against: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rows of measures.toml as they are used."""

    join: int
    near: int
    shortest: int
    about: int
    common: int
    short: frozenset[str]
    wide: frozenset[str]
    lead: tuple[str, ...]
    tail: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, ...], ...]
    units: Mapping[str, str]
    factors: Mapping[str, tuple[str, Decimal]]
    down: tuple[str, ...]
    yearly: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The words and thresholds as shipped."""
    rows = tomllib.loads(resources.files("luoshi.analysis").joinpath("measures.toml").read_text(encoding="utf-8"))
    limits: dict[str, Any] = {name: row["value"] for name, row in rows["limits"].items()}
    aliases = [(old, row["to"]) for row in rows["alias"] for old in row["from"]]
    return Lexicon(
        **limits,
        short=frozenset(rows["short"]["words"]),
        wide=frozenset(rows["wide"]["words"]),
        lead=_longest(rows["lead"]["words"]),
        tail=_longest(rows["tail"]["words"]),
        aliases=tuple(sorted(aliases, key=lambda pair: (-len(pair[0]), pair[0]))),
        apart=tuple(_longest(row["words"]) for row in rows["apart"]),
        units={word: row["words"][0] for row in rows["unit"] for word in row["words"]},
        factors={
            word: (row["to"], Decimal(str(factor))) for row in rows["scaled"] for word, factor in row["factors"].items()
        },
        down=tuple(rows["down"]["words"]),
        yearly=tuple(rows["yearly"]["words"]),
    )


def _longest(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def measure_of(subject: str, *, unit: str, basis: str, scope: str) -> Measure:
    """The measure of a statement."""
    lexis = lexicon()
    text = unicodedata.normalize("NFKC", subject)
    while _BRACKETS.search(text):
        text = _BRACKETS.sub("", text)
    text = _renamed(text.replace(scope, "") if scope else text, lexis)
    marks = frozenset(_marks(text, lexis))
    members = tuple(sorted(filter(None, (_core(each, lexis) for each in _JOINTS.split(text)))))
    whole = "".join(members)
    named = bool(members) and (len(whole) >= lexis.shortest or whole in lexis.short) and whole not in lexis.wide
    words = frozenset(pair for each in members for pair in pairs(each))
    return Measure(members, marks, counted(unit), _basis(basis, unit), scope, named, words)


def _core(noun: str, lexis: Lexicon) -> str:
    text = _SIGNS.sub("", noun)
    text = _renamed(text, lexis)
    before = ""
    while text != before:
        before = text
        text = _without_head(text, lexis)
        text = next((text[: -len(word)] for word in lexis.tail if _ends(text, word)), text)
    return _renamed(text, lexis)


def _without_head(text: str, lexis: Lexicon) -> str:
    return next((text[len(word) :] for word in lexis.lead if text.startswith(word) and len(text) - len(word) > 1), text)


def _ends(text: str, word: str) -> bool:
    return text.endswith(word) and len(text) - len(word) > 1


def _renamed(text: str, lexis: Lexicon) -> str:
    for old, new in lexis.aliases:
        if old in text and not (old in new and new in text):
            text = text.replace(old, new)
    return text


def _marks(text: str, lexis: Lexicon) -> list[str]:
    """What tells measures of like words apart: sizes, and the longest word of each group that stands in it."""
    found = [match.group() for match in _SIZES.finditer(text)]
    for group in lexis.apart:
        rest = text
        for word in group:
            if word in rest:
                found.append(word)
                rest = rest.replace(word, "")
    return found


def counted(unit: str) -> str:
    """The unit as the first of those that count the same."""
    lexis = lexicon()
    return lexis.factors[unit][0] if unit in lexis.factors else lexis.units.get(unit, unit)


def scaled(value: Decimal, unit: str) -> Decimal:
    """The value in the unit of `counted`."""
    found = lexicon().factors.get(unit)
    return value if found is None else value * found[1]


def _basis(basis: str, unit: str) -> str:
    """A rate held (share) and a rate reached (level) are one thing to the papers; points added are not."""
    return "share" if basis == "level" and counted(unit) == "%" else basis


def pairs(text: str) -> frozenset[str]:
    """Two-character words; a single character stands for itself."""
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def likeness(one: Measure, other: Measure) -> Likeness:
    """How alike two measures are, and what speaks against their being one. Symmetric."""
    a, b = one.words, other.words
    shared = len(a & b)
    alike = 2000 * shared // (len(a) + len(b)) if a or b else 0
    return Likeness(alike, _against(one, other))


def _against(one: Measure, other: Measure) -> str:
    checks = (
        (one.scope == other.scope, "scope"),
        (one.unit == other.unit, "unit"),
        (one.basis == other.basis, "basis"),
        (one.named and other.named, "wide"),
        (len(one.members) == len(other.members), "list"),
        (one.marks == other.marks, "marks"),
        ({each[-2:] for each in one.members} == {each[-2:] for each in other.members}, "noun"),
    )
    return next((name for fits, name in checks if not fits), "")


def is_one(found: Likeness) -> bool:
    return not found.against and found.thousandths >= lexicon().join
