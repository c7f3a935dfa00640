"""What the ledger offers for judging: commitments as they stand, and what units have claimed of them."""

from __future__ import annotations

from luoshi.kernel.facts import BOOLEAN, CATALOGUE, DATE, INSTANT, INTEGER, TEXT, Column, Relation, Times, code
from luoshi.kernel.ledger.model import BASES, COMPARATORS, KINDS, FigureStage, Status

COMMITMENTS = CATALOGUE.declare(
    Relation(
        name="commitments",
        module="ledger",
        zh="目标任务",
        en="commitments",
        columns=(
            Column(name="commitment", type=INTEGER, zh="目标任务编号", en="number of the commitment"),
            Column(name="document", type=INTEGER, zh="文件编号", en="number of the document"),
            Column(name="kind", type=code("commitment_kind", *sorted(KINDS)), zh="类别", en="kind"),
            Column(name="status", type=code("commitment_status", *Status), zh="效力", en="status"),
            Column(name="subject", type=TEXT, zh="内容", en="what is promised"),
            Column(
                name="comparator",
                type=code("comparator", *sorted(word for word in COMPARATORS if word)),
                zh="比较",
                en="comparator",
            ),
            Column(
                name="basis", type=code("basis", *sorted(word for word in BASES if word)), zh="口径类型", en="basis"
            ),
            Column(name="first_year", type=INTEGER, zh="起始年", en="first year"),
            Column(name="last_year", type=INTEGER, zh="截止年", en="last year"),
            Column(name="due_day", type=DATE, zh="完成时限", en="due day"),
            Column(name="lead_unit", type=INTEGER, zh="牵头单位", en="lead unit"),
            Column(name="owned", type=BOOLEAN, zh="已明确责任单位", en="a unit answers for it"),
            Column(name="bound", type=BOOLEAN, zh="已绑定指标", en="measured by an indicator"),
            Column(name="path", type=TEXT, zh="所在区域", en="area"),
            Column(name="entered", type=DATE, zh="入账日期", en="entered on"),
            Column(name="recorded_at", type=INSTANT, zh="登记时间", en="recorded at"),
        ),
        grain=("commitment",),
        path="path",
        times=Times(local_day="entered", recorded_at="recorded_at"),
    )
)
CLAIMS = CATALOGUE.declare(
    Relation(
        name="claims",
        module="ledger",
        zh="自报进展",
        en="claims of progress",
        columns=(
            Column(name="claim", type=INTEGER, zh="填报编号", en="number of the claim"),
            Column(name="commitment", type=INTEGER, zh="目标任务编号", en="number of the commitment"),
            Column(name="agency", type=INTEGER, zh="填报单位", en="agency"),
            Column(name="stage", type=code("figure_stage", *FigureStage), zh="数据阶段", en="figure stage"),
            Column(name="on_behalf", type=BOOLEAN, zh="代填", en="entered on behalf"),
            Column(name="path", type=TEXT, zh="所在区域", en="area"),
            Column(name="day", type=DATE, zh="截至日期", en="as of"),
            Column(name="recorded_at", type=INSTANT, zh="登记时间", en="recorded at"),
        ),
        grain=("claim",),
        path="path",
        times=Times(local_day="day", recorded_at="recorded_at"),
    )
)
