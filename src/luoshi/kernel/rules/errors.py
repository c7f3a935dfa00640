"""How rules of a scene are refused."""

from __future__ import annotations

from luoshi.base.errors import Invalid, LuoshiError, Unavailable


class BadTrigger(Invalid):
    """`on` is neither `signal:KIND` nor `case:KIND:EVENT`: `text`, `nearest`."""

    code = "B-101"


class BadQuestion(Invalid):
    """An entry of `reads` that is no question: `text`, `problem`."""

    code = "B-102"


class UnknownQuestion(Invalid):
    """An entry of `reads` asks something nobody offers: `name`, `nearest`."""

    code = "B-103"


class NotRead(LuoshiError):
    """A function of a scene asks for a fact that its rule does not declare: `question`."""

    code = "B-104"


class NobodyAnswers(Unavailable):
    """The program was put together without an answer to a question: `name`."""

    code = "B-105"
