"""What parties offer for judging: agencies and posts, never the people who hold them."""

from __future__ import annotations

from luoshi.kernel.facts import CATALOGUE, DATE, INTEGER, TEXT, Column, Relation, Times

AGENCIES = CATALOGUE.declare(
    Relation(
        name="agencies",
        module="parties",
        zh="机构",
        en="Agencies",
        columns=(
            Column(name="agency", type=INTEGER, zh="机构编号", en="agency id"),
            Column(name="code", type=TEXT, zh="机构代码", en="code"),
            Column(name="kind", type=TEXT, zh="机构类别", en="kind"),
            Column(name="parent", type=INTEGER, zh="上级机构", en="agency above"),
            Column(name="path", type=TEXT, zh="区域路径", en="path"),
            Column(name="valid_from", type=DATE, zh="启用日期", en="in force from"),
            Column(name="valid_to", type=DATE, zh="终止日期", en="in force until before"),
        ),
        grain=("agency",),
        path="path",
        times=Times(local_day="valid_from"),
    )
)
RESPONSIBILITIES = CATALOGUE.declare(
    Relation(
        name="responsibilities",
        module="parties",
        zh="责任清单",
        en="Responsibility list",
        columns=(
            Column(name="rule", type=INTEGER, zh="条目编号", en="row id"),
            Column(name="kind", type=TEXT, zh="案件种类", en="kind of case"),
            Column(name="path", type=TEXT, zh="区域路径", en="path"),
            Column(name="lead", type=INTEGER, zh="牵头机构", en="lead agency"),
            Column(name="valid_from", type=DATE, zh="启用日期", en="in force from"),
            Column(name="valid_to", type=DATE, zh="终止日期", en="in force until before"),
        ),
        grain=("rule",),
        path="path",
        times=Times(local_day="valid_from"),
    )
)
