"""How a rule, a relation or a snapshot that cannot be understood is refused.

Places are counted in characters from 1, as an editor shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from luoshi.base.errors import Conflict, Invalid, LuoshiError, NotFound, TooLarge, Unavailable
from luoshi.base.i18n import Language, render


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence that has its own text in each language (`[facts.phrases]` in the catalogues)."""

    key: str
    values: dict[str, object] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        """The part in that language."""
        return render(f"facts.phrases.{self.key}", language, _spoken(self.values, language))

    def __str__(self) -> str:
        return self.said("en")


class FactsError(LuoshiError):
    """The root of this module's refusals: fills both texts with phrases of the same language."""

    def happened(self, language: Language = "en") -> str:
        """What happened, in one sentence."""
        return render(f"errors.{self.code}.happened", language, self._said(language))

    def instead(self, language: Language = "en") -> str:
        """What can be written instead."""
        return render(f"errors.{self.code}.instead", language, self._said(language))

    def _said(self, language: Language) -> dict[str, object]:
        return _spoken(self.values, language)


def _spoken(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """The values with every phrase, and every refusal told inside another, in that language."""
    spoken: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Phrase):
            spoken[name] = value.said(language)
        else:
            spoken[name] = value.happened(language) if isinstance(value, FactsError) else value
    return spoken


class NotAnExpression(FactsError, Invalid):
    """The text breaks off or has something where nothing may stand: `place`, `found`, `expected`."""

    code = "F-001"


class NotInTheLanguage(FactsError, Invalid):
    """A word or sign of SQL (or of a keyboard set to Chinese) that the language leaves out."""

    code = "F-002"


class UnknownName(FactsError, Invalid):
    """A fact no relation offers."""

    code = "F-003"


class UnknownFunction(FactsError, Invalid):
    """A function that is not in the table."""

    code = "F-004"


class WrongKinds(FactsError, Invalid):
    """Two kinds of value that do not meet without a function that names the change."""

    code = "F-005"


class TooCostly(FactsError, TooLarge):
    """An expression beyond the stated limits of length, depth, nodes or conditions."""

    code = "F-006"


class NotACondition(FactsError, Invalid):
    """An expression gives a value where a yes or no is needed, or the other way round."""

    code = "F-007"


class BadRelation(FactsError, Invalid):
    """A relation is declared with a column, grain or time that does not fit."""

    code = "F-008"


class DeclaredTwice(FactsError, Conflict):
    """Two modules offer different relations under one name."""

    code = "F-009"


class UnknownRelation(FactsError, NotFound):
    """No module offers a relation of that name."""

    code = "F-010"


class NotInTheList(FactsError, Invalid):
    """A word is compared with a code whose list does not hold it."""

    code = "F-011"


class SnapshotDoesNotFit(FactsError, Invalid):
    """A table handed to the batch evaluator lacks a column or has it in another shape."""

    code = "F-012"


class BadDecisionTable(FactsError, Invalid):
    """A decision table whose rows, outputs or hit policy do not fit together."""

    code = "F-013"


class StoppedByTheClock(FactsError, Unavailable):
    """A batch that ran past the time it was given; nothing of it is kept."""

    code = "F-014"


class WrongArguments(FactsError, Invalid):
    """A function called with too few, too many, or not literal where a literal is needed."""

    code = "F-015"
