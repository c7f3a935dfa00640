"""How Luoshi refuses: what happened, what can be done instead, and a code.

An error is a sentence for a person at a desk, so its two texts live in the language catalogues
(`base/i18n/zh.toml`, `en.toml`, table `[errors.CODE]`, keys `happened` and `instead`) and a class carries only
its code and the values named in the texts. The doors turn the kind into an exit status or an HTTP status:

    LuoshiError
    ├── Invalid        400  the input cannot be understood or breaks a stated limit
    ├── Unauthenticated 401 nobody, or nobody any more, is signed in
    ├── Forbidden      403  the asker may not do or see this
    ├── NotFound       404  no such thing within the asker's scope
    ├── Conflict       409  another act came first; read again and decide again
    ├── TooLarge       413  more bytes or rows than the installation takes
    ├── Refused        422  understood, but the procedure does not allow it
    ├── TooMany        429  too many tries; wait
    └── Unavailable    503  this part is not able to serve now (disc, lock, version); try later
"""

from __future__ import annotations

from typing import ClassVar

from luoshi.base.i18n import Language, render

REGISTRY: dict[str, type[LuoshiError]] = {}


class LuoshiError(Exception):
    """The root of every refusal. `values` fill the placeholders of both texts."""

    code: ClassVar[str] = "L-000"
    status: ClassVar[int] = 500

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = cls.__dict__.get("code")
        if own is None:
            return
        holder = REGISTRY.setdefault(own, cls)
        if holder is not cls and holder.__qualname__ != cls.__qualname__:
            raise TypeError(f"error code {own} is used by {holder.__qualname__} and {cls.__qualname__}")

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.code, values)

    def happened(self, language: Language = "en") -> str:
        """What happened, in one sentence."""
        return render(f"errors.{self.code}.happened", language, self.values)

    def instead(self, language: Language = "en") -> str:
        """What the procedure allows instead."""
        return render(f"errors.{self.code}.instead", language, self.values)

    def sentence(self, language: Language = "en") -> str:
        """Both texts and the code, as the command line prints them."""
        gap = "" if language == "zh" else " "
        return f"{self.happened(language)}{gap}{self.instead(language)} [{self.code}]"

    def __str__(self) -> str:
        return self.sentence()

    def __reduce__(self) -> tuple[object, ...]:
        """A refusal of a helper process is the same refusal here."""
        return _again, (type(self), self.values)


def _again(kind: type[LuoshiError], values: dict[str, object]) -> LuoshiError:
    return kind(**values)


class Invalid(LuoshiError):
    status = 400


class Unauthenticated(LuoshiError):
    status = 401


class Forbidden(LuoshiError):
    status = 403


class NotFound(LuoshiError):
    status = 404


class Conflict(LuoshiError):
    status = 409


class TooLarge(LuoshiError):
    status = 413


class Refused(LuoshiError):
    status = 422


class TooMany(LuoshiError):
    status = 429


class Unavailable(LuoshiError):
    status = 503


class Malformed(Invalid):
    """A value of the wrong form at a door: `field` and `problem` say which and why."""

    code = "L-001"
