"""Receive, and read into a signal. Nothing here judges what was said."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.base.time import shift_day
from luoshi.kernel import journal
from luoshi.kernel.files.personal import Personal
from luoshi.kernel.intake import store
from luoshi.kernel.intake.errors import RequestReused, SignalKindUnknown, SignalUnknown, TimeDoubtful
from luoshi.kernel.intake.model import Answered, Arrival, Receipt, Signal, SignalKind

RECEIVED = journal.event_kind("signal.received")
AHEAD = 24 * 3600 * 1_000_000
BEHIND = 366 * 24 * 3600 * 1_000_000
#: how long contacts of a reporter are kept when no rule of the place says otherwise
CONTACT_DAYS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """An arrival that was read into a signal and is not yet recorded: ids and key are drawn, nothing is written."""

    arrival: Arrival
    signal: Signal
    receipt: int
    slot: int
    digest: str
    #: the secret with which the reporter follows and contests; only its digest is kept
    follow: str


class Intake:
    """The door's inner side: receipts and signals."""

    def __init__(self, installation: Installation, personal: Personal) -> None:
        self._installation = installation
        self._personal = personal

    async def answered(self, source: str, request: str, body: bytes) -> Answered | None:
        """What this request number was answered before; refuses another body under the same number."""
        row = await store.key(self._installation.database, f"{source}:{request}")
        if row is None:
            return None
        if _digest(self._personal.keys.salt(row["slot"]), body) != row["digest"]:
            raise RequestReused(request=request)
        follow = _follow(self._personal.keys.salt(row["slot"]), row["receipt_id"])
        return Answered(receipt=row["receipt_id"], result=json.loads(row["result"]), follow=follow)

    def read(self, arrival: Arrival) -> Reception:
        """Understand one arrival; refuses an unknown kind and a time that cannot be."""
        installation = self._installation
        day = installation.local_day(arrival.at)
        path = arrival.place.path
        if installation.definitions.in_force(SignalKind, arrival.kind, day=day, path=path) is None:
            raise SignalKindUnknown(kind=arrival.kind)
        now = installation.now()
        if not now - BEHIND <= arrival.at <= now + AHEAD:
            raise TimeDoubtful(day=day)
        slot = self._personal.keys.take()
        signal = Signal(
            id=installation.id(),
            kind=arrival.kind,
            channel=arrival.channel,
            at=arrival.at,
            local_day=day,
            subject=arrival.thing,
            path=path,
            lon=arrival.place.lon,
            lat=arrival.place.lat,
            text=arrival.text,
            values=arrival.values,
        )
        receipt = installation.id()
        salt = self._personal.keys.salt(slot)
        return Reception(
            arrival=arrival,
            signal=signal,
            receipt=receipt,
            slot=slot,
            digest=_digest(salt, arrival.body),
            follow=_follow(salt, receipt),
        )

    def record(
        self, unit: Unit, reception: Reception, *, case: int | None, result: Mapping[str, Any], by: Actor
    ) -> None:
        """Receipt, signal, contacts, the answer kept under the request number, and the journal line, in one unit."""
        installation, arrival, signal = self._installation, reception.arrival, reception.signal
        sealed = self._personal.keys.seal(reception.slot, arrival.body, about=str(reception.receipt).encode())
        unit.insert(
            "receipt",
            {
                "id": reception.receipt,
                "source": arrival.source,
                "digest": reception.digest,
                "size": len(arrival.body),
                "state": "read",
                "reason": "",
                "at": installation.now(),
                "local_day": signal.local_day,
                "path": signal.path,
                "slot": reception.slot,
                "body": sealed,
            },
        )
        unit.insert(
            "signal",
            {
                "id": signal.id,
                "receipt_id": reception.receipt,
                "kind": signal.kind,
                "channel": signal.channel,
                "at": signal.at,
                "device_at": arrival.device_at,
                "local_day": signal.local_day,
                "path": signal.path,
                "lon": signal.lon,
                "lat": signal.lat,
                "thing_id": signal.subject,
                "text": signal.text,
                "vals": json.dumps(signal.values, ensure_ascii=False),
                "files": json.dumps(arrival.files),
                "follow": follow_digest(reception.follow),
                "case_id": case,
            },
        )
        for name, value in arrival.contacts.items():
            self._personal.put(
                unit,
                owner=journal.Subject("signal", signal.id),
                field=name,
                value=value,
                path=signal.path,
                purpose="answer the reporter",
                ground="given by the reporter",
                retain_until=shift_day(signal.local_day, CONTACT_DAYS),
                slot=reception.slot,
            )
        store.put_key(
            unit,
            f"{arrival.source}:{arrival.request}",
            receipt=reception.receipt,
            digest=reception.digest,
            slot=reception.slot,
            result=result,
            day=signal.local_day,
        )
        journal.record(
            unit,
            installation.id(),
            kind=RECEIVED,
            subject=journal.Subject("signal", signal.id),
            by=by,
            ground=arrival.source,
            at=signal.at,
            local_day=signal.local_day,
            path=signal.path,
            body={"receipt": reception.receipt, "kind": signal.kind, "case": case, "digest": reception.digest},
        )

    async def receipt(self, identity: int, *, scope: Scope) -> Receipt:
        found = await store.receipt(self._installation.database, identity, scope=scope)
        if found is None:
            raise SignalUnknown(id=identity)
        return found

    async def signals_of(self, case: int, *, scope: Scope) -> list[tuple[Signal, int, tuple[int, ...]]]:
        """All signals that led to or joined a case, with their receipts and files, oldest first."""
        rows = await store.signals_of_case(self._installation.database, case, scope=scope)
        return [(store.signal_of(row), row["receipt_id"], tuple(json.loads(row["files"]))) for row in rows]

    async def case_of(self, signal: int) -> int | None:
        """The case that a signal led to or joined; says nothing about who may see it."""
        row = await store.signal_row(self._installation.database, signal)
        return None if row is None else row["case_id"]

    async def followed(self, case: int, follow: str) -> Signal | None:
        """The signal whose reporter holds this key; nobody else can tell whether the case exists."""
        rows = await self._installation.database.fetch(
            "SELECT * FROM signal WHERE case_id=$1 AND follow=$2", case, follow_digest(follow)
        )
        return store.signal_of(rows[0]) if rows else None


def _follow(salt: bytes, receipt: int) -> str:
    """The reporter's secret, made from the record's own key: it is kept nowhere and is gone with the key."""
    made = hmac.new(salt, b"follow" + receipt.to_bytes(8, "big"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:12]).decode()


def follow_digest(follow: str) -> str:
    return hashlib.sha256(b"follow:" + follow.encode()).hexdigest() if follow else ""


def _digest(salt: bytes, body: bytes) -> str:
    """Salted by the record's key, so that a body with a phone number cannot be found by trying numbers."""
    return hmac.new(salt, body, hashlib.sha256).hexdigest()
