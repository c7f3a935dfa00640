"""The ledger's pages: lists of commitments, and one commitment with its sentence, its verdict and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from luoshi.base.scope import Scope
from luoshi.kernel.indicators import Indicator, Measured, NoSuchIndicator
from luoshi.kernel.ledger import Claim, Commitment, Document, Evidence, Milestone, Origin, Term
from luoshi.kernel.verdicts import CHECK_NAMES, DOUBT_NAMES, STATE_NAMES, Check, Doubt, Input, State, Verdict
from luoshi.publish import shapes
from luoshi.publish.rooms import Rooms


async def items(rooms: Rooms, of: Sequence[Commitment], *, scope: Scope) -> list[dict[str, Any]]:
    """Lines of the ledger. A commitment that was not judged yet is judged for the page."""
    open_ = [each for each in of if each.state is None]
    judged = dict(zip([each.id for each in open_], await rooms.verdicts.judge(open_), strict=True)) if open_ else {}
    titles: dict[int, Document] = {}
    for identity in {each.document for each in of}:
        titles[identity] = await rooms.ledger.document(identity, scope=scope)
    return [item(rooms, each, titles[each.document], judged.get(each.id)) for each in of]


def item(rooms: Rooms, of: Commitment, document: Document | None, verdict: Verdict | None) -> dict[str, Any]:
    """One line, with the newest verdict that was kept, or the one given."""
    state = verdict.state if verdict is not None else State(of.state or State.NOT_CHECKABLE)
    check = verdict.check if verdict is not None else Check(of.check)
    doubt = verdict.doubt if verdict is not None else Doubt(of.doubt)
    actual = shapes.number(verdict.actual) if verdict is not None else of.actual
    actual_state = verdict.actual_state if verdict is not None else of.actual_state
    return {
        "id": str(of.id),
        "number": of.number,
        "kind": of.kind,
        "subject": of.subject,
        "target": target(of),
        "basis": of.basis or None,
        "nature": of.nature or None,
        "period": list(of.period) if of.period else None,
        "due_day": shapes.day(of.due_day),
        "scope": of.scope or None,
        "area": shapes.area(rooms, of.path),
        "lead_unit": shapes.agency(rooms, of.lead_unit),
        "lead_words": of.lead_words or None,
        "officer": shapes.officer(rooms, of.subject, of.path, of.lead_unit),
        "supporting": [shapes.agency(rooms, each) for each in of.supporting],
        "status": str(of.status),
        "state": str(state),
        "state_name": shapes.both(STATE_NAMES[state]),
        "check": str(check),
        "check_name": shapes.both(CHECK_NAMES[check]),
        "doubt": str(doubt),
        "doubt_name": shapes.both(DOUBT_NAMES[doubt]),
        "actual": {"value": actual, "state": actual_state, "unit": of.unit or None, "why": None},
        "indicator_id": of.indicator,
        "document": None if document is None else {"id": str(document.id), "title": document.title},
        "statement_id": None if of.statement is None else str(of.statement),
        "version": of.version,
    }


def target(of: Commitment) -> dict[str, Any] | None:
    if of.value is None:
        return None
    return {
        "comparator": of.comparator or None,
        "value": shapes.number(of.value),
        "value_high": shapes.number(of.value_high),
        "unit": of.unit or None,
    }


async def page(
    rooms: Rooms, of: Commitment, *, as_of: int | None, known_at: int | None, scope: Scope
) -> dict[str, Any]:
    """One commitment, down to its sentence and forward through its history."""
    (verdict,) = await rooms.verdicts.judge([of], as_of=as_of, known_at=known_at)
    origin = await rooms.ledger.origin(of)
    told = await rooms.ledger.history(of, scope=scope)
    document = await rooms.ledger.document(of.document, scope=scope)
    series = await rooms.verdicts.series(of, scope=scope)
    return item(rooms, of, document, verdict) | {
        "statement": None if origin is None else sentence(origin),
        "indicator": _indicator(rooms, of),
        "verdict": shown(rooms, of, verdict),
        "series": [_point(rooms, each) for each in begun(series)],
        "baseline": shapes.number(of.baseline),
        "milestones": [_milestone(each) for each in await rooms.ledger.milestones(of)],
        "claims": [_claim(rooms, each) for each in await rooms.ledger.claims(of)],
        "evidence": [_evidence(rooms, each) for each in await rooms.ledger.evidence(of)],
        "terms": [_term(each) for each in told.terms],
        "history": shapes.history(rooms, told.lines),
        "released": await rooms.verdicts.released("commitment", of.id) is not None,
    }


def sentence(origin: Origin) -> dict[str, Any]:
    return {
        "id": str(origin.statement),
        "quote": origin.quote,
        "start": origin.start,
        "end": origin.end,
        "document_id": str(origin.document),
        "title": origin.title,
        "context_before": origin.before,
        "context_after": origin.after,
    }


def shown(rooms: Rooms, of: Commitment, verdict: Verdict) -> dict[str, Any]:
    return {
        "state": str(verdict.state),
        "state_name": shapes.both(STATE_NAMES[verdict.state]),
        "check": str(verdict.check),
        "doubt": str(verdict.doubt),
        "formula": shapes.both(verdict.formula),
        "as_of": shapes.day(verdict.as_of),
        "known_at": shapes.instant(rooms, verdict.known_at),
        "definition_id": None if verdict.definition is None else str(verdict.definition),
        "inputs": [_input(rooms, of, each) for each in verdict.inputs],
    }


def _input(rooms: Rooms, of: Commitment, each: Input) -> dict[str, Any]:
    why: str | None = None
    if each.source == "indicator":
        key, _, period = each.reference.partition("|")
        code = shapes.code_of(rooms, of.path) or ""
        why = f"/api/v1/indicators/{key}/why?area={code}&period={period}"
    elif each.source == "statement":
        why = f"/documents/{of.document}?statement={each.reference}"
    return {"name": shapes.both(each.name), "value": each.value, "source": each.source, "why": why}


def _indicator(rooms: Rooms, of: Commitment) -> dict[str, Any] | None:
    if of.indicator is None:
        return None
    try:
        body = rooms.indicators.definition(of.indicator, path=of.path).body
    except NoSuchIndicator:
        return {"id": of.indicator, "name": {"zh": of.indicator, "en": of.indicator}}
    assert isinstance(body, Indicator)
    return {"id": of.indicator, "name": shapes.both(body.name)}


def _point(rooms: Rooms, each: Measured) -> dict[str, Any]:
    return {"period": each.period, "value": shapes.value(each.value, why=shapes.why_link(rooms, each))}


def begun(series: Sequence[Measured]) -> list[Measured]:
    """Without the months before there was anything to measure."""
    first = next((place for place, each in enumerate(series) if each.value.state != "not_applicable"), len(series))
    return list(series[first:])


def _milestone(each: Milestone) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "day": shapes.day(each.day),
        "value": shapes.number(each.value),
        "words": each.words,
        "withdrawn": each.withdrawn,
    }


def _claim(rooms: Rooms, each: Claim) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "day": shapes.day(each.local_day),
        "at": shapes.instant(rooms, each.at),
        "value": shapes.number(each.value),
        "unit": each.unit,
        "stage": str(each.stage),
        "words": each.words,
        "by": each.by_name,
        "agency": shapes.agency(rooms, each.agency),
        "on_behalf": each.on_behalf,
    }


def _evidence(rooms: Rooms, each: Evidence) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "claim_id": None if each.claim is None else str(each.claim),
        "kind": str(each.kind),
        "reference": each.reference,
        "file": None if each.file is None else {"id": str(each.file)},
        "issuer": each.issuer,
        "day": shapes.day(each.day),
        "words": each.words,
        "added_at": shapes.instant(rooms, each.added_at),
    }


def _term(each: Term) -> dict[str, Any]:
    return {
        "id": str(each.id),
        "valid_from": shapes.day(each.valid_from),
        "status": str(each.status),
        "comparator": each.comparator,
        "value": shapes.number(each.value),
        "unit": each.unit,
        "due_day": shapes.day(each.due_day),
        "indicator_id": each.indicator,
        "ground": each.ground,
    }
