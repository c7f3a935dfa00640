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
    CaseKey,
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
CHANNEL = "resident"


class OutOfDistrict(Exception):
    """The point lies in no cell of the district."""


@cache
def vault() -> Vault:
    return Vault(Path(os.environ["TWIN_KEYS"]))


def scaled(degrees: float) -> int:
    return round(degrees * 10_000_000)


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
        source=CHANNEL,
        digest=hmac.new(key, raw, hashlib.sha256).hexdigest(),
        size=len(raw),
        state="read",
        at=micros(now),
        local_day=day,
        path=path,
        slot=slot,
        body=seal(key, raw),
    )
    case = _case(given, path, day, now)
    signal = Signal.objects.create(
        receipt_id=receipt.pk,
        case_id=case.pk,
        kind=given["kind"],
        channel=CHANNEL,
        text=given["text"],
        lon=case.lon,
        lat=case.lat,
        path=path,
        values=given.get("answers", {}),
        files=given.get("photos", []),
        follow=hashlib.sha256(follow.encode()).hexdigest(),
        at=case.at,
        local_day=day,
    )
    _personal(signal, given, now, slot, key)
    answer = {"number": case.number, "key": follow, "case_id": str(case.pk), "joined": False}
    IntakeKey.objects.create(
        request=given["request_id"], receipt=receipt, digest=receipt.digest, result=answer, local_day=day
    )
    _tell(case, signal, receipt, micros(now), day)
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


def _case(given: dict[str, Any], path: str, day: int, now: datetime) -> Case:
    """The case with its route and its clock. The longest path of the responsibility list that covers it wins."""
    ancestors = [path[:end] for end in range(4, len(path) + 1, 4)]
    covering = Responsibility.objects.filter(kind=given["kind"], path__in=ancestors)
    answer = max(covering, key=lambda row: len(row.path), default=None)
    due = territory.due_after(now, LIMIT_DAYS)
    due_at = None if due is None else micros(due)
    case = Case.objects.create(
        number=f"{day}-{secrets.token_hex(4).upper()}",
        kind=given["kind"],
        definition_id=1,
        stage="reported",
        outcome="open",
        title=given["text"][:40],
        channel=CHANNEL,
        path=path,
        lon=scaled(given["lon"]),
        lat=scaled(given["lat"]),
        unit_id=answer.unit_id if answer else None,
        at=micros(given["occurred_at"]),
        stage_since=micros(now),
        due_at=due_at,
        local_day=day,
    )
    CaseKey.objects.create(key=f"number:{case.number}", case=case)
    Clock.objects.create(
        case=case,
        stage="reported",
        limit_kind="working_day",
        limit_value=str(LIMIT_DAYS),
        started_at=case.stage_since,
        due_at=due_at,
        path=case.path,
        local_day=day,
    )
    return case


def _tell(case: Case, signal: Signal, receipt: Receipt, now: int, day: int) -> None:
    """Journal, search, outbox and the roll-up to be computed anew."""
    told = [
        (
            "signal.received",
            "signal",
            signal.pk,
            {"receipt": receipt.pk, "kind": signal.kind, "case": case.pk, "digest": receipt.digest},
        ),
        (
            "case.reported",
            "case",
            case.pk,
            {"number": case.number, "kind": case.kind, "signal": signal.pk, "due_at": case.due_at},
        ),
    ]
    JournalLine.objects.bulk_create(
        JournalLine(
            at=signal.at,
            local_day=day,
            kind=kind,
            subject_type=subject,
            subject_id=identity,
            by_kind="resident",
            by_name="",
            ground=signal.channel,
            path=case.path,
            body=body,
        )
        for kind, subject, identity, body in told
    )
    search.put(kind="case", ref=case.pk, path=case.path, title=case.title, body=signal.text)
    OutboxMessage.objects.create(
        channel="inbox",
        recipient=f"unit:{case.unit_id}",
        template="case.reported",
        values={"number": case.number},
        created_at=now,
    )
    DirtyBucket.objects.create(rollup="cases", bucket=day // 100, path=case.path)
