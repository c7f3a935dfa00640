"""Task tables (任务分解表): what is to be done, who leads, who supports, by when; columns in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from luoshi.reading.columns import Heading
from luoshi.reading.duties import Duty, units_of
from luoshi.reading.model import Cell


@dataclass(frozen=True, slots=True)
class TaskCell:
    """The words of one task, or of its progress, with the duty that its row gives."""

    cell: Cell
    duty: Duty
    past: bool = False


def is_task_table(heading: Heading) -> bool:
    roles = {c.role for c in heading.columns}
    return bool(roles & {"task", "name"}) and bool(roles & {"lead", "duty", "leader", "due", "support", "progress"})


def task_cells(rows: list[list[Cell]], heading: Heading) -> Iterator[TaskCell]:
    tasks = [i for i, c in enumerate(heading.columns) if c.role in ("task", "target")]
    if not tasks:
        tasks = [i for i, c in enumerate(heading.columns) if c.role == "name"]
    progress = [i for i, c in enumerate(heading.columns) if c.role == "progress"]
    above: list[Cell] = []
    for given in rows[heading.rows :]:
        row = _aligned(given, above, heading)
        duty = duty_of(row, heading)
        for at in sorted(tasks + progress):
            if at < len(row) and row[at].text and not row[at].merged:
                yield TaskCell(row[at], duty, at in progress)
        above = row


def _aligned(row: list[Cell], above: list[Cell], heading: Heading) -> list[Cell]:
    """A row under a joined number cell may have lost it: its first cell holds words where a number belongs. Joined
    cells are taken from the row above, marked as such."""
    number = heading.find("number")
    if number is None or number >= len(row) or len(row[number].text) <= 6 or not above:
        return row
    joined = [replace(cell, merged=True) for cell in above[: number + 1]]
    shifted = [*joined, *(cell for cell in row if cell.text)]
    return shifted + [replace(cell, merged=True) for cell in above[len(shifted) :]]


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
