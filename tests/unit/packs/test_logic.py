"""The code of a scene is read word by word: what is allowed runs, and nothing else can."""

from __future__ import annotations

import pytest

from luoshi.packs.errors import LogicEndless, LogicForbidden
from luoshi.packs.logic import load, read

HEAD = "from luoshi.sdk import Command, Facts, Signal, version\n"


def function(body: str, before: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{HEAD}{before}\n@version(1)\ndef decide(signal: Signal, facts: Facts) -> list[Command]:\n{lines}\n"


@pytest.mark.parametrize(
    "body",
    [
        "return []",
        "total = sum(each for each in (1, 2) if each > 1)\nreturn [] if total else []",
        "for name, value in sorted(signal.values.items()):\n    if value is None:\n        continue\nreturn []",
        "match signal.channel:\n    case 'resident' | 'sensor':\n        return []\n    case other:\n        return []",
        "text = f'{signal.text!s:>10}'\nreturn [text][1:]",
        "pick = lambda each: each + 1\nreturn list(map(pick, []))",
        "first, *rest = [1, 2]\nreturn rest[1:]",
    ],
)
def test_plain_pure_code_is_allowed(body: str) -> None:
    functions, findings = read(function(body))
    assert findings == []
    assert [each.key for each in functions] == ["decide@1"]


@pytest.mark.parametrize(
    "body",
    [
        "open('/etc/hosts')",
        "import os",
        "from os import system",
        "from . import model",
        "from luoshi.sdk import Cases",
        "from itertools import count",
        "__import__('os')",
        "eval('1')",
        "exec('1')",
        "getattr(signal, 'id')",
        "type(signal)",
        "globals()",
        "print(signal)",
        "signal.__class__",
        "facts._answers",
        "'{0.__class__}'.format(signal)",
        "while True: pass",
        "with signal: pass",
        "try:\n    pass\nexcept ValueError:\n    pass",
        "raise ValueError",
        "assert signal",
        "global x",
        "del signal",
        "2 ** 10 ** 10",
        "1 << 99999999",
        "class Inner: pass",
        "async def inner(): pass",
        "yield from []",
        "decide(signal, facts)",
        "iter(int, 1)",
        "vars()",
        "breakpoint()",
        "dict(__class__=1)",
        "match signal:\n    case Signal(__class__=x):\n        return x",
        "[each for each in ().__class__.__bases__]",
        "f'{signal.__class__}'",
        "(lambda: (lambda: open('x'))())()",
    ],
)
def test_everything_else_is_refused(body: str) -> None:
    assert [type(error) for _, error in read(function(body))[1]][:1] == [LogicForbidden]


@pytest.mark.parametrize(
    "before",
    [
        "import time\n",
        "NOW = open('x')\n",
        "def a(x):\n    return b(x)\ndef b(x):\n    return a(x)\n",
        "@staticmethod\ndef c(x):\n    return x\n",
        "class Thing:\n    pass\n",
    ],
)
def test_the_rest_of_the_file_is_read_as_strictly(before: str) -> None:
    assert read(function("return []", before))[1] != []


def test_a_function_carries_what_it_uses_and_nothing_else() -> None:
    before = "LIMIT = 3\nUNUSED = 4\ndef helper(n: int) -> int:\n    # a comment\n    return n + LIMIT\n"
    (found,), _ = read(function("return [] if helper(1) else []", before))
    assert "LIMIT = 3" in found.code
    assert "UNUSED" not in found.code
    assert "comment" not in found.code
    (same,), _ = read(function("return [] if helper(1) else []", before.replace("# a comment", "# another")))
    (other,), _ = read(function("return [] if helper(1) else []", before.replace("LIMIT = 3", "LIMIT = 5")))
    assert found.sha256 == same.sha256
    assert found.sha256 != other.sha256


def test_code_that_was_put_into_the_table_beside_the_program_does_not_run(tmp_path: object) -> None:
    with pytest.raises(LogicForbidden):
        load(function(f"open({str(tmp_path)!r} + 'x', 'w')\nreturn []"), "decide")


def test_a_loaded_function_runs_with_what_it_was_given() -> None:
    decide = load(function("return [len(sorted([3, 1])), *(each for each in range(3))]"), "decide")
    assert decide(None, None) == [2, 0, 1, 2]


@pytest.mark.parametrize(
    "body",
    [
        "found = [1]\nfor each in found:\n    found.append(each)\nreturn found",
        "found = [1]\n[found.append(each) for each in found]\nreturn found",
        "found = [1]\nreturn (found.append(each) for each in found)",
        "return [sum(range(1_000_000_000_000))]",
    ],
)
def test_a_function_that_goes_round_without_end_is_stopped(body: str) -> None:
    decide = load(function(body), "decide")
    with pytest.raises(LogicEndless):
        decide(None, None)


def test_every_call_has_its_own_rounds() -> None:
    decide = load(function("return [each for each in range(60_000)][:1]"), "decide")
    assert [decide(None, None) for _ in range(3)] == [[0]] * 3
