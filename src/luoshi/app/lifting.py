"""Numbers of persons in free text are lifted out before anything is kept: a mark stays, the value is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from luoshi.base.db import Unit
from luoshi.base.time import shift_day
from luoshi.kernel import journal
from luoshi.kernel.intake import Arrival
from luoshi.kernel.intake.service import CONTACT_DAYS
from luoshi.reading.personal import personal_numbers

if TYPE_CHECKING:
    from luoshi.app.house import House

_WORDS = {"mobile": "手机号", "identity": "身份证号", "card": "银行卡号"}


def lifted(arrival: Arrival) -> tuple[Arrival, dict[str, str]]:
    """The arrival with marks in its text and answers, and the values by field."""
    values: dict[str, str] = {}
    text = marked(arrival.text, values)
    answers = {
        name: marked(value, values) if isinstance(value, str) else value for name, value in arrival.values.items()
    }
    return (replace(arrival, text=text, values=answers) if values else arrival), values


def marked(text: str, values: dict[str, str]) -> str:
    """The text with a mark where a number stood; the numbers are added to `values`."""
    for span in sorted(personal_numbers(text), key=lambda each: each.start, reverse=True):
        values[f"text_{span.kind}_{len(values) + 1}"] = text[span.start : span.end]
        text = f"{text[: span.start]}〔{_WORDS.get(span.kind, '号码')}〕{text[span.end :]}"
    return text


def keep_lifted(
    house: House, unit: Unit, values: Mapping[str, str], *, owner: journal.Subject, path: str, ground: str
) -> None:
    """Seal what was lifted from a note, under one key of its own."""
    if not values:
        return
    slot = house.keys.take()
    until = shift_day(house.installation.today(), CONTACT_DAYS)
    for field, value in values.items():
        house.personal.put(
            unit,
            owner=owner,
            field=field,
            value=value,
            path=path,
            purpose="handle the matter",
            ground=ground,
            retain_until=until,
            slot=slot,
        )
