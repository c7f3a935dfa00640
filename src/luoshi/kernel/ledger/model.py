"""台账, the ledger, as records: a document, what was read from it, and what has to be done because of it.

What a document says and what a reviewer made of it stand side by side; claim, evidence and verdict are three things
and are never merged; a changed target is a new term beside the old one, so a revision never replaces the promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.journal import Line


class DocumentState(StrEnum):
    RECEIVED = "received"
    READ = "read"
    REFUSED = "refused"


class Review(StrEnum):
    """What a reviewer said of a statement."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Decision(StrEnum):
    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"


class Status(StrEnum):
    """Whether a commitment stands. Withdrawn: adjusted by the authority. Void: its statement was not one after all."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class EvidenceKind(StrEnum):
    """佐证材料: a file, a photo, a row of data, a case, a check on site."""

    FILE = "file"
    PHOTO = "photo"
    ROW = "row"
    CASE = "case"
    SITE_CHECK = "site_check"


class FigureStage(StrEnum):
    """快报数, 初步核算, 最终核实: how final a reported figure is."""

    FLASH = "flash"
    PRELIMINARY = "preliminary"
    FINAL = "final"


#: Kinds of statement that bind somebody; results and baselines are told, not promised.
PROMISING = frozenset({"target", "task"})
KINDS = frozenset({"target", "result", "baseline", "task"})
COMPARATORS = frozenset({"", ">=", "<=", ">", "<", "=", "~", "range"})
BASES = frozenset({"", "increment", "level", "growth", "share", "rank", "multiple"})
NATURES = frozenset({"", "约束性", "预期性", "监测性"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a statement says, in the words and numbers of the document, or as a reviewer corrected it."""

    kind: str
    subject: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    basis: str = ""
    period: tuple[int, int] | None = None
    scope: str = ""
    verb: str = ""
    object: str = ""
    indicator_no: str = ""
    nature: str = ""
    lead_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    leader: str = ""
    due: str = ""
    relation: tuple[str, str] | None = None
    not_stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A planning document as received. Its text is kept once and is what all offsets count in."""

    id: int
    version: int
    number: str
    title: str
    issuer: str
    document_number: str
    path: str
    scope: str
    period: tuple[int, int] | None
    state: DocumentState
    refusal: str
    sha256: str
    characters: int
    file: int | None
    file_name: str
    received_at: int
    local_day: int
    read_at: int | None
    job: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How far the review of a document is."""

    total: int = 0
    accepted: int = 0
    rejected: int = 0
    unreviewed: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One run of text of a document: `read` is what the machine made of it, `content` what holds after review.

    `confidence` is thousandths. `start` and `end` count code points of the canonical text.
    """

    id: int
    version: int
    document: int
    number: int
    start: int
    end: int
    quote: str
    read: Content
    content: Content
    corrected: Mapping[str, object] | None
    confidence: int
    reason: str
    page: int | None
    cell: str
    review: Review
    reviewed_at: int | None
    reviewed_by: str
    act: int | None
    path: str
    commitment: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One signed act over many statements: who, when, on what ground, which ones; `digest` is over the list."""

    id: int
    version: int
    kind: str
    document: int
    statements: tuple[int, ...]
    at: int
    by_name: str
    ground: str
    digest: str
    undo_until: int
    undone_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What was to be reached, as it held from `valid_from`; `id` tells when Luoshi knew."""

    id: int
    commitment: int
    valid_from: int
    status: Status
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    basis: str
    baseline: Decimal | None
    period: tuple[int, int] | None
    due_day: int | None
    indicator: str | None
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """目标任务: who has to reach what by when. `state`, `check`, `doubt` and `actual` repeat the newest verdict, for
    lists; None there means not judged yet."""

    id: int
    version: int
    number: str
    document: int
    statement: int | None
    parent: int | None
    status: Status
    kind: str
    subject: str
    verb: str
    object: str
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    basis: str
    nature: str
    baseline: Decimal | None
    period: tuple[int, int] | None
    due_day: int | None
    scope: str
    path: str
    lead_unit: int | None
    lead_words: str
    supporting: tuple[int, ...]
    supporting_words: tuple[str, ...]
    leader_words: str
    relation: tuple[str, str] | None
    not_stated: tuple[str, ...]
    indicator: str | None
    act: int | None
    created_at: int
    local_day: int
    state: str | None
    check: str
    doubt: str
    actual: str | None
    actual_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The sentence a commitment leads back to, with what stands around it."""

    document: int
    title: str
    statement: int
    start: int
    end: int
    quote: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """任务分解: which agency answers for a commitment, as lead or supporting unit, from when to when."""

    id: int
    commitment: int
    agency: int
    role: str
    valid_from: int
    valid_to: int | None
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """节点: what has to be reached by a day on the way."""

    id: int
    version: int
    commitment: int
    day: int
    value: Decimal | None
    words: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """自报进展: what a unit says of its own progress, at most a number and a sentence."""

    id: int
    commitment: int
    at: int
    local_day: int
    value: Decimal | None
    unit: str
    stage: FigureStage
    words: str
    by_name: str
    agency: int | None
    on_behalf: bool
    supersedes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """佐证材料: what a claim or a commitment rests on."""

    id: int
    commitment: int
    claim: int | None
    kind: EvidenceKind
    reference: str
    file: int | None
    sha256: str
    issuer: str
    day: int | None
    words: str
    added_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which commitments are asked for; what is None does not narrow."""

    path: str | None = None
    unit: int | None = None
    state: str | None = None
    doubt: str | None = None
    kind: str | None = None
    nature: str | None = None
    document: int | None = None
    year: int | None = None
    status: Status | None = Status.ACTIVE
    indicator: str | None = None
    words: str | None = None
    ids: tuple[int, ...] | None = None
    unowned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All that happened to a commitment: its own lines, those of its statement, and the acts that carried it."""

    lines: tuple[Line, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a commitment is judged by: what was to be reached, what was said, what was shown; as known at a moment."""

    commitment: Commitment
    terms: tuple[Term, ...]
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
