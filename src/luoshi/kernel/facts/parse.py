"""From text to a tree of words: the spelling of SQL conditions, and nothing else of SQL.

Precedence climbs as in SQL: OR, AND, NOT, comparison, sum, product, sign. One pass over the tokens, no going back,
so a text of any shape is read or refused in time proportional to its length (docs/decisions tells why the parser
is our own and what holds it to SQL's spelling).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from luoshi.kernel.facts.errors import NotAnExpression, NotInTheLanguage, Phrase, TooCostly
from luoshi.kernel.facts.lexer import INSTEAD, Kind, Token, read

MAX_DEPTH = 40
"""Nesting no reader follows; also what keeps every later walk far from Python's own limit."""
MAX_NODES = 500
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A piece of the text: `place` is where an error points, `start` and `end` cut the piece out."""

    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralWords(Words):
    kind: str  # number, text, boolean, date, instant
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords(Words):
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords(Words):
    """A function or an operator (`=`, `+`, `AND`, `in`…) with its arguments."""

    name: str
    arguments: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceWords(Words):
    branches: tuple[tuple[Words, Words], ...]
    otherwise: Words


def parse(text: str) -> Words:
    """The tree of words, or one of the F-errors with the place where reading stopped."""
    reader = _Reader(text)
    tree = reader.expression()
    reader.end()
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = read(text)
        self.at = 0
        self.depth = 0
        self.nodes = 0

    # --- tokens -------------------------------------------------------------------------------------------

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def step(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.here.kind in (Kind.SIGN, Kind.KEYWORD) and self.here.text in texts

    def takes(self, *texts: str) -> bool:
        if self.sees(*texts):
            self.at += 1
            return True
        return False

    def needs(self, text: str) -> Token:
        if not self.sees(text):
            raise self.stopped(text)
        return self.step()

    def stopped(self, expected: str | Phrase) -> NotAnExpression | NotInTheLanguage:
        here = self.here
        if here.kind is Kind.NAME and here.text.upper() in INSTEAD:
            return NotInTheLanguage(place=here.place, word=here.text, nearest=INSTEAD[here.text.upper()])
        found: str | Phrase = Phrase("the_end") if here.kind is Kind.END else f"'{here.text}'"
        return NotAnExpression(place=here.place, found=found, expected=expected)

    def end(self) -> None:
        if self.here.kind is not Kind.END:
            raise self.stopped(Phrase("operator_or_end"))

    # --- trees --------------------------------------------------------------------------------------------

    def span(self, start: Token, place: int | None = None) -> dict[str, int]:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise TooCostly(what=Phrase("nodes"), value=f"> {MAX_NODES}", limit=MAX_NODES)
        return {"place": place or start.place, "start": start.place - 1, "end": self.tokens[self.at - 1].end}

    def expression(self) -> Words:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooCostly(what=Phrase("depth"), value=f"> {MAX_DEPTH}", limit=MAX_DEPTH)
        tree = self.chain("OR", self.conjunction)
        self.depth -= 1
        return tree

    def conjunction(self) -> Words:
        return self.chain("AND", self.negation)

    def chain(self, word: str, part: Callable[[], Words]) -> Words:
        start = self.here
        parts = [part()]
        place = self.here.place
        while self.takes(word):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return CallWords(name=word, arguments=tuple(parts), **self.span(start, place))

    def negation(self) -> Words:
        start = self.here
        count = 0
        while self.takes("NOT"):
            count += 1
        inner = self.comparison()
        if count % 2:
            return CallWords(name="NOT", arguments=(inner,), **self.span(start))
        return inner

    def comparison(self) -> Words:
        start = self.here
        left = self.sum()
        sign = self.here
        if self.takes(*COMPARISONS):
            right = self.sum()
            tree: Words = CallWords(name=sign.text, arguments=(left, right), **self.span(start, sign.place))
            if self.sees(*COMPARISONS):
                raise self.stopped("AND")
            return tree
        if self.takes("IS"):
            return self.is_test(start, left, sign.place)
        negated = self.takes("NOT")
        if self.takes("BETWEEN"):
            low = self.sum()
            self.needs("AND")
            tree = CallWords(name="BETWEEN", arguments=(left, low, self.sum()), **self.span(start, sign.place))
        elif self.takes("IN"):
            tree = self.membership(start, left, sign.place)
        elif negated:
            raise self.stopped("IN, BETWEEN")
        else:
            return left
        return CallWords(name="NOT", arguments=(tree,), **self.span(start, sign.place)) if negated else tree

    def is_test(self, start: Token, left: Words, place: int) -> Words:
        negated = self.takes("NOT")
        word = self.step()
        names = {"NULL": "is_null", "MISSING": "is_missing", "INVALID": "is_invalid", "KNOWN": "is_known"}
        name = names.get(word.text.upper()) if word.kind in (Kind.KEYWORD, Kind.NAME) else None
        if name is None:
            self.at -= 1
            raise self.stopped("NULL, MISSING, INVALID, KNOWN")
        tree = CallWords(name=name, arguments=(left,), **self.span(start, place))
        return CallWords(name="NOT", arguments=(tree,), **self.span(start, place)) if negated else tree

    def membership(self, start: Token, left: Words, place: int) -> Words:
        self.needs("(")
        options = [self.sum()]
        while self.takes(","):
            options.append(self.sum())
        self.needs(")")
        return CallWords(name="IN", arguments=(left, *options), **self.span(start, place))

    def sum(self) -> Words:
        start = self.here
        parts = [self.product()]
        place = self.here.place
        while self.sees("+", "-"):
            sign = self.step()
            part = self.product()
            if sign.text == "-":
                part = CallWords(name="-", arguments=(part,), **self.span(sign))
            parts.append(part)
        if len(parts) == 1:
            return parts[0]
        return CallWords(name="+", arguments=tuple(parts), **self.span(start, place))

    def product(self) -> Words:
        start = self.here
        parts = [self.signed()]
        place = self.here.place
        while self.takes("*"):
            parts.append(self.signed())
        if len(parts) == 1:
            return parts[0]
        return CallWords(name="*", arguments=tuple(parts), **self.span(start, place))

    def signed(self) -> Words:
        start = self.here
        negative = False
        while self.sees("+", "-"):
            negative ^= self.step().text == "-"
        inner = self.primary()
        if not negative:
            return inner
        if isinstance(inner, LiteralWords) and inner.kind == "number":
            return LiteralWords(kind="number", text=_opposite(inner.text), **self.span(start))
        return CallWords(name="-", arguments=(inner,), **self.span(start))

    def primary(self) -> Words:
        token = self.here
        if token.kind in (Kind.NUMBER, Kind.TEXT):
            self.step()
            return LiteralWords(kind=token.kind.value, text=token.text, **self.span(token))
        if self.takes("TRUE", "FALSE"):
            return LiteralWords(kind="boolean", text=token.text, **self.span(token))
        if self.takes("DATE", "INSTANT"):
            if self.here.kind is not Kind.TEXT:
                raise self.stopped("'2026-01-01'" if token.text == "DATE" else "'2026-01-01T08:00:00+08:00'")
            text = self.step().text
            return LiteralWords(kind=token.text.lower(), text=text, **self.span(token))
        if self.takes("CASE"):
            return self.choice(token)
        if self.takes("("):
            inner = self.expression()
            self.needs(")")
            return inner
        if self.takes("NULL"):
            raise NotInTheLanguage(place=token.place, word="NULL", nearest="is_null(x), is_missing(x)")
        if token.kind is Kind.NAME:
            return self.name_or_call()
        raise self.stopped(Phrase("value"))

    def choice(self, start: Token) -> Words:
        branches = []
        while self.takes("WHEN"):
            condition = self.expression()
            self.needs("THEN")
            branches.append((condition, self.expression()))
        if not branches:
            raise self.stopped("WHEN")
        self.needs("ELSE")
        otherwise = self.expression()
        self.needs("END")
        return ChoiceWords(branches=tuple(branches), otherwise=otherwise, **self.span(start))

    def name_or_call(self) -> Words:
        token = self.step()
        refused = token.text.upper() in INSTEAD
        if refused and (self.sees("(") or self.here.kind in (Kind.TEXT, Kind.NAME, Kind.NUMBER)):
            self.at -= 1
            raise self.stopped(Phrase("value"))
        if self.sees("("):
            return self.call(token)
        name = token.text
        if self.takes("."):
            if self.here.kind is not Kind.NAME:
                raise self.stopped(Phrase("name"))
            name = f"{name}.{self.step().text}"
        return NameWords(name=name, **self.span(token))

    def call(self, token: Token) -> Words:
        self.needs("(")
        arguments: list[Words] = []
        if not self.sees(")"):
            arguments.append(self.expression())
            while self.takes(","):
                arguments.append(self.expression())
        self.needs(")")
        return CallWords(name=token.text, arguments=tuple(arguments), **self.span(token))


def _opposite(digits: str) -> str:
    return digits[1:] if digits.startswith("-") else f"-{digits}"
