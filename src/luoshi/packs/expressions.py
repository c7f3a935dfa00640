"""Do the expressions of a pack's indicators speak of facts that are there, and give what is needed of them?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from luoshi.base.errors import LuoshiError
from luoshi.kernel.facts import DATE, Schema, compile_condition, compile_expression
from luoshi.kernel.facts.types import NumberType
from luoshi.kernel.indicators import Indicator, columns
from luoshi.kernel.observations import Stream
from luoshi.kernel.registry import ThingType
from luoshi.packs.errors import NotANumber
from luoshi.packs.meaning import Library, no_such
from luoshi.packs.model import Pack

#: the day as of which a row is judged, and the first day of the period
JUDGED = Schema.plain(as_of=DATE, first_day=DATE)
CONDITIONS = ("filter", "numerator", "denominator")


def indicators_count_what_is_there(pack: Pack, library: Library) -> Iterator[tuple[str, LuoshiError]]:
    """`of` names rows, and every expression can be read over them."""
    for number, each in enumerate(pack.bodies.get("indicator", ())):
        body = cast(Indicator, each)
        where = f"indicator[{number}]"
        schema, refusal = _schema(pack, library, body)
        if schema is None:
            if refusal is not None:
                yield f"{where}.of", refusal
            continue
        for key in CONDITIONS:
            text = getattr(body, key)
            try:
                if text:
                    compile_condition(text, schema)
            except LuoshiError as error:
                yield f"{where}.{key}", error
        try:
            if body.value and not isinstance(compile_expression(body.value, schema).type, NumberType):
                yield f"{where}.value", NotANumber(text=body.value)
        except LuoshiError as error:
            yield f"{where}.value", error


def _schema(pack: Pack, library: Library, body: Indicator) -> tuple[Schema | None, LuoshiError | None]:
    """The facts that an indicator's expressions may name, or why there are none."""
    if body.relation == "cases":
        if library.has(pack, "case_kind", body.of):
            return columns.cases().plus(JUDGED), None
        return None, no_such(pack, library, "case_kind", body.of)
    parts = body.of.split(".")
    own = len(parts) == (1 if body.relation == "things" else 2)
    owner = pack if own else library.packs.get(parts[0])
    names = parts if own else parts[1:]
    of = cast("ThingType | None", _body(owner, "thing_type", names[0] if names else ""))
    if of is None:
        return None, no_such(pack, library, "thing_type", names[0] if own and names else body.of)
    if body.relation == "things":
        return columns.things(of).plus(JUDGED), None
    if len(names) != 2:
        return None, None  # the indicator's own check says it
    stream = cast("Stream | None", _body(owner, "stream", names[1]))
    assert owner is not None
    if stream is None or stream.of.rsplit(".", 1)[-1] != of.id:
        if stream is not None and not library.has(owner, "thing_type", stream.of):
            return None, None  # the stream itself is refused
        fitting = [each.id for each in owner.bodies.get("stream", ()) if cast(Stream, each).of == of.id]
        return None, no_such(pack, library, "stream", names[1], fitting)
    return columns.latest(of, stream).plus(JUDGED), None


def _body(owner: Pack | None, kind: str, identity: str) -> object:
    if owner is None:
        return None
    return next((each for each in owner.bodies.get(kind, ()) if each.id == identity), None)
