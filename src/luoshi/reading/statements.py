"""Reading one paper: paragraphs in their tense, figures in their sentences, rows of its tables, tasks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from luoshi.reading import columns, grid, indicator_tables, layout, periods, relations, task_tables, tasks, tense
from luoshi.reading.characters import plain
from luoshi.reading.duties import Duty, duty_in
from luoshi.reading.model import Cell, Kind, Statement, Table
from luoshi.reading.origin import Origin, origin_of
from luoshi.reading.quantities import Quantity, quantities
from luoshi.reading.unwrap import unwrap

_NOW = re.compile(r"截[至止]|目前|现有|现已|已(?:建成|有|达|完成|实现|累计)|(?<![比较])(?:去年|上年(?!度))|共有")
_AHEAD = re.compile(r"力争|争取|确保|今后|未来|下一步|明年|将(?!近)")


@dataclass(frozen=True, slots=True)
class _View:
    """How a paragraph looks: back or ahead, whether that is clear, and the years its section speaks of."""

    past: bool
    clear: bool
    span: tuple[int, int] | None = None


@dataclass(slots=True)
class _Context:
    doc: str
    text: str
    plain: str
    origin: Origin


def read(
    text: str,
    *,
    doc: str,
    issuer: str | None = None,
    title: str | None = None,
    tables: list[Table] | None = None,
    pages: Sequence[int] = (),
) -> list[Statement]:
    """The statements of a planning document, in document order. `text` is the canonical text; offsets count its
    code points. `issuer` and `title` help where the text does not name its jurisdiction or years; `pages` holds the
    offset at which each page begins."""
    wrapped = unwrap(text) if not tables else None
    if wrapped is None:
        found = _read(text, doc, issuer, title, tables)
    else:
        found = [wrapped.restore(each) for each in _read(wrapped.joined, doc, issuer, title, None)]
    if pages:
        found = [each if each.page else replace(each, page=bisect_right(pages, each.start)) for each in found]
    return found


def _read(text: str, doc: str, issuer: str | None, title: str | None, tables: list[Table] | None) -> list[Statement]:
    flat = plain(text)
    context = _Context(doc, text, flat, origin_of(flat, issuer=issuer, title=plain(title) if title else None))
    rows = [line for line in layout.lines(flat) if not layout.is_chrome(line.text)]
    drawn = tables if tables is not None else grid.tables_in(text, flat, rows)
    taken = [(table.rows[0][0].start, table.rows[-1][-1].end) for table in drawn if table.rows and table.rows[-1]]
    prose = [line for line in rows if not _inside(line, taken)]
    blocks = [tense.Block(line.start, line.end, layout.is_heading(line.text)) for line in prose]
    found: list[Statement] = []
    looks = tense.tenses(flat, blocks, context.origin)
    spans = tense.spans(flat, blocks, context.origin)
    for line, block, (past, clear), span in zip(prose, blocks, looks, spans, strict=True):
        found.extend(_paragraph(context, line, block, _View(past, clear, span)))
    for table in drawn:
        found.extend(_table(context, table))
    found.sort(key=lambda s: (s.start, s.end))
    return found


def _inside(line: layout.Line, taken: list[tuple[int, int]]) -> bool:
    return any(line.start < end and start < line.end for start, end in taken) or layout.is_table(line.text)


def _table(context: _Context, table: Table) -> Iterator[Statement]:
    rows = [list(row) for row in table.rows]
    heading = columns.heading_of(rows, context.origin.plan)
    if heading is not None and task_tables.is_task_table(heading) and not indicator_tables.is_measured(heading):
        for task in task_tables.task_cells(rows, heading):
            yield from _cell(context, task.cell, task.duty, table.page, past=task.past)
    elif heading is not None and indicator_tables.is_indicator_table(heading):
        yield from indicator_tables.statements(context.doc, rows, heading, context.origin, table.page)
    else:
        for row in rows:
            for cell in row:
                if len(cell.text) >= 8 and not cell.merged and not layout.is_chrome(cell.text):
                    yield from _cell(context, cell, Duty(), table.page)


def _cell(context: _Context, cell: Cell, duty: Duty, page: int | None, *, past: bool = False) -> Iterator[Statement]:
    line = layout.Line(cell.start, cell.end, context.plain[cell.start : cell.end])
    if past:  # progress is reported for the very years the table is about
        context = replace(context, origin=replace(context.origin, past=context.origin.plan))
    block = tense.Block(cell.start, cell.end, False)
    for statement in _paragraph(context, line, block, _View(past, True)):
        yield replace(
            statement,
            lead_units=duty.lead or statement.lead_units,
            supporting_units=duty.support or statement.supporting_units,
            leader=duty.leader or statement.leader,
            due=duty.due or statement.due,
            page=page,
            cell=cell.name,
        )


def _paragraph(context: _Context, line: layout.Line, block: tense.Block, view: _View) -> Iterator[Statement]:
    skip = layout.numbering(line.text)
    if block.heading:
        parts = layout.heading_parts(context.plain, line)
        runs = [run for part in parts for run in layout.sentences(context.plain, part.start, part.end)]
    else:
        runs = list(layout.sentences(context.plain, line.start + skip, line.end))
    duty = duty_in(line.text) if not block.heading else Duty()
    for i, run in enumerate(runs):
        sentence = context.plain[run.start : run.end]
        opening = _opening(sentence)
        found = quantities(sentence)
        for quantity in found:
            yield _with_duty(_statement(context, run.start, sentence, opening, quantity, view), duty)
        if view.past or block.heading or tasks.is_run_in_title(sentence, line.end - line.start, i == 0):
            continue
        for task in tasks.tasks(sentence, [(q.clause_start, q.end) for q in found]):
            yield _with_duty(_task(context, run.start, sentence, opening, task, view), duty)


def _with_duty(statement: Statement, duty: Duty) -> Statement:
    if not duty:
        return statement
    return replace(statement, lead_units=duty.lead, supporting_units=duty.support, leader=duty.leader, due=duty.due)


def _opening(sentence: str) -> str:
    """Time words that open a sentence govern it to its full stop; others end at the semicolon."""
    match = re.match(r"[^,。;]{0,6}?(?:(?:19|20)\d\d年|“?十[一二三四五六七八九]五”?)[^,。;]{0,8},", sentence)
    return match.group() if match else ""


def _task(context: _Context, base: int, sentence: str, opening: str, task: tasks.Task, view: _View) -> Statement:
    origin = context.origin
    when = periods.read(opening + sentence[sentence.rfind(";", 0, task.start) + 1 : task.end], origin)
    start, end = base + task.start, base + task.end
    return Statement(
        doc=context.doc,
        start=start,
        end=end,
        quote=context.text[start:end],
        kind=Kind.TASK,
        subject=task.object,
        verb=task.verb,
        object=task.object,
        period=periods.settle(when, origin, promised=True, reaching=True, section=view.span),
        scope=origin.scope,
        relation=relations.relation_of(sentence[task.start : task.end]),
        confidence=0.9 if view.clear and not task.told else 0.75,
        reason=""
        if view.clear and not task.told
        else "以主语陈述的目标"
        if task.told
        else "上下文未明说是回顾还是目标",
    )


def _statement(context: _Context, base: int, sentence: str, opening: str, q: Quantity, view: _View) -> Statement:
    origin, past = context.origin, view.past
    clause = sentence[q.clause_start : q.at]
    when = periods.read(opening + sentence[sentence.rfind(";", 0, q.at) + 1 : q.at], origin, past=past)
    own = periods.read(clause, origin, past=past)
    if own.stated:
        when = own
    when.base = own.base
    if when.until and not own.until and q.verb and q.basis != "level":
        when = periods.When()  # 截至… governs what stands, not what is then said to be built
    kind = _kind(origin, clause, when, past)
    period = periods.settle(
        when, origin, promised=kind is Kind.TARGET, reaching="到" in q.lead or "达" in q.lead, section=view.span
    )
    start, end = base + q.start, base + q.end
    while start < end and context.plain[start] in " ,、:":
        start += 1
    doubts = list(q.doubts)
    if not view.clear:
        doubts.append("上下文未明说是回顾还是目标")
    if not period:
        doubts.append("年份不明")
    if not origin.scope:
        doubts.append("辖区不明")
    return Statement(
        doc=context.doc,
        start=start,
        end=end,
        quote=context.text[start:end],
        kind=kind,
        subject=q.subject,
        value=q.value,
        unit=q.unit,
        comparator=q.comparator,
        basis=q.basis,
        period=period,
        scope=q.scope_words or origin.scope,
        confidence=max(0.3, 0.97 - 0.12 * len(doubts)),
        reason=";".join(doubts),
    )


def _kind(origin: Origin, clause: str, when: periods.When, past: bool) -> Kind:
    if when.until:
        return Kind.RESULT
    if origin.plan and when.stated:
        last = when.by if when.by is not None else (when.span[1] if when.span else None)
        if last is not None and last < origin.plan[0] and when.base is None:
            return Kind.RESULT
        if past and last is not None and last >= origin.plan[0] and (when.by is not None or _AHEAD.search(clause)):
            return Kind.TARGET
    if past:
        return Kind.RESULT
    return Kind.RESULT if _NOW.search(clause) and not _AHEAD.search(clause) else Kind.TARGET
