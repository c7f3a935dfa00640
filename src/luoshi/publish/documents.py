"""The reader's page: documents, and statements beside the text."""

from __future__ import annotations

from typing import Any

from luoshi.kernel.ledger import Counts, Document, Statement
from luoshi.publish import shapes
from luoshi.publish.rooms import Rooms
from luoshi.reading import layout
from luoshi.reading.characters import plain


def item(rooms: Rooms, of: Document, counts: Counts, *, progress: int | None = None) -> dict[str, Any]:
    """One line of the list of documents."""
    return {
        "id": str(of.id),
        "number": of.number,
        "title": of.title or of.file_name,
        "issuer": of.issuer or None,
        "document_number": of.document_number or None,
        "area": shapes.area(rooms, of.path),
        "scope": of.scope or None,
        "period": list(of.period) if of.period else None,
        "year": of.period[1] if of.period else None,
        "state": str(of.state),
        "refusal": of.refusal or None,
        "characters": of.characters,
        "sha256": of.sha256,
        "statements": {
            "total": counts.total,
            "accepted": counts.accepted,
            "rejected": counts.rejected,
            "unreviewed": counts.unreviewed,
            "unsure": counts.unsure,
        },
        "received_at": shapes.instant(rooms, of.received_at),
        "file": None if of.file is None else {"id": str(of.file), "name": of.file_name},
        "job": None if of.job is None or progress is None else {"id": str(of.job), "progress": progress},
    }


def statement(of: Statement) -> dict[str, Any]:
    """One statement: what holds, and beside it what was read where a reviewer changed it."""
    content = of.content
    return {
        "id": str(of.id),
        "number": of.number,
        "start": of.start,
        "end": of.end,
        "quote": of.quote,
        "kind": content.kind,
        "subject": content.subject,
        "value": shapes.number(content.value),
        "value_high": shapes.number(content.value_high),
        "unit": content.unit or None,
        "comparator": content.comparator or None,
        "basis": content.basis or None,
        "period": list(content.period) if content.period else None,
        "scope": content.scope or None,
        "indicator_no": content.indicator_no or None,
        "nature": content.nature or None,
        "verb": content.verb or None,
        "object": content.object or None,
        "lead_units": list(content.lead_units),
        "supporting_units": list(content.supporting_units),
        "leader": content.leader or None,
        "due": content.due or None,
        "relation": None if content.relation is None else {"kind": content.relation[0], "to": content.relation[1]},
        "not_stated": list(content.not_stated),
        "page": of.page,
        "cell": of.cell or None,
        "confidence": of.confidence / 1000,
        "confidence_reason": of.reason or None,
        "review": str(of.review),
        "reviewed_by": of.reviewed_by or None,
        "corrected": of.corrected,
        "version": of.version,
        "act_id": None if of.act is None else str(of.act),
        "commitment_id": None if of.commitment is None else str(of.commitment),
    }


def sections(text: str) -> list[dict[str, Any]]:
    """The headings of a text with the place where each begins."""
    found = (line for line in layout.lines(plain(text)) if layout.is_heading(line.text))
    return [{"title": line.text.strip()[:60], "start": line.start, "level": 1} for line in found]
