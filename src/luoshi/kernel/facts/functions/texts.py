"""Words: by code point, never by locale, so that two databases cannot disagree."""

from __future__ import annotations

import string

from luoshi.kernel.facts.functions import sql
from luoshi.kernel.facts.functions.rows import always, plainly, template
from luoshi.kernel.facts.tree import Cell, Function, Made, Node, Want
from luoshi.kernel.facts.types import BOOLEAN, INTEGER, TEXT, TEXT_LIMIT, Type
from luoshi.kernel.facts.values import OVERFLOW

BLANKS = " \t\r\n\u3000"
_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def _concat(*parts: str) -> object:
    text = "".join(parts)
    return text if len(text) <= TEXT_LIMIT else OVERFLOW


def _concat_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    length = " + ".join(f"length({cell.value})" for cell in cells)
    whole = f"concat({', '.join(cell.value for cell in cells)})"
    fits = f"{length} <= {TEXT_LIMIT}"
    return Made(f"CASE WHEN {fits} THEN {whole} ELSE '' END", sql.failing(f"NOT ({fits})", OVERFLOW))


def _substring(text: str, start: int, count: int) -> str:
    first = max(start, 1) - 1
    return text[first : first + max(count, 0)]


def _substring_duck(arguments: tuple[Node, ...], result: Type, cells: tuple[Cell, ...]) -> Made:
    text, start, count = (cell.value for cell in cells)
    start = f"least(greatest({start}, 1), {TEXT_LIMIT + 1})"
    count = f"least(greatest({count}, 0), {TEXT_LIMIT})"
    return Made(f"substring({text}, {start}, {count})")


def _tests(name: str, python: object, duck: str, zh: str, en: str, *examples: tuple[str, str]) -> Function:
    assert callable(python)
    return Function(
        name=name,
        signature=f"{name}(text, part)",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(Want.TEXT, Want.TEXT),
        result=always(BOOLEAN),
        python=plainly(python),
        duckdb=template(duck),
    )


def _changes(name: str, python: object, duck: str, zh: str, en: str, *examples: tuple[str, str]) -> Function:
    assert callable(python)
    return Function(
        name=name,
        signature=f"{name}(text)",
        zh=zh,
        en=en,
        examples=examples,
        parameters=(Want.TEXT,),
        result=always(TEXT),
        python=plainly(python),
        duckdb=template(duck),
    )


ROWS = (
    Function(
        name="length",
        signature="length(text)",
        zh="字数(按码位计)",
        en="how many characters (code points)",
        examples=(("length('某某区')", "3"), ("length('')", "0")),
        parameters=(Want.TEXT,),
        result=always(INTEGER),
        python=plainly(len),
        duckdb=template("CAST(length({0}) AS BIGINT)"),
    ),
    _tests(
        "contains",
        lambda text, part: part in text,
        "contains({0}, {1})",
        "包含",
        "holds the part",
        ("contains('路灯不亮', '不亮')", "true"),
    ),
    _tests(
        "starts_with",
        str.startswith,
        "starts_with({0}, {1})",
        "以其开头",
        "begins with the part",
        ("starts_with('A-17', 'A-')", "true"),
    ),
    _tests(
        "ends_with",
        str.endswith,
        "ends_with({0}, {1})",
        "以其结尾",
        "ends with the part",
        ("ends_with('a.pdf', '.docx')", "false"),
    ),
    _changes(
        "upper",
        lambda text: text.translate(_UPPER),
        f"translate({{0}}, '{string.ascii_lowercase}', '{string.ascii_uppercase}')",
        "英文字母转大写(只对 a–z)",
        "capitals, for a to z only",
        ("upper('ab-张')", "AB-张"),
    ),
    _changes(
        "lower",
        lambda text: text.translate(_LOWER),
        f"translate({{0}}, '{string.ascii_uppercase}', '{string.ascii_lowercase}')",
        "英文字母转小写(只对 A–Z)",
        "small letters, for A to Z only",
        ("lower('AB')", "ab"),
    ),
    _changes(
        "trim",
        lambda text: text.strip(BLANKS),
        f"trim({{0}}, {sql.quoted(BLANKS)})",
        "去掉首尾空白(含全角空格)",
        "without blanks at both ends (the full-width one too)",
        ("trim('  a b ')", "a b"),
    ),
    Function(
        name="concat",
        signature="concat(a, b, …)",
        zh="相连成一个文本",
        en="the texts one after another",
        examples=(("concat('a', 'b', 'c')", "abc"),),
        parameters=(Want.TEXT, Want.TEXT),
        variadic=True,
        result=always(TEXT),
        python=plainly(_concat),
        duckdb=_concat_duck,
    ),
    Function(
        name="substring",
        signature="substring(text, start, count)",
        zh="从第 start 个字起取 count 个字",
        en="`count` characters from the start-th on; what lies outside is left out",
        examples=(("substring('110101001', 1, 6)", "110101"), ("substring('ab', 3, 1)", "")),
        parameters=(Want.TEXT, Want.INTEGER, Want.INTEGER),
        result=always(TEXT),
        python=plainly(_substring),
        duckdb=_substring_duck,
    ),
    Function(
        name="text_of",
        signature="text_of(code)",
        zh="代码的文字",
        en="a code as text",
        examples=(("starts_with(text_of(stage), 'hand')", "true"),),
        parameters=(Want.CODE,),
        result=always(TEXT),
        python=plainly(lambda code: code),
        duckdb=template("{0}"),
    ),
)
