"""Units of measure as the city's papers use them: 亩, 万元, 公里, %, 个百分点.

The table is data (`units.csv`): one row a unit, with its exact factor to the first unit of its dimension. Numbers
are converted exactly or not at all; between dimensions (percent and percentage point, money and area) nothing is
converted. A change of a share is counted in percentage points and is no share: that is why they stand apart.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources

from luoshi.base.errors import Invalid


class UnknownUnit(Invalid):
    code = "U-001"


class DifferentDimension(Invalid):
    """Two units that measure different things."""

    code = "U-002"


class NotANumber(Invalid):
    """A value that is no exact finite number: floats are refused too."""

    code = "U-003"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit; `factor` says how many of the dimension's first unit it is."""

    id: str
    zh: str
    en: str
    dimension: str
    factor: Fraction
    aliases: tuple[str, ...]

    def label(self, language: str) -> str:
        """Its name on a page."""
        return self.zh if language == "zh" else self.en


@cache
def units() -> Mapping[str, Unit]:
    """The whole table by id, in its order."""
    text = resources.files("luoshi.base").joinpath("units.csv").read_text("utf-8")
    return {
        row["id"]: Unit(
            id=row["id"],
            zh=row["zh"],
            en=row["en"],
            dimension=row["dimension"],
            factor=Fraction(row["factor"]),
            aliases=tuple(word for word in row["aliases"].split("|") if word),
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _words() -> Mapping[str, str]:
    """Every word for a unit with the id it stands for; the first row that uses a word owns it."""
    words: dict[str, str] = {}
    for found in units().values():
        words.setdefault(found.id, found.id)
    for found in units().values():
        for word in (found.zh, found.en):
            words.setdefault(word, found.id)
    for found in units().values():
        for word in found.aliases:
            words.setdefault(word, found.id)
    return words


def unit(id_: str) -> Unit:
    """The unit with that id, as packs and definitions must write it."""
    try:
        return units()[id_]
    except KeyError:
        raise UnknownUnit(unit=id_, nearest=nearest(id_)) from None


def find_unit(word: str) -> Unit:
    """The unit that a word of a document or table stands for: an id, a Chinese or English name, an alias."""
    found = _words().get(word.strip())
    if found is None:
        raise UnknownUnit(unit=word, nearest=nearest(word))
    return units()[found]


def nearest(word: str) -> str:
    """The id of the unit that was most likely meant; the first of the table when nothing is near."""
    words = _words()
    if word in words:
        return words[word]
    lowered = {known.lower(): id_ for known, id_ in words.items()}
    close = get_close_matches(word.lower(), lowered, n=1, cutoff=0.5)
    return lowered[close[0]] if close else next(iter(units()))


def same_dimension(first: str, second: str) -> bool:
    return unit(first).dimension == unit(second).dimension


def convert(value: int | Decimal | Fraction, source: str, target: str) -> Fraction:
    """The exact value in the target unit (one mu is exactly 1/15 hectare)."""
    first, second = unit(source), unit(target)
    if first.dimension != second.dimension:
        allowed = ", ".join(row.id for row in units().values() if row.dimension == first.dimension)
        raise DifferentDimension(source=source, target=target, allowed=allowed)
    return exact(value) * first.factor / second.factor


def convert_rounded(value: int | Decimal | Fraction, source: str, target: str, scale: int) -> Decimal:
    """The value in the target unit with `scale` decimals, halves rounded away from zero."""
    return rounded(convert(value, source, target), scale)


def exact(value: int | Decimal | Fraction) -> Fraction:
    """An exact number as a fraction; floats, booleans and NaN are refused."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise NotANumber(value=value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise NotANumber(value=value)
    return Fraction(value)


def rounded(value: Fraction, scale: int) -> Decimal:
    """A fraction as a decimal with `scale` digits after the point, halves rounded away from zero."""
    digits = rounded_integer(value * 10**scale)
    sign, figures = (1, -digits) if digits < 0 else (0, digits)
    return Decimal((sign, tuple(int(figure) for figure in str(figures)), -scale))


def rounded_integer(value: Fraction) -> int:
    """The nearest integer, halves rounded away from zero."""
    whole = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return -whole if value < 0 else whole
