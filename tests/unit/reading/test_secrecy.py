"""A secrecy mark is seen where a paper carries it, and not where a paper speaks about secrecy."""

from __future__ import annotations

import pytest

from luoshi.reading import secrecy_mark


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("机密★5年\n特急\n滨海市人民政府文件", "机密"),
        ("标题\n秘 密\n正文", "秘密"),
        ("秘密★\n关于印发", "秘密"),
        ("绝密\n正文", "绝密"),
        ("密级:机密 份号000123\n正文", "机密"),
        ("工作秘密\n注意保管\n正文", "工作秘密"),
        ("【内部资料 不得外传】\n正文", "内部"),
        ("正文。\n内部资料,注意保存\n", "内部"),
        ("本文件为内部使用,请勿外传。", "内部"),
    ],
)
def test_a_mark_is_seen(text: str, level: str) -> None:
    mark = secrecy_mark(text)
    assert mark is not None
    assert mark.level == level
    assert text[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    "text",
    [
        "要严守国家秘密,机密文件不得带回家。",
        "关于做好机密文件管理的通知",
        "加强内部资料管理,严禁外传。",
        "依法保护商业秘密和个人隐私。",
        "开展保密宣传教育,提高工作秘密保护意识。",
    ],
)
def test_speech_about_secrecy_is_no_mark(text: str) -> None:
    assert secrecy_mark(text) is None


def test_the_highest_mark_counts() -> None:
    mark = secrecy_mark("秘密★1年\n正文\n机密★5年\n")
    assert mark is not None
    assert mark.level == "机密"
