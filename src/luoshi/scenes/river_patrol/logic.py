"""What follows from a report on a river, a patrol, a water sample, and a cleaned bank."""

from __future__ import annotations

from luoshi.sdk import CaseEvent, Command, Facts, Observe, OpenCase, Signal, version

GRADES = range(1, 7)


@version(1)
def on_rubbish(signal: Signal, facts: Facts) -> list[Command]:
    """The water is not clean as of the report; a second report of the same section joins the open case."""
    seen = _noted(signal, facts, "water_clean", False)
    if signal.subject is not None and facts.open_cases(kind="water_rubbish", about=signal.subject):
        return seen
    return [*seen, OpenCase(kind="water_rubbish", about=signal.subject, signal=signal.id, condition="scattered")]


@version(1)
def on_outlet(signal: Signal, facts: Facts) -> list[Command]:
    """An outlet is looked at on site before anything is said of it."""
    return [OpenCase(kind="outlet", about=signal.subject, signal=signal.id, condition="discharging")]


@version(1)
def on_colour(signal: Signal, facts: Facts) -> list[Command]:
    """Discoloured water is one matter of its section, however many see it."""
    if signal.subject is not None and facts.open_cases(kind="water_anomaly", about=signal.subject):
        return []
    return [OpenCase(kind="water_anomaly", about=signal.subject, signal=signal.id, condition="seen")]


@version(1)
def on_patrol(signal: Signal, facts: Facts) -> list[Command]:
    """Somebody walked the section. What was found there is reported by itself."""
    return _noted(signal, facts, "patrolled", True)


@version(1)
def on_sample(signal: Signal, facts: Facts) -> list[Command]:
    """The class of a sample; a result that is no class is not noted."""
    grade = signal.values.get("grade")
    digits = str(grade)
    if digits not in {str(each) for each in GRADES}:
        return []
    return _noted(signal, facts, "water_grade", int(digits))


@version(1)
def on_cleaned(event: CaseEvent, facts: Facts) -> list[Command]:
    """Closing follows verification on site: the water was seen clean."""
    if event.about is None:
        return []
    return [
        Observe(
            subject=event.about, stream="water_clean", value=True, at=event.at, source=event.case, source_kind="case"
        )
    ]


def _noted(signal: Signal, facts: Facts, stream: str, value: int) -> list[Command]:
    """A reading of a section that is on the register."""
    if signal.subject is None or facts.thing(signal.subject) is None:
        return []
    return [Observe(subject=signal.subject, stream=stream, value=value, at=signal.at, source=signal.id)]
