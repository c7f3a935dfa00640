"""What stands in a cell: a value, or one of the honest ways of not having one.

`missing` is absent: nobody has told us. `null` is recorded as having none. `invalid` is an input or a result that
cannot be right, with its reason. Statuses are ordered, and of several the highest is told: invalid, then missing,
then null. A plain `None` counts as missing, because a table has no other way of leaving a cell out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import Final

from luoshi.kernel.facts.types import (
    DIGITS,
    EPOCH,
    FIRST_INSTANT,
    LAST_INSTANT,
    LIST_LIMIT,
    NUMBER_LIMIT,
    TEXT_LIMIT,
    BooleanType,
    CodeType,
    DateType,
    DurationType,
    InstantType,
    ListType,
    NumberType,
    TextType,
    Type,
)


class Status(IntEnum):
    """Why there is no value; the numbers are those of the companion column in a snapshot (0 there is a value).

    Each is one bit, so that a batch unites statuses with one machine operation and the highest bit is the one told.
    """

    NULL = 1
    MISSING = 2
    WRONG_TYPE = 4
    OVERFLOW = 8
    DIVISION_BY_ZERO = 16
    NO_SUCH_DAY = 32

    @classmethod
    def highest(cls, bits: int) -> Status:
        """The status that is told where several are united; `bits` is not 0."""
        return cls(1 << (bits.bit_length() - 1))

    @property
    def invalid(self) -> bool:
        """Whether this is one of the invalid statuses."""
        return self >= Status.WRONG_TYPE

    @property
    def word(self) -> str:
        """`null`, `missing` or `invalid`, as judgements print it."""
        return "invalid" if self.invalid else self.name.lower()


NULL: Final = Status.NULL
MISSING: Final = Status.MISSING
WRONG_TYPE: Final = Status.WRONG_TYPE
OVERFLOW: Final = Status.OVERFLOW
DIVISION_BY_ZERO: Final = Status.DIVISION_BY_ZERO
NO_SUCH_DAY: Final = Status.NO_SUCH_DAY


def take(value: object, kind: Type) -> object:
    """The value as the evaluators hold it, or the Status that says why there is none. Nothing is cast.

    Shapes accepted: number: int or Decimal with no more places than the scale (never float); text and code: str;
    date: date; instant: int microseconds UTC or an aware datetime; duration: int (microseconds or days); boolean:
    bool; list: list or tuple of these.
    """
    if value is None:
        return MISSING
    if isinstance(value, Status):
        return value
    match kind:
        case NumberType(scale=scale):
            return _number(value, scale)
        case TextType() | CodeType():
            return _text(value)
        case DateType():
            return value if type(value) is date else WRONG_TYPE
        case InstantType():
            return _instant(value)
        case DurationType():
            return _whole(value, -NUMBER_LIMIT, NUMBER_LIMIT)
        case BooleanType():
            return value if type(value) is bool else WRONG_TYPE
        case ListType(of=of):
            return _list(value, of)
    raise AssertionError(f"unknown kind {kind}")


def show(value: object, kind: Type) -> object:
    """The inverse of `take`: decimals come out as Decimal, instants as microseconds."""
    if isinstance(value, Status):
        return value
    if isinstance(kind, NumberType) and kind.scale and isinstance(value, int):
        return Decimal(value).scaleb(-kind.scale)
    if isinstance(kind, ListType) and isinstance(value, tuple):
        return tuple(show(each, kind.of) for each in value)
    return value


def from_json(values: Mapping[str, object]) -> dict[str, object]:
    """Facts read from a JSON object, where `null` was written on purpose: recorded as having none."""
    return {key: NULL if value is None else value for key, value in values.items()}


def _whole(value: object, low: int, high: int) -> int | Status:
    if type(value) is not int:
        return WRONG_TYPE
    return value if low <= value <= high else OVERFLOW


def _number(value: object, scale: int) -> int | Status:
    if type(value) is int:
        scaled: int | Status = value * 10**scale
    elif isinstance(value, Decimal):
        scaled = _scaled(value, scale)
    else:
        return WRONG_TYPE
    if isinstance(scaled, Status):
        return scaled
    return scaled if -NUMBER_LIMIT <= scaled <= NUMBER_LIMIT else OVERFLOW


def _scaled(value: Decimal, scale: int) -> int | Status:
    """Exact, whatever precision the caller's decimal context has set."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return WRONG_TYPE  # infinite, or not a number
    if not value:
        return 0
    shift = exponent + scale
    if len(digits) + shift > DIGITS:
        return OVERFLOW
    whole = int("".join(map(str, digits)))
    if shift < 0:
        whole, rest = divmod(whole, 10 ** min(-shift, len(digits) + 1))
        if rest:
            return WRONG_TYPE  # finer than the scale: rounding is the caller's decision, by round()
    else:
        whole *= int(10**shift)
    return -whole if sign else whole


def _text(value: object) -> str | Status:
    if type(value) is not str:
        return WRONG_TYPE
    if len(value) > TEXT_LIMIT:
        return OVERFLOW
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        return WRONG_TYPE
    return value


def _instant(value: object) -> int | Status:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return WRONG_TYPE
        value = (value - EPOCH) // timedelta(microseconds=1)
    return _whole(value, FIRST_INSTANT, LAST_INSTANT)


def _list(value: object, of: Type) -> tuple[object, ...] | Status:
    if not isinstance(value, list | tuple):
        return WRONG_TYPE
    if len(value) > LIST_LIMIT:
        return OVERFLOW
    taken = tuple(take(each, of) for each in value)
    faults = [each for each in taken if isinstance(each, Status)]
    if not faults:
        return taken
    return max((fault for fault in faults if fault.invalid), default=WRONG_TYPE)
