"""The create: everything that one report leaves behind, in one transaction."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from benchmarks.peers.twin import territory
from benchmarks.peers.twin.models import (
    Case,
    Clock,
    DirtyBucket,
    JournalLine,
    OutboxMessage,
    Personal,
    Receipt,
    Responsibility,
    SearchEntry,
    Signal,
)

LIMIT_DAYS = 3
SALT = secrets.token_bytes(16)


class OutOfDistrict(Exception):
    """The point lies in no cell of the district."""


def bigrams(text: str) -> set[str]:
    kept = "".join(character for character in text if character.isalnum())
    return {kept[n : n + 2] for n in range(len(kept) - 1)}


def micros(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


@transaction.atomic
def register(raw: bytes, given: dict[str, Any]) -> dict[str, object]:
    """Receipt, personal values, signal, case, clock, journal, search, outbox and dirty buckets."""
    now = datetime.now(UTC)
    path = territory.locate(given["lon"], given["lat"])
    if path is None:
        raise OutOfDistrict
    day = int(now.astimezone(territory.ZONE).strftime("%Y%m%d"))
    receipt = Receipt.objects.create(
        request_id=given["request_id"],
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        body=raw,
        channel=given["channel"],
        received_at=micros(now),
        state="read",
    )
    signal = Signal.objects.create(
        receipt=receipt,
        kind=given["kind"],
        text=given["text"],
        lon=given["lon"],
        lat=given["lat"],
        path=path,
        thing_code=given.get("thing_code"),
        personal=_personal(receipt, given, now),
        at=micros(given["occurred_at"]),
        recorded_at=micros(now),
        local_day=day,
    )
    case = _case(signal, day, now)
    _tell(case, signal, day)
    return {"number": case.number, "key": secrets.token_urlsafe(12), "case_id": str(case.pk), "joined": False}


def _personal(receipt: Receipt, given: dict[str, Any], now: datetime) -> Personal | None:
    phone = given.get("phone")
    if not phone:
        return None
    return Personal.objects.create(
        record=f"receipt:{receipt.pk}",
        purpose="answer_the_reporter",
        ground="report",
        retain_until=int((now + timedelta(days=730)).strftime("%Y%m%d")),
        name=given.get("name") or "",
        phone=phone,
        phone_hash=hmac.new(SALT, phone.encode(), hashlib.sha256).hexdigest(),
    )


def _case(signal: Signal, day: int, now: datetime) -> Case:
    """The case with its route and its clock. The longest path of the responsibility list that covers it wins."""
    ancestors = [signal.path[:end] for end in range(4, len(signal.path) + 1, 4)]
    covering = Responsibility.objects.filter(kind=signal.kind, path__in=ancestors)
    answer = max(covering, key=lambda row: len(row.path), default=None)
    due = territory.due_after(now, LIMIT_DAYS)
    due_at = None if due is None else micros(due)
    case = Case.objects.create(
        number=f"{day}{signal.pk:08d}",
        kind=signal.kind,
        stage="reported",
        title=signal.text[:40],
        path=signal.path,
        signal=signal,
        unit_id=answer.unit_id if answer else None,
        post_id=answer.post_id if answer else None,
        due_at=due_at,
        local_day=day,
        recorded_at=signal.recorded_at,
    )
    Clock.objects.create(
        case=case,
        stage="reported",
        kind="working_day",
        limit=LIMIT_DAYS,
        started_at=signal.recorded_at,
        due_at=due_at,
    )
    return case


def _tell(case: Case, signal: Signal, day: int) -> None:
    """Journal, search, outbox and the roll-ups to be computed anew."""
    subject = f"case:{case.pk}"
    told = [
        ("signal_received", f"signal:{signal.pk}", {"kind": signal.kind, "receipt": signal.receipt_id}),
        ("case_reported", subject, {"number": case.number, "unit": case.unit_id, "due_at": case.due_at}),
    ]
    JournalLine.objects.bulk_create(
        JournalLine(
            at=signal.recorded_at,
            local_day=day,
            kind=kind,
            subject=about,
            by="resident",
            ground="report",
            path=case.path,
            body=body,
        )
        for kind, about, body in told
    )
    SearchEntry.objects.bulk_create(
        SearchEntry(gram=gram, subject=subject, path=case.path) for gram in bigrams(signal.text)
    )
    OutboxMessage.objects.create(
        channel="inbox",
        recipient=f"post:{case.post_id}",
        template="case_reported",
        values={"number": case.number},
        created_at=signal.recorded_at,
    )
    DirtyBucket.objects.bulk_create(
        DirtyBucket(rollup=rollup, bucket=day, path=case.path) for rollup in ("cases_by_day", "cases_by_kind")
    )
