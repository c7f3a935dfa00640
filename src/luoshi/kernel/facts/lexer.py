"""The words and signs of an expression, each with the place where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.facts.errors import NotAnExpression, NotInTheLanguage, Phrase, TooCostly

MAX_CHARACTERS = 8_000
"""A page of text. Longer conditions are not read by people either."""

_LOGIC = ("AND", "OR", "NOT", "IN", "IS", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END")
KEYWORDS = frozenset({*_LOGIC, "TRUE", "FALSE", "NULL", "DATE", "INSTANT"})

INSTEAD = {
    "LIKE": "contains, starts_with, ends_with",
    "ILIKE": "contains, lower",
    "COALESCE": "if_missing, if_null, first_known",
    "NULLIF": "CASE WHEN … THEN … ELSE … END",
    "IF": "CASE WHEN … THEN … ELSE … END",
    "CAST": "round, text_of",
    "TRY_CAST": "round, text_of",
    "INTERVAL": "add_days, add_months, hours",
    "EXISTS": "list_contains, is_known",
    "ANY": "list_any",
    "SOME": "list_any",
    "ALL": "list_all",
    "SELECT": "a condition such as a >= 90",
    "FROM": "a condition such as a >= 90",
    "WHERE": "a condition such as a >= 90",
    "TIMESTAMP": "INSTANT '2026-01-01T08:00:00+08:00'",
    "XOR": "a <> b",
    "SIMILAR": "contains, starts_with",
    "REGEXP": "contains, starts_with",
    "NOW": "a column of the relation",
    "CURRENT_DATE": "a column of the relation",
    "CURRENT_TIMESTAMP": "a column of the relation",
}
"""Words of SQL that people will try, and what to write."""

SIGNS_INSTEAD = {
    "/": "div(a, b, scale)",
    "%": "mod(a, b), percent_of(part, whole, scale)",
    "||": "concat(a, b)",
    "::": "round, text_of",
    "==": "=",
    "&&": "AND",
    "&": "AND",
    "|": "OR",
    "!": "NOT",
    "--": "a - (-b)",
    ";": "AND",
    "[": "list_contains",
    "^": "a * a",
    '"': "a name without quotes, or 'text' in single quotes",
    "\uff08": "(",
    "\uff09": ")",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff1d": "=",
    "\uff1e": ">",
    "\uff1c": "<",
    "\uff1b": "AND",
    "\uff0b": "+",
    "\uff0d": "-",
    "\uff0a": "*",
    "、": ",",
    "。": ".",
    "≥": ">=",
    "≤": "<=",
    "≠": "<>",
    "‘": "'",
    "’": "'",
    "“": "'",
    "”": "'",
    "×": "*",
    "÷": "div(a, b, scale)",
}
"""Signs of SQL, of other languages and of a Chinese keyboard, and what to write."""


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign: `text` as meant (keywords in capitals, text without its quotes), `place` from 1.

    `end` is where it ends in the text, counted from 0.
    """

    kind: Kind
    text: str
    place: int
    end: int


PATTERN = re.compile(
    r"""
      (?P<space>[ \t\r\n\u3000]+)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<text>'(?:[^']|'')*')
    | (?P<name>[^\W\d]\w*)
    | (?P<refused>--|\|\||::|==|&&)
    | (?P<sign><=|>=|<>|!=|[=<>+\-*(),.])
    """,
    re.VERBOSE,
)


def read(text: str) -> list[Token]:
    """All tokens and an END; anything that is no token of the language is refused with its place."""
    if len(text) > MAX_CHARACTERS:
        raise TooCostly(what=Phrase("length"), value=len(text), limit=MAX_CHARACTERS)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = PATTERN.match(text, at)
        if match is None or match.lastgroup == "refused":
            raise _refusal(text, at, match.group() if match else text[at])
        if match.lastgroup != "space":
            tokens.append(_token(match))
        at = match.end()
    tokens.append(Token(Kind.END, "", len(text) + 1, len(text)))
    return tokens


def _token(match: re.Match[str]) -> Token:
    text, place, end = match.group(), match.start() + 1, match.end()
    match match.lastgroup:
        case "number":
            return Token(Kind.NUMBER, text, place, end)
        case "text":
            return Token(Kind.TEXT, _unquoted(text, place), place, end)
        case "name" if text.upper() in KEYWORDS:
            return Token(Kind.KEYWORD, text.upper(), place, end)
        case "name":
            return Token(Kind.NAME, text, place, end)
        case _:
            return Token(Kind.SIGN, "<>" if text == "!=" else text, place, end)


def _unquoted(text: str, place: int) -> str:
    inner = text[1:-1].replace("''", "'")
    for offset, sign in enumerate(inner):
        if not sign.isprintable() and sign != "\u3000":
            raise NotInTheLanguage(place=place + 1 + offset, word=repr(sign), nearest=Phrase("printable"))
    return inner


def _refusal(text: str, at: int, sign: str) -> Exception:
    if sign == "'":
        return NotAnExpression(place=at + 1, found=Phrase("open_text"), expected="'")
    if sign.isdigit():
        return NotAnExpression(place=at + 1, found=f"'{_rest_of_word(text, at)}'", expected=Phrase("number"))
    return NotInTheLanguage(place=at + 1, word=sign, nearest=SIGNS_INSTEAD.get(sign, Phrase("signs")))


def _rest_of_word(text: str, at: int) -> str:
    match = re.compile(r"[\w.]+").match(text, at)
    return match.group() if match else text[at]
