"""What holds for any text at all."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reading import read, to_json
from luoshi.reading.characters import plain, shield_names
from luoshi.reading.names import shield_order
from luoshi.reading.numerals import chinese, scale

PIECES = st.sampled_from(
    [
        *("新建", "公厕", "5", "0座", "以上", ",", "。", "、", "达到", "增长", "3%", "“", "”", "(", ")", "\n", " | "),
        *(
            "2023年",
            "到2025年",
            "每个区县",
            "其中",
            "分别",
            "和",
            "二十",
            "万元",
            "第三",
            "位",
            "1:2:3",
            "—",
            "·",
            "至",
        ),
        *(
            "指标",
            "属性",
            "2025年目标",
            "约束性",
            "\t",
            "A",
            "5G",
            "\u3000",
            "０",
            "》",
            "《",
            "|",
            "由",
            "到",
            "以",
            "推进",
        ),
    ]
)
DIGITS = "零一二三四五六七八九"


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_quote_is_verbatim_at_its_offsets_and_every_line_can_be_written(text: str) -> None:
    for statement in read(text, doc="d"):
        assert statement.quote == text[statement.start : statement.end]
        assert "\n" not in statement.quote
        assert to_json(statement)["doc"] == "d"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_and_no_sign_moves(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert len(shield_order(shield_names(plain(text)))) == len(text)
    read(text, doc="d")


def spoken(number: int) -> str:
    """The number below ten thousand as an official would write it out."""
    if number < 10:
        return DIGITS[number]
    for size, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{DIGITS[head]}{sign}{gap}{spoken(rest) if rest else ''}"
    raise AssertionError(number)


@given(st.integers(min_value=0, max_value=9999), st.integers(min_value=0, max_value=9999))
def test_written_out_numbers_are_read_back(small: int, large: int) -> None:
    assert chinese(spoken(small)) == small
    assert (
        chinese(f"{spoken(large + 1 if large < 9999 else large)}万") == (large + 1 if large < 9999 else large) * 10_000
    )


def test_scale_words_multiply() -> None:
    assert [scale(word) for word in ("", "万", "千万", "万亿", "百亿")] == [Decimal(10) ** n for n in (0, 4, 7, 12, 10)]
