"""进度研判, the verdict: how a commitment stands, on three axes that never mix."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.base.definitions import Words


class State(StrEnum):
    """Computed and exclusive. Not due, not reported, not checkable and zero are four different things."""

    NOT_DUE = "not_due"
    NOT_REPORTED = "not_reported"
    NOT_CHECKABLE = "not_checkable"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    WITHDRAWN = "withdrawn"


class Check(StrEnum):
    """Whether anybody or anything looked besides the unit itself."""

    UNCHECKED = "unchecked"
    CHECKED_DATA = "checked_data"
    CHECKED_SITE = "checked_site"


class Doubt(StrEnum):
    """存疑: raised by a check; answered, cleared or upheld by people."""

    NONE = "none"
    RAISED = "raised"
    ANSWERED = "answered"
    CLEARED = "cleared"
    UPHELD = "upheld"


#: the words of pages, in the order in which they need somebody
STATE_NAMES: dict[State, Words] = {
    State.OVERDUE: Words(zh="逾期未完成", en="overdue"),
    State.BEHIND: Words(zh="滞后", en="behind"),
    State.NOT_REPORTED: Words(zh="未报送", en="not reported"),
    State.NOT_CHECKABLE: Words(zh="暂不可考", en="not checkable"),
    State.NOT_DUE: Words(zh="未到期", en="not due"),
    State.ON_SCHEDULE: Words(zh="达到序时", en="on schedule"),
    State.DONE_LATE: Words(zh="逾期完成", en="done late"),
    State.DONE: Words(zh="已完成", en="done"),
    State.WITHDRAWN: Words(zh="已调整", en="withdrawn"),
}
CHECK_NAMES: dict[Check, Words] = {
    Check.UNCHECKED: Words(zh="未核", en="unchecked"),
    Check.CHECKED_DATA: Words(zh="数据核对", en="checked by data"),
    Check.CHECKED_SITE: Words(zh="现场核对", en="checked on site"),
}
DOUBT_NAMES: dict[Doubt, Words] = {
    Doubt.NONE: Words(zh="无", en="none"),
    Doubt.RAISED: Words(zh="存疑待核", en="raised"),
    Doubt.ANSWERED: Words(zh="已说明", en="answered"),
    Doubt.CLEARED: Words(zh="已排除", en="cleared"),
    Doubt.UPHELD: Words(zh="属实", en="upheld"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One number a verdict rests on, and where it opens: an indicator, a claim, or the sentence."""

    name: Words
    value: str
    source: str
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a commitment stands as of a day, with what was known at a moment. `definition` is that of the indicator."""

    commitment: int
    state: State
    check: Check
    doubt: Doubt
    formula: Words
    actual: Decimal | None
    actual_state: str
    unit: str
    inputs: tuple[Input, ...]
    definition: int | None
    as_of: int
    known_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a named officer released to the public."""

    id: int
    type: str
    subject: int
    released_at: int
    by_name: str
    ground: str
