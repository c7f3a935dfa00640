"""The ledger's questions to the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from luoshi.base.db import Database, Value
from luoshi.base.ids import floor_of
from luoshi.base.scope import Scope
from luoshi.kernel.ledger import rows, tables
from luoshi.kernel.ledger.model import (
    Act,
    Assignment,
    Claim,
    Commitment,
    Counts,
    Document,
    Evidence,
    Filter,
    Milestone,
    Review,
    Statement,
    Term,
)

assert tables  # their rows are what the statements below speak of
_END = 1 << 62
_STATEMENT = "s.*, c.id AS commitment_id FROM statement s LEFT JOIN commitment c ON c.statement_id=s.id"
#: below this a statement is shown first, because a person has to look
UNSURE = 900


async def document(database: Database, identity: int, *, scope: Scope) -> Document | None:
    where, args = scope.predicate(start=2)
    row = await database.row(f"SELECT * FROM document WHERE id=$1 AND {where}", identity, *args)
    return None if row is None else rows.document_of(row)


async def same_text(database: Database, path: str, sha256: str) -> Document | None:
    row = await database.row("SELECT * FROM document WHERE path=$1 AND sha256=$2", path, sha256)
    return None if row is None else rows.document_of(row)


async def documents(
    database: Database, *, scope: Scope, before: int | None, limit: int, path: str | None, words: str | None
) -> list[Document]:
    """Newest first."""
    where, args = scope.predicate(start=1)
    conditions = [where]
    _narrow(conditions, args, "id < {}", before)
    _narrow(conditions, args, f"substr(path,1,{len(path or '')})={{}}", path)
    _narrow(conditions, args, "title LIKE {} ESCAPE '\\'", _like(words))
    args.append(limit)
    found = await database.fetch(
        f"SELECT * FROM document WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ${len(args)}", *args
    )
    return [rows.document_of(row) for row in found]


async def next_serial(database: Database, year: int) -> int:
    return int(await database.value("SELECT coalesce(max(serial),0)+1 FROM document WHERE year=$1", year))


async def text(database: Database, identity: int) -> str:
    return str(await database.value("SELECT body FROM document_text WHERE id=$1", identity) or "")


async def drawn(database: Database, identity: int) -> str:
    return str(await database.value("SELECT drawn FROM document_text WHERE id=$1", identity) or "[]")


async def passage(database: Database, identity: int, first: int, length: int) -> str:
    """A run of the text; `first` counts code points from 0."""
    found = await database.value(
        "SELECT substr(body, CAST($2 AS INTEGER), CAST($3 AS INTEGER)) FROM document_text WHERE id=$1",
        identity,
        first + 1,
        length,
    )
    return str(found or "")


async def counts(database: Database, documents_: Sequence[int]) -> dict[int, Counts]:
    if not documents_:
        return {}
    marks = ", ".join(f"${i + 1}" for i in range(len(documents_)))
    found = await database.fetch(
        "SELECT document_id, review, sum(CASE WHEN confidence < "
        f"{UNSURE} THEN 1 ELSE 0 END) AS unsure, count(*) AS number FROM statement "
        f"WHERE document_id IN ({marks}) GROUP BY document_id, review",
        *documents_,
    )
    result: dict[int, Counts] = {}
    for row in found:
        so_far, number, review = result.get(row["document_id"], Counts()), int(row["number"]), row["review"]
        result[row["document_id"]] = Counts(
            total=so_far.total + number,
            accepted=so_far.accepted + (number if review in {Review.ACCEPTED, Review.CORRECTED} else 0),
            rejected=so_far.rejected + (number if review == Review.REJECTED else 0),
            unreviewed=so_far.unreviewed + (number if review == Review.UNREVIEWED else 0),
            unsure=so_far.unsure + (int(row["unsure"]) if review == Review.UNREVIEWED else 0),
        )
    return result


async def statement(database: Database, identity: int, *, scope: Scope) -> Statement | None:
    where, args = scope.predicate(path="s.path", start=2)
    row = await database.row(f"SELECT {_STATEMENT} WHERE s.id=$1 AND {where}", identity, *args)
    return None if row is None else rows.statement_of(row)


async def statements(
    database: Database,
    document_: int,
    *,
    scope: Scope,
    after: int,
    limit: int,
    review: str | None,
    kind: str | None,
    unsure: bool,
) -> list[Statement]:
    """In the order of the text, after the statement of number `after`."""
    where, args = scope.predicate(path="s.path", start=3)
    conditions = ["s.document_id=$1", "s.number > $2", where]
    args = [document_, after, *args]
    _narrow(conditions, args, "s.review={}", review)
    _narrow(conditions, args, "s.kind={}", kind)
    if unsure:
        conditions.append(f"s.confidence < {UNSURE} AND s.review='unreviewed'")
    args.append(limit)
    found = await database.fetch(
        f"SELECT {_STATEMENT} WHERE {' AND '.join(conditions)} ORDER BY s.number LIMIT ${len(args)}", *args
    )
    return [rows.statement_of(row) for row in found]


async def unreviewed_above(database: Database, document_: int, confidence: int) -> list[Statement]:
    found = await database.fetch(
        f"SELECT {_STATEMENT} WHERE s.document_id=$1 AND s.review='unreviewed' AND s.confidence >= $2 "
        "ORDER BY s.number",
        document_,
        confidence,
    )
    return [rows.statement_of(row) for row in found]


async def act(database: Database, identity: int) -> Act | None:
    row = await database.row("SELECT * FROM ledger_act WHERE id=$1", identity)
    return None if row is None else rows.act_of(row)


async def acts_of(database: Database, document_: int, kind: str) -> list[Act]:
    """The acts of a kind over a document that were not undone, oldest first."""
    found = await database.fetch(
        "SELECT * FROM ledger_act WHERE document_id=$1 AND kind=$2 AND undone_at IS NULL ORDER BY id", document_, kind
    )
    return [rows.act_of(row) for row in found]


async def last_number(database: Database, document_: int) -> int:
    """The highest number of a statement of the document."""
    return int(await database.value("SELECT coalesce(max(number),0) FROM statement WHERE document_id=$1", document_))


async def commitments_of(database: Database, statements_: Sequence[int]) -> dict[int, Commitment]:
    """The commitments that came from these statements, also void ones."""
    result: dict[int, Commitment] = {}
    for start in range(0, len(statements_), 500):
        part = statements_[start : start + 500]
        marks = ", ".join(f"${i + 1}" for i in range(len(part)))
        for row in await database.fetch(f"SELECT * FROM commitment WHERE statement_id IN ({marks})", *part):
            result[row["statement_id"]] = rows.commitment_of(row)
    return result


async def commitment(database: Database, identity: int, *, scope: Scope) -> Commitment | None:
    where, args = scope.predicate(agency="lead_unit", start=2)
    row = await database.row(f"SELECT * FROM commitment WHERE id=$1 AND {where}", identity, *args)
    return None if row is None else rows.commitment_of(row)


async def commitments(
    database: Database, chosen: Filter, *, scope: Scope, after: int, limit: int, slow: bool = False
) -> list[Commitment]:
    """In the order they entered the ledger."""
    conditions, args = _chosen(chosen, scope)
    _narrow(conditions, args, "id > {}", after)
    args.append(limit)
    found = await database.fetch(
        f"SELECT * FROM commitment WHERE {' AND '.join(conditions)} ORDER BY id LIMIT ${len(args)}", *args, slow=slow
    )
    return [rows.commitment_of(row) for row in found]


async def count_commitments(database: Database, chosen: Filter, *, scope: Scope, most: int) -> int:
    """How many, up to `most` + 1."""
    conditions, args = _chosen(chosen, scope)
    args.append(most + 1)
    return int(
        await database.value(
            "SELECT count(*) FROM (SELECT 1 AS one FROM commitment WHERE "
            f"{' AND '.join(conditions)} LIMIT ${len(args)}) AS found",
            *args,
        )
    )


async def count_by_state(database: Database, chosen: Filter, *, scope: Scope) -> dict[str, int]:
    """How many of each state; '' counts those not judged yet."""
    conditions, args = _chosen(chosen, scope)
    found = await database.fetch(
        f"SELECT coalesce(state,'') AS state, count(*) AS number FROM commitment WHERE {' AND '.join(conditions)} "
        "GROUP BY coalesce(state,'')",
        *args,
    )
    return {row["state"]: int(row["number"]) for row in found}


async def unowned(database: Database, path: str, *, scope: Scope) -> int:
    conditions, args = _chosen(Filter(path=path, unowned=True), scope)
    return int(await database.value(f"SELECT count(*) FROM commitment WHERE {' AND '.join(conditions)}", *args))


def _chosen(chosen: Filter, scope: Scope) -> tuple[list[str], list[Value]]:
    where, found = scope.predicate(agency="lead_unit", start=1)
    conditions, args = [where], list[Value](found)
    _narrow(conditions, args, f"substr(path,1,{len(chosen.path or '')})={{}}", chosen.path or None)
    for column, value in (
        ("lead_unit", chosen.unit),
        ("state", chosen.state),
        ("doubt", chosen.doubt),
        ("kind", chosen.kind),
        ("nature", chosen.nature),
        ("document_id", chosen.document),
        ("status", None if chosen.status is None else str(chosen.status)),
        ("indicator", chosen.indicator),
    ):
        _narrow(conditions, args, f"{column}={{}}", value)
    _narrow(conditions, args, "period_first <= {}", chosen.year)
    _narrow(conditions, args, "period_last >= {}", chosen.year)
    _narrow(conditions, args, "subject LIKE {} ESCAPE '\\'", _like(chosen.words))
    if chosen.unowned:
        conditions.append("lead_unit IS NULL")
    if chosen.ids is not None:
        marks = ", ".join(f"${len(args) + i + 1}" for i in range(len(chosen.ids)))
        conditions.append(f"id IN ({marks})" if chosen.ids else "1=0")
        args.extend(chosen.ids)
    return conditions, args


def _narrow(conditions: list[str], args: list[Value] | list[str | int], term: str, value: Value) -> None:
    if value is not None:
        args.append(value)  # type: ignore[arg-type]
        conditions.append(term.format(f"${len(args)}"))


def _like(words: str | None) -> str | None:
    if not words:
        return None
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


async def terms(database: Database, commitment_: int, *, known_at: int | None = None) -> list[Term]:
    """All terms of a commitment that Luoshi knew at `known_at`, oldest first."""
    found = await database.fetch(
        "SELECT * FROM commitment_term WHERE commitment_id=$1 AND id < $2 ORDER BY id", commitment_, _known(known_at)
    )
    return [rows.term_of(row) for row in found]


async def assignments(database: Database, commitment_: int) -> list[Assignment]:
    found = await database.fetch("SELECT * FROM assignment WHERE commitment_id=$1 ORDER BY id", commitment_)
    return [rows.assignment_of(row) for row in found]


async def milestones(database: Database, commitment_: int) -> list[Milestone]:
    found = await database.fetch("SELECT * FROM milestone WHERE commitment_id=$1 ORDER BY day, id", commitment_)
    return [rows.milestone_of(row) for row in found]


async def claims(database: Database, commitment_: int, *, known_at: int | None = None) -> list[Claim]:
    found = await database.fetch(
        "SELECT * FROM claim WHERE commitment_id=$1 AND id < $2 ORDER BY id", commitment_, _known(known_at)
    )
    return [rows.claim_of(row) for row in found]


async def evidence(database: Database, commitment_: int, *, known_at: int | None = None) -> list[Evidence]:
    found = await database.fetch(
        "SELECT * FROM evidence WHERE commitment_id=$1 AND id < $2 ORDER BY id", commitment_, _known(known_at)
    )
    return [rows.evidence_of(row) for row in found]


async def facts_of(
    database: Database, commitments_: Sequence[int], *, known_at: int | None
) -> tuple[list[Term], list[Claim], list[Evidence]]:
    """Terms, claims and evidence of many commitments, as known at a moment, in the order they were recorded."""
    found_terms: list[Term] = []
    found_claims: list[Claim] = []
    found_evidence: list[Evidence] = []
    for start in range(0, len(commitments_), 500):
        part = commitments_[start : start + 500]
        marks = ", ".join(f"${i + 2}" for i in range(len(part)))
        chosen = f"WHERE id < $1 AND commitment_id IN ({marks}) ORDER BY id"
        args = (_known(known_at), *part)
        found_terms += [
            rows.term_of(row) for row in await database.fetch(f"SELECT * FROM commitment_term {chosen}", *args)
        ]
        found_claims += [rows.claim_of(row) for row in await database.fetch(f"SELECT * FROM claim {chosen}", *args)]
        found_evidence += [
            rows.evidence_of(row) for row in await database.fetch(f"SELECT * FROM evidence {chosen}", *args)
        ]
    return found_terms, found_claims, found_evidence


async def touched(database: Database, commitments_: Iterable[int]) -> set[int]:
    """Those among these commitments on which somebody has worked: bound, assigned, planned, claimed or proved."""
    wanted = list(commitments_)
    found: set[int] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join(f"${i + 1}" for i in range(len(part)))
        parts = [f"SELECT id AS c FROM commitment WHERE id IN ({marks}) AND indicator IS NOT NULL"]
        parts += [
            f"SELECT commitment_id AS c FROM {name} WHERE commitment_id IN ({marks})"
            for name in ("assignment", "milestone", "claim", "evidence")
        ]
        found |= {int(row["c"]) for row in await database.fetch(" UNION ".join(parts), *part)}
    return found


def _known(known_at: int | None) -> int:
    return _END if known_at is None else floor_of(known_at + 1000)
