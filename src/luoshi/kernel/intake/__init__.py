"""What arrives: receipts of everything that came in, and the signals read from them, as received."""

from __future__ import annotations

from luoshi.kernel.intake.errors import NoPlace, RequestReused, SignalKindUnknown, SignalUnknown, TimeDoubtful
from luoshi.kernel.intake.model import Answered, Arrival, Place, Receipt, Signal, SignalKind
from luoshi.kernel.intake.service import Intake, Reception

__all__ = [
    "Answered",
    "Arrival",
    "Intake",
    "NoPlace",
    "Place",
    "Receipt",
    "Reception",
    "RequestReused",
    "Signal",
    "SignalKind",
    "SignalKindUnknown",
    "SignalUnknown",
    "TimeDoubtful",
]
