"""The create: everything that one report leaves behind, in one transaction."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from benchmarks.peers.twin import search, territory
from benchmarks.peers.twin.models import (
    Case,
    Clock,
    DirtyBucket,
    IntakeKey,
    JournalLine,
    OutboxMessage,
    Personal,
    Receipt,
    Responsibility,
    Signal,
)
from benchmarks.peers.twin.vault import Vault, seal

LIMIT_DAYS = 3


class OutOfDistrict(Exception):
    """The point lies in no cell of the district."""


@cache
def vault() -> Vault:
    return Vault(Path(os.environ["TWIN_KEYS"]))


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
    slot, key = vault().take()
    follow = secrets.token_urlsafe(12)
    receipt = Receipt.objects.create(
        source=given["channel"],
        digest=hmac.new(key, raw, hashlib.sha256).hexdigest(),
        size=len(raw),
        state="read",
        at=micros(now),
        local_day=day,
        path=path,
        slot=slot,
        body=seal(key, raw),
    )
    signal = Signal.objects.create(
        receipt=receipt,
        kind=given["kind"],
        text=given["text"],
        lon=given["lon"],
        lat=given["lat"],
        path=path,
        thing_code=given.get("thing_code"),
        files=given.get("photos", []),
        follow=hashlib.sha256(follow.encode()).hexdigest(),
        at=micros(given["occurred_at"]),
        recorded_at=micros(now),
        local_day=day,
    )
    _personal(signal, given, now, slot, key)
    case = _case(signal, day, now)
    answer = {"number": case.number, "key": follow, "case_id": str(case.pk), "joined": False}
    IntakeKey.objects.create(
        request=given["request_id"], receipt=receipt, digest=receipt.digest, result=answer, local_day=day
    )
    _tell(case, signal, day)
    return answer


def _personal(signal: Signal, given: dict[str, Any], now: datetime, slot: int, key: bytes) -> None:
    retain_until = int((now + timedelta(days=730)).strftime("%Y%m%d"))
    values = [(field, given.get(field)) for field in ("name", "phone")]
    Personal.objects.bulk_create(
        Personal(
            owner_type="signal",
            owner_id=signal.pk,
            field=field,
            path=signal.path,
            slot=slot,
            sealed=seal(key, value.encode()),
            digest=vault().index_digest(field, value),
            purpose="answer the reporter",
            ground="given by the reporter",
            retain_until=retain_until,
        )
        for field, value in values
        if value
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
    search.put(kind="case", ref=case.pk, path=case.path, title=case.title, body=signal.text)
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
