"""From a tree of words to a typed tree: every name, function and kind is settled here, before any row is read.

Nothing is cast. A number literal has the scale it is written with, and numbers of different scales meet exactly;
a text literal that meets a code becomes a word of its list. Everything else needs a function that names the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from luoshi.kernel.facts.errors import (
    NotACondition,
    Phrase,
    TooCostly,
    UnknownFunction,
    UnknownName,
    WrongArguments,
    WrongKinds,
)
from luoshi.kernel.facts.functions import FUNCTIONS, TABLE
from luoshi.kernel.facts.functions.operators import product_scale
from luoshi.kernel.facts.lexer import INSTEAD
from luoshi.kernel.facts.literals import as_code, constant, rescaled
from luoshi.kernel.facts.model import Schema, nearest
from luoshi.kernel.facts.parse import CallWords, ChoiceWords, LiteralWords, NameWords, Words, parse
from luoshi.kernel.facts.tree import Apply, Choice, Constant, Fact, Function, Logic, Node, Want, condition
from luoshi.kernel.facts.types import (
    BOOLEAN,
    INTEGER,
    MAX_SCALE,
    BooleanType,
    Calendar,
    CodeType,
    DateType,
    DurationType,
    InstantType,
    ListType,
    NumberType,
    TextType,
    Type,
    is_ordered,
)
from luoshi.kernel.facts.words import both, called
from luoshi.kernel.facts.words import wanted as words_for

MAX_TREE_DEPTH = 60
CALLABLE = {function.name: function for function in FUNCTIONS}
LOGIC: dict[str, Literal["and", "or", "not"]] = {"AND": "and", "OR": "or", "NOT": "not"}


def check(text: str, schema: Schema, wanted: Type | None = None) -> Node:
    """The typed tree of an expression over these facts, or the F-error that names the place.

    With `wanted`, the result must be of that kind: a word of its list for a code, and for a number no more places.
    """
    words = parse(text)
    node = _Checker(text, schema).node(words, 1)
    if wanted is None:
        return node
    if isinstance(wanted, CodeType):
        node = as_code(node, wanted, words.place)
    if isinstance(wanted, NumberType) and isinstance(node.type, NumberType) and node.type.scale < wanted.scale:
        node = _to_scale(node, wanted.scale)
    if node.type != wanted:
        raise NotACondition(text=text, found=called(node.type), expected=called(wanted))
    return node


class _Checker:
    def __init__(self, text: str, schema: Schema) -> None:
        self.source = text
        self.schema = schema

    def written(self, words: Words) -> str:
        return self.source[words.start : words.end]

    def node(self, words: Words, depth: int) -> Node:
        if depth > MAX_TREE_DEPTH:
            raise TooCostly(what=Phrase("depth"), value=f"> {MAX_TREE_DEPTH}", limit=MAX_TREE_DEPTH)
        match words:
            case LiteralWords():
                return constant(words, self.written(words))
            case NameWords():
                return self.fact(words)
            case ChoiceWords():
                return self.choice(words, depth)
            case CallWords():
                return self.call(words, depth)
        raise AssertionError(f"unknown words {words}")

    def fact(self, words: NameWords) -> Node:
        column = self.schema.columns.get(words.name)
        if column is None:
            close = INSTEAD.get(words.name.upper()) or self.schema.nearest(words.name)
            raise UnknownName(place=words.place, name=words.name, nearest=close)
        return Fact(column.type, self.written(words), words.name)

    def choice(self, words: ChoiceWords, depth: int) -> Node:
        conditions = [self.condition(when, depth + 1) for when, _ in words.branches]
        pieces = [*(then for _, then in words.branches), words.otherwise]
        values = self.one_kind([self.node(piece, depth + 1) for piece in pieces], pieces, "CASE")
        values = self.one_scale(values)
        branches = tuple(zip(conditions, values[:-1], strict=True))
        return Choice(values[-1].type, self.written(words), branches, values[-1])

    def condition(self, words: Words, depth: int) -> Node:
        node = self.node(words, depth)
        if not condition(node):
            raise NotACondition(text=node.text, found=called(node.type), expected=called(BOOLEAN))
        return node

    def call(self, words: CallWords, depth: int) -> Node:
        text = self.written(words)
        if words.name in LOGIC:
            parts = tuple(self.condition(each, depth + 1) for each in words.arguments)
            return Logic(BooleanType(), text, LOGIC[words.name], parts)
        if words.name == "at_least":
            return self.at_least(words, depth)
        function = TABLE.get(words.name)
        if function is None or function.hidden:
            raise self.unknown(words)
        nodes = [self.node(each, depth + 1) for each in words.arguments]
        if words.name == "*":
            return self.product(nodes, words)
        return self.apply(function, nodes, words)

    def unknown(self, words: CallWords) -> UnknownFunction:
        close = INSTEAD.get(words.name.upper()) or nearest(words.name, [*CALLABLE, "at_least"])
        return UnknownFunction(place=words.place, name=words.name, nearest=close)

    def product(self, nodes: list[Node], words: CallWords) -> Node:
        """`a * b * c` is worked out from the left, each step within the range of numbers."""
        result = nodes[0]
        for place in range(1, len(nodes)):
            step = (result, nodes[place])
            self.wanted(TABLE["*"], step, words)
            if product_scale(step) > MAX_SCALE:
                raise WrongKinds(
                    place=words.place, what="*", found=both(step[0].type, step[1].type), expected="mul(a, b, scale)"
                )
            result = self.build(TABLE["*"], step, self.written(words))
        return result

    def at_least(self, words: CallWords, depth: int) -> Node:
        signature = "at_least(n, condition, condition, …)"
        if len(words.arguments) < 2:
            raise WrongArguments(place=words.place, name="at_least", problem=Phrase("too_few"), signature=signature)
        count = self.node(words.arguments[0], depth + 1)
        parts = tuple(self.condition(each, depth + 1) for each in words.arguments[1:])
        if not isinstance(count, Constant) or count.type != INTEGER or not isinstance(count.value, int):
            raise WrongArguments(place=words.place, name="at_least", problem=Phrase("literal"), signature=signature)
        if not 1 <= count.value <= len(parts):
            problem = Phrase("count", {"low": 1, "high": len(parts)})
            raise WrongArguments(place=words.place, name="at_least", problem=problem, signature=signature)
        return Logic(BooleanType(), self.written(words), "at_least", parts, count.value)

    def apply(self, function: Function, nodes: list[Node], words: CallWords) -> Node:
        self.counted(function, nodes, words)
        wants = wanted_kinds(function, len(nodes))
        together = [place for place, want in enumerate(wants) if want in (Want.SAME, Want.ORDERED)]
        if together:
            pieces = [words.arguments[place] for place in together]
            same = self.one_kind([nodes[place] for place in together], pieces, function.name)
            if not function.operator:
                same = self.one_scale(same)
            for place, node in zip(together, same, strict=True):
                nodes[place] = node
        for place, want in enumerate(wants):
            if want is Want.ELEMENT:
                nodes[place] = self.element(nodes[0], nodes[place], words.arguments[place], function)
        self.wanted(function, nodes, words)
        return self.build(function, tuple(nodes), self.written(words))

    def build(self, function: Function, arguments: tuple[Node, ...], text: str) -> Node:
        return Apply(function.result(arguments), text, function, arguments)

    def counted(self, function: Function, nodes: Sequence[Node], words: CallWords) -> None:
        least = len(function.parameters) - function.optional
        most = 10**6 if function.variadic else len(function.parameters)
        if not least <= len(nodes) <= most:
            problem = Phrase("too_few" if len(nodes) < least else "too_many")
            raise WrongArguments(place=words.place, name=function.name, problem=problem, signature=function.signature)

    def wanted(self, function: Function, nodes: Sequence[Node], words: CallWords) -> None:
        for place, (want, node) in enumerate(zip(wanted_kinds(function, len(nodes)), nodes, strict=True)):
            here = words.arguments[min(place, len(words.arguments) - 1)].place
            if want is Want.SCALE and not _is_scale(node):
                problem = Phrase("scale", {"most": MAX_SCALE})
                raise WrongArguments(place=here, name=function.name, problem=problem, signature=function.signature)
            if function.name == "IN" and place > 0 and not isinstance(node, Constant):
                raise WrongArguments(place=here, name="IN", problem=Phrase("literal"), signature=function.signature)
            if function.name in ("+", "-") and not isinstance(node.type, NumberType | DurationType):
                hint = "add_days, days_between, concat"
                raise WrongKinds(place=words.place, what=function.name, found=called(node.type), expected=hint)
            if not fits(node.type, want):
                raise WrongKinds(place=here, what=function.name, found=called(node.type), expected=words_for(want))

    def one_kind(self, nodes: list[Node], pieces: Sequence[Words], what: str) -> list[Node]:
        """The pieces, with text literals turned into codes where they meet one; refused if kinds differ."""
        for kind in [node.type for node in nodes if isinstance(node.type, CodeType)][:1]:
            nodes = [as_code(node, kind, piece.place) for node, piece in zip(nodes, pieces, strict=True)]
        first = nodes[0].type
        for node, piece in zip(nodes, pieces, strict=True):
            if node.type != first and not (isinstance(first, NumberType) and isinstance(node.type, NumberType)):
                raise WrongKinds(place=piece.place, what=what, found=called(node.type), expected=called(first))
        return nodes

    def one_scale(self, nodes: list[Node]) -> list[Node]:
        """Numbers that may stand for one another get the same scale, the largest among them."""
        scales = [node.type.scale for node in nodes if isinstance(node.type, NumberType)]
        return [_to_scale(node, max(scales)) for node in nodes] if scales else nodes

    def element(self, values: Node, node: Node, words: Words, function: Function) -> Node:
        if not isinstance(values.type, ListType):
            return node
        of = values.type.of
        if isinstance(of, CodeType):
            node = as_code(node, of, words.place)
        if isinstance(of, NumberType) and isinstance(node.type, NumberType) and node.type.scale < of.scale:
            node = _to_scale(node, of.scale)
        if node.type != of:
            raise WrongKinds(place=words.place, what=function.name, found=called(node.type), expected=called(of))
        return node


def _is_scale(node: Node) -> bool:
    literal = isinstance(node, Constant) and node.type == INTEGER
    return literal and isinstance(node.value, int) and 0 <= node.value <= MAX_SCALE  # type: ignore[attr-defined]


def _to_scale(node: Node, scale: int) -> Node:
    if not isinstance(node.type, NumberType) or node.type.scale == scale:
        return node
    if isinstance(node, Constant):
        folded = rescaled(node, scale)
        if folded is not None:
            return folded
    return Apply(NumberType(scale), node.text, TABLE["to_scale"], (node,))


def wanted_kinds(function: Function, count: int) -> tuple[Want, ...]:
    """What each of `count` arguments must be; the last parameter repeats where the function is variadic."""
    wants = function.parameters[:count]
    return wants + (function.parameters[-1],) * (count - len(wants))


def fits(kind: Type, want: Want) -> bool:  # noqa: PLR0912 - one arm per want
    """Whether a kind is what a parameter takes."""
    match want:
        case Want.NUMBER:
            return isinstance(kind, NumberType)
        case Want.INTEGER | Want.SCALE:
            return kind == INTEGER
        case Want.TEXT:
            return isinstance(kind, TextType)
        case Want.CODE:
            return isinstance(kind, CodeType)
        case Want.DATE:
            return isinstance(kind, DateType)
        case Want.INSTANT:
            return isinstance(kind, InstantType)
        case Want.CONTINUOUS:
            return isinstance(kind, DurationType) and kind.calendar is Calendar.CONTINUOUS_HOUR
        case Want.HOURS:
            return isinstance(kind, DurationType) and not kind.calendar.counts_days
        case Want.DAYS:
            return isinstance(kind, DurationType) and kind.calendar.counts_days
        case Want.BOOLEAN:
            return isinstance(kind, BooleanType)
        case Want.LIST:
            return isinstance(kind, ListType)
        case Want.NUMBERS:
            return isinstance(kind, ListType) and isinstance(kind.of, NumberType)
        case Want.ORDERED_LIST:
            return isinstance(kind, ListType) and is_ordered(kind.of)
        case Want.BOOLEANS:
            return isinstance(kind, ListType) and isinstance(kind.of, BooleanType)
        case Want.ORDERED:
            return is_ordered(kind)
        case Want.SAME:
            return not isinstance(kind, ListType)
        case Want.ANY | Want.ELEMENT:
            return True
