"""Rows of the ledger's tables as records, and back. Numbers are exact decimals as text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from luoshi.base.db import Row, Value
from luoshi.kernel.ledger.model import (
    Act,
    Assignment,
    Claim,
    Commitment,
    Content,
    Document,
    DocumentState,
    Evidence,
    EvidenceKind,
    FigureStage,
    Milestone,
    Review,
    Statement,
    Status,
    Term,
)
from luoshi.reading import model as reading


def text_of(value: object) -> str:
    """JSON as it is kept: the same bytes for the same content."""
    return msgspec.json.encode(value, order="deterministic").decode()


def number_of(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def kept(value: Decimal | None) -> str | None:
    """An exact number as it is kept: plain digits, no exponent."""
    return None if value is None else format(value, "f")


def years_of(first: int | None, last: int | None) -> tuple[int, int] | None:
    return None if first is None or last is None else (first, last)


def pair_of(value: str | None) -> tuple[str, str] | None:
    return None if value is None else msgspec.json.decode(value, type=tuple[str, str])


def content_of(reading: str, corrected: str | None) -> tuple[Content, Content, dict[str, object] | None]:
    """What was read, what holds, and what a reviewer changed between the two."""
    read = msgspec.json.decode(reading, type=Content)
    if corrected is None:
        return read, read, None
    changes: dict[str, object] = msgspec.json.decode(corrected)
    return read, changed(read, changes), changes


def changed(content: Content, changes: dict[str, object]) -> Content:
    """The content with some fields replaced; raises msgspec.ValidationError where a value does not fit."""
    fields: dict[str, Any] = msgspec.to_builtins(content)
    return msgspec.convert({**fields, **changes}, type=Content, strict=False)


def tables_of(kept: str) -> tuple[reading.Table, ...]:
    return msgspec.json.decode(kept, type=tuple[reading.Table, ...])


def document_of(row: Row) -> Document:
    return Document(
        id=row["id"],
        version=row["version"],
        number=f"{row['year']}-{row['serial']}",
        title=row["title"],
        issuer=row["issuer"],
        document_number=row["document_number"],
        path=row["path"],
        scope=row["scope"],
        period=years_of(row["period_first"], row["period_last"]),
        state=DocumentState(row["state"]),
        refusal=row["refusal"],
        sha256=row["sha256"],
        characters=row["characters"],
        file=row["file_id"],
        file_name=row["file_name"],
        received_at=row["received_at"],
        local_day=row["local_day"],
        read_at=row["read_at"],
        job=row["job_id"],
    )


def statement_of(row: Row) -> Statement:
    read, content, corrected = content_of(row["reading"], row["corrected"])
    return Statement(
        id=row["id"],
        version=row["version"],
        document=row["document_id"],
        number=row["number"],
        start=row["start_offset"],
        end=row["end_offset"],
        quote=row["quote"],
        read=read,
        content=content,
        corrected=corrected,
        confidence=row["confidence"],
        reason=row["reason"],
        page=row["page"],
        cell=row["cell"],
        review=Review(row["review"]),
        reviewed_at=row["reviewed_at"],
        reviewed_by=row["reviewed_by"],
        act=row["act_id"],
        path=row["path"],
        commitment=row["commitment_id"],
    )


def act_of(row: Row) -> Act:
    return Act(
        id=row["id"],
        version=row["version"],
        kind=row["kind"],
        document=row["document_id"],
        statements=msgspec.json.decode(row["statements"], type=tuple[int, ...]),
        at=row["at"],
        by_name=row["by_name"],
        ground=row["ground"],
        digest=row["digest"],
        undo_until=row["undo_until"],
        undone_at=row["undone_at"],
    )


def commitment_of(row: Row) -> Commitment:
    return Commitment(
        id=row["id"],
        version=row["version"],
        number=row["number"],
        document=row["document_id"],
        statement=row["statement_id"],
        parent=row["parent_id"],
        status=Status(row["status"]),
        kind=row["kind"],
        subject=row["subject"],
        verb=row["verb"],
        object=row["object"],
        comparator=row["comparator"],
        value=number_of(row["value"]),
        value_high=number_of(row["value_high"]),
        unit=row["unit"],
        basis=row["basis"],
        nature=row["nature"],
        baseline=number_of(row["baseline"]),
        period=years_of(row["period_first"], row["period_last"]),
        due_day=row["due_day"],
        scope=row["scope"],
        path=row["path"],
        lead_unit=row["lead_unit"],
        lead_words=row["lead_words"],
        supporting=msgspec.json.decode(row["supporting"], type=tuple[int, ...]),
        supporting_words=msgspec.json.decode(row["supporting_words"], type=tuple[str, ...]),
        leader_words=row["leader_words"],
        relation=pair_of(row["relation"]),
        not_stated=msgspec.json.decode(row["not_stated"], type=tuple[str, ...]),
        indicator=row["indicator"],
        act=row["act_id"],
        created_at=row["created_at"],
        local_day=row["local_day"],
        state=row["state"],
        check=row["checked"],
        doubt=row["doubt"],
        actual=row["actual"],
        actual_state=row["actual_state"],
    )


def commitment_row(made: Commitment) -> dict[str, Value]:
    first, last = made.period or (None, None)
    return {
        "id": made.id,
        "version": made.version,
        "number": made.number,
        "document_id": made.document,
        "statement_id": made.statement,
        "parent_id": made.parent,
        "status": str(made.status),
        "kind": made.kind,
        "subject": made.subject,
        "verb": made.verb,
        "object": made.object,
        "comparator": made.comparator,
        "value": kept(made.value),
        "value_high": kept(made.value_high),
        "unit": made.unit,
        "basis": made.basis,
        "nature": made.nature,
        "baseline": kept(made.baseline),
        "period_first": first,
        "period_last": last,
        "due_day": made.due_day,
        "scope": made.scope,
        "path": made.path,
        "lead_unit": made.lead_unit,
        "lead_words": made.lead_words,
        "supporting": text_of(made.supporting),
        "supporting_words": text_of(made.supporting_words),
        "leader_words": made.leader_words,
        "relation": None if made.relation is None else text_of(made.relation),
        "not_stated": text_of(made.not_stated),
        "indicator": made.indicator,
        "act_id": made.act,
        "created_at": made.created_at,
        "local_day": made.local_day,
        "state": made.state,
        "checked": made.check,
        "doubt": made.doubt,
        "actual": made.actual,
        "actual_state": made.actual_state,
    }


def term_of(row: Row) -> Term:
    return Term(
        id=row["id"],
        commitment=row["commitment_id"],
        valid_from=row["valid_from"],
        status=Status(row["status"]),
        comparator=row["comparator"],
        value=number_of(row["value"]),
        value_high=number_of(row["value_high"]),
        unit=row["unit"],
        basis=row["basis"],
        baseline=number_of(row["baseline"]),
        period=years_of(row["period_first"], row["period_last"]),
        due_day=row["due_day"],
        indicator=row["indicator"],
        ground=row["ground"],
    )


def term_row(identity: int, of: Commitment, *, valid_from: int, ground: str) -> dict[str, Value]:
    """The term of a commitment as it stands now."""
    first, last = of.period or (None, None)
    return {
        "id": identity,
        "commitment_id": of.id,
        "valid_from": valid_from,
        "status": str(of.status),
        "comparator": of.comparator,
        "value": kept(of.value),
        "value_high": kept(of.value_high),
        "unit": of.unit,
        "basis": of.basis,
        "baseline": kept(of.baseline),
        "period_first": first,
        "period_last": last,
        "due_day": of.due_day,
        "indicator": of.indicator,
        "ground": ground,
    }


def assignment_of(row: Row) -> Assignment:
    return Assignment(
        id=row["id"],
        commitment=row["commitment_id"],
        agency=row["agency"],
        role=row["role"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        ground=row["ground"],
    )


def milestone_of(row: Row) -> Milestone:
    return Milestone(
        id=row["id"],
        version=row["version"],
        commitment=row["commitment_id"],
        day=row["day"],
        value=number_of(row["value"]),
        words=row["words"],
        withdrawn=bool(row["withdrawn"]),
    )


def claim_of(row: Row) -> Claim:
    return Claim(
        id=row["id"],
        commitment=row["commitment_id"],
        at=row["at"],
        local_day=row["local_day"],
        value=number_of(row["value"]),
        unit=row["unit"],
        stage=FigureStage(row["stage"]),
        words=row["words"],
        by_name=row["by_name"],
        agency=row["agency"],
        on_behalf=bool(row["on_behalf"]),
        supersedes=row["supersedes"],
    )


def evidence_of(row: Row) -> Evidence:
    return Evidence(
        id=row["id"],
        commitment=row["commitment_id"],
        claim=row["claim_id"],
        kind=EvidenceKind(row["kind"]),
        reference=row["reference"],
        file=row["file_id"],
        sha256=row["sha256"],
        issuer=row["issuer"],
        day=row["day"],
        words=row["words"],
        added_at=row["added_at"],
    )
