"""台账, the ledger: documents, the statements read from them, and the commitments, claims and evidence that follow.

A commitment leads back to its sentence and forward through its history. The ledger computes nothing: what is true of
a commitment is for indicators and verdicts to say.
"""

from __future__ import annotations

from luoshi.kernel.ledger.amending import Amendment
from luoshi.kernel.ledger.cutting import Piece
from luoshi.kernel.ledger.errors import (
    AlreadyReceived,
    BadCorrection,
    BadJoin,
    BadSplit,
    BadTerm,
    CannotUndo,
    ClaimOfAnother,
    EmptyDocument,
    NoSuchAct,
    NoSuchCommitment,
    NoSuchDocument,
    NoSuchStatement,
    NotACommitment,
    NotReadYet,
    ReviewedByAnother,
    WorkedOn,
)
from luoshi.kernel.ledger.model import (
    Act,
    Assignment,
    Claim,
    Commitment,
    Content,
    Counts,
    Decision,
    Document,
    DocumentState,
    Evidence,
    EvidenceKind,
    Facts,
    FigureStage,
    Filter,
    History,
    Milestone,
    Origin,
    Review,
    Statement,
    Status,
    Term,
)
from luoshi.kernel.ledger.relations import CLAIMS, COMMITMENTS
from luoshi.kernel.ledger.service import Ledger

__all__ = [
    "Ledger",
    "COMMITMENTS",
    "CLAIMS",
    "Document",
    "DocumentState",
    "Counts",
    "Statement",
    "Content",
    "Review",
    "Decision",
    "Act",
    "Commitment",
    "Status",
    "Term",
    "Origin",
    "Filter",
    "History",
    "Assignment",
    "Amendment",
    "Piece",
    "Milestone",
    "Claim",
    "FigureStage",
    "Evidence",
    "EvidenceKind",
    "Facts",
    "AlreadyReceived",
    "BadCorrection",
    "BadJoin",
    "BadSplit",
    "BadTerm",
    "CannotUndo",
    "ClaimOfAnother",
    "EmptyDocument",
    "NoSuchAct",
    "NoSuchCommitment",
    "NoSuchDocument",
    "NoSuchStatement",
    "NotACommitment",
    "NotReadYet",
    "ReviewedByAnother",
    "WorkedOn",
]
