"""What reading a planning document costs and how well it reads, beside two readers of numbers.

    python benchmarks/reading.py [--quick]

The peers find numbers and convert them, no more: recognizers-text-suite (numbers, percentages, currencies) and
chinese2digits. They are given the same text in the same run; how many labelled figures each one finds is printed
beside its speed. The labelled documents lie in ../shared; where they are absent the speed alone is measured on an
invented text. Nothing here touches a disc, so there is no durability line.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.harness import bar
from luoshi.reading import read, to_json

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DOCUMENTS = ("001_7a2ce7946a79fe0d", "003_22c87bdb59693694")
VERBS = ("新建", "改造", "实施", "引进", "完善", "推进", "健全", "打造", "提升", "加快建设")
THINGS = ("公厕", "停车场", "老旧小区", "特色街区", "智慧城管平台", "养老服务中心", "农村公路", "污水管网", "创新平台")
ENDS = ("{n}座", "{n}处以上", "{n}个", "达到{n}家", "增长{n}%左右", "不少于{n}公里", "", "", "体系", "机制")


def invented(characters: int, seed: int = 7) -> str:
    """An invented plan of at least so many characters, in the density of real ones: a figure every hundred or so."""
    dice = random.Random(seed)
    parts = ["滨海市国民经济和社会发展第十四个五年规划纲要\n"]
    size = len(parts[0])
    while size < characters:
        clauses = [
            dice.choice(VERBS) + dice.choice(THINGS) + dice.choice(ENDS).format(n=dice.randrange(2, 900))
            for _ in range(dice.randrange(3, 9))
        ]
        parts.append(f"到2025年,{','.join(clauses)}。" + ("\n" if dice.random() < 0.25 else ""))
        size += len(parts[-1])
    return "".join(parts)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The median of so many runs, in seconds of one core: others may be busy on this machine."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def peers() -> dict[str, Callable[[str], list[tuple[float, int]]]]:
    """Each peer as a function from text to (value, place); one that cannot be loaded is said and left out."""
    found: dict[str, Callable[[str], list[tuple[float, int]]]] = {}
    try:
        found["recognizers-text-suite"] = _recognizers()
    except (ImportError, AttributeError) as missing:
        print(f"recognizers-text-suite left out: {missing}")
    try:
        found["chinese2digits"] = _chinese2digits()
    except (ImportError, AttributeError) as missing:
        print(f"chinese2digits left out: {missing}")
    return found


def _recognizers() -> Callable[[str], list[tuple[float, int]]]:
    import emoji

    if not hasattr(emoji, "UNICODE_EMOJI"):
        vars(emoji)["UNICODE_EMOJI"] = (
            emoji.EMOJI_DATA
        )  # the suite asks for a name that newer releases of emoji dropped
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recognizers_number import Culture, recognize_number  # type: ignore[import-untyped]

    def find(text: str) -> list[tuple[float, int]]:
        return [
            (float(each.resolution["value"]), int(each.start))
            for each in recognize_number(text, Culture.Chinese)
            if each.resolution and each.resolution.get("value") not in (None, "")
        ]

    return find


def _chinese2digits() -> Callable[[str], list[tuple[float, int]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import chinese2digits  # type: ignore[import-untyped]

    def find(text: str) -> list[tuple[float, int]]:
        told = chinese2digits.takeNumberFromString(text)
        found, at = [], 0
        for word, digits in zip(told["CHNumberStringList"], told["digitsStringList"], strict=True):
            at = max(text.find(word, at), at)
            value = float(digits) * 100 if word.endswith("%") else float(digits)
            found.append((value, at))
            at += len(word)
        return found

    return find


def load_scorer() -> ModuleType | None:
    path = SHARED / "score" / "score_statements.py"
    spec = importlib.util.spec_from_file_location("score_statements", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quality(scorer: ModuleType) -> dict[str, float]:
    """found_f1, whole_f1 and verbatim quotes over the labelled documents."""
    gold = hits = extra = whole = verbatim = total = 0
    for doc in DOCUMENTS:
        text = (SHARED / "seeds" / f"{doc}.txt").read_text("utf-8")
        lines = [json.loads(json.dumps(to_json(s))) for s in read(text, doc=doc)]
        labels = scorer.rows(SHARED / "gold" / f"{doc}.jsonl")
        found, more = scorer.score(labels, [line for line in lines if line["kind"] != "task"], text)
        gold, hits, extra = gold + len(labels), hits + len(found), extra + len(more)
        whole += sum(
            all(g[f] == p.get(f) for f in scorer.FIELDS) and scorer.same_subject(g["subject"], p["subject"])
            for g, p in found
        )
        verbatim += sum(text[line["start"] : line["end"]] == line["quote"] for line in lines)
        total += len(lines)
    size = gold + hits + extra
    return {"found_f1": 2 * hits / size, "whole_f1": 2 * whole / size, "verbatim": verbatim / total}


def figures_found(scorer: ModuleType, text: str, doc: str, found: list[tuple[float, int]]) -> tuple[int, int, int]:
    """How many labelled figures a list of (value, place) holds, of how many, and how long the list is."""
    labels: list[dict[str, Any]] = [g for g in scorer.rows(SHARED / "gold" / f"{doc}.jsonl") if "indicator_no" not in g]
    hit = 0
    for label in labels:
        start, end = scorer.span(text, label)
        wanted = scorer.values(label["value"])
        near = [value for value, at in found if start <= at < end]
        hit += all(any(abs(value - want) <= 1e-6 * max(1, abs(want)) for value in near) for want in wanted)
    return hit, len(labels), len(found)


def memory_mb(characters: int) -> float:
    """The peak of a fresh process that reads so many characters."""
    code = (
        "import resource, sys; sys.path[:0] = ['.', 'src'];"
        "from benchmarks.reading import invented; from luoshi.reading import read;"
        f"n = len(read(invented({characters}), doc='x'));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    root = Path(__file__).resolve().parent.parent
    return float(subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True).stdout)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--quick", action="store_true", help="less text, fewer rounds")
    quick: bool = arguments.parse_args().quick
    scorer = load_scorer()
    real = [(doc, (SHARED / "seeds" / f"{doc}.txt").read_text("utf-8")) for doc in DOCUMENTS] if scorer else []
    text = "\n".join(t for _, t in real) if real else invented(60_000)
    read(text[:3000], doc="warm")
    own = len(text) / seconds(lambda: read(text, doc="x"), 3 if quick else 7)
    print(
        f"machine speed: {len(text)} characters of {'real' if real else 'invented'} text; "
        f"peak so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    print(f"{'reader':<26}{'characters/s':>14}  gives")
    print(f"{'luoshi.reading':<26}{own:>14,.0f}  statements with subject, unit, bound, basis, period, scope; tasks")
    rates: dict[str, float] = {}
    for name, find in peers().items():
        rates[name] = len(text) / seconds(lambda find=find: find(text), 1)  # type: ignore[misc]
        said = ""
        if scorer:
            scored = [figures_found(scorer, t, doc, find(t)) for doc, t in real]
            hit, labels, given = (sum(column) for column in zip(*scored, strict=True))
            said = f"; {hit} of {labels} labelled figures among {given} numbers"
        print(f"{name:<26}{rates[name]:>14,.0f}  values and places{said}")
    for name, rate in rates.items():
        wanted = ">= 1" if name == "recognizers-text-suite" else ">= 0.1"
        bar(f"reading speed over {name}, which finds numbers only", own / rate, "times", wanted)
    bar("reading speed", own, "characters/s", ">= 100000")
    growth = None if quick else _memory_growth(2_000_000)
    bar("growth of memory, second half of the text over the first", growth, "times per character", "<= 1.25")
    measured = quality(scorer) if scorer else {}
    for what, least in (("verbatim", ">= 1"), ("found_f1", ">= 0.98"), ("whole_f1", ">= 0.9")):
        bar(f"{what} on labelled documents", measured.get(what), "share", least)


def _memory_growth(characters: int) -> float:
    """How much more the second half of a long text takes than the first: one, where memory is linear."""
    empty, half, full = memory_mb(characters // 4), memory_mb(characters // 2), memory_mb(characters)
    print(
        f"memory: {empty:.0f} MB at {characters // 4:,} characters, {half:.0f} at twice that, {full:.0f} at four times"
    )
    return (full - half) / max(1.0, half - empty) / 2


if __name__ == "__main__":
    main()
