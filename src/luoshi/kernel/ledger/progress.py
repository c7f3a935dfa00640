"""What a unit says of its own progress, what that rests on, and what was planned on the way: three things apart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from luoshi.base.db import Unit
from luoshi.base.scope import Actor, Scope
from luoshi.base.time import date_of
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows
from luoshi.kernel.ledger.commitments import Commitments
from luoshi.kernel.ledger.errors import BadTerm, ClaimOfAnother
from luoshi.kernel.ledger.model import Claim, Commitment, Evidence, EvidenceKind, FigureStage, Milestone

PLANNED = journal.event_kind("commitment.milestone_set")
CLAIMED = journal.event_kind("commitment.claimed")
PROVED = journal.event_kind("commitment.evidence_attached")


class Progress(Commitments):
    """Milestones, claims and evidence of commitments."""

    async def set_milestone(
        self,
        unit: Unit,
        identity: int,
        *,
        day: int,
        value: Decimal | None = None,
        words: str = "",
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Milestone:
        """What has to be reached by a day on the way."""
        of = await self._active(identity, None, scope)
        date_of(day)
        here = self._installation
        made = Milestone(
            id=here.id(), version=1, commitment=identity, day=day, value=value, words=words, withdrawn=False
        )
        unit.insert(
            "milestone",
            {
                "id": made.id,
                "version": 1,
                "commitment_id": identity,
                "day": day,
                "value": rows.kept(value),
                "words": words,
                "withdrawn": 0,
            },
        )
        body = {"day": day, "value": rows.kept(value), "words": words}
        self._told(unit, PLANNED, of, by=by, ground=ground, body=body)
        return made

    async def claim(
        self,
        unit: Unit,
        identity: int,
        *,
        local_day: int,
        value: Decimal | None = None,
        measure: str = "",
        words: str = "",
        stage: FigureStage = FigureStage.FLASH,
        on_behalf: bool = False,
        supersedes: int | None = None,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Claim:
        """自报进展 as of a day: at most one number (in `measure`, the unit) and one sentence."""
        of = await self._active(identity, None, scope)
        date_of(local_day)
        if value is None and not words.strip():
            raise BadTerm(field="words", problem="a claim says a number or a sentence")
        here = self._installation
        at = here.now()
        made = Claim(
            id=here.id(),
            commitment=identity,
            at=at,
            local_day=local_day,
            value=value,
            unit=measure or of.unit,
            stage=stage,
            words=words,
            by_name=by.name,
            agency=by.agency,
            on_behalf=on_behalf,
            supersedes=supersedes,
        )
        unit.insert(
            "claim",
            {
                "id": made.id,
                "commitment_id": identity,
                "at": at,
                "local_day": local_day,
                "value": rows.kept(value),
                "unit": made.unit,
                "stage": str(stage),
                "words": words,
                "by_person": by.person,
                "by_name": by.name,
                "agency": by.agency,
                "on_behalf": int(on_behalf),
                "supersedes": supersedes,
                "path": of.path,
            },
        )
        body = {"claim": str(made.id), "value": rows.kept(value), "day": local_day, "on_behalf": on_behalf}
        self._told(unit, CLAIMED, of, by=by, ground=ground, body=body)
        return made

    async def attach_evidence(
        self,
        unit: Unit,
        identity: int,
        *,
        kind: EvidenceKind,
        reference: str = "",
        file: int | None = None,
        sha256: str = "",
        issuer: str = "",
        day: int | None = None,
        words: str = "",
        claim: int | None = None,
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Evidence:
        """佐证材料 for a claim or for the commitment itself."""
        of = await self._active(identity, None, scope)
        if claim is not None and claim not in {each.id for each in await self.claims(of)}:
            raise ClaimOfAnother(claim=claim)
        if day is not None:
            date_of(day)
        here = self._installation
        made = Evidence(
            id=here.id(),
            commitment=identity,
            claim=claim,
            kind=kind,
            reference=reference,
            file=file,
            sha256=sha256,
            issuer=issuer,
            day=day,
            words=words,
            added_at=here.now(),
        )
        unit.insert(
            "evidence",
            {
                "id": made.id,
                "commitment_id": identity,
                "claim_id": claim,
                "kind": str(kind),
                "reference": reference,
                "file_id": file,
                "sha256": sha256,
                "issuer": issuer,
                "day": day,
                "words": words,
                "added_at": made.added_at,
                "by_person": by.person,
                "path": of.path,
            },
        )
        self._told(unit, PROVED, of, by=by, ground=ground, body={"evidence": str(made.id), "kind": str(kind)})
        return made

    def _told(
        self, unit: Unit, kind: str, of: Commitment, *, by: Actor, ground: str, body: Mapping[str, object]
    ) -> None:
        at = self._installation.now()
        self._record(unit, kind, "commitment", of.id, path=of.path, by=by, ground=ground, at=at, body=body)
