"""Documents as papers for reconciling: from files as read, and from the ledger as reviewed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
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


async def papers_of_ledger(house: House, *, path: str | None, scope: Scope) -> list[Paper]:
    """The documents of one place and below that the asker may see, with what holds after review."""
    found = await house.ledger.documents(scope=scope, limit=MOST, path=path)
    done = [each for each in found if each.state is DocumentState.READ]
    return [await paper_of(house, each, scope=scope) for each in done]


async def paper_of(house: House, of: Document, *, scope: Scope) -> Paper:
    """One document of the ledger; statements that a reviewer rejected say nothing."""
    rows = await house.ledger.statements(of, scope=scope, limit=_ALL)
    return await asyncio.to_thread(_paper, of, rows)


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
