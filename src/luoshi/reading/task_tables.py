"""Task tables (任务分解表): what is to be done, who leads, who supports, by when; columns in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reading.columns import Heading
from luoshi.reading.duties import Duty, units_of
from luoshi.reading.model import Cell


@dataclass(frozen=True, slots=True)
class TaskCell:
    """The words of one task with the duty that its row gives."""

    cell: Cell
    duty: Duty


def is_task_table(heading: Heading) -> bool:
    roles = {c.role for c in heading.columns}
    return bool(roles & {"task", "name"}) and bool(roles & {"lead", "duty", "leader", "due", "support"})


def task_cells(rows: list[list[Cell]], heading: Heading) -> Iterator[TaskCell]:
    tasks = [i for i, c in enumerate(heading.columns) if c.role in ("task", "target")]
    if not tasks:
        tasks = [i for i, c in enumerate(heading.columns) if c.role == "name"]
    for row in rows[heading.rows :]:
        duty = duty_of(row, heading)
        for at in tasks:
            if at < len(row) and row[at].text and not row[at].merged:
                yield TaskCell(row[at], duty)


def duty_of(row: list[Cell], heading: Heading) -> Duty:
    """The duty that the cells of a row give."""

    def words(role: str) -> str:
        return "、".join(
            row[i].text for i, c in enumerate(heading.columns) if c.role == role and i < len(row) and row[i].text
        )

    lead, support = units_of(words("lead")), units_of(words("support"))
    duty = units_of(words("duty"))
    if duty:
        # Where no column names the lead, the unit listed first leads (practice of 杭州 and others).
        lead, support = (lead, support + duty) if lead else (duty[:1], support + duty[1:])
    return Duty(lead, tuple(u for u in dict.fromkeys(support) if u not in lead), words("leader"), words("due"))
