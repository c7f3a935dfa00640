"""指标, indicators: named, dated definitions of what is counted, and their exact values by area and period.

A value is computed from rows, as of a day and as known at a moment; `why` opens the rows behind it and those left
out, each with its reason. The worker keeps the newest values; a page is exact at once, because a kept value is used
only while nothing it rests on was touched.
"""

from __future__ import annotations

from luoshi.kernel.indicators.errors import AskedOfTheFuture, NoSource, NoSuchIndicator, NotAPeriod
from luoshi.kernel.indicators.model import (
    Asked,
    Excluded,
    Fact,
    Ground,
    Indicator,
    Measured,
    RelationSource,
    State,
    Value,
    Why,
    Window,
)
from luoshi.kernel.indicators.plan_figures import PlanFigure, answering
from luoshi.kernel.indicators.refresh import Refreshed
from luoshi.kernel.indicators.rows import PlainGround, qualified
from luoshi.kernel.indicators.service import Indicators
from luoshi.kernel.indicators.sources import sources
from luoshi.kernel.indicators.tally import Counter, Tally

__all__ = [
    "Indicators",
    "Indicator",
    "PlanFigure",
    "answering",
    "Value",
    "State",
    "Measured",
    "Why",
    "Excluded",
    "Fact",
    "Asked",
    "Window",
    "RelationSource",
    "Ground",
    "PlainGround",
    "Refreshed",
    "Counter",
    "Tally",
    "qualified",
    "sources",
    "AskedOfTheFuture",
    "NoSource",
    "NoSuchIndicator",
    "NotAPeriod",
]
