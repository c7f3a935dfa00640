"""Documents as papers for reconciling: from files as read, and from the ledger as reviewed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.analysis.lines import Paper, Said
from luoshi.base.scope import Scope
from luoshi.exchange.documents import load
from luoshi.kernel.ledger import Document, DocumentState, Review, Statement
from luoshi.reading import Statement as ReadStatement
from luoshi.reading import read
from luoshi.reading.characters import plain
from luoshi.reading.origin import origin_of

if TYPE_CHECKING:
    from luoshi.app.house import House

#: documents of one place; the newest are taken where there are more
MOST = 200
_ALL = 1_000_000


def paper_of_file(path: Path) -> Paper:
    """Read a file as `luoshi read` does."""
    loaded = load(path)
    origin = origin_of(plain(loaded.text), issuer=None, title=plain(loaded.title) if loaded.title else None)
    found = read(
        loaded.text,
        doc=path.stem,
        title=loaded.title or None,
        tables=list(loaded.tables) or None,
        pages=loaded.pages,
    )
    return Paper(
        key=path.stem,
        title=loaded.title or path.stem,
        place=origin.scope,
        period=origin.plan,
        said=tuple(_read(number, each) for number, each in enumerate(found, start=1) if each.value is not None),
    )


def _read(number: int, each: ReadStatement) -> Said:
    assert each.value is not None
    low, high = each.value if isinstance(each.value, tuple) else (each.value, None)
    return Said(
        key=str(number), kind=str(each.kind), subject=each.subject, value=low, high=high, unit=each.unit,
        comparator=each.comparator, basis=each.basis, period=each.period, scope=each.scope, start=each.start,
        end=each.end, quote=each.quote,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Documents of the ledger as papers, and which statement became which commitment."""

    papers: tuple[Paper, ...]
    commitments: Mapping[str, str]


async def shelf(house: House, *, path: str | None, scope: Scope, below: bool = True) -> Shelf:
    """The documents of a place (and, with `below`, of the places in it) that the asker may see, as reviewed."""
    found = await house.ledger.documents(scope=scope, limit=MOST, path=path)
    return await shelf_of(house, [each for each in found if below or each.path == path], scope=scope)


async def shelf_of(house: House, documents: Sequence[Document], *, scope: Scope) -> Shelf:
    """These documents; statements that a reviewer rejected say nothing."""
    papers, commitments = [], {}
    for each in documents:
        if each.state is not DocumentState.READ:
            continue
        rows = await house.ledger.statements(each, scope=scope, limit=_ALL)
        papers.append(await asyncio.to_thread(_paper, each, rows))
        commitments.update({str(row.id): str(row.commitment) for row in rows if row.commitment is not None})
    return Shelf(papers=tuple(papers), commitments=commitments)


def _paper(of: Document, rows: Sequence[Statement]) -> Paper:
    return Paper(
        key=str(of.id),
        title=of.title or of.file_name,
        place=of.path,
        period=of.period,
        order=of.id,
        said=tuple(
            _kept(each, of) for each in rows if each.review is not Review.REJECTED and each.content.value is not None
        ),
    )


def _kept(each: Statement, of: Document) -> Said:
    content = each.content
    assert content.value is not None
    return Said(
        key=str(each.id), kind=content.kind, subject=content.subject, value=content.value, high=content.value_high,
        unit=content.unit, comparator=content.comparator, basis=content.basis, period=content.period or of.period,
        scope=content.scope or of.scope, start=each.start, end=each.end, quote=each.quote,
    )  # fmt: skip
