"""Numbers of persons are seen, numbers of things are left alone."""

from __future__ import annotations

import pytest

from luoshi.reading.personal import personal_numbers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("请联系我13805331234,谢谢", ["mobile"]),
        ("电话 138-0533-1234 或 +86 13905331234", ["mobile", "mobile"]),
        ("身份证11010519491231002X", ["identity"]),
        ("身份证号110105194912310021不对", []),
        ("卡号 6222 0200 0000 0000 004", []),
        ("卡号4111111111111111", ["card"]),
        ("完成投资13800138000元", []),
        ("路灯编号L-0017不亮,3天了", []),
        ("工号20261122000134", []),
    ],
)
def test_what_is_a_number_of_a_person(text: str, kinds: list[str]) -> None:
    assert [span.kind for span in personal_numbers(text)] == kinds
