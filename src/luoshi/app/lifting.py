"""Numbers of persons in free text are lifted out before anything is kept: a mark stays, the value is sealed."""

from __future__ import annotations

from dataclasses import replace

from luoshi.kernel.intake import Arrival
from luoshi.reading.personal import personal_numbers

_WORDS = {"mobile": "手机号", "identity": "身份证号", "card": "银行卡号"}


def lifted(arrival: Arrival) -> tuple[Arrival, dict[str, str]]:
    """The arrival with marks in its text, and the values by field."""
    values: dict[str, str] = {}
    text = arrival.text
    for span in sorted(personal_numbers(text), key=lambda each: each.start, reverse=True):
        field = f"text_{span.kind}_{len(values) + 1}"
        values[field] = text[span.start : span.end]
        text = f"{text[: span.start]}〔{_WORDS.get(span.kind, '号码')}〕{text[span.end :]}"
    return (replace(arrival, text=text), values) if values else (arrival, {})
