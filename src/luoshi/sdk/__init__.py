"""All that the code of a scene may import.

A scene is data; where a fact cannot be stated as data, a short pure function of its `logic.py` decides. It is given
a `Signal` (somebody reported something) or a `CaseEvent` (a case moved) and the `Facts` its rule declared, and gives
back commands; the kernel checks and records them. It reads nothing else, asks no clock and opens no file.

    @version(1)
    def on_lamp_dark(signal: Signal, facts: Facts) -> list[Command]:
        if facts.open_cases(kind="lamp_fault", about=signal.subject):
            return []
        return [OpenCase(kind="lamp_fault", about=signal.subject, signal=signal.id)]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from luoshi.kernel.cases import CaseEvent, OpenCase
from luoshi.kernel.intake import Signal
from luoshi.kernel.observations import Observe, Reading
from luoshi.kernel.registry import PutThing, Thing
from luoshi.kernel.rules import Facts

#: What a scene may propose.
Command = Observe | OpenCase | PutThing

F = TypeVar("F", bound=Callable[..., Any])


def version(number: int) -> Callable[[F], F]:
    """The version of a function that rules name as `logic:NAME@VERSION`. A function whose meaning changes gets the
    next number: what was decided under the old one keeps it."""
    del number

    def unchanged(function: F) -> F:
        return function

    return unchanged


__all__ = [
    "CaseEvent",
    "Command",
    "Facts",
    "Observe",
    "OpenCase",
    "PutThing",
    "Reading",
    "Signal",
    "Thing",
    "version",
]
