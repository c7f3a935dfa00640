"""Documents come in, are read, and lie in the ledger with their statements."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from luoshi.base.db import Unit
from luoshi.base.installation import Installation
from luoshi.base.scope import Actor, Scope
from luoshi.kernel import journal
from luoshi.kernel.ledger import rows, store
from luoshi.kernel.ledger.errors import AlreadyReceived, EmptyDocument, NoSuchDocument
from luoshi.kernel.ledger.model import Content, Counts, Document, DocumentState, Statement
from luoshi.reading import model as reading

RECEIVED = journal.event_kind("document.received")
READ = journal.event_kind("document.read")
REFUSED = journal.event_kind("document.refused")
_COLUMNS = (
    "id", "version", "document_id", "number", "start_offset", "end_offset", "quote", "kind", "subject", "reading",
    "confidence", "reason", "page", "cell", "review", "reviewed_by", "path",
)  # fmt: skip


class Documents:
    """The first floor of the ledger."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    async def receive(
        self,
        unit: Unit,
        *,
        text: str,
        title: str,
        path: str,
        issuer: str = "",
        scope_words: str = "",
        document_number: str = "",
        period: tuple[int, int] | None = None,
        file: int | None = None,
        file_name: str = "",
        job: int | None = None,
        tables: Sequence[reading.Table] = (),
        by: Actor,
        ground: str,
        scope: Scope,
    ) -> Document:
        """Keep the canonical text of a document; refused when the same text is already there for this place."""
        here = self._installation
        if not text.strip():
            raise EmptyDocument(name=file_name or title)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        known = await store.same_text(here.database, path, sha256)
        if known is not None:
            visible = known.title if scope.covers(known.path) else ""
            raise AlreadyReceived(number=known.number, title=visible, id=known.id)
        at = here.now()
        day = here.local_day(at)
        year = day // 10_000
        serial = await store.next_serial(here.database, year)
        first, last = period or (None, None)
        made = Document(
            id=here.id(),
            version=1,
            number=f"{year}-{serial}",
            title=title,
            issuer=issuer,
            document_number=document_number,
            path=path,
            scope=scope_words,
            period=period,
            state=DocumentState.RECEIVED,
            refusal="",
            sha256=sha256,
            characters=len(text),
            file=file,
            file_name=file_name,
            received_at=at,
            local_day=day,
            read_at=None,
            job=job,
        )
        unit.insert(
            "document",
            {
                "id": made.id,
                "version": 1,
                "year": year,
                "serial": serial,
                "title": title,
                "issuer": issuer,
                "document_number": document_number,
                "path": path,
                "scope": scope_words,
                "period_first": first,
                "period_last": last,
                "state": str(made.state),
                "refusal": "",
                "sha256": sha256,
                "characters": made.characters,
                "file_id": file,
                "file_name": file_name,
                "received_at": at,
                "local_day": day,
                "job_id": job,
            },
        )
        unit.insert("document_text", {"id": made.id, "body": text, "drawn": rows.text_of(tuple(tables))})
        body = {"number": made.number, "title": title, "sha256": sha256, "characters": len(text)}
        self._line(unit, RECEIVED, made, by=by, ground=ground, at=at, body=body)
        return made

    async def read_in(
        self,
        unit: Unit,
        document: Document,
        found: Sequence[reading.Statement],
        *,
        by: Actor,
        ground: str,
        title: str = "",
        issuer: str = "",
        period: tuple[int, int] | None = None,
        scope_words: str = "",
    ) -> None:
        """Put what was read beside the text. A document that was read before keeps what it has."""
        if document.state is DocumentState.READ:
            return
        here = self._installation
        unit.insert_many(
            "statement", _COLUMNS, [self._row(document, number, each) for number, each in enumerate(found, start=1)]
        )
        at = here.now()
        first, last = document.period or period or (None, None)
        unit.update(
            "document",
            {
                "version": document.version + 1,
                "state": str(DocumentState.READ),
                "read_at": at,
                "title": document.title or title,
                "issuer": document.issuer or issuer,
                "scope": document.scope or scope_words,
                "period_first": first,
                "period_last": last,
            },
            where={"id": document.id, "version": document.version},
            what="document",
        )
        self._line(unit, READ, document, by=by, ground=ground, at=at, body={"statements": len(found)})

    async def refuse(self, unit: Unit, document: Document, *, reason: str, by: Actor, ground: str) -> None:
        """A document that could not be read keeps its text and says why."""
        unit.update(
            "document",
            {"version": document.version + 1, "state": str(DocumentState.REFUSED), "refusal": reason},
            where={"id": document.id, "version": document.version},
            what="document",
        )
        at = self._installation.now()
        self._line(unit, REFUSED, document, by=by, ground=ground, at=at, body={"reason": reason})

    async def document(self, identity: int, *, scope: Scope) -> Document:
        found = await store.document(self._installation.database, identity, scope=scope)
        if found is None:
            raise NoSuchDocument(id=identity)
        return found

    async def documents(
        self,
        *,
        scope: Scope,
        before: int | None = None,
        limit: int = 50,
        path: str | None = None,
        words: str | None = None,
    ) -> list[Document]:
        """Newest first; `before` is the id of the last one seen."""
        return await store.documents(
            self._installation.database, scope=scope, before=before, limit=limit, path=path, words=words
        )

    async def counts(self, documents: Sequence[Document]) -> Mapping[int, Counts]:
        """How far each review is."""
        found = await store.counts(self._installation.database, [each.id for each in documents])
        return {each.id: found.get(each.id, Counts()) for each in documents}

    async def text(self, document: Document) -> str:
        return await store.text(self._installation.database, document.id)

    async def tables(self, document: Document) -> tuple[reading.Table, ...]:
        """The tables of the document as its format had them; offsets count in its text."""
        return rows.tables_of(await store.drawn(self._installation.database, document.id))

    async def statements(
        self,
        document: Document,
        *,
        scope: Scope,
        after: int = 0,
        limit: int = 100,
        review: str | None = None,
        kind: str | None = None,
        unsure: bool = False,
    ) -> list[Statement]:
        """In the order of the text, after the statement of number `after`."""
        return await store.statements(
            self._installation.database,
            document.id,
            scope=scope,
            after=after,
            limit=limit,
            review=review,
            kind=kind,
            unsure=unsure,
        )

    def _row(self, document: Document, number: int, each: reading.Statement) -> tuple[int | str | None, ...]:
        content = content_of(each)
        return (
            self._installation.id(), 1, document.id, number, each.start, each.end, each.quote, content.kind,
            content.subject, rows.text_of(content), round(each.confidence * 1000), each.reason, each.page, each.cell,
            "unreviewed", "", document.path,
        )  # fmt: skip

    def _line(
        self, unit: Unit, kind: str, document: Document, *, by: Actor, ground: str, at: int, body: Mapping[str, object]
    ) -> None:
        here = self._installation
        journal.record(
            unit,
            here.id(),
            kind=kind,
            subject=journal.Subject("document", document.id),
            by=by,
            ground=ground,
            at=at,
            local_day=here.local_day(at),
            path=document.path,
            body=body,
        )


def content_of(each: reading.Statement) -> Content:
    """What the reader found, as the ledger keeps it."""
    low, high = each.value if isinstance(each.value, tuple) else (each.value, None)
    return Content(
        kind=str(each.kind),
        subject=each.subject or f"{each.verb}{each.object}",
        value=low,
        value_high=high,
        unit=each.unit,
        comparator=each.comparator,
        basis=each.basis,
        period=each.period,
        scope=each.scope,
        verb=each.verb,
        object=each.object,
        indicator_no=each.indicator_no,
        nature=str(each.nature) if each.nature else "",
        lead_units=each.lead_units,
        supporting_units=each.supporting_units,
        leader=each.leader,
        due=each.due,
        relation=(each.relation.kind, each.relation.to) if each.relation else None,
        not_stated=each.not_stated,
    )
