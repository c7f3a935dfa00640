"""The jobs a worker knows, by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from luoshi.app.daily import RETENTION, SWEEP
from luoshi.app.due_times import DUE_TIMES, set_due_times
from luoshi.base.jobs import Handler, Job, Report
from luoshi.packs import INDEX_FILTERS

if TYPE_CHECKING:
    from luoshi.app.house import House


def handlers(house: House) -> Mapping[str, Handler]:
    """Every kind of job with what does it."""

    async def erase_past_retention(job: Job, report: Report) -> object:
        from luoshi.app.erasure import erase_past_retention as erase

        del job, report
        return await erase(house)

    async def read_document(job: Job, report: Report) -> object:
        from luoshi.app.documents import read_document as read

        return await read(house, job, report)

    async def judge(job: Job, report: Report) -> object:
        from luoshi.app.ledger import judge_document

        return await judge_document(house, job, report)

    async def due_times(job: Job, report: Report) -> object:
        return await set_due_times(house, job, report)

    async def index_filters(job: Job, report: Report) -> object:
        del report
        return await house.registry.index_filters(str(job.args["type"]))

    async def sweep_files(job: Job, report: Report) -> object:
        del job, report
        return await house.files.sweep()

    return {
        "document.read": read_document,
        "verdicts.judge": judge,
        RETENTION: erase_past_retention,
        SWEEP: sweep_files,
        DUE_TIMES: due_times,
        INDEX_FILTERS: index_filters,
    }
