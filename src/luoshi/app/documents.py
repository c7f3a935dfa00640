"""A planning document arrives: looked at before anything is kept, received with its text, read, and reviewed.

A short paper is read in the act that receives it; a long one by a job. What follows a review (search, verdicts) is
put into the same unit, or follows it at once.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from luoshi.app.apart import apart
from luoshi.app.gate import CarriesASecrecyMark, above, keep_paper, level_of, numbers_in
from luoshi.base import jobs
from luoshi.base.db import Duplicate, Unit
from luoshi.base.errors import Refused
from luoshi.base.jobs import Job, Report
from luoshi.base.scope import EVERYTHING, MACHINE, Actor, Scope
from luoshi.exchange.documents import LoadedDocument, load
from luoshi.kernel.ledger import Document, DocumentState
from luoshi.reading import Statement, layout, read
from luoshi.reading.characters import HAN, plain
from luoshi.reading.origin import origin_of

if TYPE_CHECKING:
    from luoshi.app.house import House

SECURITY = logging.getLogger("luoshi.security")
READ = "document.read"
#: characters that are read in well under 100 ms; longer papers are a job
AT_ONCE = 4_000
_TRIES = 5


class CarriesPersonalNumbers(Refused):
    """Identity, card or mobile numbers stand in the text: pointed out before anything is saved."""

    code = "E-016"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is known of a document besides its bytes: who issued it, for which place, under which name."""

    name: str
    path: str
    title: str = ""
    issuer: str = ""
    document_number: str = ""
    #: the sender has seen that it holds numbers of persons, and sends it all the same
    numbers_seen: bool = False


async def receive_document(
    house: House, data: bytes, paper: Paper, *, by: Actor, ground: str, scope: Scope
) -> Document:
    """Receive a file. Refusals leave nothing but one line of the security log."""
    loaded = await apart(len(data), load, data, paper.name)
    return await _receive(house, loaded, paper, data, by=by, ground=ground, scope=scope)


async def receive_text(house: House, text: str, paper: Paper, *, by: Actor, ground: str, scope: Scope) -> Document:
    """Receive pasted text like a file: line ends are the only thing that is made canonical."""
    loaded = LoadedDocument(name=paper.name, text=text.replace("\r\n", "\n").replace("\r", "\n"))
    return await _receive(house, loaded, paper, None, by=by, ground=ground, scope=scope)


async def _receive(
    house: House,
    loaded: LoadedDocument,
    paper: Paper,
    data: bytes | None,
    *,
    by: Actor,
    ground: str,
    scope: Scope,
) -> Document:
    await look(loaded.text, paper, by, await level_of(house))
    found = await asyncio.to_thread(_read, loaded, paper) if len(loaded.text) <= AT_ONCE else None
    for attempt in range(_TRIES):
        unit = house.unit()
        file = None if data is None else await keep_paper(house, unit, data, paper.name, path=paper.path, by=by)
        job = None if found is not None else house.installation.id()
        document = await house.ledger.receive(
            unit,
            text=loaded.text,
            title=paper.title or loaded.title,
            path=paper.path,
            issuer=paper.issuer,
            document_number=paper.document_number,
            file=file,
            file_name=paper.name,
            job=job,
            tables=loaded.tables,
            by=by,
            ground=ground,
            scope=scope,
        )
        if job is not None:
            jobs.enqueue(unit, lambda number=job: number, READ, {"document": str(document.id)})  # type: ignore[misc]
        if found is not None:
            unit.in_order()
            await _keep(house, unit, document, loaded.text, found, paper)
        try:
            await unit.commit()
        except Duplicate as taken:
            if "year_serial" in taken.constraint and attempt + 1 < _TRIES:
                continue
            raise
        return await house.ledger.document(document.id, scope=EVERYTHING)
    raise AssertionError("unreachable")


async def look(text: str, paper: Paper, by: Actor, level: str) -> None:
    """Refuse a paper that this installation may not hold, and point out numbers of persons."""
    mark = await apart(len(text), above, text, level)
    if mark is not None:
        SECURITY.warning("document refused: %s; person %s", mark.level, by.person)
        raise CarriesASecrecyMark(level=mark.level, name=paper.name)
    if paper.numbers_seen:
        return
    found = await apart(len(text), numbers_in, text)
    if found:
        kinds = {"identity": "身份证号 identity", "card": "银行卡号 card", "mobile": "手机号 mobile"}
        told = ", ".join(f"{kinds[kind]} {number}" for kind, number in sorted(found.items()))
        raise CarriesPersonalNumbers(name=paper.name, found=told)


async def read_document(house: House, job: Job, report: Report) -> object:
    """The job `document.read`: read a received document and lay its statements beside it."""
    document = await house.ledger.document(int(job.args["document"]), scope=EVERYTHING)
    if document.state is not DocumentState.RECEIVED:
        return {"document": str(document.id)}
    await report(5)
    text = await house.ledger.text(document)
    paper = Paper(name=document.file_name, path=document.path, title=document.title, issuer=document.issuer)
    loaded = LoadedDocument(name=document.file_name, text=text, tables=await house.ledger.tables(document))
    found = await asyncio.to_thread(_read, loaded, paper)
    await report(80)
    unit = house.unit()
    await _keep(house, unit, document, text, found, paper)
    await unit.commit()
    return {"document": str(document.id), "statements": len(found)}


def _read(loaded: LoadedDocument, paper: Paper) -> list[Statement]:
    return read(
        loaded.text,
        doc=paper.name,
        issuer=paper.issuer or None,
        title=paper.title or loaded.title or None,
        tables=list(loaded.tables) or None,
        pages=loaded.pages,
    )


async def _keep(house: House, unit: Unit, document: Document, text: str, found: list[Statement], paper: Paper) -> None:
    flat = plain(text)
    title = document.title or title_of(text, paper.name)
    origin = origin_of(flat, issuer=paper.issuer or None, title=title or None)
    await house.ledger.read_in(
        unit,
        document,
        found,
        by=MACHINE,
        ground="reading",
        title=title,
        issuer=origin.scope,
        period=origin.plan,
        scope_words=origin.scope,
    )
    house.search.put(unit, kind="document", ref=document.id, path=document.path, title=title, body=text[:100_000])


_TITLE_WORDS = re.compile("规划|计划|纲要|方案|要点|报告|意见|通知|办法|决定|纪要|任务|实事")
_LABEL = re.compile(r"^(?:标\s*题|名\s*称)\s*[::]\s*")


def title_of(text: str, name: str) -> str:
    """The title of a paper that was given none: a line at its head that reads like one, else the name of the file."""
    lines = [_LABEL.sub("", line.strip(" #*|/\t\u3000")).strip(" |") for line in text[:4_000].split("\n")]
    head = [line for line in lines if line][:8]
    fitting = [
        line
        for line in head
        if 6 <= len(line) <= 60 and not line.endswith(("。", ",", ";")) and not line.startswith("——")
        if len(_HAN.findall(line)) * 2 > len(line) and not layout.is_chrome(line)
    ]
    named = [line for line in fitting if _TITLE_WORDS.search(line)]
    long = [line for line in fitting if len(line) >= 10]
    return next(iter(named or long), "") or PurePath(name).stem


_HAN = re.compile(f"[{HAN}]")
