"""A paper that was given no title gets the line at its head that reads like one."""

from __future__ import annotations

import pytest

from luoshi.app.documents import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("标题: | 某区“十四五”规划纲要\n---|---|\n索引号: | 12 |\n", "某区“十四五”规划纲要"),
        ("来源:某区发布\n2026-01-02 08:00:00\n某区2026年重点工作计划\n\n全年新增公园5个。", "某区2026年重点工作计划"),
        ("# 某区民生实事清单\n\n一、路灯", "某区民生实事清单"),
        ("区长 王某某\n各位代表:\n现在,我代表区人民政府作工作报告。", "文件"),
        ("全年新增公园5个。", "文件"),
    ],
)
def test_the_title_is_the_line_that_reads_like_one(text: str, title: str) -> None:
    assert title_of(text, "文件.docx") == title
