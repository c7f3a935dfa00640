"""How kinds of value are called in a sentence to a person, in either language."""

from __future__ import annotations

from luoshi.kernel.facts.errors import Phrase
from luoshi.kernel.facts.tree import Want
from luoshi.kernel.facts.types import CodeType, DurationType, ListType, NumberType, Type


def called(kind: Type) -> Phrase:
    """A kind of value, as `decimal(2)` in English and 小数(2 位) in Chinese."""
    match kind:
        case NumberType(scale=0):
            return Phrase("kind_integer")
        case NumberType(scale=scale):
            return Phrase("kind_decimal", {"scale": scale})
        case CodeType(domain=domain):
            return Phrase("kind_code", {"domain": domain})
        case DurationType(calendar=calendar):
            return Phrase("kind_duration", {"calendar": Phrase(f"calendar_{calendar}")})
        case ListType(of=of):
            return Phrase("kind_list", {"of": called(of)})
    return Phrase(f"kind_{kind}")


def both(first: Type, second: Type) -> Phrase:
    """Two kinds that do not meet."""
    return Phrase("two_kinds", {"first": called(first), "second": called(second)})


def wanted(want: Want) -> Phrase:
    """What a parameter takes."""
    return Phrase(f"want_{want.name.lower()}")
