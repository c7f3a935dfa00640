"""What follows when a lamp is reported dark, damaged or lit, and when its fault is closed."""

from __future__ import annotations

from luoshi.sdk import CaseEvent, Command, Facts, Observe, OpenCase, Signal, version


@version(1)
def on_lamp_dark(signal: Signal, facts: Facts) -> list[Command]:
    """The lamp is dark as of the report; a second report of the same lamp joins the open case."""
    return [*_seen(signal, facts, False), *_one_case(signal, facts, "single")]


@version(1)
def on_lamp_damaged(signal: Signal, facts: Facts) -> list[Command]:
    """Damage is a case at once; whether the lamp still burns nobody has said."""
    return _one_case(signal, facts, "danger")


@version(1)
def on_lamp_lit(signal: Signal, facts: Facts) -> list[Command]:
    """A worker saw the lamp lit on a night round."""
    return _seen(signal, facts, True)


@version(1)
def on_fault_closed(event: CaseEvent, facts: Facts) -> list[Command]:
    """Closing follows verification on site: the lamp was seen lit."""
    if event.about is None:
        return []
    return [Observe(subject=event.about, stream="lit", value=True, at=event.at, source=event.case, source_kind="case")]


def _one_case(signal: Signal, facts: Facts, condition: str) -> list[Command]:
    """A report that names no lamp is a case of its own; it is joined by hand when the lamp is known."""
    if signal.subject is not None and facts.open_cases(kind="lamp_fault", about=signal.subject):
        return []
    return [OpenCase(kind="lamp_fault", about=signal.subject, signal=signal.id, condition=condition)]


def _seen(signal: Signal, facts: Facts, lit: bool) -> list[Command]:
    if signal.subject is None or facts.thing(signal.subject) is None:
        return []
    return [Observe(subject=signal.subject, stream="lit", value=lit, at=signal.at, source=signal.id)]
