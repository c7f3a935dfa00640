"""How a pack is refused: each refusal names what is wrong in one place and the nearest word that would be right."""

from __future__ import annotations

from dataclasses import dataclass, field

from luoshi.base.errors import Conflict, Invalid, LuoshiError, NotFound, Refused
from luoshi.base.i18n import Language, render


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence with its own text in each language (`[packs.phrases]`)."""

    key: str
    values: dict[str, object] = field(default_factory=dict)

    def said(self, language: Language) -> str:
        return render(f"packs.phrases.{self.key}", language, self.values)

    def __str__(self) -> str:
        return self.said("en")


class PackError(LuoshiError):
    """The root of this module's refusals: phrases inside a sentence speak its language."""

    def happened(self, language: Language = "en") -> str:
        return render(f"errors.{self.code}.happened", language, self._said(language))

    def instead(self, language: Language = "en") -> str:
        return render(f"errors.{self.code}.instead", language, self._said(language))

    def _said(self, language: Language) -> dict[str, object]:
        return {
            name: value.said(language) if isinstance(value, Phrase) else value for name, value in self.values.items()
        }


class UnknownTable(PackError, Invalid):
    """A table no kernel module declares."""

    code = "B-001"


class UnknownKey(PackError, Invalid):
    """A key its table does not have."""

    code = "B-002"


class MissingKey(PackError, Invalid):
    """A key that must be there is not."""

    code = "B-003"


class WrongShape(PackError, Invalid):
    """Text where a number is needed, a number where a date is needed."""

    code = "B-004"


class NotAWord(PackError, Invalid):
    """A word that is none of the words allowed in its place."""

    code = "B-005"


class BrokenFile(PackError, Invalid):
    """The file cannot be read at all."""

    code = "B-006"


class WrongFolder(PackError, Invalid):
    """One folder, one pack, one id."""

    code = "B-007"


class NoPackFile(PackError, NotFound):
    """A folder without a pack.toml."""

    code = "B-008"


class DoesNotFit(PackError, Invalid):
    """What only the schema finds."""

    code = "B-009"


class UsedTwice(PackError, Invalid):
    """One id for two rows of a table."""

    code = "B-010"


class BadId(PackError, Invalid):
    """An id that is no name."""

    code = "B-011"


class NotAUnit(PackError, Invalid):
    """A unit that the unit table does not have."""

    code = "B-012"


class NoSourceOfNumber(PackError, Invalid):
    """A number without the day it holds from, or without its source."""

    code = "B-013"


class NoSuchReference(PackError, Invalid):
    """A name that no row of the packs has."""

    code = "B-014"


class Circular(PackError, Invalid):
    """Definitions that need one another."""

    code = "B-015"


class CarriesPersonal(PackError, Invalid):
    """An indicator, a page or a feed that would carry something of a person."""

    code = "B-016"


class BreaksARule(PackError, Invalid):
    """What the kernel module that owns the table says about a row."""

    code = "B-017"


class NotANumber(PackError, Invalid):
    """An expression that gives no number where one is counted."""

    code = "B-018"


class NoneDeclared(PackError, Invalid):
    """A name where no row of that kind is declared at all."""

    code = "B-019"


class LogicUnreadable(PackError, Invalid):
    code = "B-020"


class LogicForbidden(PackError, Invalid):
    """Code that a pure function of a scene may not contain."""

    code = "B-021"


class NoSuchFunction(PackError, Invalid):
    """A row names a function that logic.py does not have."""

    code = "B-022"


class WrongVersion(PackError, Invalid):
    """A row names a function with another version than logic.py gives it."""

    code = "B-023"


class UnnamedFunction(PackError, Invalid):
    """A function with a version that no row names: dead code."""

    code = "B-024"


class WrongSignature(PackError, Invalid):
    code = "B-025"


class NoFunctionNamed(PackError, Invalid):
    """`then` of a rule is no `logic:NAME@VERSION`."""

    code = "B-033"


class LogicAltered(PackError, Conflict):
    """A release that gives a function another meaning under the version it had."""

    code = "B-026"


class NotUpdated(PackError, Conflict):
    """A changed pack that keeps the date of the release before."""

    code = "B-027"


class NoSuchPack(PackError, NotFound):
    code = "B-028"


class PackRefused(PackError, Refused):
    """A pack with problems is not installed."""

    code = "B-029"


class FolderTaken(PackError, Conflict):
    code = "B-030"


class GeneratedDiffers(PackError, Refused):
    """Files that `packs generate` writes are not what it would write now."""

    code = "B-031"


class BadSample(PackError, Invalid):
    """A row of sample/ that does not fit its type."""

    code = "B-032"


class LogicEndless(PackError):
    """A function of a scene that goes round and round."""

    code = "B-034"


class NotDeclared(PackError, Invalid):
    """A function asks for facts that the rule which names it does not declare."""

    code = "B-035"
