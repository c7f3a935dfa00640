"""Values written into an expression."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from luoshi.kernel.facts.errors import NotAnExpression, NotInTheList, Phrase
from luoshi.kernel.facts.model import nearest
from luoshi.kernel.facts.parse import LiteralWords
from luoshi.kernel.facts.tree import Constant, Node
from luoshi.kernel.facts.types import (
    BOOLEAN,
    DATE,
    INSTANT,
    MAX_SCALE,
    NUMBER_LIMIT,
    TEXT,
    CodeType,
    NumberType,
    TextType,
)
from luoshi.kernel.facts.values import Status, take


def constant(words: LiteralWords, text: str) -> Constant:
    """The typed constant of a literal; a number has the scale it is written with."""
    match words.kind:
        case "number":
            return _number(words, text)
        case "boolean":
            return Constant(BOOLEAN, text, words.text == "TRUE")
        case "date":
            return Constant(DATE, text, _date(words))
        case "instant":
            return Constant(INSTANT, text, _instant(words))
        case _:
            return Constant(TEXT, text, words.text)


def _number(words: LiteralWords, text: str) -> Constant:
    whole, _, fraction = words.text.partition(".")
    value = int(whole + fraction)
    if len(fraction) > MAX_SCALE or abs(value) > NUMBER_LIMIT:
        raise NotAnExpression(place=words.place, found=f"'{words.text}'", expected=Phrase("number"))
    return Constant(NumberType(len(fraction)), text, value)


def _date(words: LiteralWords) -> date:
    try:
        day = date.fromisoformat(words.text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != words.text:
        raise NotAnExpression(place=words.place, found=f"'{words.text}'", expected="DATE '2026-01-31'")
    return day


def _instant(words: LiteralWords) -> object:
    try:
        taken = take(datetime.fromisoformat(words.text), INSTANT)
    except ValueError:
        taken = Status.WRONG_TYPE
    if isinstance(taken, Status):
        raise NotAnExpression(
            place=words.place, found=f"'{words.text}'", expected="INSTANT '2026-01-31T08:00:00+08:00'"
        )
    return taken


def as_code(node: Node, kind: CodeType, place: int) -> Node:
    """A text literal that meets a code is one of its words; anything else stays what it is."""
    if not isinstance(node, Constant) or not isinstance(node.type, TextType):
        return node
    if kind.allowed and node.value not in kind.allowed:
        raise NotInTheList(
            place=place, word=node.value, domain=kind.domain, nearest=nearest(str(node.value), kind.allowed)
        )
    return replace(node, type=kind)


def rescaled(node: Constant, scale: int) -> Constant | None:
    """A number literal with more places; None where it would have too many digits."""
    assert isinstance(node.type, NumberType)
    assert isinstance(node.value, int)
    value = node.value * 10 ** (scale - node.type.scale)
    if abs(value) > NUMBER_LIMIT:
        return None
    return replace(node, type=NumberType(scale), value=value)
